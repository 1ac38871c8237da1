"""Jupyter's manager of a kernel in a sandbox, whatever kernel a notebook names.

`sandboxed_kernel_manager` is what a grader needs. nbclient and nbgrader take its manager in place
of their own.

The kernel dies with the thread that started it, since that is how the system tells that a grader
was killed: start kernels from a thread that lasts.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from traitlets import Instance

from autograder.grading.sandbox.description import SUBMISSION, Sandbox, python_sandbox
from autograder.grading.sandbox.kernel_settings import KERNEL_OPTIONS
from autograder.grading.sandbox.launcher import launcher, rlimits
from autograder.grading.sandbox.level import Level, SandboxError, probe, why_below
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.provisioner import NAME, SandboxProvisioner, Wanted
from autograder.grading.sandbox.seccomp import filter_program

__all__ = ["SandboxedKernelManager", "sandboxed_kernel_manager"]


class SandboxedKernelManager(AsyncKernelManager):
    """Manages one sandboxed kernel. Made by `sandboxed_kernel_manager`."""

    wanted = Instance(Wanted)

    @property
    def kernel_spec(self) -> KernelSpec:
        """What is started, whichever kernel a notebook names."""
        limits = rlimits(self.wanted.limits, counts_threads=self.wanted.level is Level.FULL)
        copied = str(SUBMISSION) if self.wanted.level is Level.FULL else ""
        hidden = self.wanted.sandbox.hidden
        start = launcher(limits, ("../home/tmp",), copied, filter_program(), hidden)
        return KernelSpec(
            argv=[sys.executable, *start, *KERNEL_OPTIONS],
            display_name="Python, sandboxed",
            language="python",
            interrupt_mode="message",  # a signal would end the sandbox
            metadata={
                "kernel_provisioner": {
                    "provisioner_name": NAME,
                    "config": {"wanted": self.wanted},
                }
            },
        )

    async def _async_interrupt_kernel(self) -> None:
        """Interrupt it, but not on its way to the end.

        There jupyter_client asks it to, kills it, and waits a tenth of a second for the message to
        arrive at one that is no more.
        """
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    @property
    def processor_seconds(self) -> float:
        """What the kernel's process has had of the processors; 0 if it is gone."""
        provisioner = self.provisioner
        if not isinstance(provisioner, SandboxProvisioner):
            return 0.0
        return provisioner.processor_seconds

    @property
    def files_used(self) -> frozenset[str] | None:
        """Names of the submission's files that the kernel has used; None if that isn't known."""
        provisioner = self.provisioner
        return provisioner.files_used if isinstance(provisioner, SandboxProvisioner) else None

    @property
    def stopped_because(self) -> str | None:
        """One sentence for the student, if the kernel used too much and was stopped."""
        provisioner = self.provisioner
        return provisioner.stopped_because if isinstance(provisioner, SandboxProvisioner) else None


def sandboxed_kernel_manager(
    submission: Path,
    limits: Limits | None = None,
    sandbox: Sandbox | None = None,
    *,
    pass_fds: Iterable[int] = (),
    environment: Mapping[str, str] | None = None,
    minimum: Level = Level.FULL,
) -> SandboxedKernelManager:
    """Return a manager of a kernel for one submission.

    Parameters
    ----------
    submission
        The folder that was handed in: a copy of it is the kernel's working folder.
    limits
        What it may use.
    sandbox
        What it sees, if not this very Python with all its libraries.
    pass_fds
        File descriptors that it inherits under their numbers.
    environment
        Variables that it has beside those of the sandbox.
    minimum
        The level below which no kernel is started.

    Raises
    ------
    SandboxError
        If this machine doesn't reach the level.
    """
    reached = probe()
    if reached.level < minimum:
        raise SandboxError(why_below(minimum, reached))
    wanted = Wanted(
        submission=Path(submission).resolve(),
        level=reached.level,
        sandbox=sandbox or python_sandbox(),
        limits=limits or Limits(),
        pass_fds=tuple(pass_fds),
        environment=tuple((environment or {}).items()),
    )
    return SandboxedKernelManager(transport="ipc", kernel_name=NAME, wanted=wanted)
