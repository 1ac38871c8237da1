"""What a submission's kernel can see and reach, as data, and as arguments of bubblewrap.

A sandbox has its own files, processes, users, and network (which leads nowhere). It sees a system
to read, a Python with its libraries, the check and the digits. Whatever it writes is in memory,
limited in size, and gone when its last process is.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path, PurePosixPath

from autograder.rules import LIBRARIES

__all__ = [
    "OTHER_LIBRARIES",
    "Folders",
    "Level",
    "Reached",
    "Sandbox",
    "as_nobody",
    "below",
    "bubblewrap",
    "environment",
    "probe",
    "python_sandbox",
    "sandboxed",
]

OTHER_LIBRARIES = tuple(sorted(LIBRARIES - {"autograder", "cnn_reference"}))
"""What could answer for a student who is asked to write it in NumPy."""

ALWAYS_HIDDEN = ("cnn_reference", "debugpy")
"""The solution; and a debugger, which would read other frames."""

WRITABLE = PurePosixPath("/tmp")  # noqa: S108 - in the sandbox, where it is private
WORK = WRITABLE / "submission"
HOME = WRITABLE / "home"
SUBMISSION = PurePosixPath("/run/submission")
PACKAGES = PurePosixPath("/opt/lab")
SYSTEM_FILES = (
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/alternatives",  # on Debian, libraries are reached through it
)
SYSTEM_FOLDERS = ("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/bin", "/lib", "/lib64")
NOBODY = 65534
SHARED_MEMORY = 64 << 20
REFUSAL = """\
raise ModuleNotFoundError(
    f"No module named {__name__!r} here: this notebook is to be answered without it", name=__name__
)
"""


class Level(IntEnum):
    """How far a submission is kept apart."""

    NONE = 0
    """Not at all."""
    LIMITS = 1
    """Private folder and environment, limits; but it can read files and use the network."""
    FULL = 2
    """Files, processes and network of its own."""


@dataclass(frozen=True)
class Reached:
    """The level that this machine reaches, and why it is not a higher one."""

    level: Level
    reason: str = ""


@dataclass(frozen=True)
class Sandbox:
    """What is seen in a sandbox. All of it can only be read."""

    readable: tuple[Path, ...]
    """Files and folders of the host, seen where they are on it."""
    packages: tuple[Path, ...]
    """Python packages, seen in `PACKAGES`."""
    emptied: tuple[PurePosixPath, ...] = ()
    """Folders of the above in whose place an empty one is seen."""
    refused: tuple[Path, ...] = ()
    """Modules of the above whose import fails."""
    environment: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Folders:
    """The folders on the host that belong to one kernel alone.

    `connection` is the only one that its processes can write to.
    """

    root: Path

    @property
    def connection(self) -> Path:
        """Holds the kernel's sockets. Their paths may not be longer than 107 bytes."""
        return self.root / "c"

    @property
    def submission(self) -> Path:
        """A copy of what was handed in."""
        return self.root / "submission"

    @property
    def home(self) -> Path:
        """Home of a kernel that has no sandbox."""
        return self.root / "home"

    @property
    def refused(self) -> Path:
        """A package whose import fails."""
        return self.root / "refused"

    @property
    def doors(self) -> Path:
        """Where folders are mounted that a normal user couldn't reach."""
        return self.root / "doors"

    @property
    def log(self) -> Path:
        """What the kernel's processes print past Jupyter."""
        return self.root / "log"

    def prepare(self, user: int | None = None) -> None:
        """Make those that hold nothing of the submission; the kernel runs as `user`."""
        for folder in (self.connection, self.submission, self.home, self.refused, self.doors):
            folder.mkdir(exist_ok=True)
        (self.refused / "__init__.py").write_text(REFUSAL, encoding="utf-8")
        if user is not None:
            self.root.chmod(0o711)  # to be passed through; its name can't be guessed
            os.chown(self.connection, user, user)


def environment(prefix: Path, home: PurePosixPath) -> dict[str, str]:
    """Return all the variables that a kernel has; none is the caller's.

    Examples
    --------
    >>> variables = environment(Path("/opt/python"), PurePosixPath("/tmp/home"))
    >>> variables["HOME"], variables["PATH"]
    ('/tmp/home', '/opt/python/bin:/usr/bin:/bin')
    """
    threads = dict.fromkeys(
        (
            "MKL_NUM_THREADS",
            "NUMEXPR_NUM_THREADS",
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "TF_NUM_INTEROP_THREADS",
            "TF_NUM_INTRAOP_THREADS",
        ),
        "1",
    )
    return threads | {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_DATA_DIR": str(home / "jupyter-data"),
        "JUPYTER_RUNTIME_DIR": str(home / "jupyter-runtime"),
        "KERAS_BACKEND": "tensorflow",
        "KERAS_HOME": str(home / "keras"),
        "LANG": "C.UTF-8",
        "LOGNAME": "student",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "PATH": f"{prefix}/bin:/usr/bin:/bin",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TMPDIR": str(home / "tmp"),
        "USER": "student",
    }


