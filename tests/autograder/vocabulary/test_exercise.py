"""What contradicts itself is refused where an exercise is declared, not when a student checks."""

from dataclasses import replace

import pytest

from autograder import EXERCISES
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.sliding_window import SlidingWindow


def exercise(made, **settings):
    return Exercise("f", "(x, strides=(1, 1))", (Case("a case", 1, (made,), ""),), **settings)


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (call(), "missing a required argument: 'x'"),
        (call(1, 2, 3), "too many positional arguments"),
        (call(1, x=2), "multiple values for argument 'x'"),
        (call(1, stride=2), "got an unexpected keyword argument 'stride'"),
    ],
)
def test_a_call_that_does_not_fit_the_signature_is_refused(made, why):
    with pytest.raises(ValueError, match=rf"'a case' does not fit f\(x, strides=.*: {why}"):
        exercise(made)


def test_a_call_of_an_answer_that_is_observed_may_leave_arguments_out():
    assert exercise(call(), observe=lambda answer, call: 1).calls[0].arguments == ()


@pytest.mark.parametrize(
    "settings",
    [
        {"hidden_axes": {"x": "", "y": ""}},
        {"window": SlidingWindow("y", size="x")},
        {"window": SlidingWindow("x", size="strides", padding="y")},
    ],
)
def test_a_name_that_is_no_parameter_is_refused(settings):
    with pytest.raises(ValueError, match=r"f\(x, strides=\(1, 1\)\) has no parameter 'y'"):
        exercise(call(1), **settings)


@pytest.mark.parametrize(
    "window",
    [
        {"kernel": "kernel", "size": "pool_size"},
        {},
        {"map_axes": "NCHW", "size": "pool_size"},
        {"kernel": "kernel", "kernel_axes": "CHW"},
    ],
)
def test_a_window_that_is_none_is_refused(window):
    with pytest.raises(ValueError, match=r"^A window has the size of|^A map has the axes"):
        SlidingWindow("x", **window)


@pytest.mark.parametrize("name", EXERCISES)
def test_all_calls_are_those_of_the_cases_each_once(name):
    for declared in (EXERCISES[name], with_hidden_calls(EXERCISES[name], "seed")):
        assert len(set(declared.calls)) == len(declared.calls)
        assert {*declared.calls} == {call for case in declared.cases for call in case.calls}


def test_an_exercise_that_is_changed_is_looked_at_again():
    with pytest.raises(ValueError, match="does not fit"):
        replace(exercise(call(1)), signature="()")
