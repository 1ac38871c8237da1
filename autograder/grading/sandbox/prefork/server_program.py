"""A process that has imported what kernels import, and forks one into each sandbox.

It is started by its source, together with that of `namespaces`, in a sandbox with the same files
as its kernels have: whatever a module remembers of its place is right in them too. It never runs a
student's code, and knows nothing but what it is asked to start. A program of the grader's own runs
in a child that stays where it is.
"""

import contextlib
import gc
import importlib
import json
import os
import random
import select
import signal
import socket
import sys
import tempfile
import time
import traceback
import types
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NoReturn, Protocol

__all__ = ["READY", "serve"]

READY = b"ready"
SECONDS_TO_END = 5.0
LARGEST = 1 << 18
MOST_DESCRIPTORS = 250
"""The system passes no more at once."""


class NamespaceCalls(Protocol):
    """What `namespaces` has; here it is no module, since both are one program."""

    renumber_descriptors: Callable[[Mapping[int, int], Iterable[int]], tuple[int, ...]]
    fork_into_pid_namespace: Callable[[], None]
    be_dumpable: Callable[[bool], None]
    end_with_parent: Callable[[int], None]
    enter: Callable[[int, int], None]
    flags_of: Callable[[Mapping[str, int], Mapping[str, int]], int]
    give_up_privileges: Callable[[], None]
    namespaces_of: Callable[[int | str], dict[str, int]]
    differences: Callable[[Mapping[str, int], Iterable[int]], list[str]]


def serve(control: socket.socket, modules: Iterable[str], calls: NamespaceCalls) -> None:
    """Start kernels until nobody is left who could ask for one.

    Parameters
    ----------
    control
        Where graders ask: one packet for each kernel or program, or an empty one to hear whether
        this is ready. When it is closed, or when it is asked to, this ends.
    modules
        Imported when somebody first asks, and never called.
    calls
        The functions of `namespaces`.
    """
    calls.be_dumpable(False)  # no process of the same user can look into this one
    problem: str | None = None
    lifelines: dict[int, socket.socket] = {}
    programs: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([control.fileno(), *lifelines, *programs], [], [])
        for ended in lifelines.keys() & ready:
            lifelines.pop(ended).close()
        for ended in programs.keys() & ready:
            os.close(ended)
            os.waitpid(programs.pop(ended), 0)
        if control.fileno() not in ready:
            continue
        message, fds, _, _ = socket.recv_fds(control, LARGEST, MOST_DESCRIPTORS)
        request = json.loads(message or b'{"ends": true}')
        if request.get("ends", False):
            _end(programs.values())
        if problem is None:
            _import(modules)
            problem = _unfit_to_fork()
        if problem or not request:
            with contextlib.suppress(OSError):  # who asked may have been killed meanwhile
                told = json.dumps({"pid": os.getpid(), "problem": problem}).encode()
                _tell(fds[0], told, fds[1:])
            continue
        stays = request.get("stays", False)
        request["parent"] = os.getpid()
        first = os.fork()
        if first == 0:
            for ours in (control, *lifelines.values()):
                ours.detach()  # no object is left that leads out; the descriptors are closed next
            become = _become_program if stays else _become_kernel
            become(request, fds, calls)
        if stays:
            programs[os.pidfd_open(first)] = first
        else:
            lifeline = fds.pop(1)
            lifelines[lifeline] = socket.socket(fileno=lifeline)
            os.waitpid(first, 0)
        for fd in fds:
            os.close(fd)


def _end(programs: Iterable[int]) -> NoReturn:
    """End, and leave no process behind that somebody else would have to ask how it ended."""
    for program in programs:
        os.kill(program, signal.SIGKILL)
        os.waitpid(program, 0)
    os._exit(0)  # what it has imported has nothing to say to that, and takes its time


def _import(modules: Iterable[str]) -> None:
    """Make imports, and keep the collector's hands off: looking at what is shared would copy it."""
    gc.disable()  # meanwhile, too: it takes a fourth of the time
    for name in modules:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    gc.enable()


def _unfit_to_fork() -> str:
    """Say what a child of this process would share with its siblings, or miss."""
    end = time.monotonic() + SECONDS_TO_END
    while (threads := len(os.listdir("/proc/self/task"))) > 1:  # noqa: PTH208
        if time.monotonic() < end:
            time.sleep(0.01)  # matplotlib has a timer, and cancels it
            continue
        return f"The imports have started {threads - 1} threads, which no child would have."
    with open("/proc/self/maps", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        shared = [line for line in file if line.split()[1][1:4:2] == "ws"]
    if shared:
        return f"The imports share memory between all children: {shared[0].strip()}"
    return ""


def _become_kernel(request: dict[str, Any], fds: Sequence[int], calls: NamespaceCalls) -> NoReturn:
    """Run what a new Python would run in the sandbox of a process. Never returns."""
    reply, _, target, log, *passed = fds
    try:
        null = os.open(os.devnull, os.O_RDWR)
        wanted = {0: null, 1: log, 2: log} | dict(zip(request["numbers"], passed, strict=True))
        reply, target = calls.renumber_descriptors(wanted, (reply, target))
        theirs = calls.namespaces_of(request["holder"])
        calls.enter(target, calls.flags_of(calls.namespaces_of("self"), theirs))
        os.close(target)
        calls.fork_into_pid_namespace()
        calls.give_up_privileges()
        os.chdir(request["folder"])
        _reset_process_state(request["environment"])
        found = calls.differences(theirs, {*wanted, reply}) + _hidden(request["hidden"])
        if found:
            raise RuntimeError(f"A kernel would be out of its sandbox: {'; '.join(found)}")
        _tell(reply, READY, [os.pidfd_open(os.getpid())])
    except BaseException:
        with contextlib.suppress(OSError):
            _tell(reply, traceback.format_exc().encode(), [])
        os._exit(1)
    _run(request["argv"])


def _become_program(request: dict[str, Any], fds: Sequence[int], calls: NamespaceCalls) -> NoReturn:
    """Run a program of the grader's own in this very sandbox. Never returns."""
    reply, *passed = fds
    try:
        null = os.open(os.devnull, os.O_RDWR)
        wanted = dict.fromkeys((0, 1, 2), null) | dict(zip(request["numbers"], passed, strict=True))
        (reply,) = calls.renumber_descriptors(wanted, (reply,))
        calls.end_with_parent(request["parent"])
        _tell(reply, READY, [])
    except BaseException:
        os._exit(1)
    _run(request["argv"])


def _tell(reply: int, message: bytes, fds: Sequence[int]) -> None:
    with socket.socket(fileno=reply) as grader:
        socket.send_fds(grader, [message], fds)
    for fd in fds:
        os.close(fd)


def _hidden(names: Iterable[str]) -> list[str]:
    """Tell which of the packages that can't be imported in a sandbox were imported before it."""
    tops = {name.partition(".")[0] for name in sys.modules}
    return [f"module {name}" for name in names if name in tops]


def _reset_process_state(environment: Mapping[str, str]) -> None:
    """Leave nothing of what a process has that lives longer than one kernel."""
    os.environ.clear()
    os.environ.update(environment)
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        handler = signal.getsignal(number)
        if callable(handler) and handler is not signal.default_int_handler:
            signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    tempfile.tempdir = None
    sys.path_importer_cache.clear()
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _run(argv: Sequence[str]) -> NoReturn:
    """Do as ``python -c`` does."""
    source, *arguments = argv
    status = 1
    try:
        sys.argv = ["-c", *arguments]
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(source, "<string>", "exec"), main.__dict__)  # noqa: S102 - a cold kernel's
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status & 0xFF)
