"""Where the full sandbox can't be had, nothing is graded unless the instructor allows it."""

import pytest
from nbgrader.api import Gradebook

from demo.classroom import hand_in
from demo.students import CLASS
from tests.course.commands import BIN, ENVIRONMENT, run
from tests.course.released import released_course

pytestmark = [pytest.mark.course, pytest.mark.slow]

WITHOUT_BUBBLEWRAP = ENVIRONMENT | {"PATH": str(BIN)}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = released_course(tmp_path_factory.mktemp("levels") / "course")
    for student in CLASS[:2]:
        hand_in(course, student, 0)
    return course


def autograde(course, *options):
    command = (BIN / "nbgrader", "autograde", "lab6", "--notebook=2_pooling", *options)
    return run(course, *command, environment=WITHOUT_BUBBLEWRAP)


def test_below_the_minimum_one_line_says_why_and_nobody_is_graded(course):
    refused = autograde(course)
    assert refused.returncode == 1
    assert refused.stderr.count("bwrap is not installed: apt-get install bubblewrap") == 1
    assert "Nothing was graded." in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (course / "autograded").exists()
    with Gradebook(f"sqlite:///{course}/gradebook.db", "cnn_lab") as gradebook:
        assert not gradebook.assignment_submissions("lab6")


@pytest.mark.exhaustive
def test_what_the_instructor_allows_is_graded_and_said_once(course):
    graded = autograde(course, "--TrustedExecute.minimum_level=LIMITS")
    assert graded.returncode == 0, graded.stderr[-2000:]
    assert graded.stderr.count("Sandbox level only LIMITS") == 1
    with Gradebook(f"sqlite:///{course}/gradebook.db", "cnn_lab") as gradebook:
        for student in CLASS[:2]:
            found = gradebook.find_submission_notebook("2_pooling", "lab6", student.name)
            assert found.score == 15
