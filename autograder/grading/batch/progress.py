"""What is said while a class is graded: a bar and a table for people, JSON lines for programs."""

import contextlib
import json
import logging
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from autograder.grading.batch.job import JobResult

__all__ = [
    "Graded",
    "JsonProgress",
    "Progress",
    "ShownProgress",
    "Summary",
    "Warned",
    "logging_to",
]


@dataclass(frozen=True)
class Graded:
    """A submission that is in the gradebook and in its place."""

    student: str
    points: float
    max_points: float
    seconds: float
    """From its intake on."""


class Progress:
    """Is told what happens; this one tells nobody."""

    def found(self, submissions: int, notebooks: int) -> None:
        """Learn how much is to be graded."""

    def started(self, student: str, notebook: str) -> None:
        """Learn that a notebook was handed to the workers."""

    def finished(self, done: JobResult) -> None:
        """Learn that a notebook came back."""

    def graded(self, graded: Graded) -> None:
        """Learn that a submission is graded."""

    def failed(self, student: str, why: str) -> None:
        """Learn that a submission could not be graded."""

    def problem(self, text: str) -> None:
        """Learn of something that a person should look at."""

    def remark(self, text: str) -> None:
        """Learn of something that is worth a line, and in order."""

    def close(self, stopped: bool = False) -> None:
        """Learn that the run is over; `stopped` if it was broken off."""


@dataclass
class Summary(Progress):
    """Counts what happens."""

    submissions: int | None = None
    """None as long as nothing was looked for."""
    notebooks: int = 0
    kept: int = 0
    """Notebooks that were not run, since nothing has changed."""
    results: list[Graded] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    problems: int = 0
    begin: float = field(default_factory=time.monotonic)

    def found(self, submissions: int, notebooks: int) -> None:
        """Learn how much is to be graded."""
        self.submissions, self.notebooks = submissions, notebooks

    def finished(self, done: JobResult) -> None:
        """Learn that a notebook came back."""
        self.kept += done.is_kept

    def graded(self, graded: Graded) -> None:
        """Learn that a submission is graded."""
        self.results.append(graded)

    def failed(self, student: str, why: str) -> None:
        """Learn that a submission could not be graded."""
        self.failures[student] = why

    def problem(self, text: str) -> None:  # noqa: ARG002 - as declared
        """Learn of something that a person should look at."""
        self.problems += 1

    def table(self, stopped: bool) -> Table:
        """Return what is shown in the end."""
        table = Table(show_header=False, title="Stopped" if stopped else "Graded", min_width=40)
        left = (self.submissions or 0) - len(self.results) - len(self.failures)
        table.add_row("Submissions graded", str(len(self.results)))
        if self.results:
            most = max(result.max_points for result in self.results)
            table.add_row("Points", _spread([result.points for result in self.results], most))
        if self.kept:
            table.add_row("Notebooks as before, not run", str(self.kept))
        if self.failures:
            table.add_row("Not graded", str(len(self.failures)), style="red")
        if left > 0:
            table.add_row("Left for next time", str(left))
        if self.problems:
            table.add_row("Problems, see above", str(self.problems))
        table.add_row("Time", _minutes(time.monotonic() - self.begin))
        return table


