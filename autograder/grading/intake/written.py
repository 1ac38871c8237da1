"""Leave nothing unread that a student wrote by hand.

nbgrader gives a written answer 0 points, and asks nobody to read it, if its cell is as it was
handed out. Students answer in cells of their own, too.
"""

import re
from collections.abc import Iterable, Sequence

from nbformat import NotebookNode

__all__ = ["ask_to_read", "is_document", "plain", "read_documents"]

OF_TOOLS = re.compile(r"Open In Colab|created in deepnote", re.IGNORECASE)
"""What services put into a text cell of their own."""
ELSEWHERE = (
    "> **For whoever grades:** nothing is written in this cell. Other cells of this notebook hold "
    "text that was not handed out; the answer may be there."
)
IN_FILES = (
    "> **For whoever grades:** nothing is written in this cell. The answer may be in a file that "
    "was handed in: {}."
)
TIMESTAMP = "timestamp.txt"
"""What nbgrader keeps of when it was handed in."""
DOCUMENT = re.compile(r"\.(txt|md|rtf|pdf|docx?|odt|pages|jpe?g|png|heic)$", re.IGNORECASE)
OF_THE_KIT = re.compile(r"(^|/)(readme|requirements|licen[cs]e|constraints)\b|figures/", re.I)
QUOTES = ('"""', "'''", '"', "'")


def ask_to_read(
    order: Sequence[tuple[int | None, NotebookNode]], released: Sequence[NotebookNode]
) -> list[str]:
    """Have a person read the written answers that may stand in other cells.

    Parameters
    ----------
    order
        The cells of a submission, with the index of what was handed out, or None.
    released
        What was handed out.

    Returns
    -------
    list of str
        The names of the cells that a person is asked to read; their text is changed.
    """
    if not any(_is_handwriting(index, cell, released) for index, cell in order):
        return []
    return _ask(_unanswered(order, released), ELSEWHERE)


def read_documents(
    cells: Iterable[NotebookNode], released: Sequence[NotebookNode], files: str
) -> list[str]:
    """Have a person look for the answers in files, if there are any; return the cells' names."""
    by_name = {cell.get("id"): index for index, cell in enumerate(released)}
    order = [(by_name.get(cell.get("id")), cell) for cell in cells]
    return _ask(_unanswered(order, released), IN_FILES.format(files)) if files else []


def is_document(name: str) -> bool:
    """Tell whether a file beside the notebooks may hold a written answer.

    Examples
    --------
    >>> is_document("answers.docx"), is_document("README.txt"), is_document("timestamp.txt")
    (True, False, False)
    """
    return bool(DOCUMENT.search(name)) and not OF_THE_KIT.search(name) and name != TIMESTAMP


def plain(source: str) -> str:
    r"""Return a text without what editors change: line ends, and blanks at the ends.

    Examples
    --------
    >>> plain("\nYOUR ANSWER HERE  \r\n")
    'YOUR ANSWER HERE'
    """
    return "\n".join(map(str.rstrip, source.splitlines())).strip()


def _ask(cells: Iterable[NotebookNode], text: str) -> list[str]:
    names = []
    for cell in cells:
        cell.source = f"{cell.source}\n\n{text}"
        names.append(str(cell.metadata.nbgrader.grade_id))
    return names


def _unanswered(
    order: Iterable[tuple[int | None, NotebookNode]], released: Sequence[NotebookNode]
) -> list[NotebookNode]:
    return [
        cell
        for index, cell in order
        if index is not None
        and _is_written_answer(released[index])
        and cell.source == released[index].source
        and not cell.get("attachments")
    ]


def _is_written_answer(wanted: NotebookNode) -> bool:
    marks = wanted.metadata.get("nbgrader", {})
    return bool(wanted.cell_type == "markdown" and marks.get("grade") and marks.get("solution"))


def _is_handwriting(
    index: int | None, cell: NotebookNode, released: Sequence[NotebookNode]
) -> bool:
    if index is not None:
        is_text = cell.cell_type != "code" and not released[index].metadata.get("nbgrader")
        return is_text and plain(cell.source) != plain(released[index].source)
    source = cell.source.strip()
    if cell.cell_type == "code":
        return bool(source) and _is_prose(source)
    return bool(source or cell.get("attachments")) and not OF_TOOLS.search(source)


def _is_prose(source: str) -> bool:
    """Tell whether a code cell holds nothing but comments, or one text."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    if all(line.startswith("#") for line in lines):
        return True
    return any(
        source.startswith(quote)
        and source.endswith(quote)
        and quote not in source[len(quote) : -len(quote)]
        for quote in QUOTES
    )
