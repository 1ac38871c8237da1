"""A student's evening: a wrong answer, its diagnosis, the right one."""

import shutil

import pytest
from playwright.sync_api import expect

from tests.browser.themes import both_themes

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXTRA_ZERO_FIRST = """
def zeros(length, kernel, stride):
    total = max((-(-length // stride) - 1) * stride + kernel - length, 0)
    return total - total // 2, total // 2


def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = np.broadcast_to(strides, 2)
    size = np.array(kernel.shape[:2])
    if padding.lower() == "same":
        rows, columns = zeros(x.shape[1], size[0], down), zeros(x.shape[2], size[1], across)
        x = np.pad(x, ((0, 0), rows, columns, (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(1, 2))
    result = np.einsum("nhwcij,ijcf->nhwf", windows[:, ::down, ::across], kernel)
    result = result if bias is None else result + bias
    return result if activation is None else activation(result)
""".strip()


@pytest.fixture
def release(lab):
    folder = lab.folder / "lab6"
    shutil.copytree("release/lab6", folder)
    yield folder
    shutil.rmtree(folder)


def test_a_wrong_answer_is_explained_and_put_right(
    release, open_notebook, screenshot, accessible, validate
):
    notebook = open_notebook(release / "1_convolution.ipynb")
    notebook.run("from autograder import check")

    notebook.write("def conv2d(", EXTRA_ZERO_FIRST)
    notebook.run("def conv2d(")
    card = notebook.run('check("conv2d"')
    expect(card).to_contain_text("✗ conv2d")
    expect(card).to_contain_text("SAME-EXTRA-FIRST")
    for theme in both_themes(notebook.page):
        screenshot(card, f"student-wrong-{theme}")
        accessible(notebook.page, ".jp-OutputArea-output")
    assert 'check("conv2d", conv2d)' in validate(notebook)

    right = EXTRA_ZERO_FIRST.replace(
        "total - total // 2, total // 2", "total // 2, total - total // 2"
    )
    notebook.write("def conv2d(", right)
    notebook.run("def conv2d(")
    card = notebook.run('check("conv2d"')
    expect(card).to_contain_text("✓ conv2d")
    for theme in both_themes(notebook.page):
        screenshot(notebook.page, f"student-right-{theme}")
    failed = validate(notebook)
    assert 'check("apply_window", apply_window)' in failed  # nothing was written there
    assert 'check("conv2d", conv2d)' not in failed


@pytest.fixture
def validate():
    """Press nbgrader's button, and return what it says."""

    def validate(notebook):
        notebook.page.get_by_role("button", name="Validate").click()
        said = notebook.page.locator(".jp-Dialog", has_text="Validation Results")
        text = said.inner_text()
        said.get_by_role("button", name="Ok").click()
        return text

    return validate
