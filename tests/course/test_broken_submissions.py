"""Whatever is handed in, plain `nbgrader autograde` grades it as far as it can be, and goes on."""

import html
import re
import shutil
import sys

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.course.broken import FILE, KINDS, NAME, WRITTEN, hand_in_right, write_source
from tests.course.commands import run

pytestmark = [pytest.mark.course, pytest.mark.slow, pytest.mark.exhaustive]

FIRST, SECOND, THIRD = (f"2026-01-0{day} 12:00:00 UTC" for day in (1, 2, 3))
STUDENTS = {f"{name} [Ü'x]" if name == "odd_names" else name: kind for name, kind in KINDS.items()}
INCOMPLETE = [name for name, kind in KINDS.items() if kind.points < 15]
GRADED_BY_HAND = "missing"
NO_DATE = ("garbled_timestamp", "no_timestamp", "pipe_for_a_timestamp")
AUTOGRADE_ON_A_FULL_DISK = """
import sys
from autograder.grading.intake.clean_copies import Intake
from nbgrader.apps import AutogradeApp
def full(*_): raise OSError("No space left on device")
Intake._copy_files = full
AutogradeApp.launch_instance(["lab6", "--student", sys.argv[1], "--force"])
"""
AUTOGRADE_BY_API = """
import sys
from nbgrader.apps import NbGrader, NbGraderAPI
app = NbGrader()
app.load_config_file()
result = NbGraderAPI(config=app.config).autograde("lab6", sys.argv[1])
sys.exit(result["error"] if not result["success"] else 0)
"""


def students_by_kind():
    return {kind: student for student, kind in zip(STUDENTS, KINDS, strict=True)}


