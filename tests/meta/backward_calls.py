"""Seeded calls of the exercises on backpropagation, for `equivalence`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

import cnn_reference
from autograder.vocabulary.exercise import Call
from cnn_reference.training import PARAMETER_SHAPES

__all__ = ["BACKWARD_MAKERS"]

Array = npt.NDArray[Any]
Random = np.random.Generator


def _eighths(random: Random, *shape: int) -> Array:
    """Return odd eighths of both signs, sometimes integers or float32."""
    numbers: Array = (2 * random.integers(-24, 24, shape) + 1) / 8
    kind = random.integers(6)
    if kind == 0:
        return random.integers(-9, 9, shape)
    return numbers.astype(np.float32) if kind == 1 else numbers


def _sliding(random: Random, most: int) -> tuple[tuple[int, int], tuple[int, int], Any, str]:
    """Return a map's size, a window's, strides and padding."""
    window = tuple(int(n) for n in random.integers(1, 5, 2))
    strides: Any = tuple(int(n) for n in random.integers(1, most + 1, 2))
    padding = str(random.choice(["valid", "same"]))
    rows, columns = (int(n) for n in random.integers(0, 6, 2))
    size = (rows + 1, columns + 1)
    if padding == "valid":
        size = (rows + window[0], columns + window[1])
    if strides[0] == strides[1] and random.integers(2):
        strides = strides[0]
    return size, (window[0], window[1]), strides, padding


def _relu_backward(random: Random) -> Call:
    shape = tuple(int(n) for n in random.integers(1, 5, random.integers(1, 5)))
    x = _eighths(random, *shape) if random.integers(2) else random.integers(-2, 3, shape)
    return Call((_eighths(random, *shape), x))


def _dense_backward(random: Random) -> Call:
    n, features, units = (int(number) for number in random.integers(1, 6, 3))
    shapes = ((n, units), (n, features), (features, units))
    return Call(tuple(_eighths(random, *shape) for shape in shapes))


def _softmax_cross_entropy(random: Random) -> Call:
    n, scores = (int(number) for number in random.integers(1, 6, 2))
    scale = random.choice([1, 1, 1, 50, 400])
    numbers = _eighths(random, n, scores + 1) * scale
    return Call((numbers, random.integers(0, scores + 1, n)))


def _conv2d_backward(random: Random) -> Call:
    size, window, strides, padding = _sliding(random, 3)
    n, channels, filters = (int(number) for number in random.integers(1, 4, 3))
    x = _eighths(random, n, *size, channels)
    kernel = _eighths(random, *window, channels, filters)
    y = cnn_reference.conv2d(x, kernel, strides=strides, padding=padding)
    dy = _eighths(random, *y.shape)
    if strides == 1 and padding == "valid" and random.integers(2):
        return Call((dy, x, kernel))
    return Call((dy, x, kernel), {"strides": strides, "padding": padding})


def _max_pool2d_backward(random: Random) -> Call:
    size, pool, strides, padding = _sliding(random, 4)
    n, channels = (int(number) for number in random.integers(1, 4, 2))
    x = _eighths(random, n, *size, channels)
    if random.integers(3) == 0:
        x = random.integers(-1, 2, x.shape)
    given = None if random.integers(3) == 0 else strides
    y = cnn_reference.max_pool2d(x, pool, given, padding)
    dy = _eighths(random, *y.shape)
    return Call((dy, x, pool, given), {"padding": padding})


def _train_step(random: Random) -> Call:
    parameters = [
        random.normal(0, np.sqrt(2 / np.prod(shape[:-1])) if len(shape) > 1 else 0.3, shape)
        for shape in PARAMETER_SHAPES
    ]
    n = int(random.integers(1, 4))
    rate = float(random.choice([0.1, 0.5, 1.0]))
    return Call((parameters, random.random((n, 28, 28, 1)), random.integers(0, 10, n), rate))


BACKWARD_MAKERS: dict[str, Callable[[Random], Call]] = {
    "relu_backward": _relu_backward,
    "dense_backward": _dense_backward,
    "softmax_cross_entropy": _softmax_cross_entropy,
    "conv2d_backward": _conv2d_backward,
    "max_pool2d_backward": _max_pool2d_backward,
    "train_step": _train_step,
}
