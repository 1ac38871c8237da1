"""Open the archives in a submission, as far as an honest one is long.

Only contents are taken: a name in an archive leads nowhere, a link in it is left out, and what
claims to be longer than it is, or is longer than it claims, ends at the limit.
"""

import io
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from autograder.grading.intake.handed_in.files import SubmittedFiles, UnreadableError, shown
from autograder.grading.sandbox.limits import SUBMISSION, in_words

__all__ = ["unpack"]

LARGEST_ARCHIVE = SUBMISSION.archive
MOST_UNPACKED = SUBMISSION.unpacked
MOST_MEMBERS = SUBMISSION.members
DEEPEST = 2
"""An archive in an archive is opened, one in that is not."""
ZIPS, TARS = (".zip",), (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
OTHERS = (".rar", ".7z")
BROKEN = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,  # a password
    UnicodeError,
    ValueError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)


class _TooMuchError(Exception):
    """More than an honest submission has."""


def unpack(found: SubmittedFiles, into: Path) -> list[str]:
    """Add what is in a submission's archives to its files, by names like ``lab6.zip:lab6/a.txt``.

    Parameters
    ----------
    found
        The files of the submission. Those of archives are added.
    into
        An empty folder of ours, for their contents.

    Returns
    -------
    list of str
        A sentence for each archive that could not be opened.
    """
    remarks = [
        f"{shown(name)} can't be opened here. Hand in a .zip, or the files themselves."
        for name in found.files
        if name.lower().endswith(OTHERS)
    ]
    left = MOST_UNPACKED
    waiting = [(name, 1) for name in found.files if _is_archive(name)]
    while waiting:
        name, depth = waiting.pop(0)
        try:
            data = found.read(name, LARGEST_ARCHIVE)
            for member, content in _members(name, data, left):
                left -= len(content)
                if len(member.encode(errors="replace")) > SUBMISSION.path:
                    short = f"{name}:{member[: SUBMISSION.path]}"
                    found.others[short] = f"a path of more than {SUBMISSION.path} bytes"
                    continue
                inside = f"{name}:{member}"
                if inside in found.files or not _is_utf8(member):
                    continue
                path = into / str(len(found.unpacked))
                path.write_bytes(content)
                found.unpacked[inside] = path
                found.files[inside] = len(content)
                if depth < DEEPEST and _is_archive(member):
                    waiting.append((inside, depth + 1))
        except UnreadableError as error:
            remarks.append(f"{shown(name)} {error}.")
        except _TooMuchError:
            remarks.append(
                f"{shown(name)} holds more than {MOST_MEMBERS:,} files, or more than is left of "
                f"{in_words(MOST_UNPACKED)} for all archives: the rest was left out."
            )
        except BROKEN:
            remarks.append(f"{shown(name)} is no archive that can be read. Pack it again.")
    return remarks


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ZIPS + TARS) and not _is_fork(name)


def _is_fork(name: str) -> bool:
    """Tell what a Mac keeps of a file beside its content."""
    return "__MACOSX/" in name or name.rpartition("/")[2].startswith("._")


def _members(name: str, data: bytes, left: int) -> Iterator[tuple[str, bytes]]:
    members = _of_zip(data, left) if name.lower().endswith(ZIPS) else _of_tar(data, left)
    for number, (path, content) in enumerate(members):
        if number >= MOST_MEMBERS or len(content) > left:
            raise _TooMuchError
        left -= len(content)
        plain = _plain_path(path)
        if plain and not _is_fork(plain):
            yield plain, content


def _of_zip(data: bytes, left: int) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if members and all(member.filename.endswith(".npy") for member in members):
            return  # NumPy's own .npz, under another name
        for member in members:
            kind = stat.S_IFMT(member.external_attr >> 16)
            if member.is_dir() or kind not in (0, stat.S_IFREG):
                continue
            with archive.open(member) as opened:
                content = opened.read(left + 1)
            left -= len(content)
            yield member.filename, content


def _of_tar(data: bytes, left: int) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.isreg() else None
            if opened is not None:
                content = opened.read(left + 1)
                left -= len(content)
                yield member.name, content


def _plain_path(name: str) -> str:
    r"""Return a path without any step up, drive or root.

    Examples
    --------
    >>> _plain_path("lab6\\1.ipynb"), _plain_path("/../../etc/./passwd"), _plain_path("C:\\a")
    ('lab6/1.ipynb', 'etc/passwd', 'C_/a')
    """
    parts = name.replace("\\", "/").replace(":", "_").replace("\x00", "").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
