"""What instructors do with a course: other points, other names, assignments of their own."""

import json
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from tests.course.broken import SOLUTION
from tests.course.commands import run
from tests.course.gradebooks import GRADE, rows

pytestmark = [pytest.mark.course, pytest.mark.slow]

ODD = "Lab 6 (CNN)"
POINTS = {"check-max_pool2d": 5, "check-average_pool2d": 20}
OWN_CHECK = "assert double(2) == 4\nassert double(0) == 0"


def cell(name, source, **marks):
    of_nbgrader = {"grade_id": name, "schema_version": 3, "task": False, "locked": True}
    of_nbgrader |= {"grade": False, "solution": False} | marks
    return new_code_cell(source, id=name, metadata={"nbgrader": of_nbgrader})


def write_lab5(folder):
    answer = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    partial = "points = 3 if double(1) == 2 else 1\npoints"
    cells = [
        new_markdown_cell("Double it.", id="text"),
        cell("double", answer, solution=True, locked=False),
        cell("check-double", OWN_CHECK, grade=True, points=4),
        cell("partial", partial, grade=True, points=3),
    ]
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / "lab5.ipynb")


def write_odd(folder):
    folder.mkdir(parents=True)
    notebook = nbformat.read("source/lab6/2_pooling.ipynb", as_version=4)
    for one in notebook.cells:
        if one.id in POINTS:
            one.metadata.nbgrader.points = POINTS[one.id]
    nbformat.write(notebook, folder / "2_pooling.ipynb")


def hand_in(course, student, assignment, answers):
    folder = course / "submitted" / student / assignment
    shutil.copytree(course / "release" / assignment, folder)
    for path in folder.glob("*.ipynb"):
        notebook = json.loads(path.read_text("utf-8"))
        for one in notebook["cells"]:
            one["source"] = answers.get(one["id"], one["source"])
        path.write_text(json.dumps(notebook), encoding="utf-8")


def solutions():
    notebook = nbformat.read("source/lab6/2_pooling.ipynb", as_version=4)
    return {
        one.id: SOLUTION.sub("", one.source)
        for one in notebook.cells
        if one.metadata.get("nbgrader", {}).get("solution")
    }


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "cnn"
    write_lab5(folder / "source/lab5")
    write_odd(folder / "source" / ODD)
    shutil.copy("nbgrader_config.py", folder)
    for assignment in ("lab5", ODD):
        made = run(folder, "nbgrader", "generate_assignment", assignment)
        assert made.returncode == 0, made.stderr
    right, no_average = solutions(), solutions() | {"average_pool2d": "average_pool2d = 1"}
    hand_in(folder, "right", ODD, right)
    hand_in(folder, "half", ODD, no_average)
    hand_in(folder, "right", "lab5", {"double": "def double(x):\n    return x + x"})
    hand_in(folder, "wrong", "lab5", {"double": "def double(x):\n    return x + 2"})
    flood = "def double(x):\n    for _ in range(90):\n        print(100_000 * 'x')\n    return 0"
    hand_in(folder, "flood", "lab5", {"double": flood})
    return folder


@pytest.fixture(
    params=[
        pytest.param("nbgrader autograde", marks=pytest.mark.exhaustive),
        "autograder grade",
    ]
)
def grade(request, course):
    command = {"nbgrader autograde": ("nbgrader", "autograde"), "autograder grade": GRADE}

    def run_(assignment):
        done = run(course, *command[request.param], assignment, "--force")
        assert done.returncode == 0, done.stderr[-3000:]
        points = {
            (student, name): points
            for (student, _, name), (points, *_) in rows(course, assignment).items()
        }
        return points, done.stderr

    return run_


@pytest.mark.exhaustive
def test_other_points_are_scaled_and_told_once(grade):
    points, said = grade(ODD)
    assert points == {
        ("right", "check-max_pool2d"): 5,
        ("right", "check-average_pool2d"): 20,
        ("half", "check-max_pool2d"): 5,
        ("half", "check-average_pool2d"): 0,
    }
    told = " ".join(said.split())
    for name, declared in (("check-max_pool2d", 10), ("check-average_pool2d", 5)):
        line = f"{name} has {POINTS[name]} points in the notebook, and its exercise is declared"
        assert told.count(line) == 1, declared


def test_an_assignment_of_the_instructor_is_graded_as_nbgrader_does(grade):
    points, _ = grade("lab5")
    assert points == {
        ("right", "check-double"): 4,
        ("right", "partial"): 3,
        ("wrong", "check-double"): 0,
        ("wrong", "partial"): 1,
        ("flood", "check-double"): 0,
        ("flood", "partial"): 1,
    }


def test_a_check_of_no_exercise_among_ours_is_told_before_anybody_is_graded(course):
    path = course / "source" / "mixed" / "2_pooling.ipynb"
    write_odd(path.parent)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(cell("check-double", OWN_CHECK, grade=True, points=4))
    nbformat.write(notebook, path)
    assert run(course, "nbgrader", "generate_assignment", "mixed").returncode == 0
    for student in ("one", "two"):
        hand_in(course, student, "mixed", {})
    for command in (("nbgrader", "autograde"), GRADE):
        done = run(course, *command, "mixed")
        assert done.returncode != 0
        assert " ".join(done.stderr.split()).count("is the check of no exercise") == 1, done.stderr
        assert "Traceback" not in done.stderr
