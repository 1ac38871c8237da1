"""The definitions as loops: slow, plain, and the oracle for the fast functions in the tests.

Nothing here uses the sliding windows or the sizes of the other modules. An output pixel is
computed from the input pixels under its window; a pixel outside the map is not there.
"""

import math
from collections.abc import Callable

import numpy as np

from cnn_reference.arguments import Array

__all__ = ["average_pool2d", "conv2d", "max_pool2d"]

Pair = tuple[int, int]


def conv2d(
    x: Array,
    kernel: Array,
    bias: Array | None = None,
    strides: Pair = (1, 1),
    padding: str = "valid",
    activation: Callable[[Array], Array] | None = None,
) -> Array:
    """Compute a convolution one product at a time.

    Parameters
    ----------
    x : (N, H, W, C) array
    kernel : (kh, kw, C, F) array
    bias : (F,) array, optional
    strides : pair of int
    padding : {"valid", "same"}
    activation : function of an array, optional

    Returns
    -------
    (N, oh, ow, F) array of float64

    Examples
    --------
    >>> conv2d(np.ones((1, 3, 3, 2)), np.ones((2, 2, 2, 1)))[0, :, :, 0]
    array([[8., 8.],
           [8., 8.]])
    """
    images, height, width, channels = x.shape
    kernel_height, kernel_width, _, filters = kernel.shape
    tops = window_starts(height, kernel_height, strides[0], padding)
    lefts = window_starts(width, kernel_width, strides[1], padding)
    y = np.zeros((images, len(tops), len(lefts), filters))
    for image in range(images):
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                for f in range(filters):
                    for a in range(kernel_height):
                        for b in range(kernel_width):
                            if 0 <= top + a < height and 0 <= left + b < width:
                                for c in range(channels):
                                    pixel = float(x[image, top + a, left + b, c])
                                    y[image, i, j, f] += pixel * float(kernel[a, b, c, f])
                    if bias is not None:
                        y[image, i, j, f] += bias[f]
    return y if activation is None else activation(y)


def max_pool2d(x: Array, pool_size: Pair, strides: Pair, padding: str = "valid") -> Array:
    """Return the largest pixel under each window; arguments as in `average_pool2d`."""
    return _pool(x, pool_size, strides, padding, max)


def average_pool2d(x: Array, pool_size: Pair, strides: Pair, padding: str = "valid") -> Array:
    """Return the mean of the pixels under each window.

    Parameters
    ----------
    x : (N, H, W, C) array
    pool_size, strides : pairs of int
    padding : {"valid", "same"}

    Returns
    -------
    (N, oh, ow, C) array of float64

    Examples
    --------
    >>> average_pool2d(np.array([[1, 3, 8]]).reshape(1, 1, 3, 1), (1, 2), (1, 2), "same").ravel()
    array([2., 8.])
    """
    return _pool(x, pool_size, strides, padding, lambda pixels: math.fsum(pixels) / len(pixels))


def _pool(
    x: Array,
    pool_size: Pair,
    strides: Pair,
    padding: str,
    combine: Callable[[list[float]], float],
) -> Array:
    images, height, width, channels = x.shape
    tops = window_starts(height, pool_size[0], strides[0], padding)
    lefts = window_starts(width, pool_size[1], strides[1], padding)
    y = np.zeros((images, len(tops), len(lefts), channels))
    for image in range(images):
        for i, top in enumerate(tops):
            for j, left in enumerate(lefts):
                for c in range(channels):
                    y[image, i, j, c] = combine(
                        [
                            float(x[image, row, column, c])
                            for row in range(top, top + pool_size[0])
                            for column in range(left, left + pool_size[1])
                            if 0 <= row < height and 0 <= column < width
                        ]
                    )
    return y


def window_starts(size: int, window: int, stride: int, padding: str) -> list[int]:
    """Return where along one axis the windows begin, by counting; outside the map is below 0.

    "same" begins a window for each stride that begins inside the map. The windows reach from the
    first start to the last end; what they reach beyond the map, half of it, rounded down, lies
    before the map.

    Examples
    --------
    >>> window_starts(6, 3, 2, "valid"), window_starts(6, 3, 2, "same")
    ([0, 2], [0, 2, 4])
    >>> window_starts(5, 4, 1, "same")
    [-1, 0, 1, 2, 3]
    """
    if padding == "valid":
        return [start for start in range(0, size, stride) if start + window <= size]
    starts = list(range(0, size, stride))
    beyond = max(starts[-1] + window - size, 0)
    return [start - beyond // 2 for start in starts]
