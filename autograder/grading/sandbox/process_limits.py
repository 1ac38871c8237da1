"""Limits that are set to processes from outside of their sandbox."""

import contextlib
import os
import resource
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.grading.sandbox.bubblewrap import as_nobody

__all__ = ["go_first_if_memory_is_short", "limit", "process_of"]

OF_EACH = 'options=$1; shift; for pid; do prlimit --pid "$pid" $options; done'


def limit(processes: Iterable[int], named: Mapping[str, int]) -> None:
    """Hold processes, and what they start from now on, to limits that `rlimits` named.

    Examples
    --------
    >>> with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
    ...     limit([process.pid], {"RLIMIT_CORE": 0, "RLIMIT_NOFILE": 100})
    ...     print(resource.prlimit(process.pid, resource.RLIMIT_NOFILE))
    (100, 100)
    """
    values = {name: _possible(name, most) for name, most in named.items()}
    pids = list(processes)
    try:
        for pid in pids:
            for name, value in values.items():
                with contextlib.suppress(ProcessLookupError):
                    resource.prlimit(pid, getattr(resource, name), (value, value))
    except PermissionError:  # root need not have the right, but whose processes they are has it
        if os.geteuid() != 0:
            raise
        _limit_as_nobody(pids, values)


def _limit_as_nobody(pids: Iterable[int], values: Mapping[str, int]) -> None:
    words = [f"--{name.partition('_')[2].lower()}={n}:{n}" for name, n in values.items()]
    command = [*as_nobody({}), "sh", "-c", OF_EACH, "sh", " ".join(words), *map(str, pids)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace").strip())


def _possible(name: str, most: int) -> int:
    """Return a limit that is no higher than what every process here has already."""
    hard = resource.getrlimit(getattr(resource, name))[1]
    return most if hard == resource.RLIM_INFINITY else min(most, hard)


def go_first_if_memory_is_short(pid: int) -> None:
    """Have the system end a process before others; in its sandbox, that can't be taken back."""
    with contextlib.suppress(OSError):
        Path(f"/proc/{pid}/oom_score_adj").write_text("1000", encoding="ascii")


def process_of(pidfd: int) -> int:
    """Return the id of the process that a descriptor stands for; 0 or less if it is gone.

    Examples
    --------
    >>> process_of(os.pidfd_open(os.getpid())) == os.getpid()
    True
    """
    said = Path(f"/proc/self/fdinfo/{pidfd}").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in said.splitlines() if line.startswith("Pid:"))
