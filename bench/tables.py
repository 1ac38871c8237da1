"""Show what was measured."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from bench.processor import processor
from bench.running import STAGES, Measured

__all__ = ["Result", "print_results"]

GB = 1e9


@dataclass(frozen=True)
class Result:
    """One way to grade, measured."""

    name: str
    submissions: int
    measured: Measured
    trains: bool = False

    @property
    def a_minute(self) -> float:
        """Submissions in one minute, the start of the program included."""
        return 60 * self.submissions / self.measured.seconds


def times(result: Result, other: Result | None) -> str:
    """Say how many times as many submissions a minute are graded as in another way.

    Examples
    --------
    >>> fast, slow = Result("a", 8, Measured(60, 60, 0)), Result("b", 1, Measured(60, 60, 0))
    >>> times(fast, slow), times(fast, None)
    ('8.0', '')
    """
    return "" if other is None else f"{result.a_minute / other.a_minute:.1f}"


def print_results(
    console: Console, results: Sequence[Result], floor: Result, outside: Result | None = None
) -> None:
    """Print a table of rates and one of stages.

    Parameters
    ----------
    results
        The ways to grade whole submissions.
    floor
        The students' own code alone.
    outside
        Another grader, on some of the notebooks.
    """
    trained = next((result for result in results if result.trains), None)
    stock = next(result for result in results if not result.trains)
    console.print(_rates(results, trained, stock, floor))
    console.print(_stages(results))
    if outside is not None:
        seconds = outside.measured.seconds / outside.submissions
        console.print(f"{outside.name}: {seconds:.1f} seconds a submission")
    if trained is not None:
        count, seconds = trained.submissions, trained.measured.seconds / trained.submissions
        console.print(
            f"With training, {count} of {results[-1].submissions} submissions measured; "
            f"all of them, extrapolated: {results[-1].submissions * seconds / 60:.0f} minutes."
        )


def _rates(
    results: Sequence[Result], trained: Result | None, stock: Result, floor: Result
) -> Table:
    table = Table(
        "",
        "graded",
        "a minute",
        "× trained",
        "× stock",
        "CPU s",
        "cores",
        "GB",
        title=f"How fast a class is graded ({processor()})",
        caption="a minute: submissions, the start of the program included. × trained, × stock: so "
        "many times as fast as nbgrader with and without training. CPU s: for one submission, on "
        "all cores together. cores: so many were busy, on the average; what one worker leaves idle "
        "is what a second one can gain. GB: the peak of all processes.",
        caption_justify="left",
        box=box.SIMPLE,
    )
    for result in results:
        measured = result.measured
        table.add_row(
            result.name,
            str(result.submissions),
            f"{result.a_minute:.2f}",
            times(result, trained),
            "" if result.trains else times(result, stock),
            f"{measured.cpu_seconds / result.submissions:.1f}",
            f"{measured.cpu_seconds / measured.seconds:.2f}",
            f"{measured.peak_bytes / GB:.2f}",
        )
    cpu = f"{floor.measured.cpu_seconds / floor.submissions:.1f}"
    table.add_row(
        floor.name, str(floor.submissions), f"{floor.a_minute:.2f}", *("", times(floor, stock)), cpu
    )
    return table


def _stages(results: Sequence[Result]) -> Table:
    table = Table(
        "seconds a submission",
        *STAGES,
        title="Where the time goes, in the process that has the gradebook",
        caption="start: once, shared by all. autograder grade runs notebooks in other processes, "
        "and waits for them in rest.",
        caption_justify="left",
        box=box.SIMPLE,
    )
    for result in results:
        stages = result.measured.stages
        table.add_row(
            result.name,
            *(f"{stages.get(stage, 0.0) / result.submissions:.2f}" for stage in STAGES),
        )
    return table
