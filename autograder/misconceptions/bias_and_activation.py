"""Mistakes in what comes after the sums: bias and activation, and relu and softmax themselves."""

from typing import Any

import numpy as np

from autograder.misconceptions.bending import Arguments, in_exercises
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS", "softmax_over_first_axis"]

keras_dense = keras_says("dense")
keras_softmax = keras_says("softmax")

# Bias

BIAS_MISSING = Misconception(
    "BIAS-MISSING",
    "the bias is not added",
    "Your numbers are those of a layer without a bias.",
    "Add bias at the end: its F numbers meet the last axis of the output.",
    in_exercises("conv2d", lambda given: given.ask_keras(bias=None))
    | {"dense": (lambda x, kernel, bias: keras_dense(x, kernel, 0 * bias),)},
)


def _first_bias(given: Arguments) -> Array:
    if given.bias is None:
        return given.ask_keras()
    return given.ask_keras(bias=np.full_like(given.bias, given.bias[0]))


BIAS_FIRST_FOR_ALL = Misconception(
    "BIAS-FIRST-FOR-ALL",
    "every filter gets the first bias",
    "bias[0] is added to every output channel.",
    "Give output channel f the number bias[f].",
    in_exercises("conv2d", _first_bias),
)


def _bias_per_channel(given: Arguments) -> Array:
    if given.bias is None:
        return given.ask_keras()
    return given.ask_keras(bias=given.bias * given.x.shape[3])


BIAS_PER_CHANNEL = Misconception(
    "BIAS-PER-CHANNEL",
    "the bias is added once for each input channel",
    "Your output holds the bias as many times as there are input channels.",
    "Move the bias out of the loop over the channels, and add it once.",
    in_exercises("conv2d", _bias_per_channel),
)


def _bias_after_activation(given: Arguments) -> Array:
    y = given.ask_keras(bias=None)
    return y if given.bias is None else y + given.bias


BIAS_AFTER_ACTIVATION = Misconception(
    "BIAS-AFTER-ACTIVATION",
    "the bias comes after the activation",
    "Your bias is added to what the activation returned.",
    "Add the bias first, then call the activation on the result.",
    in_exercises("conv2d", _bias_after_activation),
)

# Activation

ACTIVATION_IGNORED = Misconception(
    "ACTIVATION-IGNORED",
    "the activation is not called",
    "Your numbers are those of a layer without an activation.",
    "At the end: return activation(y), unless activation is None.",
    in_exercises("conv2d", lambda given: given.ask_keras(activation=None)),
)


def _always_relu(given: Arguments) -> Array:
    return np.maximum(given.ask_keras(activation=None), 0)


def _relu_for_any_activation(given: Arguments) -> Array:
    return given.ask_keras() if given.activation is None else _always_relu(given)


ACTIVATION_ALWAYS_RELU = Misconception(
    "ACTIVATION-ALWAYS-RELU",
    "relu, whatever was asked for",
    "Your negative numbers have become zeros: relu is applied in place of the activation that "
    "was handed in.",
    "Return activation(y) if activation is not None, and y otherwise.",
    in_exercises("conv2d", _always_relu, _relu_for_any_activation),
)

# relu

RELU_ABSOLUTE = Misconception(
    "RELU-ABSOLUTE",
    "negative numbers become positive",
    "Your function returns the absolute value.",
    "Let negative numbers become 0.",
    {"relu": (np.abs,)},
)

RELU_LEAKY = Misconception(
    "RELU-LEAKY",
    "a part of the negative numbers leaks through",
    "Your function is the leaky relu, which scales negative numbers instead of removing them.",
    "Let negative numbers become 0.",
    {"relu": (lambda x: np.where(np.asarray(x) > 0, x, 0.01 * np.asarray(x)),)},
)

# softmax


def _all_axes(x: Any) -> Array:
    scores = np.asarray(x)
    result: Array = keras_softmax(scores.reshape(1, -1)).reshape(scores.shape)
    return result


def _all_axes_without_overflow(x: Any) -> Array:
    scores = np.asarray(x)
    return _all_axes(scores - scores.max(axis=-1, keepdims=True))


SOFTMAX_ALL_AXES = Misconception(
    "SOFTMAX-ALL-AXES",
    "one sum for the whole array",
    "Your probabilities sum up to 1 over the whole array. Each row must do so by itself.",
    "Sum over the last axis: axis=-1, keepdims=True.",
    {"softmax": (_all_axes, _all_axes_without_overflow)},
)


def softmax_over_first_axis(x: Any) -> Array:
    """Return what sums up to 1 over the first axis, from image to image."""
    scores = np.asarray(x)
    if len(scores) == 1:
        return np.ones(scores.shape)
    return np.moveaxis(keras_softmax(np.moveaxis(scores, 0, -1)), -1, 0)


SOFTMAX_FIRST_AXIS = Misconception(
    "SOFTMAX-FIRST-AXIS",
    "the sum runs over the wrong axis",
    "Your probabilities sum up to 1 over the batch, from image to image.",
    "Sum over the last axis: axis=-1, keepdims=True.",
    {"softmax": (softmax_over_first_axis,)},
)


def _overflowing(x: Any) -> Array:
    result: Array = keras_softmax(x).copy()
    row = np.asarray(x)
    powers_overflow = row > np.log(np.finfo(float).max)
    result[powers_overflow] = np.nan
    result[powers_overflow.any(axis=-1, keepdims=True) & ~powers_overflow] = 0
    vanished = (row < np.log(np.finfo(float).tiny) - 40).all(axis=-1)
    result[vanished] = np.nan
    return result


SOFTMAX_OVERFLOW = Misconception(
    "SOFTMAX-OVERFLOW",
    "exp of a large score overflows",
    "exp(1000) is too large for a float: it becomes infinity, and the quotient NaN.",
    "Subtract the largest score of the row first: the quotient stays the same.",
    {
        "softmax": (
            _overflowing,
            lambda x: _overflowing(np.asarray(x) - np.min(x, axis=-1, keepdims=True)),
            lambda x: _overflowing(np.asarray(x) - np.max(x)),
        )
    },
)


def _shares(x: Any) -> Array:
    scores = np.asarray(x, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(scores / scores.sum(axis=-1, keepdims=True))


def _shares_above_smallest(x: Any) -> Array:
    scores = np.asarray(x, dtype=float)
    return _shares(scores - scores.min(axis=-1, keepdims=True))


SOFTMAX_NO_EXP = Misconception(
    "SOFTMAX-NO-EXP",
    "the scores themselves are divided",
    "You divide each score by the sum of the scores; softmax takes exp of them first.",
    "Take np.exp of the scores, then divide by the sum.",
    {"softmax": (_shares, _shares_above_smallest)},
)

MISCONCEPTIONS = (
    BIAS_MISSING,
    BIAS_FIRST_FOR_ALL,
    BIAS_PER_CHANNEL,
    BIAS_AFTER_ACTIVATION,
    ACTIVATION_IGNORED,
    ACTIVATION_ALWAYS_RELU,
    RELU_ABSOLUTE,
    RELU_LEAKY,
    SOFTMAX_ALL_AXES,
    SOFTMAX_FIRST_AXIS,
    SOFTMAX_OVERFLOW,
    SOFTMAX_NO_EXP,
)
