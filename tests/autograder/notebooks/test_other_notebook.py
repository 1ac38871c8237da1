"""Functions brought from one notebook into another."""

import inspect
import json
import traceback

import pytest

from autograder.answer.forbidden_use import ForbiddenUse, forbidden_use_of
from autograder.notebooks.other_notebook import from_notebook


@pytest.fixture
def write(tmp_path):
    def write_cells(*cells):
        path = tmp_path / "1_convolution.ipynb"
        content = [
            {"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells
        ]
        path.write_text(json.dumps({"cells": content}, indent=1))
        return path

    return write_cells


CELLS = (
    "%matplotlib inline\nimport numpy as np",
    "this is no Python",
    "raise SystemExit",
    "def conv2d(x):\n    # sum\n    return total(x) / 0\n",
    "def total(x):\n    return np.sum(x)",
)


def test_only_what_the_function_needs_is_run(write):
    assert from_notebook(write(*CELLS), "total")([1, 2]) == 3


def test_a_function_carries_its_source(write):
    path = write(*CELLS)
    for name, source in (("conv2d", CELLS[3]), ("total", CELLS[4] + "\n")):
        assert inspect.getsource(from_notebook(path, name)) == source


def test_a_traceback_shows_the_line_of_the_cell(write):
    with pytest.raises(ZeroDivisionError) as error:
        from_notebook(write("def half(x):\n    return x / 0"), "half")(1)
    assert traceback.extract_tb(error.tb)[-1].line == "return x / 0"


def test_a_notebook_saved_again_leaves_the_source_of_earlier_functions_alone(write):
    before = from_notebook(write("def half(x):\n    return x / 2"), "half")
    after = from_notebook(write("def half(x):\n    return x * 0.5"), "half")
    assert "x / 2" in inspect.getsource(before)
    assert "x * 0.5" in inspect.getsource(after)


def test_a_reach_is_told_with_its_line(write):
    path = write("def helper(x):\n    return eval(x)", "def conv2d(x):\n    return helper(x)")
    assert forbidden_use_of(from_notebook(path, "conv2d")) == ForbiddenUse(
        "eval", "return eval(x)", "helper"
    )


def test_a_name_that_is_not_defined_is_told(write):
    with pytest.raises(NameError, match="does not define conv2d"):
        from_notebook(write("x = 1"), "conv2d")


def test_a_cell_without_a_source_is_an_empty_one(tmp_path):
    cells = [{"cell_type": "code"}, {"cell_type": "code", "source": None}]
    cells += [{"cell_type": "code", "source": ["def double(x):\n", "    return 2 * x"]}]
    path = tmp_path / "other.ipynb"
    path.write_text(json.dumps({"cells": cells}))
    assert from_notebook(path, "double")(4) == 8
