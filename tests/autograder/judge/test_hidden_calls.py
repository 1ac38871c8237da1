"""A grading run asks what nobody has seen: of the same kind, the same for all, and reproducible."""

from dataclasses import replace

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking import check_answer
from autograder.judge.hidden_calls import with_hidden_calls
from tests.autograder.answers import NUMPY_ONLY, RIGHT
from tests.meta.judge import answers_to

DRAWN = [name for name in NUMPY_ONLY if EXERCISES[name].hidden_axes]


def calls(exercise, hidden):
    return [call for call in exercise.calls if call.hidden is hidden]


def arrays(call):
    return [value for value in call.arguments if isinstance(value, np.ndarray)]


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("seed", ["one", "another", "7f3a"])
def test_the_reference_earns_all_points_in_every_run(name, seed):
    fresh = replace(with_hidden_calls(EXERCISES[name], seed), numpy_only=False)
    verdict = check_answer(fresh, RIGHT[name])
    assert verdict.passed, str(verdict)


def test_one_seed_gives_the_same_calls_and_another_one_others():
    exercise = EXERCISES["conv2d"]
    first, again, other = (
        [array for call in calls(with_hidden_calls(exercise, seed), True) for array in arrays(call)]
        for seed in ("one", "one", "another")
    )
    assert all(map(np.array_equal, first, again))
    assert not all(map(np.array_equal, first, other))


@pytest.mark.parametrize("name", DRAWN)
def test_every_call_has_a_twin_of_its_kind(name):
    fresh = with_hidden_calls(EXERCISES[name], "seed")
    for case in fresh.cases:
        visible = [call for call in case.calls if not call.hidden]
        hidden = [call for call in case.calls if call.hidden]
        if not case.is_asked_twice:  # its twins take the place of the calls
            assert not visible
            visible = next(old.calls for old in EXERCISES[name].cases if old.name == case.name)
        for call, twin in zip(visible, hidden, strict=True):
            assert call.options.keys() == twin.options.keys()
            for array, drawn in zip(arrays(call), arrays(twin), strict=True):
                assert array.dtype == drawn.dtype
                assert array.ndim == drawn.ndim
                assert set(np.unique(drawn)) <= set(np.unique(array))


def test_an_answer_that_knows_the_questions_fails_in_a_run():
    exercise = EXERCISES["relu"]
    known = [
        (call.arguments[0], exercise.expected(*call.arguments)) for call in calls(exercise, False)
    ]

    def looked_up(x):
        return next((y for asked, y in known if np.array_equal(asked, x)), x)

    assert check_answer(exercise, looked_up).passed
    verdict = check_answer(with_hidden_calls(exercise, "secret"), looked_up)
    assert verdict.points == 0


def test_what_a_hidden_call_asks_is_told_to_nobody():
    exercise = EXERCISES["relu"]
    known = [call.arguments[0] for call in calls(exercise, False)]
    asked = []

    def only_the_known(x):
        if not any(np.array_equal(x, visible) for visible in known):
            asked.append(x)
            raise ValueError(f"I was asked {x}")
        return np.maximum(x, 0)

    verdict = check_answer(with_hidden_calls(exercise, "secret"), only_the_known)
    assert asked
    shown = str(verdict) + verdict._repr_mimebundle_()["text/html"]
    assert "It stopped with ValueError. This was in a call that is not shown." in shown
    assert "I was asked" not in shown


@pytest.mark.parametrize("name", ["conv2d", "max_pool2d", "pad_same"])
def test_a_wrong_answer_gets_its_code_and_its_points_in_a_run_too(name):
    fresh = with_hidden_calls(EXERCISES[name], "seed")
    for answer in list(answers_to("wrong", name).values())[:12]:
        usual, in_run = check_answer(EXERCISES[name], answer), check_answer(fresh, answer)
        assert usual.misconceptions == in_run.misconceptions
        assert usual.points == in_run.points
