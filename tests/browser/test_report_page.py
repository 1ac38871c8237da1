"""The report on the class, as people see it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from autograder.grading.report.command import report_on, write_report
from tests.autograder.grading.report.classes import make_graded_class
from tests.browser.themes import both_themes

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    report = report_on(make_graded_class(folder / "course", 30), with_pairs=True)
    return write_report(report, folder / "report").as_uri()


@pytest.mark.parametrize("width", [pytest.param(1280, marks=pytest.mark.exhaustive), 360])
def test_the_report_is_readable(
    address: str,
    width: int,
    open_page: Callable[..., Page],
    accessible: Callable[..., None],
    screenshot: Callable[..., None],
):
    page = open_page(width=width)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("lab6: report on the class")
    page.locator("summary").first.click()
    for theme in both_themes(page):
        accessible(page)
        screenshot(page, f"report-{theme}-{width}", full_page=True)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
