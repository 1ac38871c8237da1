"""Find the misconception, or the two, that explain everything an answer returned.

A code is given only if its prediction fits every call, right ones included, and no other
misconception's does. Where none does alone, two may do together. Otherwise the symptom is all
that is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from typing import Any

import numpy as np

from autograder.judge.comparison import matches_keras, tolerance
from autograder.judge.effort import effort
from autograder.judge.predicted import joined, predicted
from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import (
    Misconception,
    Prediction,
    RefusedError,
    UndeterminedError,
    UnpredictableError,
)
from autograder.vocabulary.outcome import Outcome
from autograder.vocabulary.parts import numbers_in

__all__ = ["diagnose"]

MOST_RIGHT = 4
"""Calls that came out right: a mistake that shows in one of them is not made."""
MOST_SPREAD = 6
LEAST_CONFIRMED_BY_TWO = 2
"""Wrong results that two mistakes together must predict as they are."""

Known = tuple[Misconception, Any]
"""A misconception, and one of its predictions that can be joined with others."""


def diagnose(exercise: Exercise, observations: Mapping[Call, Outcome]) -> tuple[Misconception, ...]:
    """Return what is behind a wrong answer: one misconception, or two; none if it isn't clear.

    Examples
    --------
    >>> from autograder import check
    >>> check("relu", abs).misconceptions
    ('RELU-ABSOLUTE',)
    """
    if exercise.expected is None:
        return _by_signs(exercise, observations)
    with np.errstate(all="ignore"):  # mistakes overflow, and divide by zero
        return _by_predictions(exercise, observations)


def _by_predictions(
    exercise: Exercise, observations: Mapping[Call, Outcome]
) -> tuple[Misconception, ...]:
    if not any(_is_answer(exercise, outcome) for outcome in observations.values()):
        return ()
    failed = {
        call: observations[call]
        for call in sorted(observations, key=effort)
        if matches_keras(exercise, call, observations[call]) is not None
    }
    wrong_ones_first = failed | dict(observations)
    fitting = [
        misconception
        for misconception in exercise.misconceptions
        if any(
            _confirmed(exercise, prediction, wrong_ones_first, set(failed))
            for prediction in misconception.predictions.get(exercise.name, ())
        )
    ]
    if fitting:
        return tuple(fitting) if len(fitting) == 1 else ()
    return _two(exercise, wrong_ones_first, failed)


def _by_signs(
    exercise: Exercise, observations: Mapping[Call, Outcome]
) -> tuple[Misconception, ...]:
    values = [outcome.value for outcome in observations.values() if is_dataclass(outcome.value)]
    fitting = [
        misconception
        for misconception in exercise.misconceptions
        if any(misconception.signs[exercise.name](value) for value in values)
    ]
    return tuple(fitting) if len(fitting) == 1 else ()


def _two(
    exercise: Exercise, observations: Mapping[Call, Outcome], failed: Mapping[Call, Outcome]
) -> tuple[Misconception, ...]:
    """Return the one pair of misconceptions that together predict everything.

    One of the two must show by itself in some call: in its numbers, or in their shape.
    """
    every = [
        (known, prediction)
        for known in exercise.misconceptions
        for prediction in known.predictions.get(exercise.name, ())
        if hasattr(prediction, "after")
    ]
    right = [call for call in observations if call not in failed][-MOST_RIGHT:]
    every = [one for one in every if all(_leaves_right(exercise, one[1], call) for call in right)]
    telling = _some_of(exercise, failed)
    seen = [one for one in every if any(_shows(exercise, one[1], call) for call in telling.items())]
    found: dict[frozenset[str], tuple[Misconception, ...]] = {}
    for one, other in _pairs(seen, every):
        codes = frozenset({one[0].code, other[0].code})
        if codes in found:
            continue
        for both in (joined(one[1], other[1]), joined(other[1], one[1])):
            confirmed = _confirmed(exercise, both, observations, set(failed))
            if confirmed >= LEAST_CONFIRMED_BY_TWO:
                found[codes] = (one[0], other[0])
    return _plainest(exercise, found)


def _plainest(
    exercise: Exercise, found: Mapping[frozenset[str], tuple[Misconception, ...]]
) -> tuple[Misconception, ...]:
    """Choose among pairs that predict the same numbers.

    An odd zero before the map and n windows, say, are also an even share and n windows. Such pairs
    have one member in common; the other one is that which the exercise declares first. Pairs
    without a common member are two stories, and neither is told.
    """
    if not found or not frozenset.intersection(*found):
        return ()
    order = [known.code for known in exercise.misconceptions]
    return min(found.values(), key=lambda pair: sorted(order.index(known.code) for known in pair))


def _pairs(seen: Sequence[Known], every: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    for one in seen:
        for other in every:
            is_same_thing = one[0].about and one[0].about == other[0].about
            if one[0] is not other[0] and not is_same_thing:
                yield one, other


def _leaves_right(exercise: Exercise, prediction: Prediction, call: Call) -> bool:
    """Tell whether a call comes out right in spite of a mistake."""
    try:
        wrong = predicted(prediction, call)
    except (UndeterminedError, UnpredictableError):
        return False
    expected = exercise.expected(*call.arguments, **call.options) if exercise.expected else None
    return _is_close(exercise, expected, wrong)


def _some_of(exercise: Exercise, failed: Mapping[Call, Outcome]) -> dict[Call, Outcome]:
    """Return the easiest failed call of each case, and some that are spread over all."""
    firsts = (
        next((call for call in failed if call in case.calls), None) for case in exercise.cases
    )
    spread = list(failed)[:: max(1, len(failed) // MOST_SPREAD)]
    return {call: failed[call] for call in (*firsts, *spread) if call is not None}


def _shows(exercise: Exercise, prediction: Prediction, observed: tuple[Call, Outcome]) -> bool:
    """Tell whether a wrong result, or its wrong shape, is as predicted."""
    call, outcome = observed
    try:
        wrong = predicted(prediction, call)
    except RefusedError:
        return _broke(exercise, outcome)
    except (UndeterminedError, UnpredictableError):
        return False
    if not _is_answer(exercise, outcome):
        return False
    shapes = _shapes(exercise, wrong)
    if exercise.expected is not None and shapes == _shapes(exercise, outcome.value):
        expected = exercise.expected(*call.arguments, **call.options)
        if shapes != _shapes(exercise, expected):
            return True
    return _is_close(exercise, outcome.value, wrong)


def _is_answer(exercise: Exercise, outcome: Outcome) -> bool:
    is_several = type(outcome.value) in {tuple, list}
    return is_several is bool(exercise.parts) and numbers_in(outcome.value) is not None


def _arrays(exercise: Exercise, value: Any) -> list[Array]:
    """Return all that is in a result, whatever its parts are called."""
    return (numbers_in(value) or []) if exercise.parts else [np.asarray(value)]


def _shapes(exercise: Exercise, value: Any) -> list[tuple[int, ...]]:
    return [array.shape for array in _arrays(exercise, value)]


def _confirmed(
    exercise: Exercise,
    prediction: Prediction,
    observations: Mapping[Call, Outcome],
    failed: set[Call],
) -> int:
    """Count the wrong results that were predicted as they are; 0 if any call does not fit."""
    confirmed = 0
    for call, outcome in observations.items():
        try:
            wrong = predicted(prediction, call)
        except UnpredictableError as error:
            if not _broke(exercise, outcome):
                return 0
            confirmed += isinstance(error, RefusedError) and call in failed
            continue
        except UndeterminedError:
            if call not in failed:
                return 0
            continue
        arrays = _arrays(exercise, wrong)
        if outcome.error and not all(np.isfinite(array).all() for array in arrays):
            continue  # where one style divides zero by zero, another one stops
        if not _is_answer(exercise, outcome) or not _is_close(exercise, outcome.value, wrong):
            return 0
        confirmed += call in failed
    return confirmed


def _broke(exercise: Exercise, outcome: Outcome) -> bool:
    """Tell whether a call led to an error, to nothing, or to something that is no number."""
    if not _is_answer(exercise, outcome):
        returned_nothing = outcome == Outcome(printed=outcome.printed, changed=outcome.changed)
        return bool(outcome.error) or returned_nothing
    return any(
        got.size == 0 or (got.dtype.kind in "iuf" and not np.isfinite(got).all())
        for got in _arrays(exercise, outcome.value)
    )


def _is_close(exercise: Exercise, received: Any, predicted: Any) -> bool:
    got, wanted = _arrays(exercise, received), _arrays(exercise, predicted)
    if len(got) != len(wanted):
        return False
    return all(_are_close(exercise, *pair) for pair in zip(got, wanted, strict=True))


def _are_close(exercise: Exercise, got: Array, wanted: Array) -> bool:
    if got.shape != wanted.shape or got.dtype.kind not in "iuf":
        return False
    is_finite = np.isfinite(wanted)
    if is_finite.all():  # by far the most; `np.allclose` takes ten times as long
        off = np.subtract(got, wanted, dtype=float)  # unsigned integers would wrap around
        return bool((np.abs(off) <= tolerance(exercise, wanted)).all())
    atol = tolerance(exercise, wanted[is_finite])
    return np.allclose(got, wanted, rtol=0, atol=atol, equal_nan=True)
