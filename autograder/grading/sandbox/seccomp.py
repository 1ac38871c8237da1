"""Which calls of the system a submission's processes may not make, as a filter for seccomp(2).

Two kinds: those that keep memory where nobody counts it, and those that no notebook needs and
in which holes to the system have been found before. They fail with "Operation not permitted".
"""

import contextlib
import os
import platform
import struct
import sys
from collections.abc import Iterator

__all__ = ["FAMILIES", "FORBIDDEN", "filter_program", "filter_to_read"]

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What the system calls each: AUDIT_ARCH of linux/audit.h."""
FORBIDDEN = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "ptrace": (101, 117),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "fanotify_init": (300, 262),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "open_by_handle_at": (304, 265),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
}
"""The numbers of each, on the `MACHINES`."""
SOCKETS = {"socket": (41, 198), "socketpair": (53, 199)}
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
"""Of sockets that may be made. Others, such as AF_VSOCK, know no namespaces, or hold memory."""

LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16
"""Where a filter finds them in struct seccomp_data."""
ALLOWED, REFUSED = 0x7FFF0000, 0x00050001  # the latter with EPERM
OTHER_NUMBERS = 0x40000000
"""From here on, x86-64 has a second set of the same calls."""


def filter_program(machine: str = "") -> bytes:
    """Return the filter, as instructions of struct sock_filter; none where it isn't known.

    Parameters
    ----------
    machine
        As `platform.machine` has it; this one, if none is given.

    Examples
    --------
    >>> len(filter_program("x86_64")) == len(filter_program("aarch64"))
    True
    >>> filter_program("riscv64")
    b''
    """
    machine = machine or platform.machine()
    if machine not in MACHINES or sys.platform != "linux":
        return b""
    at = list(MACHINES).index(machine)
    numbers = [by_machine[at] for by_machine in FORBIDDEN.values()]
    sockets = [by_machine[at] for by_machine in SOCKETS.values()]
    program = [
        ("", LOAD, "", "", MACHINE),
        ("", JUMP_IF_EQUAL, "", "refuse", MACHINES[machine]),
        ("", LOAD, "", "", NUMBER),
        ("", JUMP_IF_AT_LEAST, "refuse", "", OTHER_NUMBERS),
        *(("", JUMP_IF_EQUAL, "refuse", "", number) for number in numbers),
        *(("", JUMP_IF_EQUAL, "socket", "", number) for number in sockets),
        ("", RETURN, "", "", ALLOWED),
        ("socket", LOAD, "", "", FIRST_ARGUMENT),
        *(("", JUMP_IF_EQUAL, "allow", "", family) for family in FAMILIES.values()),
        ("refuse", RETURN, "", "", REFUSED),
        ("allow", RETURN, "", "", ALLOWED),
    ]
    at_label = {label: place for place, (label, *_) in enumerate(program) if label}
    return b"".join(
        struct.pack("=HBBI", code, *(_jump(place, at_label.get(to)) for to in (yes, no)), value)
        for place, (_, code, yes, no, value) in enumerate(program)
    )


def _jump(place: int, target: int | None) -> int:
    """Return how many instructions are left out."""
    return 0 if target is None else target - place - 1


@contextlib.contextmanager
def filter_to_read() -> Iterator[int | None]:
    """Lend a file descriptor from which bubblewrap reads the filter; None where there is none."""
    program = filter_program()
    if not program:
        yield None
        return
    reads, writes = os.pipe()
    try:
        with os.fdopen(writes, "wb") as pipe:
            pipe.write(program)
        yield reads
    finally:
        os.close(reads)
