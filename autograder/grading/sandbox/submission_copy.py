"""Copy what was handed in to where a kernel can read it."""

import os
import shutil
from pathlib import Path

from autograder.grading.sandbox.level import SandboxError
from autograder.grading.sandbox.limits import (
    Limits,
)

__all__ = ["copy_submission"]


def copy_submission(source: Path, target: Path, limits: Limits) -> None:
    """Copy the plain files and folders of a submission, so that the kernel's user can read them.

    Links, sockets and the like are left behind: what was handed in may point anywhere.

    Raises
    ------
    SandboxError
        If there is more than a kernel may have.
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
            if files > limits.files or size > limits.disk // 2:
                raise SandboxError(
                    f"The submission {source} is too large to be graded: at most {limits.files} "
                    f"files and {limits.disk >> 21} MB are. Remove what isn't needed."
                )
            if entry.is_file(follow_symlinks=False):
                shutil.copyfile(entry.path, copy / entry.name, follow_symlinks=False)
                (copy / entry.name).chmod(0o644)
        copy.chmod(0o755)
