"""Mistakes in where the windows of a max-pooling lie, and in adding up what they hand back."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from autograder.misconceptions.predicting.bending_pool_gradients import (
    Arguments,
    in_max_pool2d_backward,
)
from autograder.misconceptions.predicting.border import Border, Pair
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, UndeterminedError, UnpredictableError

__all__ = ["MISCONCEPTIONS"]


Way = Callable[[Arguments], Array]


def _assigned(given: Arguments) -> Array:
    """Let the last window win at the pixel that takes its number."""
    dx = np.zeros(given.x.shape)
    for (row, column), _ in given.each_window():
        share = given.alone(row, column)
        dx = np.where(share != 0, share, dx)
    return dx


def _windows_assigned(given: Arguments) -> Array:
    """Let the last window win at all of its pixels."""
    dx = np.zeros(given.x.shape)
    for (row, column), place in given.each_window():
        dx[:, *place] = given.alone(row, column)[:, *place]
    return dx


POOL_BACKWARD_ASSIGNED = Misconception(
    "POOL-BACKWARD-ASSIGNED",
    "where windows overlap, the last one overwrites",
    "A pixel may be the largest of several windows, and then each of them hands it a number. Yours "
    "keeps the last one.",
    "Write `+=` instead of `=`.",
    in_max_pool2d_backward(_assigned, _windows_assigned),
)


def _moved(change: Callable[[Arguments], Arguments]) -> Callable[[Arguments], Array]:
    """Let windows lie elsewhere, or be larger; the border stays as wide as it should be."""

    def way(given: Arguments) -> Array:
        return change(given).slid(given.widths, may_end_outside=True)

    return way


POOL_BACKWARD_STRIDE_FOR_SIZE = Misconception(
    "POOL-BACKWARD-STRIDE-FOR-SIZE",
    "the windows have the stride's size",
    "Windows are as large as pool_size says; the stride says how far apart they begin. Yours are "
    "as large as the stride.",
    "A window goes from i * stride to i * stride + pool_size.",
    in_max_pool2d_backward(_moved(lambda given: replace(given, pool_size=given.strides))),
    about="windows",
)


def _not_outside(given: Arguments, strides: Pair) -> Arguments:
    """Refuse windows that would begin beyond the map: nothing is the largest of no pixels."""
    starts = zip(given.dy.shape[1:3], strides, given.widths, given.size, strict=True)
    if any((count - 1) * step >= size + sum(wide) for count, step, wide, size in starts):
        raise UnpredictableError
    return replace(given, strides=strides)


POOL_BACKWARD_SIZE_FOR_STRIDE = Misconception(
    "POOL-BACKWARD-SIZE-FOR-STRIDE",
    "the windows are a window apart, whatever the stride",
    "Your windows begin at multiples of the pool size. They begin at multiples of the stride, "
    "which may be another one.",
    "Begin the window at i * stride; only if strides is None is that the pool size.",
    in_max_pool2d_backward(_moved(lambda given: _not_outside(given, given.pool_size))),
    about="strides",
)

BACKWARD_STRIDE_IGNORED = Misconception(
    "BACKWARD-STRIDE-IGNORED",
    "windows begin at i, not at i * stride",
    "The window of dy[i, j] lay at row i * stride, column j * stride. Yours lies at row i, "
    "column j, as if the stride were 1.",
    "Begin the window at i * stride.",
    in_max_pool2d_backward(_moved(lambda given: _not_outside(given, (1, 1)))),
    about="strides",
)


def _by_one_number(given: Arguments, which: int) -> Arguments:
    stride, length = given.strides[which], given.pool_size[which]
    return replace(_not_outside(given, (stride, stride)), pool_size=(length, length))


POOL_BACKWARD_ONE_NUMBER = Misconception(
    "POOL-BACKWARD-ONE-NUMBER",
    "one number of a pair for both directions",
    "A pair has one number for the rows and one for the columns. You use one of them for both.",
    "Take the pairs apart, that of pool_size and that of strides.",
    in_max_pool2d_backward(
        _moved(lambda given: _by_one_number(given, 0)),
        _moved(lambda given: _by_one_number(given, 1)),
        _moved(lambda given: _not_outside(given, (given.strides[0],) * 2)),
        _moved(lambda given: _not_outside(given, (given.strides[1],) * 2)),
    ),
    about="strides",
)

POOL_BACKWARD_ZERO_PADDING = Misconception(
    "POOL-BACKWARD-ZERO-PADDING",
    "zeros as a border take dy",
    "Where all numbers of a window are negative, a zero of your border is the largest, and the "
    "number of dy is cut off with the border.",
    "Pad with -np.inf (in an array of floats), or shorten the windows at the border.",
    in_max_pool2d_backward(lambda given: given.ask_keras(fill=0)),
)


def _first(images: slice, rows: slice, columns: slice, channels: slice) -> Way:
    def way(given: Arguments) -> Array:
        fewer = np.zeros(given.dy.shape)
        chosen = (images, rows, columns, channels)
        fewer[chosen] = given.dy[chosen]
        return given.ask_keras(dy=fewer)

    return way


ALL, FIRST, BUT_LAST = slice(None), slice(0, 1), slice(None, -1)

POOL_BACKWARD_RETURN_EARLY = Misconception(
    "POOL-BACKWARD-RETURN-EARLY",
    "only the first window hands something back",
    "The first number of dy has its place; those of the other windows are missing.",
    "Begin `return` where the first `for` begins, so that it runs when all loops are done.",
    in_max_pool2d_backward(
        _first(FIRST, FIRST, FIRST, FIRST),
        _first(FIRST, FIRST, FIRST, ALL),
        _first(FIRST, FIRST, ALL, ALL),
        _first(ALL, FIRST, FIRST, ALL),
    ),
)

BACKWARD_FIRST_IMAGE_ONLY = Misconception(
    "BACKWARD-FIRST-IMAGE-ONLY",
    "only the first image hands something back",
    "Image 0 is right; the others have no part in your gradient.",
    "Loop over all images, and return after the loop.",
    in_max_pool2d_backward(_first(FIRST, ALL, ALL, ALL)),
)

BACKWARD_LAST_ROW_MISSING = Misconception(
    "BACKWARD-LAST-ROW-MISSING",
    "the last row or column of windows is left out",
    "The loop ends one window too early, so that what the last row or column of dy hands back "
    "is missing.",
    "Let the loops run over dy's own shape: range(dy.shape[1]), range(dy.shape[2]).",
    in_max_pool2d_backward(
        _first(ALL, BUT_LAST, ALL, ALL),
        _first(ALL, ALL, BUT_LAST, ALL),
        _first(ALL, BUT_LAST, BUT_LAST, ALL),
    ),
)


def _taken(gradient: Array) -> Iterator[tuple[int, int, int, int]]:
    """Yield image, row, column and channel of all that is not 0."""
    for image, row, column, channel in np.argwhere(gradient):
        yield int(image), int(row), int(column), int(channel)


def _local(given: Arguments) -> Array:
    """Put each number at the maximum's place within the window."""
    (top, _), (left, _) = given.widths
    dx = np.zeros(given.x.shape)
    for (row, column), _ in given.each_window():
        down, across = row * given.strides[0] - top, column * given.strides[1] - left
        for image, i, j, channel in _taken(given.alone(row, column)):
            a, b = i - down, j - across
            if a >= given.size[0] or b >= given.size[1]:
                raise UnpredictableError
            dx[image, a, b, channel] += given.dy[image, row, column, channel]
    return dx


