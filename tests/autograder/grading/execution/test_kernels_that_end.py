"""A cell that ends its kernel costs no other cell a point, and the same each time."""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.sandbox.level import Level, probe

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
)
RELU = "def relu(x):\n    return np.maximum(x, 0)"
SOFTMAX = (
    "def softmax(x):\n    e = np.exp(x - np.max(x, -1, keepdims=True))\n"
    "    return e / e.sum(-1, keepdims=True)"
)
DENSE = "def dense(x, kernel, bias):\n    return np.asarray(x) @ kernel + bias"


def check(name, points):
    marks = {"grade": True, "grade_id": f"check-{name}", "points": points, "solution": False}
    return new_code_cell(f"check({name!r}, {name})", metadata={"nbgrader": marks})


def run(*endings, **options):
    """Run three exercises with these cells before, between and after them."""
    setup = new_code_cell("import numpy as np\nfrom autograder import check")
    parts = [[setup, new_code_cell(RELU)], [check("relu", 1), new_code_cell(SOFTMAX)]]
    parts += [[check("softmax", 3), new_code_cell(DENSE)], [check("dense", 2)]]
    cells = [new_code_cell(source) for source in endings]
    merged = [cell for part, end in zip(parts, cells, strict=True) for cell in (*part, end)]
    notebook = new_notebook(cells=merged)
    resources = {"metadata": {"path": options.pop("folder")}}
    TrustedExecute(**options).preprocess(notebook, resources)
    return notebook


def points_of(notebook):
    return [
        float(cell.outputs[0].data["text/plain"])
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    ]


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_leaving_does_not_end_a_kernel_that_is_graded(tmp_path, warm):
    ends = "exit()", "quit()", "exit", "get_ipython().kernel.do_shutdown(restart=False)"
    notebook = run(*ends, folder=str(tmp_path), warm=warm, restarts=0)
    assert points_of(notebook) == [1, 3, 2]


def test_a_cell_that_kills_its_kernel_is_the_only_one_that_is_left_out(tmp_path):
    kill = "import os\nos.kill(os.getpid(), 9)"
    notebook = run("1 + 1", kill, "import os\nos._exit(0)", "exit()", folder=str(tmp_path))
    assert points_of(notebook) == [1, 3, 2]
    stopped = [
        cell.source
        for cell in notebook.cells
        if any(output.get("ename") == "Stopped" for output in cell.get("outputs", ()))
    ]
    assert stopped == [kill, "import os\nos._exit(0)"]
    nbformat.validate(notebook)
