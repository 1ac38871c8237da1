"""Calls for an explanation: none that a check has shown, and small."""

import numpy as np
import pytest

from autograder.exercises import EXERCISES
from autograder.judge.other_calls import other_calls
from autograder.vocabulary.exercise import Call


def same(one: Call, other: Call) -> bool:
    if len(one.arguments) != len(other.arguments) or one.options.keys() != other.options.keys():
        return False
    pairs = [*zip(one.arguments, other.arguments, strict=True)]
    pairs += [(value, other.options[name]) for name, value in one.options.items()]
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs)


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "pad_same", "output_size", "relu"])
def test_they_are_small_and_none_is_the_exercise_s_own(name):
    exercise = EXERCISES[name]
    made = list(other_calls(exercise, exercise.calls[0]))
    assert made
    assert not any(same(one, own) for one in made for own in exercise.calls)
    assert not any(same(one, made[0]) for one in made[1:])
    assert all(np.size(value) <= 40 for one in made for value in one.arguments)


def test_lengths_that_belong_together_stay_together():
    exercise = EXERCISES["dense"]
    for one in other_calls(exercise, exercise.calls[0]):
        x, kernel, bias = one.arguments
        assert x.shape[1] == kernel.shape[0]
        assert kernel.shape[1] == bias.shape[0]


def test_kinds_of_numbers_stay():
    exercise = EXERCISES["max_pool2d"]
    call = Call((np.arange(16).reshape(1, 4, 4, 1),))
    assert {one.arguments[0].dtype for one in other_calls(exercise, call)} == {np.dtype(int)}


def test_images_of_the_mnist_size_have_no_smaller_ones():
    exercise = EXERCISES["prepare_images"]
    assert list(other_calls(exercise, exercise.calls[0])) == []
