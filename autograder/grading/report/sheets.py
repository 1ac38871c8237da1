"""The numbers of a report as CSV."""

from collections.abc import Iterator, Sequence

from autograder.grading.lms.scores import points_text
from autograder.grading.lms.tables import written
from autograder.grading.report.page import Report

__all__ = ["sheets"]


def sheets(report: Report) -> dict[str, str]:
    """Return the text of each file, by its name."""
    made = {
        "students.csv": _students(report),
        "exercises.csv": _exercises(report),
        "cases.csv": _cases(report),
        "mistakes.csv": _mistakes(report),
    }
    if report.pairs is not None:
        made["equal-mistakes.csv"] = _pairs(report)
    return {name: written(rows) for name, rows in made.items()}


def _students(report: Report) -> Iterator[Sequence[str]]:
    names = [one.name for one in report.exercises]
    yield ["student", "points", "max_points", "late_penalty", *names, "mistakes", "look_at"]
    reasons = {one.student: "; ".join(one.reasons) for one in report.look}
    for one in report.graded:
        cells = {
            cell.name.removeprefix("check-"): points_text(cell.points)
            for book in one.score.notebooks
            for cell in book.cells
        }
        codes = dict.fromkeys(
            code for check in one.checks.values() for code in check.misconceptions
        )
        score = one.score
        yield [
            one.student,
            *map(points_text, (score.points, score.max_points, score.penalty)),
            *(cells.get(name, "") for name in names),
            " ".join(codes),
            reasons.get(one.student, ""),
        ]


def _exercises(report: Report) -> Iterator[Sequence[str]]:
    yield ["exercise", "max_points", "submissions", "mean", "median", "all_points", "no_points"]
    for one in report.exercises:
        numbers = (one.max_points, len(one.points), one.mean, one.median, one.full, one.none)
        yield [one.name, *map(points_text, numbers)]


def _cases(report: Report) -> Iterator[Sequence[str]]:
    yield ["exercise", "case", "points", "asked", "failed", "discrimination", "tells_little"]
    for one in report.cases:
        number = "" if one.discrimination is None else f"{one.discrimination:.3f}"
        yield [
            one.exercise,
            one.name,
            *map(points_text, (one.points, one.asked, one.failed)),
            number,
            one.weakness,
        ]


def _mistakes(report: Report) -> Iterator[Sequence[str]]:
    yield ["code", "title", "students", "exercises"]
    for one in report.mistakes:
        yield [one.code, one.title, str(one.count), " ".join(one.exercises)]


def _pairs(report: Report) -> Iterator[Sequence[str]]:
    yield ["first", "second", "bits", "exercise", "case", "return_this", "are_wrong"]
    for pair in report.pairs or ():
        for one in pair.shared:
            yield [
                pair.first,
                pair.second,
                f"{pair.bits:.1f}",
                one.exercise,
                one.case,
                str(one.number),
                str(one.wrong),
            ]
