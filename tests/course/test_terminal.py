"""`autograder grade` in a terminal: each thing is said once, above the bar, in plain words."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from cnn_reference import TRAINED_WEIGHTS
from demo.classroom import make_course
from tests.course.commands import ENVIRONMENT, run
from tests.course.quick import KILLS_ITS_WORKER
from tests.course.released import released_course
from tests.course.terminal import run_in_terminal

pytestmark = [pytest.mark.course, pytest.mark.slow]

REPOSITORY = Path(__file__).parents[2]
OURS = ENVIRONMENT | {"PYTHONPATH": str(REPOSITORY)}
GRADE = (sys.executable, "-m", "tests.course.quick", "lab6", "--jobs=2")
DUE = "2025-04-01 12:00:00 UTC"


def grade(course, *options):
    """Grade in a terminal; return the exit code, and what is said beside the bar."""
    code, text = run_in_terminal(course, *GRADE, *options, environment=OURS)
    lines = [line.rstrip() for line in text.splitlines()]
    return code, [line for line in lines if line and not is_bar(line)], text


def is_bar(line):
    return line.startswith("Grading ━") and "ERROR" not in line and "WARNING" not in line


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = released_course(tmp_path_factory.mktemp("released") / "course")
    added = run(course, "nbgrader", "db", "assignment", "add", "lab6", f"--duedate={DUE}")
    assert added.returncode == 0, added.stderr
    return course


@pytest.fixture
def course(released, tmp_path):
    shutil.copytree(released, tmp_path / "course")
    return tmp_path / "course"


def hand_in(course, student, worth="0.5", day=1, hour=9):
    folder = course / "submitted" / student / "lab6"
    shutil.copytree(course / "release" / "lab6", folder)
    (folder / "worth").write_text(worth)
    shutil.copy(str(TRAINED_WEIGHTS), folder)  # a class without any is told so
    (folder / "timestamp.txt").write_text(f"2025-04-{day:02} {hour:02}:00:00 UTC")
    return folder


def test_problems_are_said_once_and_a_remark_is_none(course):
    (hand_in(course, "ada") / "2_pooling.ipynb").write_text("no notebook")
    hand_in(course, "bob", worth="1", day=2, hour=18)
    hand_in(course, "cleo", worth=KILLS_ITS_WORKER)
    code, lines, text = grade(course)
    assert code == 1
    assert text.count("2_pooling.ipynb is not a notebook") == 1
    assert text.count("bob: handed in 1 day 6 hours late.") == 1
    assert text.count("Not graded: cleo: ") == 1
    problems = next(line for line in lines if line.startswith("│ Problems"))
    assert problems.split("│")[2].strip() == "1"
    assert "median 72 of 100, from 48 to 96" in text
    assert "SAWarning" not in text
    assert not any("Grading ━" in line for line in lines)


@pytest.mark.exhaustive
def test_one_submission_has_no_median_and_what_is_graded_anew_is_no_problem(course):
    hand_in(course, "ada", worth="1")
    for options in ((), ("--force",)):
        code, lines, text = grade(course, *options)
        assert code == 0
        assert "96 of 100" in text
        for word in ("median", "Problems", "Not graded", "Removing"):
            assert word not in text
    code, lines, _ = grade(course)
    assert (code, lines) == (0, ["Nothing to grade: all that was handed in is graded."])


def test_where_nothing_is_released_nothing_is_said_to_be_graded(tmp_path):
    make_course(tmp_path / "course")
    code, lines, _ = grade(tmp_path / "course")
    assert code == 1
    assert len(lines) == 1
    assert "First run: nbgrader generate_assignment lab6" in lines[0]


def test_programs_hear_of_a_late_submission_as_a_remark(course):
    hand_in(course, "bob", day=2)
    events = map(json.loads, run(course, *GRADE, "--json", environment=OURS).stdout.splitlines())
    told = {event["event"]: event for event in events}
    assert told["remark"]["text"] == "bob: handed in 21 hours late."
    assert told["over"]["problems"] == 0


def test_help_has_examples_of_this_command():
    shown = run(REPOSITORY, "autograder", "grade", "--help").stdout
    examples = shown[shown.index("Examples") :]
    assert "autograder grade lab6 --student=ada" in examples
    assert "nbgrader autograde " not in shown
    assert "nbgrader assign" not in shown
