"""A course whose lab 6 is released: made once in each process, since that takes seconds."""

import atexit
import functools
import shutil
import tempfile
from pathlib import Path

from demo.classroom import make_course
from tests.course.commands import run

__all__ = ["released_course"]


def released_course(folder: Path) -> Path:
    """Copy it to a folder that isn't there yet."""
    shutil.copytree(_made(), folder)
    return folder


@functools.cache
def _made() -> Path:
    root = Path(tempfile.mkdtemp(prefix="released-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    course = root / "course"
    make_course(course)
    made = run(course, "nbgrader", "generate_assignment", "lab6")
    if made.returncode:
        raise RuntimeError(made.stderr[-3000:])
    return course
