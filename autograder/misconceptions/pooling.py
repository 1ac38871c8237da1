"""Misconceptions about pooling. A prediction bends what Keras's own layers return."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.exercises.inputs import Array, keras_says
from autograder.misconceptions.misconception import (
    Misconception,
    Prediction,
    Unpredictable,
    keras_size,
)

__all__ = ["MISCONCEPTIONS"]

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
            raise Unpredictable
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


def _in_max(*ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return {"max_pool2d": tuple(_prediction(keras_max, bent) for bent in ways)}


def _in_average(*ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return {"average_pool2d": tuple(_prediction(keras_average, bent) for bent in ways)}


def _in_both(*ways: Bent) -> dict[str, tuple[Prediction, ...]]:
    return _in_max(*ways) | _in_average(*ways)


def _minimum(given: Arguments) -> Array:
    return -given.ask_keras(keras_max, x=-given.x)


def _magnitude(given: Arguments) -> Array:
    largest, smallest = given.ask_keras(keras_max), _minimum(given)
    return np.where(np.abs(largest) >= np.abs(smallest), largest, smallest)


def _last(given: Arguments) -> Array:
    """Pool a map of places, and look up what stands at the last place of each window."""
    images, height, width, channels = given.x.shape
    places = np.arange(height * width, dtype=float).reshape(1, height, width, 1)
    last = given.ask_keras(keras_max, x=places).astype(int)
    flat = given.x.reshape(images, -1, channels)
    return flat[:, last.ravel(), :].reshape(images, *last.shape[1:3], channels)


def _places(given: Arguments) -> int:
    return given.pool_size[0] * given.pool_size[1]


def _sums(given: Arguments) -> Array:
    """Return the sum of the real pixels of each window."""
    return _border_counted(replace(given, keras=keras_average)) * _places(given)


def _border_counted(given: Arguments) -> Array:
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
        raise Unpredictable
    missing = [max(0, need - n) for need, n in zip(needed, x.shape[1:3], strict=True)]
    around = ((0, 0), (0, missing[0]), (0, missing[1]), (0, 0))
    x = np.pad(x.astype(float), around, constant_values=OUTSIDE)[:, : needed[0], : needed[1]]
    inside = replace(given, padding="valid", strides=strides)
    if given.keras is keras_max:
        return inside.ask_keras(x=x)
    real = x != OUTSIDE
    with np.errstate(invalid="ignore"):
        return inside.ask_keras(x=np.where(real, x, 0)) / inside.ask_keras(x=real.astype(float))


def _columns_from_height(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    columns = keras_size(given.x.shape[1], given.pool_size[1], given.strides[1], given.padding)
    return _with_windows(given, rows, columns, given.strides)


def _columns_from_padded_height(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    height = given.padded(0).shape[1]
    columns = (height - given.pool_size[1]) // given.strides[1] + 1
    return _with_windows(given, rows, columns, given.strides)


def _as_many_columns_as_rows(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    return _with_windows(given, rows, rows, given.strides)


def _rounded_up(given: Arguments) -> Array:
    if given.is_same:
        return given.ask_keras()
    sizes = zip(given.x.shape[1:3], given.pool_size, given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) + 1 for n, k, s in sizes)
    return _with_windows(given, rows, columns, given.strides)


def _windows_without_stride(given: Arguments) -> Array:
    _, rows, columns, _ = given.ask_keras().shape
    return _with_windows(given, rows, columns, (1, 1))


def _with_given_strides(change: Callable[[Pair], Pair]) -> Bent:
    """Change the strides only where they are handed in."""

    def bent(given: Arguments) -> Array:
        strides = change(given.strides) if given.strides_given else given.strides
        return given.ask_keras(strides=strides)

    return bent


def _over_channels(given: Arguments) -> Array:
    y = given.ask_keras()
    over = np.max if given.keras is keras_max else np.mean
    return np.asarray(over(y, axis=3, keepdims=True))


def _only_first_image(given: Arguments) -> Array:
    y = given.ask_keras()
    return np.concatenate([y[:1], np.zeros_like(y[1:])])


def _truncated(given: Arguments) -> Array:
    y = given.ask_keras()
    return y.astype(given.x.dtype) if given.x.dtype.kind in "iu" else y


MISCONCEPTIONS = (
    Misconception(
        "POOL-ZERO-PADDING",
        "zeros as a border take part",
        "Where all numbers of a window are negative, a zero of your border wins. What lies outside "
        "of the map must never win.",
        "Pad with -np.inf (in an array of floats), or shorten the windows at the border.",
        _in_max(lambda given: given.ask_keras(x=given.padded(0), padding="valid")),
    ),
    Misconception(
        "POOL-BORDER-COUNTED",
        "the border is counted in the mean",
        "A window at the border is divided by its whole size, zeros included.",
        "Divide by the number of real pixels in the window.",
        _in_average(_border_counted),
    ),
    Misconception(
        "POOL-AVERAGE-FOR-MAX",
        "the mean instead of the maximum",
        "Your numbers are the means of the windows.",
        "Take the largest number of each window.",
        _in_max(
            lambda given: given.ask_keras(keras_average),
            lambda given: _border_counted(
                Arguments(
                    keras_average, given.x, given.pool_size, given.strides, given.padding, True
                )
            ),
        ),
    ),
    Misconception(
        "POOL-MAX-FOR-AVERAGE",
        "the maximum instead of the mean",
        "Your numbers are the largest ones of the windows.",
        "Take the mean of each window.",
        _in_average(lambda given: given.ask_keras(keras_max)),
    ),
    Misconception(
        "POOL-MINIMUM",
        "the minimum instead of the maximum",
        "Your numbers are the smallest ones of the windows.",
        "Take the largest number of each window.",
        _in_max(_minimum),
    ),
    Misconception(
        "POOL-MAGNITUDE",
        "the largest without its sign",
        "You compare absolute values, so that -5 beats 3.",
        "Compare the numbers themselves: 3 is larger than -5.",
        _in_max(_magnitude, lambda given: np.abs(_magnitude(given))),
    ),
    Misconception(
        "POOL-LAST",
        "the last number of each window",
        "Your numbers are those at the bottom right of the windows.",
        "Take the maximum over the whole window, not what the loop met last.",
        _in_max(_last),
    ),
    Misconception(
        "POOL-DEFAULT-STRIDE-1",
        "without strides, the window moves by 1",
        "If strides is None, your windows overlap. They should lie side by side.",
        "If strides is None, use the pool size.",
        _in_both(
            lambda given: given.ask_keras(strides=given.strides if given.strides_given else (1, 1))
        ),
    ),
    Misconception(
        "POOL-DEFAULT-STRIDE-2",
        "without strides, the window moves by 2",
        "If strides is None, your window moves by 2, whatever its size.",
        "If strides is None, use the pool size.",
        _in_both(
            lambda given: given.ask_keras(strides=given.strides if given.strides_given else (2, 2))
        ),
    ),
    Misconception(
        "STRIDE-IGNORED",
        "the strides have no effect",
        "Your windows do not move by the strides that are handed in.",
        "If strides is given, windows begin at i * strides; only if it is None, use the pool size.",
        _in_both(
            lambda given: given.ask_keras(strides=given.pool_size),
            lambda given: given.ask_keras(strides=(1, 1)),
        ),
    ),
    Misconception(
        "STRIDES-SWAPPED",
        "the two strides have changed places",
        "Your window moves down by the second stride, and across by the first one.",
        "strides is (down, across): rows first, as in a shape.",
        _in_both(
            _with_given_strides(lambda strides: strides[::-1]),
            lambda given: given.ask_keras(strides=given.strides[::-1]),
        ),
    ),
    Misconception(
        "STRIDE-FIRST-FOR-BOTH",
        "the first stride is used for both axes",
        "Your window moves across by the stride that was meant for the rows.",
        "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
        _in_both(
            _with_given_strides(lambda strides: (strides[0], strides[0])),
            lambda given: given.ask_keras(strides=(given.strides[0], given.strides[0])),
        ),
    ),
    Misconception(
        "STRIDE-NOT-IN-WINDOW",
        "the windows do not move by the stride",
        "The shape is right, but output pixel (i, j) looks at the window that begins at (i, j).",
        "Let that window begin at row i * down, column j * across.",
        _in_both(_windows_without_stride),
    ),
    Misconception(
        "POOL-SIZE-FIRST-FOR-BOTH",
        "the first pool size is used for both axes",
        "Your windows are squares, as wide as they should be high.",
        "Take the pair apart: pool_size[0] rows, pool_size[1] columns.",
        _in_both(
            lambda given: given.ask_keras(pool_size=(given.pool_size[0],) * 2),
            lambda given: given.ask_keras(
                pool_size=(given.pool_size[0],) * 2,
                strides=given.strides if given.strides_given else (given.pool_size[0],) * 2,
            ),
        ),
    ),
    Misconception(
        "POOL-SIZE-SWAPPED",
        "height and width of the window have changed places",
        "Your windows are as wide as they should be high, and the other way round.",
        "pool_size is (height, width): rows first, as in a shape.",
        _in_both(
            lambda given: given.ask_keras(pool_size=given.pool_size[::-1]),
            lambda given: given.ask_keras(
                pool_size=given.pool_size[::-1],
                strides=given.strides if given.strides_given else given.strides[::-1],
            ),
        ),
    ),
    Misconception(
        "OUTPUT-HEIGHT-FOR-WIDTH",
        "the number of columns comes from the height",
        "Your output has as many columns as a map would give that is as wide as this one is high.",
        "Work out the columns from the width, x.shape[2].",
        _in_both(_columns_from_height, _columns_from_padded_height, _as_many_columns_as_rows),
    ),
    Misconception(
        "POOL-ROUNDED-UP",
        "a window that hangs over the edge is kept",
        'With padding="valid", what is left over at the end is dropped. You pool it, too.',
        "Round the number of windows down: (n - pool) // stride + 1.",
        _in_both(_rounded_up),
    ),
    Misconception(
        "SAME-IGNORED",
        'padding="same" has no effect',
        "Your result is the one without padding.",
        'If padding.lower() is "same", make ceil(n / stride) windows.',
        _in_both(lambda given: given.ask_keras(padding="valid")),
    ),
    Misconception(
        "POOL-OVER-CHANNELS",
        "the channels are pooled, too",
        "Your numbers sum up all channels of a window. Each channel is pooled on its own.",
        "Pool over the rows and columns alone: axis=(1, 2) of the windows.",
        _in_both(
            _over_channels,
            lambda given: _over_channels(given)[..., 0],
            lambda given: np.repeat(_over_channels(given), given.x.shape[3], axis=3),
        ),
    ),
    Misconception(
        "POOL-FROM-ZERO",
        "the maximum begins at 0",
        "Where all numbers of a window are negative, your result is 0, which is not among them.",
        "Begin with the window's first number, or with -np.inf.",
        _in_max(lambda given: np.maximum(given.ask_keras(), 0)),
    ),
    Misconception(
        "POOL-SUM-FOR-AVERAGE",
        "the sum instead of the mean",
        "Your numbers are the sums of the windows.",
        "Divide by the number of pixels in the window.",
        _in_average(_sums),
    ),
    Misconception(
        "FIRST-IMAGE-FOR-ALL",
        "all images get the first one's result",
        "Every image of the batch has the result of image 0.",
        "Use the loop's own image, x[n], and not x[0].",
        _in_both(lambda given: np.repeat(given.ask_keras()[:1], len(given.x), axis=0)),
    ),
    Misconception(
        "FIRST-IMAGE-ONLY",
        "only the first image is pooled",
        "Image 0 is right; the others are left as they were made.",
        "Loop over all images, and return after the loop.",
        _in_both(_only_first_image, lambda given: given.ask_keras()[:1]),
    ),
    Misconception(
        "AXES-OUT-OF-ORDER",
        "the channels stand in the wrong place",
        "Your numbers are right, but the axes are (images, channels, rows, columns).",
        "Put the channels last: (images, rows, columns, channels).",
        _in_both(lambda given: given.ask_keras().transpose(0, 3, 1, 2)),
    ),
    Misconception(
        "AXES-SWAPPED",
        "rows and columns of the output are swapped",
        "Your numbers are right, but the rows lie where the columns should.",
        "Write to y[n, i, j, c], with i for the rows and j for the columns.",
        _in_both(lambda given: given.ask_keras().swapaxes(1, 2)),
    ),
    Misconception(
        "INTEGERS-TRUNCATED",
        "fractions are cut off",
        "With an input of integers, your means have lost their fractions: they were put into an "
        "array of integers.",
        "Make the output with np.zeros(shape), which holds floats, not zeros_like of the input.",
        _in_average(_truncated),
    ),
)
