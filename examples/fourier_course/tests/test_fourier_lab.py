"""What every lab should hold: notebooks and exercises fit, solutions pass, mistakes are named.

Copy it; nothing in it is about the Fourier transform but the two lines below.
"""

from pathlib import Path

import nbformat
import pytest

from autograder import EXERCISES, check
from autograder.exercises import NOTEBOOKS
from fourier_lab import LAB

SOURCE = Path(__file__).parents[1] / "source"
PATHS = [path for assignment in LAB.assignments for path in assignment.paths]
NAMES = [exercise.name for path in PATHS for exercise in NOTEBOOKS[path]]


def cells_of(path):
    """Return the code cells of a notebook by their nbgrader ids, or by their own."""
    cells = nbformat.read(SOURCE / f"{path}.ipynb", as_version=4).cells
    return {
        cell.metadata.get("nbgrader", {}).get("grade_id", cell.id): cell
        for cell in cells
        if cell.cell_type == "code" and "skip-execution" not in cell.metadata.get("tags", [])
    }


@pytest.fixture(scope="module")
def answers():
    """Run the notebooks, and return the names that they leave: functions among them."""
    names = {}
    for path in PATHS:
        for cell in cells_of(path).values():
            exec(compile(cell.source, f"<ipython-input-{path}>", "exec"), names)  # noqa: S102
    return names


@pytest.mark.parametrize("path", PATHS)
def test_each_exercise_has_an_answer_and_a_check_worth_its_points(path):
    cells = cells_of(path)
    for exercise in NOTEBOOKS[path]:
        answer, checked = cells[exercise.name], cells[f"check-{exercise.name}"]
        assert answer.metadata.nbgrader.solution
        assert f"def {exercise.name}{exercise.signature}:" in answer.source
        assert checked.source == f'check("{exercise.name}", {exercise.name})'
        assert checked.metadata.nbgrader.grade
        assert checked.metadata.nbgrader.points == exercise.points


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_passes(name, answers):
    verdict = check(name, answers[name])
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize("name", NAMES)
def test_each_mistake_is_told_from_the_others(name):
    """An answer that returns what a mistake leads to gets its name, and not all of the points."""
    exercise = EXERCISES[name]
    for mistake in exercise.misconceptions:
        for prediction in mistake.predictions[name]:
            results = iter([prediction(*one.arguments, **one.options) for one in exercise.calls])
            verdict = check(name, lambda *_, results=results: next(results))
            assert verdict.misconceptions == (mistake.code,)
            assert not verdict.passed
