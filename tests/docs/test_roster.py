"""The class in docs/roster.md does what the page says."""

import re
from pathlib import Path

import pytest

PAGE = Path("docs/roster.md")
DAY = 86_400


@pytest.mark.parametrize(("days", "points"), [(0.5, 0), (3, 0), (3.1, 10), (5, 20)])
def test_late_days_cost_what_is_said(days, points):
    (code,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(code, names)  # noqa: S102 - the page's own
    assert names["LateDays"]().late_submission_penalty("ada", 90, days * DAY) == points
