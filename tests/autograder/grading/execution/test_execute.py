"""What decides where points come from, without a kernel."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from traitlets.config import Config

from autograder.grading.execution.execute import TrustedExecute, exercise_checked_by
from autograder.grading.sandbox.limits import Limits


def cell(name, **marks):
    return new_code_cell("pass", metadata={"nbgrader": {"grade": True, "grade_id": name, **marks}})


def test_what_is_not_set_is_as_the_sandbox_has_it():
    assert TrustedExecute().kernel_limits == Limits()


def test_no_execute_keeps_nobody_s_own_outputs():
    assert TrustedExecute(config=Config({"Execute": {"enabled": False}})).enabled


def test_a_check_of_no_exercise_is_refused_before_anything_runs():
    notebook = new_notebook(cells=[cell("check-conv3d", points=12)])
    with pytest.raises(ValueError, match="'check-conv3d' has points, and is the check of no"):
        TrustedExecute().preprocess(notebook, {"metadata": {"path": "."}})


@pytest.mark.parametrize("name", ["conv2d", "check-conv3d", "", "check-"])
def test_only_a_check_of_an_exercise_is_one(name):
    assert exercise_checked_by(cell(name)) is None
    assert exercise_checked_by(cell("check-conv2d")).name == "conv2d"
