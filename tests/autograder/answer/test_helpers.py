"""Functions beside an answer, which a message names as places to look."""

import sys

import numpy as np
import pytest

from autograder import check
from autograder.answer.helpers import helpers_of, is_name, near_name
from autograder.answer.offer_of import offer_of
from autograder.exercises import EXERCISES
from autograder.judge.offers import judge_offer


def halved(x):
    return x / 2


def positive(x):
    return np.maximum(halved(x), 0)


def relu(x):
    return positive(x)


def stub(*arguments, **options):
    raise NotImplementedError


def test_functions_that_are_called_by_others_are_named_too():
    assert helpers_of(relu) == ("positive", "halved")
    assert helpers_of(np.maximum) == ()
    assert helpers_of(lambda x: np.pad(x, 1)) == ()


def test_a_wrong_answer_is_looked_for_in_them():
    said = str(check("relu", relu))
    assert "Look in relu, and in what it calls: `positive`, `halved`." in said


def test_a_right_answer_and_one_without_are_told_nothing():
    assert "what it calls" not in str(check("relu", lambda x: np.maximum(x, 0)))
    assert "what it calls" not in str(check("relu", lambda x: x))


@pytest.mark.parametrize("name", ["a b", "<b>", "x" * 41, "", None, 3, "a\n"])
def test_what_is_no_plain_name_is_not_shown(name):
    assert not is_name(name)
    assert near_name("relu", [name]) == ""


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("max_pool2d", ["maxpool2d", "max_pooling2d", "MaxPool2d", "max_pool_2d", "max_pool"]),
        ("conv2d", ["conv_2d", "Conv2D", "conv2"]),
        ("output_size", ["outputsize", "output_sizes", "out_size"]),
    ],
)
def test_near_names(name, near):
    for one in near:
        assert near_name(name, [one, "pad", "np"]) == one


def test_exercises_are_near_to_no_other():
    for name in EXERCISES:
        assert near_name(name, set(EXERCISES) - {name}) == "", name


def test_an_answer_under_another_name_is_found_where_only_the_cell_that_was_handed_out_has_run(
    monkeypatch,
):
    monkeypatch.setattr(sys.modules["__main__"], "maxpool2d", positive, raising=False)
    offer = offer_of(EXERCISES["max_pool2d"], stub)
    assert offer.near == "maxpool2d"
    problem = judge_offer(EXERCISES["max_pool2d"], offer).first_failed.problem
    assert "there is a function `maxpool2d`" in problem.symptom
    assert "`def max_pool2d(x, pool_size=2, strides=None, padding=" in problem.next_step


def test_without_such_a_function_there_is_no_answer_yet(monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "maxpool2d", stub, raising=False)
    assert offer_of(EXERCISES["max_pool2d"], stub).near == ""
    assert "There is no answer yet." in str(check("max_pool2d", stub))


def test_a_written_answer_is_never_taken_for_another(monkeypatch):
    monkeypatch.setattr(sys.modules["__main__"], "relu_", positive, raising=False)
    assert offer_of(EXERCISES["relu"], relu).near == ""
