"""The gradebook in a real PostgreSQL, and two instructors who grade at once."""

import os
import shutil
import subprocess

import pytest
from nbgrader.api import Gradebook

from tests.course.commands import ENVIRONMENT, run
from tests.course.gradebooks import GRADE, SEED, class_of, rows
from tests.course.postgres import postgres, programs

pytestmark = pytest.mark.slow

ASSIGNMENTS = ("monday", "tuesday")
STUDENTS = ("ada", "goran", "hana")
POINTS = {"ada": 15, "goran": 10.5, "hana": 6.5}
"""For the notebook on pooling."""


@pytest.fixture(scope="module")
def database():
    """Makes a database and returns its URL."""
    if programs() is None:
        reason = "PostgreSQL is not installed: apt-get install postgresql"
        if os.environ.get("AUTOGRADER_REQUIRE_POSTGRES") == "1":
            pytest.fail(f"AUTOGRADER_REQUIRE_POSTGRES is set, and {reason}")
        pytest.skip(reason)
    with postgres() as made:
        yield made


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    return class_of(tmp_path_factory.mktemp("handed-in") / "course", *STUDENTS)


@pytest.fixture
def course(handed_in, tmp_path):
    return shutil.copytree(handed_in, tmp_path / "course")


def two_assignments(course):
    """Make two assignments of the notebook on pooling, in one course."""
    notebook = "2_pooling.ipynb"
    for assignment in ASSIGNMENTS:
        (course / "source" / assignment).mkdir()
        shutil.copy(course / "source/lab6" / notebook, course / "source" / assignment)
        for student in STUDENTS:
            folder = course / "submitted" / student / assignment
            folder.mkdir()
            shutil.copy(course / "submitted" / student / "lab6" / notebook, folder)


def grade_at_once(course, url):
    for assignment in ASSIGNMENTS:
        made = run(course, "nbgrader", "generate_assignment", assignment, f"--db={url}")
        assert made.returncode == 0, made.stderr[-3000:]
    running = [
        subprocess.Popen(
            [*GRADE, assignment, f"--db={url}", "--jobs=1"],
            cwd=course,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for assignment in ASSIGNMENTS
    ]
    for grading in running:
        _, said = grading.communicate()
        assert grading.returncode == 0, said[-3000:]
    assert points(url) == dict.fromkeys(ASSIGNMENTS, POINTS)
    graded = sorted(path.parent.name for path in course.glob("autograded/*/*/*.ipynb"))
    assert graded == sorted(ASSIGNMENTS * len(STUDENTS))
    leave_as_graded(course, url)


def leave_as_graded(course, url):
    """Nothing has changed, so that nothing is done, whichever database tells."""
    before = written(course)
    for assignment in ASSIGNMENTS:
        again = run(course, *GRADE, assignment, f"--db={url}", "--jobs=1", "--force")
        assert again.returncode == 0, again.stderr[-3000:]
    assert written(course) == before
    assert points(url) == dict.fromkeys(ASSIGNMENTS, POINTS)
    with Gradebook(url, "cnn_lab") as gradebook:
        grade = gradebook.find_grade("check-max_pool2d", "2_pooling", ASSIGNMENTS[0], "hana")
        grade.extra_credit = 1
        gradebook.db.commit()
    again = run(course, *GRADE, ASSIGNMENTS[0], f"--db={url}", "--jobs=1", "--force")
    assert again.returncode == 0, again.stderr[-3000:]
    changed = {path for path, when in written(course).items() if before[path] != when}
    assert changed == {course / "autograded/hana" / ASSIGNMENTS[0] / "2_pooling.ipynb"}


def written(course):
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in course.glob("autograded/*/*/*.ipynb")
    }


def points(url):
    with Gradebook(url, "cnn_lab") as gradebook:
        return {
            assignment: {
                submission.student.id: submission.score
                for submission in gradebook.assignment_submissions(assignment)
            }
            for assignment in ASSIGNMENTS
        }


@pytest.mark.exhaustive
def test_the_same_rows_as_in_sqlite(course, database, tmp_path):
    url = database("same_rows")
    on_sqlite = shutil.copytree(course, tmp_path / "on-sqlite")
    made = run(course, "nbgrader", "generate_assignment", "lab6", "--force", f"--db={url}")
    assert made.returncode == 0, made.stderr[-3000:]
    for folder, where in ((course, (f"--db={url}",)), (on_sqlite, ())):
        graded = run(folder, *GRADE, "lab6", SEED, "--student=hana", *where)
        assert graded.returncode == 0, graded.stderr[-3000:]
    assert rows(url) == rows(on_sqlite)
    assert rows(url)["hana", "2_pooling", "check-max_pool2d"][0] == 5


def test_two_instructors_grade_at_once_in_postgres(course, database):
    two_assignments(course)
    grade_at_once(course, database("two_instructors"))


@pytest.mark.exhaustive
def test_two_instructors_grade_at_once_in_sqlite(course):
    two_assignments(course)
    grade_at_once(course, f"sqlite:///{course}/gradebook.db")
