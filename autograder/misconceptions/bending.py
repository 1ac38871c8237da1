"""What predictions are made of: Keras's own layer, with its arguments or its result bent.

A prediction returns what somebody with a certain mistake returns. Nothing here convolves: a
`Bending` asks Keras's layer with other arguments, or changes what it returned, and `in_exercises`
makes predictions of it that take what each exercise takes. `bending_pooling` is the same for
pooling.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UndeterminedError, UnpredictableError

__all__ = [
    "EVERYWHERE",
    "SLIDING",
    "STRIDED",
    "Arguments",
    "Bending",
    "Pair",
    "Zeros",
    "borders",
    "crop",
    "in_exercises",
    "in_output_size",
    "keras_size",
    "pair",
    "right_zeros",
    "with_sums",
]

Pair = tuple[int, int]

keras_conv2d = keras_says("conv2d")
keras_output_size = keras_says("output_size")
keras_zeros = keras_says("zeros")


def pair(value: Any) -> Pair:
    """Return a size or a stride as (rows, columns).

    Examples
    --------
    >>> pair(2), pair((2, 3))
    ((2, 2), (2, 3))
    """
    first, second = np.broadcast_to(value, 2).tolist()
    return first, second


# Sizes


def keras_size(size: int, window: int, stride: int = 1, padding: str = "valid") -> int:
    """Return the length of Keras's output along one axis.

    Raises
    ------
    UnpredictableError
        If no window fits.
    """
    if padding == "valid" and window > size:
        raise UnpredictableError
    return int(keras_output_size(size, window, stride, padding))


def in_output_size(
    *ways: Callable[[int, int, int, str], int],
) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `output_size`: each way takes n, k, stride and the padding."""

    def prediction(way: Callable[[int, int, int, str], int]) -> Prediction:
        return lambda input_size, kernel_size, stride=1, padding="valid": way(
            input_size, kernel_size, stride, padding.lower()
        )

    return {"output_size": tuple(prediction(way) for way in ways)}


# Zeros around the map

Zeros = Callable[[int, int, int], Pair]
"""From the size of the map, the kernel's and the stride: zeros before and after the map."""


def right_zeros(size: int, kernel: int, stride: int) -> Pair:
    """Return how many zeros Keras puts before and after the map along one axis."""
    before, after = keras_zeros(size, kernel, stride)
    return before, after


def borders(shape: Pair, kernel: Pair, strides: Pair, zeros: Zeros) -> list[Pair]:
    """Return the zeros (top, bottom) and (left, right), as np.pad takes them."""
    return [zeros(*sizes) for sizes in zip(shape, kernel, strides, strict=True)]


# Convolution


@dataclass(frozen=True)
class Arguments:
    """The arguments of `conv2d`, read: pairs are pairs, and padding is in small letters."""

    x: Array
    kernel: Array
    bias: Array | None
    strides: Pair
    padding: str
    activation: Callable[[Array], Array] | None

    @property
    def is_same(self) -> bool:
        """Tell whether padding is "same"."""
        return self.padding == "same"

    @property
    def map_size(self) -> Pair:
        """Rows and columns of a map."""
        return self.x.shape[1], self.x.shape[2]

    @property
    def kernel_size(self) -> Pair:
        """Rows and columns of a kernel."""
        return self.kernel.shape[0], self.kernel.shape[1]

    def ask_keras(self, **changes: Any) -> Array:
        """Return Keras's result, with some of the arguments changed."""
        changed = replace(self, **changes)
        sizes = zip(changed.kernel_size, changed.map_size, strict=True)
        if not changed.is_same and any(kernel > size for kernel, size in sizes):
            raise UnpredictableError
        result: Array = keras_conv2d(**vars(changed))
        return result

    def padded(self) -> Array:
        """Return x with the zeros around it that Keras puts there."""
        if not self.is_same:
            return self.x
        rows, columns = borders(self.map_size, self.kernel_size, self.strides, right_zeros)
        return np.pad(self.x, ((0, 0), rows, columns, (0, 0)))

    def sums(self) -> Array:
        """Return the sums of products alone, without bias and activation."""
        return self.ask_keras(bias=None, activation=None)

    def finished(self, sums: Array) -> Array:
        """Return what bias and activation make of these sums."""
        y = sums if self.bias is None else sums + self.bias
        return y if self.activation is None else self.activation(y)


Bending = Callable[[Arguments], Array]
"""One way of making a mistake: from the arguments, what is returned."""


def with_sums(change: Callable[[Arguments, Array], Array]) -> Bending:
    """Change the sums of products, before bias and activation."""
    return lambda given: given.finished(change(given, given.sums()))


def crop(result: Array, rows: int, columns: int) -> Array:
    """Return the first rows and columns of a result.

    Raises
    ------
    UndeterminedError
        If it has fewer: what stands in the others depends on how the answer is written.
    """
    if rows > result.shape[1] or columns > result.shape[2] or min(rows, columns) < 0:
        raise UndeterminedError
    return result[:, :rows, :columns]


# Predictions, for each exercise

EVERYWHERE = "apply_window convolve2d strided_convolve2d conv2d"
SLIDING = "convolve2d strided_convolve2d conv2d"
STRIDED = "strided_convolve2d conv2d"


def in_exercises(exercises: str, *ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for each of these exercises, whose names stand between blanks."""
    return {
        name: tuple(_PREDICTION_OF[name](bending) for bending in ways) for name in exercises.split()
    }


def _read(
    x: Any,
    kernel: Any,
    bias: Any = None,
    strides: Any = 1,
    padding: str = "valid",
    activation: Any = None,
) -> Arguments:
    return Arguments(
        np.asarray(x), np.asarray(kernel), bias, pair(strides), padding.lower(), activation
    )


def _conv2d(bending: Bending) -> Prediction:
    return lambda *arguments, **options: bending(_read(*arguments, **options))


def _one_channel(bending: Bending) -> Prediction:
    def predict(feature_map: Any, kernel: Any, *arguments: Any, **options: Any) -> Array:
        x = np.asarray(feature_map)[None, :, :, None]
        weights = np.asarray(kernel)[:, :, None, None]
        result = bending(_read(x, weights, None, *arguments, **options))
        if result.ndim != 4 or result.shape[0] != 1 or result.shape[3] != 1:
            raise UnpredictableError
        return result[0, :, :, 0]

    return predict


def _one_window(bending: Bending) -> Prediction:
    def predict(window: Any, kernel: Any) -> Any:
        result = _one_channel(bending)(window, kernel)
        if result.shape != (1, 1):
            raise UnpredictableError
        return result[0, 0]

    return predict


_PREDICTION_OF = {
    "apply_window": _one_window,
    "convolve2d": _one_channel,
    "strided_convolve2d": _one_channel,
    "conv2d": _conv2d,
}