POOL_BACKWARD_LOCAL_INDEX = Misconception(
    "POOL-BACKWARD-LOCAL-INDEX",
    "the place within the window is taken for the place on the map",
    "np.argmax of a window counts from the window's corner. You write there on the map, so that "
    "all is handed to its first rows and columns.",
    "Add where the window begins: row i * stride + a, column j * stride + b.",
    in_max_pool2d_backward(_local),
)


def _wrong_length(given: Arguments) -> Array:
    """Divide the place in row order by the window's height, as if its rows were as long."""
    (top, _), (left, _) = given.widths
    dx = np.zeros(given.x.shape)
    height, width = given.pool_size
    for (row, column), _ in given.each_window():
        down, across = row * given.strides[0] - top, column * given.strides[1] - left
        for image, i, j, channel in _taken(given.alone(row, column)):
            a, b = divmod((i - down) * width + (j - across), height)
            if not (0 <= down + a < given.size[0] and 0 <= across + b < given.size[1]):
                raise UndeterminedError
            dx[image, down + a, across + b, channel] += given.dy[image, row, column, channel]
    return dx


POOL_BACKWARD_INDEX_TAKEN_APART = Misconception(
    "POOL-BACKWARD-INDEX-TAKEN-APART",
    "the place in a window is taken apart by the wrong length",
    "np.argmax counts in row order, and a row is as long as the window is wide. You divide by its "
    "height.",
    "divmod(place, width), or np.unravel_index(place, window.shape).",
    in_max_pool2d_backward(_wrong_length),
)


