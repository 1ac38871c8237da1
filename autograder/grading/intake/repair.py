"""Find the cells that were handed out again in what was handed in, and set their marks right.

nbgrader's own `DeduplicateIds` and `OverwriteCells` go by the marks in a submission alone, so that
an answer under a check's name is overwritten, and what lost its marks is worth nothing.
"""

import copy
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode, from_dict
from nbformat.corpus.words import generate_corpus_id

from autograder.grading.intake.parse import Cell, Notebook
from autograder.grading.intake.written import ask_to_read, plain

__all__ = ["graded_cells", "repair"]

DEFINES = re.compile(
    r"^[^\S\n]*+((def|class|import|from|async def)\s|\w++[^\S\n]*+=[^=])", re.MULTILINE
)
ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MARKS = ("grade_id", "grade", "solution", "locked", "points")
SKIP = "skip-execution"


@dataclass
class Repairs:
    """The names of the cells that something had to be done about."""

    put_back: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    retyped: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    tagged: bool = False
    elsewhere: list[str] = field(default_factory=list)

    def remarks(self) -> Iterator[str]:
        """Say it to student and instructor."""
        if self.put_back:
            yield f"These cells were not in it, and were put in: {_listed(self.put_back)}."
        if self.missing:
            yield (
                f"The cells for these answers were not found: {_listed(self.missing)}. What other "
                "cells define counted."
            )
        if self.twice:
            yield f"Cells were there twice, and the last one counted: {_listed(self.twice)}."
        if self.edited:
            yield (
                f"These cells are graded as they were handed out: {_listed(self.edited)}. What "
                "else they define stays, in a cell of its own."
            )
        if self.retyped:
            yield (
                "These cells came as another type (text or code), and were graded as the one that "
                f"they were handed out as: {_listed(self.retyped)}."
            )
        if self.marked:
            yield (
                "The program that saved it left out or changed what nbgrader keeps in these "
                f"cells, and that was put back: {_listed(self.marked)}."
            )
        if self.tagged:
            yield f"Tags such as {SKIP} play no part in grading."
        if self.elsewhere:
            yield (
                f"A person reads what is written in other cells, too: {_listed(self.elsewhere)} "
                "is as it was handed out."
            )


def repair(
    notebook: Notebook, released: Sequence[NotebookNode]
) -> tuple[list[NotebookNode], list[str]]:
    """Return a submission's cells, with those that were handed out as nbgrader needs them.

    Parameters
    ----------
    notebook
        What was handed in.
    released
        The cells that were handed out. Their marks, and the text of locked ones, hold.

    Returns
    -------
    list of NotebookNode
        Students' own cells stay where they are. A check that is missing comes after its answer.
    list of str
        One sentence for each kind of repair.
    """
    cells, repairs = notebook.cells, Repairs()
    places, dropped = _places(cells, released, repairs)
    at = {place: index for index, place in places.items()}
    order: list[tuple[int | None, NotebookNode]] = []
    for place, cell in enumerate(cells):
        if place in at:
            order += _handed_out(cell, released[at[place]], at[place], repairs)
        elif place not in dropped and not notebook.has_too_much:
            order.append((None, _own(cell)))
        repairs.tagged |= place in at and _is_left_out(cell, released[at[place]])
    for index, wanted in enumerate(released):
        if index not in places:
            _put_back(order, index, wanted, repairs)
    repairs.elsewhere += ask_to_read(order, released)
    return _with_ids(order, released), list(repairs.remarks())


