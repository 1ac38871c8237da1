"""What the intake makes of a submission: what a kernel would run, and what would be read.

Two variants that it makes the same of get the same points, whatever the kernel does. So a class
needs one of each sort only.
"""

import contextlib
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade
from traitlets.config import Config

from autograder.grading.intake.clean_copies import Intake
from tests.honest.submission import WRITTEN
from tests.honest.variant import Variant

__all__ = ["Taken", "taken_in", "without_doubles"]

RUN_BESIDE = (".py", ".npz", ".npy", ".txt")
"""The endings of files that code of the corpus reads."""
NOTE = "about-this-submission"


@dataclass(frozen=True)
class Taken:
    """What is graded of one submission."""

    cells: tuple[tuple[Any, ...], ...]
    """Of code: notebook, source, name, points, tags."""
    files: tuple[tuple[str, str], ...]
    """Those that code may read, with a digest."""
    to_be_read: frozenset[str]
    """The written answers that are not as they were released."""
    said: str

    @property
    def graded(self) -> tuple[object, ...]:
        """All that can make a difference to its points."""
        return self.cells, self.files


def taken_in(course: Path, variants: Iterable[Variant]) -> Iterator[tuple[Variant, Taken]]:
    """Yield what the intake of a course makes of each."""
    config = Config({"CourseDirectory": {"root": str(course), "assignment_id": "lab6"}})
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    with tempfile.TemporaryDirectory(prefix="taken-in-"):
        intake = Intake(converter)
        copies = {Path(folder).parent.name: folder for folder in converter.assignments}
        for variant in variants:
            folder = copies[variant.name]
            intake.take_in("lab6", variant.name, list(converter.assignments[folder]))
            yield variant, _taken(Path(folder))


def without_doubles(course: Path, variants: Iterable[Variant]) -> list[Variant]:
    """Return one variant of each sort that the intake makes the same of."""
    seen, kept = set(), []
    for variant, taken in taken_in(course, variants):
        if (taken.graded, taken.to_be_read) not in seen:
            seen.add((taken.graded, taken.to_be_read))
            kept.append(variant)
    return kept


def _taken(folder: Path) -> Taken:
    cells: list[tuple[Any, ...]] = []
    files: list[tuple[str, str]] = []
    to_be_read, said = set(), []
    for path in sorted(folder.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            marks = cell.metadata.get("nbgrader", {})
            name = marks.get("grade_id", "")
            if cell.cell_type == "code":
                source = "\n".join(line.rstrip() for line in cell.source.split("\n")).strip()
                tags = tuple(cell.metadata.get("tags", ()))
                cells.append((path.stem, source, name, marks.get("points"), tags))
            elif name in WRITTEN and determine_grade(cell)[0] is None:
                to_be_read.add(name)
            elif cell.get("id") == NOTE:
                said.append(cell.source)
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in RUN_BESIDE and "/." not in str(path):
            with contextlib.suppress(OSError):
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                files.append((str(path.relative_to(folder)), digest))
    return Taken(tuple(cells), tuple(files), frozenset(to_be_read), " ".join(said))
