"""What predictions of a max-pooling's gradient are made of: Keras's own, bent; or shares of dy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending_pooling import OUTSIDE
from autograder.misconceptions.predicting.border import KERAS_BORDER, Border, Pair, pair
from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UndeterminedError, UnpredictableError

__all__ = ["Arguments", "in_max_pool2d_backward", "shared"]

keras_gradient = keras_says("max_pool2d_backward", "keras_gradients")

Share = Callable[[Array], Array]
"""From the pixels of a window: how much of its number of dy each of them gets."""


@dataclass(frozen=True)
class Arguments:
    """The arguments of `max_pool2d_backward`, read."""

    dy: Array
    x: Array
    pool_size: Pair
    strides: Pair
    padding: str
    border: Border = KERAS_BORDER
    """How wide "same" makes the border."""
    fill: float = OUTSIDE
    """What stands there; no number that is asked with is as small."""
    layer: Callable[["Arguments"], Array] = field(
        default=lambda given: given.slid(given.widths), repr=False
    )

    @property
    def size(self) -> Pair:
        """Rows and columns of a map."""
        return self.x.shape[1], self.x.shape[2]

    @property
    def widths(self) -> tuple[Pair, Pair]:
        """Pixels of border (top, bottom) and (left, right)."""
        if self.padding != "same":
            return (0, 0), (0, 0)
        return self.border.widths(self.size, self.pool_size, self.strides)

    def ask_keras(self, **changes: Any) -> Array:
        """Return the gradient, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)

    def slid(self, widths: tuple[Pair, Pair], may_end_outside: bool = False) -> Array:
        """Return the gradient for windows that begin at ``i * stride`` of the padded map."""
        if min(*widths[0], *widths[1]) < 0:
            raise UnpredictableError
        wide = ((0, 0), *widths, (0, 0))
        padded = np.pad(self.x.astype(float), wide, constant_values=self.fill)
        rows, columns = (
            (count - 1) * step + length
            for count, step, length in zip(
                self.dy.shape[1:3], self.strides, self.pool_size, strict=True
            )
        )
        self._refuse_empty(widths)
        more = max(rows - padded.shape[1], 0), max(columns - padded.shape[2], 0)
        if any(more) and not may_end_outside:
            raise UnpredictableError
        beyond = ((0, 0), (0, more[0]), (0, more[1]), (0, 0))
        padded = np.pad(padded, beyond, constant_values=OUTSIDE)
        whole = np.zeros(padded.shape)
        whole[:, :rows, :columns] = keras_gradient(
            self.dy, padded[:, :rows, :columns], self.pool_size, self.strides
        )
        (top, _), (left, _) = widths
        height, width = self.size
        return whole[:, top : top + height, left : left + width]

    def _refuse_empty(self, widths: tuple[Pair, Pair]) -> None:
        """Tell nothing of a window without a pixel, which has no largest one."""
        axes = zip(self.dy.shape[1:3], self.strides, self.pool_size, self.size, widths, strict=True)
        for count, step, length, size, (before, _) in axes:
            if length <= before or (count - 1) * step - before >= size:
                raise UndeterminedError

    def each_window(self) -> Iterator[tuple[Pair, tuple[slice, slice]]]:
        """Yield where dy has its number, and where its window lies."""
        (top, _), (left, _) = self.widths
        for row, column in np.ndindex(self.dy.shape[1], self.dy.shape[2]):
            down, across = row * self.strides[0] - top, column * self.strides[1] - left
            place = (
                slice(max(down, 0), down + self.pool_size[0]),
                slice(max(across, 0), across + self.pool_size[1]),
            )
            yield (row, column), place

    def alone(self, row: int, column: int) -> Array:
        """Return the gradient of one window alone."""
        single = np.zeros(self.dy.shape)
        single[:, row, column] = self.dy[:, row, column]
        return self.ask_keras(dy=single)


def shared(share: Share) -> Callable[[Arguments], Array]:
    """Share each number of dy out among the pixels of its window."""

    def way(given: Arguments) -> Array:
        dx = np.zeros(given.x.shape)
        for (row, column), place in given.each_window():
            for image, channel in np.ndindex(len(given.x), given.x.shape[3]):
                where = (image, *place, channel)
                dx[where] += given.dy[image, row, column, channel] * share(given.x[where])
        return dx

    return way


def in_max_pool2d_backward(
    *ways: Callable[[Arguments], Any],
) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `max_pool2d_backward`."""
    return {"max_pool2d_backward": tuple(Bent(_read, way, lambda dx: dx) for way in ways)}


def _read(
    dy: Any, x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid"
) -> Arguments:
    steps = pair(pool_size if strides is None else strides)
    return Arguments(np.asarray(dy), np.asarray(x), pair(pool_size), steps, padding.lower())
