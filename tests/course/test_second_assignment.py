"""A second assignment is an entry, its exercises and its notebooks, and nothing else.

One is made up in a copy of what the course needs, where it is released, graded, and packed. Its
first notebook has the name of one of the first assignment's.
"""

import json
import shutil
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.assignments import ASSIGNMENTS
from tests.course.commands import ENVIRONMENT, run

pytestmark = [pytest.mark.course, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
COPIED = ("autograder", "cnn_reference", "mnist_data", "release", "source", "student", "tools")
FILES = ("LICENSE", "constraints.txt", "nbgrader_config.py", "pyproject.toml")
ENTRY = """
LAB0 = Assignment("lab0", "Lab 0: Shifts", ("1_convolution", "2_more"))
ASSIGNMENTS += (LAB0,)
"""
EXERCISE = '''
"""Notebook `lab0/1_convolution`: 3 points."""

from autograder.vocabulary.exercise import Case, Exercise, call

NOTEBOOK = "lab0/1_convolution"
shift = Exercise(
    name="shift",
    signature="(x, by=1)",
    expected=lambda x, by=1: x + by,
    result="integer",
    cases=(
        Case("by one", 1, (call(3), call(7)), "Add 1."),
        Case("by others", 2, (call(3, by=4), call(5, by=2)), "Add what is asked for."),
    ),
)
EXERCISES = (shift,)
'''
ANSWER = '''\
def shift(x, by=1):
    """Add to a number."""
    ### BEGIN SOLUTION
    return x + by
    ### END SOLUTION'''
PARTLY = "def shift(x, by=1):\n    return x + 1"


def marks(name, **kind):
    plain = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": plain | kind | {"grade_id": name}}


def write_source(folder):
    folder.mkdir()
    check = marks("check-shift", grade=True, locked=True, points=3)
    cells = [
        new_code_cell("from autograder import check", id="setup"),
        new_code_cell(ANSWER, id="shift", metadata=marks("shift", solution=True)),
        new_code_cell('check("shift", shift)', id="check-shift", metadata=check),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    more = [new_markdown_cell("Nothing is asked here.", id="nothing")]
    for name, content in (("1_convolution", cells), ("2_more", more)):
        notebook = new_notebook(cells=content, metadata={"kernelspec": kernel})
        nbformat.write(notebook, folder / f"{name}.ipynb")


def hand_in(course, student, answer):
    folder = course / "submitted" / student / "lab0"
    shutil.copytree(course / "release" / "lab0", folder)
    path = folder / "1_convolution.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (cell,) = (cell for cell in notebook.cells if cell.id == "shift")
    cell.source = answer
    nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tmp_path_factory.mktemp("second") / "course"
    course.mkdir()
    unwanted = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in COPIED:
        shutil.copytree(ROOT / name, course / name, ignore=unwanted)
    for name in FILES:
        shutil.copy(ROOT / name, course)
    with (course / "autograder" / "assignments.py").open("a", encoding="utf-8") as table:
        table.write(ENTRY)
    module = course / "autograder" / "exercises" / "shifting.py"
    module.write_text(EXERCISE.lstrip(), encoding="utf-8")
    write_source(course / "source" / "lab0")
    return course


def of_copy(course):
    """Return the environment in which the copy's own packages are imported."""
    return ENVIRONMENT | {"PYTHONPATH": str(course)}


def python(course, *arguments):
    done = run(course, sys.executable, "-m", *arguments, environment=of_copy(course))
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.fixture(scope="module")
def released(course):
    python(course, "tools.release")
    return course


def test_both_assignments_are_released(released):
    first, second = (
        nbformat.read(released / "release" / name / "1_convolution.ipynb", as_version=4)
        for name in ("lab6", "lab0")
    )
    assert "conv2d" in {cell.id for cell in first.cells}
    assert [cell.id for cell in second.cells] == ["setup", "shift", "check-shift"]
    assert "NotImplementedError" in second.cells[1].source


def test_its_submissions_are_graded_by_its_own_exercises(released):
    for student, answer in (("ada", ANSWER), ("bea", PARTLY)):
        hand_in(released, student, answer)
    python(released, "nbgrader", "autograde", "lab0", "--TrustedExecute.minimum_level=NONE")
    with Gradebook(f"sqlite:///{released / 'gradebook.db'}") as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions("lab0")}
    assert scores == {"ada": 3, "bea": 1}


def test_it_is_in_the_kit_which_opens_the_first_assignment(released):
    command = "from autograder.grading.batch.command import main; main()"
    done = run(released, sys.executable, "-c", command, "kit", environment=of_copy(released))
    assert done.returncode == 0, done.stderr
    (kit,) = (released / "dist").iterdir()
    with zipfile.ZipFile(kit) as opened:
        names = {name.split("/", 1)[1] for name in opened.namelist()}
        readme = opened.read(f"{kit.stem}/README.txt").decode()
        assignments = opened.read(f"{kit.stem}/assignments.json").decode()
    assert {"lab6/1_convolution.ipynb", "lab0/1_convolution.ipynb", "lab0/2_more.ipynb"} < names
    assert "For Lab 0: Shifts: python3 start.py lab0" in readme
    assert list(json.loads(assignments).items()) == [
        *((one.name, f"{one.notebooks[0]}.ipynb") for one in ASSIGNMENTS),
        ("lab0", "1_convolution.ipynb"),
    ]