def _with(border: Border) -> Callable[[Arguments], Array]:
    return lambda given: given.ask_keras(border=border)


BACKWARD_SAME_EXTRA_FIRST = Misconception(
    "BACKWARD-SAME-EXTRA-FIRST",
    "the odd row of border stands before the map",
    'Where "same" needs an odd number of rows or columns, Keras puts the odd one after the map. '
    "Your windows begin one pixel earlier.",
    "Put half of them, rounded down, before the map: total // 2.",
    in_max_pool2d_backward(
        _with(Border(shares=lambda total: (total - total // 2, total // 2))),
    ),
    about="padding",
)

BACKWARD_SAME_AS_STRIDE_1 = Misconception(
    "BACKWARD-SAME-AS-STRIDE-1",
    "the amounts of padding for stride 1, at any stride",
    "k - 1 in all are right for stride 1. With larger strides fewer are needed, and your windows "
    "begin at other pixels.",
    "Take the amounts of padding that the layer itself takes, from size, window and stride.",
    in_max_pool2d_backward(_with(Border(total=lambda _, k, __: k - 1))),
    about="padding",
)

BACKWARD_PADDED_AFTER = Misconception(
    "BACKWARD-PADDED-AFTER",
    "the windows begin at the map's corner, as if it had no border before it",
    'With "same", the first window may begin in the border before the map. Yours begins at the '
    "first pixel.",
    "Pad x as the layer does, and let windows slide over the padded copy.",
    in_max_pool2d_backward(_with(Border(shares=lambda n: (0, n)))),
    about="padding",
)


def _cut_off(given: Arguments) -> Array:
    """Cut off all fractions at the end."""
    dx = given.ask_keras()
    return dx.astype(given.x.dtype) if given.x.dtype.kind in "iu" else dx


def _cut_off_each_time(given: Arguments) -> Array:
    """Add to an array like x, number by number."""
    dx = np.zeros(given.x.shape)
    for (row, column), _ in given.each_window():
        dx += given.alone(row, column)
        dx = dx.astype(given.x.dtype).astype(float)
    return dx


BACKWARD_INTEGERS = Misconception(
    "BACKWARD-INTEGERS",
    "fractions are cut off",
    "With a map of integers, your gradient has lost its fractions: the array that it is written "
    "to holds integers, as np.zeros_like makes it.",
    "Make dx with np.zeros(x.shape), which holds floats.",
    in_max_pool2d_backward(_cut_off, _cut_off_each_time),
    about="numbers",
)

MISCONCEPTIONS = (
    POOL_BACKWARD_ASSIGNED,
    POOL_BACKWARD_STRIDE_FOR_SIZE,
    POOL_BACKWARD_SIZE_FOR_STRIDE,
    BACKWARD_STRIDE_IGNORED,
    POOL_BACKWARD_ONE_NUMBER,
    POOL_BACKWARD_ZERO_PADDING,
    POOL_BACKWARD_RETURN_EARLY,
    BACKWARD_FIRST_IMAGE_ONLY,
    BACKWARD_LAST_ROW_MISSING,
    POOL_BACKWARD_LOCAL_INDEX,
    POOL_BACKWARD_INDEX_TAKEN_APART,
    BACKWARD_SAME_EXTRA_FIRST,
    BACKWARD_SAME_AS_STRIDE_1,
    BACKWARD_PADDED_AFTER,
    BACKWARD_INTEGERS,
)
