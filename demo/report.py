"""Compare the scores with what they should be, and show both."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.table import Table
from rich.text import Text

from autograder.grading.sandbox.level import Level, Reached
from demo.gradebook import Scores
from demo.groups import LAB, Group
from demo.students import Points, Student

__all__ = ["Row", "compare", "score_table", "verdict"]


@dataclass(frozen=True)
class Row:
    """One submission: what it got and what it should get."""

    name: str
    story: str
    scores: Points
    expected: Points

    @property
    def is_right(self) -> bool:
        """Tell whether every notebook has the score that it should have."""
        return self.scores == self.expected


def compare(students: Sequence[Student], rounds: Sequence[Scores]) -> tuple[Row, ...]:
    """Return a row for each submission, those of one student one after the other."""
    return tuple(
        Row(
            student.name if submission is student.submissions[-1] else f"{student.name}, before",
            student.story if submission is student.submissions[-1] else "",
            scores[student.name],
            submission.expected,
        )
        for student in students
        for submission, scores in zip(student.submissions, rounds, strict=False)
    )


def sandbox_line(reached: Reached) -> Text:
    """Say how far the students are kept apart on this machine."""
    if reached.level is Level.FULL:
        return Text("Sandbox: FULL. Students see no course, no neighbour and no network.")
    return Text(
        f"Sandbox: only {reached.level.name}. {reached.reason} These students are made up, so they "
        "are graded all the same.",
        "yellow",
    )


def score_table(rows: Sequence[Row], group: Group = LAB) -> Table:
    """Show each score; where it isn't what it should be, it is marked and told below."""
    headings = (*group.short, "all")
    table = Table(
        box=box.SIMPLE_HEAD,
        padding=(0, 1),
        pad_edge=False,
        caption="\n".join([*_differences(rows, headings), group.caption]),
        caption_justify="left",
    )
    table.add_column("student", style="bold", no_wrap=True)
    table.add_column("what they did")
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(row.name, row.story, *(_score(*pair) for pair in _pairs(row)))
    return table


def _pairs(row: Row) -> list[tuple[float, float]]:
    pairs = [*zip(row.scores, row.expected, strict=True)]
    return [*pairs, (sum(row.scores), sum(row.expected))]


def _differences(rows: Sequence[Row], headings: Sequence[str]) -> list[str]:
    return [
        f"✗ {row.name}, {heading}: {score:g}, not {expected:g}"
        for row in rows
        for heading, (score, expected) in zip(headings, _pairs(row), strict=True)
        if score != expected
    ]


def _score(score: float, expected: float) -> Text:
    return Text(f"{score:g}") if score == expected else Text(f"✗ {score:g}", style="bold red")


def verdict(rows: Sequence[Row]) -> Text:
    """Say in one line whether all scores are right."""
    wrong = [row.name for row in rows if not row.is_right]
    if not wrong:
        return Text(f"✓ All {len(rows)} submissions have the scores they should have.", "green")
    return Text(
        f"✗ {len(wrong)} of {len(rows)} submissions have a wrong score: {', '.join(wrong)}.",
        "bold red",
    )