def python_sandbox(hidden_packages: Iterable[str] = ()) -> Sandbox:
    """Describe the sandbox in which this very Python runs, with its libraries.

    Parameters
    ----------
    hidden_packages
        Names of installed packages that can't be imported in it, such as `OTHER_LIBRARIES`. Their
        files aren't there.
    """
    import autograder
    import mnist_data

    roots = dict.fromkeys(
        Path(place)
        for place in (sys.prefix, sys.base_prefix, Path(sys.executable).resolve().parent.parent)
    )
    parts = [root / name for root in roots for name in ("bin", "lib", "lib64", "pyvenv.cfg")]
    readable = [part for part in parts if part.exists() and not part.is_symlink()]
    sites = _sites([*roots, Path("/usr")])
    used = [Path(place) for place in sys.path if Path(place).name in SITE_NAMES]
    readable += [site for site in used if site not in sites and site.is_dir()]
    hidden = {*hidden_packages, *ALWAYS_HIDDEN}
    return Sandbox(
        readable=tuple(dict.fromkeys(readable)),
        packages=tuple(_folder_of(package.__file__) for package in (autograder, mnist_data)),
        emptied=(
            PACKAGES / "autograder" / "grading",
            *(PurePosixPath(site) for site in sites if site not in used),
            *(
                PurePosixPath(site / "autograder" / "grading")
                for site in used
                if (site / "autograder" / "grading").is_dir()
            ),
        ),
        refused=tuple(sorted(_modules(used, hidden))),
        environment=tuple(
            sorted(
                (environment(Path(sys.prefix), HOME) | {"PYTHONPATH": str(PACKAGES)}).items(),
            )
        ),
    )


SITE_NAMES = ("site-packages", "dist-packages")


def _sites(roots: Iterable[Path]) -> list[Path]:
    """Find where Pythons keep the libraries that were installed for them."""
    return [
        site
        for root in roots
        for lib in ("lib", "lib64")
        if not (root / lib).is_symlink()
        for name in SITE_NAMES
        for site in sorted((root / lib).glob(f"python*/{name}"))
    ]


def _modules(sites: Iterable[Path], names: Iterable[str]) -> set[Path]:
    """Find the packages and modules of these names."""
    names = sorted(names)
    return {
        found
        for site in sites
        for name in names
        for found in (site / name, site / f"{name}.py", *site.glob(f"{name}.*.so"))
        if found.exists()
    }


def _folder_of(file: str | None) -> Path:
    assert file is not None, "a package of ours is a folder with an __init__.py"  # noqa: S101
    return Path(file).resolve().parent


def bubblewrap(
    sandbox: Sandbox,
    folders: Folders,
    disk: int,
    doors: Mapping[Path, Path] | None = None,
    status: int | None = None,
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

    groups: list[Sequence[str]] = [
        ("bwrap", "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc"),
        ("--unshare-uts", "--unshare-cgroup-try", "--disable-userns", "--cap-drop", "ALL"),
        ("--die-with-parent", "--new-session", "--hostname", "sandbox"),
        ("--uid", str(NOBODY), "--gid", str(NOBODY)),
        ("--info-fd", str(status)) if status is not None else (),
        ("--proc", "/proc", "--dev", "/dev", *empty(SHARED_MEMORY, "/dev/shm")),  # noqa: S108
        empty(disk, WRITABLE),
        ("--dir", str(WORK), "--dir", str(HOME)),
        *map(_system_folder, map(Path, SYSTEM_FOLDERS)),
        *(("--ro-bind-try", name, name) for name in SYSTEM_FILES),
        *(seen(path, path) for path in sandbox.readable),
        *(seen(path, PACKAGES / path.name) for path in sandbox.packages),
        *((*empty(4096, path), "--remount-ro", str(path)) for path in sandbox.emptied),
        *(
            seen(folders.refused if path.is_dir() else folders.refused / "__init__.py", path)
            for path in sandbox.refused
        ),
        seen(folders.submission, SUBMISSION),
        ("--bind", str(folders.connection), str(folders.connection)),
        # The root is a file system in memory too, and of no limited size.
        ("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", str(WORK), "--"),
    ]
    return [argument for group in groups for argument in group]


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
) -> list[str]:
    """Return the command that runs `command` in the sandbox, as whoever we are.

    The folders have to be prepared; their doors are made.
    """
    if os.geteuid() != 0:
        return [*bubblewrap(sandbox, folders, disk, status=status), *command]
    sources = [*sandbox.readable, *sandbox.packages]
    closed = [path for path in sources if not _everyone_reaches(path)]
    doors = {path: folders.doors / str(number) for number, path in enumerate(closed)}
    for path, door in doors.items():
        if path.is_dir():
            door.mkdir(exist_ok=True)
        else:
            door.touch()
    return [*as_nobody(doors), *bubblewrap(sandbox, folders, disk, doors, status), *command]


def _everyone_reaches(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


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


def below(minimum: Level, reached: Reached) -> str:
    """Say why nothing is graded on this machine, and what to do about it.

    Examples
    --------
    >>> print(below(Level.FULL, Reached(Level.LIMITS, "bwrap is not installed.")))
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


if __name__ == "__main__":
    print(probe().level.name, probe().reason)
