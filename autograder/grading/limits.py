"""How much a submission may use, what holds it to that, and who looks on.

The system's own limits (``setrlimit``) count for one process each. So a `Watcher` adds up what the
whole tree of processes uses, and stops it.
"""

import inspect
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]

__all__ = ["Limits", "Use", "Watcher", "breach", "launcher", "measure", "rlimits"]

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


@dataclass(frozen=True)
class Use:
    """What a kernel and all that it started use at one moment."""

    memory: int = 0
    processes: int = 0
    files: int = 0
    strays: bool = False
    """Whether something lies beside the kernel's sockets, the one place on the host's disk."""


def breach(use: Use, limits: Limits) -> str | None:
    """Say in one sentence which limit is passed, if any.

    Examples
    --------
    >>> breach(Use(memory=3 << 30, processes=2), Limits())
    'It used more than 2 GB of memory and was stopped.'
    >>> breach(Use(processes=65), Limits())
    'It ran more than 64 processes at once and was stopped.'
    >>> breach(Use(memory=1 << 30, processes=2), Limits())
    """
    if use.memory > limits.memory:
        return f"It used more than {_size(limits.memory)} of memory and was stopped."
    if use.processes > limits.processes:
        return f"It ran more than {limits.processes} processes at once and was stopped."
    if use.files > limits.files:
        return f"It made more than {limits.files} files and was stopped."
    if use.strays:
        return "It wrote into the folder of its connection and was stopped."
    return None


def _size(number: int) -> str:
    if number < GIB:
        return f"{number / MIB:.3g} MB"
    return f"{number / GIB:.3g} GB"


def rlimits(limits: Limits, counts_threads: bool) -> dict[str, int]:
    """Name the limits that the system holds each process to.

    Parameters
    ----------
    limits
        What a kernel may use.
    counts_threads
        Whether the system counts the threads of this kernel alone. In a user namespace of its own
        it does; elsewhere it counts all that the user runs, and the kernel might not start.

    Examples
    --------
    >>> sorted(rlimits(Limits(), counts_threads=True))
    ['RLIMIT_CORE', 'RLIMIT_DATA', 'RLIMIT_FSIZE', 'RLIMIT_NOFILE', 'RLIMIT_NPROC']
    """
    named = {
        "RLIMIT_CORE": 0,
        # Not RLIMIT_AS: TensorFlow maps more address space than it ever uses.
        "RLIMIT_DATA": limits.memory,
        "RLIMIT_FSIZE": limits.file_size,
        "RLIMIT_NOFILE": limits.open_files,
    }
    return named | ({"RLIMIT_NPROC": limits.threads} if counts_threads else {})


def _start(plan: str) -> None:  # pragma: no cover - runs in the sandbox, by its source
    import contextlib
    import ctypes
    import json
    import os
    import resource
    import shutil
    from pathlib import Path

    wanted = json.loads(plan)
    for name, most in wanted["rlimits"].items():
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (value, value))
    with contextlib.suppress(OSError):  # if the machine runs out of memory, this process goes
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for folder in wanted["folders"]:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - the shortest there is
    if wanted["copy"]:
        shutil.copytree(wanted["copy"], ".", dirs_exist_ok=True)
    program = bytes.fromhex(wanted["filter"])
    if program:

        class Filter(ctypes.Structure):
            _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))

        no_new_privileges, seccomp, mode_filter = 38, 22, 2
        libc = ctypes.CDLL(None, use_errno=True)
        zero, one = ctypes.c_ulong(0), ctypes.c_ulong(1)
        libc.prctl(no_new_privileges, one, zero, zero, zero)
        passed = ctypes.byref(Filter(len(program) // 8, program))
        if libc.prctl(seccomp, ctypes.c_ulong(mode_filter), passed, zero, zero):
            raise OSError(ctypes.get_errno(), "The system takes no filter of its calls")

    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


def launcher(
    named: Mapping[str, int],
    folders: tuple[str, ...] = (),
    copy: str = "",
    forbidden: bytes = b"",
) -> list[str]:
    """Return the arguments of a Python that limits itself and then becomes a kernel.

    Limits are set inside of the sandbox: set outside, RLIMIT_NPROC would count whatever else the
    user runs. Nothing is executed anew, so it costs no second start of Python.

    Parameters
    ----------
    named
        From `rlimits`.
    folders
        Made first.
    copy
        A folder whose contents are copied into the working folder.
    forbidden
        From `system_calls.filter_program`.

    Examples
    --------
    >>> launcher({"RLIMIT_CORE": 0})[-1]
    '{"rlimits": {"RLIMIT_CORE": 0}, "folders": [], "copy": "", "filter": ""}'
    """
    plan = json.dumps(
        {
            "rlimits": dict(named),
            "folders": list(folders),
            "copy": copy,
            "filter": forbidden.hex(),
        }
    )
    source = f"import sys\n{inspect.getsource(_start)}\n_start(sys.argv.pop(1))\n"
    return ["-P", "-c", source, plan]


def measure(pid: int, limits: Limits) -> Use:
    """Add up what a process and all its descendants use.

    Above the limit of memory it is worth milliseconds to find out what the processes share, and to
    count that once. Above that of processes, memory is not looked at: a fork bomb leaves no time.
    """
    try:
        top = psutil.Process(pid)
        processes = [top, *top.children(recursive=True)]
    except (psutil.Error, OSError):
        return Use()
    if len(processes) > limits.processes:
        return Use(processes=len(processes))
    used = sum(map(_resident, processes))
    if used > limits.memory:
        used = sum(map(_proportional, processes))
    return Use(memory=used, processes=len(processes))


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
        look: Callable[[], Use],
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
