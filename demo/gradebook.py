"""Read nbgrader's gradebook."""

from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.assignments import LAB6, Assignment
from demo.students import Points, Student

__all__ = ["Scores", "read_scores"]

Scores = dict[str, Points]
"""The points of each notebook, by the student's name."""


def read_scores(course: Path, students: Iterable[Student], assignment: Assignment = LAB6) -> Scores:
    """Return what the gradebook of a course holds for these students."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {student.name: _points(gradebook, student.name, assignment) for student in students}


def _points(gradebook: Gradebook, name: str, assignment: Assignment) -> Points:
    submission = gradebook.find_submission(assignment.name, name)
    scores = {notebook.name: float(notebook.score) for notebook in submission.notebooks}
    return tuple(scores[notebook] for notebook in assignment.notebooks)
