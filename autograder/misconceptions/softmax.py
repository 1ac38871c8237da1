"""Mistakes in softmax: what the sum runs over, what is subtracted first, what is left out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction, UnpredictableError

__all__ = ["MISCONCEPTIONS", "softmax_over_first_axis"]

keras_softmax = keras_says("softmax")

Shift = Callable[[Array, int], Any]
"""From the scores and the axis of the sum: what is subtracted before exp."""


def _largest(scores: Array, axis: int) -> Array:
    return np.asarray(scores.max(axis=axis, keepdims=True))


def _keras(given: "Scores") -> Array:
    """Ask Keras along the axis; put NaN where the exps overflow, or all vanish, after the shift."""
    if not -given.x.ndim <= given.axis < given.x.ndim:
        raise UnpredictableError
    shifted = np.moveaxis(given.x - given.shift(given.x, given.axis), given.axis, -1)
    is_alone = shifted.shape[-1] == 1  # Keras warns of it
    result = np.ones(shifted.shape) if is_alone else keras_softmax(shifted).copy()
    too_large = shifted > np.log(np.finfo(float).max)
    result[too_large] = np.nan
    result[too_large.any(axis=-1, keepdims=True) & ~too_large] = 0
    vanished = (shifted < np.log(np.finfo(float).tiny) - 40).all(axis=-1)
    result[vanished] = np.nan
    return np.asarray(np.moveaxis(result, -1, given.axis))


@dataclass(frozen=True)
class Scores:
    """The argument of `softmax`, and how the probabilities are made of it."""

    x: Array
    axis: int = -1
    """Of the sum."""
    shift: Shift = _largest
    layer: Callable[["Scores"], Array] = field(default=_keras, repr=False)

    def ask_keras(self, **changes: Any) -> Array:
        """Return Keras's probabilities, made in another way."""
        changed = replace(self, **changes)
        return changed.layer(changed)


def _read(x: Any) -> Scores:
    return Scores(np.asarray(x, dtype=float))


def _in_softmax(*ways: Callable[[Scores], Array]) -> dict[str, tuple[Prediction, ...]]:
    return {"softmax": tuple(Bent(_read, way, lambda result: result) for way in ways)}


def _over_everything(given: Scores) -> Array:
    """Make one row of all scores."""
    row = given.x.reshape(1, -1)
    shift = np.broadcast_to(given.shift(given.x, given.axis), given.x.shape).reshape(1, -1)
    return given.ask_keras(x=row, axis=-1, shift=lambda *_: shift).reshape(given.x.shape)


SOFTMAX_ALL_AXES = Misconception(
    "SOFTMAX-ALL-AXES",
    "one sum for the whole array",
    "Your probabilities sum up to 1 over the whole array. Each row must do so by itself.",
    "Sum over the last axis: axis=-1, keepdims=True.",
    _in_softmax(
        _over_everything, lambda given: _over_everything(replace(given, shift=_shift_by_all))
    ),
    about="axis",
)


def _shift_by_all(scores: Array, _: int) -> Any:
    return scores.max()


def _shift_by_rows(scores: Array, _: int) -> Any:
    return scores.max(axis=-1, keepdims=True)


def softmax_over_first_axis(x: Any) -> Array:
    """Return what sums up to 1 over the first axis, from image to image."""
    return _read(x).ask_keras(axis=0)


SOFTMAX_FIRST_AXIS = Misconception(
    "SOFTMAX-FIRST-AXIS",
    "the sum runs over the wrong axis",
    "Your probabilities sum up to 1 over the batch, from image to image.",
    "Sum over the last axis: axis=-1, keepdims=True.",
    _in_softmax(
        lambda given: given.ask_keras(axis=0),
        lambda given: given.ask_keras(axis=0, shift=_shift_by_rows),
    ),
    about="axis",
)

SOFTMAX_AXIS_1 = Misconception(
    "SOFTMAX-AXIS-1",
    "the sum runs over axis 1, which need not be the last one",
    "Your probabilities sum up to 1 over axis 1. That is the last axis of a matrix alone; with "
    "three axes it is the one in the middle.",
    "Sum over the last axis: axis=-1, keepdims=True.",
    _in_softmax(
        lambda given: given.ask_keras(axis=1),
        lambda given: given.ask_keras(axis=1, shift=_shift_by_rows),
    ),
    about="axis",
)


def _shifted_by(shift: Shift) -> Callable[[Scores], Array]:
    return lambda given: given.ask_keras(shift=shift)


SOFTMAX_OVERFLOW = Misconception(
    "SOFTMAX-OVERFLOW",
    "exp of a large score overflows",
    "exp(1000) is too large for a float and becomes infinity, exp(-2000) is too small and becomes "
    "0; the quotient is NaN.",
    "Subtract each row's own largest score first, with keepdims=True: the quotient stays the same.",
    _in_softmax(
        _shifted_by(lambda *_: 0),
        _shifted_by(lambda scores, axis: scores.min(axis=axis, keepdims=True)),
        _shifted_by(_shift_by_all),
    ),
)


def _standardised(by: Callable[[Array], tuple[Any, Any]]) -> Callable[[Scores], Array]:
    def way(given: Scores) -> Array:
        mean, deviation = by(given.x)
        if not np.all(deviation):
            raise UnpredictableError
        return given.ask_keras(x=(given.x - mean) / deviation)

    return way


SOFTMAX_STANDARDISED = Misconception(
    "SOFTMAX-STANDARDISED",
    "the scores are divided by their deviation",
    "Your scores are divided by their standard deviation first, which changes the probabilities.",
    "Subtract the largest score of the row, and divide the scores by nothing.",
    _in_softmax(
        _standardised(lambda x: (0, x.std(axis=-1, keepdims=True))),
        _standardised(lambda x: (0, x.std())),
    ),
    about="formula",
)


def _shares(scores: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(scores / scores.sum(axis=-1, keepdims=True))


SOFTMAX_NO_EXP = Misconception(
    "SOFTMAX-NO-EXP",
    "the scores themselves are divided",
    "You divide each score by the sum of the scores; softmax takes exp of them first.",
    "Take np.exp of the scores, then divide by the sum.",
    _in_softmax(
        lambda given: _shares(given.x),
        lambda given: _shares(given.x - given.x.min(axis=-1, keepdims=True)),
    ),
    about="formula",
)


def _relative_to_largest(given: Scores) -> Array:
    y = given.ask_keras()
    return np.asarray(y / y.max(axis=-1, keepdims=True))


SOFTMAX_NO_SUM = Misconception(
    "SOFTMAX-NO-SUM",
    "nothing is divided by the sum",
    "Your numbers are the exps themselves: they do not add up to 1.",
    "Divide by the sum of the exps over the last axis.",
    _in_softmax(_relative_to_largest, lambda given: np.exp(given.x)),
    about="formula",
)

MISCONCEPTIONS = (
    SOFTMAX_ALL_AXES,
    SOFTMAX_FIRST_AXIS,
    SOFTMAX_AXIS_1,
    SOFTMAX_OVERFLOW,
    SOFTMAX_STANDARDISED,
    SOFTMAX_NO_EXP,
    SOFTMAX_NO_SUM,
)
