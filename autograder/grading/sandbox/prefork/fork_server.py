"""Processes that fork kernels, as graders see them: started, asked, lent, and ended.

What runs in such a process is the program in `server_program`.
"""

import contextlib
import inspect
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any

from autograder.grading.sandbox.bubblewrap import sandboxed
from autograder.grading.sandbox.description import NOBODY, Folders, Sandbox
from autograder.grading.sandbox.folders.private_folder import PrivateFolder
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.prefork import namespaces, server_program
from autograder.grading.sandbox.provisioner import SECONDS_TO_DIE, SECONDS_TO_START

__all__ = ["ForkServer", "ForkServerError", "in_user_namespace_of", "start_program"]

SECONDS_TO_IMPORT = 120.0
SECONDS_TO_END = 0.3
"""By itself. One that imports doesn't hear, and is killed."""
PROGRAM_TALKS_BY = 3
START = """
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
serve(
    socket.socket(fileno=int(sys.argv[1])),
    sys.argv[2:],
    types.SimpleNamespace(**globals()),
)
"""

log = logging.getLogger(__name__)


class ForkServerError(OSError):
    """A kernel can't be forked. Not the student's doing; a cold one may start all the same."""


class ForkServer:
    """A process that has made some imports, and is asked to fork kernels.

    It is started when it is first needed, again if it has come to its end, and dies with this
    process. All is done in one thread of its own: the system takes the end of the thread that
    started a sandbox for the end of the grader. Other processes may ask it, too: imports take
    seconds, and are made once.

    Parameters
    ----------
    sandbox
        What its kernels see; it sees the same.
    modules
        What it imports.
    disk
        Bytes that its imports may write.
    """

    def __init__(self, sandbox: Sandbox, modules: Iterable[str], disk: int = Limits.disk) -> None:
        self.sandbox = sandbox
        self._modules = tuple(modules)
        self._disk = disk
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="fork-server")
        self._running: _Connection | None = None
        self._failure = ""
        self._has_said = False

    def start(self) -> "Future[int]":
        """Start it if it isn't there, and tell its process id."""
        return self._thread.submit(self._start)

    def lend(self) -> socket.socket:
        """Start it, and return what a process that is started by `multiprocessing` is handed."""
        return self._thread.submit(self._lent).result().control

    def borrow(self, control: socket.socket) -> None:
        """Ask the one that another process lends, as long as that one lasts."""
        self._running = _Connection(control)

    def spawn(self, parent: int, request: Mapping[str, Any], fds: Sequence[int]) -> "Future[int]":
        """Start a kernel in a sandbox.

        Parameters
        ----------
        parent
            Which process is expected to fork: the one that the sandbox was built for.
        request, fds
            As `server_program.serve` wants them, but for the socket of the reply.

        Returns
        -------
        :
            A pidfd of the kernel.
        """
        return self._thread.submit(self._spawn, parent, request, fds)

    def say_that_it_fails(self, error: Exception) -> None:
        """Say once why kernels start cold."""
        if not self._has_said:
            log.warning("%s So kernels are started anew, which takes longer.", error)
            self._has_said = True

    def close(self) -> None:
        """End it, and all its kernels with it."""
        try:
            self._thread.submit(self._stop).result()
        except RuntimeError:  # Python itself comes to its end, and has ended the thread
            self._stop()
        self._thread.shutdown()

    def _lent(self) -> "_Connection":
        self._raise_if_failed()
        return self._running or self._launch()

    def _raise_if_failed(self) -> None:
        if self._failure:
            raise ForkServerError(self._failure)

    def _start(self) -> int:
        self._raise_if_failed()
        if self._running is not None and self._running.lasts():
            return self._running.pid
        self._stop()
        try:
            return self._launch().pid
        except (OSError, ValueError) as error:
            self._stop()
            self._failure = f"Kernels can't be forked: {error}"
            raise ForkServerError(self._failure) from error

    def _launch(self) -> "_Connection":
        self._running = _Process(self.sandbox, self._modules, self._disk)
        return self._running

    def _spawn(self, parent: int, request: Mapping[str, Any], fds: Sequence[int]) -> int:
        running = self._running
        if running is None or running.pid != parent:
            raise ForkServerError("The process that should fork has come to its end.")
        return running.spawn(request, fds)

    def _stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None


