"""Make a course in a folder of its own, and hand in what students wrote."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignments import LAB6, LAB6_BACKPROPAGATION, Assignment
from cnn_reference import TRAINED_WEIGHTS
from demo.cells import Cell, read_answers
from demo.students import Student, Submission

__all__ = ["ASSIGNMENT", "TRAINED", "hand_in", "make_course"]

ASSIGNMENT = LAB6.name
REPOSITORY = Path(__file__).resolve().parents[1]
SOLUTION = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
TRAINED = {
    LAB6.name: TRAINED_WEIGHTS,
    LAB6_BACKPROPAGATION.name: REPOSITORY / "demo" / "trained_by_hand.npz",
}
"""What students of each assignment have trained."""


def make_course(folder: Path, *assignments: Assignment) -> None:
    """Copy what nbgrader needs from the repository; of lab 6, unless others are named."""
    for assignment in assignments or (LAB6,):
        name = assignment.name
        shutil.copytree(REPOSITORY / "source" / name, folder / "source" / name)
    shutil.copy(REPOSITORY / "nbgrader_config.py", folder)


def hand_in(course: Path, student: Student, number: int, assignment: Assignment = LAB6) -> None:
    """Write the submission with this number, from 0, in the place of an earlier one."""
    submission = student.submissions[number]
    folder = course / "submitted" / student.name / assignment.name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "release" / assignment.name, folder)
    for name in assignment.notebooks:
        path = folder / f"{name}.ipynb"
        if name in submission.missing:
            path.unlink()
        else:
            source = _read(course / "source" / assignment.name / path.name)
            nbformat.write(_answered(_read(path), source, submission), path)
    if submission.has_weights:
        weights = TRAINED[assignment.name]
        (folder / assignment.left_files[0]).write_bytes(weights.read_bytes())
    (folder / "timestamp.txt").write_text(f"2025-04-{1 + 7 * number:02} 18:00:00 UTC")


def _read(path: Path) -> NotebookNode:
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook


def _answered(released: NotebookNode, source: NotebookNode, submission: Submission) -> NotebookNode:
    """Return the released notebook with the submission's answers in its answer cells."""
    written = read_answers(submission.answers) if submission.answers else ()
    solutions = dict(_solutions(source))
    answers = solutions | {cell.name: cell.source for cell in written if not cell.is_extra}
    cells = []
    for cell in released.cells:
        name = _answer_name(cell)
        if name in solutions and name not in submission.untouched:
            cells += [_new_cell(extra) for extra in _extras_before(name, written)]
            cell.source = answers[name]
        cells.append(cell)
    released.cells = cells
    return released


def _solutions(source: NotebookNode) -> Iterator[tuple[str, str]]:
    for cell in source.cells:
        name = _answer_name(cell)
        if name:
            yield name, SOLUTION.sub("", cell.source).rstrip()


def _answer_name(cell: NotebookNode) -> str:
    """Return the exercise that is answered in a cell, or nothing."""
    nbgrader = cell.metadata.get("nbgrader", {})
    return str(nbgrader["grade_id"]) if nbgrader.get("solution") else ""


def _extras_before(name: str, written: tuple[Cell, ...]) -> tuple[Cell, ...]:
    names = [cell.name for cell in written]
    if name not in names:
        return ()
    end = start = names.index(name)
    while start > 0 and written[start - 1].is_extra:
        start -= 1
    return written[start:end]


def _new_cell(extra: Cell) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_code_cell(extra.source, id=extra.name)
    return cell
