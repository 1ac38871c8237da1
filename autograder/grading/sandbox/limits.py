"""How much a submission may use, and how much of it is taken at all: every number stands here.

The system's own limits (``setrlimit``) count for one process each. So a `Watcher` adds up what the
whole tree of processes uses, and stops it.
"""

from dataclasses import dataclass

__all__ = ["GIB", "MIB", "SUBMISSION", "Limits", "SubmissionLimits", "in_words"]

MIB = 1 << 20
GIB = 1 << 30
UNITS = ((GIB, "GiB"), (MIB, "MiB"), (1 << 10, "KiB"))


@dataclass(frozen=True)
class Limits:
    """What one kernel and all that it starts may use. Seconds are the grader's business."""

    memory: int = 2 * GIB
    """Bytes, of all processes and of the files that they keep in memory."""
    processes: int = 64
    threads: int = 512
    """Of all processes together: TensorFlow starts several for each core."""
    open_files: int = 256
    """Of one process."""
    file_size: int = 64 * MIB
    """Of a file that it writes."""
    disk: int = 256 * MIB
    """Bytes of all files that it writes. The copy of the submission has its own room."""
    files: int = 10_000
    """That it makes, beside those of the submission."""


@dataclass(frozen=True)
class SubmissionLimits:
    """What is taken of one submission.

    The intake leaves out what is more than `notebook`, …, `beside`. Every later step takes what
    is left, and what the instructor's own files add: up to `whole_files` and `whole`.
    """

    entries: int = 20_000
    """Files and folders that are looked at."""
    notebook: int = 256 * MIB
    """Bytes of a file that is read as a notebook, with all that it displayed."""
    parts: int = 3_000_000
    """Objects, lists and entries of its JSON."""
    cells: int = 1_000
    cell_source: int = 200_000
    """Characters of one cell."""
    source: int = 10_000_000
    """Characters of all cells of a notebook."""
    attachments: int = 16 * MIB
    """Bytes of the pictures that were pasted into the texts of a notebook."""
    other_notebook: int = 32 * MIB
    """Bytes of a file that is looked at under another name than the notebook's."""
    other_notebooks: int = 12
    """So many of those are looked at for each notebook."""
    archive: int = 100 * MIB
    """Bytes of an archive."""
    unpacked: int = 200 * MIB
    """Bytes of what is in all archives together."""
    members: int = 5_000
    """Files in an archive."""
    files: int = 500
    """Beside the notebooks."""
    folders: int = 500
    path: int = 500
    """Bytes of a file's path in the submission. So folders are no deeper than can be copied."""
    beside: int = 100 * MIB
    """Bytes of all files beside the notebooks."""
    whole_files: int = 10_000
    """Files and folders of what is run."""
    whole: int = GIB
    """Bytes of what is run."""


SUBMISSION = SubmissionLimits()


def in_words(size: int) -> str:
    """Return bytes as people read them.

    Examples
    --------
    >>> in_words(2 * GIB), in_words(1000 * MIB), in_words(1536 * MIB), in_words(300)
    ('2 GiB', '1000 MiB', '1.5 GiB', '0.3 KiB')
    """
    unit, name = next((unit, name) for unit, name in UNITS if size >= unit or name == "KiB")
    return f"{size / unit:.1f}".removesuffix(".0") + f" {name}"
