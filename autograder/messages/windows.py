"""Where Keras puts the window that one number of a result belongs to.

What an exercise declares of its windows says which arguments to look at. How much of a window lies
before the map, Keras itself is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["Window", "has_axes", "other_channels_of", "window_of", "windows_over", "words_of"]

Array = npt.NDArray[Any]

MOST_CHANNELS = 3
KERNEL_OF: Mapping[str, Callable[[int, int], tuple[Any, ...]]] = {
    "HW": lambda _, __: (...,),
    "HWC": lambda channel, _: (..., channel),
    "HWCF": lambda channel, added: (..., added, channel),
}
"""By the axes of a kernel: which part of it is shown for a channel of the result, and one of the
channels that are added up."""


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
    is_of_gradient: bool = False
    """Whether it is on a gradient that has a number for each window: those over a pixel."""

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


def other_channels_of(exercise: Exercise, call: Call, index: tuple[int, ...]) -> tuple[Window, ...]:
    """Return the same window on the other channels, where the results of all are added up."""
    declared = exercise.window
    whole = exercise.all_arguments(call).get(declared.map) if declared else None
    if declared is None or not declared.adds_channels or not has_axes(whole, declared.map_axes):
        return ()
    channels = range(1, min(whole.shape[-1], MOST_CHANNELS))
    windows = (window_of(exercise, call, index, channel) for channel in channels)
    return tuple(window for window in windows if window is not None)


def window_of(
    exercise: Exercise, call: Call, index: tuple[int, ...], added: int = 0
) -> Window | None:
    """Return the window of the number at `index` of the result; None if there are no windows.

    Where the results of all channels are added up, it is that on channel `added`.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> from autograder.exercises import EXERCISES
    >>> pooled = call(np.arange(16.0).reshape(1, 4, 4, 1))
    >>> window = window_of(EXERCISES["max_pool2d"], pooled, (0, 1, 0, 0))
    >>> window.top, window.left, window.height, window.width
    (2, 0, 2, 2)
    """
    declared = exercise.window
    if declared is None or declared.gradient:
        return None
    given = exercise.all_arguments(call)
    whole, kernel = given.get(declared.map), given.get(declared.kernel)
    if not has_axes(whole, declared.map_axes) or len(index) not in {0, whole.ndim}:
        return None
    if declared.kernel and not has_axes(kernel, declared.kernel_axes):
        return None
    image, row, column, channel = _places(index)
    on_map = added if declared.adds_channels else channel
    map_name, pixels = _slice(declared.map, whole, (image, ..., on_map))
    kernel_name, weights = _slice(
        declared.kernel, kernel, KERNEL_OF[declared.kernel_axes](channel, added)
    )
    extent = _extent(declared, given, pixels.shape, (row, column))
    if extent is None:
        return None
    return Window(
        map_name,
        pixels,
        *extent,
        kernel_name,
        weights,
        padding=declared.outside,
        is_copied=declared.is_padding_only,
    )


def windows_over(exercise: Exercise, call: Call, index: tuple[int, ...]) -> tuple[Window, ...]:
    """Return what of the gradient belongs to windows over a pixel; nothing if no window is.

    A window over the pixel has its number there. Of a convolution there is one map for each
    filter, of which the first few are returned.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> from autograder.exercises import EXERCISES
    >>> pooled = call(np.ones((1, 2, 2, 1)), np.ones((1, 4, 4, 1)))
    >>> (window,) = windows_over(EXERCISES["max_pool2d_backward"], pooled, (0, 3, 1, 0))
    >>> window.map_name, window.top, window.left, window.height, window.width
    ('dy', 1, 0, 1, 1)
    """
    declared = exercise.window
    if declared is None or not declared.gradient:
        return ()
    given = exercise.all_arguments(call)
    whole, gradient = given.get(declared.map), given.get(declared.gradient)
    axes = declared.map_axes
    if not has_axes(whole, axes) or not has_axes(gradient, axes) or len(index) != len(axes):
        return ()
    rows = axes.index("H")
    sizes = whole.shape[rows : rows + 2]
    extent = _extent(declared, given, sizes, (0, 0))
    if extent is None:
        return ()
    top, left, *lengths = extent
    steps = _steps(declared, given, _lengths(declared, given))
    counts = gradient.shape[rows : rows + 2]
    at = index[rows : rows + 2]
    spans = [
        _reaching(pixel - start, length, step, count)
        for pixel, start, length, step, count in zip(
            at, (top, left), lengths, steps, counts, strict=True
        )
    ]
    if any(len(span) == 0 for span in spans):
        return ()
    image, _, _, channel = _places(index)
    last = range(min(gradient.shape[-1], MOST_CHANNELS)) if declared.kernel else (channel,)
    found = []
    for one in last:
        name, pixels = _slice(declared.gradient, gradient, (image, ..., one))
        down, across = spans
        found.append(
            Window(
                name, pixels, down.start, across.start, len(down), len(across), is_of_gradient=True
            )
        )
    return tuple(found)


def _reaching(pixel: int, length: int, step: int, count: int) -> range:
    """Return the windows over a pixel, along one axis."""
    over = [at for at in range(count) if 0 <= pixel - at * step < length]
    return range(over[0], over[-1] + 1) if over else range(0)


def has_axes(value: Any, axes: str) -> TypeGuard[Array]:
    """Tell whether a value is an array with as many axes."""
    return isinstance(value, np.ndarray) and value.ndim == len(axes)


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
    declared: SlidingWindow,
    given: Mapping[str, Any],
    sizes: tuple[int, ...],
    place: tuple[int, int],
) -> tuple[int, int, int, int] | None:
    """Return top, left, height and width of the window; None if its padding is not known."""
    lengths = _lengths(declared, given)
    steps = _steps(declared, given, lengths)
    padding = str(given.get(declared.padding, "valid")).lower()
    if declared.is_padding_only or padding == "same":
        before = _zeros_before(sizes, lengths, steps)
    elif padding == "valid":
        before = (0, 0)
    else:
        return None
    if declared.is_padding_only:
        lengths, steps = (1, 1), (1, 1)
    top, left = (at * step - zeros for at, step, zeros in zip(place, steps, before, strict=True))
    return top, left, *lengths


def _lengths(declared: SlidingWindow, given: Mapping[str, Any]) -> tuple[int, int]:
    return _pair(given[declared.kernel].shape[:2] if declared.kernel else given[declared.size])


def _steps(
    declared: SlidingWindow, given: Mapping[str, Any], lengths: tuple[int, int]
) -> tuple[int, int]:
    strides = given.get(declared.strides, 1)
    return lengths if strides is None else _pair(strides)


def _zeros_before(
    sizes: tuple[int, ...], lengths: tuple[int, int], steps: tuple[int, int]
) -> tuple[int, int]:
    ask = keras_says("zeros")
    rows, columns = (int(ask(*axis)[0]) for axis in zip(sizes, lengths, steps, strict=True))
    return rows, columns


def _pair(value: Any) -> tuple[int, int]:
    first, second = np.broadcast_to(value, 2).tolist()
    return first, second
