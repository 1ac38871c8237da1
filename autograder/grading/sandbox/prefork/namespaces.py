"""Take a process into a sandbox that bubblewrap built, with no more rights than bubblewrap leaves.

A fork server runs this module by its source, where the rest of this package isn't to be seen: it
imports the standard library only.
"""

import ctypes
import fcntl
import os
import signal
import struct
from collections.abc import Iterable, Mapping

__all__ = [
    "NamespaceError",
    "differences",
    "end_with_parent",
    "enter",
    "flags_of",
    "fork_into_pid_namespace",
    "give_up_privileges",
    "namespaces_of",
    "renumber_descriptors",
]

FLAGS = {
    "cgroup": 0x02000000,
    "ipc": 0x08000000,
    "mnt": 0x00020000,
    "net": 0x40000000,
    "pid": 0x20000000,
    "user": 0x10000000,
    "uts": 0x04000000,
}
"""What setns(2) calls each kind of namespace."""
OPTIONAL = {"cgroup"}
"""bubblewrap is told to try it."""
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4
CAPABILITY_VERSION = 0x20080522
CAPABILITIES = 64
"""No kernel has more; it says so itself when there are fewer."""
NONE = "0" * 16


class NamespaceError(RuntimeError):
    """A process isn't where it should be, or has what it should not have."""


def namespaces_of(process: int | str) -> dict[str, int]:
    """Tell a process's namespaces by their inode numbers."""
    return {kind: os.stat(f"/proc/{process}/ns/{kind}").st_ino for kind in FLAGS}  # noqa: PTH116


def flags_of(ours: Mapping[str, int], theirs: Mapping[str, int]) -> int:
    """Return the flags for setns(2) with which all of their namespaces are entered.

    Raises
    ------
    NamespaceError
        If they aren't apart from ours: that is no sandbox.

    Examples
    --------
    >>> ours = dict.fromkeys(FLAGS, 1)
    >>> flags_of(ours, dict.fromkeys(FLAGS, 2)) == sum(FLAGS.values())
    True
    >>> flags_of(ours, dict.fromkeys(FLAGS, 2) | {"net": 1})
    Traceback (most recent call last):
    autograder.grading.sandbox.prefork.namespaces.NamespaceError: The sandbox shares namespaces: net
    """
    apart = {kind for kind in FLAGS if ours[kind] != theirs[kind]}
    shared = set(FLAGS) - OPTIONAL - apart
    if shared:
        raise NamespaceError(f"The sandbox shares namespaces: {', '.join(sorted(shared))}")
    return sum(FLAGS[kind] for kind in apart)


def enter(pidfd: int, flags: int) -> None:
    """Enter the namespaces of a process, all at once.

    One after the other wouldn't do. bubblewrap nests two namespaces of users, and who is in the
    inner one has no right to the files of the outer one; all at once, the rights count that the
    caller has before: it is the user that made both, from the namespace in which it is.
    """
    _done("setns", _libc().setns(ctypes.c_int(pidfd), ctypes.c_int(flags)))


def fork_into_pid_namespace() -> None:
    """Go on as a child of the sandbox's first process, and as the leader of a session.

    A namespace of processes is entered by children only. The one between is there to be lost, so
    that the first process in the sandbox becomes the parent, as it is for any kernel.
    """
    seen, tells = os.pipe()
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        os._exit(0)  # closes the last `tells`
    if os.fork():
        os._exit(0)
    os.close(tells)
    os.read(seen, 1)  # until the one between is gone
    os.close(seen)
    os.setsid()


def give_up_privileges() -> None:
    """Drop every capability that came with the namespace, for good."""
    for capability in range(CAPABILITIES):
        if _libc().prctl(PR_CAPBSET_DROP, *_words(capability)) < 0:
            break
    _done("ambient", _libc().prctl(PR_CAP_AMBIENT, *_words(PR_CAP_AMBIENT_CLEAR_ALL)))
    header = struct.pack("=Ii", CAPABILITY_VERSION, 0)
    _done("capset", _libc().capset(header, bytes(24)))
    _done("no_new_privs", _libc().prctl(PR_SET_NO_NEW_PRIVS, *_words(1)))
    # The system takes its own files in /proc from a process that gains rights; it has none now.
    be_dumpable(True)


def be_dumpable(can_be: bool) -> None:
    """Let other processes of the same user look into this one, or not."""
    _done("dumpable", _libc().prctl(PR_SET_DUMPABLE, *_words(int(can_be))))


def end_with_parent(parent: int) -> None:
    """Have the system kill this process when the one that forked it ends, or has ended."""
    _done("parent", _libc().prctl(PR_SET_PDEATHSIG, *_words(signal.SIGKILL)))
    if os.getppid() != parent:
        raise NamespaceError("What forked this process has come to its end.")


def renumber_descriptors(wanted: Mapping[int, int], kept: Iterable[int]) -> tuple[int, ...]:
    """Give file descriptors the numbers that they are to have, and close all others.

    Parameters
    ----------
    wanted
        Which descriptor is to have which number.
    kept
        Those that stay open under any number. They don't pass on to another program.

    Returns
    -------
    :
        The numbers of `kept`.
    """
    above = max([2, *wanted, *wanted.values()]) + 1
    stay = tuple(fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, above) for fd in kept)
    moved = {number: fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, above) for number, fd in wanted.items()}
    for number, fd in moved.items():
        os.dup2(fd, number)
    for number in descriptors() - {*wanted, *stay}:
        os.close(number)
    return stay


def descriptors() -> set[int]:
    """Tell which file descriptors are open."""
    listed = os.listdir("/proc/self/fd")  # noqa: PTH208
    return {number for number in map(int, listed) if _is_open(number)}


def _is_open(number: int) -> bool:
    try:
        fcntl.fcntl(number, fcntl.F_GETFD)
    except OSError:  # the one that listed them
        return False
    return True


def differences(wanted: Mapping[str, int], numbers: Iterable[int]) -> list[str]:
    """Say in what this process differs from a kernel that bubblewrap started; nothing is right.

    Parameters
    ----------
    wanted
        The namespaces that it should be in.
    numbers
        The file descriptors that it should have.
    """
    with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
        status = {key: value.strip() for key, _, value in (line.partition(":") for line in file)}
    ours = namespaces_of("self")
    found = [f"namespace {kind}" for kind in FLAGS if ours[kind] != wanted[kind]]
    found += [
        f"{name} {status[name]}"
        for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
        if status[name] != NONE
    ]
    if status["NoNewPrivs"] != "1":
        found.append("new privileges")
    if os.getppid() != 1 or os.getsid(0) != os.getpid():
        found.append(f"parent {os.getppid()}, session {os.getsid(0)}")
    if descriptors() != set(numbers):
        found.append(f"descriptors {sorted(descriptors())}, not {sorted(numbers)}")
    return found


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _words(first: int) -> tuple[ctypes.c_ulong, ...]:
    """Return what follows the option of prctl(2): the system looks at each of them."""
    return (ctypes.c_ulong(first), *(ctypes.c_ulong(0),) * 3)


def _done(what: str, result: int) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
