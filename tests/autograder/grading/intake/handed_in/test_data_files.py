"""Whether the files that notebooks read are there."""

import shutil

import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.intake.handed_in.data_files import (
    data_files,
    missing_everywhere,
    read_instead,
)
from cnn_reference import TRAINED_WEIGHTS

NAME = "weights.npz"


def test_they_are_those_that_code_speaks_of():
    cells = [new_code_cell(f'trained = "{NAME}"'), new_code_cell(f"np.load('{NAME}')")]
    assert data_files({"a": cells, "b": cells}) == [NAME]


def class_of(folder, *files):
    submissions = []
    for number, file in enumerate(files):
        submissions.append(folder / str(number))
        submissions[-1].mkdir()
        for name in ("1.ipynb", file):
            (submissions[-1] / name).write_text("", encoding="utf-8")
    return submissions


def test_it_is_said_if_a_whole_class_has_none(tmp_path):
    said = missing_everywhere([NAME], class_of(tmp_path, *["1.ipynb"] * 4))
    assert "None of the 4 submissions has weights.npz" in said
    assert "valid_ext" in said


@pytest.mark.parametrize("file", [NAME, "a.h5", "lab6.zip", "weights", "weights.npz.txt"])
def test_and_not_if_anybody_has_what_may_be_one(tmp_path, file):
    assert missing_everywhere([NAME], class_of(tmp_path, *["1.ipynb"] * 4, file)) == ""


def test_nor_of_one_student(tmp_path):
    assert missing_everywhere([NAME], class_of(tmp_path, "1.ipynb")) == ""


def test_another_that_is_taken_is_named(tmp_path):
    shutil.copy(str(TRAINED_WEIGHTS), tmp_path / "weights (1).npz")
    assert read_instead([NAME], tmp_path) == [
        "There is no weights.npz; `weights (1).npz` is taken in its place."
    ]
    shutil.copy(str(TRAINED_WEIGHTS), tmp_path / NAME)
    assert read_instead([NAME], tmp_path) == []
