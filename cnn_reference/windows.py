"""The sliding window, which convolution and pooling share."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from cnn_reference.arguments import Array, Padding
from cnn_reference.geometry import output_sizes, same_padding


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
