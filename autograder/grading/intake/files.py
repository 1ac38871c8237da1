"""The files of a submission, looked at without following a link or waiting for a pipe."""

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from autograder.grading.sandbox.limits import SUBMISSION, in_words

__all__ = ["SubmittedFiles", "UnreadableError", "candidates", "list_files", "read_plain", "shown"]

KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}
COPY = re.compile(r"([\s_-]*(\(\d+\)|copy\d*|final|fixed|new|v\d+))+$")


class UnreadableError(Exception):
    """Why a file can't be read, as the end of a sentence that begins with its name."""


@dataclass
class SubmittedFiles:
    """What lies in a submission's folder."""

    files: dict[str, int] = field(default_factory=dict)
    """The size of each plain file, by its path in the folder."""
    others: dict[str, str] = field(default_factory=dict)
    """What each thing is that is neither a plain file nor a folder."""
    problem: str = ""
    """Why the folder itself can't be read, or not to its end."""
    is_folder: bool = True


def list_files(folder: Path, ignored: Iterable[str] = ()) -> SubmittedFiles:
    """List a submission.

    Parameters
    ----------
    folder
        That of one student and one assignment.
    ignored
        Patterns of names that nbgrader leaves out.
    """
    found = SubmittedFiles()
    try:
        mode = folder.lstat().st_mode
    except OSError as error:
        problem = f"The submission can't be read ({error.strerror})."
        return SubmittedFiles(problem=problem, is_folder=False)
    if not stat.S_ISDIR(mode):
        what = KINDS.get(stat.S_IFMT(mode), "a file")
        return SubmittedFiles(
            problem=f"The submission is {what} where a folder should be.", is_folder=False
        )
    patterns, waiting, seen = tuple(ignored), [""], 0
    while waiting:
        inside = waiting.pop(0)
        for entry in _entries(folder / inside):
            name = f"{inside}/{entry.name}" if inside else entry.name
            seen += 1
            if seen > SUBMISSION.entries:
                found.problem = (
                    f"Only the first {SUBMISSION.entries} files and folders were looked at."
                )
                return found
            if any(fnmatch(entry.name, pattern) for pattern in patterns):
                continue
            if not _is_utf8(entry.name):
                found.others[name] = "a name that is not UTF-8"
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(name)
            elif entry.is_file(follow_symlinks=False):
                found.files[name] = entry.stat(follow_symlinks=False).st_size
            else:
                kind = stat.S_IFMT(entry.stat(follow_symlinks=False).st_mode)
                found.others[name] = KINDS.get(kind, "a special file")
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:  # a folder that nobody may read, or a path that is too long
        return []


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_plain(path: Path, most: int) -> bytes:
    """Return the content of a plain file.

    Raises
    ------
    UnreadableError
        If it is anything else, may not be read, or has more than `most` bytes.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadableError(_why(path, error)) from None
    try:
        status = os.fstat(number)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableError(f"is {_kind(status.st_mode)} and not a plain file")
        if status.st_size > most:
            size = in_words(status.st_size)
            raise UnreadableError(f"has {size}, and at most {in_words(most)} are read")
        with os.fdopen(number, "rb", closefd=False) as file:
            return file.read(most)
    except OSError as error:
        raise UnreadableError(f"can't be read ({error.strerror})") from None
    finally:
        os.close(number)


def _why(path: Path, error: OSError) -> str:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return "is not there"
    if stat.S_ISREG(mode):
        return f"can't be read ({error.strerror})"
    return f"is {_kind(mode)} and not a plain file"


def _kind(mode: int) -> str:
    return KINDS.get(stat.S_IFMT(mode), "something else")


def candidates(notebook: str, names: Iterable[str]) -> list[str]:
    """Find the files that may have been meant to be a notebook.

    Examples
    --------
    >>> candidates("1_convolution", ["1_convolution (1).ipynb", "lab6/1_Convolution.ipynb", "a.py"])
    ['1_convolution (1).ipynb', 'lab6/1_Convolution.ipynb']
    """
    wanted = _plain(notebook)
    found = [name for name in names if ".ipynb" in name and _plain(_stem(name)) == wanted]
    return [name for name in found if name != f"{notebook}.ipynb"]


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".ipynb")[0]


def _plain(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", COPY.sub("", stem.lower().strip())).strip("_")


def shown(name: str) -> str:
    r"""Write a name that a student chose so that it stays on its line and is no markup.

    Examples
    --------
    >>> print(shown("a\n`b`"))
    `a\x0a\x60b\x60`
    """
    safe = "".join(
        character if character.isprintable() and character not in "`<>&" else _escaped(character)
        for character in name
    )
    return f"`{safe[:80]}…`" if len(safe) > 80 else f"`{safe}`"


def _escaped(character: str) -> str:
    return f"\\x{ord(character):02x}"
