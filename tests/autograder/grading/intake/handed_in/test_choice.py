"""Which file is graded as a notebook."""

import json

import nbformat
import pytest

from autograder.grading.intake.handed_in.choice import SeveralError, choose
from autograder.grading.intake.handed_in.files import UnreadableError, list_files
from autograder.grading.intake.handed_in.names import nearness

RELEASED = {
    name: nbformat.read(f"release/lab6/{name}.ipynb", as_version=4).cells
    for name in ("1_convolution", "2_pooling")
}
NAME = "2_pooling"


def notebook(answer=None):
    content = json.loads(json.dumps(RELEASED[NAME]))
    for cell in content:
        if answer and cell["id"] == "max_pool2d":
            cell["source"] = answer
    return json.dumps({"cells": content, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


ORIGINAL, DONE, OTHER = notebook(), notebook("max_pool2d = 1"), notebook("max_pool2d = 2")


@pytest.fixture
def chosen(tmp_path):
    def choose_(**files):
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return choose(NAME, list_files(tmp_path), RELEASED)

    return choose_


def test_the_one_of_that_name_is_taken_without_a_word(chosen):
    choice = chosen(**{"2_pooling.ipynb": DONE, "2_pooling (1).ipynb": OTHER})
    assert (choice.name, choice.remark) == ("2_pooling.ipynb", "")


@pytest.mark.parametrize(
    "name", ["2_pooling-1.ipynb", "a/2 Pooling.ipynb", "Doe_2_pooling.ipynb", "homework.ipynb"]
)
def test_the_only_one_that_can_be_meant_is_taken(chosen, name):
    choice = chosen(**{name: DONE, "scratch.ipynb": '{"cells": []}', "notes.txt": "2_pooling"})
    assert choice.name == name
    assert choice.remark == f"`{name}` was graded as 2_pooling.ipynb."


def test_the_finished_copy_and_not_the_original(chosen):
    choice = chosen(**{"2_pooling.ipynb": ORIGINAL, "2_pooling-Copy1.ipynb": DONE})
    assert choice.name == "2_pooling-Copy1.ipynb"
    assert "is as it was handed out" in choice.remark


def test_copies_that_say_the_same_are_one(chosen):
    choice = chosen(**{"2_pooling (1).ipynb": DONE, "2_pooling (2).ipynb": DONE})
    assert choice.notebook.cells


def test_of_two_that_differ_none(chosen):
    with pytest.raises(SeveralError, match=r"Is it one of `2_pooling \(1\).ipynb`, `2_pool"):
        chosen(**{"2_pooling (1).ipynb": DONE, "2_pooling (2).ipynb": OTHER})


def test_of_two_that_differ_the_original_is_graded_and_that_is_said(chosen):
    files = {"2_pooling.ipynb": ORIGINAL, "2_pooling-1.ipynb": DONE, "2_pooling-2.ipynb": OTHER}
    choice = chosen(**files)
    assert choice.name == "2_pooling.ipynb"
    assert "Others hold answers" in choice.remark


def test_one_that_can_t_be_read_gives_way_to_one_that_can(chosen):
    choice = chosen(**{"2_pooling.ipynb": DONE[:100], "2_pooling-1.ipynb": DONE})
    assert choice.name == "2_pooling-1.ipynb"
    assert "can't be read" in choice.remark


def test_without_any_the_problem_is_told(chosen):
    with pytest.raises(UnreadableError, match="is not there"):
        chosen(**{"1_convolution.ipynb": "{}", "notes.ipynb": '{"cells": []}'})


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("2_pooling (1).ipynb", 0),
        ("2_pooling(1) - Copy.IPYNB", 0),
        ("Copia de 2_pooling.ipynb.txt", 0),
        ("2_POOLING_final_v2.json", 0),
        ("lab6.zip:lab6/2pooling.ipynb", 0),
        ("doe_123_456_2_pooling-1.ipynb", 1),
        ("2_pooling_notes.ipynb", 1),
        ("12_pooling.ipynb", None),
        ("2_pooling.py", None),
        ("._2_pooling.ipynb", None),
        ("__MACOSX/2_pooling.ipynb", None),
        (".ipynb_checkpoints/2_pooling-checkpoint.ipynb", None),
        ("pooling.ipynb", None),
    ],
)
def test_names(name, near):
    assert nearness(NAME, name) == near
