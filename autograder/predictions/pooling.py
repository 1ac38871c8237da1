"""What mistakes in pooling lead to. A prediction bends what Keras's own layers return."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.truth.ask_keras import keras_says, keras_size
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UndeterminedError, UnpredictableError

keras_max = keras_says("max_pool2d")
keras_average = keras_says("average_pool2d")
keras_zeros = keras_says("zeros")

Pair = tuple[int, int]

OUTSIDE = -1e9
"""Stands for what lies outside of a map: smaller than any number that is asked with."""


@dataclass(frozen=True)
class Arguments:
    """The arguments of a pooling, read; `keras` is the layer that is meant."""

    keras: Callable[..., Array]
    x: Array
    pool_size: Pair
    strides: Pair
    padding: str
    strides_given: bool

    @property
    def is_same(self) -> bool:
        """Tell whether padding is "same"."""
        return self.padding == "same"

    def ask_keras(self, keras: Callable[..., Array] | None = None, **changes: Any) -> Array:
        """Return Keras's result, of another layer or with other arguments."""
        arguments = {
            name: changes.get(name, getattr(self, name))
            for name in ("x", "pool_size", "strides", "padding")
        }
        sizes = zip(arguments["pool_size"], arguments["x"].shape[1:3], strict=True)
        if arguments["padding"] == "valid" and any(pool > size for pool, size in sizes):
            raise UnpredictableError
        return (keras or self.keras)(**arguments)

    def padded(self, fill: float) -> Array:
        """Return x inside of a border of `fill`, as wide as "same" needs it."""
        if not self.is_same:
            return self.x
        rows, columns = (
            keras_zeros(*sizes)
            for sizes in zip(self.x.shape[1:3], self.pool_size, self.strides, strict=True)
        )
        around = ((0, 0), rows, columns, (0, 0))
        return np.pad(self.x.astype(float), around, constant_values=fill)


def _pair(value: Any) -> Pair:
    first, second = np.broadcast_to(value, 2).tolist()
    return first, second


Bent = Callable[[Arguments], Array]


def _prediction(keras: Callable[..., Array], bent: Bent) -> Prediction:
    def predict(x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid") -> Array:
        given = Arguments(
            keras,
            np.asarray(x),
            _pair(pool_size),
            _pair(pool_size if strides is None else strides),
            padding.lower(),
            strides is not None,
        )
        return bent(given)

    return predict


def in_max(*ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return {"max_pool2d": tuple(_prediction(keras_max, bent) for bent in ways)}


def in_average(*ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return {"average_pool2d": tuple(_prediction(keras_average, bent) for bent in ways)}


def in_both(*ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return in_max(*ways) | in_average(*ways)


def minimum(given: Arguments) -> Array:
    return -given.ask_keras(keras_max, x=-given.x)


def magnitude(given: Arguments) -> Array:
    largest, smallest = given.ask_keras(keras_max), minimum(given)
    return np.where(np.abs(largest) >= np.abs(smallest), largest, smallest)


def last(given: Arguments) -> Array:
    """Pool a map of places, and look up what stands at the last place of each window."""
    images, height, width, channels = given.x.shape
    places = np.arange(height * width, dtype=float).reshape(1, height, width, 1)
    last = given.ask_keras(keras_max, x=places).astype(int)
    flat = given.x.reshape(images, -1, channels)
    return flat[:, last.ravel(), :].reshape(images, *last.shape[1:3], channels)


def _places(given: Arguments) -> int:
    return given.pool_size[0] * given.pool_size[1]


def sums(given: Arguments) -> Array:
    """Return the sum of the real pixels of each window."""
    return border_counted(replace(given, keras=keras_average)) * _places(given)


def border_counted(given: Arguments) -> Array:
    return given.ask_keras(x=given.padded(0), padding="valid")


def _with_windows(given: Arguments, rows: int, columns: int, strides: Pair) -> Array:
    """Return so many windows; those that hang over the end are cut off there."""
    x = given.padded(OUTSIDE)
    needed = [
        (number - 1) * stride + pool
        for number, stride, pool in zip((rows, columns), strides, given.pool_size, strict=True)
    ]
    last = zip((rows, columns), strides, x.shape[1:3], strict=True)
    if min(rows, columns) < 1 or any((number - 1) * s >= n for number, s, n in last):
        raise UndeterminedError
    missing = [max(0, need - n) for need, n in zip(needed, x.shape[1:3], strict=True)]
    if given.is_same and any(missing):
        raise UndeterminedError
    around = ((0, 0), (0, missing[0]), (0, missing[1]), (0, 0))
    x = np.pad(x.astype(float), around, constant_values=OUTSIDE)[:, : needed[0], : needed[1]]
    inside = replace(given, padding="valid", strides=strides)
    if given.keras is keras_max:
        return inside.ask_keras(x=x)
    real = x != OUTSIDE
    with np.errstate(invalid="ignore"):
        return inside.ask_keras(x=np.where(real, x, 0)) / inside.ask_keras(x=real.astype(float))


def columns_from_height(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    columns = keras_size(given.x.shape[1], given.pool_size[1], given.strides[1], given.padding)
    return _with_windows(given, rows, columns, given.strides)


def columns_from_padded_height(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    height = given.padded(0).shape[1]
    columns = (height - given.pool_size[1]) // given.strides[1] + 1
    return _with_windows(given, rows, columns, given.strides)


def as_many_columns_as_rows(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    return _with_windows(given, rows, rows, given.strides)


def rounded_up(given: Arguments) -> Array:
    if given.is_same:
        return given.ask_keras()
    sizes = zip(given.x.shape[1:3], given.pool_size, given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) + 1 for n, k, s in sizes)
    return _with_windows(given, rows, columns, given.strides)


def windows_without_stride(given: Arguments) -> Array:
    _, rows, columns, _ = given.ask_keras().shape
    return _with_windows(given, rows, columns, (1, 1))


def with_given_strides(change: Callable[[Pair], Pair]) -> Bent:
    """Change the strides only where they are handed in."""

    def bent(given: Arguments) -> Array:
        strides = change(given.strides) if given.strides_given else given.strides
        return given.ask_keras(strides=strides)

    return bent


def over_channels(given: Arguments) -> Array:
    y = given.ask_keras()
    over = np.max if given.keras is keras_max else np.mean
    return np.asarray(over(y, axis=3, keepdims=True))


def only_first_image(given: Arguments) -> Array:
    y = given.ask_keras()
    return np.concatenate([y[:1], np.zeros_like(y[1:])])


def truncated(given: Arguments) -> Array:
    y = given.ask_keras()
    return y.astype(given.x.dtype) if given.x.dtype.kind in "iu" else y
