"""A course on disk, and points in its gradebook as if it had been graded."""

import functools
import shutil
import tempfile
import warnings
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from autograder.grading.batch.gradebook import RunGradebook
from autograder.grading.course import Course
from tests.autograder.grading.lms.downloads import release

SHARES = {"1_convolution": 0.4, "2_pooling": 0.6}


def make_course(folder: Path) -> Course:
    folder.mkdir(parents=True, exist_ok=True)
    release(folder)
    directory = CourseDirectory(root=str(folder), course_id="cnn")
    directory.db_url = f"sqlite:///{folder}/gradebook.db"
    shutil.copy(empty_gradebook(), folder / "gradebook.db")
    return Course(directory, "lab6")


@functools.cache
def empty_gradebook() -> Path:
    """Make one for all tests: nbgrader starts a program for it."""
    path = Path(tempfile.mkdtemp(), "gradebook.db")
    with Gradebook(f"sqlite:///{path}", "cnn") as gradebook:
        add_assignment(gradebook)
    return path


def give_points(course: Course, points: dict[str, float], ungraded: tuple[str, ...] = ()) -> None:
    """Write points, out of 100, in two notebooks; for some only a submission without any."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own making
        gradebook = RunGradebook(course.directory.db_url, "cnn")
        with gradebook, gradebook.transaction():
            for student, number in points.items():
                gradebook.update_or_create_student(student)
                submission = gradebook.update_or_create_submission("lab6", student)
                for notebook in submission.notebooks:
                    share = SHARES[notebook.name]
                    for grade in notebook.grades:
                        grade.auto_score = None if student in ungraded else number * share
                        grade.needs_manual_grade = student in ungraded


def add_assignment(gradebook: Gradebook) -> None:
    gradebook.update_or_create_assignment("lab6")
    for name, maximum in (("1_convolution", 40), ("2_pooling", 60)):
        gradebook.update_or_create_notebook(name, "lab6")
        gradebook.update_or_create_grade_cell(
            f"check-{name}", name, "lab6", max_score=maximum, cell_type="code"
        )