def open_gradebook(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db", "cnn_lab")


def points_in(course):
    """Return each student's points for code, and whether a person is to read something."""
    with open_gradebook(course) as gradebook:
        found = {}
        for submission in gradebook.assignment_submissions("lab6"):
            (notebook,) = submission.notebooks
            grades = {grade.name: grade for grade in notebook.grades}
            written = grades.pop(WRITTEN)
            scores = [grade.auto_score for grade in grades.values()]
            is_done = not any(grade.needs_manual_grade for grade in grades.values())
            score = sum(scores) if None not in scores and is_done else None
            found[submission.student.id] = (score, written.needs_manual_grade)
        return found


def break_it(course, student, kind, timestamp):
    kind.change(hand_in_right(course, student, timestamp))


def state_of(folder):
    """List what lies in a folder, but for a timestamp that is set aside."""
    return sorted(
        (str(path.relative_to(folder)), path.lstat().st_mode, path.lstat().st_size)
        for path in folder.rglob("*")
        if "timestamp.txt" not in path.name and not path.is_dir()
    )


class Graded:
    def __init__(self, course):
        self.course = course
        self.gradebook, self.logs, self.statuses = [], [], []

    def grade(self):
        done = run(self.course, "nbgrader", "autograde", "lab6")
        self.statuses.append(done.returncode)
        self.logs.append(done.stderr)
        self.gradebook.append(points_in(self.course))

    def page(self, student):
        path = self.course / "feedback" / student / "lab6" / f"{NAME}.html"
        text = path.read_text("utf-8") if path.exists() else ""
        return html.unescape(re.sub("</?code>", "`", text))

    def note(self, student):
        notebook = nbformat.read(self.course / "autograded" / student / "lab6" / FILE, as_version=4)
        first = notebook.cells[0]
        return first.source if first.id == "about-this-submission" else ""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = tmp_path_factory.mktemp("course") / "cnn"
    write_source(course / "source/lab6")
    shutil.copy("nbgrader_config.py", course)
    done = run(course, "nbgrader", "generate_assignment", "lab6")
    assert done.returncode == 0, done.stderr
    state = Graded(course)
    for student, kind in STUDENTS.items():
        break_it(course, student, kind, FIRST)
    state.before = state_of(course / "submitted")
    state.grade()
    state.after = state_of(course / "submitted")
    state.notes = {student: state.note(student) for student in STUDENTS}
    state.feedback = run(course, "nbgrader", "generate_feedback", "lab6")
    state.pages = {student: state.page(student) for student in STUDENTS}
    state.autograded = {
        path.name for path in (course / "autograded").rglob("*") if not path.name.endswith(".txt")
    }
    for student in INCOMPLETE:
        hand_in_right(course, student, SECOND)
    KINDS["answer_deleted"].change(hand_in_right(course, "no_timestamp", None))
    state.grade()
    give_by_hand(course, GRADED_BY_HAND)
    for student in INCOMPLETE:
        break_it(course, student, STUDENTS[student], THIRD)
    state.grade()
    state.unchanged = "no_timestamp: " not in state.logs[-1]
    state.full_disk = run(course, sys.executable, "-c", AUTOGRADE_ON_A_FULL_DISK, "a_right_one")
    state.points_after_full_disk = points_in(course)
    KINDS["not_json"].change(hand_in_right(course, "a_right_one", SECOND))
    state.by_api = run(course, sys.executable, "-c", AUTOGRADE_BY_API, "a_right_one")
    state.gradebook.append(points_in(course))
    return state


def grade_of_written(gradebook, student):
    return gradebook.find_grade(WRITTEN, NAME, "lab6", student)


def give_by_hand(course, student):
    with open_gradebook(course) as gradebook:
        grade_of_written(gradebook, student).manual_score = 2
        gradebook.find_comment(WRITTEN, NAME, "lab6", student).manual_comment = "Well said."
        gradebook.db.commit()


def test_the_batch_goes_on(graded):
    assert graded.statuses == [0, 0, 0], graded.logs
    assert graded.feedback.returncode == 0, graded.feedback.stderr
    assert all("Traceback" not in log for log in graded.logs)


@pytest.mark.parametrize("name", KINDS)
def test_it_gets_what_it_earns(graded, name):
    kind, student = KINDS[name], students_by_kind()[name]
    assert graded.gradebook[0][student] == (kind.points, kind.is_read_by_a_person)


@pytest.mark.parametrize("name", KINDS)
def test_student_and_instructor_are_told_in_one_line(graded, name):
    kind, student = KINDS[name], students_by_kind()[name]
    about = re.compile(rf"\| WARNING\] {re.escape(student)}(, {NAME})?: (.*)")
    lines = [found[2] for found in map(about.search, graded.logs[0].splitlines()) if found]
    if not kind.said:
        assert lines == []
        assert graded.notes[student] == ""
        return
    assert len([line for line in lines if kind.said in line]) == 1, lines
    if name not in NO_DATE:  # that is not the student's doing
        assert kind.said in graded.notes[student]
        assert kind.said in graded.pages[student]


def test_nothing_that_a_link_points_to_is_taken(graded):
    assert not {"passwd", "gradebook", "everything", "zeros"} & graded.autograded
    notebook = (graded.course / "autograded/link_to_a_solution/lab6" / FILE).read_text("utf-8")
    assert "SOLUTION" not in notebook


def test_no_answer_stands_in_for_one_that_is_not_there(graded):
    for student in INCOMPLETE:
        if STUDENTS[student].points == 0 and not STUDENTS[student].is_read_by_a_person:
            path = graded.course / "autograded" / student / "lab6" / FILE
            cells = nbformat.read(path, as_version=4).cells
            # A message may say how a definition begins; no cell of code may have one.
            code = [cell.source for cell in cells if cell.cell_type == "code"]
            assert not any("def average_pool2d" in source for source in code)


def test_submissions_stay_as_they_were_handed_in(graded):
    assert graded.after == graded.before


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_right_resubmission_gets_all(graded, name):
    assert graded.gradebook[1][name] == (15, True)


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_broken_resubmission_keeps_no_points(graded, name):
    kind = KINDS[name]
    is_to_be_read = kind.is_read_by_a_person or name == GRADED_BY_HAND
    assert graded.gradebook[2][name] == (kind.points, is_to_be_read)


def test_others_keep_theirs_meanwhile(graded):
    others = {student for student, kind in STUDENTS.items() if kind.points == 15}
    others -= {"no_timestamp"}
    assert [graded.gradebook[2][student] for student in others] == [
        graded.gradebook[0][student] for student in others
    ]


def test_points_given_by_hand_stay_and_are_to_be_looked_at_again(graded):
    assert graded.gradebook[1][GRADED_BY_HAND] == (15, True)
    assert graded.gradebook[2][GRADED_BY_HAND] == (0, True)
    with open_gradebook(graded.course) as gradebook:
        assert grade_of_written(gradebook, GRADED_BY_HAND).manual_score == 2
        comment = gradebook.find_comment(WRITTEN, NAME, "lab6", GRADED_BY_HAND)
        assert comment.manual_comment == "Well said."


def test_what_changed_is_graded_again_though_it_has_no_date(graded):
    assert "no_timestamp: handed in again without a date" in graded.logs[1]
    assert graded.gradebook[1]["no_timestamp"] == (10, True)
    assert graded.unchanged


def test_the_api_that_formgrader_calls_does_the_same(graded):
    assert graded.by_api.returncode == 0, graded.by_api.stderr
    assert graded.gradebook[2]["a_right_one"] == (15, True)
    assert graded.gradebook[3]["a_right_one"] == (0, False)


def test_a_failure_that_is_ours_is_loud_and_costs_no_points(graded):
    assert graded.full_disk.returncode != 0
    assert "a_right_one/lab6/2_pooling.ipynb: not graded" in graded.full_disk.stderr
    assert "No space left on device" in graded.full_disk.stderr
    assert graded.points_after_full_disk == graded.gradebook[2]
