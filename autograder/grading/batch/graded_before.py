"""Notebooks that were graded before: what has not changed since is not run again.

A verdict depends on the notebook, the names of the files beside it, the content of those that it
read, the settings that it is run with, the code that runs and judges it, and all that is installed.
A key is made of all of these, so that where any of them is another one, the notebook is run. The
seed is among them if one is set; if none is, that of a run is as good as that of another one, and
is kept with the verdict.

All of it lies in the course, where no kernel of the full sandbox sees it; with less of a sandbox
nothing is kept and nothing that was kept is used.
"""

import ast
import contextlib
import functools
import gzip
import hashlib
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import autograder
import cnn_reference
import mnist_data
from autograder import exercises
from autograder.grading.batch.job import Job
from autograder.grading.intake.submission_mark import without_mark
from autograder.labs import lab_files

__all__ = ["GradedBefore", "Key", "key_of", "run_of", "write_whole"]

MOST_KEPT = 8_000
"""Notebooks of an assignment; the newest stay. Each takes some 20 KB."""
FILES_OF_EACH = 2
OF_NO_EFFECT = {"TrustedExecute": {"submission_seconds"}}
"""Settings of a limit that was not met where verdicts are kept, and that other notebooks share."""
MOST_READ = 4
"""So many sets of files that a notebook read are known of it, the newest ones: one is the rule."""


@dataclass(frozen=True)
class Key:
    """What is the same only if a notebook would be run and judged in the same way."""

    run: str
    """A digest of all but the content of the files beside the notebook."""
    beside: Mapping[str, str]
    """Digests of those, by their names."""

    def with_files(self, names: Iterable[str]) -> str:
        """Return a digest of all, if these are the files whose content counts."""
        told = [self.run, *((name, self.beside[name]) for name in sorted(names))]
        return _digest(json.dumps(told).encode())


