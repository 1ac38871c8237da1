"""What mistakes in the small functions and in the network lead to."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.keras_exercises.descriptions import FILTERS, ORDER, PARAMETERS, ModelDescription
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array

keras_softmax = keras_says("softmax")
keras_dense = keras_says("dense")
keras_relu = keras_says("relu")
keras_predict = keras_says("predict")
keras_count = keras_says("count_parameters")
keras_scores = keras_says("scores")
keras_images = keras_says("prepare_images")

PLACES, FEATURES = 9, 128
"""The last map: 3×3 places of 128 features each."""


def first_axis(x: Any) -> Array:
    scores = np.asarray(x)
    if len(scores) == 1:
        return np.ones(scores.shape)
    return np.moveaxis(keras_softmax(np.moveaxis(scores, 0, -1)), -1, 0)


def all_axes(x: Any) -> Array:
    scores = np.asarray(x)
    result: Array = keras_softmax(scores.reshape(1, -1)).reshape(scores.shape)
    return result


def all_axes_stable(x: Any) -> Array:
    scores = np.asarray(x)
    return all_axes(scores - scores.max(axis=-1, keepdims=True))


def shifted_share(x: Any) -> Array:
    scores = np.asarray(x, dtype=float)
    return no_exp(scores - scores.min(axis=-1, keepdims=True))


def overflowing(x: Any) -> Array:
    result: Array = keras_softmax(x).copy()
    row = np.asarray(x)
    powers_overflow = row > np.log(np.finfo(float).max)
    result[powers_overflow] = np.nan
    result[powers_overflow.any(axis=-1, keepdims=True) & ~powers_overflow] = 0
    vanished = (row < np.log(np.finfo(float).tiny) - 40).all(axis=-1)
    result[vanished] = np.nan
    return result


def smallest_taken_off(x: Any) -> Array:
    return overflowing(np.asarray(x) - np.min(x, axis=-1, keepdims=True))


def largest_of_all_taken_off(x: Any) -> Array:
    return overflowing(np.asarray(x) - np.max(x))


def no_exp(x: Any) -> Array:
    scores = np.asarray(x, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(scores / scores.sum(axis=-1, keepdims=True))


def weights(change: Callable[[int, Array], Array]) -> Callable[[Sequence[Array], Any], Array]:
    """Return a prediction that changes the weights one by one."""

    def predict(weights: Sequence[Array], images: Any) -> Array:
        changed = [change(index, weight) for index, weight in enumerate(weights)]
        result: Array = keras_predict(changed, images)
        return result

    return predict


def channels_first(index: int, weight: Array) -> Array:
    """Reorder the dense kernel as if the features had been flattened channel by channel."""
    if index != 6:
        return weight
    return weight.reshape(FEATURES, PLACES, -1).swapaxes(0, 1).reshape(weight.shape)


def over_batch(weights: Sequence[Array], images: Any) -> Array:
    return first_axis(keras_scores(weights, images))


def no_relu(weights: Sequence[Array], images: Any) -> Array:
    result: Array = keras_softmax(keras_scores(weights, images, has_relu=False))
    return result


def count(*change: Callable[[dict[str, Any]], int]) -> dict[str, Any]:
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


def with_arguments(**changes: Any) -> Callable[[dict[str, Any]], int]:
    return lambda asked: int(keras_count(**(asked | changes)))


def bias_per_channel(asked: dict[str, Any]) -> int:
    return int(keras_count(**(asked | {"in_channels": 1}))) * int(asked["in_channels"])


def squared(axis: int) -> Callable[[dict[str, Any]], int]:
    return lambda asked: int(keras_count(**(asked | {"kernel_size": asked["kernel_size"][axis]})))


MODEL = "build_cnn"


def a_layer_is_missing(model: ModelDescription) -> bool:
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


def only(deviation: str) -> Callable[[ModelDescription], bool]:
    def sign(model: ModelDescription) -> bool:
        if tuple(layer.kind for layer in model.layers) != ORDER:
            return False
        found = _deviations(model)
        if deviation == "filters":
            found -= {"parameters"}  # they follow from the filters
        return found == {deviation}

    return sign
