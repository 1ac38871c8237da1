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

LONGEST_SOCKET = 107
"""Bytes of a path at which a socket can be, by unix(7)."""

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
    needed = ["bwrap", *(["setpriv", "unshare", "mount", "prlimit"] if os.geteuid() == 0 else [])]
    for program in needed:
        if shutil.which(program) is None:
            package = "bubblewrap" if program == "bwrap" else "util-linux"
            reason = f"{program} is not installed: apt-get install {package}, or the like."
            return Reached(Level.LIMITS, reason)
    with tempfile.TemporaryDirectory(prefix="cnn-lab-") as root:
        folders = Folders(Path(root))
        unfit = _unfit(folders)
        if unfit:
            return Reached(Level.LIMITS, unfit)
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


def _unfit(folders: Folders) -> str:
    """Say why no kernel could live in the temporary directory, and what to do about it."""
    parent = folders.root.parent
    closed = [folder for folder in (*parent.parents[::-1], parent) if not _lets_all_pass(folder)]
    if os.geteuid() == 0 and closed:
        return (
            f"Kernels run as the user nobody, who can't enter {closed[0]}, and the temporary "
            f"directory is {parent}. Set TMPDIR to a folder that everybody can pass through, such "
            f"as /tmp, or chmod o+x {closed[0]}."
        )
    socket = folders.connection / "k-5"
    if len(os.fsencode(socket)) > LONGEST_SOCKET:
        return (
            f"The name of the temporary directory, {parent}, is too long: sockets in it, such as "
            f"{socket}, may have {LONGEST_SOCKET} bytes. Set TMPDIR to a shorter one, such as /tmp."
        )
    return ""


def _lets_all_pass(folder: Path) -> bool:
    return bool(folder.stat().st_mode & 0o001)


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
        "setuid mode",
        "bubblewrap is setuid here, and must not be: as root, chmod u-s $(which bwrap)",
    ),
    (
        "mount proc",
        "A new /proc can't be mounted; in Docker, add --security-opt systempaths=unconfined",
    ),
    (
        "make / slave",
        "Mounts are forbidden here, also in a namespace; in Docker, add --security-opt "
        "apparmor=unconfined",
    ),
    (
        "ENOSPC|max_user_namespaces",
        "This machine allows no more user namespaces; as root, sysctl "
        "user.max_user_namespaces=10000",
    ),
    ("support user namespaces", "This system has no user namespaces; grade on one that has"),
    (
        "uid map|RTM_NEWADDR",
        "User namespaces are forbidden here, as Ubuntu does since 24.04; as root, sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    (
        "^(unshare|mount|setpriv):",
        "Root may not mount here; grade as a normal user, or in Docker add --cap-add SYS_ADMIN",
    ),
    (
        "source path",
        "The sandbox's user can't read what a sandbox is made of; let everybody read it",
    ),
    (
        "namespace",
        "User namespaces are forbidden here; in Docker, add --security-opt seccomp=unconfined, and "
        "on Debian, as root, sysctl kernel.unprivileged_userns_clone=1",
    ),
)
"""What bubblewrap and the programs before it say last, and what that means."""
