"""The points of an assignment as nbgrader's gradebook has them, by student."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    GradeCell,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)

__all__ = ["CellScore", "NotebookScore", "Score", "points_text", "read_scores"]


@dataclass(frozen=True)
class CellScore:
    """The points of one cell."""

    name: str
    """``"check-conv2d"``, or that of a written answer."""
    points: float
    max_points: float
    has_points: bool
    """Whether a check or a person has given any, be it 0."""
    is_to_be_read: bool = False
    """Whether a person has not read it yet."""


@dataclass(frozen=True)
class NotebookScore:
    """The points of a notebook, without late penalties."""

    name: str
    cells: tuple[CellScore, ...]

    @property
    def points(self) -> float:
        """The sum over its cells."""
        return sum(cell.points for cell in self.cells)

    @property
    def max_points(self) -> float:
        """Likewise."""
        return sum(cell.max_points for cell in self.cells)


@dataclass(frozen=True)
class Score:
    """What a student has for the assignment."""

    student: str
    notebooks: tuple[NotebookScore, ...] = ()
    penalty: float = 0.0
    time: datetime | None = None

    @property
    def points(self) -> float:
        """With late penalties and what people gave by hand; never below 0."""
        return max(0.0, sum(notebook.points for notebook in self.notebooks) - self.penalty)

    @property
    def max_points(self) -> float:
        """All that there is to earn."""
        return sum(notebook.max_points for notebook in self.notebooks)

    @property
    def is_graded(self) -> bool:
        """Tell whether every notebook has points from a check or a person."""
        return bool(self.notebooks) and all(
            any(cell.has_points for cell in notebook.cells) for notebook in self.notebooks
        )

    @property
    def to_read(self) -> int:
        """Answers that a person has not read yet."""
        return sum(cell.is_to_be_read for book in self.notebooks for cell in book.cells)


def read_scores(gradebook: Gradebook, assignment: str) -> dict[str, Score]:
    """Return the scores of all who have a submission, in two queries however many they are.

    Raises
    ------
    LookupError
        If the gradebook has no such assignment.
    """
    try:
        gradebook.find_assignment(assignment)
    except MissingEntry:
        raise LookupError(
            f"The gradebook has no assignment {assignment!r}. Is this the course's folder? "
            "Otherwise say where it is: `--course-dir=DIR`."
        ) from None
    cells: dict[tuple[str, str], list[CellScore]] = defaultdict(list)
    for kind in (GradeCell, TaskCell):
        for student, notebook, *cell in _grades(gradebook, assignment, kind):
            cells[student, notebook].append(_cell(*cell))
    notebooks: dict[str, list[NotebookScore]] = defaultdict(list)
    for student, name in sorted(cells):
        notebooks[student].append(NotebookScore(name, tuple(cells[student, name])))
    penalties: dict[str, float] = defaultdict(float)
    times: dict[str, datetime | None] = {}
    for student, time, penalty in _submissions(gradebook, assignment):
        times[student] = time
        penalties[student] += float(penalty or 0)
    return {
        student: Score(student, tuple(notebooks[student]), penalties[student], times[student])
        for student in sorted(times)
    }


def points_text(points: float) -> str:
    """Return points as every LMS reads them: a point, no exponent.

    Examples
    --------
    >>> points_text(9.5), points_text(100.0), points_text(0.1 + 0.2)
    ('9.5', '100', '0.3')
    """
    return f"{points:.4f}".rstrip("0").rstrip(".")


def _grades(gradebook: Gradebook, assignment: str, kind: Any) -> Any:
    return (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            Notebook.name,
            kind.name,
            kind.max_score,
            Grade.score,
            Grade.auto_score,
            Grade.manual_score,
            Grade.needs_manual_grade,
            kind.cell_type,
        )
        .select_from(SubmittedAssignment)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(kind, kind.id == Grade.cell_id)
        .filter(Assignment.name == assignment)
        .order_by(kind.name)
    )


def _submissions(gradebook: Gradebook, assignment: str) -> Any:
    return (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedNotebook.late_submission_penalty,
        )
        .select_from(SubmittedAssignment)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(Assignment.name == assignment)
    )


def _cell(
    name: str,
    max_score: float,
    score: float,
    auto_score: float | None,
    manual_score: float | None,
    needs_manual_grade: bool,
    cell_type: str,
) -> CellScore:
    is_read_by_people = cell_type != "code"
    return CellScore(
        name,
        float(score or 0),
        float(max_score or 0),
        auto_score is not None or manual_score is not None,
        bool(needs_manual_grade) and is_read_by_people,
    )
