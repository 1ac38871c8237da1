"""A class is graded once: what has not changed keeps its verdicts, and is not run."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.course import gradebooks
from tests.course.commands import ENVIRONMENT, run
from tests.course.gradebooks import rows
from tests.course.quick import HANGS
from tests.course.released import released_course
from tests.honest.submission import WEIGHTS, right

pytestmark = pytest.mark.slow

GRADE = (sys.executable, "-m", "tests.course.quick", "lab6", "--json", "--jobs=1", "--force")
OURS = ENVIRONMENT | {"PYTHONPATH": str(Path(__file__).parents[2])}
STUDENTS = ("ada", "bob")
FOUR = ["1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch"]


def hand_in(course, student, worth="0.5"):
    folder = course / "submitted" / student / "lab6"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "release" / "lab6", folder)
    (folder / "worth").write_text(worth)


@pytest.fixture
def course(tmp_path):
    course = released_course(tmp_path / "course")
    for student in STUDENTS:
        hand_in(course, student, {"ada": "0.5", "bob": "0.75"}[student])
    return course


def grade(course, *options):
    """Return who was run, notebook by notebook; all others were kept."""
    done = run(course, *GRADE, *options, environment=OURS)
    assert done.returncode == 0, done.stderr[-3000:]
    events = [json.loads(line) for line in done.stdout.splitlines()]
    finished = [event for event in events if event["event"] == "finished"]
    assert len(finished) == len(FOUR) * len(STUDENTS)
    return sorted((one["student"], one["notebook"]) for one in finished if not one["kept"])


def of(*students):
    return sorted((student, notebook) for student in students for notebook in FOUR)


def test_only_what_has_changed_is_run(course):
    assert grade(course) == of("ada", "bob")
    first = rows(course)
    assert grade(course) == []
    assert rows(course) == first
    hand_in(course, "ada", "0.25")
    assert grade(course) == of("ada")
    changed = {key[0] for key, points in rows(course).items() if points != first[key]}
    assert changed == {"ada"}
    assert grade(course, "--TrustedExecute.seed=abc") == of("ada", "bob")


@pytest.mark.exhaustive
def test_all_is_run_if_the_instructor_says_so(course):
    assert grade(course) == of("ada", "bob")
    assert grade(course, "--anew") == of("ada", "bob")
    assert grade(course, "--TrustedExecute.minimum_level=NONE") == of("ada", "bob")


@pytest.mark.exhaustive
def test_what_met_a_limit_or_is_spoilt_is_run_again(course):
    hand_in(course, "bob", HANGS)
    notebooks = ["--notebook=[124]*"]
    done = run(course, *GRADE, *notebooks, environment=OURS)
    assert done.returncode == 0, done.stderr[-3000:]
    (kept,) = (course / ".graded").iterdir()
    assert len([*kept.glob("*.gz")]) == 3
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:100])
    again = run(course, *GRADE, *notebooks, environment=OURS)
    assert again.returncode == 0, again.stderr[-3000:]
    assert '"kept": true' not in again.stdout


@pytest.mark.exhaustive
def test_a_changed_file_costs_the_notebooks_that_read_it(tmp_path):
    """In real kernels: the fourth notebook takes functions from the first two."""
    course = released_course(tmp_path / "course")
    submission, folder = right(), course / "submitted" / "ada" / "lab6"

    def run_now():
        """Return what was run, and how many notebooks were graded."""
        submission.save(folder)
        done = run(course, *gradebooks.GRADE, "lab6", "--json")
        assert done.returncode == 0, done.stderr[-3000:]
        events = [json.loads(line) for line in done.stdout.splitlines()]
        finished = [event for event in events if event["event"] == "finished"]
        return sorted(one["notebook"] for one in finished if not one["kept"]), len(finished)

    assert run_now() == (FOUR, 4)
    first = rows(course)
    submission.append_code("2_pooling", "# handed in once more")
    assert run_now() == (["2_pooling", "4_from_scratch"], 4)
    submission.files["notes.txt"] = b"a name that is new may have been looked for"
    assert run_now() == (FOUR, 4)
    submission.files["notes.txt"] = b"nobody reads"
    assert run_now() == ([], 4)
    assert run_now() == ([], 0)  # it is known that nothing was handed in since
    submission.files[WEIGHTS] += b"one byte more"
    assert run_now() == (["3_mnist_cnn"], 4)
    assert rows(course) == first
