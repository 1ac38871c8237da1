"""What predictions of gradients are made of: Keras's own, with arguments or results bent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.border import KERAS_BORDER, Border, Pair, pair
from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UndeterminedError, UnpredictableError

__all__ = [
    "Arguments",
    "Bending",
    "Dense",
    "Gradients",
    "in_conv2d_backward",
    "in_dense_backward",
    "in_relu_backward",
    "keras_conv2d",
    "keras_dense",
    "keras_relu",
    "only",
]

keras_conv2d = keras_says("conv2d_backward", "keras_gradients")
keras_dense = keras_says("dense_backward", "keras_gradients")
keras_relu = keras_says("relu_backward", "keras_gradients")

Gradients = tuple[Any, Any, Any]
"""By x, kernel and bias."""


@dataclass(frozen=True)
class Arguments:
    """The arguments of `conv2d_backward`, read: pairs are pairs, padding is in small letters."""

    dy: Array
    x: Array
    kernel: Array
    strides: Pair
    padding: str
    border: Border = KERAS_BORDER
    """What "same" puts around the map."""
    layer: Callable[["Arguments"], Gradients] = field(
        default=lambda given: given.slid(), repr=False
    )

    @property
    def is_same(self) -> bool:
        """Tell whether padding is "same"."""
        return self.padding == "same"

    @property
    def size(self) -> Pair:
        """Rows and columns of a map."""
        return self.x.shape[1], self.x.shape[2]

    @property
    def window(self) -> Pair:
        """Rows and columns of a kernel."""
        return self.kernel.shape[0], self.kernel.shape[1]

    @property
    def widths(self) -> tuple[Pair, Pair]:
        """Zeros (top, bottom) and (left, right)."""
        if not self.is_same:
            return (0, 0), (0, 0)
        return self.border.widths(self.size, self.window, self.strides)

    @property
    def reached(self) -> Pair:
        """Rows and columns, border included, up to where the last window ends."""
        rows, columns = (
            (count - 1) * step + length
            for count, step, length in zip(
                self.dy.shape[1:3], self.strides, self.window, strict=True
            )
        )
        return rows, columns

    def ask_keras(self, **changes: Any) -> Gradients:
        """Return the gradients, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)

    def on_border(self, widths: tuple[Pair, Pair] | None = None) -> Gradients:
        """Return the gradients, that by x with its border.

        Raises
        ------
        UndeterminedError
            If windows end beyond the border: some answers stop there, some cut the window.
        """
        around = self.widths if widths is None else widths
        if min(*around[0], *around[1]) < 0:
            raise UnpredictableError
        padded = np.pad(self.x, ((0, 0), *around, (0, 0)))
        rows, columns = self.reached
        if rows > padded.shape[1] or columns > padded.shape[2]:
            raise UndeterminedError
        inner, dkernel, dbias = keras_conv2d(
            self.dy, padded[:, :rows, :columns], self.kernel, self.strides
        )
        dpadded = np.zeros(padded.shape)
        dpadded[:, :rows, :columns] = inner
        return dpadded, dkernel, dbias

    def slid(self) -> Gradients:
        """Return the gradients for windows that begin at ``i * stride`` of the padded map."""
        dpadded, dkernel, dbias = self.on_border()
        (top, _), (left, _) = self.widths
        rows, columns = self.size
        return dpadded[:, top : top + rows, left : left + columns], dkernel, dbias


Bending = Callable[[Any], Any]
"""One way of making a mistake: from the arguments of an exercise, read, what is returned."""


def only(which: str, bending: Bending) -> Bending:
    """Make a mistake in some of the gradients alone: ``"x"``, ``"k"`` and ``"b"`` name them."""

    def way(given: Any) -> Any:
        right = given.ask_keras()
        bent = bending(given)
        return tuple(
            new if letter in which else old
            for letter, old, new in zip("xkb", right, bent, strict=True)
        )

    return way


def in_conv2d_backward(*ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `conv2d_backward`."""
    return {"conv2d_backward": tuple(Bent(_read, way, _as_it_is) for way in ways)}


def _read(dy: Any, x: Any, kernel: Any, strides: Any = 1, padding: str = "valid") -> Arguments:
    dy, x, kernel = (np.asarray(array) for array in (dy, x, kernel))
    return Arguments(dy, x, kernel, pair(strides), padding.lower())


def _as_it_is(result: Any) -> Any:
    return result


@dataclass(frozen=True)
class Dense:
    """The arguments of `dense_backward`."""

    dy: Array
    x: Array
    kernel: Array
    layer: Callable[["Dense"], Gradients] = field(
        default=lambda given: keras_dense(given.dy, given.x, given.kernel), repr=False
    )

    def ask_keras(self, **changes: Any) -> Gradients:
        """Return the gradients, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)


def in_dense_backward(*ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `dense_backward`."""
    return {"dense_backward": tuple(Bent(_read_dense, way, _as_it_is) for way in ways)}


def _read_dense(dy: Any, x: Any, kernel: Any) -> Dense:
    return Dense(np.asarray(dy), np.asarray(x), np.asarray(kernel))


@dataclass(frozen=True)
class Relu:
    """The arguments of `relu_backward`."""

    dy: Array
    x: Array
    layer: Callable[["Relu"], Array] = field(
        default=lambda given: keras_relu(given.dy, given.x), repr=False
    )

    def ask_keras(self, **changes: Any) -> Array:
        """Return the gradient, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)


def in_relu_backward(*ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `relu_backward`."""
    return {"relu_backward": tuple(Bent(_read_relu, way, _as_it_is) for way in ways)}


def _read_relu(dy: Any, x: Any) -> Relu:
    return Relu(np.asarray(dy), np.asarray(x))
