"""Which calls of the system a submission's processes may not make, as a filter for seccomp(2).

Two kinds: those that keep memory where nobody counts it, and those that no notebook needs and
in which holes to the system have been found before. They fail with "Operation not permitted".
"""

import platform
import struct
import sys

__all__ = ["FORBIDDEN", "filter_program"]

MACHINES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""What the system calls each: AUDIT_ARCH of linux/audit.h."""
FORBIDDEN = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
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

LOAD, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, MACHINE = 0, 4
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
    >>> len(filter_program("x86_64")) // 8 == len(FORBIDDEN) + 6
    True
    >>> filter_program("riscv64")
    b''
    """
    machine = machine or platform.machine()
    if machine not in MACHINES or sys.platform != "linux":
        return b""
    numbers = [by_machine[list(MACHINES).index(machine)] for by_machine in FORBIDDEN.values()]
    left = len(numbers) + 1  # to the last instruction, which refuses
    program = [
        (LOAD, 0, 0, MACHINE),
        (JUMP_IF_EQUAL, 0, left + 2, MACHINES[machine]),
        (LOAD, 0, 0, NUMBER),
        (JUMP_IF_AT_LEAST, left, 0, OTHER_NUMBERS),
        *((JUMP_IF_EQUAL, left - place, 0, number) for place, number in enumerate(numbers, 1)),
        (RETURN, 0, 0, ALLOWED),
        (RETURN, 0, 0, REFUSED),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
