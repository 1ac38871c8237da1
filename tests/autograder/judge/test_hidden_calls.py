"""A grading run asks what nobody has seen: of the same kind, the same for all, and reproducible."""

from dataclasses import replace

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.checking import check_answer
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.judge.unseen_sizes import (
    MOST_PIXELS,
    pads_the_same,
    sizes_of,
    sizes_seen,
    with_unseen_sizes,
)
from autograder.vocabulary.exercise import Call
from demo.answers import half_the_kernel
from tests.autograder.answers import NUMPY_ONLY, RIGHT
from tests.meta.judge import answers_to

SIZES_ARE_SHOWN = {"3×3 windows", "any kind of numbers, arguments unchanged"}
"""Cases that are of one size, by their name."""
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


def has_ties(array):
    """Tell whether some numbers are equal; of a single one, and of labels, nothing is known."""
    is_labels = array.ndim == 1 and array.dtype.kind == "i"
    return array.size < 2 or is_labels or np.unique(array).size < array.size


@pytest.mark.parametrize("name", DRAWN)
def test_every_call_has_a_twin_of_its_kind(name):
    fresh = with_hidden_calls(EXERCISES[name], "seed")
    for case in fresh.cases:
        visible = [call for call in case.calls if not call.hidden]
        hidden = [call for call in case.calls if call.hidden]
        if not case.is_asked_twice:  # its twins take the place of the calls
            assert not visible
            visible = next(old.calls for old in EXERCISES[name].cases if old.name == case.name)
        has_unseen = EXERCISES[name].window is not None and case.name not in SIZES_ARE_SHOWN
        assert len(hidden) - len(visible) == has_unseen
        for call, twin in zip(visible, hidden, strict=False):
            assert call.options.keys() == twin.options.keys()
            for array, drawn in zip(arrays(call), arrays(twin), strict=True):
                assert array.dtype == drawn.dtype
                assert array.ndim == drawn.ndim
                if has_ties(array) or drawn.size <= array.size:
                    assert {*drawn.ravel()} <= {*array.ravel()}
                assert has_ties(array) or not has_ties(drawn)
                assert array.size < 2 or (array > 0).all() == (drawn > 0).all()
                assert array.size < 2 or (array < 0).all() == (drawn < 0).all()


def test_a_call_of_several_cases_is_asked_once_and_so_is_its_twin():
    exercise = with_hidden_calls(EXERCISES["predict"], "some seed")
    one_image, _, left_alone = exercise.cases
    assert len(one_image.calls) == 2
    assert left_alone.calls == one_image.calls[1:]
    assert len(exercise.calls) == 3


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
@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_wrong_answer_gets_its_code_and_its_points_in_a_run_too(name):
    fresh = with_hidden_calls(EXERCISES[name], "seed")
    for answer in list(answers_to("wrong", name).values())[:12]:
        usual, in_run = check_answer(EXERCISES[name], answer), check_answer(fresh, answer)
        assert usual.misconceptions == in_run.misconceptions
        assert usual.points == in_run.points


SLIDING = [name for name in DRAWN if EXERCISES[name].window is not None]


@pytest.mark.parametrize("name", SLIDING)
@pytest.mark.slow
def test_who_looks_sizes_up_gets_nothing(name):
    exercise = EXERCISES[name]
    seen = sizes_seen(exercise)

    def by_table(*arguments, **options):
        call = Call(arguments, options)
        pair = sizes_of(exercise, exercise.window, call)
        return RIGHT[name](*arguments, **options) if seen.issuperset(pair) else None

    at_home = check_answer(replace(exercise, numpy_only=False), by_table)
    assert at_home.passed
    fresh = replace(with_hidden_calls(exercise, "secret"), numpy_only=False)
    left = sum(case.points for case in exercise.cases if case.name in SIZES_ARE_SHOWN)
    assert check_answer(fresh, by_table).points == left


@pytest.mark.parametrize("name", SLIDING)
@pytest.mark.parametrize("seed", range(20))
def test_sizes_that_nobody_has_seen_are_no_harder(name, seed):
    exercise = EXERCISES[name]
    seen = sizes_seen(exercise)
    for case in exercise.cases:
        call = with_unseen_sizes(exercise, case.calls, seen, np.random.default_rng(seed))
        if call is None:
            assert case.name in SIZES_ARE_SHOWN
            continue
        is_same = pads_the_same(exercise, exercise.window, call)
        known = [
            one for one in case.calls if pads_the_same(exercise, exercise.window, one) == is_same
        ]
        pairs = [sizes_of(exercise, exercise.window, one) for one in known]
        drawn = sizes_of(exercise, exercise.window, call)
        assert not seen.issuperset(drawn)
        assert max(along.size for along in drawn) <= MOST_PIXELS
        kinds = [[along.kind(is_same) for along in pair] for pair in pairs]
        assert [along.kind(is_same) for along in drawn] in kinds
        for at in (0, 1):
            for what in ("window", "stride"):
                shared = {getattr(pair[at], what) for pair in map(sizes_in(exercise), case.calls)}
                assert len(shared) > 1 or shared == {getattr(drawn[at], what)}


def sizes_in(exercise):
    return lambda call: sizes_of(exercise, exercise.window, call)


@pytest.mark.parametrize("mistake", ["all_ties", "ties_split", "last_tie"])
def test_a_mistake_at_ties_costs_no_more_when_graded(mistake):
    exercise = EXERCISES["max_pool2d_backward"]
    answer = answers_to("wrong", exercise.name)[mistake]
    at_home = check_answer(exercise, answer, with_diagnosis=False)
    graded = check_answer(with_hidden_calls(exercise, "secret"), answer, with_diagnosis=False)
    assert 0 < graded.points == at_home.points < exercise.points


@pytest.mark.parametrize("seed", "abcdefgh")
def test_half_a_kernel_of_zeros_costs_the_same_in_every_run(seed):
    exercise = EXERCISES["pad_same"]
    at_home = check_answer(exercise, half_the_kernel.pad_same, with_diagnosis=False)
    run = with_hidden_calls(exercise, seed)
    graded = check_answer(run, half_the_kernel.pad_same, with_diagnosis=False)
    assert graded.points == at_home.points
