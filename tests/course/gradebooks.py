"""Classes that hand in, and what a gradebook holds of them."""

import sys

from nbgrader.api import Gradebook

from demo.classroom import hand_in
from demo.students import CLASS
from tests.course.released import released_course

GRADE = (sys.executable, "-c", "from autograder.grading.batch.command import main; main()", "grade")
SEED = "--TrustedExecute.seed=of-this-test"


def class_of(course, *names):
    """Make a course; of the made-up students, those who are named hand in."""
    released_course(course)
    for student in CLASS:
        if student.name in names:
            hand_in(course, student, 0)
    return course


def rows(url, assignment="lab6"):
    """Return all grades, by student, notebook and cell. A folder has its own SQLite."""
    if "://" not in str(url):
        url = f"sqlite:///{url}/gradebook.db"
    with Gradebook(url, "cnn_lab") as gradebook:
        return {
            (submission.student.id, notebook.name, grade.name): (
                grade.auto_score,
                grade.manual_score,
                grade.needs_manual_grade,
            )
            for submission in gradebook.assignment_submissions(assignment)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