class ShownProgress(Summary):
    """A bar, a line for each problem, and a table in the end."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._running: dict[tuple[str, str], float] = {}
        self._bar = Bar(
            TextColumn("Grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("notebooks"),
            TextColumn("[red]{task.fields[failed]} failed"),
            TimeRemainingColumn(),
            _Slowest(self._running),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("grading", total=None, failed=0)
        self._bar.start()

    def found(self, submissions: int, notebooks: int) -> None:
        """Learn how much is to be graded."""
        super().found(submissions, notebooks)
        self._bar.update(self._task, total=notebooks)

    def started(self, student: str, notebook: str) -> None:
        """Learn that a notebook was handed to the workers."""
        self._running[student, notebook] = time.monotonic()

    def finished(self, done: JobResult) -> None:
        """Learn that a notebook came back."""
        super().finished(done)
        self._running.pop((done.student, done.notebook), None)
        self._bar.update(self._task, advance=1)

    def failed(self, student: str, why: str) -> None:
        """Learn that a submission could not be graded."""
        super().failed(student, why)
        for key in [key for key in self._running if key[0] == student]:
            del self._running[key]
        self._bar.update(self._task, failed=len(self.failures))
        self.say(f"[red]Not graded:[/] {escape(student)}: {escape(_line(why))}")

    def problem(self, text: str) -> None:
        """Show it in a line."""
        super().problem(text)
        self.say(escape(_line(text)))

    def remark(self, text: str) -> None:
        """Show it in a line."""
        self.say(f"[dim]{escape(_line(text))}[/]")

    def say(self, markup: str) -> None:
        """Print a line above the bar."""
        self._console.print(markup, soft_wrap=True, highlight=False)

    def close(self, stopped: bool = False) -> None:
        """Show the table."""
        self._bar.stop()
        if self.submissions or stopped:
            self._console.print(self.table(stopped))
        elif self.submissions is not None:  # else an error says why nothing was looked for
            self.say("Nothing to grade: all that was handed in is graded.")


class JsonProgress(Summary):
    """A line of JSON for each event."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def found(self, submissions: int, notebooks: int) -> None:
        """Say how much is to be graded."""
        super().found(submissions, notebooks)
        self._write("found", submissions=submissions, notebooks=notebooks)

    def started(self, student: str, notebook: str) -> None:
        """Say that a notebook was handed to the workers."""
        self._write("started", student=student, notebook=notebook)

    def finished(self, done: JobResult) -> None:
        """Say that a notebook came back."""
        super().finished(done)
        told = {"student": done.student, "notebook": done.notebook}
        self._write("finished", **told, seconds=round(done.seconds, 3), kept=done.is_kept)

    def graded(self, graded: Graded) -> None:
        """Say that a submission is graded."""
        super().graded(graded)
        self._write("graded", **asdict(graded))

    def failed(self, student: str, why: str) -> None:
        """Say that a submission could not be graded."""
        super().failed(student, why)
        self._write("failed", student=student, why=why)

    def problem(self, text: str) -> None:
        """Say what a person should look at."""
        super().problem(text)
        self._write("problem", text=text)

    def remark(self, text: str) -> None:
        """Say what is in order."""
        self._write("remark", text=text)

    def close(self, stopped: bool = False) -> None:
        """Say what it came to."""
        self._write(
            "stopped" if stopped else "over",
            graded=len(self.results),
            failed=len(self.failures),
            problems=self.problems,
            seconds=round(time.monotonic() - self.begin, 3),
        )

    def _write(self, event: str, **told: Any) -> None:
        print(json.dumps({"event": event, **told}), file=self._stream, flush=True)


class _Slowest(ProgressColumn):
    """Who has been with the workers for the longest time."""

    def __init__(self, running: dict[tuple[str, str], float]) -> None:
        super().__init__()
        self._running = running

    def render(self, task: Any) -> Text:  # noqa: ARG002 - as declared
        waiting = dict(self._running)  # another thread changes it
        if not waiting:
            return Text("")
        student, notebook = min(waiting, key=waiting.__getitem__)
        seconds = time.monotonic() - waiting[student, notebook]
        return Text(f"longest: {student} {notebook} {seconds:.0f} s", overflow="ellipsis")


OF_NO_CONCERN = {"init_destination"}
"""Where nbgrader warns that it grades anew what was handed in again, or what `--force` asks for."""


class Warned(logging.Handler):
    """Counts what a log says that a person should hear.

    Examples
    --------
    >>> log, warned = logging.getLogger("a run"), Warned()
    >>> log.addHandler(warned)
    >>> log.warning("1_convolution.ipynb is not there."), log.info("Skipped.")
    (None, None)
    >>> warned.times
    1
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.times = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count it, unless it is nbgrader's own talk."""
        self.times += record.funcName not in OF_NO_CONCERN


class _ToProgress(logging.Handler):
    def __init__(self, progress: Progress) -> None:
        super().__init__(logging.WARNING)
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "is_told", False) or record.funcName in OF_NO_CONCERN:
            return
        is_remark = getattr(record, "is_remark", False)
        tell = self._progress.remark if is_remark else self._progress.problem
        tell(record.getMessage())


@contextlib.contextmanager
def logging_to(log: logging.Logger, progress: Progress) -> Iterator[None]:
    """Let warnings be problems of a progress, and not lines across its bar.

    A warning that is logged with ``extra={"is_remark": True}`` is a remark.
    """
    # Not by their streams: when the bar is shown, rich stands in for `sys.stderr`.
    console = [
        handler
        for handler in log.handlers
        if isinstance(handler, logging.StreamHandler)
        and not isinstance(handler, logging.FileHandler)
    ]
    handler = _ToProgress(progress)
    for one in console:
        log.removeHandler(one)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        for one in console:
            log.addHandler(one)


def _line(text: str) -> str:
    return " ".join(text.split())[:500]


def _spread(points: Sequence[float], most: float) -> str:
    """Say how many points were given.

    Examples
    --------
    >>> _spread([96], 100), _spread([96, 96], 100), _spread([48, 96, 90.5], 100)
    ('96 of 100', '96 of 100 each', 'median 90.5 of 100, from 48 to 96')
    """
    low, high = min(points), max(points)
    if low == high:
        return f"{low:g} of {most:g}{' each' if len(points) > 1 else ''}"
    return f"median {statistics.median(points):g} of {most:g}, from {low:g} to {high:g}"


def _minutes(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.1f} min"
