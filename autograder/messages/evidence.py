"""Choose what to show of a wrong result: a small table, the window behind it, and the call."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.judge.comparison import tolerance
from autograder.messages.windows import (
    Window,
    has_axes,
    other_channels_of,
    window_of,
    windows_over,
    words_of,
)
from autograder.vocabulary.exercise import Call, Exercise, Problem
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["Evidence", "Table", "Values", "around", "describe_call", "evidence_of", "number"]

Array = npt.NDArray[Any]

LARGEST_TABLE = 8
SHOWN_ELEMENTS = 12
SHORTEST_RANGE = 3
NAMES = {"C": "channel", "F": "filter"}


@dataclass(frozen=True)
class Table:
    """A two-dimensional piece of the two results, ``(rows, columns)`` each."""

    received: Array
    expected: Array
    wrong: npt.NDArray[np.bool_]
    first: tuple[int, int]
    """Row and column, within the piece, of the first wrong number."""


@dataclass(frozen=True)
class Evidence:
    """Where a result is first wrong, and what can be seen there."""

    caption: str
    """In words: which number is the first wrong one, and where its window lies. Empty where the
    whole result is shown and there are no windows."""
    table: Table | None
    """None where the result is a single number: then the symptom holds it."""
    window: Window | None
    whose: str = "yours"
    """In a word or two: whose result is compared."""
    others: tuple[Window, ...] = ()
    """The same window on the other channels, where the results of all are added up."""


@dataclass(frozen=True)
class Values:
    """A result that is told in words, and what is expected."""

    received: str
    expected: str


def evidence_of(
    exercise: Exercise, problem: Problem, whose: str = "yours"
) -> Evidence | Values | None:
    """Return what there is to see, if both results are words, or numbers in one shape."""
    if isinstance(problem.expected, str):
        return Values(str(problem.received), problem.expected)
    received, expected = problem.received, problem.expected
    if not isinstance(received, np.ndarray) or not isinstance(expected, np.ndarray):
        return None
    if received.shape != expected.shape or problem.call is None:
        return None
    wrong = ~np.isclose(received, expected, rtol=0, atol=tolerance(exercise, expected))
    if not wrong.any():
        return None
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    axes = _axes(exercise, problem, index)
    window, others = _windows(exercise, problem, index)
    if not index:
        return Evidence("", None, window, whose=whose)
    piece = _piece(index, axes)
    shown = [np.atleast_2d(array[piece]) for array in (received, expected, wrong)]
    row, column = _row_and_column(index, axes)
    rows, columns = (
        around(size, at) for size, at in zip(shown[0].shape, (row, column), strict=True)
    )
    yours, wanted, marks = (array[rows, columns] for array in shown)
    table = Table(yours, wanted, marks, (row - rows.start, column - columns.start))
    is_whole = yours.size == received.size
    name = problem.part.name if problem.part else "result"
    caption = _caption(_place(name, received.shape, index, axes), is_whole, window, bool(others))
    if problem.part and caption:
        caption = f"`{name}`, {caption}"
    return Evidence(caption, table, window, whose, others)


def around(size: int, at: int, length: int = 1, most: int = LARGEST_TABLE) -> slice:
    """Return at most `most` of `size` rows, with those from `at` on, `length` of them, inside.

    Examples
    --------
    >>> around(6, 4), around(20, 10), around(20, 19)
    (slice(0, 6, None), slice(7, 15, None), slice(12, 20, None))
    """
    if size <= most:
        return slice(0, size)
    start = min(max(at - (most - length) // 2, 0), size - most)
    return slice(start, start + most)


def _axes(exercise: Exercise, problem: Problem, index: tuple[int, ...]) -> str:
    """Return a letter for each axis of a result, ``"NHWC"`` or ``"HWCF"``; nothing if unknown."""
    declared = exercise.window.map_axes if exercise.window else exercise.result_axes
    axes = problem.part.axes if problem.part else declared
    return axes if len(axes) == len(index) and len(axes) > 2 else ""


def _windows(
    exercise: Exercise, problem: Problem, index: tuple[int, ...]
) -> tuple[Window | None, tuple[Window, ...]]:
    """Return the window behind a number, on the first channel, and those on the others."""
    call = problem.call
    if call is None:
        return None, ()
    if exercise.window and exercise.window.gradient:
        is_of_map = problem.part is None or problem.part.axes == exercise.window.map_axes
        found = windows_over(exercise, call, index) if is_of_map else ()
        return (found[0], found[1:]) if found else (None, ())
    return window_of(exercise, call, index), other_channels_of(exercise, call, index)


def _piece(index: tuple[int, ...], axes: str) -> tuple[Any, ...]:
    everything = slice(None)
    if axes:
        return tuple(
            everything if axis in "HW" else at for axis, at in zip(axes, index, strict=True)
        )
    return (*index[:-2], everything, everything)[-len(index) :]


def _row_and_column(index: tuple[int, ...], axes: str) -> tuple[int, int]:
    if axes:
        return index[axes.index("H")], index[axes.index("W")]
    return (0, *index)[-2], index[-1]


def _place(name: str, shape: tuple[int, ...], index: tuple[int, ...], axes: str) -> str:
    row, column = _row_and_column(index, axes)
    place = f"row {row}, column {column}" if len(shape) > 1 else f"number {column}"
    if axes:
        at = dict(zip(axes, index, strict=True))
        several = {axis for axis, size in zip(axes, shape, strict=True) if size > 1}
        before = [f"image {at['N']}"] if "N" in several else []
        after = [f"{word} {at[axis]}" for axis, word in NAMES.items() if axis in several]
        return ", ".join((*before, place, *after))
    return f"{place} of {name}[{', '.join(map(str, index[:-2]))}]" if len(shape) > 2 else place


def _caption(place: str, is_whole: bool, window: Window | None, has_others: bool) -> str:
    if window is not None:
        noun = "What belongs there" if window.is_copied else "Its window"
        noun = "The windows over it" if window.is_of_gradient else noun
        what = "filters" if window.is_of_gradient else "channels"
        added = f"; all {what} are added up" if has_others else ""
        return f"{place}. {noun}: {words_of(window)}{added}."
    return "" if is_whole else f"{place}."


def number(value: Any) -> str:
    """Write a number as short as it can be read.

    Examples
    --------
    >>> number(3.0), number(-13.125), number(2 / 3), number(0.0001234567)
    ('3', '-13.125', '0.6667', '0.000123')
    """
    exact = f"{value:.5g}"
    if float(exact) == value:
        return exact
    return f"{value:.4g}" if abs(value) >= 1e-3 else f"{value:.3g}"


def describe_call(exercise: Exercise, call: Call) -> tuple[str, str]:
    """Write a call as a student would type it, and what its arrays are.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> from autograder.exercises import EXERCISES
    >>> describe_call(EXERCISES["max_pool2d"], call(np.zeros((1, 4, 4, 1)), 3, padding="same"))
    ('max_pool2d(x, 3, padding="same")', 'x: 4×4 pixels, all 0')
    """
    shown = [
        _argument(name, value)
        for name, value in zip(exercise.parameters, call.arguments, strict=False)
    ]
    shown += [f"{name}={_argument(name, value)}" for name, value in call.options.items()]
    return f"{exercise.name}({', '.join(shown)})", _arrays(exercise, call)


def _argument(name: str, value: Any) -> str:
    if isinstance(value, np.ndarray | list):
        return name
    if callable(value):
        return getattr(value, "__name__", "a function").lstrip("_")
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _arrays(exercise: Exercise, call: Call) -> str:
    described = [
        f"{name}: {_size(exercise.window, name, value)}, {_content(value)}"
        for name, value in exercise.named_arguments(call).items()
        if isinstance(value, np.ndarray)
    ]
    return "; ".join(described)


def _size(declared: SlidingWindow | None, name: str, array: Array) -> str:
    """Write a shape in the words of the field where the axes have some."""
    images = (declared.map, declared.gradient) if declared else ()
    if declared and name in images and has_axes(array, declared.map_axes):
        return _image_size(*(array.shape if array.ndim == 4 else (1, *array.shape, 1)))
    if declared and name == declared.kernel and has_axes(array, declared.kernel_axes):
        height, width, channels, filters = (*array.shape, 1, 1)[:4]
        several = [
            f", {count} {noun}s"
            for count, noun in ((channels, "channel"), (filters, "filter"))
            if count > 1
        ]
        return f"{height}×{width}{''.join(several)}"
    return f"shape {array.shape}"


def _image_size(images: int, height: int, width: int, channels: int) -> str:
    size = f"{height}×{width} pixels"
    size = f"{size} in {channels} channels" if channels > 1 else size
    return f"{images} images of {size}" if images > 1 else size


def _content(array: Array) -> str:
    kind = "" if array.dtype == np.float64 else f", {array.dtype}"
    flat = array.ravel()
    if flat.size == 1:
        return f"{number(flat[0])}{kind}"
    if np.all(flat == flat[0]):
        return f"all {number(flat[0])}{kind}"
    step = float(flat[1]) - float(flat[0])  # unsigned integers would go round
    is_numbered = abs(step) == 1 and np.array_equal(flat, flat[0] + step * np.arange(flat.size))
    if is_numbered and flat.size > SHORTEST_RANGE and flat[0] == round(flat[0]):
        return f"numbered {number(flat[0])}…{number(flat[-1])}{kind}"
    squeezed = np.squeeze(array)
    if flat.size <= SHOWN_ELEMENTS and squeezed.ndim <= 2:
        return f"{_nested(squeezed.tolist())}{kind}"
    return f"numbers from {number(flat.min())} to {number(flat.max())}{kind}"


def _nested(values: Any) -> str:
    if isinstance(values, list):
        return f"[{', '.join(_nested(value) for value in values)}]"
    return number(values)
