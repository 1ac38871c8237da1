"""Choose the file of a submission that is graded as one of the assignment's notebooks.

It is the one with the notebook's name. Where that is missing, can't be read, or is as it was handed
out, it is the one other file that can only be meant: by its name, or by the cells that it holds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.grading.intake.handed_in.files import SubmittedFiles, UnreadableError, shown, some
from autograder.grading.intake.handed_in.names import candidates, is_left_behind, nearness
from autograder.grading.intake.parse import NotANotebookError, Notebook, read_notebook
from autograder.grading.sandbox.limits import SUBMISSION

__all__ = ["Choice", "SeveralError", "choose"]


class SeveralError(Exception):
    """There are several files, and nothing tells which one is meant."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"Is it one of {some(names)}?")
        self.names = names


@dataclass(frozen=True)
class Choice:
    """The file that is graded, and what is to be said about that."""

    name: str
    notebook: Notebook
    remark: str = ""


def choose(
    name: str, found: SubmittedFiles, released: Mapping[str, Sequence[NotebookNode]]
) -> Choice:
    """Return the file that is graded as the notebook `name`.

    Parameters
    ----------
    name
        Without its ending.
    found
        What was handed in.
    released
        The cells of all of the assignment's notebooks.

    Raises
    ------
    UnreadableError, NotANotebookError
        If there is none; that says what is amiss with the file of that name.
    SeveralError
        If others may be meant.
    """
    exact = f"{name}.ipynb"
    problem: UnreadableError | NotANotebookError | None = None
    original = None
    try:
        original = read_notebook(found.read(exact, SUBMISSION.notebook))
        if _work(original, released[name]):
            return Choice(exact, original)
    except (UnreadableError, NotANotebookError) as error:
        problem = error
    others = _others(name, found, released)
    by_work = {_work(notebook, released[name]): (file, notebook) for file, notebook in others[::-1]}
    worked_on = [other for work, other in by_work.items() if work][::-1]
    if len(worked_on) == 1:
        file, notebook = worked_on[0]
        return Choice(file, notebook, _said(file, exact, problem is None, exact in found.files))
    if original is not None:
        return Choice(exact, original, _unclear(worked_on, exact))
    if worked_on:
        raise SeveralError([file for file, _ in worked_on])
    if others:
        file, notebook = others[0]
        return Choice(file, notebook, _said(file, exact, False, exact in found.files))
    assert problem is not None  # noqa: S101 - or there would be an original
    raise problem


def _said(file: str, exact: str, is_as_released: bool, is_there: bool) -> str:
    if is_as_released:
        return f"{exact} is as it was handed out; {shown(file)} was graded in its place."
    if is_there:
        return f"{exact} can't be read; {shown(file)} was graded in its place."
    return f"{shown(file)} was graded as {exact}."


def _unclear(worked_on: Sequence[tuple[str, Notebook]], exact: str) -> str:
    if not worked_on:
        return ""
    names = some(file for file, _ in worked_on)
    return (
        f"{exact} is as it was handed out, and was graded so. Others hold answers: {names}. Name "
        f"the one that is meant {exact}, and hand it in again."
    )


def _others(
    name: str, found: SubmittedFiles, released: Mapping[str, Sequence[NotebookNode]]
) -> list[tuple[str, Notebook]]:
    """Read the files that may be meant: those of the nearest kind of which there are any."""
    named = candidates(name, found.files)
    for rank in (0, 1):
        same = [file for file in named if nearness(name, file) == rank]
        read = list(_read(same, found))
        if read:
            return read
    answers = {other: _answers_of(cells) for other, cells in released.items()}
    taken = {file for other in released for file in candidates(other, found.files)}
    rest = [
        file
        for file in found.files
        if file.lower().endswith(".ipynb")
        and file not in taken
        and file.removesuffix(".ipynb") not in released
        and not is_left_behind(file)
    ]
    return [
        (file, notebook)
        for file, notebook in _read(rest, found)
        if answers[name] & {cell.grade_id for cell in notebook.cells}
    ]


def _read(files: Iterable[str], found: SubmittedFiles) -> Iterator[tuple[str, Notebook]]:
    for file, _ in zip(files, range(SUBMISSION.other_notebooks), strict=False):
        try:
            yield file, read_notebook(found.read(file, SUBMISSION.other_notebook))
        except (UnreadableError, NotANotebookError):
            continue


def _answers_of(cells: Iterable[NotebookNode]) -> set[str]:
    marks = [cell.metadata.get("nbgrader", {}) for cell in cells]
    return {str(mark["grade_id"]) for mark in marks if mark.get("solution")}


def _work(notebook: Notebook, released: Iterable[NotebookNode]) -> tuple[str, ...]:
    """Return what is in it that was not handed out; copies with the same are one."""
    known = {_plain(cell.source) for cell in released} | {""}
    sources = (_plain(cell.source) for cell in notebook.cells)
    return tuple(source for source in sources if source not in known)


def _plain(source: str) -> str:
    return " ".join(source.split())
