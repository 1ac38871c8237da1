"""The table says what the checks do."""

import re
from pathlib import Path

import pytest

from autograder import check
from tests.meta.judge import answers_to

PAGE = Path(__file__).parents[2] / "docs" / "partial-points.md"
ROWS = re.findall(
    r"^\| `(\w+)` \| .* \| `([A-Z-]+)` \| ([\d.]+) of ([\d.]+) \| (.*) \|$",
    PAGE.read_text(),
    re.MULTILINE,
)


def test_the_table_has_twenty_rows_or_more():
    assert len(ROWS) >= 20


@pytest.mark.parametrize(
    ("exercise", "code", "points", "most", "lost"), ROWS, ids=[" ".join(row[:2]) for row in ROWS]
)
def test_an_answer_with_this_mistake_gets_these_points(exercise, code, points, most, lost):
    wrong = (answer for answer in answers_to("wrong", exercise).values() if answer.code == code)
    verdicts = [check(exercise, answer) for answer in wrong]
    assert (float(points), float(most), lost) in [
        (
            verdict.points,
            verdict.max_points,
            "; ".join(result.name for result in verdict.results if not result.passed),
        )
        for verdict in verdicts
    ]
