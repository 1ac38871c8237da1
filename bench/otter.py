"""For an outside view: Otter-Grader on the lab's NumPy exercises, in an environment of its own.

Otter runs a notebook and then calls test functions in its namespace. Here they make the calls that
the lab's own check makes, and compare what comes with the numbers that Keras gives.
"""

import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.assignments import LAB6
from autograder.exercises import EXERCISES
from autograder.vocabulary.exercise import Call, Exercise
from bench.running import Measured, run

__all__ = ["measure_otter"]

NEEDED = ("otter-grader==7.0.0", "ipykernel", "numpy", "matplotlib")
NOTEBOOKS = LAB6.notebooks[:2]
TEST = """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = None

{cases}
"""
CASE = """\
@test_case(points=1)
def test_{number}({name}):
    np.testing.assert_allclose({name}({arguments}), {expected}, rtol=1e-4, atol=1e-5)

"""


def measure_otter(course: Path, folder: Path, submissions: int) -> Measured:
    """Set Otter up in a folder, and let it grade the first submissions one after the other."""
    folder.mkdir()
    venv.create(folder / "environment", with_pip=True)
    programs = folder / "environment" / "bin"
    subprocess.run([programs / "pip", "install", "-qq", *NEEDED], check=True)
    tests = folder / "tests"
    tests.mkdir()
    names = list(_numpy_exercises(course))
    for name in names:
        (tests / f"{name}.py").write_text(_test(EXERCISES[name]), encoding="utf-8")
    zipped = "autograder.zip"
    subprocess.run(
        [
            programs / "otter",
            "generate",
            "-t",
            "tests",
            "-o",
            zipped,
            "--no-environment",
            "--no-requirements",
        ],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    for student in sorted(course.glob("submitted/*"))[:submissions]:
        nbformat.write(_answers(student), folder / f"{student.name}.ipynb")
    all_of_them = f'for one in *.ipynb; do otter run -a {zipped} --no-logo -o . "$one"; done'
    return run(("sh", "-ec", all_of_them), folder, logs=False, programs=programs)


def _numpy_exercises(course: Path) -> Iterator[str]:
    for name in NOTEBOOKS:
        for cell in nbformat.read(course / f"source/{LAB6.name}/{name}.ipynb", as_version=4).cells:
            exercise = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if cell.cell_type == "code" and exercise in EXERCISES:
                yield exercise


def _answers(student: Path) -> NotebookNode:
    """Take the answers of a submission, without what needs this repository."""
    made: NotebookNode = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell("import numpy as np\nimport otter")]
    made.cells.append(nbformat.v4.new_code_cell("grader = otter.Notebook()"))
    for name in NOTEBOOKS:
        for cell in nbformat.read(student / f"{LAB6.name}/{name}.ipynb", as_version=4).cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution"):
                made.cells.append(nbformat.v4.new_code_cell(cell.source))
    return made


def _test(exercise: Exercise) -> str:
    assert exercise.expected is not None  # noqa: S101 - NumPy exercises are answered by Keras, too
    calls = [call for call in exercise.calls if _is_plain(call)]
    cases = (
        CASE.format(
            number=number,
            name=exercise.name,
            arguments=_arguments(call),
            expected=_written(exercise.expected(*call.arguments, **call.options)),
        )
        for number, call in enumerate(calls)
    )
    return TEST.format(name=exercise.name, cases="\n".join(cases))


def _is_plain(call: Call) -> bool:
    return not any(callable(value) for value in (*call.arguments, *call.options.values()))


def _arguments(call: Call) -> str:
    named = (f"{name}={_written(value)}" for name, value in call.options.items())
    return ", ".join((*map(_written, call.arguments), *named))


def _written(value: Any) -> str:
    """Write a value as Python.

    Examples
    --------
    >>> _written(np.float32([1, 2])), _written("same")
    ("np.array([1.0, 2.0], 'float32')", "'same'")
    """
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()}, {value.dtype.name!r})"
    return repr(value.item() if isinstance(value, np.generic) else value)
