"""Read what the grading of a class left: the gradebook, and the metadata of graded notebooks."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.grading.course import Course
from autograder.grading.intake.placeholder import INTAKE
from autograder.grading.lms.scores import Score, read_scores

__all__ = [
    "Case",
    "Check",
    "Graded",
    "Place",
    "checks_of",
    "read_class",
    "read_example",
    "read_lab",
    "seeds_of",
]

KEPT = "cnn_lab"
CHECK = "check-"
EXERCISE = re.compile(r"exercises?\b|.*\(\d+ points?\)$", re.I)
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.M)


@dataclass(frozen=True)
class Case:
    """What became of one case of an exercise."""

    name: str
    points: float
    passed: bool
    wrong: str = ""
    """Equal for equal wrong numbers."""


@dataclass(frozen=True)
class Check:
    """What became of one exercise."""

    points: float
    max_points: float
    misconceptions: tuple[str, ...] = ()
    cases: tuple[Case, ...] = ()
    measured: float | None = None


@dataclass(frozen=True)
class Graded:
    """One graded submission."""

    student: str
    score: Score
    checks: Mapping[str, Check] = field(default_factory=dict)
    """By exercise."""
    stopped: tuple[str, ...] = ()
    """Why cells of it did not come to their end."""
    not_read: tuple[str, ...] = ()
    """The notebooks that another stands in for: missing, or not to be read."""
    has_checks: bool = True
    """Whether it was graded by a version that keeps what a report needs."""


@dataclass(frozen=True)
class Place:
    """Where the lab teaches what an exercise asks."""

    exercise: str
    notebook: str
    heading: str


def read_class(course: Course) -> tuple[Graded, ...]:
    """Read all submissions of an assignment.

    Raises
    ------
    LookupError
        If the gradebook has no such assignment.
    """
    with course.gradebook() as gradebook:
        scores = read_scores(gradebook, course.assignment)
    return tuple(_graded(course, student, score) for student, score in scores.items())


def read_lab(course: Course) -> tuple[Place, ...]:
    """Return the exercises in the order of the lab, and the heading that each stands below."""
    folder = course.instructors_copy
    if folder is None:
        return ()
    return tuple(
        place
        for path in sorted(folder.glob("*.ipynb"))
        for place in _places(path.stem, _cells(path))
    )


def read_example(course: Course, student: str, place: Place) -> tuple[str, str]:
    """Return the code of an answer, and the card of its check as HTML; neither is harmless yet."""
    path = course.autograded / student / course.assignment / f"{place.notebook}.ipynb"
    code, card = "", ""
    for cell in _cells(path):
        name = str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", ""))
        if name == place.exercise:
            code = _text(cell.get("source", ""))
        elif name == f"{CHECK}{place.exercise}":
            for output in cell.get("outputs", []):
                card = _text(output.get("data", {}).get("text/html", "")) or card
    return code, card


def checks_of(folder: Path) -> dict[str, Check]:
    """Return what became of each exercise in a graded submission."""
    checks: dict[str, Check] = {}
    for path in sorted(folder.glob("*.ipynb")):
        said = _metadata(path).get(KEPT, {}).get("checks", {})
        checks |= {name: _check(one) for name, one in said.items()}
    return checks


def seeds_of(folder: Path) -> dict[str, list[str]]:
    """Return the notebooks of a graded submission by the seed that they were graded with."""
    seeds: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.ipynb")):
        seed = _metadata(path).get(KEPT, {}).get("seed")
        if isinstance(seed, str) and seed:
            seeds.setdefault(seed, []).append(path.stem)
    return seeds


def _graded(course: Course, student: str, score: Score) -> Graded:
    checks: dict[str, Check] = {}
    stopped: list[str] = []
    not_read: list[str] = []
    has_checks = True
    for path in sorted((course.autograded / student / course.assignment).glob("*.ipynb")):
        metadata = _metadata(path)
        kept = metadata.get(KEPT, {})
        if metadata.get(INTAKE, {}).get("stands_in"):
            not_read.append(path.stem)
        elif "checks" not in kept:
            has_checks = False
        stopped += kept.get("stopped", [])
        checks |= {name: _check(said) for name, said in kept.get("checks", {}).items()}
    return Graded(student, score, checks, tuple(stopped), tuple(not_read), has_checks)


def _check(said: Mapping[str, Any]) -> Check:
    cases = (
        Case(str(case["name"]), float(case["points"]), bool(case["passed"]), str(case["wrong"]))
        for case in said.get("cases", [])
    )
    return Check(
        float(said["points"]),
        float(said["max_points"]),
        tuple(map(str, said.get("misconceptions", []))),
        tuple(cases),
        said.get("measured"),
    )


def _places(notebook: str, cells: list[dict[str, Any]]) -> Iterator[Place]:
    headings: list[str] = []
    for cell in cells:
        if cell.get("cell_type") == "markdown":
            found = HEADING.findall(_text(cell.get("source", "")))
            headings += [re.sub(r"[`*$]", "", heading) for heading in found]
        grade = cell.get("metadata", {}).get("nbgrader", {})
        name = str(grade.get("grade_id", "")).removeprefix(CHECK)
        if grade.get("grade") and name != grade["grade_id"]:
            # The exercise's own heading teaches nothing; the one before it does.
            taught = [heading for heading in headings if not EXERCISE.match(heading)]
            yield Place(name, notebook, [*headings[-1:], *taught[-1:], ""][-2])


def _cells(path: Path) -> list[dict[str, Any]]:
    cells = _notebook(path).get("cells", [])
    return cells if isinstance(cells, list) else []


def _metadata(path: Path) -> dict[str, Any]:
    metadata = _notebook(path).get("metadata", {})
    return metadata if isinstance(metadata, dict) else {}


def _notebook(path: Path) -> dict[str, Any]:
    try:
        notebook = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return notebook if isinstance(notebook, dict) else {}


def _text(source: Any) -> str:
    return source if isinstance(source, str) else "".join(map(str, source))
