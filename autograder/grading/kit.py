"""Pack what a student gets, all assignments of a course in one zip: ``autograder kit``.

The same course gives the same bytes: files in order, no times of their own.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from string import Template
from urllib.parse import unquote, urlsplit

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

import autograder
from autograder.assignments import ASSIGNMENTS, Assignment, all_assignments
from autograder.grading.course import open_course
from autograder.labs import lab_distributions

__all__ = ["KitError", "main", "pinned", "write_kit"]

REPOSITORY = Path(autograder.__file__).resolve().parent.parent
STUDENT = REPOSITORY / "student"
SOLUTION = re.compile(rb"### ?BEGIN SOLUTION")
WHEN = (2020, 2, 2, 0, 0, 0)  # what hatchling writes into wheels
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


class KitError(Exception):
    """A kit can't be made of this course; why, and what to do."""


def write_kit(release: Path, folder: Path) -> Path:
    """Write the zip: notebooks and figures, the students' packages, and what opens them.

    Parameters
    ----------
    release
        The course's folder of what students get, as nbgrader makes it.
    folder
        Where the zip is written. It is called by the first assignment.

    Raises
    ------
    KitError
        If nothing was released, or a solution is in what was.
    """
    assignments = [one for one in all_assignments() if (release / one.name).is_dir()]
    if not assignments:
        raise KitError(
            f"There is nothing to pack in {release}. First: nbgrader generate_assignment NAME"
        )
    wheels, installed = _packages(assignments)
    files = {
        **wheels,
        "requirements.txt": _requirements(installed).encode(),
        "assignments.json": _first_notebooks(assignments).encode(),
        "README.txt": _readme(assignments, wheels).encode(),
        "start.py": (STUDENT / "kit" / "start.py").read_bytes(),
        **dict(_released(release, assignments)),
    }
    for name, content in files.items():
        if name.endswith(".ipynb") and SOLUTION.search(content):
            raise KitError(f"A solution is in {name}. Make it again: nbgrader generate_assignment")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{assignments[0].name}-kit.zip"
    with zipfile.ZipFile(path, "w") as kit:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever the kit is built
            entry.external_attr = 0o100644 << 16
            kit.writestr(entry, content)
    return path


def _packages(assignments: Iterable[Assignment]) -> tuple[dict[str, bytes], list[str]]:
    """Return wheels of our package and of those that bring the assignments; and what has none.

    What was installed from an index has none here, and is installed from there by students, too.
    """
    if not STUDENT.is_dir():
        raise KitError(
            "The students' package is built from a checkout of this repository, and this is an "
            "installed copy. Clone it, and install it by: pip install -e PATH"
        )
    wheels = _wheel_of(STUDENT)
    installed = []
    if any(one not in ASSIGNMENTS for one in assignments):
        for distribution in lab_distributions():
            project = _project_of(distribution)
            if project is None:
                installed.append(f"{distribution.name}=={distribution.version}")
            else:
                wheels |= _wheel_of(project)
    return wheels, installed


def _project_of(distribution: metadata.Distribution) -> Path | None:
    """Return the folder that a package was installed from, as pip wrote it down."""
    told = json.loads(distribution.read_text("direct_url.json") or "{}")
    address = urlsplit(told.get("url", ""))
    folder = Path(unquote(address.path))
    return folder if address.scheme == "file" and folder.is_dir() else None


def _wheel_of(project: Path) -> dict[str, bytes]:
    """Build a package with what is installed here, and make sure that no solution is in it."""
    with tempfile.TemporaryDirectory() as made:
        options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", made]
        done = subprocess.run(
            [sys.executable, "-m", "pip", "wheel", *options, str(project)], check=False
        )
        if done.returncode:
            raise KitError(f"{project} can't be built; the reason is above.")
        (wheel,) = Path(made).glob("*.whl")
        with zipfile.ZipFile(wheel) as opened:
            for name in opened.namelist():
                if name.endswith(".ipynb") and SOLUTION.search(opened.read(name)):
                    raise KitError(f"A solution is in the package {project}, in {name}.")
        return {wheel.name: wheel.read_bytes()}


def _released(release: Path, assignments: Iterable[Assignment]) -> Iterator[tuple[str, bytes]]:
    for assignment in assignments:
        folder = release / assignment.name
        for path in [*folder.glob("*.ipynb"), *folder.glob("figures/*.*")]:
            yield path.relative_to(release).as_posix(), path.read_bytes()


def _first_notebooks(assignments: Iterable[Assignment]) -> str:
    """Return what start.py reads: each assignment's folder, and the notebook to begin with."""
    first = {assignment.name: assignment.first for assignment in assignments}
    return json.dumps(first, indent=1) + "\n"


def _readme(assignments: Sequence[Assignment], wheels: Mapping[str, bytes]) -> str:
    titles = "\n".join(f"{one.title}\n{'=' * len(one.title)}" for one in assignments)
    others = "".join(
        f"\n   For {one.title}: python3 start.py {one.name}\n" for one in assignments[1:]
    )
    text = (STUDENT / "kit" / "README.txt").read_text(encoding="utf-8")
    return Template(text).substitute(titles=titles, others=others, wheels=" ".join(sorted(wheels)))


def _requirements(installed: list[str]) -> str:
    project = tomllib.loads((STUDENT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    lines = ["# The versions that the lab was tested with.", *pinned(needed), *installed]
    return "\n".join(lines) + "\n"


def pinned(needed: list[str]) -> list[str]:
    """Return all that these requirements lead to on every system, as ``name==version``.

    What only some systems need, and what constraints.txt does not name, is left to pip.

    Examples
    --------
    >>> pinned(["jinja2"])
    ['Jinja2==3.1.6', 'MarkupSafe==3.0.4']
    """
    tested = dict(
        line.split("==") for line in _lines(REPOSITORY / "constraints.txt") if "==" in line
    )
    versions = {canonicalize_name(name): (name, version) for name, version in tested.items()}
    found: set[tuple[NormalizedName, str]] = set()
    left = [(Requirement(line), "") for line in needed]
    while left:
        requirement, extra = left.pop()
        name = canonicalize_name(requirement.name)
        marker = requirement.marker
        if marker and not all(marker.evaluate({**system, "extra": extra}) for system in SYSTEMS):
            continue
        for wanted in {"", *requirement.extras}:
            if (name, wanted) not in found:
                found.add((name, wanted))
                left += [(Requirement(line), wanted) for line in metadata.requires(name) or ()]
    pins = {"==".join(versions[name]) for name, _ in found if name in versions}
    return sorted(pins, key=str.lower)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def main(arguments: Sequence[str]) -> int:
    """Write the zip to ``dist/`` of the course, and say how large it is."""
    parser = argparse.ArgumentParser(
        prog="autograder kit", description="Pack what a student gets into one zip, in dist/."
    )
    parser.add_argument(
        "--course-dir", type=Path, metavar="DIR", help="the course; otherwise the current folder"
    )
    options = parser.parse_args(arguments)
    course = open_course("", options.course_dir)
    release = course.root / str(course.directory.release_directory)
    try:
        path = write_kit(release, course.root / "dist")
    except KitError as error:
        sys.exit(str(error))
    print(f"{path.relative_to(course.root)}: {path.stat().st_size / 1e6:.1f} MB")
    return 0
