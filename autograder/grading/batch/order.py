"""In which order notebooks go to the workers.

Those of one kind go as long as there are any, since a change of kind waits for the last of them
(`execution.one_kind` says why). So what may last longest goes first: as the last one, it would hold
up all the others.
"""

import re
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from nbformat import NotebookNode

from autograder.grading.execution.one_kind import Kind, kind_of

__all__ = ["Foreseen", "Order", "foreseen"]

WHILE = re.compile(r"^[ \t]*while\b", re.MULTILINE)


@dataclass(frozen=True)
class Foreseen:
    """What is known of a notebook before it is run."""

    kind: Kind
    may_not_end: bool = False
    """Whether it loops until something is so. Other loops end, whatever is wrong with them."""


def foreseen(notebook: NotebookNode) -> Foreseen:
    r"""Look at a sanitized notebook.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("def f(x):\n    while x:\n        pass")
    >>> foreseen(new_notebook(cells=[cell]))
    Foreseen(kind=<Kind.KERAS: 'keras'>, may_not_end=True)
    """
    code = (cell.source for cell in notebook.cells if cell.cell_type == "code")
    return Foreseen(kind_of(notebook), any(map(WHILE.search, code)))


class Ready(Protocol):
    """A notebook that can be run."""

    notebook: str
    foreseen: Foreseen


T = TypeVar("T", bound=Ready)


class Order(Generic[T]):
    """The notebooks that can be run, of which one is taken at a time."""

    def __init__(self) -> None:
        self.kind = Kind.NUMPY
        """The one that is taken."""
        self._ready: dict[Kind, list[T]] = {kind: [] for kind in Kind}
        self._longest: dict[str, float] = {}

    def add(self, one: T) -> None:
        """Have it taken at some time."""
        self._ready[one.foreseen.kind].append(one)

    def has(self, kind: Kind) -> bool:
        """Tell whether there are any of this kind."""
        return bool(self._ready[kind])

    def change_kind(self) -> None:
        """Take the other kind from now on."""
        self.kind = self.kind.other

    def learn(self, notebook: str, seconds: float) -> None:
        """Learn how long a notebook of this name has run."""
        self._longest[notebook] = max(self._longest.get(notebook, 0.0), seconds)

    def take(self) -> T | None:
        """Take the one that may last longest, by itself or by others of its name."""
        ready = self._ready[self.kind]
        if not ready:
            return None
        one = max(ready, key=self._how_long)
        ready.remove(one)
        return one

    def _how_long(self, one: T) -> tuple[bool, float]:
        return one.foreseen.may_not_end, self._longest.get(one.notebook, 0.0)
