"""What a submission's kernel can see and reach, as data.

A sandbox has its own files, processes, users, and network (which leads nowhere). It sees a system
to read, a Python with its libraries, the check and the digits. Whatever it writes is in memory,
limited in size, and gone when its last process is.
"""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from autograder.answer.forbidden_use import LIBRARIES
from autograder.labs import lab_files

__all__ = ["OTHER_LIBRARIES", "Folders", "Sandbox", "environment", "python_sandbox"]

OTHER_LIBRARIES = tuple(sorted(LIBRARIES - {"PIL", "autograder", "cnn_reference"}))
"""What could answer for a student who is asked to write it in NumPy.

Pillow is there, since matplotlib imports it; an answer that uses it is found by its code.
"""


ALWAYS_HIDDEN = ("cnn_reference", "debugpy")
"""The solution; and a debugger, which would read other frames."""


WRITABLE = PurePosixPath("/tmp")  # noqa: S108 - in the sandbox, where it is private
WORK = WRITABLE / "submission"
HOME = WRITABLE / "home"
WRITABLE_FOLDERS = (WRITABLE, WORK, HOME, HOME / "tmp", PurePosixPath("/dev/shm"))  # noqa: S108
"""In the sandbox. On the host, Python and its libraries may lie in folders of these names."""
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

    @property
    def hidden(self) -> list[str]:
        """The names of the modules whose import fails."""
        return sorted({path.name.partition(".")[0] for path in self.refused})


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
    """Return all the variables that a kernel has; but for one setting, none is the caller's.

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
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_RETRIES": "0",  # there is no network, and never will be
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        "PYTHONSAFEPATH": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Left to itself, TensorFlow takes oneDNN on newer processors only. On others, too, it has
        # a network's scores in two thirds of the time. The grader's own Keras is forked from here.
        "TF_ENABLE_ONEDNN_OPTS": os.environ.get("TF_ENABLE_ONEDNN_OPTS", "1"),
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
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
    ours = [_folder_of(package.__file__) for package in (autograder, mnist_data)]
    brought = [file for file in lab_files() if not any(map(file.is_relative_to, readable))]
    return Sandbox(
        readable=tuple(dict.fromkeys(readable)),
        packages=(*ours, *brought),
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
