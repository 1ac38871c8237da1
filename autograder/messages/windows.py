"""Where Keras puts the window that one number of a result belongs to.

The exercises are told apart by their parameters: those with a map, and a kernel or a pool size.
How much of a window lies before the map, Keras itself is asked.
"""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Call, Exercise

__all__ = ["MAP_AXES", "Window", "window_of", "words_of"]

Array = npt.NDArray[Any]

MAP_AXES = {"window": 2, "feature_map": 2, "x": 4}
"""The parameters that are a map, or a batch of images, and how many axes they then have."""


@dataclass(frozen=True)
class Window:
    """A window on one channel of one map; it may reach over the edge."""

    map_name: str
    """``"x"``, or ``"x[1, :, :, 2]"`` where there are several images or channels."""
    map: Array
    """``(rows, columns)``"""
    top: int
    left: int
    height: int
    width: int
    kernel_name: str = "kernel"
    kernel: Array | None = None
    """``(height, width)``, of the same channel; None where the window is pooled or copied."""
    padding: str = ""
    """What stands in a cell beyond the edge: ``"0"``, or nothing where none is counted."""
    is_copied: bool = False
    """Whether the result holds the one pixel of the window as it is."""

    def reaches(self, row: int, column: int) -> bool:
        """Tell whether a cell, maybe beyond the edge, is in the window."""
        down, across = row - self.top, column - self.left
        return 0 <= down < self.height and 0 <= across < self.width

    def is_on_map(self, row: int, column: int) -> bool:
        """Tell whether there is a pixel here."""
        rows: int
        columns: int
        rows, columns = self.map.shape
        return 0 <= row < rows and 0 <= column < columns


def window_of(exercise: Exercise, call: Call, index: tuple[int, ...]) -> Window | None:
    """Return the window of the number at `index` of the result; None if there are no windows.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> from autograder.exercises import EXERCISES
    >>> pooled = call(np.arange(16.0).reshape(1, 4, 4, 1))
    >>> window = window_of(EXERCISES["max_pool2d"], pooled, (0, 1, 0, 0))
    >>> window.top, window.left, window.height, window.width
    (2, 0, 2, 2)
    """
    given = _defaults(exercise) | exercise.named_arguments(call)
    name = next((name for name in MAP_AXES if name in given), "")
    whole, kernel = given.get(name), given.get("kernel")
    if not isinstance(whole, np.ndarray) or whole.ndim != MAP_AXES[name]:
        return None
    if len(index) not in {0, whole.ndim} or (kernel is not None and np.ndim(kernel) != whole.ndim):
        return None
    image, row, column, channel = _places(index)
    is_pooled = "pool_size" in given
    map_name, pixels = _slice(name, whole, (image, ..., channel if is_pooled else 0))
    kernel_name, weights = _slice("kernel", kernel, (..., 0, channel))
    extent = _extent(given, pixels.shape, weights, (row, column))
    if extent is None:
        return None
    return Window(
        map_name,
        pixels,
        *extent,
        kernel_name,
        weights,
        padding="" if is_pooled else "0",
        is_copied="kernel_size" in given,
    )


def words_of(window: Window) -> str:
    """Say where a window lies.

    Examples
    --------
    >>> words_of(Window("x", np.zeros((4, 4)), 3, 0, 2, 2))
    'rows 3 to 4, columns 0 to 1 of x; 2 of these 4 cells lie outside'
    """
    cells = [
        (window.top + row, window.left + column)
        for row in range(window.height)
        for column in range(window.width)
    ]
    outside = sum(not window.is_on_map(*cell) for cell in cells)
    if outside == len(cells):
        return f"padding, outside of {window.map_name}"
    place = (
        f"{_span('row', window.top, window.height)}, "
        f"{_span('column', window.left, window.width)} of {window.map_name}"
    )
    if not outside:
        return place
    verb = "lies" if outside == 1 else "lie"
    return f"{place}; {outside} of these {len(cells)} cells {verb} outside"


def _span(name: str, start: int, length: int) -> str:
    return f"{name} {start}" if length == 1 else f"{name}s {start} to {start + length - 1}"


def _defaults(exercise: Exercise) -> dict[str, Any]:
    """Read off the signature what holds for arguments that are left out."""
    written = exercise.signature.strip("()")
    arguments = cast(ast.Lambda, ast.parse(f"lambda {written}: 0", mode="eval").body).args
    names = [argument.arg for argument in arguments.args]
    values = [ast.literal_eval(value) for value in arguments.defaults]
    return dict(zip(names[len(names) - len(values) :], values, strict=True))


def _places(index: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Return image, row, column, channel."""
    if len(index) == 4:
        return index[0], index[1], index[2], index[3]
    row, column = index or (0, 0)
    return 0, row, column, 0


def _slice(name: str, array: Any, index: tuple[Any, ...]) -> tuple[str, Any]:
    """Return two axes of an array, and what a student would write for them."""
    if array is None or array.ndim == 2:
        return name, array
    if array.size == array[index].size:
        return name, array[index]
    written = ", ".join(":, :" if place is ... else str(place) for place in index)
    return f"{name}[{written}]", array[index]


def _extent(
    given: Mapping[str, Any],
    sizes: tuple[int, ...],
    kernel: Array | None,
    place: tuple[int, int],
) -> tuple[int, int, int, int] | None:
    """Return top, left, height and width of the window."""
    strides = given.get("strides", 1)
    if kernel is not None:
        lengths, steps = _pair(kernel.shape), _pair(strides)
        looked_for = lengths, steps
    elif "pool_size" in given:
        lengths = _pair(given["pool_size"])
        steps = _pair(given["pool_size"] if strides is None else strides)
        looked_for = lengths, steps
    elif "kernel_size" in given:  # padding alone: every number is one pixel, or one zero
        lengths, steps = (1, 1), (1, 1)
        looked_for = _pair(given["kernel_size"]), _pair(strides)
    else:
        return None
    is_same = "kernel_size" in given or str(given.get("padding", "valid")).lower() == "same"
    before = _zeros_before(sizes, *looked_for) if is_same else (0, 0)
    top, left = (at * step - zeros for at, step, zeros in zip(place, steps, before, strict=True))
    return top, left, *lengths


def _zeros_before(
    sizes: tuple[int, ...], lengths: tuple[int, int], steps: tuple[int, int]
) -> tuple[int, int]:
    ask = keras_says("zeros")
    rows, columns = (int(ask(*axis)[0]) for axis in zip(sizes, lengths, steps, strict=True))
    return rows, columns


def _pair(value: Any) -> tuple[int, int]:
    first, second = np.broadcast_to(value, 2).tolist()
    return first, second
