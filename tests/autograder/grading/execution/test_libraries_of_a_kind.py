"""A kernel sees Keras if its notebook is about Keras, however it is started."""

import shutil

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.execution import execute
from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.execution.oracle import Oracle
from autograder.grading.sandbox.level import Level, probe
from autograder.grading.sandbox.prefork.kernels import PreforkKernels
from tests.autograder.grading.execution.test_kernels_that_end import RELU, check, points_of

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
)
SETUP = "import keras\nimport numpy as np\nfrom autograder import check"
FOUND = "print(getattr(keras, '__file__', None) is not None)"


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.parametrize(
    ("cells", "sees_keras"), [((), True), ((RELU, check("relu", 1)), False)], ids=["keras", "numpy"]
)
def test_a_notebook_sees_the_libraries_of_its_kind(tmp_path, warm, cells, sees_keras):
    merged = [cell if not isinstance(cell, str) else new_code_cell(cell) for cell in cells]
    asked = new_code_cell(FOUND)
    notebook = new_notebook(cells=[new_code_cell(SETUP), *merged, asked])
    TrustedExecute(warm=warm).preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert notebook.cells[-1].outputs[0].text == f"{sees_keras}\n"


@pytest.mark.slow
@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
def test_where_kernels_are_forked_the_oracle_itself_imports_no_keras(tmp_path, monkeypatch, warm):
    with PreforkKernels() as kernels, Oracle() as oracle:
        monkeypatch.setattr(execute, "the_kernels", lambda _: kernels)
        monkeypatch.setattr(execute, "the_oracle", lambda: oracle)
        notebook = new_notebook(cells=[*map(new_code_cell, (SETUP, RELU)), check("relu", 1)])
        TrustedExecute(warm=warm).preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
        assert points_of(notebook) == [1]
        (process,) = oracle._processes
        mapped = [of.path for of in psutil.Process(process.pid).memory_maps()]
        assert any("tensorflow" in path for path in mapped) is not warm
