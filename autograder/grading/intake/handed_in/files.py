"""The files of a submission, looked at without following a link or waiting for a pipe."""

import os
import stat
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

from autograder.grading.sandbox.limits import SUBMISSION, in_words

__all__ = [
    "SubmittedFiles",
    "UnreadableError",
    "first_of",
    "list_files",
    "read_plain",
    "shown",
    "some",
]

KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFBLK: "a device",
    stat.S_IFCHR: "a device",
}


class UnreadableError(Exception):
    """Why a file can't be read, as the end of a sentence that begins with its name."""


@dataclass
class SubmittedFiles:
    """What lies in a submission's folder, and what was unpacked from archives in it."""

    folder: Path
    files: dict[str, int] = field(default_factory=dict)
    """The size of each plain file, by its path in the folder."""
    others: dict[str, str] = field(default_factory=dict)
    """What each thing is that is neither a plain file nor a folder."""
    problem: str = ""
    """Why the folder itself can't be read, or not to its end."""
    is_folder: bool = True
    unpacked: dict[str, Path] = field(default_factory=dict)
    """Where the content of files is that came out of an archive."""

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a file.

        Raises
        ------
        UnreadableError
            As `read_plain`.
        """
        return read_plain(self.unpacked.get(name, self.folder / name), most)


def list_files(folder: Path, ignored: Iterable[str] = ()) -> SubmittedFiles:
    """List a submission.

    Parameters
    ----------
    folder
        That of one student and one assignment.
    ignored
        Patterns of names that nbgrader leaves out.
    """
    found = SubmittedFiles(folder)
    try:
        mode = folder.lstat().st_mode
    except OSError as error:
        problem = f"The submission can't be read ({error.strerror})."
        return SubmittedFiles(folder, problem=problem, is_folder=False)
    if not stat.S_ISDIR(mode):
        what = KINDS.get(stat.S_IFMT(mode), "a file")
        problem = f"The submission is {what} where a folder should be."
        return SubmittedFiles(folder, problem=problem, is_folder=False)
    patterns, waiting, seen = tuple(ignored), deque([""]), 0
    while waiting:
        inside = waiting.popleft()
        try:
            entries = _entries(folder / inside)
        except OSError as error:
            if not inside:
                problem = f"The submission can't be read ({error.strerror})."
                return SubmittedFiles(folder, problem=problem, is_folder=False)
            found.others[inside] = f"a folder that can't be read ({error.strerror})"
            continue
        for entry in entries:
            name = f"{inside}/{entry.name}" if inside else entry.name
            seen += 1
            if seen > SUBMISSION.entries:
                found.problem = (
                    f"Only the first {SUBMISSION.entries} files and folders were looked at."
                )
                return found
            if any(fnmatch(entry.name, pattern) for pattern in patterns):
                continue
            status = _status(entry)
            unfit = _unfit(name, status)
            if unfit or status is None:
                found.others[name] = unfit
            elif stat.S_ISDIR(status.st_mode):
                waiting.append(name)
            else:
                found.files[name] = status.st_size
    return found


def _unfit(name: str, status: os.stat_result | None) -> str:
    """Say what something is that is neither a plain file nor a folder, or can't be taken."""
    if not _is_utf8(name):
        return "a name that is not UTF-8"
    if len(name.encode()) > SUBMISSION.path:
        return f"a path of more than {SUBMISSION.path} bytes"
    if status is None:
        return "which can't be looked at"
    is_fit = stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)
    return "" if is_fit else KINDS.get(stat.S_IFMT(status.st_mode), "a special file")


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except OSError:
        return None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


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


def some(names: Iterable[str]) -> str:
    """Write the first of them, each as `shown`, and how many more there are.

    Examples
    --------
    >>> some("abcdefgh")
    '`a`, `b`, `c`, `d`, `e`, and 3 more'
    """
    return first_of(list(map(shown, names)))


def first_of(words: list[str]) -> str:
    """Write the first few, and how many more there are."""
    more = f", and {len(words) - 5} more" if len(words) > 6 else ""
    return ", ".join(words[:5] if more else words) + more
