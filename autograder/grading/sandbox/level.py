"""How far this machine can keep a submission apart, found by trying."""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from autograder.grading.sandbox.bubblewrap import sandboxed
from autograder.grading.sandbox.description import NOBODY, Folders, python_sandbox

__all__ = ["Level", "Reached", "SandboxError", "probe", "why_below"]


class Level(IntEnum):
    """How far a submission is kept apart."""

    NONE = 0
    """Not at all."""
    LIMITS = 1
    """Private folder and environment, limits; but it can read files and use the network."""
    FULL = 2
    """Files, processes and network of its own."""


class SandboxError(RuntimeError):
    """The sandbox did not start, or this machine can't have one. Not the student's doing."""


@dataclass(frozen=True)
class Reached:
    """The level that this machine reaches, and why it is not a higher one."""

    level: Level
    reason: str = ""


@functools.cache
def probe() -> Reached:
    """Find the level that this machine reaches, by starting a sandbox.

    That takes some hundredths of a second, once.
    """
    if sys.platform == "win32":
        return Reached(Level.NONE, "Windows sets no limits to a process: grade on Linux or in WSL.")
    needed = ["bwrap", *(["setpriv", "unshare", "mount"] if os.geteuid() == 0 else [])]
    for program in needed:
        if shutil.which(program) is None:
            package = "bubblewrap" if program == "bwrap" else "util-linux"
            reason = f"{program} is not installed: apt-get install {package}, or the like."
            return Reached(Level.LIMITS, reason)
    with tempfile.TemporaryDirectory(prefix="cnn-lab-") as root:
        folders = Folders(Path(root))
        folders.prepare(NOBODY if os.geteuid() == 0 else None)
        sandbox = python_sandbox()
        trial = [sys.executable, "-c", "import ipykernel_launcher"]
        try:
            done = subprocess.run(
                sandboxed(trial, sandbox, folders, disk=1 << 20),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
                env=dict(sandbox.environment),
            )
        except subprocess.TimeoutExpired:
            return Reached(Level.LIMITS, "A sandbox that was tried did not end in a minute.")
    return judged(done.returncode, done.stderr)


def why_below(minimum: Level, reached: Reached) -> str:
    """Say why nothing is graded on this machine, and what to do about it.

    Examples
    --------
    >>> print(why_below(Level.FULL, Reached(Level.LIMITS, "bwrap is not installed.")))
    Grading needs the sandbox level FULL, and this machine reaches LIMITS: bwrap is not installed. \
Nothing was graded. To allow less, set c.TrustedExecute.minimum_level = "LIMITS".
    """
    return (
        f"Grading needs the sandbox level {minimum.name}, and this machine reaches "
        f"{reached.level.name}: {reached.reason} Nothing was graded. To allow less, set "
        f'c.TrustedExecute.minimum_level = "{reached.level.name}".'
    )


def judged(returncode: int, stderr: str) -> Reached:
    """Judge a trial of the sandbox by how it ended and what it said.

    Examples
    --------
    >>> judged(0, "")
    Reached(level=<Level.FULL: 2>, reason='')
    >>> judged(1, "bwrap: Unknown option --disable-userns").reason
    'bubblewrap is too old, 0.8 or later is needed (bwrap: Unknown option --disable-userns).'
    """
    if returncode == 0:
        return Reached(Level.FULL)
    said = (stderr.strip().splitlines() or [f"it ended with {returncode} and said nothing"])[-1]
    for pattern, meaning in MEANINGS:
        if re.search(pattern, said):
            return Reached(Level.LIMITS, f"{meaning} ({said}).")
    return Reached(Level.LIMITS, f"A sandbox that was tried did not start: {said}.")


MEANINGS = (
    ("Unknown option", "bubblewrap is too old, 0.8 or later is needed"),
    (
        "mount proc",
        "A new /proc can't be mounted; in Docker, add --security-opt systempaths=unconfined",
    ),
    (
        "namespace|uid map|RTM_NEWADDR|[Pp]ermission|not permitted",
        "User namespaces are forbidden here; in Docker, add --security-opt seccomp=unconfined, and "
        "on Ubuntu 24.04 set kernel.apparmor_restrict_unprivileged_userns=0",
    ),
)
