"""Pack what a student gets, all assignments in one zip: ``python -m tools.kit``.

The same repository gives the same bytes: files in order, no times of their own.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from string import Template

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from autograder.assignments import ASSIGNMENTS, KIT

__all__ = ["pinned", "write_kit"]

REPOSITORY = Path(__file__).resolve().parent.parent
STUDENT = REPOSITORY / "student"
RELEASE = REPOSITORY / "release"
WHEN = (2020, 2, 2, 0, 0, 0)  # what hatchling writes into wheels
SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
)


def write_kit(path: Path) -> None:
    """Write the zip: notebooks and figures, the student's package, and what opens them."""
    with tempfile.TemporaryDirectory() as made:
        wheel = _build_wheel(Path(made))
        files = {
            wheel.name: wheel.read_bytes(),
            "requirements.txt": _requirements().encode(),
            "assignments.json": _assignments().encode(),
            "README.txt": _readme(wheel.name).encode(),
            "start.py": (STUDENT / "kit" / "start.py").read_bytes(),
            **dict(_release()),
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as kit:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{KIT}/{name}", WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever the kit is built
            entry.external_attr = 0o100644 << 16
            kit.writestr(entry, content)


def _build_wheel(folder: Path) -> Path:
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(STUDENT)], check=True)
    return next(folder.glob("*.whl"))


def _release() -> Iterator[tuple[str, bytes]]:
    for assignment in ASSIGNMENTS:
        folder = RELEASE / assignment.name
        for path in [*folder.glob("*.ipynb"), *folder.glob("figures/*.*")]:
            yield path.relative_to(RELEASE).as_posix(), path.read_bytes()


def _assignments() -> str:
    """Return what start.py reads: each assignment's folder, and the notebook to begin with."""
    first = {assignment.name: assignment.first for assignment in ASSIGNMENTS}
    return json.dumps(first, indent=1) + "\n"


def _readme(wheel: str) -> str:
    titles = "\n".join(f"{one.title}\n{'=' * len(one.title)}" for one in ASSIGNMENTS)
    others = "".join(
        f"\n   For {one.title}: python3 start.py {one.name}\n" for one in ASSIGNMENTS[1:]
    )
    text = (STUDENT / "kit" / "README.txt").read_text(encoding="utf-8")
    return Template(text).substitute(titles=titles, others=others, wheel=wheel)


def _requirements() -> str:
    project = tomllib.loads((STUDENT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["lab"]]
    lines = ["# The versions that the lab was tested with.", *pinned(needed)]
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


def main() -> None:
    """Write the zip to ``dist/``, and say how large it is."""
    path = REPOSITORY / "dist" / f"{KIT}.zip"
    write_kit(path)
    print(f"{path.relative_to(REPOSITORY)}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
