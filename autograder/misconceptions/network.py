"""Misconceptions about the small functions, the network and its parameters."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.exercises.inputs import Array, keras_says
from autograder.misconceptions.misconception import Misconception
from autograder.models import FILTERS, ORDER, PARAMETERS, ModelDescription

__all__ = ["MISCONCEPTIONS"]

keras_softmax = keras_says("softmax")
keras_dense = keras_says("dense")
keras_relu = keras_says("relu")
keras_predict = keras_says("predict")
keras_count = keras_says("count_parameters")
keras_scores = keras_says("scores")
keras_images = keras_says("prepare_images")

PLACES, FEATURES = 9, 128
"""The last map: 3×3 places of 128 features each."""


def _first_axis(x: Any) -> Array:
    scores = np.asarray(x)
    if len(scores) == 1:
        return np.ones(scores.shape)
    return np.moveaxis(keras_softmax(np.moveaxis(scores, 0, -1)), -1, 0)


def _all_axes(x: Any) -> Array:
    scores = np.asarray(x)
    result: Array = keras_softmax(scores.reshape(1, -1)).reshape(scores.shape)
    return result


def _all_axes_stable(x: Any) -> Array:
    scores = np.asarray(x)
    return _all_axes(scores - scores.max(axis=-1, keepdims=True))


def _shifted_share(x: Any) -> Array:
    scores = np.asarray(x, dtype=float)
    return _no_exp(scores - scores.min(axis=-1, keepdims=True))


def _overflowing(x: Any) -> Array:
    result: Array = keras_softmax(x).copy()
    row = np.asarray(x)
    powers_overflow = row > np.log(np.finfo(float).max)
    result[powers_overflow] = np.nan
    result[powers_overflow.any(axis=-1, keepdims=True) & ~powers_overflow] = 0
    vanished = (row < np.log(np.finfo(float).tiny) - 40).all(axis=-1)
    result[vanished] = np.nan
    return result


def _smallest_taken_off(x: Any) -> Array:
    return _overflowing(np.asarray(x) - np.min(x, axis=-1, keepdims=True))


def _largest_of_all_taken_off(x: Any) -> Array:
    return _overflowing(np.asarray(x) - np.max(x))


def _no_exp(x: Any) -> Array:
    scores = np.asarray(x, dtype=float)
    return np.asarray(scores / scores.sum(axis=-1, keepdims=True))


def _weights(change: Callable[[int, Array], Array]) -> Callable[[Sequence[Array], Any], Array]:
    """Return a prediction that changes the weights one by one."""

    def predict(weights: Sequence[Array], images: Any) -> Array:
        changed = [change(index, weight) for index, weight in enumerate(weights)]
        result: Array = keras_predict(changed, images)
        return result

    return predict


def _channels_first(index: int, weight: Array) -> Array:
    """Reorder the dense kernel as if the features had been flattened channel by channel."""
    if index != 6:
        return weight
    return weight.reshape(FEATURES, PLACES, -1).swapaxes(0, 1).reshape(weight.shape)


def _over_batch(weights: Sequence[Array], images: Any) -> Array:
    return _first_axis(keras_scores(weights, images))


def _no_relu(weights: Sequence[Array], images: Any) -> Array:
    result: Array = keras_softmax(keras_scores(weights, images, has_relu=False))
    return result


def _count(*change: Callable[[dict[str, Any]], int]) -> dict[str, Any]:
    def prediction(count: Callable[[dict[str, Any]], int]) -> Callable[..., int]:
        def predict(kernel_size: Any, in_channels: int, filters: int, use_bias: bool = True) -> int:
            height, width = np.broadcast_to(kernel_size, 2).tolist()
            asked = {
                "kernel_size": (height, width),
                "in_channels": in_channels,
                "filters": filters,
                "use_bias": use_bias,
            }
            return count(asked)

        return predict

    return {"count_parameters": tuple(prediction(one) for one in change)}


def _with(**changes: Any) -> Callable[[dict[str, Any]], int]:
    return lambda asked: int(keras_count(**(asked | changes)))


def _bias_per_channel(asked: dict[str, Any]) -> int:
    return int(keras_count(**(asked | {"in_channels": 1}))) * int(asked["in_channels"])


def _squared(axis: int) -> Callable[[dict[str, Any]], int]:
    return lambda asked: int(keras_count(**(asked | {"kernel_size": asked["kernel_size"][axis]})))


MODEL = "build_cnn"


def _a_layer_is_missing(model: ModelDescription) -> bool:
    kinds = iter(ORDER)
    in_order = all(layer.kind in kinds for layer in model.layers)
    return in_order and len(model.layers) < len(ORDER)


def _deviations(model: ModelDescription) -> set[str]:
    """Name what differs from the lab's network, of a model whose layers are in order."""
    convolutions = [dict(layer.settings) for layer in model.of_kind("Conv2D")]
    poolings = model.of_kind("MaxPooling2D")
    *_, output = (dict(layer.settings) for layer in model.of_kind("Dense"))
    right = {
        "filters": tuple(layer["filters"] for layer in convolutions) == FILTERS,
        "activation": all(layer["activation"] == "relu" for layer in convolutions),
        "softmax missing": output["activation"] != "linear",
        "output": output["activation"] in {"softmax", "linear"},
        "input": model.input_shape == (None, 28, 28, 1),
        "pooling": all(dict(layer.settings)["strides"] == (2, 2) for layer in poolings),
        "parameters": model.parameters == PARAMETERS,
    }
    return {name for name, is_right in right.items() if not is_right}


