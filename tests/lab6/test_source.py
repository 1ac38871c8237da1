"""The instructor's notebooks: what stands in them, before anything is run."""

import re
from pathlib import Path

import nbformat
import pytest

from autograder.exercises import NOTEBOOKS

SOURCE = Path("source/lab6")
WRITTEN = {"3_mnist_cnn": {"why_pooling": 2, "deeper_filters": 2}}
FILES = {"trained_network"}


def read(name, folder=SOURCE):
    return nbformat.read(folder / f"{name}.ipynb", as_version=4)


def graded(notebook):
    return {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_cells_hold_no_outputs_and_ids_are_stable(name):
    cells = read(name).cells
    assert all(not cell.get("outputs") for cell in cells)
    assert all(cell.get("execution_count") is None for cell in cells)
    assert len({cell.id for cell in cells}) == len(cells)
    assert all(re.fullmatch(r"[a-z0-9_-]+", cell.id) for cell in cells)
    for cell in cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader.grade_id in {cell.id, f"{cell.id}-run"}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_exercise_has_an_answer_and_a_check_worth_its_points(name):
    cells = graded(read(name))
    for exercise in NOTEBOOKS[name]:
        check = cells[f"check-{exercise.name}"]
        assert check.source.endswith(f'check("{exercise.name}", {exercise.name})')
        assert check.metadata.nbgrader.points == exercise.points
        assert check.metadata.nbgrader.grade
        assert check.metadata.nbgrader.locked
        answer = cells[exercise.name]
        if exercise.name not in FILES:
            assert answer.metadata.nbgrader.solution
            assert f"def {exercise.name}{exercise.signature}:" in answer.source
            assert "### BEGIN SOLUTION" in answer.source
            assert '"""' in answer.source
    points = {n: c.metadata.nbgrader.points for n, c in cells.items() if n in WRITTEN.get(name, {})}
    assert points == WRITTEN.get(name, {})


def test_the_lab_is_worth_100_points():
    cells = [cell for name in NOTEBOOKS for cell in graded(read(name)).values()]
    assert sum(cell.metadata.nbgrader.get("points", 0) for cell in cells) == 100


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_pictures_are_there_and_have_alternative_text(name):
    text = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", text)
    assert pictures
    for alternative, path in pictures:
        assert len(alternative.split()) >= 8
        assert (SOURCE / path).is_file()


def test_every_picture_is_used():
    text = "".join(cell.source for name in NOTEBOOKS for cell in read(name).cells)
    assert all(f"figures/{path.name}" in text for path in (SOURCE / "figures").iterdir())


SECTIONS = ["6.1", "6.2", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.3", "6.3.1", "6.3.2"]
SECTIONS += ["6.5", "6.5.1", "6.5.2", "6.5.3", "6.5.4"]


# Numbers of sections that hold others, and nothing of their own.
FRAMES = {"6.2", "6.3", "6.5"}


def lab_text():
    return "\n".join(cell.source for name in NOTEBOOKS for cell in read(name).cells)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_lab_is_taught(section):
    assert re.search(rf"^##+ {re.escape(section)} ", lab_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("section", [section for section in SECTIONS if section not in FRAMES])
def test_every_section_has_a_question_with_a_folded_answer_and_says_how_long_it_takes(section):
    begin = rf"^##+ {re.escape(section)} "
    text = re.split(begin, lab_text(), flags=re.MULTILINE)[1]
    text = re.split(r"^##+ (?:6\.\d|Glossary)", text, flags=re.MULTILINE)[0]
    assert "<details><summary><b>Check yourself.</b> " in text
    assert re.search(rf"^\| {re.escape(section)} .*\| \d+ min \|$", lab_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_each_hint_is_inside_the_one_before_it(name):
    cells = [cell for cell in read(name).cells if cell.cell_type == "markdown"]
    hinted = set()
    for cell in cells:
        open_hints = 0
        for tag in re.findall(r"<details><summary>(?:Hint|<b>)[^<]*|</details>", cell.source):
            if "Hint" in tag:
                hinted.add(cell.id)
                assert tag.endswith((f"Hint {open_hints + 1}", "Hint")), cell.id
            open_hints += -1 if tag == "</details>" else 1
        assert open_hints == 0, cell.id
    exercises = {f"exercise-{exercise.name}" for exercise in NOTEBOOKS[name]} - {
        f"exercise-{name}" for name in FILES
    }
    assert hinted == exercises


def test_the_glossarys_sections_explain_its_words():
    text = lab_text()
    rows = re.findall(
        r"^\| (.+) \| .+ \| (.+) \| .+ \|$", text.split("## Glossary")[1], re.MULTILINE
    )
    rows = [row for row in rows if row[1] in {*SECTIONS, "notebook 4"}]
    assert len(rows) >= 20
    for words, section in rows:
        begin = re.escape("# Lab 6 · 4" if section == "notebook 4" else f"# {section} ")
        explained = re.split(begin, text)[1].lower()
        if section != "notebook 4":
            explained = re.split(r"\n##+ (?:6\.\d|glossary)", explained)[0]
        assert any(word in explained for word in words.split(", ")), words
