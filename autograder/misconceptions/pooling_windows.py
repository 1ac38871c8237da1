"""Mistakes in the windows of a pooling: their size, how far they move, how many there are."""

from collections.abc import Callable

import numpy as np

from autograder.misconceptions.predicting.bending_pooling import (
    OUTSIDE,
    Arguments,
    Bending,
    in_both,
)
from autograder.misconceptions.predicting.border import Pair, keras_size
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import (
    Misconception,
    Prediction,
    RefusedError,
    UndeterminedError,
)

__all__ = ["MISCONCEPTIONS"]

# Strides


def _by_default(strides: Pair) -> Bending:
    return lambda given: given.ask_keras(strides=given.strides if given.strides_given else strides)


POOL_DEFAULT_STRIDE_1 = Misconception(
    "POOL-DEFAULT-STRIDE-1",
    "without strides, the window moves by 1",
    "If strides is None, your windows overlap. They should lie side by side.",
    "If strides is None, use the pool size.",
    in_both(_by_default((1, 1))),
    about="strides",
)

POOL_DEFAULT_STRIDE_2 = Misconception(
    "POOL-DEFAULT-STRIDE-2",
    "without strides, the window moves by 2",
    "If strides is None, your window moves by 2, whatever its size.",
    "If strides is None, use the pool size.",
    in_both(_by_default((2, 2))),
    about="strides",
)

STRIDE_IGNORED = Misconception(
    "STRIDE-IGNORED",
    "the strides have no effect",
    "Your windows do not move by the strides that are handed in.",
    "If strides is given, windows begin at i * strides; only if it is None, use the pool size.",
    in_both(
        lambda given: given.ask_keras(strides=given.pool_size),
        lambda given: given.ask_keras(strides=(1, 1)),
    ),
    about="strides",
)


def _moving_by(change: Callable[[Pair], Pair]) -> dict[str, tuple[Prediction, ...]]:
    """Change the strides only where they are handed in, or in any case."""
    return in_both(
        lambda given: given.ask_keras(
            strides=change(given.strides) if given.strides_given else given.strides
        ),
        lambda given: given.ask_keras(strides=change(given.strides)),
    )


STRIDES_SWAPPED = Misconception(
    "STRIDES-SWAPPED",
    "the two strides have changed places",
    "Your window moves down by the second stride, and across by the first one.",
    "strides is (down, across): rows first, as in a shape.",
    _moving_by(lambda strides: (strides[1], strides[0])),
    about="strides",
)

STRIDE_FIRST_FOR_BOTH = Misconception(
    "STRIDE-FIRST-FOR-BOTH",
    "the first stride is used for both axes",
    "Your window moves across by the stride that was meant for the rows.",
    "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
    _moving_by(lambda strides: (strides[0], strides[0])),
    about="strides",
)

STRIDE_SECOND_FOR_BOTH = Misconception(
    "STRIDE-SECOND-FOR-BOTH",
    "the second stride is used for both axes",
    "Your window moves down by the stride that was meant for the columns.",
    "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
    _moving_by(lambda strides: (strides[1], strides[1])),
    about="strides",
)

# Pool sizes


def _windows_of(change: Callable[[Pair], Pair]) -> dict[str, tuple[Prediction, ...]]:
    """Change the pool size, and with it the strides that it stands for, or not these."""
    return in_both(
        lambda given: given.ask_keras(pool_size=change(given.pool_size)),
        lambda given: given.ask_keras(
            pool_size=change(given.pool_size),
            strides=given.strides if given.strides_given else change(given.pool_size),
        ),
    )


POOL_SIZE_FIRST_FOR_BOTH = Misconception(
    "POOL-SIZE-FIRST-FOR-BOTH",
    "the first pool size is used for both axes",
    "Your windows are squares: pool_size[0] is their height and their width.",
    "Take the pair apart: pool_size[0] rows, pool_size[1] columns.",
    _windows_of(lambda pool_size: (pool_size[0], pool_size[0])),
    about="pool size",
)

POOL_SIZE_SWAPPED = Misconception(
    "POOL-SIZE-SWAPPED",
    "height and width of the window have changed places",
    "Your windows are pool_size[1] pixels high and pool_size[0] wide.",
    "pool_size is (height, width): rows first, as in a shape.",
    _windows_of(lambda pool_size: (pool_size[1], pool_size[0])),
    about="pool size",
)

# The number of windows


def _with_windows(given: Arguments, rows: int, columns: int, strides: Pair) -> Array:
    """Return so many windows; those that hang over the end are cut off there."""
    x = given.padded(OUTSIDE)
    needed = [
        (number - 1) * stride + pool
        for number, stride, pool in zip((rows, columns), strides, given.pool_size, strict=True)
    ]
    last = zip((rows, columns), strides, x.shape[1:3], strict=True)
    if min(rows, columns) < 1 or any((number - 1) * s >= n for number, s, n in last):
        raise UndeterminedError
    missing = [max(0, need - n) for need, n in zip(needed, x.shape[1:3], strict=True)]
    if given.is_same and any(missing):
        raise UndeterminedError
    around = ((0, 0), (0, missing[0]), (0, missing[1]), (0, 0))
    x = np.pad(x.astype(float), around, constant_values=OUTSIDE)[:, : needed[0], : needed[1]]
    return given.ask_inside(x=x, strides=strides)


def _windows_without_stride(given: Arguments) -> Array:
    _, rows, columns, _ = given.ask_keras().shape
    return _with_windows(given, rows, columns, (1, 1))


STRIDE_NOT_IN_WINDOW = Misconception(
    "STRIDE-NOT-IN-WINDOW",
    "the windows do not move by the stride",
    "The shape is right, but output pixel (i, j) looks at the window that begins at (i, j).",
    "Let that window begin at row i * down, column j * across.",
    in_both(_windows_without_stride),
    about="strides",
)


