"""Kernels that start with their imports made, in the same sandbox as others.

`PreforkKernels` is what a grader keeps; `prefork_kernel_manager` stands in for
`sandboxed_kernel_manager`. bubblewrap builds the sandbox around a process that does nothing. A
`ForkServer` (`fork_server`) forks a child, and the child enters that sandbox, gives up all rights
and becomes the kernel (`server_program`, `namespaces`). Where that can't be done, kernels start
cold.
"""

import asyncio
import os
import select
import socket
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from traitlets import Instance

from autograder.grading.sandbox.description import OTHER_LIBRARIES, WORK, Sandbox, python_sandbox
from autograder.grading.sandbox.kernel_manager import (
    SandboxedKernelManager,
    sandboxed_kernel_manager,
)
from autograder.grading.sandbox.kernel_settings import KERAS_MODULES, NUMPY_MODULES
from autograder.grading.sandbox.level import Level, probe
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.prefork.fork_server import ForkServer, in_user_namespace_of
from autograder.grading.sandbox.process_limits import go_first_if_memory_is_short, process_of
from autograder.grading.sandbox.provisioner import SECONDS_TO_START, SandboxProvisioner
from autograder.grading.sandbox.usage import ResourceUse

__all__ = [
    "PreforkKernelManager",
    "PreforkKernels",
    "PreforkProvisioner",
    "prefork_kernel_manager",
]

NAME = "autograder-prefork"
"""Of the provisioner, among jupyter_client's entry points."""

IDLE = ("cat",)
"""Says again what it is told, which shows that the sandbox is built, and ends with its input."""
ATTEMPTS = 2


class PreforkKernels:
    """The fork servers of a grader; each makes its imports when it is first needed.

    Where a machine has no full sandbox there is nothing to fork into, and none is started.

    Parameters
    ----------
    limits
        Those of the kernels. A kernel is told its own when it starts; what forks it has as much
        room for the files that its imports write.
    hidden
        What kernels for NumPy exercises can't import.
    """

    def __init__(
        self, limits: Limits | None = None, hidden: Iterable[str] = OTHER_LIBRARIES
    ) -> None:
        self._limits = limits or Limits()
        self._hidden = tuple(hidden)
        self._fork_servers: list[ForkServer] = []

    @property
    def can_fork(self) -> bool:
        """Whether this machine has the sandboxes that kernels are forked into."""
        return probe().level is Level.FULL

    @cached_property
    def numpy(self) -> ForkServer:
        """Forks kernels for NumPy exercises."""
        return self._fork_server(python_sandbox(self._hidden), NUMPY_MODULES)

    @cached_property
    def keras(self) -> ForkServer:
        """Forks kernels that have imported Keras."""
        return self._fork_server(python_sandbox(), KERAS_MODULES)

    def start(self, with_keras: bool) -> None:
        """Begin with imports. They take seconds, in which other things can be done."""
        if self.can_fork:
            self.numpy.start()
            if with_keras:
                self.keras.start()

    def lend(self) -> tuple[socket.socket, ...]:
        """Start them, and return what `borrow` wants in other processes."""
        if not self.can_fork:
            return ()
        lent = self.numpy.lend(), self.keras.lend()
        self.start(with_keras=False)
        return lent

    def lend_keras(self) -> socket.socket | None:
        """Return what an oracle may ask for Keras; None where nothing is forked."""
        try:
            return self.keras.lend() if self.can_fork else None
        except OSError:  # kernels start cold then, and say so
            return None

    def borrow(self, controls: Sequence[socket.socket]) -> None:
        """Ask those that another process lends, if it lends some."""
        if controls:
            for own, control in zip((self.numpy, self.keras), controls, strict=True):
                own.borrow(control)

    def _fork_server(self, sandbox: Sandbox, modules: Iterable[str]) -> ForkServer:
        made = ForkServer(sandbox, modules, self._limits.disk)
        self._fork_servers.append(made)
        return made

    def close(self) -> None:
        """End all of them."""
        while self._fork_servers:
            self._fork_servers.pop().close()

    def __enter__(self) -> "PreforkKernels":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class PreforkProvisioner(SandboxProvisioner):
    """Has a kernel forked into its sandbox, or starts it there if that can't be done."""

    fork_server = Instance(ForkServer)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._kernel: int | None = None
        """A pidfd of the forked kernel."""

    @property
    def is_forked(self) -> bool:
        """Whether the kernel was forked."""
        return self._kernel is not None

    async def _run_in_sandbox(self, cmd: list[str]) -> None:
        for attempt in range(ATTEMPTS):
            try:
                await self._fork_into_sandbox(cmd)
                return
            except (OSError, ValueError) as error:
                await self._end_sandbox()
                self.process = None
                if attempt == ATTEMPTS - 1:
                    self.fork_server.say_that_it_fails(error)
        await super()._run_in_sandbox(cmd)

    async def _fork_into_sandbox(self, cmd: list[str]) -> None:
        wanted = self.wanted
        parent = await asyncio.wrap_future(self.fork_server.start())
        ours, theirs = socket.socketpair()
        with ours, self._folders.log.open("ab") as output:
            with theirs:
                await self._build_sandbox(
                    list(IDLE), talk=theirs.fileno(), within=in_user_namespace_of(parent)
                )
            await asyncio.to_thread(_wait_until_built, ours)
            request = {
                "holder": self._first_pid,
                "argv": cmd[cmd.index("-c") + 1 :],
                "environment": dict(wanted.sandbox.environment) | dict(wanted.environment),
                "folder": str(WORK),
                "numbers": wanted.pass_fds,
                "hidden": wanted.sandbox.hidden,
            }
            assert self._first is not None  # noqa: S101 - the sandbox is built
            fds = (ours.fileno(), self._first, output.fileno(), *wanted.pass_fds)
            self._kernel = await asyncio.wrap_future(self.fork_server.spawn(parent, request, fds))
            self._kernel_pid = process_of(self._kernel)
            go_first_if_memory_is_short(self._kernel_pid)

    def _look(self) -> ResourceUse:
        self._end_with_kernel()
        return super()._look()

    def _end_with_kernel(self) -> bool:
        """End what a kernel left in its sandbox; a cold one's sandbox does that by itself."""
        if self._kernel is None or not select.select([self._kernel], [], [], 0)[0]:
            return False
        self._kill_all()
        return True

    async def poll(self) -> int | None:
        """Tell how the kernel ended, if it did."""
        status = await super().poll()
        return 1 if status is None and self._end_with_kernel() else status

    async def _end_sandbox(self) -> None:
        await super()._end_sandbox()
        if self._kernel is not None:
            os.close(self._kernel)
            self._kernel = None


