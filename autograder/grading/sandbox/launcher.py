"""A Python that limits itself and then becomes a kernel."""

import functools
import inspect
import json
from collections.abc import Iterable, Mapping

from autograder.grading.sandbox.limits import Limits

__all__ = ["launcher", "rlimits"]


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
    import sys
    from pathlib import Path

    wanted = json.loads(plan)
    with contextlib.suppress(OSError):  # if the machine runs out of memory, this process goes
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for folder in wanted["folders"]:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - the shortest there is
    if wanted["copy"]:
        shutil.copytree(wanted["copy"], ".", dirs_exist_ok=True)
    # Only now: what was handed in may be larger than what may be written.
    for name, most in wanted["rlimits"].items():
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        value = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (value, value))
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

    # What is handed in beside a notebook can be imported, and takes no library's place.
    sys.path.append(os.getcwd())  # noqa: PTH109

    from autograder.answer import stand_ins

    stand_ins.install(wanted["hidden"])

    from autograder.answer import remote_check

    remote_check.channel_to_grader()  # by now: a notebook may empty its environment

    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


def launcher(
    named: Mapping[str, int],
    folders: tuple[str, ...] = (),
    copy: str = "",
    forbidden: bytes = b"",
    hidden: Iterable[str] = (),
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
        From `seccomp.filter_program`.
    hidden
        Libraries in whose place a stand-in is imported.

    Examples
    --------
    >>> launcher({"RLIMIT_CORE": 0})[-1]
    '{"rlimits": {"RLIMIT_CORE": 0}, "folders": [], "copy": "", "filter": "", "hidden": []}'
    """
    plan = json.dumps(
        {
            "rlimits": dict(named),
            "folders": list(folders),
            "copy": copy,
            "filter": forbidden.hex(),
            "hidden": sorted(hidden),
        }
    )
    return ["-P", "-c", _program(), plan]


@functools.cache
def _program() -> str:
    return f"import sys\n{inspect.getsource(_start)}\n_start(sys.argv.pop(1))\n"
