"""What was handed out: the notebooks of an assignment, and their cells."""

from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory

__all__ = ["notebooks_of", "released_cells"]


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
