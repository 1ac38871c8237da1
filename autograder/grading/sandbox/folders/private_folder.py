"""Folders of a grader's own, which are removed even if the grader is killed."""

import contextlib
import fcntl
import functools
import os
import tempfile
import weakref
from pathlib import Path

from autograder.grading.sandbox.folders.trees import remove_tree

__all__ = ["PrivateFolder", "remove_forgotten"]

PREFIX, LOCK = "cnn-lab-", "in-use"


class PrivateFolder:
    """A folder that nobody else has, to be removed: at the latest by another grader.

    It holds a file that is locked as long as this process lives.
    """

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        new = self.path / "new"
        lock = os.open(new, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        self._remove = weakref.finalize(self, _remove, self.path, lock)
        fcntl.flock(lock, fcntl.LOCK_EX)
        new.rename(self.path / LOCK)  # it has this name only once it is locked

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        self._remove()


def _remove(path: Path, lock: int) -> None:
    remove_tree(path)
    os.close(lock)


@functools.cache
def remove_forgotten(parent: Path) -> None:
    """Remove the private folders of graders that were killed. Once, as a grader begins."""
    for lock in parent.glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError):
            number = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_tree(lock.parent)
            finally:
                os.close(number)
