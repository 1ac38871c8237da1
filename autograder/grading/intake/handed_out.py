"""What was handed out: the notebooks of an assignment, and their cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.exercises import EXERCISES

__all__ = ["amiss_with_points", "has_our_checks", "notebooks_of", "released_cells"]

CHECK = "check-"
OURS = re.compile(r"\bautograder\b")
Released = Mapping[str, Sequence[NotebookNode]]


def notebooks_of(course: CourseDirectory) -> list[str]:
    """Return the names of the assignment's notebooks, as nbgrader's gradebook has them."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            assignment = gradebook.find_assignment(course.assignment_id)
        except MissingEntry:
            return []
        return [notebook.name for notebook in assignment.notebooks]


def released_cells(course: CourseDirectory, name: str) -> list[NotebookNode]:
    """Return the cells as they were handed out, or those of the gradebook, which has no others."""
    folder = course.format_path(course.release_directory, ".", course.assignment_id)
    path = Path(folder) / f"{name}.ipynb"
    if path.is_file():
        return list(nbformat.read(path, as_version=4).cells)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        notebook = gradebook.find_notebook(name, course.assignment_id)
        graded = {cell.name: cell.max_score for cell in notebook.grade_cells}
        points = graded | {cell.name: cell.max_score for cell in notebook.task_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        tasks = {cell.name for cell in notebook.task_cells}
        cells = []
        for cell in notebook.source_cells:
            marks = {
                "grade_id": cell.name,
                "grade": cell.name in graded,
                "solution": cell.name in solutions,
                "task": cell.name in tasks,
                "locked": cell.locked,
                "cell_type": cell.cell_type,
                "checksum": cell.checksum,
                "schema_version": 3,
            }
            if cell.name in points:
                marks["points"] = points[cell.name]
            new: Any = new_code_cell if cell.cell_type == "code" else new_markdown_cell
            cells.append(new(cell.source, metadata={"nbgrader": marks}))
    return cells


def has_our_checks(released: Released) -> bool:
    """Tell whether the oracle grades an assignment; nbgrader grades those without a check of ours.

    Raises
    ------
    NbGraderException
        If some of the checks are of exercises, and some are not.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell
    >>> own = new_code_cell("assert x == 2", metadata={"nbgrader": {"grade": True}})
    >>> has_our_checks({"lab5": [own]})
    False
    """
    if not any(OURS.search(cell.source) for cells in released.values() for cell in cells):
        return False
    unknown = [name for name, _ in _checks(released) if not _is_of_an_exercise(name)]
    if unknown:
        raise NbGraderException(
            f"{_listed(unknown)} in the notebooks has points, and is the check of no exercise. In "
            f"an assignment that imports autograder, such a cell is named {CHECK}NAME, where NAME "
            f"is one of {', '.join(EXERCISES)}."
        )
    return True


def amiss_with_points(released: Released) -> Iterator[str]:
    """Say which exercises have other points in the notebooks than in their declarations."""
    if has_our_checks(released):
        for name, points in _checks(released):
            declared = EXERCISES[name.removeprefix(CHECK)].points
            if points != declared:
                yield (
                    f"{name} has {points:g} points in the notebook, and its exercise is declared "
                    f"with {declared:g}: what an answer earns is scaled to {points:g}."
                )


def _is_of_an_exercise(name: str) -> bool:
    return name.startswith(CHECK) and name.removeprefix(CHECK) in EXERCISES


def _checks(released: Released) -> Iterator[tuple[str, float]]:
    """Find the code cells that have points by themselves, and no person gives them."""
    for cells in released.values():
        for cell in cells:
            marks = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and marks.get("grade") and not marks.get("solution"):
                yield str(marks.get("grade_id", "")), float(marks.get("points", 0))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names[:5]))