def _only(deviation: str) -> Callable[[ModelDescription], bool]:
    def sign(model: ModelDescription) -> bool:
        if tuple(layer.kind for layer in model.layers) != ORDER:
            return False
        found = _deviations(model)
        if deviation == "filters":
            found -= {"parameters"}  # they follow from the filters
        return found == {deviation}

    return sign


MISCONCEPTIONS = (
    Misconception(
        "RELU-ABSOLUTE",
        "negative numbers become positive",
        "Your function returns the absolute value.",
        "Let negative numbers become 0.",
        {"relu": (np.abs,)},
    ),
    Misconception(
        "RELU-LEAKY",
        "a part of the negative numbers leaks through",
        "Your function is the leaky relu, which scales negative numbers instead of removing them.",
        "Let negative numbers become 0.",
        {"relu": (lambda x: np.where(np.asarray(x) > 0, x, 0.01 * np.asarray(x)),)},
    ),
    Misconception(
        "SOFTMAX-ALL-AXES",
        "one sum for the whole array",
        "Your probabilities sum up to 1 over the whole array. Each row must do so by itself.",
        "Sum over the last axis: axis=-1, keepdims=True.",
        {"softmax": (_all_axes, _all_axes_stable)},
    ),
    Misconception(
        "SOFTMAX-FIRST-AXIS",
        "the sum runs over the wrong axis",
        "Your probabilities sum up to 1 over the batch, from image to image.",
        "Sum over the last axis: axis=-1, keepdims=True.",
        {"softmax": (_first_axis,)},
    ),
    Misconception(
        "SOFTMAX-OVERFLOW",
        "exp of a large score overflows",
        "exp(1000) is too large for a float: it becomes infinity, and the quotient NaN.",
        "Take the largest score of the row off first: the quotient stays the same.",
        {"softmax": (_overflowing, _smallest_taken_off, _largest_of_all_taken_off)},
    ),
    Misconception(
        "SOFTMAX-NO-EXP",
        "the scores themselves are divided",
        "You divide each score by the sum of the scores; softmax takes exp of them first.",
        "Take np.exp of the scores, then divide by the sum.",
        {"softmax": (_no_exp, _shifted_share)},
    ),
    Misconception(
        "PREDICT-FLATTEN-ORDER",
        "the features are flattened channel by channel",
        "The dense layer's weights meet the wrong features: Keras flattens row by row, with the "
        "channels innermost.",
        "Use x.reshape(len(x), -1), without a transpose before it.",
        {"predict": (_weights(_channels_first),)},
    ),
    Misconception(
        "PREDICT-NO-RELU",
        "the convolutions have no relu",
        "Your probabilities are those of a network without relu after its convolutions.",
        "Hand activation=relu to each of the three conv2d calls.",
        {"predict": (_no_relu,)},
    ),
    Misconception(
        "PREDICT-LOGITS",
        "softmax is left out",
        "Your numbers are the scores of the dense layer, not yet probabilities.",
        "Return softmax(…) of the scores.",
        {"predict": (keras_scores,)},
    ),
    Misconception(
        "PREDICT-NO-BIAS",
        "the biases are not used",
        "Your probabilities are those of a network whose biases are all 0.",
        "Hand each conv2d its bias, and dense as well.",
        {
            "predict": (
                _weights(lambda index, weight: weight * 0 if index % 2 else weight),
                _weights(lambda index, weight: weight * 0 if index in {1, 3, 5} else weight),
            )
        },
    ),
    Misconception(
        "PREDICT-SOFTMAX-OVER-BATCH",
        "softmax runs over the images",
        "Your probabilities sum up to 1 over the batch, not over the ten digits.",
        "Let softmax sum over the last axis.",
        {"predict": (_over_batch,)},
    ),
    Misconception(
        "COUNT-NO-CHANNELS",
        "the input channels are forgotten",
        "You count one kernel for each filter; it has one for each input channel.",
        "Multiply by in_channels, too.",
        _count(_with(in_channels=1)),
    ),
    Misconception(
        "COUNT-NO-BIAS",
        "the biases are not counted",
        "You count the weights of the kernels alone.",
        "Add one bias for each filter, if use_bias is true.",
        _count(_with(use_bias=False)),
    ),
    Misconception(
        "COUNT-BIAS-PER-CHANNEL",
        "one bias for each kernel",
        "You count a bias for each input channel; a filter has one for all of them.",
        "Add the bias after multiplying by the input channels.",
        _count(_bias_per_channel),
    ),
    Misconception(
        "COUNT-BIAS-ALWAYS",
        "use_bias has no effect",
        "You count the biases even where there are none.",
        "Add the biases only if use_bias is true.",
        _count(_with(use_bias=True)),
    ),
    Misconception(
        "COUNT-KERNEL-SQUARED",
        "every kernel is taken for a square",
        "You multiply the kernel's height by itself, or its width.",
        "A pair has a height and a width: multiply the two.",
        _count(_squared(0), _squared(1)),
    ),
    Misconception(
        "IMAGES-NOT-SCALED",
        "the grey levels still go up to 255",
        "The shape is right, but the numbers are those of the images as they were.",
        "Divide by 255.",
        {"prepare_images": (lambda images: keras_images(images) * np.float32(255),)},
    ),
    Misconception(
        "IMAGES-SCALED-TWICE",
        "divided by 255 twice",
        "Your numbers are too small by a factor of 255.",
        "Divide by 255 once.",
        {"prepare_images": (lambda images: keras_images(images) / np.float32(255),)},
    ),
    Misconception(
        "IMAGES-SHIFTED",
        "scaled to -1 … 1",
        "Your numbers go from -1 to 1; this network wants 0 to 1.",
        "Divide by 255, and subtract nothing.",
        {
            "prepare_images": (
                lambda images: keras_images(images) * 2 - 1,
                lambda images: keras_images(images) - np.float32(0.5),
            )
        },
    ),
    Misconception(
        "MODEL-LAYER-MISSING",
        "a layer is missing",
        "Your layers come in the right order, but not all of them are there.",
        "Compare model.summary() with the table of the notebook, row by row.",
        signs={MODEL: _a_layer_is_missing},
    ),
    Misconception(
        "MODEL-FILTERS",
        "other numbers of filters",
        "The layers are right, but not the number of their filters.",
        "Give the three convolutions 32, 64 and 128 filters.",
        signs={MODEL: _only("filters")},
    ),
    Misconception(
        "MODEL-ACTIVATION",
        "a convolution without relu",
        "The layers are right, but not all convolutions are followed by relu.",
        'Hand activation="relu" to each of the three Conv2D.',
        signs={MODEL: _only("activation")},
    ),
    Misconception(
        "MODEL-LOGITS",
        "the outputs are no probabilities",
        "The last layer has no softmax, so that its outputs are scores.",
        'Hand activation="softmax" to the last Dense layer.',
        signs={MODEL: _only("softmax missing")},
    ),
    Misconception(
        "MODEL-PARAMETERS",
        "the layers have other parameters",
        "The layers are right in order, filters and activations, but not in size: look at their "
        "kernels, their padding and their biases.",
        "Compare each row of model.summary() with your count_parameters.",
        signs={MODEL: _only("parameters")},
    ),
)
