"""Copy what was handed in to where a kernel can read it."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from autograder.grading.sandbox.level import SandboxError
from autograder.grading.sandbox.limits import SUBMISSION, SubmissionLimits, in_words

__all__ = ["Copied", "copy_submission"]

PAGE = 4096


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
