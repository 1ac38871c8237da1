"""Tell whether a kernel was kept from the processor by others, and so was late."""

import time
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

__all__ = ["Moment", "is_starved", "moment"]

ENOUGH = 0.8
"""Of one processor: who has had that much of the time has been slow by itself."""
IDLE = 0.05
"""Of all processors: where more was left over, the kernel waited for something else."""


@dataclass(frozen=True)
class Moment:
    """What clocks show, in seconds."""

    wall: float
    kernel: float
    """Of processors that a kernel has had."""
    idle: float
    """Of processors that nobody has had."""
    processors: int = 1


def moment(of_kernel: float) -> Moment:
    """Return what the clocks show now, the kernel's among them."""
    idle = float(psutil.cpu_times().idle)
    return Moment(time.monotonic(), of_kernel, idle, psutil.cpu_count() or 1)


def is_starved(begin: Moment, end: Moment) -> bool:
    """Tell whether others had the processors that a kernel wanted.

    Examples
    --------
    >>> begin, shares = Moment(wall=0, kernel=0, idle=0, processors=2), ((3, 0), (9, 0), (0, 9))
    >>> [is_starved(begin, Moment(10, kernel, idle, 2)) for kernel, idle in shares]
    [True, False, False]
    """
    wall = end.wall - begin.wall
    had, left_over = end.kernel - begin.kernel, end.idle - begin.idle
    return had < ENOUGH * wall and left_over < IDLE * wall * end.processors
