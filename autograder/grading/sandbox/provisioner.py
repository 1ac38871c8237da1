"""Start a Jupyter kernel in a sandbox, watch it, and leave nothing of it behind."""

import asyncio
import contextlib
import itertools
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import psutil  # type: ignore[import-untyped]
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Instance

from autograder.grading.sandbox.bubblewrap import sandboxed
from autograder.grading.sandbox.description import (
    NOBODY,
    WORK,
    WRITABLE,
    Folders,
    Sandbox,
    environment,
)
from autograder.grading.sandbox.folders.private_folder import PrivateFolder, remove_forgotten
from autograder.grading.sandbox.folders.submission_copy import Copied, copy_submission, files_used
from autograder.grading.sandbox.folders.trees import remove_tree
from autograder.grading.sandbox.launcher import rlimits
from autograder.grading.sandbox.level import Level, SandboxError
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.process_limits import go_first_if_memory_is_short, limit
from autograder.grading.sandbox.seccomp import filter_to_read
from autograder.grading.sandbox.usage import ResourceUse, Watcher, measure

__all__ = ["SandboxProvisioner", "Wanted"]

NAME = "autograder-sandbox"
"""Of the provisioner, among jupyter_client's entry points."""


SECONDS_TO_START = 20.0
SECONDS_TO_DIE = 5.0
POLL_SECONDS = 0.003
FILES_OF_A_CONNECTION = 16


