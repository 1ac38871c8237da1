"""In which order notebooks go to the workers.

Those of one kind go as long as there are any, since a change of kind waits for the last of them
(`execution.one_kind` says why). So what may last longest goes first: as the last one, it would hold
up all the others.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograder.grading.batch.graded_before import Key
from autograder.grading.batch.job import JobResult
from autograder.grading.execution.one_kind import Kind, kind_of
from autograder.grading.intake.placeholder import INTAKE

__all__ = ["Foreseen", "Order", "Submission", "Task", "foreseen"]

LOOP = re.compile(r"^([ \t]*)(for|while)\b", re.MULTILINE)


@dataclass(frozen=True)
class Foreseen:
    """What is known of a notebook before it is run."""

    kind: Kind
    may_not_end: bool = False
    """Whether it loops until something is so. Other loops end, whatever is wrong with them."""
    loops: int = 0
    """How many stand within one another."""
    of_newer_python: bool = False
    """Whether it was written with a newer Python than ours, of which one word is said in a run."""


def foreseen(notebook: NotebookNode) -> Foreseen:
    r"""Look at a sanitized notebook.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> cell = new_code_cell("def f(x):\n    while x:\n        pass")
    >>> foreseen(new_notebook(cells=[cell]))
    Foreseen(kind=<Kind.KERAS: 'keras'>, may_not_end=True, loops=1, of_newer_python=False)
    """
    may_not_end, most = False, 0
    for cell in notebook.cells:
        within: list[int] = []
        for indent, word in LOOP.findall(cell.source) if cell.cell_type == "code" else ():
            may_not_end |= word == "while"
            within = [outer for outer in within if outer < len(indent)] + [len(indent)]
            most = max(most, len(within))
    is_newer = "python" in notebook.metadata.get(INTAKE, {})
    return Foreseen(kind_of(notebook), may_not_end, most, is_newer)


@dataclass
class Submission:
    """A submission on its way."""

    assignment: str
    student: str
    folder: Path
    begin: float
    waiting: int = 0
    has_failed: bool = False
    is_as_ever: bool = True
    """Whether it would be graded in the same way again, and no word said about it."""
    loops: int = 0
    """How many stand within one another in any of its notebooks: one may call another's answers."""
    used: float = 0.0
    """Seconds that its notebooks have run."""
    done: dict[str, Path] = field(default_factory=dict)
    """Where the notebooks are that were run, by their names."""

    def keep(self, done: JobResult) -> None:
        """Write down what was run, beside the folder that other notebooks are run in."""
        path = self.folder.parent / f"{done.notebook}.done"
        path.write_text(done.content, encoding="utf-8")
        self.done[done.notebook] = path
        self.used += done.ran
        self.is_as_ever &= done.is_kept or done.is_repeatable


@dataclass
class Task:
    """A notebook on its way."""

    submission: Submission
    notebook: str
    foreseen: Foreseen
    key: Key | None = None
    """What its verdicts are kept by; None if they aren't."""
    is_alone: bool = False
    crashes: int = 0


class Order:
    """The notebooks that can be run, of which one is taken at a time."""

    def __init__(self) -> None:
        self.kind = Kind.NUMPY
        """The one that is taken."""
        self._ready: dict[Kind, list[Task]] = {kind: [] for kind in Kind}
        self._longest: dict[str, float] = {}

    def add(self, one: Task) -> None:
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

    def take(self) -> Task | None:
        """Take the one that may last longest, by its loops and by others of its name."""
        ready = self._ready[self.kind]
        if not ready:
            return None
        one = max(ready, key=self._how_long)
        ready.remove(one)
        return one

    def _how_long(self, one: Task) -> tuple[bool, float, int]:
        longest = self._longest.get(one.notebook, 0.0)
        return one.foreseen.may_not_end, longest, one.submission.loops
