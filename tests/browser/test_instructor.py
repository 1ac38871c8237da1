"""An instructor's evening: formgrader, from the autograde button to a feedback page."""

import nbformat
import pytest
from playwright.sync_api import expect

from tests.browser.server import serving
from tests.browser.themes import both_themes
from tests.course.released import released_course

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.course]

WITH_RIGHTS_OF_THE_READER = """
from IPython.display import HTML, Markdown, display
mark = "<script>document.title = 'forged'</script><img src=x onerror='document.title=1'>"
display(HTML(mark), Markdown(mark))
display({"application/javascript": "document.title = 'forged'", "text/latex": mark}, raw=True)
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course to which one student has handed in the first notebook."""
    course = released_course(tmp_path_factory.mktemp("course") / "cnn")
    notebook = nbformat.read(course / "source/lab6/1_convolution.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace(
            "return zeros // 2, zeros - zeros // 2", "return zeros - zeros // 2, zeros // 2"
        )
    notebook.cells.append(nbformat.v4.new_code_cell(WITH_RIGHTS_OF_THE_READER))
    notebook.cells.append(nbformat.v4.new_markdown_cell("<script>document.title = 1</script>"))
    folder = course / "submitted" / "ada" / "lab6"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "1_convolution.ipynb")
    return course


@pytest.fixture(scope="module")
def server(course, tmp_path_factory):
    with serving(course, tmp_path_factory.mktemp("home")) as server:
        yield server


def test_grading_by_hand_and_feedback(course, server, open_page, screenshot, accessible):
    page = open_page()
    page.goto(server.url("lab") + "&reset")
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader").first.click()
    formgrader = page.frame_locator("iframe")
    formgrader.locator(".num-submissions a").click()

    formgrader.locator(".autograde a").click()
    done = formgrader.locator(".modal-dialog")
    done.get_by_role("button", name="OK").click()
    expect(formgrader.locator("td.score")).to_have_text("30 / 100")

    formgrader.locator(".generate-feedback a").click()
    done.get_by_role("button", name="OK").click()

    formgrader.get_by_role("link", name="Manual Grading").click()
    formgrader.get_by_role("link", name="lab6", exact=True).click()
    formgrader.get_by_role("link", name="1_convolution").click()
    formgrader.get_by_role("link", name="Submission #1").click()
    scores = formgrader.locator("input.score")
    expect(scores.first).to_have_attribute("placeholder", "3")  # what the check gave
    expect(scores).to_have_count(6)
    notebook = formgrader.get_by_role("main").locator("#notebook")
    expect(notebook).to_contain_text("SAME-EXTRA-FIRST")
    expect(notebook.locator("math").first).to_be_visible()
    screenshot(page, "instructor-by-hand")

    page.goto(page.frames[-1].url)  # by itself, where its title is seen
    expect(page.locator("input.score").first).to_have_attribute("placeholder", "3")
    assert page.title() == "1_convolution"

    feedback = open_page()
    feedback.goto((course / "feedback/ada/lab6/1_convolution.html").as_uri())
    expect(feedback.locator("tfoot")).to_contain_text("30 of 40")
    for theme in both_themes(feedback):
        screenshot(feedback, f"feedback-{theme}", full_page=True)
        accessible(feedback)
