"""The answers themselves, checked where no kernel is needed."""

import keras
import numpy as np
import pytest

from autograder import EXERCISES, check
from demo.cells import read_answers

RIGHT = ("loops", "windows", "im2col", "slices", "backward/loops", "backward/convolutions")
SLOW = {"train_cnn", "predict"}


def namespace_after(file, stop_after=None):
    """Run a file's cells one by one in a notebook's namespace."""
    namespace = {"np": np, "keras": keras, "layers": keras.layers}
    for cell in read_answers(file):
        exec(cell.source, namespace)  # noqa: S102 - our own files
        if cell.name == stop_after:
            break
    return namespace


@pytest.mark.parametrize(
    ("file", "name"),
    [
        (file, cell.name)
        for file in RIGHT
        for cell in read_answers(file)
        if cell.name in EXERCISES and cell.name not in SLOW
    ],
)
def test_right_answers_get_all_points(file, name):
    verdict = check(name, namespace_after(file, name)[name])
    assert verdict.passed, str(verdict)


@pytest.mark.parametrize(
    ("file", "name", "points"),
    [
        ("extra_zero_first", "pad_same", 3),
        ("extra_zero_first", "strided_convolve2d", 3.5),
        ("extra_zero_first", "conv2d", 9.5),
        ("half_the_kernel", "output_size", 2.5),
        ("half_the_kernel", "conv2d", 9.5),
        ("valid_only", "conv2d", 8),
        ("valid_only", "max_pool2d", 8),
        ("zeros_in_pooling", "max_pool2d", 8),
        ("zeros_in_pooling", "average_pool2d", 2.5),
        ("zeros_in_pooling", "build_cnn", 7),
        ("forgetful", "convolve2d", 6.5),
        ("forgetful", "conv2d", 9.5),
        ("forgetful", "max_pool2d", 5),
        ("forgetful", "average_pool2d", 1.5),
        ("forgetful", "compile_cnn", 2),
    ],
)
def test_wrong_answers_get_the_points_that_were_worked_out_by_hand(file, name, points):
    assert check(name, namespace_after(file)[name]).points == points


@pytest.mark.parametrize(("name", "points"), [("relu_backward", 1), ("softmax_cross_entropy", 3.5)])
def test_answers_of_the_bonus_get_the_points_that_were_worked_out_by_hand(name, points):
    assert check(name, namespace_after("backward/sum")[name]).points == points


def test_a_name_that_only_another_notebook_imports_is_missed():
    """Each cell must bring its own imports: the file's head is not handed in."""
    assert "import math" in next(c.source for c in read_answers("loops") if c.name == "max_pool2d")
