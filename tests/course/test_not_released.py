"""A fresh clone has a release, and a gradebook that knows nothing: one line says what to run."""

import shutil
import sys

import pytest

from tests.course.commands import new_course, run

pytestmark = [pytest.mark.course, pytest.mark.slow]

GRADE = (sys.executable, "-c", "from autograder.grading.batch.command import main; main()", "grade")
ANY_LEVEL = "--TrustedExecute.minimum_level=NONE"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = new_course(tmp_path_factory.mktemp("clone") / "course")
    shutil.copytree("release", course / "release")
    for student in ("ada", "bea"):
        shutil.copytree("release/lab6", course / "submitted" / student / "lab6")
    return course


@pytest.mark.parametrize("command", [("nbgrader", "autograde"), GRADE])
def test_one_line_says_what_to_run_first(course, command):
    done = run(course, *command, "lab6", ANY_LEVEL)
    assert done.returncode == 1
    assert done.stderr.count("nbgrader generate_assignment lab6 --force") == 1
    assert "has no assignment 'lab6'. Nothing was graded." in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 12, done.stderr
    assert not (course / "autograded").exists()


def test_that_makes_it_known(course):
    assert run(course, "nbgrader", "generate_assignment", "lab6", "--force").returncode == 0
    done = run(course, "nbgrader", "autograde", "lab6", "--notebook=2_pooling", ANY_LEVEL)
    assert done.returncode == 0, done.stderr
    assert "has no assignment" not in done.stderr
    assert sorted(path.name for path in (course / "autograded").iterdir()) == ["ada", "bea"]
