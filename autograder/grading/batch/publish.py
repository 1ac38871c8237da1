"""Put what is graded in its place, whole or not at all, and by one run at a time."""

import contextlib
import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.grading.sandbox.folders.trees import remove_tree

__all__ = ["AssignmentLockedError", "assignment_lock", "publish"]


class AssignmentLockedError(Exception):
    """Somebody else grades this assignment."""


@contextlib.contextmanager
def assignment_lock(source: Path) -> Iterator[None]:
    """Keep another run from grading the same assignment meanwhile.

    Parameters
    ----------
    source
        The instructor's folder of the assignment. The system forgets the lock when this process
        ends, however it does.

    Raises
    ------
    AssignmentLockedError
        If another run has it.
    """
    try:
        number = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:  # no such folder: there is nothing to tell others by
        yield
        return
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AssignmentLockedError(
                f"{source.name} is being graded already, by another command. Wait for it, or stop "
                "it: what it has graded stays graded."
            ) from None
        except OSError:  # some network file systems lock no folders
            pass
        yield
    finally:
        os.close(number)


def publish(made: Path, final: Path, notebooks: Iterable[str]) -> None:
    """Move a folder to where it belongs.

    Parameters
    ----------
    made
        What was made. It is gone afterwards, or on the way.
    final
        Its place. If there is one already, for other notebooks, its files are added or replaced.
    notebooks
        The names of those files by which nbgrader knows that they are graded: they come last.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    if not final.exists():
        try:
            made.rename(final)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            near = final.parent / f".{final.name}.partial"
            remove_tree(near)
            shutil.copytree(made, near)
            near.rename(final)
        return
    last = set(notebooks)
    files = [path for path in made.rglob("*") if path.is_file()]
    for path in sorted(files, key=lambda path: path.name in last):
        target = final / path.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        near = target.parent / f".{target.name}.partial"
        near.unlink(missing_ok=True)
        shutil.copy2(path, near)
        near.replace(target)
