"""Mistakes in what comes after the sums: bias and activation; and in relu and dense layers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending import Arguments, Bending, in_exercises
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction

__all__ = ["MISCONCEPTIONS"]

keras_dense = keras_says("dense")
keras_relu = keras_says("relu")

# Bias

BIAS_MISSING = Misconception(
    "BIAS-MISSING",
    "the bias is not added",
    "Your numbers are those of a layer without a bias.",
    "Add bias at the end: its F numbers meet the last axis of the output.",
    in_exercises("conv2d", lambda given: given.ask_keras(bias=None))
    | {"dense": (lambda x, kernel, bias: keras_dense(x, kernel, 0 * bias),)},
    about="bias",
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
    about="bias",
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
    about="bias",
)


def _bias_times(number: Callable[[Arguments], int]) -> Bending:
    """Add the bias so many times."""
    return lambda given: given.ask_keras(
        bias=None if given.bias is None else given.bias * number(given)
    )


BIAS_PER_PRODUCT = Misconception(
    "BIAS-PER-PRODUCT",
    "the bias is added to every product",
    "Your output holds the bias once for each weight of the window: it is added before the sum.",
    "Sum first, then add the bias once.",
    in_exercises(
        "conv2d",
        _bias_times(lambda given: given.kernel[..., 0].size),
        _bias_times(lambda given: given.kernel[..., 0, 0].size),
    ),
    about="bias",
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
    about="bias",
)

# Activation

ACTIVATION_IGNORED = Misconception(
    "ACTIVATION-IGNORED",
    "the activation is not called",
    "Your numbers are those of a layer without an activation.",
    "At the end: return activation(y), unless activation is None.",
    in_exercises("conv2d", lambda given: given.ask_keras(activation=None)),
    about="activation",
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
    about="activation",
)

# relu

RELU_ABSOLUTE = Misconception(
    "RELU-ABSOLUTE",
    "negative numbers become positive",
    "Your function returns the absolute value.",
    "Let negative numbers become 0.",
    {"relu": (np.abs,)},
)


def _leaking(slope: float) -> Prediction:
    return lambda x: np.where(np.asarray(x) > 0, x, slope * np.asarray(x))


RELU_LEAKY = Misconception(
    "RELU-LEAKY",
    "a part of the negative numbers leaks through",
    "Your function scales negative numbers, as the leaky relu does, instead of removing them.",
    "Let negative numbers become 0.",
    {"relu": tuple(map(_leaking, (0.01, 0.05, 0.1, 0.2, 0.25, 0.3, -0.01, -0.1)))},
)


def _up_to(limit: float) -> Prediction:
    return lambda x: np.minimum(keras_relu(x), limit)


RELU_CUT_ABOVE = Misconception(
    "RELU-CUT-ABOVE",
    "large numbers are cut off",
    "Your function has an upper limit. relu lets every positive number through as it is.",
    "Cut off at 0 alone: the larger one of x and 0.",
    {"relu": (_up_to(1),)},
)

RELU_STEP = Misconception(
    "RELU-STEP",
    "1 where the input is positive",
    "Your function tells where the input is positive. relu returns the number itself there.",
    "Return x where x is positive, and 0 elsewhere.",
    {
        "relu": (
            lambda x: (np.asarray(x) > 0).astype(float),
            lambda x: (np.asarray(x) >= 0).astype(float),
        )
    },
)

# dense

DENSE_RELU = Misconception(
    "DENSE-RELU",
    "relu after the dense layer",
    "Your negative numbers have become zeros. A dense layer has no activation of its own here.",
    "Return the product and the bias, and nothing more.",
    {"dense": (lambda x, kernel, bias: keras_relu(keras_dense(x, kernel, bias)),)},
)


def _of_the_type_of_x(x: Any, kernel: Any, bias: Any) -> Array:
    y: Array = keras_dense(x, kernel, bias)
    dtype = np.asarray(x).dtype
    return y.astype(dtype) if dtype.kind in "iu" else y


INTEGERS_TRUNCATED = Misconception(
    "INTEGERS-TRUNCATED",
    "fractions are cut off",
    "With an input of integers, your results have lost their fractions: somewhere they "
    "become integers, too.",
    "Make arrays with np.zeros(shape), not zeros_like of the input, and cast nothing to its dtype.",
    {"dense": (_of_the_type_of_x,)},
    about="numbers",
)

MISCONCEPTIONS = (
    BIAS_MISSING,
    BIAS_FIRST_FOR_ALL,
    BIAS_PER_CHANNEL,
    BIAS_PER_PRODUCT,
    BIAS_AFTER_ACTIVATION,
    ACTIVATION_IGNORED,
    ACTIVATION_ALWAYS_RELU,
    RELU_ABSOLUTE,
    RELU_LEAKY,
    RELU_CUT_ABOVE,
    RELU_STEP,
    DENSE_RELU,
    INTEGERS_TRUNCATED,
)
