"""Mistakes in dx of a convolution: which weight meets which pixel, and how much is added up."""

from collections.abc import Sequence

import numpy as np

from autograder.misconceptions.predicting.bending_gradients import (
    Arguments,
    Bending,
    Gradients,
    in_conv2d_backward,
    only,
)
from autograder.misconceptions.predicting.border import Pair
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, UndeterminedError, UnpredictableError

__all__ = ["MISCONCEPTIONS"]

keras_layer = keras_says("conv2d")

DX_KERNEL_FLIPPED = Misconception(
    "DX-KERNEL-FLIPPED",
    "dx has the kernel turned around",
    "A window hands the kernel to its pixels as it lies on them. Yours hands it over turned by "
    "180°. Only in the form of one large convolution over dy is it turned, and there the sliding "
    "turns it back.",
    "Add kernel * dy[i, j] to the window where it lies, without [::-1].",
    in_conv2d_backward(only("x", lambda given: given.ask_keras(kernel=given.kernel[::-1, ::-1]))),
    about="weights",
)


def _transposed(given: Arguments) -> Gradients:
    if given.window[0] != given.window[1]:
        raise UnpredictableError
    return given.ask_keras(kernel=given.kernel.swapaxes(0, 1))


DX_KERNEL_TRANSPOSED = Misconception(
    "DX-KERNEL-TRANSPOSED",
    "dx has the kernel's rows and columns swapped",
    "The weight kernel[a, b] belongs to the pixel a rows down and b columns across. In your dx the "
    "two change places, which a kernel that is not square does not even allow.",
    "Use kernel[a, b] for the pixel at (i * stride + a, j * stride + b).",
    in_conv2d_backward(only("x", _transposed)),
    about="weights",
)


def _dilated(dy: Array, strides: tuple[int, int]) -> Array:
    images, rows, columns, filters = dy.shape
    down, across = strides
    wide = np.zeros((images, (rows - 1) * down + 1, (columns - 1) * across + 1, filters))
    wide[:, ::down, ::across] = dy
    return wide


def _one_large_convolution(
    given: Arguments, around: Sequence[Pair], strides: tuple[int, int]
) -> Gradients:
    """Convolve dy, with zeros between and around its numbers, with the turned kernel."""
    padded = np.pad(_dilated(given.dy, strides), ((0, 0), *around, (0, 0)))
    turned = given.kernel[::-1, ::-1].swapaxes(2, 3)
    sizes = zip(padded.shape[1:3], given.window, strict=True)
    if any(length > size for size, length in sizes):
        raise UnpredictableError
    _, dkernel, dbias = given.ask_keras()
    return keras_layer(padded, turned), dkernel, dbias


DX_FULL_PADDING = Misconception(
    "DX-FULL-PADDING",
    "dy is padded as x was, for dx",
    "You make dx by one convolution over dy, and pad dy by p, as x was. But a window of k pixels "
    "reaches k - 1 pixels on either side: what p had added to x is taken off of that.",
    "Pad dy by k - 1 - p before and after; with a 3×3 kernel and p = 1, the two are equal.",
    in_conv2d_backward(
        lambda given: _one_large_convolution(given, given.widths, given.strides),
    ),
)


def _full(given: Arguments) -> list[tuple[int, int]]:
    lengths = zip(given.window, given.widths, strict=True)
    around = [(length - 1 - before, length - 1 - after) for length, (before, after) in lengths]
    if min(*around[0], *around[1]) < 0:
        raise UnpredictableError
    return around


DX_NOT_DILATED = Misconception(
    "DX-NOT-DILATED",
    "dy is not spread out by the stride",
    "You make dx by one convolution over dy. With a stride of s, neighbours in dy come from "
    "windows that lie s pixels apart, and so dx comes out too small, or of other numbers.",
    "Put stride - 1 zeros between the rows and between the columns of dy first.",
    in_conv2d_backward(lambda given: _one_large_convolution(given, _full(given), (1, 1))),
    about="strides",
)


def _rows_dropped(given: Arguments) -> Gradients:
    dx, dkernel, dbias = given.ask_keras()
    (top, _), (left, _) = given.widths
    rows, columns = given.reached
    return dx[:, : rows - top, : columns - left], dkernel, dbias


DX_ROWS_DROPPED = Misconception(
    "DX-ROWS-DROPPED",
    "dx lacks the pixels that no window reaches",
    "Where the stride leaves rows or columns over at the end, no window reaches them. They are "
    "pixels of x all the same: dx has them, as zeros.",
    "Begin with np.zeros(x.shape), and add to it.",
    in_conv2d_backward(_rows_dropped),
)


