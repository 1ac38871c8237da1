"""A network that is trained in no time, the same on both sides, and what it is trained on."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["POOL", "Array", "bars", "black", "initial_weights", "small_model"]

Array = npt.NDArray[Any]

POOL = 4
"""The network averages 4×4 pixels, and has one dense layer."""
DIGITS = 10
FEATURES = (28 // POOL) ** 2


def initial_weights() -> list[Array]:
    """Return a kernel and a bias that training may begin with."""
    rng = np.random.default_rng(6)
    shapes = (FEATURES, DIGITS), (DIGITS,)
    return [rng.normal(0, 0.05, shape).astype(np.float32) for shape in shapes]


def small_model(weights: Sequence[Array]) -> Any:
    """Return the network with these weights as a Keras model."""
    import keras

    inputs = keras.Input(shape=(28, 28, 1))
    last = "channels_last"  # whatever somebody's Keras is set to
    x = keras.layers.AveragePooling2D(POOL, data_format=last)(inputs)
    x = keras.layers.Flatten(data_format=last)(x)
    model = keras.Model(inputs, keras.layers.Dense(DIGITS, activation="softmax")(x))
    model.set_weights(weights)
    return model


def bars() -> dict[str, Array]:
    """Return four images, each with a bright bar elsewhere, with labels of their own.

    In one batch, their order does not matter, but which label belongs to which image does. The bars
    are longer to the left, so that images which somebody flips are others.
    """
    images = np.zeros((4, 28, 28, 1), dtype=np.float32)
    for number in range(4):
        images[number, 7 * number : 7 * number + 7, : 20 - POOL * number] = 1
    return {"images": images, "labels": np.array([3, 1, 4, 5])}


def black(number: int) -> dict[str, Array]:
    """Return so many black images of one label: every batch of them has the same gradient.

    What is done to the images changes nothing, so the weights show the number of steps alone.
    """
    images = np.zeros((number, 28, 28, 1), dtype=np.float32)
    return {"images": images, "labels": np.full(number, 7)}
