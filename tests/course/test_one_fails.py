"""What fails with one submission touches no other one, in this run or in the next."""

import shutil
import tempfile
from pathlib import Path

import pytest

from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.progress import Progress
from autograder.grading.intake.clean_copies import Intake
from autograder.grading.sandbox.folders.trees import remove_tree
from tests.autograder.grading.sandbox.folders.test_trees import nest
from tests.course.broken import FILE, hand_in_right, write_source
from tests.course.commands import ENVIRONMENT, run
from tests.course.gradebooks import rows
from tests.course.quick import AtOnce

pytestmark = pytest.mark.slow

STUDENTS = ("aa", "mm", "zz")
DAY = "2026-01-01 12:00:00 UTC"


class Told(Progress):
    def __init__(self):
        self.those_graded, self.those_failed = [], []

    def graded(self, graded):
        self.those_graded.append(graded.student)

    def failed(self, student, why):
        self.those_failed.append((student, why))


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    made = tmp_path_factory.mktemp("handed-in") / "cnn"
    write_source(made / "source/lab6")
    shutil.copy("nbgrader_config.py", made)
    assert run(made, "nbgrader", "generate_assignment", "lab6").returncode == 0
    for student in STUDENTS:
        hand_in_right(made, student, DAY)
    return made


@pytest.fixture
def course(handed_in, tmp_path):
    yield shutil.copytree(handed_in, tmp_path / "cnn")
    remove_tree(tmp_path / "cnn")


def grade(course):
    """Grade with workers that return at once, in this process."""
    told = Told()

    class App(GradeApp):
        def _executor(self):
            return AtOnce()

        def _progress(self):
            return told

    app = App()
    app.initialize(["lab6", "--quiet", "--jobs=2", f"--course-dir={course}"])
    with pytest.raises(SystemExit) as end:
        app.start()
    return end.value.code, told


def scores(course):
    return {
        (student, cell): score
        for (student, _, cell), (score, *_) in rows(course).items()
        if cell.startswith("check-")
    }


@pytest.mark.parametrize("step", ["_copy_files", "_timestamp", "_mark"])
def test_a_failure_of_the_intake_is_counted_and_stays_alone(course, monkeypatch, step):
    assert grade(course)[0] == 0
    before = scores(course)
    assert set(before.values()) != {None}
    for student in STUDENTS:
        hand_in_right(course, student, "2026-01-02 12:00:00 UTC" if step != "_mark" else None)
    done = getattr(Intake, step)

    def fails(self, *arguments):
        if any("mm" in str(argument) for argument in arguments):
            raise RecursionError("too deep")
        return done(self, *arguments)

    monkeypatch.setattr(Intake, step, fails)
    status, told = grade(course)
    assert status == 1
    assert set(told.those_graded) <= {"aa", "zz"}
    assert [student for student, _ in told.those_failed] == ["mm"]
    after = scores(course)
    assert {key: after[key] for key in after if key[0] != "mm"} == {
        key: before[key] for key in before if key[0] != "mm"
    }
    assert 0 not in [score for (student, _), score in after.items() if student == "mm"]
    monkeypatch.undo()
    status, told = grade(course)
    assert (status, told.those_failed) == (0, [])
    assert scores(course) == before


@pytest.fixture
def temporary():
    place = Path(tempfile.mkdtemp())
    place.chmod(0o711)  # the sandbox's user passes through
    yield place
    remove_tree(place)


@pytest.mark.parametrize("depth", [pytest.param(240, marks=pytest.mark.exhaustive), 1_400])
def test_a_deep_folder_costs_nobody_anything(course, temporary, depth):
    nest(course / "submitted/mm/lab6", depth)
    graded = run(
        course,
        *("nbgrader", "autograde", "lab6"),
        environment=ENVIRONMENT | {"TMPDIR": str(temporary)},
    )
    assert graded.returncode == 0, graded.stderr
    assert "Traceback" not in graded.stderr
    assert ("a path of more than 500 bytes" in graded.stderr) == (depth > 500)
    found = scores(course)
    checks = {cell for _, cell in found}
    earned = {student: sum(found[student, cell] for cell in checks) for student in STUDENTS}
    assert earned == dict.fromkeys(STUDENTS, 15)
    assert list(temporary.glob("cnn-lab-*/in-use")) == []
    assert (course / "autograded/zz/lab6" / FILE).exists()
