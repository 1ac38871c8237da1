"""Build the class that is graded: made-up students of the demo, as often as it takes."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from demo.classroom import ASSIGNMENT, hand_in, make_course
from demo.commands import run_nbgrader
from demo.students import CLASS, Student

__all__ = [
    "ASSIGNMENT",
    "SEED",
    "STOCK",
    "build",
    "change_one",
    "keep_only",
    "notebooks_of",
    "stock_of",
    "train_in",
]

SEED = "of-the-bench"
NAMES = ("ada", "bela", "chloe", "dmitri", "emre", "farah", "goran", "hana")
"""All four notebooks and weights; right answers in four styles, and four with mistakes."""
SKIP = "skip-execution"
STOCK = """\
c = get_config()
c.CourseDirectory.course_id = "cnn_lab"
c.ExecutePreprocessor.timeout = 1800
"""
"""nbgrader as it comes, but for the time that a cell may take: training takes minutes."""


def build(folder: Path, submissions: int) -> Path:
    """Make a course with so many submissions, and return its folder."""
    folder.mkdir(parents=True)
    make_course(folder)
    run_nbgrader(folder, "generate_assignment", ASSIGNMENT, "--log-level=ERROR")
    for student in _students(submissions):
        hand_in(folder, student, 0)
    return folder


def _students(number: int) -> Iterator[Student]:
    known = {student.name: student for student in CLASS}
    for index in range(number):
        student = known[NAMES[index % len(NAMES)]]
        yield replace(student, name=f"{student.name}-{index:04}")


def stock_of(course: Path, folder: Path) -> Path:
    """Copy a course, and let nbgrader grade it as it comes."""
    shutil.copytree(course, folder)
    (folder / "nbgrader_config.py").write_text(STOCK, encoding="utf-8")
    return folder


def keep_only(course: Path, submissions: int) -> None:
    """Leave the first submissions, one of each kind."""
    folders = course.glob("submitted/*")
    for folder in sorted(folders, key=lambda folder: folder.name[-4:])[submissions:]:
        shutil.rmtree(folder)


def change_one(course: Path) -> None:
    """Change one notebook of one submission, and none of its points."""
    path = min(course.glob("submitted/*/*/2_pooling.ipynb"))
    notebook = json.loads(path.read_text(encoding="utf-8"))
    answer = next(cell for cell in notebook["cells"] if cell["id"] == "max_pool2d")
    answer["source"] = ["# Handed in once more.\n", *answer["source"]]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def train_in(course: Path) -> None:
    """Make of a course one whose notebooks train the network whenever they are run."""
    for path in [*notebooks_of(course / "source"), *notebooks_of(course / "submitted")]:
        path.write_text(_without_skips(path.read_text(encoding="utf-8")), encoding="utf-8")
    for weights in course.glob("submitted/*/*/*.npz"):
        weights.unlink()


def _without_skips(text: str) -> str:
    """Let every cell run.

    Examples
    --------
    >>> _without_skips('{"cells": [{"metadata": {"tags": ["skip-execution", "a"]}}]}')
    '{"cells": [{"metadata": {"tags": ["a"]}}]}'
    """
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if SKIP in tags:
            tags.remove(SKIP)
    return json.dumps(notebook)


def notebooks_of(folder: Path) -> list[Path]:
    """Return all notebooks in a folder, in order."""
    return sorted(folder.rglob("*.ipynb"))
