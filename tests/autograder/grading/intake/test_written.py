"""Who is asked to read what."""

import json

import nbformat
import pytest
from nbgrader.utils import determine_grade

from autograder.grading.intake.parse import read_notebook
from autograder.grading.intake.repair import repair
from autograder.grading.intake.written import is_document, read_documents

RELEASED = nbformat.read("release/lab6/3_mnist_cnn.ipynb", as_version=4).cells
TEXT = {"cell_type": "markdown", "metadata": {}, "source": "They shrink the maps."}


def repaired(change):
    cells = json.loads(json.dumps(RELEASED))
    change(cells)
    content = {"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    return repair(read_notebook(json.dumps(content).encode()), RELEASED)


def to_be_read(cells):
    written = [c for c in cells if c.cell_type == "markdown" and "nbgrader" in c.metadata]
    return {c.id for c in written if determine_grade(c)[0] is None}


def nothing(_):
    pass


def line_ends(cells):
    for cell in cells:
        cell["source"] = f"\r\n{cell['source']}  \r\n"


def code(cells):
    cells.append({"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": []})


def badge(cells):
    cells.insert(0, TEXT | {"source": "<img alt='Open In Colab'/>"})


@pytest.mark.parametrize("change", [nothing, line_ends, code, badge])
def test_nobody_is_asked_to_read_what_nobody_wrote(change):
    cells, _ = repaired(change)
    assert to_be_read(cells) == set()


def own_cell(cells):
    cells.insert(3, TEXT)


def raw(cells):
    cells.append(TEXT | {"cell_type": "raw"})


def comment(cells):
    cells.append({"cell_type": "code", "metadata": {}, "source": "# They shrink.", "outputs": []})


def in_the_question(cells):
    (question,) = (cell for cell in cells if cell["id"] == "written")
    question["source"] += "\n\nThey shrink."


@pytest.mark.parametrize("change", [own_cell, raw, comment, in_the_question])
def test_a_person_is_asked_to_read_what_stands_elsewhere(change):
    cells, remarks = repaired(change)
    assert to_be_read(cells) == {"why_pooling", "deeper_filters"}
    assert "A person reads what is written in other cells" in " ".join(remarks)


def test_who_answered_one_in_its_cell_and_one_elsewhere_has_both_read():
    def change(cells):
        (first,) = (cell for cell in cells if cell["id"] == "why_pooling")
        first["source"] = "They shrink."
        cells.append(TEXT)

    cells, _ = repaired(change)
    assert to_be_read(cells) == {"why_pooling", "deeper_filters"}


def test_documents_beside_the_notebooks_are_to_be_read():
    cells, _ = repaired(nothing)
    assert read_documents(cells, RELEASED, "`answers.docx`") == ["why_pooling", "deeper_filters"]
    assert to_be_read(cells) == {"why_pooling", "deeper_filters"}
    assert not is_document("1_convolution.ipynb")
