"""One notebook to run: bytes in, bytes out. A worker needs no course and no gradebook."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from traitlets.config import Config

from autograder.grading.sandbox.folders.trees import walk
from autograder.grading.sandbox.limits import SUBMISSION, SubmissionLimits, in_words

__all__ = ["Job", "JobResult", "read_folder", "run_job"]


@dataclass(frozen=True)
class Job:
    """A sanitized notebook, and the folder that it is to be run in."""

    student: str
    notebook: str
    files: tuple[tuple[str, bytes], ...]
    """Names relative to the folder, with slashes, and contents: all notebooks are among them."""
    settings: Mapping[str, Any]
    """Of `TrustedExecute` and its parents, as traitlets has them, by class."""


@dataclass(frozen=True)
class JobResult:
    """A notebook that was run, with its verdicts."""

    student: str
    notebook: str
    content: str
    """JSON."""
    seconds: float
    ran: float = 0.0
    """Seconds of them in kernels."""
    is_repeatable: bool = False
    """Whether it ran in the full sandbox, in time, and in one kernel."""
    files_used: frozenset[str] | None = None
    """Names of the submission's files that it read, or wrote to; None if that isn't known."""
    is_kept: bool = False
    """Whether it is of an earlier run."""


def read_folder(folder: Path, most: SubmissionLimits = SUBMISSION) -> tuple[tuple[str, bytes], ...]:
    """Return the plain files in a folder; links are left out.

    Raises
    ------
    ValueError
        If there is more than is run.
    """
    found: list[tuple[str, bytes]] = []
    left = most.whole
    for root, folders, names in walk(str(folder)):
        folders.sort()
        for name in sorted(names):
            path = Path(root) / name
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0 or len(found) == most.whole_files:
                    raise ValueError(
                        "The submission is too large to be graded: at most "
                        f"{most.whole_files:,} files and {in_words(most.whole)} are."
                    )
                found.append((path.relative_to(folder).as_posix(), content))
    return tuple(found)


def run_job(job: Job) -> JobResult:
    """Run one notebook in a sandbox, and return it with the oracle's verdicts."""
    from autograder.grading.execution.execute import TrustedExecute
    from autograder.grading.sandbox.folders.private_folder import PrivateFolder

    begin = time.monotonic()
    place = PrivateFolder()  # if this process is killed, the next one removes it
    try:
        folder = place.path / "submission"
        for name, content in job.files:
            path = folder / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        notebook = nbformat.read(folder / f"{job.notebook}.ipynb", as_version=4)
        resources = ResourcesDict(metadata=ResourcesDict(path=str(folder)))
        execute = TrustedExecute(config=Config(job.settings))
        executed, _ = execute.preprocess(notebook, resources)
    finally:
        place.remove()
    seconds = time.monotonic() - begin - execute.waited
    return JobResult(
        job.student,
        job.notebook,
        json.dumps(executed),
        seconds,
        execute.ran,
        execute.is_repeatable,
        execute.files_used,
    )
