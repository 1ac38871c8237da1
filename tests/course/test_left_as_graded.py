"""What has not changed since it was graded is left as it is; whatever has changed is graded."""

import json
import os
import shutil
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograder.grading.batch import app
from autograder.grading.batch.as_graded import _content_of_instructors
from autograder.grading.batch.progress import Summary
from autograder.grading.intake.handed_in.files import UnreadableError
from tests.course.gradebooks import rows
from tests.course.quick import AtOnce
from tests.course.released import released_course

pytestmark = pytest.mark.slow

STUDENTS = ("ada", "bela")
NOTEBOOK = "1_convolution"
LATE = "0.25"
KERNEL = {"name": "python3", "display_name": "Another name", "language": "python"}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = released_course(tmp_path_factory.mktemp("graded") / "course")
    for student in STUDENTS:
        folder = course / "submitted" / student / "lab6"
        shutil.copytree(course / "release" / "lab6", folder)
        (folder / "worth").write_text("0.5")
    assert grade(course) == [*STUDENTS]
    return course


@pytest.fixture
def course(graded, tmp_path):
    """Copied with all times and to a place of its own, which isn't known to be graded."""
    shutil.copytree(graded, tmp_path / "course")
    assert grade(tmp_path / "course", "--force") == [*STUDENTS]
    return tmp_path / "course"


class Sometimes(AtOnce):
    """Says that what is worth `LATE` was late."""

    def submit(self, fn, /, *arguments, **options):
        done = super().submit(fn, *arguments, **options).result()
        (job,) = arguments
        future = Future()
        is_late = dict(job.files)["worth"].decode() == LATE
        future.set_result(replace(done, is_repeatable=not is_late))
        return future


def grade(course, *options):
    """Return who was graded, and not left."""
    before = state(course)

    class GradeApp(app.GradeApp):
        def _executor(self):
            return Sometimes()

        def _progress(self):
            return summary

    summary, command = Summary(), GradeApp()
    command.initialize(["lab6", "--jobs=1", f"--course-dir={course}", *options])
    with pytest.raises(SystemExit) as end:
        command.start()
    assert not end.value.code
    after = state(course)
    return [student for student in STUDENTS if before.get(student) != after[student]]


