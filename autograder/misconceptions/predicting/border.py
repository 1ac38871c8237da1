"""What padding="same" puts around a map: how much, how it is shared out, and which numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import UnpredictableError

__all__ = ["KERAS_BORDER", "Border", "Pair", "keras_size", "keras_total", "pair"]

Pair = tuple[int, int]

keras_output_size = keras_says("output_size")
keras_zeros = keras_says("zeros")


def pair(value: Any) -> Pair:
    """Return a size or a stride as (rows, columns).

    Examples
    --------
    >>> pair(2), pair((2, 3))
    ((2, 2), (2, 3))
    """
    first, second = (value, value) if np.ndim(value) == 0 else value
    return int(first), int(second)


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


def keras_total(size: int, window: int, stride: int) -> int:
    """Return how many zeros Keras puts before and after the map, together."""
    return int(sum(keras_zeros(size, window, stride)))


def _keras_shares(total: int) -> Pair:
    return total // 2, total - total // 2


@dataclass(frozen=True)
class Border:
    """How somebody pads: each part can be mistaken on its own.

    Examples
    --------
    >>> one_more_before = Border(shares=lambda total: (total - total // 2, total // 2))
    >>> x = np.ones((1, 2, 2, 1))
    >>> one_more_before.around(x, (2, 2), (1, 1))[0, :, :, 0]
    array([[0., 0., 0.],
           [0., 1., 1.],
           [0., 1., 1.]])
    """

    total: Callable[[int, int, int], int] = keras_total
    """From the size of the map, the window's and the stride: zeros along an axis."""
    shares: Callable[[int], Pair] = _keras_shares
    """From their number: zeros before and after the map."""
    is_swapped: bool = False
    """Whether those of the rows stand at the columns, and the other way round."""
    how: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """More arguments of np.pad."""

    def widths(self, size: Pair, window: Pair, strides: Pair) -> tuple[Pair, Pair]:
        """Return the zeros (top, bottom) and (left, right), as np.pad takes them."""
        axes = zip(size, window, strides, strict=True)
        rows, columns = (self.shares(self.total(*axis)) for axis in axes)
        return (columns, rows) if self.is_swapped else (rows, columns)

    def around(self, x: Array, window: Pair, strides: Pair) -> Array:
        """Return a batch with this border around its maps."""
        rows, columns = self.widths((x.shape[1], x.shape[2]), window, strides)
        if min(*rows, *columns) < 0:
            raise UnpredictableError
        if self.how:
            return np.pad(x, ((0, 0), rows, columns, (0, 0)), **self.how)
        # Not by np.pad, which takes ten times as long for zeros.
        height, width = x.shape[1], x.shape[2]
        padded = np.zeros((len(x), height + sum(rows), width + sum(columns), x.shape[3]), x.dtype)
        padded[:, rows[0] : rows[0] + height, columns[0] : columns[0] + width] = x
        return padded


KERAS_BORDER = Border()
