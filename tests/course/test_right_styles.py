"""What is right earns everything under nbgrader, in every style: exactly what `check` gave."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.assignments import LAB6
from autograder.exercises import NOTEBOOKS
from cnn_reference import TRAINED_WEIGHTS
from tests.course.commands import run
from tests.course.released import released_course
from tests.meta.judge import answers_to
from tests.meta.mutator import standalone

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

WEIGHTS = "trained_network"


def styles(exercise):
    return [
        f"{standalone(answer)}\n\n{exercise.name} = {answer.__name__}\n"
        for answer in answers_to("right", exercise.name).values()
    ]


def submissions():
    """Return how many it takes to have each style in one, by notebook."""
    return {
        notebook: max(len(styles(exercise)) for exercise in NOTEBOOKS[f"lab6/{notebook}"])
        for notebook in LAB6.notebooks
    }


def hand_in(course, notebook, number):
    """Answer each exercise of one notebook in its style of this number, or again from the first."""
    answers = {
        exercise.name: styles(exercise)[number % len(styles(exercise))]
        for exercise in NOTEBOOKS[f"lab6/{notebook}"]
        if exercise.name != WEIGHTS
    }
    folder = course / "submitted" / f"{notebook}-{number}" / "lab6"
    folder.mkdir(parents=True)
    released = nbformat.read(course / "release" / "lab6" / f"{notebook}.ipynb", as_version=4)
    for cell in released.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(name, cell.source)
    nbformat.write(released, folder / f"{notebook}.ipynb")
    shutil.copy(Path(str(TRAINED_WEIGHTS)), folder / "mnist_cnn_weights.npz")


def lost_points(grade):
    is_checked = grade.name.startswith("check-")
    return is_checked and grade.auto_score != grade.max_score


def test_every_style_earns_all_points(tmp_path):
    course = released_course(tmp_path / "cnn")
    submitted = submissions()
    for notebook, number_of_styles in submitted.items():
        for number in range(number_of_styles):
            hand_in(course, notebook, number)
    graded = run(course, "nbgrader", "autograde", "lab6")
    assert graded.returncode == 0, graded.stderr[-3000:]
    lost = []
    with Gradebook(f"sqlite:///{course}/gradebook.db", "cnn_lab") as gradebook:
        for notebook, number_of_styles in submitted.items():
            for number in range(number_of_styles):
                found = gradebook.find_submission_notebook(notebook, "lab6", f"{notebook}-{number}")
                less = [grade for grade in found.grades if lost_points(grade)]
                lost += [f"{notebook}-{number}: {g.name} {g.auto_score}" for g in less]
    assert not lost, "\n".join(lost)
