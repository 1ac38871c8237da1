"""The sandbox of a `Sandbox` description, as arguments of bubblewrap."""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from autograder.grading.sandbox.description import (
    HOME,
    NOBODY,
    PACKAGES,
    SHARED_MEMORY,
    SUBMISSION,
    SYSTEM_FILES,
    SYSTEM_FOLDERS,
    WORK,
    WRITABLE,
    WRITABLE_FOLDERS,
    Folders,
    Sandbox,
)

__all__ = ["as_nobody", "bubblewrap", "sandboxed"]


def bubblewrap(
    sandbox: Sandbox,
    folders: Folders,
    disk: int,
    doors: Mapping[Path, Path] | None = None,
    status: int | None = None,
    filter_of_calls: int | None = None,
) -> list[str]:
    """Return the command that starts another one, to be appended, in a sandbox.

    Parameters
    ----------
    sandbox
        What is seen in it.
    folders
        Those of its kernel.
    disk
        Bytes that may be written.
    doors
        Where to find files and folders of the host that can't be reached where they are.
    status
        A file descriptor that is told the first process of the sandbox.
    filter_of_calls
        A file descriptor from which a filter of system calls is read, for all of its processes.

    Examples
    --------
    >>> empty = Sandbox(readable=(), packages=())
    >>> command = bubblewrap(empty, Folders(Path("/tmp/x")), disk=1 << 20)
    >>> command[0], command[-2:]
    ('bwrap', ['/tmp/submission', '--'])
    >>> "--unshare-net" in command and "--disable-userns" in command
    True
    """
    doors = doors or {}

    def seen(source: Path, target: Path | PurePosixPath) -> tuple[str, ...]:
        return ("--ro-bind", str(doors.get(source, source)), str(target))

    def empty(size: int, target: str | PurePosixPath) -> tuple[str, ...]:
        return ("--size", str(size), "--tmpfs", str(target))

    ways = _ways(sandbox.readable)
    groups: list[Sequence[str]] = [
        ("bwrap", "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc"),
        ("--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--cap-drop", "ALL"),
        ("--die-with-parent", "--new-session", "--hostname", "sandbox"),
        ("--uid", str(NOBODY), "--gid", str(NOBODY)),
        ("--info-fd", str(status)) if status is not None else (),
        ("--seccomp", str(filter_of_calls)) if filter_of_calls is not None else (),
        ("--proc", "/proc", "--dev", "/dev", *empty(SHARED_MEMORY, "/dev/shm")),  # noqa: S108
        empty(disk, WRITABLE),
        ("--dir", str(WORK), "--dir", str(HOME)),
        *map(_system_folder, map(Path, SYSTEM_FOLDERS)),
        *(("--ro-bind-try", name, name) for name in SYSTEM_FILES),
        *(empty(4096, way) for way in ways),
        *(seen(path, path) for path in sandbox.readable),
        *(seen(path, PACKAGES / path.name) for path in sandbox.packages),
        *((*empty(4096, path), "--remount-ro", str(path)) for path in sandbox.emptied),
        *(
            seen(folders.refused if path.is_dir() else folders.refused / "__init__.py", path)
            for path in sandbox.refused
        ),
        seen(folders.submission, SUBMISSION),
        ("--bind", str(folders.connection), str(folders.connection)),
        *(("--remount-ro", str(way)) for way in ways),
        # What can be written in /proc is the memory of other processes, and whom the system ends
        # when memory is short. The root is a file system in memory too, and of no limited size.
        ("--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/"),
        ("--chdir", str(WORK), "--"),
    ]
    return [argument for group in groups for argument in group]


def _ways(readable: Iterable[Path]) -> tuple[PurePosixPath, ...]:
    """Return what leads to readable folders that lie below a writable one, to be read only.

    Else bubblewrap makes it in the writable one, and it is writable, too.

    Examples
    --------
    >>> _ways([Path("/tmp/lab/.venv/lib"), Path("/tmp/lab/.venv/bin"), Path("/usr/lib/python3")])
    (PurePosixPath('/tmp/lab'),)
    """
    ways = []
    for path in map(PurePosixPath, readable):
        around = [folder for folder in WRITABLE_FOLDERS if folder in path.parents]
        if around:
            innermost = max(around, key=lambda folder: len(folder.parts))
            way = innermost / path.relative_to(innermost).parts[0]
            if way != path:
                ways.append(way)
    return tuple(dict.fromkeys(ways))


def _system_folder(folder: Path) -> tuple[str, ...]:
    if folder.is_symlink():
        return ("--symlink", str(folder.readlink()), str(folder))
    return ("--ro-bind-try", str(folder), str(folder))


MOUNT_DOORS = f"""\
set -e
while [ "$1" != -- ]; do mount --bind "$1" "$2"; shift 2; done
shift
exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups -- "$@"
"""


def as_nobody(doors: Mapping[Path, Path]) -> list[str]:
    """Return the command with which root starts another one, to be appended, as a normal user.

    Root stays root in a user namespace, whatever number it has there: it isn't held to a number of
    processes, and /proc/sys, core_pattern included, is its to write.

    Parameters
    ----------
    doors
        Folders that only root can reach, and where to mount them so that everyone can. No other
        process sees these mounts.

    Examples
    --------
    >>> as_nobody({})[:2]
    ['setpriv', '--reuid=65534']
    >>> as_nobody({Path("/root/python"): Path("/tmp/x/0")})[-3:]
    ['/root/python', '/tmp/x/0', '--']
    """
    if not doors:
        user = [f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        return ["setpriv", *user, "--"]
    pairs = [str(path) for pair in doors.items() for path in pair]
    return ["unshare", "--mount", "--", "sh", "-c", MOUNT_DOORS, "sh", *pairs, "--"]


def sandboxed(
    command: Sequence[str],
    sandbox: Sandbox,
    folders: Folders,
    disk: int,
    status: int | None = None,
    filter_of_calls: int | None = None,
) -> list[str]:
    """Return the command that runs `command` in the sandbox, as whoever we are.

    The folders have to be prepared; their doors are made.
    """
    if os.geteuid() != 0:
        built = bubblewrap(sandbox, folders, disk, None, status, filter_of_calls)
        return [*built, *command]
    sources = [*sandbox.readable, *sandbox.packages]
    closed = [path for path in sources if not _everyone_reaches(path)]
    doors = {path: folders.doors / str(number) for number, path in enumerate(closed)}
    for path, door in doors.items():
        if path.is_dir():
            door.mkdir(exist_ok=True)
        else:
            door.touch()
    built = bubblewrap(sandbox, folders, disk, doors, status, filter_of_calls)
    return [*as_nobody(doors), *built, *command]


def _everyone_reaches(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)
