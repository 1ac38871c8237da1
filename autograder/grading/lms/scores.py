"""The points of an assignment as nbgrader's gradebook has them, by student."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment

__all__ = ["NotebookScore", "Score", "points_text", "read_scores"]


@dataclass(frozen=True)
class Score:
    """What a student has for the assignment."""

    student: str
    points: float
    """With late penalties and what people gave by hand; never below 0."""
    max_points: float
    penalty: float = 0.0
    is_graded: bool = True
    """Whether every notebook has points from a check or a person."""
    to_read: int = 0
    """Answers that a person has not read yet."""
    time: datetime | None = None
    notebooks: tuple["NotebookScore", ...] = ()


@dataclass(frozen=True)
class NotebookScore:
    """The points of a notebook, without late penalties."""

    name: str
    points: float
    max_points: float


def read_scores(gradebook: Gradebook, assignment: str) -> dict[str, Score]:
    """Return the scores of all who have a submission.

    Raises
    ------
    LookupError
        If the gradebook has no such assignment.
    """
    try:
        found = gradebook.find_assignment(assignment)
    except MissingEntry:
        raise LookupError(
            f"The gradebook has no assignment {assignment!r}. Is this the course's folder? "
            "Otherwise say where it is: `--course-dir=DIR`."
        ) from None
    scores = (_score(submission) for submission in found.submissions)
    return {score.student: score for score in sorted(scores, key=lambda score: score.student)}


def points_text(points: float) -> str:
    """Return points as every LMS reads them: a point, no exponent.

    Examples
    --------
    >>> points_text(9.5), points_text(100.0), points_text(0.1 + 0.2)
    ('9.5', '100', '0.3')
    """
    return f"{points:.4f}".rstrip("0").rstrip(".")


def _score(submission: SubmittedAssignment) -> Score:
    penalty = float(submission.late_submission_penalty or 0)
    return Score(
        submission.student_id,
        max(0.0, float(submission.score) - penalty),
        float(submission.max_score),
        penalty,
        _is_graded(submission),
        sum(
            grade.needs_manual_grade and grade.cell.cell_type == "markdown"
            for notebook in submission.notebooks
            for grade in notebook.grades
        ),
        submission.timestamp,
        tuple(
            NotebookScore(notebook.name, float(notebook.score), float(notebook.max_score))
            for notebook in sorted(submission.notebooks, key=lambda notebook: notebook.name)
        ),
    )


def _is_graded(submission: SubmittedAssignment) -> bool:
    notebooks = list(submission.notebooks)
    return bool(notebooks) and all(
        _has_points(
            grade.auto_score is not None or grade.manual_score is not None
            for grade in notebook.grades
        )
        for notebook in notebooks
    )


def _has_points(given: Iterable[bool]) -> bool:
    points = list(given)
    return any(points) or not points
