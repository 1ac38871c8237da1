"""Find the one misconception that explains everything an answer returned.

A code is given only if its prediction fits every call, right ones included, and no other
misconception's does. Otherwise the symptom is all that is told.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

import numpy as np

from autograder.judge.comparison import matches_keras, tolerance
from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.misconception import (
    Misconception,
    Prediction,
    UndeterminedError,
    UnpredictableError,
)
from autograder.vocabulary.outcome import Outcome

__all__ = ["diagnose"]


def diagnose(exercise: Exercise, observations: Mapping[Call, Outcome]) -> Misconception | None:
    """Return the misconception behind a wrong answer, if exactly one fits.

    Examples
    --------
    >>> from autograder import check
    >>> check("relu", abs).misconceptions
    ('RELU-ABSOLUTE',)
    """
    if exercise.expected is None:
        return _by_signs(exercise, observations)
    failed = {
        call: outcome
        for call, outcome in observations.items()
        if matches_keras(exercise, call, outcome) is not None
    }
    if not any(_is_answer(outcome) for outcome in failed.values()):
        return None
    wrong_ones_first = failed | dict(observations)
    fitting = [
        misconception
        for misconception in exercise.misconceptions
        if any(
            _fits(exercise, prediction, wrong_ones_first, set(failed))
            for prediction in misconception.predictions.get(exercise.name, ())
        )
    ]
    return fitting[0] if len(fitting) == 1 else None


def _by_signs(exercise: Exercise, observations: Mapping[Call, Outcome]) -> Misconception | None:
    values = [outcome.value for outcome in observations.values() if is_dataclass(outcome.value)]
    fitting = [
        misconception
        for misconception in exercise.misconceptions
        if any(misconception.signs[exercise.name](value) for value in values)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _is_answer(outcome: Outcome) -> bool:
    kind = type(outcome.value)
    return kind is np.ndarray or kind in {int, float} or issubclass(kind, np.number)


def _fits(
    exercise: Exercise,
    prediction: Prediction,
    observations: Mapping[Call, Outcome],
    failed: set[Call],
) -> bool:
    """Tell whether all calls fit, and at least one wrong result was predicted as it is."""
    is_confirmed = False
    for call, outcome in observations.items():
        try:
            predicted = prediction(*call.arguments, **call.options)
        except UnpredictableError:
            if not _broke(outcome):
                return False
            continue
        except UndeterminedError:
            if call not in failed:
                return False
            continue
        if outcome.error and not np.isfinite(predicted).all():
            continue  # where one style divides zero by zero, another one stops
        if not _is_answer(outcome) or not _is_close(exercise, outcome.value, predicted):
            return False
        is_confirmed |= call in failed
    return is_confirmed


def _broke(outcome: Outcome) -> bool:
    """Tell whether a call led to an error, to nothing, or to something that is no number."""
    if not _is_answer(outcome):
        return bool(outcome.error)
    got = np.asarray(outcome.value)
    return got.size == 0 or (got.dtype.kind in "iuf" and not np.isfinite(got).all())


def _is_close(exercise: Exercise, received: Any, predicted: Any) -> bool:
    got, wanted = np.asarray(received), np.asarray(predicted)
    if got.shape != wanted.shape or got.dtype.kind not in "iuf":
        return False
    finite = wanted[np.isfinite(wanted)]
    return np.allclose(got, wanted, rtol=0, atol=tolerance(exercise, finite), equal_nan=True)
