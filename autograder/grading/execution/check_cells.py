"""The cells of a notebook that check an exercise. By now their metadata are the instructor's."""

import contextlib
from collections.abc import Iterator

from nbformat import NotebookNode

from autograder.exercises import EXERCISES
from autograder.grading.execution.oracle_process import Judgement
from autograder.vocabulary.exercise import Exercise

__all__ = ["exercise_checked_by", "is_numpy_only", "lab_check", "refuse_unknown_checks", "worth"]

CHECK = "check-"
TAKE_CHECK = "__import__('autograder').take_check()\n"


def exercise_checked_by(cell: NotebookNode) -> Exercise | None:
    """Return the exercise that a cell checks.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> of_nbgrader = {"nbgrader": {"grade": True, "grade_id": "check-relu"}}
    >>> exercise_checked_by(new_code_cell(metadata=of_nbgrader)).name
    'relu'
    """
    nbgrader = cell.metadata.get("nbgrader", {})
    name = str(nbgrader.get("grade_id", ""))
    if cell.cell_type != "code" or not nbgrader.get("grade") or not name.startswith(CHECK):
        return None
    return EXERCISES.get(name.removeprefix(CHECK))


@contextlib.contextmanager
def lab_check(cell: NotebookNode) -> Iterator[None]:
    """Let `check` be the lab's in a cell, though the notebook may have taken the name."""
    written = cell.source
    cell.source = TAKE_CHECK + written
    try:
        yield
    finally:
        cell.source = written


def refuse_unknown_checks(nb: NotebookNode) -> None:
    """Grade nothing by what a kernel prints: a check that the oracle doesn't know has no points.

    Raises
    ------
    ValueError
        If a cell with points is the check of no exercise.
    """
    for cell in nb.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        is_a_check = nbgrader.get("grade") and not nbgrader.get("solution")
        if is_a_check and cell.cell_type == "code" and exercise_checked_by(cell) is None:
            raise ValueError(
                f"The cell {nbgrader.get('grade_id')!r} has points, and is the check of no "
                f"exercise. Name it {CHECK}NAME, where NAME is one of {', '.join(EXERCISES)}."
            )


def is_numpy_only(nb: NotebookNode) -> bool:
    """Tell whether nothing that a notebook checks may use another library."""
    exercises = list(filter(None, map(exercise_checked_by, nb.cells)))
    return bool(exercises) and all(exercise.numpy_only for exercise in exercises)


def worth(judgement: Judgement, points: object) -> dict[str, str]:
    """Return what a cell shows that is worth so many points, as nbgrader reads it.

    The instructor may have given an exercise other points than its declaration.

    Examples
    --------
    >>> half = Judgement(6.0, 12.0, "<p>half</p>", "half")
    >>> worth(half, 12)
    {'text/plain': '6.0', 'text/html': '<p>half</p>'}
    >>> worth(half, 5)
    {'text/plain': '2.5', 'text/html': '<p>half</p><p>Here, that is 2.5 of 5 points.</p>'}
    """
    earned, most = judgement.points, judgement.max_points
    if not isinstance(points, int | float) or points == most or not most:
        return {"text/plain": repr(earned), "text/html": judgement.html}
    scaled = float(points) if earned == most else round(earned / most * points, 4)
    said = f"<p>Here, that is {scaled:g} of {points:g} points.</p>"
    return {"text/plain": repr(scaled), "text/html": f"{judgement.html}{said}"}