def _columns_from_height(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    columns = keras_size(given.x.shape[1], given.pool_size[1], given.strides[1], given.padding)
    return _with_windows(given, rows, columns, given.strides)


def _columns_from_padded_height(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    height = given.padded(0).shape[1]
    columns = (height - given.pool_size[1]) // given.strides[1] + 1
    return _with_windows(given, rows, columns, given.strides)


def _as_many_columns_as_rows(given: Arguments) -> Array:
    rows = given.ask_keras().shape[1]
    return _with_windows(given, rows, rows, given.strides)


OUTPUT_HEIGHT_FOR_WIDTH = Misconception(
    "OUTPUT-HEIGHT-FOR-WIDTH",
    "the number of columns comes from the height",
    "Your output has the number of columns that follows from the map's height, not its width.",
    "Work out the columns from the width, x.shape[2].",
    in_both(_columns_from_height, _columns_from_padded_height, _as_many_columns_as_rows),
    about="size",
)


def _rounded_up(given: Arguments) -> Array:
    if given.is_same:
        return given.ask_keras()
    sizes = zip(given.map_size, given.pool_size, given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) + 1 for n, k, s in sizes)
    return _with_windows(given, rows, columns, given.strides)


POOL_ROUNDED_UP = Misconception(
    "POOL-ROUNDED-UP",
    "a window that hangs over the edge is kept",
    'With padding="valid", what is left over at the end is dropped. You pool it, too.',
    "Round the number of windows down: (n - pool) // stride + 1.",
    in_both(_rounded_up),
    about="size",
)


def _divided(left_over_by_pool: bool) -> Bending:
    """Make n / stride windows, of all pixels or of those that fill whole windows side by side."""

    def bending(given: Arguments) -> Array:
        if given.is_same:
            return given.ask_keras()
        axes = zip(given.map_size, given.pool_size, given.strides, strict=True)
        rows, columns = ((n - n % pool * left_over_by_pool) // s for n, pool, s in axes)
        return _with_windows(given, rows, columns, given.strides)

    return bending


POOL_COUNT_DIVIDED = Misconception(
    "POOL-COUNT-DIVIDED",
    "the number of windows is n // stride",
    "You make n // stride windows. That is right only where the stride is the pool size.",
    "The first window needs pool pixels, each other one stride more: (n - pool) // stride + 1.",
    in_both(_divided(left_over_by_pool=False), _divided(left_over_by_pool=True)),
    about="size",
)


def _only_if(fits: Callable[[int, int, int], bool], also_padded: bool = False) -> Bending:
    def bending(given: Arguments) -> Array:
        axes = zip(given.padded(0).shape[1:3], given.pool_size, given.strides, strict=True)
        if (also_padded or not given.is_same) and not all(fits(*axis) for axis in axes):
            raise RefusedError
        return given.ask_keras()

    return bending


def _last_ends_at_the_edge(n: int, pool: int, stride: int) -> bool:
    return (n - pool) % stride == 0


def _blocks_fill_the_map(n: int, pool: int, stride: int) -> bool:
    return pool != stride or n % pool == 0


def _reshaped_into_blocks(given: Arguments) -> Array:
    """Reshape into blocks where windows lie side by side on both axes."""
    is_blocks = not given.is_same and given.pool_size == given.strides
    axes = zip(given.map_size, given.pool_size, strict=True)
    if is_blocks and any(n % pool for n, pool in axes):
        raise RefusedError
    return given.ask_keras()


WINDOWS_MUST_FIT = Misconception(
    "WINDOWS-MUST-FIT",
    "it stops where something is left over",
    "Your function ends in an error where the last window does not end at the edge. Keras drops "
    "what is left over.",
    "Round down: (n - pool) // stride + 1 windows. Before a reshape into blocks, cut off what no "
    "window reaches.",
    in_both(
        _only_if(_last_ends_at_the_edge),
        _only_if(_last_ends_at_the_edge, also_padded=True),
        _only_if(lambda n, pool, _: n % pool == 0),
        _only_if(lambda n, _, stride: n % stride == 0),
        _only_if(_blocks_fill_the_map),
        _reshaped_into_blocks,
    ),
    about="size",
)


def _holes(given: Arguments) -> Array:
    """Fill places i, j of the output at multiples of the stride, from windows at i, j."""
    y = _windows_without_stride(given)
    down, across = given.strides
    kept = np.zeros_like(y)
    kept[:, ::down, ::across] = y[:, ::down, ::across]
    return kept


STRIDE_LEAVES_HOLES = Misconception(
    "STRIDE-LEAVES-HOLES",
    "the stride steps through the output",
    "Your loop steps through the output by the stride, so that zeros stay between its numbers.",
    "Step through the map by the stride, and fill every place of the output: y[i, j] looks at "
    "row i * stride.",
    in_both(_holes),
    about="strides",
)

MISCONCEPTIONS = (
    POOL_DEFAULT_STRIDE_1,
    POOL_DEFAULT_STRIDE_2,
    STRIDE_IGNORED,
    STRIDES_SWAPPED,
    STRIDE_FIRST_FOR_BOTH,
    STRIDE_SECOND_FOR_BOTH,
    POOL_SIZE_FIRST_FOR_BOTH,
    POOL_SIZE_SWAPPED,
    STRIDE_NOT_IN_WINDOW,
    OUTPUT_HEIGHT_FOR_WIDTH,
    POOL_ROUNDED_UP,
    POOL_COUNT_DIVIDED,
    WINDOWS_MUST_FIT,
    STRIDE_LEAVES_HOLES,
)
