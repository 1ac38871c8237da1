"""A graded class that is made up: a gradebook, and graded notebooks with what the grading keeps."""

import json
import random
import warnings
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning

from autograder.exercises import EXERCISES
from autograder.grading.batch.gradebook import RunGradebook
from autograder.grading.course import Course
from autograder.misconceptions import of_exercise

RELEASE = Path("release/lab6")
WRITTEN = {"2_pooling": "why_pooling", "3_mnist_cnn": "deeper_filters"}


def make_graded_class(folder: Path, size: int, padding: int = 0, seed: int = 6) -> Course:
    """Write a course with `size` graded submissions.

    Parameters
    ----------
    padding
        Bytes by which each notebook is larger, as pictures make it.
    """
    random_of_class = random.Random(seed)  # noqa: S311 - points, not secrets
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "release").symlink_to(RELEASE.parent.resolve())
    lab = exercises_of_lab()
    directory = CourseDirectory(root=str(folder), course_id="cnn_lab")
    directory.db_url = f"sqlite:///{folder}/gradebook.db"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own making
        with Gradebook(directory.db_url, "cnn_lab"):
            pass
        gradebook = RunGradebook(directory.db_url, "cnn_lab")
        with gradebook, gradebook.transaction():
            _add_assignment(gradebook, lab)
            for number in range(size):
                student = f"s{number:03}"
                notebooks = {
                    name: {one: _check(one, random_of_class) for one in exercises}
                    for name, exercises in lab.items()
                }
                _give(gradebook, student, notebooks, number)
                for name, checks in notebooks.items():
                    place = folder / "autograded" / student / "lab6" / f"{name}.ipynb"
                    place.parent.mkdir(parents=True, exist_ok=True)
                    place.write_text(json.dumps(_notebook(checks, student, padding)))
    return Course(directory, "lab6")


def exercises_of_lab() -> dict[str, list[str]]:
    lab: dict[str, list[str]] = {}
    for path in sorted(RELEASE.glob("*.ipynb")):
        ids = [
            cell.metadata.get("nbgrader", {}).get("grade_id", "")
            for cell in nbformat.read(path, as_version=4).cells
        ]
        lab[path.stem] = [
            one.removeprefix("check-")
            for one in ids
            if one.removeprefix("check-") in EXERCISES and one.startswith("check-")
        ]
    return lab


def _check(name: str, draw: random.Random) -> dict[str, object]:
    exercise = EXERCISES[name]
    skill = draw.random()
    cases = [
        {
            "name": case.name,
            "points": case.points,
            "passed": skill + draw.random() > 0.6,
            "wrong": "",
        }
        for case in exercise.cases
    ]
    known = of_exercise(name)
    is_wrong = not all(case["passed"] for case in cases)
    codes = [draw.choice(known).code] if is_wrong and known and draw.random() < 0.7 else []
    for case in cases:
        if not case["passed"]:
            case["wrong"] = f"{draw.getrandbits(64):016x}"
    return {
        "points": sum(case["points"] for case in cases if case["passed"]),
        "max_points": exercise.points,
        "misconceptions": codes,
        "measured": 0.984 if name == "trained_network" else None,
        "cases": cases,
    }


def _add_assignment(gradebook: Gradebook, lab: dict[str, list[str]]) -> None:
    gradebook.update_or_create_assignment("lab6")
    for name, exercises in lab.items():
        gradebook.update_or_create_notebook(name, "lab6")
        for one in exercises:
            points = EXERCISES[one].points
            kept = {"max_score": points, "cell_type": "code"}
            gradebook.update_or_create_grade_cell(f"check-{one}", name, "lab6", **kept)
        if name in WRITTEN:
            kept = {"max_score": 2, "cell_type": "markdown"}
            gradebook.update_or_create_grade_cell(WRITTEN[name], name, "lab6", **kept)


def _give(gradebook: Gradebook, student: str, notebooks: dict, number: int) -> None:
    gradebook.update_or_create_student(student)
    submission = gradebook.update_or_create_submission("lab6", student)
    for notebook in submission.notebooks:
        notebook.late_submission_penalty = 2.5 if number % 10 == 1 else 0.0
        for grade in notebook.grades:
            exercise = grade.cell.name.removeprefix("check-")
            checks = notebooks[notebook.name]
            if exercise in checks:
                grade.auto_score = checks[exercise]["points"]
                grade.needs_manual_grade = False
            elif number % 2:
                grade.manual_score, grade.needs_manual_grade = 1.5, False


def _notebook(checks: dict, student: str, padding: int) -> dict:
    cells = []
    for name in checks:
        body = f"    'Mine, {student}.'\n    return abs(x)  # {student}"
        code = f"# by {student}\ndef {name}(x):\n{body}"
        of_answer = {"nbgrader": {"grade_id": name, "solution": True}}
        of_check = {"nbgrader": {"grade_id": f"check-{name}", "grade": True}}
        card = (
            f"<div><b>{name}</b> is wrong.</div><div>It printed:</div><div>{student}</div>"
            "<script>alert(1)</script>"
        )
        output = {"output_type": "execute_result", "metadata": {}, "execution_count": 1}
        output["data"] = {"text/plain": "0.5", "text/html": card}
        cells += [
            {"cell_type": "code", "source": code, "metadata": of_answer, "outputs": []},
            {"cell_type": "code", "source": "check", "metadata": of_check, "outputs": [output]},
        ]
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * padding}}
    cells.append({"cell_type": "code", "source": "", "metadata": {}, "outputs": [picture]})
    kept = {"seed": "5eed", "level": "FULL", "stopped": [], "checks": checks}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"cnn_lab": kept}, "cells": cells}
