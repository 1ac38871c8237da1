"""Grade the corpus as one class, and read what each submission got."""

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from autograder.assignments import LAB6
from autograder.exercises import NOTEBOOKS as EXERCISES_OF_NOTEBOOK
from tests.course.commands import run
from tests.course.gradebooks import GRADE, rows
from tests.course.released import released_course
from tests.honest.submission import NOTEBOOKS, WRITTEN
from tests.honest.variant import Variant

__all__ = [
    "AUTOGRADER_GRADE",
    "FULL",
    "NBGRADER_AUTOGRADE",
    "Result",
    "class_of",
    "expected",
    "grade",
    "is_green_only_at_home",
    "offences",
    "results_in",
]

NBGRADER_AUTOGRADE = ("nbgrader", "autograde", "lab6")
AUTOGRADER_GRADE = (*GRADE, "lab6", "--json")
EXERCISES_OF = ("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch")


@dataclass
class Result:
    """What became of one submission."""

    points: dict[str, float | None] = field(default_factory=dict)
    """By exercise."""
    written: frozenset[str] = frozenset()
    """What a person is asked to read."""
    said: str = ""
    seconds: float = 0.0
    """For its notebooks, if the command tells."""


FULL: dict[str, float] = {
    exercise.name: float(exercise.points)
    for path in LAB6.paths
    for exercise in EXERCISES_OF_NOTEBOOK[path]
}


def expected(variant: Variant) -> dict[str, float]:
    """Return the points that a variant must have."""
    return {name: most - variant.lost.get(name, 0) for name, most in FULL.items()}


@contextlib.contextmanager
def class_of(variants: Iterable[Variant]) -> Iterator[Path]:
    """Make a course in which each variant is a student's."""
    with tempfile.TemporaryDirectory(prefix="honest-") as folder:
        course = released_course(Path(folder) / "course")
        for variant in variants:
            variant.hand_in(course / "submitted" / variant.name / "lab6")
        yield course


def grade(course: Path, command: Iterable[str]) -> dict[str, Result]:
    """Run a command, and read the gradebook and the graded copies."""
    done = run(course, *command)
    if done.returncode:
        print(done.stderr[-3000:], file=sys.stderr)
    return results_in(course, done.stdout)


def results_in(course: Path, told: str) -> dict[str, Result]:
    """Read what became of each submission, and from the events of `--json` how long it took."""
    results: dict[str, Result] = {}
    for (student, _, cell), (points, _, is_to_be_read) in rows(course).items():
        result = results.setdefault(student, Result())
        if cell in WRITTEN:
            result.written |= {cell} if is_to_be_read else frozenset()
        else:
            result.points[cell.removeprefix("check-")] = points
    for student, result in results.items():
        result.said = "\n".join(_notes(course / "autograded" / student / "lab6"))
    for student, seconds in _seconds(told).items():
        results[student].seconds = seconds
    return results


def offences(variant: Variant, result: Result) -> list[str]:
    """Say what differs from what must be."""
    found = [
        f"{name}: {result.points.get(name)} of {points}"
        for name, points in expected(variant).items()
        if result.points.get(name) != points
    ]
    if result.written != variant.written:
        found.append(f"to be read: {', '.join(sorted(result.written)) or 'nothing'}")
    if variant.said not in result.said:
        found.append(f"not said: {variant.said}")
    return found


def is_green_only_at_home(variant: Variant) -> bool:
    """Tell of one in the words of a newer Python, which the grader has not."""
    return bool(variant.lost) and variant.family == "version"


def _notes(folder: Path) -> Iterator[str]:
    for name in NOTEBOOKS:
        path = folder / f"{name}.ipynb"
        if path.exists():
            notebook = nbformat.read(path, as_version=4)
            yield from (c.source for c in notebook.cells if c.id == "about-this-submission")
            for cell in notebook.cells:
                for output in cell.get("outputs", ()):
                    yield output.get("data", {}).get("text/html", "")


def _seconds(told: str) -> Mapping[str, float]:
    seconds: dict[str, float] = {}
    for line in told.splitlines():
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if event.get("event") == "finished":
                student = event["student"]
                seconds[student] = seconds.get(student, 0.0) + event["seconds"]
    return seconds
