"""Kernels that have Keras, and kernels that must not have it, never run at the same time.

Two sandboxes that see the same files can tell each other something by them, whatever else is kept
apart: one locks a file, the other one notices. So a kernel with Keras could answer for a student's
notebook that is to be answered without it, or for a neighbour's. A run grades the notebooks of one
kind together (`batch.scheduler`); here every grader on a machine waits for those of other runs.
"""

import contextlib
import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from enum import Enum
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.grading.execution.check_cells import is_numpy_only
from autograder.grading.intake.placeholder import stands_in

__all__ = ["Kind", "Slots", "a_slot", "alone_of_its_kind", "kind_of"]

Slots = AbstractContextManager[Any]
"""A semaphore: as many can hold it as notebooks may run at once."""

FOLDER = "cnn-lab-kernels-{user}"
TURN = "turn"


class Kind(Enum):
    """What a notebook's kernel can import."""

    NUMPY = "numpy"
    """NumPy, and no library that could answer in its place."""
    KERAS = "keras"
    """All that is installed."""

    @property
    def other(self) -> "Kind":
        """The kind that may not run meanwhile."""
        return Kind.KERAS if self is Kind.NUMPY else Kind.NUMPY


def kind_of(notebook: NotebookNode) -> Kind:
    """Tell which kind of kernel runs a sanitized notebook.

    One that stands in for another is run by none, so that it need not wait for any.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> check = new_code_cell(metadata={"nbgrader": {"grade": True, "grade_id": "check-conv2d"}})
    >>> kind_of(new_notebook(cells=[check])), kind_of(new_notebook())
    (<Kind.NUMPY: 'numpy'>, <Kind.KERAS: 'keras'>)
    """
    return Kind.NUMPY if stands_in(notebook) or is_numpy_only(notebook) else Kind.KERAS


@contextlib.contextmanager
def alone_of_its_kind(
    kind: Kind, folder: Path | None = None, is_only_one: bool = False
) -> Iterator[None]:
    """Let kernels of this kind run, once those of the other one are gone.

    As many of one kind as want to run at once. Whoever waits for the other kind keeps those that
    come later waiting, too, so that its turn does come. The system takes the locks from a process
    that was killed.

    Parameters
    ----------
    kind
        Of the kernels that are going to run.
    folder
        Where the locks are: one place for all graders of a user.
    is_only_one
        Whether no other one of the same kind is to run meanwhile, either.
    """
    folder = folder or _folder()
    with _opened(folder / kind.value) as own:
        with _opened(folder / TURN) as turn, _opened(folder / kind.other.value) as other:
            fcntl.flock(turn, fcntl.LOCK_EX)
            fcntl.flock(other, fcntl.LOCK_EX)
            fcntl.flock(own, fcntl.LOCK_EX if is_only_one else fcntl.LOCK_SH)
        yield


@contextlib.contextmanager
def a_slot(slots: Iterable[Slots]) -> Iterator[float]:
    """Wait until no more notebooks run than may, if that is bounded; tell how long it took."""
    begin = time.monotonic()
    with contextlib.ExitStack() as held:
        for one in slots:
            held.enter_context(one)
        yield time.monotonic() - begin


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    number = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        yield number
    finally:
        os.close(number)  # and so unlocked, if it was locked


def _folder() -> Path:
    folder = Path(tempfile.gettempdir(), FOLDER.format(user=os.geteuid()))
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise OSError(f"{folder} is to be a folder of the user who grades. Remove it.")
    return folder