@dataclass(frozen=True)
class Wanted:
    """What one kernel is to be."""

    submission: Path
    """The folder that was handed in. It is copied, and never written to."""
    level: Level
    sandbox: Sandbox
    limits: Limits = field(default_factory=Limits)
    pass_fds: tuple[int, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


class SandboxProvisioner(LocalProvisioner):
    """Starts a kernel in a sandbox, watches it, and leaves nothing of it behind.

    It is made by jupyter_client, by the entry point of the name `NAME`.
    """

    wanted = Instance(Wanted)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stopped_because: str | None = None
        self._root: PrivateFolder | None = None
        self._watcher: Watcher | None = None
        self._first: int | None = None
        """A pidfd of the first process in the sandbox; when it ends, all have ended."""
        self._first_pid = 0
        self._kernel_pid = 0
        self._copied = Copied()
        self._killed: list[psutil.Process] = []

    @property
    def _folders(self) -> Folders:
        if self._root is None:
            remove_forgotten(Path(tempfile.gettempdir()))
            self._root = PrivateFolder()
        return Folders(self._root.path)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Give the kernel sockets of its own before their addresses are written down."""
        user = self._user
        self._folders.prepare(user)
        manager: Any = self.parent
        manager.transport = "ipc"
        manager.ip = str(self._folders.connection / "k")
        manager.connection_file = str(self._folders.connection / "kernel.json")
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        if user is not None:
            os.chown(manager.connection_file, user, user)
        return prepared

    @property
    def _user(self) -> int | None:
        return NOBODY if self.wanted.level is Level.FULL and os.geteuid() == 0 else None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ARG002
        """Start the kernel. The caller's working folder and environment are of no account."""
        folders, wanted = self._folders, self.wanted
        remove_tree(folders.submission)
        self._copied = copy_submission(wanted.submission, folders.submission)
        if wanted.level is Level.FULL:
            await self._launch_in_sandbox(cmd)
        else:
            await self._launch_unprotected(cmd)
        self._watcher = Watcher(self._look, wanted.limits, self._stop_now)
        return self.connection_info

    @property
    def _disk(self) -> int:
        """The size of the file system that the kernel has: the copy takes none of its own room."""
        return self.wanted.limits.disk + self._copied.room

    async def _launch_in_sandbox(self, cmd: list[str]) -> None:
        folders = self._folders
        try:
            await self._run_in_sandbox(cmd)
        except (OSError, ValueError, TimeoutError) as error:
            said = folders.log.read_text(errors="replace").strip() if folders.log.exists() else ""
            await self.cleanup()
            raise SandboxError(
                f"The sandbox of a kernel did not start: {said or error}. "
                "See what `python -m autograder.grading.sandbox` says of this machine."
            ) from error

    async def _run_in_sandbox(self, cmd: list[str]) -> None:
        await self._build_sandbox(cmd, self.wanted.pass_fds)

    async def _build_sandbox(
        self,
        cmd: list[str],
        fds: tuple[int, ...] = (),
        talk: int | None = None,
        within: Sequence[str] = (),
    ) -> None:
        """Start `cmd` in a new sandbox, which the command `within` starts, if there is one."""
        wanted = self.wanted
        told, tells = os.pipe()
        with filter_to_read() as filtering:
            try:
                command = sandboxed(
                    cmd, wanted.sandbox, self._folders, self._disk, tells, filtering
                )
                if within:
                    at = command.index("bwrap")
                    command[at:at] = within
                variables = dict(wanted.sandbox.environment) | dict(wanted.environment)
                passed = (*fds, tells, *([] if filtering is None else [filtering]))
                try:
                    await self._start(command, variables, passed, independent=True, talk=talk)
                finally:
                    os.close(tells)
                self._first_pid = await asyncio.to_thread(_first_process, told)
                self._first = os.pidfd_open(self._first_pid)
            finally:
                os.close(told)
        await asyncio.to_thread(self._bound_idle_processes, is_kernel_among_them=not within)

    def _bound_idle_processes(self, is_kernel_among_them: bool) -> None:
        """Hold to the limits what is in the sandbox for its own sake: code may get into it.

        A kernel limits itself, when it has copied the submission: until then, files may be larger
        than those that it writes. So it must not have its limits from the first process.
        """
        limits = rlimits(self.wanted.limits, counts_threads=True)
        with contextlib.suppress(psutil.NoSuchProcess):
            first = psutil.Process(self._first_pid)
            go_first_if_memory_is_short(first.pid)
            others = _children_of(first)
            for other in others:
                go_first_if_memory_is_short(other.pid)
            idle = [first, *([] if is_kernel_among_them else others)]
            limit([process.pid for process in idle], limits)

    async def _launch_unprotected(self, cmd: list[str]) -> None:
        folders, wanted = self._folders, self.wanted
        home = PurePosixPath(folders.home)
        variables = environment(Path(sys.prefix), home) | dict(wanted.environment)
        await self._start(cmd, variables, wanted.pass_fds, independent=False)

    async def _start(
        self,
        command: list[str],
        variables: dict[str, str],
        fds: tuple[int, ...],
        independent: bool,
        talk: int | None = None,
    ) -> None:
        """Start a program that reads from `talk` and writes to it, or reads nothing and logs."""
        folders = self._folders
        with folders.log.open("wb") as log:
            await super().launch_kernel(
                command,
                env=variables,
                cwd=str(folders.submission),
                pass_fds=fds,
                stdin=subprocess.DEVNULL if talk is None else talk,
                stdout=log if talk is None else talk,
                stderr=log,
                independent=independent,
            )

    @property
    def processor_seconds(self) -> float:
        """What the kernel's process and its children have had of the processors."""
        try:
            if not self._kernel_pid:
                self._kernel_pid = self._found_kernel()
            return float(sum(psutil.Process(self._kernel_pid).cpu_times()[:4]))
        except (psutil.Error, OSError, AttributeError, IndexError):
            return 0.0

    @property
    def files_used(self) -> frozenset[str] | None:
        """Names of the submission's files that the kernel has used; None if that isn't known."""
        if not self._first_pid:
            return None
        copy = Path(f"/proc/{self._first_pid}/root{WORK}")
        return files_used(self._folders.submission, copy)

    def _found_kernel(self) -> int:
        if self._first_pid:
            return int(psutil.Process(self._first_pid).children()[0].pid)
        assert self.process is not None  # noqa: S101 - it was started
        return self.process.pid

    def _look(self) -> ResourceUse:
        process = self.process
        if process is None:
            return ResourceUse()
        use = measure(process.pid, self.wanted.limits)
        memory, files = _kept_in_memory(self._first_pid, self._disk)
        return ResourceUse(
            memory=use.memory + memory,
            processes=use.processes,
            files=files - self._copied.files,
            strays=_has_strays(self._folders.connection),
        )

    def _stop_now(self, reason: str) -> None:
        self.stopped_because = reason
        self._kill_all()

    def _kill_all(self) -> None:
        if self._first is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._first, signal.SIGKILL)
            return  # bubblewrap itself ends when it has seen that one end
        if self._root is not None and self.wanted.level is not Level.FULL:
            self._killed = [*_family(self.process, str(self._folders.home))]
            for process in self._killed:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        self._kill_group()

    def _kill_group(self) -> None:
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def send_signal(self, signum: int) -> None:
        """End the kernel, for a signal that ends; others can't reach into the sandbox."""
        if signum in (signal.SIGKILL, signal.SIGTERM):
            await self.kill()

    async def shutdown_requested(self, restart: bool = False) -> None:
        """End the kernel, since it was asked to end itself and nothing in it is to be saved."""
        await self.kill(restart)

    async def terminate(self, restart: bool = False) -> None:
        """End the kernel, as `kill` does."""
        await self.kill(restart)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002 - jupyter_client's signature
        """End the kernel and all that it started, and see to it that they are gone."""
        self._kill_all()
        await asyncio.to_thread(self._wait_until_gone)

    def _wait_until_gone(self) -> None:
        if self._first is not None:
            select.select([self._first], [], [], SECONDS_TO_DIE)
        process = self.process
        if process is not None:
            try:
                process.wait(SECONDS_TO_DIE)
            except subprocess.TimeoutExpired:
                self._kill_group()
                process.wait()
        _wait_for(self._killed)

    async def _end_sandbox(self) -> None:
        await self.kill()
        if self._first is not None:
            os.close(self._first)
            self._first, self._first_pid = None, 0
        self._kernel_pid = 0

    async def cleanup(self, restart: bool = False) -> None:
        """Remove all that is left of the kernel."""
        if self._watcher is not None:
            await asyncio.to_thread(self._watcher.close)
            self._watcher = None
        await self._end_sandbox()
        if self._root is not None and not restart:
            self._root.remove()
            self._root = None
        await super().cleanup(restart)


