"""A notebook in the place of one that is missing or can't be read: no solution, no points."""

import html
from collections.abc import Iterable

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook, new_output

from autograder.grading.intake.repair import graded_cells

__all__ = ["BY_NBGRADER", "INTAKE", "fail_checks", "is_graded_by_nbgrader", "placeholder"]
__all__ += ["stands_in", "with_remarks"]

INTAKE = "cnn_lab_intake"
"""What the intake keeps in a notebook's metadata."""
BY_NBGRADER = "graded_by_nbgrader"
"""Set for assignments without any check of ours."""
NOTE = "about-this-submission"


def with_remarks(cells: list[NotebookNode], remarks: Iterable[str]) -> NotebookNode:
    """Return a notebook that begins with what is to be said about it, if anything is."""
    text = " ".join(remarks)
    note = [new_markdown_cell(f"> **About what you handed in:** {text}", id=NOTE)] if text else []
    notebook: NotebookNode = new_notebook(cells=[*note, *cells])
    return notebook


def placeholder(
    released: Iterable[NotebookNode], reason: str, remarks: Iterable[str] = ()
) -> NotebookNode:
    """Return the cells with points as they were handed out, and why they get none."""
    notebook = with_remarks(graded_cells(released), [reason, *remarks])
    notebook.metadata[INTAKE] = NotebookNode(stands_in=reason)
    return notebook


def stands_in(notebook: NotebookNode) -> str:
    """Say why a notebook stands in for another, if it does.

    Examples
    --------
    >>> stands_in(placeholder([], "It is not there.")), stands_in(new_notebook())
    ('It is not there.', '')
    """
    return str(notebook.metadata.get(INTAKE, {}).get("stands_in", ""))


def fail_checks(notebook: NotebookNode) -> bool:
    """Give no points if the notebook stands in for another; tell whether it does.

    Examples
    --------
    >>> fail_checks(new_notebook())
    False
    """
    reason = stands_in(notebook)
    if not reason:
        return False
    shown = {"text/plain": "0.0", "text/html": f"<p>{html.escape(reason)}</p>"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("execute_result", shown, execution_count=1)]
    return True


def is_graded_by_nbgrader(notebook: NotebookNode) -> bool:
    """Tell whether a notebook's points are what nbgrader reads off its outputs.

    Examples
    --------
    >>> is_graded_by_nbgrader(new_notebook())
    False
    """
    return bool(notebook.metadata.get(INTAKE, {}).get(BY_NBGRADER))