class _Connection:
    """The way to a process of a fork server, which this process or another one has started."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self._pidfd: int | None = None

    @cached_property
    def pid(self) -> int:
        """Its process id, once it has made its imports.

        Raises
        ------
        ValueError
            If it can't fork.
        """
        said, _ = self.ask({}, (), SECONDS_TO_IMPORT)
        if not said:
            raise ValueError(self._last_words())
        told = json.loads(said)
        if told["problem"]:
            raise ValueError(told["problem"])
        self._pidfd = os.pidfd_open(told["pid"])
        return int(told["pid"])

    def _last_words(self) -> str:
        return "It ended."

    def spawn(self, request: Mapping[str, Any], fds: Sequence[int]) -> int:
        """Ask for a kernel, and wait until it is in its sandbox."""
        said, pidfds = self.ask(request, fds, SECONDS_TO_START)
        if said != server_program.READY:
            raise ForkServerError(said.decode(errors="replace").strip() or "No kernel was forked.")
        return pidfds[0]

    def ask(
        self, request: Mapping[str, Any], fds: Sequence[int], seconds: float
    ) -> tuple[bytes, list[int]]:
        """Ask by one packet, which holds the way of its reply: several processes may ask."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                packet = json.dumps(request).encode()
                socket.send_fds(self.control, [packet], [theirs.fileno(), *fds])
            ours.settimeout(seconds)
            said, received, _, _ = socket.recv_fds(ours, 1 << 16, 1)
        return said, received

    def lasts(self) -> bool:
        """Tell whether it can be asked."""
        try:
            self.pid  # noqa: B018 - waits for its imports
        except (OSError, ValueError):
            return False
        return self._pidfd is not None and not select.select([self._pidfd], [], [], 0)[0]

    def stop(self) -> None:
        """Ask it no more."""
        self.control.close()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None


class _Process(_Connection):
    """One process of a fork server, from its start to its end."""

    def __init__(self, sandbox: Sandbox, modules: Sequence[str], disk: int) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        super().__init__(ours)
        self.process: subprocess.Popen[bytes] | None = None
        self._root = PrivateFolder()
        self._folders = Folders(self._root.path)
        try:
            self._folders.prepare(NOBODY if os.geteuid() == 0 else None)
            # Its source comes as its input: as an argument, `ps` would show all of it.
            program = [sys.executable, "-P", "-", str(theirs.fileno()), *modules]
            with theirs, self._folders.log.open("wb") as output, TemporaryFile() as source:
                source.write(_program().encode())
                source.seek(0)
                self.process = subprocess.Popen(
                    outer_sandbox(sandboxed(program, sandbox, self._folders, disk)),
                    stdin=source,
                    stdout=output,
                    stderr=output,
                    pass_fds=(theirs.fileno(),),
                    env=dict(sandbox.environment),
                    start_new_session=True,
                )
        except BaseException:
            self.stop()
            raise

    def _last_words(self) -> str:
        said = self._folders.log.read_text(errors="replace").strip()
        return said or super()._last_words()

    def stop(self) -> None:
        """End it, and with it its kernels."""
        if self.process is not None:
            # bubblewrap outside ends when it has seen it end.
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self.control.send(b'{"ends": true}')
                self.process.wait(SECONDS_TO_END)
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                if self._pidfd is not None:
                    signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
                    self.process.wait(SECONDS_TO_DIE)
            self.process.kill()
            self.process.wait()
        super().stop()
        self._root.remove()


def start_program(control: socket.socket, source: str) -> socket.socket:
    """Have a lent process fork a child that runs a program of the grader's own, beside itself.

    Parameters
    ----------
    control
        What `ForkServer.lend` returned.
    source
        The program. It ends with the process that forked it.

    Returns
    -------
    :
        The way to the program's descriptor 3.

    Raises
    ------
    OSError
        If it was not started.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        try:
            request = {"stays": True, "argv": [source], "numbers": [PROGRAM_TALKS_BY]}
            said, returned = _Connection(control).ask(request, [theirs.fileno()], SECONDS_TO_IMPORT)
            for fd in returned:
                os.close(fd)
            if said != server_program.READY:
                raise ForkServerError("No program was started beside the kernels.")
        except BaseException:
            ours.close()
            raise
    return ours


def _program() -> str:
    """Return the source of a fork server: where it runs, this package isn't to be seen."""
    return "\n".join([*map(inspect.getsource, (namespaces, server_program)), START])


def outer_sandbox(command: Sequence[str]) -> list[str]:
    """Return a sandbox's command, changed for a process that is to enter others.

    Of users, its namespace is the one in which theirs are made; of processes, it has none, since
    only one that is below the own can be entered.

    Examples
    --------
    >>> outer_sandbox(["bwrap", "--unshare-pid", "--disable-userns", "--proc", "/proc", "--"])
    ['bwrap', '--ro-bind', '/proc', '/proc', '--']
    """
    at = command.index("--proc")
    changed = [*command[:at], "--ro-bind", "/proc", "/proc", *command[at + 2 :]]
    return [word for word in changed if word not in ("--unshare-pid", "--disable-userns")]


def in_user_namespace_of(pid: int) -> list[str]:
    """Return the command that starts another one, to be appended, in a process's user namespace.

    Examples
    --------
    >>> in_user_namespace_of(17)
    ['nsenter', '--user=/proc/17/ns/user', '--preserve-credentials', '--']
    """
    return ["nsenter", f"--user=/proc/{pid}/ns/user", "--preserve-credentials", "--"]
