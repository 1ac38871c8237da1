"""What a hostile submission is: cells that replace or join the released ones, and files."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.assignments import LAB6

__all__ = ["Attack", "cells_of", "hand_in", "write_attack"]

FOLDER = Path(__file__).parent / "attacks"
MARK = re.compile(r"^# %% (?:(before|after) )?(\S+)\n", re.MULTILINE)
Edit = Callable[[NotebookNode], Any]


@dataclass(frozen=True)
class Attack:
    """A submission that is worth nothing, by somebody who wants points for it, or harm."""

    name: str
    family: str
    story: str
    """What it tries, in a few words."""
    notebook: str = "2_pooling"
    """The one that is handed in, without the cells that nobody grades."""
    assignment: str = LAB6.name
    """Whose notebook it is."""
    edit: Edit | None = None
    """What is done to the notebook after its cells are written."""
    files: Mapping[str, str | bytes | Callable[[], bytes]] = field(default_factory=dict)
    """What is handed in beside it."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Symbolic links in the folder, and where they lead, from the folder of the course."""
    cells: str = ""
    """Whose cells are used, if not its own."""
    harmless_in_stock: bool = True
    """Whether it leaves the machine alone where nothing holds it back."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class NewCell:
    """What is written in place of a cell, or before or after it."""

    place: str
    cell_id: str
    source: str


def cells_of(name: str) -> Iterator[NewCell]:
    """Yield the cells of an attack; not every one has some."""
    path = FOLDER / f"{name.replace('-', '_')}.py"
    if path.exists():
        _, *parts = MARK.split(path.read_text(encoding="utf-8"))
        for place, cell_id, source in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
            yield NewCell(place or "", cell_id, source.strip())


def hand_in(attack: Attack, course: Path, values: Mapping[str, str]) -> Path:
    """Write the submission of an attacker; `values` replace ``@NAMES@`` in the cells."""
    folder = course / "submitted" / attack.name / attack.assignment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_attack(attack, course / "release" / attack.assignment, folder, values)
    for name, target in attack.links.items():
        path = folder / name
        path.unlink(missing_ok=True)
        path.symlink_to(course / target)
    return folder


def write_attack(attack: Attack, release: Path, folder: Path, values: Mapping[str, str]) -> None:
    """Write its notebook and its files."""
    path = folder / f"{attack.notebook}.ipynb"
    released = nbformat.read(release / path.name, as_version=4)
    released.cells = list(_with_new_cells(released, tuple(cells_of(attack.cells or attack.name))))
    text = nbformat.writes(released)
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    notebook = nbformat.from_dict(json.loads(text))
    if attack.edit is not None:
        attack.edit(notebook)
    # Not by nbformat, which would repair what is wrong on purpose.
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    for name, content in attack.files.items():
        made = content() if callable(content) else content
        data = made if isinstance(made, bytes) else made.encode()
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _with_new_cells(notebook: NotebookNode, new: tuple[NewCell, ...]) -> Iterator[NotebookNode]:
    known = {cell.id for cell in notebook.cells}
    unknown = {cell.cell_id for cell in new} - known
    if unknown:
        raise ValueError(f"There is no cell {', '.join(unknown)}.")
    for cell in notebook.cells:
        if "nbgrader" not in cell.metadata:
            continue
        here = [one for one in new if one.cell_id == cell.id]
        for one in here:
            if not one.place:
                cell.source = one.source
        yield from (_code(one) for one in here if one.place == "before")
        yield cell
        yield from (_code(one) for one in here if one.place == "after")


def _code(new: NewCell) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_code_cell(new.source)
    return cell
