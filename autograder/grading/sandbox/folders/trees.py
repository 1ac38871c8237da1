"""Walk and remove folders that somebody else filled: as deep as they like, without recursion.

Before Python 3.12 or 3.13, `os.walk`, `shutil.rmtree` and `shutil.copytree` call themselves for
each level: some hundred levels end them, and whatever calls them.
"""

import contextlib
import itertools
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import AnyStr

__all__ = ["remove_tree", "walk"]

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def walk(top: AnyStr) -> Iterator[tuple[AnyStr, list[AnyStr], list[AnyStr]]]:
    """Yield each folder, the names of the folders in it, and those of all else, as `os.walk` does.

    Links are among the rest, and not followed. A folder that can't be read, or whose path is
    longer than the system takes, has nothing in it. Folders that are taken out of the list
    are not looked into.
    """
    waiting = [top]
    while waiting:
        where = waiting.pop()
        folders: list[AnyStr] = []
        others: list[AnyStr] = []
        with contextlib.suppress(OSError), os.scandir(where) as entries:
            for entry in entries:
                (folders if entry.is_dir(follow_symlinks=False) else others).append(entry.name)
        yield where, folders, others
        waiting += [os.path.join(where, name) for name in reversed(folders)]  # noqa: PTH118 - bytes


def remove_tree(folder: Path) -> bool:
    """Remove a folder and all that is in it; tell whether it is gone.

    What lies deeper is moved up before it is removed. So no path is too long, and no more than
    two folders are open at a time. Folders that may not be looked into are opened by their owner.
    """
    try:
        if not folder.is_symlink():
            folder.chmod(stat.S_IRWXU)
        top = os.open(folder, FOLDER)
    except OSError:
        return not os.path.lexists(folder)
    prefix = secrets.token_hex(8)
    unused = (f"{prefix}-{number}" for number in itertools.count())
    try:
        waiting = os.listdir(top)  # noqa: PTH208 - no path leads there
        while waiting:
            waiting += _removed(waiting.pop(), top, unused)
    finally:
        os.close(top)
    with contextlib.suppress(OSError):
        folder.rmdir()
    return not os.path.lexists(folder)


def _removed(name: str, top: int, unused: Iterator[str]) -> list[str]:
    """Remove something of a folder; return the new names of the folders in it, now beside it."""
    moved: list[str] = []
    with contextlib.suppress(OSError):
        if not _is_folder(name, top):
            os.unlink(name, dir_fd=top)
            return moved
        os.chmod(name, stat.S_IRWXU, dir_fd=top)
        inside = os.open(name, FOLDER, dir_fd=top)
        try:
            for inner in os.listdir(inside):  # noqa: PTH208 - nor here
                with contextlib.suppress(OSError):
                    if _is_folder(inner, inside):
                        # It is written to when it is moved: its way up changes.
                        os.chmod(inner, stat.S_IRWXU, dir_fd=inside)
                        new = next(unused)
                        os.rename(inner, new, src_dir_fd=inside, dst_dir_fd=top)
                        moved.append(new)
                    else:
                        os.unlink(inner, dir_fd=inside)
        finally:
            os.close(inside)
        os.rmdir(name, dir_fd=top)
    return moved


def _is_folder(name: str, within: int) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=within, follow_symlinks=False).st_mode)
