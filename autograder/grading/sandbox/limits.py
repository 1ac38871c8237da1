"""How much a submission may use.

The system's own limits (``setrlimit``) count for one process each. So a `Watcher` adds up what the
whole tree of processes uses, and stops it.
"""

from dataclasses import dataclass

__all__ = ["Limits"]

MIB = 1 << 20
GIB = 1 << 30


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
    disk: int = 256 * MIB
    """Bytes of all files written, the copy of the submission included."""
    files: int = 10_000
