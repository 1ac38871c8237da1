"""The instructor's notebooks of every assignment: what stands in them, before anything is run."""

import re
from pathlib import Path

import nbformat
import pytest

from autograder.assignments import ASSIGNMENTS
from autograder.exercises import NOTEBOOKS

SOURCE = Path("source")


def read(path):
    """Read a notebook by what the exercises call it: ``"lab6/1_convolution"``."""
    return nbformat.read(SOURCE / f"{path}.ipynb", as_version=4)


def graded(notebook):
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


def test_the_declared_notebooks_are_those_in_the_folders():
    declared = sorted(SOURCE / f"{path}.ipynb" for path in NOTEBOOKS)
    assert declared == sorted(SOURCE.glob("*/*.ipynb"))


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_what_notebooks_leave_is_written_by_one_of_them_and_never_committed(assignment):
    text = "".join(cell.source for path in assignment.paths for cell in read(path).cells)
    ignored = Path(".gitignore").read_text(encoding="utf-8").split()
    for name in assignment.left_files:
        assert name in text
        assert name in ignored


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_cells_hold_no_outputs_and_ids_are_stable(path):
    cells = read(path).cells
    assert all(not cell.get("outputs") for cell in cells)
    assert all(cell.get("execution_count") is None for cell in cells)
    assert len({cell.id for cell in cells}) == len(cells)
    assert all(re.fullmatch(r"[a-z0-9_-]+", cell.id) for cell in cells)
    for cell in cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.grade_id in {cell.id, f"{cell.id}-run"}


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_each_exercise_has_an_answer_and_a_check_worth_its_points(path):
    cells = graded(read(path))
    for exercise in NOTEBOOKS[path]:
        check = cells[f"check-{exercise.name}"]
        assert check.source.endswith(f'check("{exercise.name}", {exercise.name})')
        assert check.metadata.nbgrader.points == exercise.points
        assert check.metadata.nbgrader.grade
        assert check.metadata.nbgrader.locked
        answer = cells[exercise.name]
        if exercise.is_function:
            assert answer.metadata.nbgrader.solution
            assert f"def {exercise.name}{exercise.signature}:" in answer.source
            assert "### BEGIN SOLUTION" in answer.source
            assert '"""' in answer.source


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_pictures_are_there_and_have_alternative_text(path):
    text = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", text)
    assert pictures
    for alternative, picture in pictures:
        assert len(alternative.split()) >= 8
        assert (SOURCE / path).parent.joinpath(picture).is_file()


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_every_picture_is_used(assignment):
    text = "".join(cell.source for path in assignment.paths for cell in read(path).cells)
    for picture in (SOURCE / assignment.name).glob("figures/*"):
        assert f"figures/{picture.name}" in text


@pytest.mark.parametrize("path", NOTEBOOKS)
def test_each_hint_is_inside_the_one_before_it(path):
    cells = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    hinted = set()
    for cell in cells:
        open_hints = 0
        for tag in re.findall(r"<details><summary>(?:Hint|<b>)[^<]*|</details>", cell.source):
            if "Hint" in tag:
                hinted.add(cell.id)
                assert tag.endswith((f"Hint {open_hints + 1}", "Hint")), cell.id
            open_hints += -1 if tag == "</details>" else 1
        assert open_hints == 0, cell.id
    exercises = {
        f"exercise-{exercise.name}" for exercise in NOTEBOOKS[path] if exercise.is_function
    }
    assert hinted == exercises
