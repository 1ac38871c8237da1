"""A student's evening: a wrong answer, its diagnosis, the right one."""

import shutil

import pytest
from playwright.sync_api import expect

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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_wrong_answer_is_explained_and_put_right(release, open_notebook, screenshot, theme):
    notebook = open_notebook(release / "1_convolution.ipynb", theme=theme)
    notebook.run("from autograder import check")

    notebook.write("def conv2d(", EXTRA_ZERO_FIRST)
    notebook.run("def conv2d(")
    card = notebook.run('check("conv2d"')
    expect(card).to_contain_text("SAME-EXTRA-FIRST")
    expect(card).to_contain_text("✗ conv2d")
    screenshot(card, f"student-wrong-{theme}")

    right = EXTRA_ZERO_FIRST.replace(
        "total - total // 2, total // 2", "total // 2, total - total // 2"
    )
    notebook.write("def conv2d(", right)
    notebook.run("def conv2d(")
    card = notebook.run('check("conv2d"')
    expect(card).to_contain_text("✓ conv2d")
    screenshot(card, f"student-right-{theme}")
    screenshot(notebook.page, f"student-page-{theme}")