def state(course):
    """Tell which file each student's first notebook is: a new one has another number."""
    folder = course / "autograded"
    return {
        path.parts[-3]: (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.glob(f"*/lab6/{NOTEBOOK}.ipynb")
    }


def submitted(course):
    return course / "submitted/ada/lab6"


def gradebook(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db", "cnn_lab")


def test_nothing_is_done_if_nothing_has_changed(course):
    before = rows(course)
    assert grade(course, "--force") == []
    assert rows(course) == before
    assert grade(course, "--force", "--student=ada") == []
    for path in submitted(course).iterdir():
        os.utime(path)
    assert grade(course, "--force") == []


def test_it_has_the_points_that_it_had(course):
    first = rows(course)
    assert grade(course, "--force") == []
    assert grade(course, "--force", "--anew") == [*STUDENTS]
    assert rows(course) == first


def a_notebook(course):
    with (submitted(course) / f"{NOTEBOOK}.ipynb").open("a") as file:
        file.write("\n")


def a_new_file(course):
    (submitted(course) / "notes.txt").write_text("new")


def a_file_of_the_same_length(course):
    (submitted(course) / "worth").write_text("0.6")


def a_link(course):
    (submitted(course) / "link").symlink_to("worth")


def a_pipe(course):
    os.mkfifo(submitted(course) / "pipe")


def a_date(course):
    (submitted(course) / "timestamp.txt").write_text("2026-11-01 10:00:00 UTC")


def what_came_of_it(course):
    path = course / "autograded/ada/lab6/2_pooling.ipynb"
    path.chmod(0o644)
    path.write_text(path.read_text() + "\n")


def a_lost_page(course):
    (course / "autograded/ada/lab6/4_from_scratch.ipynb").unlink()


def _grade_of(book):
    return book.find_grade("deeper_filters", "3_mnist_cnn", "lab6", "ada")


def points_by_hand(course):
    with gradebook(course) as book:
        given = _grade_of(book)
        given.manual_score, given.needs_manual_grade = 2.0, False
        book.db.commit()


def extra_credit(course):
    with gradebook(course) as book:
        book.find_grade("check-conv2d", NOTEBOOK, "lab6", "ada").extra_credit = 1.0
        book.db.commit()


def a_comment(course):
    with gradebook(course) as book:
        book.find_comment("deeper_filters", "3_mnist_cnn", "lab6", "ada").manual_comment = "Good."
        book.db.commit()


def more_time(course):
    with gradebook(course) as book:
        book.find_submission("lab6", "ada").extension = timedelta(days=1)
        book.db.commit()


OF_ONE = [
    a_notebook,
    a_new_file,
    a_file_of_the_same_length,
    a_link,
    a_pipe,
    a_date,
    what_came_of_it,
    a_lost_page,
    points_by_hand,
    extra_credit,
    a_comment,
    more_time,
]


@pytest.mark.parametrize("change", OF_ONE)
def test_who_has_changed_is_graded_and_nobody_else(course, change):
    change(course)
    assert grade(course, "--force") == ["ada"]


def another_kernel(course):
    with gradebook(course) as book:
        book.find_notebook(NOTEBOOK, "lab6").kernelspec = json.dumps(KERNEL)
        book.db.commit()


def other_points(course):
    with gradebook(course) as book:
        book.find_grade_cell("deeper_filters", "3_mnist_cnn", "lab6").max_score = 3.0
        book.db.commit()


def other_text(course):
    with gradebook(course) as book:
        book.find_source_cell("check-conv2d", NOTEBOOK, "lab6").source += "\n"
        book.db.commit()


def another_due_date(course):
    with gradebook(course) as book:
        book.find_assignment("lab6").duedate = datetime.now(UTC).replace(tzinfo=None)
        book.db.commit()


def another_picture(course):
    (course / "source/lab6/figures/cross.svg").write_text("<svg/>")


@pytest.mark.parametrize(
    "change", [another_kernel, other_points, other_text, another_due_date, another_picture]
)
def test_if_the_assignment_has_changed_all_are_graded(course, change):
    change(course)
    assert grade(course, "--force") == [*STUDENTS]


def test_what_the_instructor_links_to_counts(course):
    shared = course / "shared.txt"
    shared.write_text("one")
    (course / "source/lab6/shared.txt").symlink_to(shared)
    assert grade(course, "--force") == [*STUDENTS]
    assert grade(course, "--force") == []
    shared.write_text("two")
    assert grade(course, "--force") == [*STUDENTS]
    assert (course / "autograded/ada/lab6/shared.txt").read_text() == "two"


def test_a_source_that_is_a_link_is_as_good_as_another(course):
    (course / "source/lab6").rename(course / "elsewhere")
    (course / "source/lab6").symlink_to(course / "elsewhere")
    assert grade(course, "--force") == []
    (course / "elsewhere/figures/cross.svg").write_text("<svg/>")
    assert grade(course, "--force") == [*STUDENTS]
    assert grade(course, "--force") == []


def test_a_source_that_is_gone_stops_nobody(course):
    shutil.rmtree(course / "source/lab6")
    assert grade(course, "--force") == [*STUDENTS]
    assert grade(course, "--force") == []


def test_a_source_that_cant_be_read_is_never_the_same(course):
    (course / "source/lab6/nowhere.txt").symlink_to(course / "nowhere")
    with pytest.raises(UnreadableError):
        _content_of_instructors(str(course / "source/lab6"), [])


def test_a_slip_of_the_pen_in_the_configuration_stops_nobody(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nc.execute.timeout = 180\nc.title = "Lab"\n')
    assert grade(course, "--force") == [*STUDENTS]


def test_a_word_that_is_said_once_in_a_run_is_said_to_whoever_is_graded_alone(course):
    path = submitted(course) / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.99.1"}
    for student in STUDENTS:
        (course / "submitted" / student / "lab6" / path.name).write_text(json.dumps(notebook))
    for _ in range(2):
        assert grade(course, "--force") == [*STUDENTS]


@pytest.mark.parametrize(
    "option",
    [
        "--TrustedExecute.cell_seconds=100",
        "--TrustedExecute.seed=abc",
        "--TrustedExecute.minimum_level=NONE",
        "--AssignLatePenalties.plugin_class=nbgrader.plugins.LateSubmissionPlugin",
        "--Autograde.post_convert_hook=os.path.join",
        "--anew",
    ],
)
def test_with_other_settings_all_are_graded(course, option):
    assert grade(course, "--force", option) == [*STUDENTS]


@pytest.mark.parametrize("option", ["--notebook=1*", "--Autograde.pre_convert_hook=os.path.join"])
def test_of_what_an_instructor_adds_nothing_is_known(course, option):
    for _ in range(2):
        assert grade(course, "--force", option) == [*STUDENTS]


def test_an_instructors_own_step_may_have_changed(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(
            "\nfrom nbgrader.preprocessors import NbGraderPreprocessor\n"
            "class Own(NbGraderPreprocessor):\n"
            "    def preprocess(self, nb, resources):\n"
            "        return nb, resources\n"
            "c.Autograde.autograde_preprocessors.append(Own)\n"
        )
    for _ in range(2):
        assert grade(course, "--force") == [*STUDENTS]


def test_what_a_person_should_hear_is_said_again(course):
    (submitted(course) / f"{NOTEBOOK}.ipynb").rename(submitted(course) / f"{NOTEBOOK} (1).ipynb")
    for _ in range(2):
        assert grade(course, "--force") == ["ada"]


def test_who_is_shown_little_has_it_noted_all_the_same(course):
    a_file_of_the_same_length(course)
    assert grade(course, "--force", "--quiet") == ["ada"]
    assert grade(course, "--force") == []
    a_new_file(course)  # of which a word is said: somebody is to look for answers in it
    for _ in range(2):
        assert grade(course, "--force", "--quiet") == ["ada"]


def test_who_can_hear_nothing_has_nothing_noted(course):
    with (course / "nbgrader_config.py").open("a") as file:
        file.write('\nlevels = {"GradeApp": {"level": "ERROR"}}')
        file.write('\nc.Application.logging_config = {"loggers": levels}\n')
    for _ in range(2):
        assert grade(course, "--force") == [*STUDENTS]


def test_what_met_a_limit_is_graded_again(course):
    (submitted(course) / "worth").write_text(LATE)
    for _ in range(2):
        assert grade(course, "--force") == ["ada"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"state": 1}', "no JSON"])
def test_a_spoilt_record_is_none(course, content):
    (record,) = course.glob(".graded/as graded/lab6/ada.json")
    record.write_text(content)
    assert grade(course, "--force") == ["ada"]
    assert grade(course, "--force") == []


def starts_ahead(course, monkeypatch, *options):
    """Tell whether workers are started before it is known that they are needed."""
    started = []
    monkeypatch.setattr(app.WhenNeeded, "start", lambda _: started.append(True))
    command = app.GradeApp()
    command.initialize(["lab6", f"--course-dir={course}", *options])
    command.coursedir.assignment_id = "lab6"
    with command._executor():
        return bool(started)


def test_workers_are_started_ahead_if_something_is_new(course, monkeypatch):
    assert not starts_ahead(course, monkeypatch, "--force")
    shutil.rmtree(course / ".graded/as graded")  # as of those of whom something is said
    assert not starts_ahead(course, monkeypatch)
    (submitted(course) / "worth").write_text("0.75")
    assert not starts_ahead(course, monkeypatch, "--student=b*")
    assert starts_ahead(course, monkeypatch)
    assert grade(course, "--force") == [*STUDENTS]
    assert not starts_ahead(course, monkeypatch)
    assert starts_ahead(course, monkeypatch, "--anew")
    (course / "submitted/new/lab6").mkdir(parents=True)
    assert starts_ahead(course, monkeypatch)


def test_what_is_amiss_with_a_folder_is_left_to_the_intake(course, monkeypatch):
    (course / "submitted").rename(course / "elsewhere")
    assert starts_ahead(course, monkeypatch)
    (course / "submitted").mkdir()
    assert not starts_ahead(course, monkeypatch)
    (course / "submitted/ada").mkdir()
    (course / "submitted/ada/lab6").write_text("a file")
    assert starts_ahead(course, monkeypatch)
