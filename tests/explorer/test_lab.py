"""The explorer in JupyterLab, with a kernel behind it."""

import shutil
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.browser.notebook import write_notebook

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FUNCTION = """
import numpy as np
from autograder import explore, explore_digit
def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    x = np.pad(x, ((0, 0), (0, 1), (0, 1), (0, 0))) if padding == "same" else x
    (h, w), (down, across) = pool_size, strides
    windows = np.lib.stride_tricks.sliding_window_view(x, (h, w), axis=(1, 2))
    return windows[:, ::down, ::across].max(axis=(-2, -1))
""".strip()


@pytest.fixture
def path(lab: Any) -> Iterator[Path]:
    path = lab.folder / "explorer" / "explorer.ipynb"
    cells = (FUNCTION, 'explore(max_pool2d, x=-np.ones((5, 5)), padding="same")', "explore_digit()")
    write_notebook(path, *cells)
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)  # so that JupyterLab does not ask which kernel
    yield path
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.exhaustive)])
def test_a_function_in_the_kernel_is_asked_and_marked(
    path: Path,
    open_notebook: Callable[..., Any],
    accessible: Callable[..., None],
    screenshot: Callable[..., None],
    theme: str,
) -> None:
    notebook = open_notebook(path, theme=theme)
    notebook.run("def max_pool2d")
    shown = notebook.run("explore(max_pool2d")
    shown.get_by_text("The shape (1, 3, 3, 1) is right, but 5 of its 9 numbers are").wait_for()
    assert shown.locator(".yours .wrong").count() == 5
    shown.get_by_label("padding: kind").select_option("valid")
    shown.get_by_text("✓ The same as Keras's layer.").wait_for()
    shown.locator(".output").focus()
    notebook.page.keyboard.press("ArrowRight")  # JupyterLab has keys of its own
    assert shown.locator(".place").inner_text() == "output, row 0, column 1"
    accessible(notebook.page, ".cnn-explorer")
    screenshot(shown.locator(".cnn-explorer"), f"lab-explorer-{theme}")

    digit = notebook.run("explore_digit()")
    digit.get_by_label("kernel: which").select_option("outline")
    weight = digit.get_by_label("weight, row 1, column 1")
    weight.click()
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.type("4")
    assert digit.get_by_label("kernel: which").input_value() == "your own"
    screenshot(notebook.page, f"lab-digit-{theme}")


@pytest.mark.exhaustive
def test_no_key_reaches_the_cells(path: Path, open_notebook: Callable[..., Any]) -> None:
    """In JupyterLab "b" adds a cell, "d d" deletes one, "0 0" restarts the kernel."""
    notebook = open_notebook(path)
    notebook.run("def max_pool2d")
    shown = notebook.run("explore(max_pool2d")
    shown.get_by_text("5 of its 9 numbers are").wait_for()
    cells = notebook.page.locator(".jp-Notebook:visible .jp-Cell")
    before = cells.all_inner_texts()
    for place in (".output", "button >> nth=1"):
        for key in string.ascii_letters + string.digits:
            shown.locator(place).focus()
            notebook.page.keyboard.press(key)
            notebook.page.keyboard.press(key)
    notebook.page.keyboard.press("Escape")
    assert cells.count() == len(before)
    assert cells.first.inner_text() == before[0]
    assert notebook.page.locator(".jp-Dialog").count() == 0
    assert shown.locator(".cnn-explorer").count() == 1