def _assigned(given: Arguments, filters: slice) -> Gradients:
    """Let the last window over a pixel win, and of these filters the sum."""
    dx = np.zeros(given.x.shape)
    (top, _), (left, _) = given.widths
    for row, column in np.ndindex(given.dy.shape[1], given.dy.shape[2]):
        down, across = row * given.strides[0] - top, column * given.strides[1] - left
        rows = slice(max(down, 0), down + given.window[0])
        columns = slice(max(across, 0), across + given.window[1])
        share = given.ask_keras(dy=_alone(given.dy, row, column, filters))[0]
        dx[:, rows, columns] = share[:, rows, columns]
    _, dkernel, dbias = given.ask_keras()
    return dx, dkernel, dbias


def _alone(dy: Array, row: int, column: int, filters: slice) -> Array:
    single = np.zeros(dy.shape)
    single[:, row, column, filters] = dy[:, row, column, filters]
    return single


DX_ASSIGNED = Misconception(
    "DX-ASSIGNED",
    "the last window overwrites the others",
    "Where windows overlap, a pixel has its part in each of them. Your dx keeps what the last "
    "one handed back.",
    "Write `+=` instead of `=` where a window hands its part to dx.",
    in_conv2d_backward(
        lambda given: _assigned(given, slice(None)),
        lambda given: _assigned(given, slice(-1, None)),
    ),
)


def _filters(chosen: slice) -> Bending:
    return lambda given: given.ask_keras(dy=given.dy[..., chosen], kernel=given.kernel[..., chosen])


DX_ONE_FILTER = Misconception(
    "DX-ONE-FILTER",
    "dx has the part of one filter only",
    "Every filter looked at x, and each hands its part back. Your dx has that of one of them.",
    "Add dy[..., f] times kernel[:, :, :, f] up over all filters f.",
    in_conv2d_backward(
        only("x", _filters(slice(0, 1))),
        only("x", _filters(slice(-1, None))),
    ),
    about="filters",
)

DX_FIRST_KERNEL = Misconception(
    "DX-FIRST-KERNEL",
    "all filters hand back the first one's weights",
    "The numbers of dy[..., f] are handed back by the weights of filter 0, whichever f is.",
    "Index the kernel by the filter, too: kernel[:, :, c, f].",
    in_conv2d_backward(
        only(
            "x",
            lambda given: given.ask_keras(
                kernel=np.repeat(given.kernel[..., :1], given.kernel.shape[3], axis=3)
            ),
        )
    ),
    about="filters",
)

DX_CHANNELS_SUMMED = Misconception(
    "DX-CHANNELS-SUMMED",
    "all channels of dx are equal",
    "Channel c of dx has the weights of channel c alone. Yours has the sum over all channels.",
    "Sum over the filters, and not over the channels: kernel[:, :, c, f] belongs to channel c.",
    in_conv2d_backward(
        only(
            "x",
            lambda given: given.ask_keras(
                kernel=np.repeat(
                    given.kernel.sum(axis=2, keepdims=True), given.kernel.shape[2], axis=2
                )
            ),
        )
    ),
    about="channels",
)


def _swapped(given: Arguments) -> Gradients:
    if given.kernel.shape[2] != given.kernel.shape[3]:
        raise UndeterminedError
    return given.ask_keras(kernel=given.kernel.swapaxes(2, 3))


DX_CHANNELS_FOR_FILTERS = Misconception(
    "DX-CHANNELS-FOR-FILTERS",
    "the kernel's channels and filters are swapped",
    "kernel[:, :, c, f] leads from channel c to filter f. Your dx takes kernel[:, :, f, c], which "
    "goes well as long as there are as many of both.",
    "Index the kernel by channel, then filter; in a matrix product, transpose it.",
    in_conv2d_backward(only("x", _swapped)),
    about="filters",
)


MISCONCEPTIONS = (
    DX_KERNEL_FLIPPED,
    DX_KERNEL_TRANSPOSED,
    DX_FULL_PADDING,
    DX_NOT_DILATED,
    DX_ROWS_DROPPED,
    DX_ASSIGNED,
    DX_ONE_FILTER,
    DX_FIRST_KERNEL,
    DX_CHANNELS_SUMMED,
    DX_CHANNELS_FOR_FILTERS,
)
