"""Read a download, a zip or a folder, without believing anything that it says of itself.

Nothing is unpacked: each file is an `Entry`, which is opened when its content is wanted, and read
up to a limit. What can't be a plain file of a submission is left out, with a line that says why.
"""

import io
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from autograder.grading.sandbox.folders.trees import walk
from autograder.grading.sandbox.limits import MIB, SUBMISSION, in_words

__all__ = ["LARGEST_FILE", "Download", "Entry", "UnreadableFileError", "entries_of", "inner"]

LARGEST_FILE = SUBMISSION.notebook
"""Of one file; the largest that is handed in, trained weights, has 1 MiB."""
MOST_ENTRIES = 200_000
"""Of a download: 400 files for each of 500 students."""
PIECE = MIB
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
UNICODE_PATH = 0x7075
"""The extra field in which Info-ZIP writes a name as UTF-8."""
JUNK_FILES = {".ds_store", "thumbs.db", "desktop.ini", "icon\r"}
JUNK_FOLDERS = {"__macosx", ".ipynb_checkpoints", "__pycache__"}
DRIVE = re.compile(r"^[A-Za-z]:")


class UnreadableFileError(Exception):
    """Why a file of a download can't be read, as the end of a sentence that begins with it."""


@dataclass(frozen=True)
class Entry:
    """A file of a download."""

    path: str
    """As the download names it: ``/`` between folders, letters composed (NFC)."""
    size: int
    """As it says itself; what is read is counted."""
    open: Callable[[], AbstractContextManager[IO[bytes]]] = field(repr=False, compare=False)

    def pieces(self, most: int = LARGEST_FILE) -> Iterator[bytes]:
        """Yield the content, piece by piece.

        Raises
        ------
        UnreadableFileError
            If it is broken, encrypted, or has more than `most` bytes.
        """
        seen = 0
        try:
            with self.open() as file:
                while piece := file.read(PIECE):
                    seen += len(piece)
                    if seen > most:
                        raise UnreadableFileError(
                            f"has more than {in_words(most)}, which is more than is taken"
                        )
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnreadableFileError(f"is broken ({error})") from None
        except (NotImplementedError, RuntimeError) as error:  # a method, a password
            raise UnreadableFileError(f"can't be unpacked ({error})") from None

    def read(self, most: int = LARGEST_FILE) -> bytes:
        """Return the whole content; raise like `pieces`."""
        return b"".join(self.pieces(most))


@dataclass
class Download:
    """What was found in a download."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """A sentence for each thing that was left out."""


def entries_of(path: Path) -> Download:
    """List a zip or a folder.

    Examples
    --------
    >>> entries_of(Path("no-such.zip")).problems
    ['no-such.zip: is not there.']
    """
    if path.is_dir():
        return _in_folder(path)
    if not path.exists():
        return Download(problems=[f"{path.name}: is not there."])
    found = Download()
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        kind = "can't be read" if isinstance(error, OSError) else "is no zip file"
        found.problems.append(f"{path.name}: {kind} ({error}).")
        return found
    _list(archive, found, path.name)
    return found


def inner(entry: Entry) -> Download:
    """List a zip that a student handed in.

    Raises
    ------
    UnreadableFileError
        If it is none, or can't be read.
    """
    content = entry.read()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise UnreadableFileError(f"is no zip file ({error})") from None
    found = Download()
    _list(archive, found, entry.path.rpartition("/")[2])
    return found


def _list(archive: zipfile.ZipFile, found: Download, where: str) -> None:
    for number, info in enumerate(archive.infolist()):
        if number >= MOST_ENTRIES:
            found.problems.append(f"{where}: only the first {MOST_ENTRIES} files are looked at.")
            return
        if info.is_dir():
            continue
        name = _name(info)
        why = _why_not(name, info)
        if why:
            found.problems.append(f"{where}: {_shown(name)} {why}.")
        elif not _is_junk(name):
            found.entries.append(Entry(name, info.file_size, _opener(archive, info)))


def _opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    return lambda: archive.open(info)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name that was meant: UTF-8 where it can be, whatever the flag says."""
    raw = info.orig_filename
    if not info.flag_bits & UTF8_FLAG:
        in_extra = _unicode_path(info.extra)
        try:
            raw = in_extra or raw.encode("cp437").decode("utf-8")
        except UnicodeError:  # really an old code page: letters may be wrong, numbers are not
            raw = info.orig_filename
    raw = raw.partition("\0")[0].replace("\\", "/")
    return unicodedata.normalize("NFC", raw)


def _unicode_path(extra: bytes) -> str:
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        if kind == UNICODE_PATH and length > 5:
            return extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]
    return ""


def _why_not(name: str, info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link, and links are not taken"
    if kind not in (0, stat.S_IFREG):
        return "is no plain file, and is not taken"
    if name.startswith("/") or DRIVE.match(name) or ".." in name.split("/"):
        return "would lie outside its folder, and is not taken"
    if not name.strip("/ "):
        return "has no name, and is not taken"
    if info.flag_bits & ENCRYPTED_FLAG:
        return "has a password, and can't be read"
    if info.file_size > LARGEST_FILE:
        size = in_words(info.file_size)
        return f"has {size}, and at most {in_words(LARGEST_FILE)} are taken"
    return ""


def _in_folder(folder: Path) -> Download:
    """List a folder, as an unpacked zip; links are not followed."""
    found = Download()
    root = os.fsencode(folder)
    for where, folders, names in walk(root):
        folders.sort()
        for raw in sorted(names):
            full = os.path.join(where, raw)  # noqa: PTH118 - names need not be text
            name = _text(os.path.relpath(full, root))
            status = os.lstat(full)
            if _is_junk(name):
                continue
            if len(found.entries) >= MOST_ENTRIES:
                found.problems.append(f"Only the first {MOST_ENTRIES} files are looked at.")
                return found
            if not stat.S_ISREG(status.st_mode):
                what = "a link" if stat.S_ISLNK(status.st_mode) else "no plain file"
                found.problems.append(f"{_shown(name)} is {what}, and is not taken.")
            elif status.st_size > LARGEST_FILE:
                size, limit = in_words(status.st_size), in_words(LARGEST_FILE)
                found.problems.append(f"{_shown(name)} has {size}; at most {limit} are taken.")
            else:
                found.entries.append(Entry(name, status.st_size, _file_opener(full)))
    return found


def _file_opener(path: bytes) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(number, "rb") as file:
            yield file

    return opened


def _text(raw: bytes) -> str:
    return unicodedata.normalize("NFC", raw.decode("utf-8", "replace"))


def _is_junk(name: str) -> bool:
    *folders, file = name.casefold().split("/")
    return file.startswith("._") or file in JUNK_FILES or not JUNK_FOLDERS.isdisjoint(folders)


def _shown(name: str) -> str:
    safe = "".join(letter if letter.isprintable() else "�" for letter in name)
    return f"{safe[:100]}…" if len(safe) > 100 else safe
