"""Why a cell never came to its check, in words for its author."""

import re
from collections.abc import Iterable
from dataclasses import replace

from nbformat import NotebookNode

from autograder.answer.helpers import near_name
from autograder.exercises import EXERCISES
from autograder.vocabulary.offer import Offer

__all__ = ["with_reason"]

DEFINED = re.compile(r"^def (\w+) *\(", re.MULTILINE)
LONGEST = 300


def with_reason(
    offer: Offer, cell: NotebookNode, cells: Iterable[NotebookNode], newer_python: str = ""
) -> Offer:
    """Tell what the cell stopped with, if it never came to its check.

    Parameters
    ----------
    offer
        What came of it.
    cell, cells
        The cell with the check, run; and all cells of its notebook.
    newer_python
        What to add where Python itself may be too old for the notebook.
    """
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if offer.problem is None or not errors:
        return offer
    name, text = errors[0].ename, errors[0].evalue
    said = f"{name}: {text}"[:LONGEST]
    if newer_python and name in ("NameError", "SyntaxError"):
        said = f"{said}. {newer_python}"
    is_missing = name == "NameError" and f"'{offer.exercise}'" in text
    step = _where_it_may_be(offer.exercise, cells) if is_missing else ""
    return replace(offer, problem=replace(offer.problem, detail=said, next_step=step))


def _where_it_may_be(name: str, cells: Iterable[NotebookNode]) -> str:
    exercise = EXERCISES[name]
    if not exercise.is_function:
        return ""
    sources = [cell.source for cell in cells if cell.cell_type == "code"]
    near = near_name(name, (found for source in sources for found in DEFINED.findall(source)))
    if near:
        return (
            f"There is a function `{near}`. If it is the answer, begin it with "
            f"`{exercise.first_line}`."
        )
    return (
        f"Nothing in the notebook is called {name}: begin the answer with `{exercise.first_line}`."
    )
