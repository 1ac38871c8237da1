"""What predictions are made of: Keras's own layer, with its arguments or its result bent.

A prediction returns what somebody with a certain mistake returns. Nothing here convolves: a
`Bending` asks Keras's layer with other arguments, or changes what it returned, and `in_exercises`
makes predictions of it that take what each exercise takes. `bending_pooling` is the same for
pooling, `bending_sizes` for the length of an output, `border` for what stands around a map.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.border import KERAS_BORDER, Border, Pair, keras_size, pair
from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UndeterminedError, UnpredictableError

__all__ = [
    "EVERYWHERE",
    "PADDED",
    "SLIDING",
    "STRIDED",
    "Arguments",
    "Bending",
    "Pair",
    "crop",
    "in_exercises",
    "keras_size",
    "pair",
    "with_sums",
    "zeros_after",
]

keras_conv2d = keras_says("conv2d")


def _keras_layer(given: "Arguments") -> Array:
    """Ask Keras; of a border that is not Keras's own, without padding."""
    if given.is_same and given.border is not KERAS_BORDER:
        given = replace(given, x=given.padded(), padding="valid")
    sizes = zip(given.kernel_size, given.map_size, strict=True)
    if not given.is_same and any(kernel > size for kernel, size in sizes):
        raise UnpredictableError
    result: Array = keras_conv2d(
        given.x, given.kernel, given.bias, given.strides, given.padding, given.activation
    )
    return result


def _padding_alone(given: "Arguments") -> Array:
    return given.padded()


@dataclass(frozen=True)
class Arguments:
    """The arguments of `conv2d`, read: pairs are pairs, and padding is in small letters."""

    x: Array
    kernel: Array
    bias: Array | None
    strides: Pair
    padding: str
    activation: Callable[[Array], Array] | None
    border: Border = KERAS_BORDER
    """What "same" puts around the map."""
    layer: Callable[["Arguments"], Array] = field(default=_keras_layer, repr=False)

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

    @property
    def holds_integers(self) -> bool:
        """Tell whether the map holds integers."""
        return self.x.dtype.kind in "iu"

    def ask_keras(self, **changes: Any) -> Array:
        """Return Keras's result, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)

    def padded(self) -> Array:
        """Return x with what "same" puts around it."""
        if not self.is_same:
            return self.x
        return self.border.around(self.x, self.kernel_size, self.strides)

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


def zeros_after(result: Array, rows: int, columns: int) -> Array:
    """Return a result with so many rows and columns, zeros where it has fewer itself."""
    if rows < result.shape[1] or columns < result.shape[2]:
        raise UndeterminedError
    missing = ((0, 0), (0, rows - result.shape[1]), (0, columns - result.shape[2]), (0, 0))
    return np.pad(result, missing)


# Predictions, for each exercise

EVERYWHERE = "apply_window convolve2d strided_convolve2d conv2d"
SLIDING = "convolve2d strided_convolve2d conv2d"
STRIDED = "strided_convolve2d conv2d"
PADDED = "pad_same strided_convolve2d conv2d"


def in_exercises(exercises: str, *ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for each of these exercises, whose names stand between blanks."""
    return {name: tuple(_prediction(name, way) for way in ways) for name in exercises.split()}


def _prediction(name: str, bending: Bending) -> Prediction:
    read, write = _READ_AND_WRITE[name]
    return Bent(read, bending, write)


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


def _read_one(feature_map: Any, kernel: Any, strides: Any = 1, padding: str = "valid") -> Arguments:
    x, weights = np.asarray(feature_map), np.asarray(kernel)
    return _read(x[None, :, :, None], weights[:, :, None, None], None, strides, padding)


def _read_padding(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Arguments:
    given = _read_one(feature_map, np.zeros(pair(kernel_size)), strides, "same")
    return replace(given, layer=_padding_alone)


def _as_it_is(result: Array) -> Array:
    return result


def _one_map(result: Array) -> Array:
    if result.ndim != 4 or result.shape[0] != 1 or result.shape[3] != 1:
        raise UnpredictableError
    return result[0, :, :, 0]


def _one_number(result: Array) -> Any:
    one_map = _one_map(result)
    if one_map.shape != (1, 1):
        raise UnpredictableError
    return one_map[0, 0]


_READ_AND_WRITE: dict[str, tuple[Callable[..., Arguments], Callable[[Array], Any]]] = {
    "apply_window": (_read_one, _one_number),
    "convolve2d": (_read_one, _one_map),
    "pad_same": (_read_padding, _one_map),
    "strided_convolve2d": (_read_one, _one_map),
    "conv2d": (_read, _as_it_is),
}