class GradedBefore:
    """What came of notebooks, by their keys.

    Parameters
    ----------
    folder
        A folder of its own; it is made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return not self._folder.is_dir() or not any(self._folder.iterdir())

    def find(self, key: Key) -> str | None:
        """Return the notebook as it was when it had been run; None if it was not."""
        for names in self._were_read(key.run):
            path = self._path(key.with_files(names))
            with contextlib.suppress(OSError, EOFError, ValueError):  # not there, or not whole
                content = gzip.decompress(path.read_bytes()).decode()
                if content:  # gzip takes an empty file for an empty text
                    os.utime(path)
                    return content
        return None

    def keep(self, key: Key, content: str, files_used: Iterable[str] | None = None) -> None:
        """Keep a notebook that was run. Without room, it is run again the next time.

        Parameters
        ----------
        key
            Its key.
        content
            What it is now.
        files_used
            Names of the files beside it that it read; None if that isn't known.
        """
        names = sorted(key.beside if files_used is None else key.beside.keys() & files_used)
        known = [other for other in self._were_read(key.run) if other != names]
        packed = gzip.compress(content.encode(), compresslevel=5, mtime=0)
        with contextlib.suppress(OSError):
            write_whole(self._path(key.with_files(names)), packed)
            read = json.dumps([names, *known][:MOST_READ])
            write_whole(self._path_of_read(key.run), read.encode())

    def prune(self, most: int = MOST_KEPT) -> None:
        """Remove what was not used for the longest time, if there is more than this."""
        with contextlib.suppress(OSError):
            by_age = sorted(self._folder.iterdir(), key=lambda path: path.stat().st_mtime)
            for path in by_age[: max(0, len(by_age) - FILES_OF_EACH * most)]:
                path.unlink()

    def _were_read(self, run: str) -> list[list[str]]:
        path = self._path_of_read(run)
        try:
            found: list[list[str]] = json.loads(path.read_bytes())
            os.utime(path)
        except (OSError, ValueError):
            return []
        return found

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.ipynb.gz"

    def _path_of_read(self, run: str) -> Path:
        return self._folder / f"{run}.read.json"


def key_of(job: Job, assignment: str, settings: Mapping[str, Mapping[str, Any]]) -> Key:
    """Return the key of a notebook.

    Parameters
    ----------
    job
        The notebook, sanitized, and all files of the submission, any of which it may read.
    assignment
        Whose it is.
    settings
        Those of the run, by class, as the instructor set them.
    """
    digests = {name: _digest(_as_read(name, content)) for name, content in job.files}
    told = {
        "notebook": f"{assignment}/{job.notebook}",
        "content": digests.pop(f"{job.notebook}.ipynb", ""),
        "names": sorted(digests),
        "settings": {
            name: {
                trait: repr(value)
                for trait, value in of_class.items()
                if trait not in OF_NO_EFFECT.get(name, ())
            }
            for name, of_class in settings.items()
        },
        "code": _code_of(f"{assignment}/{job.notebook}"),
        "installed": _installed(),
    }
    return Key(_digest(json.dumps(told, sort_keys=True).encode()), digests)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, and its folder, so that nobody ever finds the half of it.

    Raises
    ------
    OSError
        If there is no room; then what was there is still there.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            Path(file.name).replace(path)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def run_of(seed: str) -> str:
    """Return a name for what runs with this seed have in common, with this code and installation.

    Examples
    --------
    >>> run_of("a") == run_of("a"), run_of("a") == run_of("b")
    (True, False)
    """
    return _digest(json.dumps([seed, _code_of(), _installed()]).encode())


def _as_read(name: str, content: bytes) -> bytes:
    """Return a file without what no notebook minds: any change of any other file."""
    if not name.endswith(".ipynb"):
        return content
    return without_mark(content.decode(errors="surrogateescape")).encode(errors="surrogateescape")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@functools.cache
def _installed() -> tuple[str, ...]:
    folders = {Path(folder) for folder in sys.path if folder}
    found = {path.name for folder in folders for path in folder.glob("*.dist-info")}
    return (sys.version, platform.machine(), *sorted(found))


@functools.cache
def _code_of(notebook: str = "") -> str:
    """Return a digest of all code, but of the exercises of other notebooks if one is named."""
    sha = hashlib.sha256()
    left_out = _of_other_notebooks(notebook) if notebook else set()
    for path, digest in _all_code().items():
        if path not in left_out:
            sha.update(f"{path} {digest}\n".encode())
    return sha.hexdigest()


@functools.cache
def _all_code() -> dict[Path, str]:
    """Return digests of all files of code, in an order of their own."""
    packages = [Path(str(one.__file__)).parent for one in (autograder, cnn_reference, mnist_data)]
    files = {
        path
        for place in (*packages, *lab_files())
        for path in (place.rglob("*") if place.is_dir() else (place,))
        if path.is_file() and "__pycache__" not in path.parts
    }
    return {path: _digest(path.read_bytes()) for path in sorted(files)}


def _of_other_notebooks(notebook: str) -> set[Path]:
    """Return our modules of exercises that are neither this notebook's nor imported by those."""
    folder = Path(str(exercises.__file__)).parent
    modules = {path.stem: path for path in folder.glob("*.py") if path.stem != "__init__"}
    asked = {name for name in modules if notebook == _module(name).NOTEBOOK}
    needed: set[str] = set()
    while new := asked - needed:
        needed |= new
        asked |= {name for one in new for name in _imported(modules[one]) if name in modules}
    return {path for name, path in modules.items() if name not in needed}


def _module(name: str) -> Any:
    return sys.modules[f"{exercises.__name__}.{name}"]


def _imported(path: Path) -> Iterator[str]:
    """Yield the modules of exercises that one imports."""
    prefix = f"{exercises.__name__}."
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.ImportFrom():
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            case ast.Import():
                names = [alias.name for alias in node.names]
            case _:
                continue
        for name in names:
            if name.startswith(prefix):
                yield name.removeprefix(prefix).partition(".")[0]
