"""Read nbgrader's gradebook."""

from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook

from demo.classroom import ASSIGNMENT
from demo.students import NOTEBOOKS, Points, Student

__all__ = ["Scores", "read_scores"]

Scores = dict[str, Points]
"""The points of each notebook, by the student's name."""


def read_scores(course: Path, students: Iterable[Student]) -> Scores:
    """Return what the gradebook of a course holds for these students."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {student.name: _points(gradebook, student.name) for student in students}


def _points(gradebook: Gradebook, name: str) -> Points:
    submission = gradebook.find_submission(ASSIGNMENT, name)
    scores = {notebook.name: float(notebook.score) for notebook in submission.notebooks}
    first, second, third, fourth = (scores[notebook] for notebook in NOTEBOOKS)
    return first, second, third, fourth
