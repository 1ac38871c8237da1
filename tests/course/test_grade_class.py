"""`autograder grade` gives what `nbgrader autograde` gives, from several workers."""

import json
import shutil

import nbformat
import pytest

from demo.classroom import hand_in
from demo.students import CLASS
from tests.course.commands import run
from tests.course.gradebooks import GRADE, SEED, rows
from tests.course.released import released_course

pytestmark = pytest.mark.slow

STUDENTS = [student for student in CLASS if student.name == "emre"]
"""With right answers and wrong ones."""
FIRST = "1_convolution"
WITHOUT_KERAS = "--notebook=[124]*"


@pytest.fixture(scope="module")
def courses(tmp_path_factory):
    """Two courses of one kind; nbgrader grades the first one, we the second."""
    first, second = (tmp_path_factory.mktemp(name) / "course" for name in ("nbgrader", "ours"))
    released_course(first)
    for student in STUDENTS:
        hand_in(first, student, 0)
    shutil.copytree(first, second)
    for course, command in ((first, ("nbgrader", "autograde")), (second, GRADE)):
        graded = run(course, *command, "lab6", SEED, WITHOUT_KERAS)
        assert graded.returncode == 0, graded.stderr[-3000:]
    return first, second


def test_the_gradebook_has_the_same_rows(courses):
    first, second = map(rows, courses)
    assert first == second
    earned = [points or 0 for (_, notebook, _), (points, *_) in first.items() if notebook == FIRST]
    assert sum(earned) == STUDENTS[0].submissions[0].expected[0] < 40


def test_the_autograded_folders_hold_the_same_files(courses):
    first, second = (
        sorted(path.relative_to(course) for path in course.glob("autograded/**/*"))
        for course in courses
    )
    assert first == second
    assert not (courses[1] / ".grading").exists()


def test_the_notebooks_are_the_same_but_for_times_and_addresses(courses):
    seeds = set()
    for path in courses[0].glob("autograded/**/*.ipynb"):
        own = courses[1] / path.relative_to(courses[0])
        first, second = (nbformat.read(file, as_version=4) for file in (path, own))
        for cell, other in zip(first.cells, second.cells, strict=True):
            assert cell.source == other.source
            assert cell.metadata.get("nbgrader") == other.metadata.get("nbgrader")
            if str(cell.metadata.get("nbgrader", {}).get("grade_id", "")).startswith("check-"):
                assert json.dumps(cell.outputs) == json.dumps(other.outputs)
        assert first.metadata == second.metadata
        seeds.add(first.metadata.get("cnn_lab", {}).get("seed"))
    assert seeds - {None} == {"of-this-test"}  # nothing is run of what wasn't handed in


def test_what_is_graded_is_not_graded_again(courses):
    _, course = courses
    before = {path: path.stat().st_mtime_ns for path in course.glob("autograded/**/*.ipynb")}
    assert run(course, *GRADE, "lab6", WITHOUT_KERAS).returncode == 0
    assert before == {path: path.stat().st_mtime_ns for path in before}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("lab7", "has no assignment 'lab7'; it has lab6"),
        ("lab6 --notebook=9*", "No notebook is called '9*': lab6 has 1_convolution, 2_pooling"),
        ("lab6 --student=nobody", "No student 'nobody' has handed in lab6"),
        ("", "Name one assignment"),
    ],
)
def test_what_is_not_there_is_named(courses, command, said):
    graded = run(courses[1], *GRADE, *command.split())
    assert graded.returncode == 1
    assert said in " ".join(graded.stderr.split())
    assert "Traceback" not in graded.stderr


def test_a_class_of_one_without_a_notebook_gets_no_points_and_a_reason(courses):
    course = courses[1]
    (course / "submitted/empty/lab6").mkdir(parents=True)
    graded = run(course, *GRADE, "lab6", "--student=empty")
    assert graded.returncode == 0, graded.stderr[-3000:]
    assert "Hand it in under that name" in graded.stderr
    assert {grade for (who, *_), (grade, *_) in rows(course).items() if who == "empty"} <= {0, None}
    assert (course / "autograded/empty/lab6/1_convolution.ipynb").exists()
