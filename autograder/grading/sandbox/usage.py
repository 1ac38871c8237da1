"""What the processes of a sandbox use, looked at while they run."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

from autograder.grading.sandbox.limits import Limits, in_words

__all__ = ["ResourceUse", "Watcher", "breach", "measure"]


@dataclass(frozen=True)
class ResourceUse:
    """What a kernel and all that it started use at one moment."""

    memory: int = 0
    processes: int = 0
    files: int = 0
    strays: bool = False
    """Whether something lies beside the kernel's sockets, the one place on the host's disk."""


def measure(pid: int, limits: Limits) -> ResourceUse:
    """Add up what a process and all its descendants use.

    Above the limit of memory it is worth milliseconds to find out what the processes share, and to
    count that once. Above that of processes, memory is not looked at: a fork bomb leaves no time.
    """
    try:
        top = psutil.Process(pid)
        processes = [top, *top.children(recursive=True)]
    except (psutil.Error, OSError):
        return ResourceUse()
    if len(processes) > limits.processes:
        return ResourceUse(processes=len(processes))
    used = sum(map(_resident, processes))
    if used > limits.memory:
        used = sum(map(_proportional, processes))
    return ResourceUse(memory=used, processes=len(processes))


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except (psutil.Error, OSError):
        return 0


def _proportional(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.Error, OSError, AttributeError):  # only Linux tells what is shared
        return _resident(process)


class Watcher:
    """Look at what a kernel uses a few times a second, and stop it when that is too much.

    Parameters
    ----------
    look
        Tells what is used now.
    limits
        What may be used.
    stop
        Called once, with the reason, from the watcher's own thread.
    every
        Seconds between two looks.
    """

    def __init__(
        self,
        look: Callable[[], ResourceUse],
        limits: Limits,
        stop: Callable[[str], None],
        every: float = 0.2,
    ) -> None:
        self._look, self._limits, self._stop, self._every = look, limits, stop, every
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._closed.wait(self._every):
            reason = breach(self._look(), self._limits)
            if reason:
                self._stop(reason)
                return

    def close(self) -> None:
        """Look no more."""
        self._closed.set()
        if self._thread is not threading.current_thread():
            self._thread.join()


def breach(use: ResourceUse, limits: Limits) -> str | None:
    """Say in one sentence which limit is passed, if any.

    Examples
    --------
    >>> breach(ResourceUse(memory=3 << 30, processes=2), Limits())
    'It used more than 2 GiB of memory and was stopped.'
    >>> breach(ResourceUse(processes=65), Limits())
    'It ran more than 64 processes at once and was stopped.'
    >>> breach(ResourceUse(memory=1 << 30, processes=2), Limits())
    """
    if use.memory > limits.memory:
        return f"It used more than {in_words(limits.memory)} of memory and was stopped."
    if use.processes > limits.processes:
        return f"It ran more than {limits.processes} processes at once and was stopped."
    if use.files > limits.files:
        return f"It made more than {limits.files} files and was stopped."
    if use.strays:
        return "It wrote into the folder of its connection and was stopped."
    return None
