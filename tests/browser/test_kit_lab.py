"""JupyterLab as the kit opens it: a student's tools, and nothing that is no concern of theirs."""

import runpy
import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.notebook import Notebook
from tests.browser.server import serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    runpy.run_path("student/kit/start.py")["write_settings"](home / ".jupyter")
    return home


@pytest.fixture(scope="module")
def server(home, tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit") / "lab6"
    shutil.copytree("release/lab6", folder)
    with serving(folder, home) as server:
        yield server


def test_of_nbgrader_only_validate_is_left_and_nothing_is_asked(
    server, home, open_page, screenshot
):
    page = open_page()
    notebook = Notebook(page, server, server.folder / "2_pooling.ipynb")
    notebook.run("from autograder import check")
    expect(page.get_by_role("button", name="Validate")).to_be_visible()
    screenshot(page, "kit-lab")
    seen = page.locator("body").inner_text()
    for name in ("Nbgrader", "Formgrader", "Course List", "Assignment List", "Create Assignment"):
        assert page.get_by_role("menuitem", name=name).count() == 0
        assert page.get_by_role("tab", name=name).count() == 0
        assert name not in seen
    assert page.locator(".jp-toastContainer, .Toastify__toast").all_inner_texts() == []
    assert page.locator(".jp-Dialog").count() == 0

    page.get_by_role("button", name="Validate").click()
    said = page.locator(".jp-Dialog", has_text="Validation Results")
    expect(said).to_contain_text('check("max_pool2d", max_pool2d)')
    log = (home / "server.log").read_text(encoding="utf-8")
    assert "nbgrader_config.py" not in log
    assert "encryption" not in log


@pytest.mark.exhaustive
def test_run_all_goes_on_to_the_end_though_nothing_is_written_yet(server, open_page):
    page = open_page()
    notebook = Notebook(page, server, server.folder / "2_pooling.ipynb")
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = notebook.cell('padding="same")').filter(has_text="strides=(1, 1)")
    expect(last.locator(".jp-OutputArea")).to_contain_text("[8. 9. 9.]")
    stopped = notebook.cell("for pool_name, pooling in").locator(".jp-OutputArea")
    expect(stopped).to_contain_text("NotImplementedError")
