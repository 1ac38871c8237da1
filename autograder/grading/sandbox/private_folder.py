"""Folders of a grader's own, which are removed even if the grader is killed."""

import contextlib
import fcntl
import functools
import os
import shutil
import tempfile
from pathlib import Path

__all__ = ["PrivateFolder", "remove_forgotten"]

PREFIX, LOCK = "cnn-lab-", "in-use"


class PrivateFolder:
    """A folder that nobody else has, to be removed: at the latest by another grader.

    It holds a file that is locked as long as this process lives.
    """

    def __init__(self) -> None:
        self._directory = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._directory.name)
        new = self.path / "new"
        self._lock = os.open(new, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        new.rename(self.path / LOCK)  # it has this name only once it is locked

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        self._directory.cleanup()
        os.close(self._lock)


@functools.cache
def remove_forgotten(parent: Path) -> None:
    """Remove the private folders of graders that were killed. Once, as a grader begins."""
    for lock in parent.glob(f"{PREFIX}*/{LOCK}"):
        with contextlib.suppress(OSError):
            number = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(lock.parent, ignore_errors=True)
            finally:
                os.close(number)