def _wait_until_built(talk: socket.socket) -> None:
    talk.settimeout(SECONDS_TO_START)
    talk.sendall(b".")
    if not talk.recv(1):
        raise ValueError("The sandbox has come to its end.")


class PreforkKernelManager(SandboxedKernelManager):
    """Manages one sandboxed kernel that is forked. Made by `prefork_kernel_manager`."""

    fork_server = Instance(ForkServer)

    @property
    def kernel_spec(self) -> KernelSpec:
        """What is started, whichever kernel a notebook names."""
        spec = super().kernel_spec
        spec.metadata["kernel_provisioner"] = {
            "provisioner_name": NAME,
            "config": {"wanted": self.wanted, "fork_server": self.fork_server},
        }
        return spec


def prefork_kernel_manager(
    submission: Path,
    limits: Limits | None = None,
    sandbox: Sandbox | None = None,
    *,
    fork_server: ForkServer,
    pass_fds: Iterable[int] = (),
    environment: Mapping[str, str] | None = None,
    minimum: Level = Level.FULL,
) -> SandboxedKernelManager:
    """Return a manager of a kernel for one submission, to be forked by a fork server.

    The other parameters are those of `sandboxed_kernel_manager`.

    Parameters
    ----------
    fork_server
        What has the imports, and the sandbox with what it may have imported.

    Raises
    ------
    SandboxError
        If this machine doesn't reach the level.
    ValueError
        If `sandbox` is another one than the fork server's: what is hidden in it may be imported.
    """
    if sandbox not in (None, fork_server.sandbox):
        raise ValueError(
            "A kernel has the sandbox of its fork server; give it another fork server."
        )
    cold = sandboxed_kernel_manager(
        submission,
        limits,
        fork_server.sandbox,
        pass_fds=pass_fds,
        environment=environment,
        minimum=minimum,
    )
    if cold.wanted.level is not Level.FULL:
        return cold
    KernelProvisionerFactory.provisioners.setdefault(
        NAME,
        EntryPoint(
            NAME, f"{__name__}:{PreforkProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
        ),
    )
    return PreforkKernelManager(
        transport="ipc", kernel_name=NAME, wanted=cold.wanted, fork_server=fork_server
    )
