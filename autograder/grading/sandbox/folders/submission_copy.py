"""Copy what was handed in to where a kernel can read it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.grading.sandbox.folders.trees import walk
from autograder.grading.sandbox.level import SandboxError
from autograder.grading.sandbox.limits import SUBMISSION, SubmissionLimits, in_words

__all__ = ["Copied", "copy_submission", "files_used"]

PAGE = 4096
NO_TIMES = getattr(os, "ST_NOATIME", 0)


@dataclass(frozen=True)
class Copied:
    """How much was copied."""

    files: int = 0
    """And folders."""
    size: int = 0
    """Bytes."""

    @property
    def room(self) -> int:
        """Bytes that it takes in a file system in memory, where files have whole pages.

        Examples
        --------
        >>> Copied(files=2, size=10).room // PAGE
        3
        """
        return PAGE * (self.files + -(-self.size // PAGE))


def copy_submission(source: Path, target: Path, most: SubmissionLimits = SUBMISSION) -> Copied:
    """Copy the plain files and folders of a submission, so that the kernel's user can read them.

    Links, sockets and the like are left behind: what was handed in may point anywhere.

    Raises
    ------
    SandboxError
        If there is more than is run.
    """
    files, size = 0, 0
    waiting = [(source, target)]
    while waiting:
        folder, copy = waiting.pop()
        copy.mkdir(exist_ok=True)
        with os.scandir(folder) as found:
            entries = list(found)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), copy / entry.name))
            elif entry.is_file(follow_symlinks=False):
                size += entry.stat(follow_symlinks=False).st_size
            else:
                continue
            files += 1
            if files > most.whole_files or size > most.whole:
                raise SandboxError(
                    f"The submission {source} is too large to be graded: at most "
                    f"{most.whole_files:,} files and folders and {in_words(most.whole)} are. "
                    "Remove what isn't needed."
                )
            if entry.is_file(follow_symlinks=False):
                shutil.copyfile(entry.path, copy / entry.name, follow_symlinks=False)
                (copy / entry.name).chmod(0o644)
        copy.chmod(0o755)
    return Copied(files, size)


def files_used(source: Path, copy: Path) -> frozenset[str] | None:
    """Return the names of the files in a copy that somebody has read, changed or removed since.

    A file system that is mounted as usual (relatime) notes the first time that a file is read after
    it was made. Who sets a file's times back may hide that, and deceives nobody but themselves.

    Parameters
    ----------
    source
        What was copied with its times; nobody has changed it since.
    copy
        The copy.

    Returns
    -------
    names : frozenset of str or None
        Relative to the folder, with slashes; None if the copy can't be looked at, or its file
        system notes nothing (noatime).
    """
    if not _notes_reading(copy):
        return None
    paths = (Path(root, name) for root, _, names in walk(str(source)) for name in names)
    names = (path.relative_to(source).as_posix() for path in paths)
    return frozenset(name for name in names if _is_used(source / name, copy / name))


def _notes_reading(folder: Path) -> bool:
    try:
        return os.access(folder, os.R_OK | os.X_OK) and not os.statvfs(folder).f_flag & NO_TIMES
    except OSError:
        return False


def _is_used(source: Path, copy: Path) -> bool:
    try:
        original, status = source.lstat(), copy.lstat()
    except OSError:
        return True
    is_as_copied = (status.st_mtime_ns, status.st_size) == (original.st_mtime_ns, original.st_size)
    return not is_as_copied or status.st_atime_ns > status.st_ctime_ns
