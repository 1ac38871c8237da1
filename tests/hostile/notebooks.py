"""What attackers do to a notebook's cells and metadata."""

from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output

from autograder.exercises import NOTEBOOKS

__all__ = [
    "check_is_solution",
    "deleted",
    "duplicated",
    "foreign",
    "kernel",
    "lists",
    "locked",
    "looked_up",
    "markdown",
    "no_ids",
    "outputs",
    "points",
    "raw",
    "same_ids",
    "schema",
    "skip",
    "swap",
    "task",
    "verdict",
]


def _checks(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def _shows(number: float) -> list[Any]:
    return [new_output("execute_result", {"text/plain": str(number)}, execution_count=1)]


def skip(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.metadata.tags = ["skip-execution", "raises-exception"]
        cell.outputs = _shows(cell.metadata.nbgrader.points)


def points(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.metadata.nbgrader.points = 1000
        cell.source = "1000.0"


def swap(notebook: NotebookNode) -> None:
    first, second = (cell.metadata.nbgrader for cell in _checks(notebook))
    first.grade_id, second.grade_id = second.grade_id, first.grade_id
    for cell in _checks(notebook):
        cell.source = "5.0"


def check_is_solution(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.metadata.nbgrader |= {"solution": True, "locked": False, "grade": True}
        cell.source = "5.0"


def locked(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.source = "5.0"
    notebook.cells[0].source = "check = lambda name, answer: 5.0"


def _of_type(notebook: NotebookNode, cell_type: str) -> None:
    for cell in _checks(notebook):
        cell.cell_type = cell_type
        cell.source = "5.0"
        for name in ("outputs", "execution_count"):
            cell.pop(name, None)


def markdown(notebook: NotebookNode) -> None:
    _of_type(notebook, "markdown")


def raw(notebook: NotebookNode) -> None:
    _of_type(notebook, "raw")


def deleted(notebook: NotebookNode) -> None:
    checks = _checks(notebook)
    notebook.cells = [cell for cell in notebook.cells if cell not in checks]
    forged = new_code_cell("5.0", outputs=_shows(5.0), id=checks[0].id)
    notebook.cells.append(forged)


def duplicated(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        twin = deepcopy(cell)
        twin.id = f"{cell.id}-2"
        twin.source = "5.0"
        notebook.cells.insert(notebook.cells.index(cell), twin)
        notebook.cells.append(deepcopy(twin))
        notebook.cells[-1].id = f"{cell.id}-3"


def foreign(notebook: NotebookNode) -> None:
    for name, worth in (("check-conv2d", 12.0), ("check-relu", 1.0), ("check-gift", 50.0)):
        cell = deepcopy(_checks(notebook)[0])
        cell.id = name
        cell.metadata.nbgrader |= {"grade_id": name, "points": worth}
        cell.source = str(worth)
        notebook.cells.append(cell)


def task(notebook: NotebookNode) -> None:
    cell = deepcopy(_checks(notebook)[0])
    cell.id = "gift"
    cell.metadata.nbgrader |= {"grade_id": "gift", "points": 50, "task": True, "grade": False}
    cell.cell_type = "markdown"
    for name in ("outputs", "execution_count"):
        cell.pop(name)
    notebook.cells.append(cell)


def kernel(notebook: NotebookNode) -> None:
    notebook.metadata = {
        "kernelspec": {"name": "bash", "display_name": "x", "language": "bash", "argv": ["sh"]},
        "language_info": {"name": "bash", "file_extension": "/../../x"},
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": [1]}},
    }


def no_ids(notebook: NotebookNode) -> None:
    notebook.nbformat_minor = 4
    for cell in notebook.cells:
        del cell["id"]
    skip(notebook)


def same_ids(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.id = "check-max_pool2d"
    skip(notebook)


def outputs(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.outputs = _shows(cell.metadata.nbgrader.points)
        cell.execution_count = 1
    notebook.cells.insert(0, new_code_cell("import os, signal\nos.kill(os.getpid(), 9)"))


def schema(notebook: NotebookNode) -> None:
    for cell in _checks(notebook):
        cell.metadata.nbgrader.schema_version = 99
        cell.source = "5.0"


def lists(notebook: NotebookNode) -> None:
    first, second = _checks(notebook)
    first.metadata.nbgrader.points = [10, 10]
    second.metadata.nbgrader = ["grade", "locked"]
    notebook.cells[0].metadata.nbgrader.grade_id = {"setup": 1}


def verdict(notebook: NotebookNode) -> None:
    notebook.metadata.cnn_lab = {"seed": "known", "level": "NONE"}
    for cell in _checks(notebook):
        cell.metadata.nbgrader |= {"score": 10.0, "auto_score": 10.0, "manual_score": 10.0}
        cell.metadata |= {"editable": True, "trusted": True, "execution": {"timeout": -1}}
        cell.outputs = _shows(10.0)


def looked_up(notebook: NotebookNode) -> None:
    names = {exercise.name for exercises in NOTEBOOKS.values() for exercise in exercises}
    for cell in notebook.cells:
        if cell.get("id") in names:
            cell.source = f'{cell.id} = looked_up("{cell.id}")'