def graded_cells(released: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return the cells with points as they were handed out, for a notebook that isn't there."""
    return [_pristine(cell) for cell in released if _marks(cell).get("grade")]


def _marks(cell: NotebookNode) -> NotebookNode:
    return cell.metadata.get("nbgrader", NotebookNode())  # type: ignore[no-any-return]


def _is_left_out(cell: Cell, wanted: NotebookNode) -> bool:
    return (
        bool(_marks(wanted)) and SKIP in cell.tags and SKIP not in wanted.metadata.get("tags", ())
    )


def _is_locked(cell: NotebookNode) -> bool:
    marks = _marks(cell)
    return bool(marks and not marks.get("solution") and (marks.get("locked") or marks.get("grade")))


def _name(cell: NotebookNode) -> str:
    return str(_marks(cell).get("grade_id", cell.get("id", "")))


def _places(
    cells: Sequence[Cell], released: Sequence[NotebookNode], repairs: Repairs
) -> tuple[dict[int, int], set[int]]:
    """Tell where each cell that was handed out is, and which copies of locked ones are idle.

    A locked cell is known by its text, before anything that is said about it.
    """
    by_text, by_mark, by_name = (defaultdict[str, list[int]](list) for _ in range(3))
    for place, cell in enumerate(cells):
        by_text[plain(cell.source)].append(place)
        by_mark[cell.grade_id].append(place)
        by_name[cell.name].append(place)
    places: dict[int, int] = {}
    taken: set[int] = set()
    dropped: set[int] = set()

    def take(index: int, found: Iterable[int]) -> None:
        wanted = released[index]
        free = [place for place in found if place not in taken]
        if index in places or not free:
            return
        best = _best([(place, cells[place]) for place in free], wanted)
        places[index] = best
        taken.add(best)
        if len(free) > 1 and _marks(wanted):
            repairs.twice.append(_name(wanted))

    for index, wanted in enumerate(released):
        if _is_locked(wanted):
            same = [place for place in by_text[plain(wanted.source)] if place not in taken]
            take(index, same)
            dropped.update(place for place in same if cells[place].kind == wanted.cell_type)
    taken |= dropped
    known = [(index, wanted) for index, wanted in enumerate(released) if _marks(wanted)]
    for index, wanted in known:
        take(index, by_mark[_name(wanted)])
    for index, wanted in enumerate(released):
        take(index, by_name[wanted.get("id", "")] if wanted.get("id") else ())
    for index, wanted in enumerate(released):
        take(index, by_text[plain(wanted.source)])
    for index, wanted in known:
        if _marks(wanted).get("grade") and wanted.cell_type == "markdown":
            after = places.get(index - 1, len(cells)) + 1
            take(index, [after] if after < len(cells) and cells[after].kind == "markdown" else ())
    return places, dropped - set(places.values())


def _best(found: list[tuple[int, Cell]], wanted: NotebookNode) -> int:
    """Choose among several: of the right type, not as handed out, and the last of those.

    Of setup cells the first, since others build on it.
    """
    is_first = _is_locked(wanted) and not _marks(wanted).get("grade")
    return max(
        found,
        key=lambda each: (
            each[1].kind == wanted.cell_type,
            _is_locked(wanted) or plain(each[1].source) != plain(wanted.source),
            -each[0] if is_first else each[0],
        ),
    )[0]


def _handed_out(
    cell: Cell, wanted: NotebookNode, index: int, repairs: Repairs
) -> Iterator[tuple[int | None, NotebookNode]]:
    marks, name = _marks(wanted), _name(wanted)
    if cell.kind != wanted.cell_type:
        repairs.retyped.append(name)
    if marks and any(cell.nbgrader.get(mark) != marks.get(mark) for mark in MARKS):
        repairs.marked.append(name)
    if not _is_locked(wanted):
        is_same = plain(cell.source) == plain(wanted.source)
        source = wanted.source if is_same else cell.source  # nbgrader compares each character
        kept = _with_attachments(_new(wanted.cell_type, source, wanted.get("id", "")), cell)
        kept.metadata = _pristine(wanted).metadata
        yield index, kept
        return
    added = _added(cell.source, wanted)
    if _loose(cell.source) != _loose(wanted.source):
        repairs.edited.append(name)
    if added and marks.get("grade"):
        yield None, _new("code", added)
    yield index, _pristine(wanted)
    if added and not marks.get("grade"):
        yield None, _new("code", added)


def _loose(source: str) -> str:
    """Leave out what formatters change."""
    return re.sub(r"\s+", "", source).replace("'", '"').replace(",)", ")")


def _added(source: str, wanted: NotebookNode) -> str:
    """Return what a student wrote into a locked cell, if an answer may depend on it."""
    theirs = {line.strip() for line in wanted.source.splitlines()}
    added = "\n".join(line for line in source.splitlines() if line.strip() not in theirs)
    runs = wanted.cell_type == "code" and SKIP not in wanted.metadata.get("tags", ())
    return added if runs and DEFINES.search(added) else ""


def _own(cell: Cell) -> NotebookNode:
    name = cell.name if ID.fullmatch(cell.name) else ""
    return _with_attachments(_new(cell.kind, cell.source, name), cell)


def _new(kind: str, source: str, name: str = "") -> NotebookNode:
    """Make a cell without validating it: the notebook is validated when it is written."""
    cell = NotebookNode(
        id=name or generate_corpus_id(), cell_type=kind, metadata=NotebookNode(), source=source
    )
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return cell


def _with_attachments(node: NotebookNode, cell: Cell) -> NotebookNode:
    if cell.attachments and node.cell_type == "markdown":
        node.attachments = from_dict(cell.attachments)
    return node


def _pristine(wanted: NotebookNode) -> NotebookNode:
    cell = _new(wanted.cell_type, wanted.source, wanted.get("id", ""))
    cell.metadata = NotebookNode(
        {
            key: copy.deepcopy(wanted.metadata[key])
            for key in ("nbgrader", "tags")
            if wanted.metadata.get(key)
        }
    )
    return cell


def _put_back(
    order: list[tuple[int | None, NotebookNode]],
    index: int,
    wanted: NotebookNode,
    repairs: Repairs,
) -> None:
    marks = _marks(wanted)
    if marks.get("solution") and not marks.get("grade"):
        # Its text would take the place of an answer that stands in another cell.
        repairs.missing.append(_name(wanted))
        return
    if not marks:
        return
    repairs.put_back.append(_name(wanted))
    order.insert(_place_for(order, index, bool(marks.get("grade"))), (index, _pristine(wanted)))


def _place_for(
    order: Sequence[tuple[int | None, NotebookNode]], index: int, is_graded: bool
) -> int:
    """Find the place after what was handed out before it.

    What is graded comes after all that students added up to the next exercise: it may be answers.
    """
    before = [(other, place) for place, (other, _) in enumerate(order) if other is not None]
    before = [(other, place) for other, place in before if other < index]
    if not before:
        return 0
    if not is_graded:
        return max(before)[1] + 1
    first = max(place for _, place in before) + 1
    stretch = itertools.takewhile(lambda cell: not _is_of_an_exercise(*cell), order[first:])
    added = [place for place, (other, _) in enumerate(stretch, first) if other is None]
    return max(added, default=first - 1) + 1


def _is_of_an_exercise(index: int | None, cell: NotebookNode) -> bool:
    marks = _marks(cell)
    return index is not None and bool(marks.get("grade") or marks.get("solution"))


def _with_ids(
    order: Iterable[tuple[int | None, NotebookNode]], released: Iterable[NotebookNode]
) -> list[NotebookNode]:
    """Let no cell of a student's own have the id of another, which would bring its tags along."""
    seen = {cell.get("id", "") for cell in released}
    cells = []
    for number, (index, cell) in enumerate(order):
        if index is None:
            if cell.get("id", "") in seen:
                cell.id = f"own-{number}"
            seen.add(cell.id)
        cells.append(cell)
    return cells


def _listed(names: Sequence[str]) -> str:
    """Name some.

    Examples
    --------
    >>> _listed(["a", "b"]), _listed(list("abcdefgh"))
    ('a, b', 'a, b, c, d, e, and 3 more')
    """
    if len(names) <= 6:
        return ", ".join(names)
    return f"{', '.join(names[:5])}, and {len(names) - 5} more"
