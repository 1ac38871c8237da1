"""The sliding window, which convolution and pooling share."""

from collections.abc import Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnn_reference.arguments import Array, Padding
from cnn_reference.geometry import output_sizes, same_padding

FEW_CHANNELS = 8
NUMBERS_AT_ONCE = 2**20
"""Four megabytes of float32, which a processor's cache holds."""


def pad(
    x: Array,
    window: tuple[int, int],
    strides: tuple[int, int],
    padding: Padding,
    fill: float = 0,
) -> Array:
    """Return `x`, ``(N, H, W, C)``, with the border that "same" needs; unchanged for "valid"."""
    if padding == "valid":
        return x
    rows = same_padding(x.shape[1], window[0], strides[0])
    columns = same_padding(x.shape[2], window[1], strides[1])
    return np.pad(x, ((0, 0), rows, columns, (0, 0)), constant_values=fill)


def sliding_windows(
    x: Array,
    window: tuple[int, int],
    strides: tuple[int, int],
    padding: Padding,
    *,
    call: str,
    fill: float = 0,
) -> Array:
    """Return every window of `x` as a view: nothing is copied but the border.

    Parameters
    ----------
    x : (N, H, W, C) array
    window, strides : pairs of int, rows and columns
    padding : {"valid", "same"}
    call : the public function in whose name errors are raised
    fill : what the border holds

    Returns
    -------
    (N, oh, ow, C, kh, kw) array, read-only
    """
    height, width = output_sizes((x.shape[1], x.shape[2]), window, strides, padding, call)
    padded = pad(x, window, strides, padding, fill)
    contiguous = sliding_window_view(padded, window, axis=(1, 2))
    return contiguous[:, :: strides[0], :: strides[1]][:, :height, :width]


def window_rows(windows: Array, length: int) -> Array:
    """Return one row for each window, ``(N·oh·ow, length)``: its kh·kw·C numbers, then ones."""
    images, height, width, channels, kernel_height, kernel_width = windows.shape
    numbers = kernel_height * kernel_width * channels
    # NumPy copies fastest where the innermost axis is long: the channels if there are many of
    # them, else a row of the map.
    if channels < FEW_CHANNELS:
        columns = np.empty((length, images * height * width), dtype=windows.dtype)
        ordered = windows.transpose(4, 5, 3, 0, 1, 2)
        columns[:numbers].reshape(ordered.shape)[...] = ordered
        columns[numbers:] = 1
        return columns.T
    rows = np.empty((images * height * width, length), dtype=windows.dtype)
    ordered = windows.transpose(0, 1, 2, 4, 5, 3)
    rows[:, :numbers].reshape(ordered.shape)[...] = ordered
    rows[:, numbers:] = 1
    return rows


def blocks(images: int, numbers_each: int) -> Iterator[slice]:
    """Yield slices that together take all images, each some `NUMBERS_AT_ONCE` numbers of them.

    Examples
    --------
    >>> list(blocks(5, NUMBERS_AT_ONCE // 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]
    """
    step = max(1, NUMBERS_AT_ONCE // numbers_each)
    for first in range(0, images, step):
        yield slice(first, first + step)