def _wait_for(killed: Sequence[psutil.Process]) -> None:
    """Wait until processes have ended, whether or not anybody has asked how."""
    end = time.monotonic() + SECONDS_TO_DIE
    while any(map(_runs, killed)) and time.monotonic() < end:
        time.sleep(POLL_SECONDS)


def _runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def _children_of(first: psutil.Process) -> list[psutil.Process]:
    """Wait until the first process of a sandbox has started what the sandbox is for."""
    end = time.monotonic() + SECONDS_TO_START
    while not (children := first.children(recursive=True)) and time.monotonic() < end:
        if first.status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(POLL_SECONDS)
    return list(children)


def _first_process(told: int) -> int:
    """Read from bubblewrap which process is the first of its sandbox."""
    said = b""
    end = time.monotonic() + SECONDS_TO_START
    while not said.rstrip().endswith(b"}"):
        ready, _, _ = select.select([told], [], [], max(0.0, end - time.monotonic()))
        if not ready:
            raise TimeoutError(f"bubblewrap said nothing for {SECONDS_TO_START:.0f} seconds")
        more = os.read(told, 4096)
        if not more:
            raise ValueError("bubblewrap ended at once")
        said += more
    return int(json.loads(said)["child-pid"])


def _kept_in_memory(first: int, disk: int) -> tuple[int, int]:
    """Tell the bytes and the number of files that a sandbox keeps in its private file systems."""
    size = files = 0
    for folder in (WRITABLE, PurePosixPath("/dev/shm")):  # noqa: S108
        try:
            state = os.statvfs(f"/proc/{first}/root{folder}")
        except OSError:
            continue
        total = state.f_blocks * state.f_frsize
        if total <= disk:  # else it is the host's: the sandbox is still being built
            size += total - state.f_bfree * state.f_frsize
            files += state.f_files - state.f_ffree
    return size, files


def _has_strays(connection: Path) -> bool:
    try:
        with os.scandir(connection) as entries:
            some = list(itertools.islice(entries, FILES_OF_A_CONNECTION + 1))
        return len(some) > FILES_OF_A_CONNECTION or any(
            entry.is_dir(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_size > 4096
            for entry in some
        )
    except OSError:
        return False


def _family(process: subprocess.Popen[bytes] | None, home: str) -> Iterable[psutil.Process]:
    """Find a kernel, what it started, and what left it but kept its environment."""
    if process is not None:
        with contextlib.suppress(psutil.Error):
            top = psutil.Process(process.pid)
            yield from [*top.children(recursive=True), top]
    for other in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if other.environ().get("HOME") == home:
                yield other
