"""Habits from image processing: 3×3 kernels, pictures that keep their size, grey levels."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending import (
    EVERYWHERE,
    Arguments,
    Bending,
    Pair,
    crop,
    in_exercises,
    with_sums,
)
from autograder.misconceptions.predicting.bending_pooling import in_both
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import (
    Misconception,
    RefusedError,
    UnpredictableError,
)

__all__ = ["MISCONCEPTIONS"]


def _for_three(given: Arguments) -> Array:
    """Make n - 2 rows and columns, whatever the kernel; its windows must not hang over the edge."""
    (height, width), (rows, columns) = given.map_size, given.kernel_size
    if rows > 3 or columns > 3 or min(height, width) < 3:
        raise UnpredictableError
    return crop(given.ask_keras(), height - 2, width - 2)


def _three_by_three(given: Arguments) -> Array:
    """Look at the kernel's first three rows and columns."""
    if min(given.kernel_size) < 3:
        raise RefusedError
    return given.ask_keras(kernel=given.kernel[:3, :3])


def _one_window_of_three(given: Arguments) -> Array:
    return _three_by_three(replace(given, x=given.x[:, :3, :3]))


SIZES_FOR_3X3 = Misconception(
    "SIZES-FOR-3X3",
    "right for 3×3 alone",
    "Somewhere your code has the size of a 3×3 kernel in it: n - 2 rows, or range(3).",
    "Take the sizes from kernel.shape: n - kh + 1 rows.",
    in_exercises("convolve2d", _for_three, _three_by_three)
    | in_exercises("apply_window", _one_window_of_three),
    about="size",
)


def _wrapping(given: Arguments) -> Array:
    """Let windows that hang over the right edge go on in the next row, by flat indices."""
    _, height, width, _ = given.x.shape
    more = given.kernel.shape[1] - 1
    flat = np.append(given.x.ravel(), np.zeros(more))
    places = np.arange(height)[:, None] * width + np.arange(width + more)
    return given.ask_keras(x=flat[places][None, :, :, None])


WINDOW_WRAPS = Misconception(
    "WINDOW-WRAPS",
    "windows run over the right edge into the next row",
    "Your output is as wide as the map: its last windows begin in one row and end in the next.",
    "Stop at column W - kw: there are W - kw + 1 windows in a row.",
    in_exercises("convolve2d", _wrapping),
    about="size",
)


def _as_large_as_the_map(way: Callable[[int], Pair], **how: Any) -> Bending:
    def bending(given: Arguments) -> Array:
        rows, columns = (way(kernel) for kernel in given.kernel_size)
        x = np.pad(given.x, ((0, 0), rows, columns, (0, 0)), **how)
        return crop(given.ask_keras(x=x), *given.map_size)

    return bending


def _half(kernel: int) -> Pair:
    return kernel // 2, kernel // 2


def _as_same(kernel: int) -> Pair:
    return (kernel - 1) // 2, kernel // 2


def _for_odd_kernels(given: Arguments) -> Array:
    """Put (k - 1) // 2 zeros on each side, so that windows of even size are cut off at the end.

    One of two columns that is cut off to one is stretched again when it meets the kernel.
    """
    if any(kernel % 2 == 0 and kernel > 2 for kernel in given.kernel_size):
        raise RefusedError
    zeros = (((kernel - 1) // 2,) * 2 for kernel in given.kernel_size)
    stretched = ((0, 1 - kernel % 2) for kernel in given.kernel_size)
    x = np.pad(given.x, ((0, 0), *zeros, (0, 0)))
    x = np.pad(x, ((0, 0), *stretched, (0, 0)), mode="edge")
    return crop(given.ask_keras(x=x), *given.map_size)


def _interior_alone(given: Arguments) -> Array:
    """Leave the border of an output of the map's size at zero."""
    height, width = given.map_size
    y = given.ask_keras()
    top, left = (kernel // 2 for kernel in given.kernel_size)
    result = np.zeros((1, height + 1, width + 1, 1))
    result[:, top : top + y.shape[1], left : left + y.shape[2]] = y
    return crop(result, height, width)


PADDED_UNASKED = Misconception(
    "PADDED-UNASKED",
    "the output is as large as the map",
    "Your output has the map's size, as in image processing. Nothing is padded here: the windows "
    "stay inside of the map.",
    "Take only windows that lie on the map: H - kh + 1 rows, W - kw + 1 columns.",
    in_exercises(
        "convolve2d",
        *(
            _as_large_as_the_map(way, **how)
            for way in (_as_same, _half)
            for how in ({}, {"mode": "edge"}, {"mode": "reflect"}, {"mode": "symmetric"})
        ),
        _for_odd_kernels,
        _interior_alone,
    )
    | in_exercises(
        "strided_convolve2d conv2d",
        lambda given: given.ask_keras(padding="same"),
    ),
    about="padding",
)


# Grey levels

BLACK, WHITE = 0, 255


def _clipped(y: Array) -> Array:
    return np.clip(y, BLACK, WHITE)


def _bytes(y: Array) -> Array:
    """Return what 8 bits hold of a result: no fractions, and 256 is 0 again."""
    return np.trunc(y).astype(np.int64).astype(np.uint8)


def _clipped_bytes(y: Array) -> Array:
    return _clipped(y).astype(np.uint8)


def _afterwards(change: Callable[[Array], Array]) -> Callable[[Any], Array]:
    """Change what is returned, in whatever exercise."""
    return lambda given: change(given.ask_keras())


RESULT_CLIPPED = Misconception(
    "RESULT-CLIPPED",
    "the results are forced into 0 to 255",
    "Your results are made grey levels of a picture, from 0 to 255. A feature map may hold any "
    "number, negative ones and fractions, too.",
    "Return the sums as they are: no clip, no uint8.",
    in_exercises(
        EVERYWHERE,
        *map(_afterwards, (_clipped, _bytes, _clipped_bytes)),
        with_sums(lambda _, sums: _clipped(sums)),
    )
    | in_both(*map(_afterwards, (_clipped, _bytes, _clipped_bytes))),
    about="numbers",
)

MISCONCEPTIONS = (SIZES_FOR_3X3, WINDOW_WRAPS, PADDED_UNASKED, RESULT_CLIPPED)
