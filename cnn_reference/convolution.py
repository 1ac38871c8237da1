"""Convolution, from one window to Keras's `Conv2D`."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cnn_reference.arguments import Array, IntOrPair, as_array, as_padding, as_pair, as_real
from cnn_reference.classifier import relu, relu_in_place
from cnn_reference.geometry import same_padding
from cnn_reference.windows import blocks, sliding_windows, window_rows

__all__ = ["apply_window", "conv2d", "convolve2d", "pad_same", "strided_convolve2d"]


def apply_window(window: npt.ArrayLike, kernel: npt.ArrayLike) -> float:
    """Return the sum of the elementwise product of two ``(kh, kw)`` arrays.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> float(apply_window([[1, 2], [3, 4]], [[1, 0], [0, 1]]))
    5.0
    """
    window = as_array(window, "kh, kw", "apply_window", "window")
    kernel = as_array(kernel, "kh, kw", "apply_window", "kernel")
    if window.shape != kernel.shape:
        raise ValueError(
            f"apply_window: window and kernel must have one shape, "
            f"got {window.shape} and {kernel.shape}"
        )
    total: float = np.sum(as_real(window) * kernel)
    return total


def convolve2d(feature_map: npt.ArrayLike, kernel: npt.ArrayLike) -> Array:
    """Slide `kernel` over `feature_map`, stride 1, no padding.

    Parameters
    ----------
    feature_map : (H, W) array
    kernel : (kh, kw) array

    Returns
    -------
    (H - kh + 1, W - kw + 1) array

    Examples
    --------
    >>> convolve2d([[1, 2, 3], [4, 5, 6]], [[1, -1]])
    array([[-1., -1.],
           [-1., -1.]])
    """
    return _convolve_one_channel(feature_map, kernel, 1, "valid", "convolve2d")


def strided_convolve2d(
    feature_map: npt.ArrayLike,
    kernel: npt.ArrayLike,
    strides: IntOrPair = 1,
    padding: str = "valid",
) -> Array:
    """Slide `kernel` over `feature_map`: one channel, one filter.

    Parameters
    ----------
    feature_map : (H, W) array
    kernel : (kh, kw) array
    strides : int or pair of int, pixels between two windows: down, across
    padding : {"valid", "same"}, in any letter case

    Returns
    -------
    (oh, ow) array, with the sizes of `output_size`

    Examples
    --------
    >>> strided_convolve2d([[1, 2, 3, 4, 5]], [[1, 1]], strides=(1, 2), padding="same")
    array([[3., 7., 5.]])
    """
    return _convolve_one_channel(feature_map, kernel, strides, padding, "strided_convolve2d")


def _convolve_one_channel(
    feature_map: npt.ArrayLike, kernel: npt.ArrayLike, strides: IntOrPair, padding: str, call: str
) -> Array:
    feature_map = as_array(feature_map, "H, W", call, "feature_map")
    kernel = as_array(kernel, "kh, kw", call, "kernel")
    one_image = feature_map[np.newaxis, :, :, np.newaxis]
    one_filter = kernel[:, :, np.newaxis, np.newaxis]
    return _convolve(one_image, one_filter, None, strides, padding, call=call)[0, :, :, 0]


def pad_same(feature_map: npt.ArrayLike, kernel_size: IntOrPair, strides: IntOrPair = 1) -> Array:
    """Return `feature_map` with the zeros around it that "same" needs.

    Parameters
    ----------
    feature_map : (H, W) array
    kernel_size, strides : int or pair of int

    Returns
    -------
    (H + zeros, W + zeros) array
        Where the number of zeros on an axis is odd, the extra one is at the bottom or right.

    Examples
    --------
    >>> pad_same([[1, 2], [3, 4]], kernel_size=2)
    array([[1., 2., 0.],
           [3., 4., 0.],
           [0., 0., 0.]])
    """
    call = "pad_same"
    feature_map = as_real(as_array(feature_map, "H, W", call, "feature_map"))
    kernel_height, kernel_width = as_pair(kernel_size, call, "kernel_size")
    down, across = as_pair(strides, call, "strides")
    height, width = feature_map.shape
    rows = same_padding(height, kernel_height, down)
    columns = same_padding(width, kernel_width, across)
    return np.pad(feature_map, (rows, columns))


def conv2d(
    x: npt.ArrayLike,
    kernel: npt.ArrayLike,
    bias: npt.ArrayLike | None = None,
    strides: IntOrPair = 1,
    padding: str = "valid",
    activation: Callable[[Array], Array] | None = None,
) -> Array:
    """Compute what ``keras.layers.Conv2D`` computes.

    Parameters
    ----------
    x : (N, H, W, C) array
    kernel : (kh, kw, C, F) array
    bias : (F,) array, optional
    strides : int or pair of int, pixels between two windows: down, across
    padding : {"valid", "same"}, in any letter case
    activation : function of an array, optional
        Applied last, after the bias.

    Returns
    -------
    (N, oh, ow, F) array, with the sizes of `output_size`
        float32 if all arguments are, else float64.

    Raises
    ------
    TypeError, ValueError
        If an argument is not as above, or the channels of `x` and `kernel` differ.

    Notes
    -----
    Each window is laid out as one row of a matrix, so that the whole layer is a matrix product
    ("im2col"; Chellapilla, Puri and Simard 2006). It costs ``2 N oh ow kh kw C F`` floating-point
    operations. The rows take ``kh kw`` times the memory of `x`, so that they are made for as many
    images at a time as a processor's cache can hold.

    Examples
    --------
    >>> conv2d(np.ones((4, 10, 10, 128)), np.ones((3, 3, 128, 32))).shape
    (4, 8, 8, 32)
    """
    y = _convolve(x, kernel, bias, strides, padding, call="conv2d")
    if activation is relu:
        # Nobody else has y yet: a second array of its size would take longer than relu itself.
        return relu_in_place(y)
    return y if activation is None else activation(y)


def _convolve(
    x: npt.ArrayLike,
    kernel: npt.ArrayLike,
    bias: npt.ArrayLike | None,
    strides: IntOrPair,
    padding: str,
    *,
    call: str,
) -> Array:
    x = as_real(as_array(x, "N, H, W, C", call, "x"))
    kernel = as_real(as_array(kernel, "kh, kw, C, F", call, "kernel"))
    kernel_height, kernel_width, channels, filters = kernel.shape
    if x.shape[3] != channels:
        raise ValueError(
            f"{call}: x and kernel must have the same number of channels C, "
            f"got x {x.shape} and kernel {kernel.shape}"
        )
    matrix = kernel.reshape(-1, filters)
    if bias is not None:
        # The bias is the weight of one more number, which is 1 in every window.
        matrix = np.vstack([matrix, _read_bias(bias, filters, call)])
    windows = sliding_windows(
        x,
        (kernel_height, kernel_width),
        as_pair(strides, call, "strides"),
        as_padding(padding, call),
        call=call,
    )
    count, height, width = windows.shape[:3]
    y = np.empty((count, height, width, filters), dtype=np.result_type(x, matrix))
    for images in blocks(count, height * width * sum(matrix.shape)):
        rows = window_rows(windows[images], len(matrix))
        np.matmul(rows, matrix, out=y[images].reshape(-1, filters))
    return y


def _read_bias(bias: npt.ArrayLike, filters: int, call: str) -> Array:
    bias = as_real(as_array(bias, "F", call, "bias"))
    if bias.shape != (filters,):
        raise ValueError(
            f"{call}: bias must have one number for each of the {filters} filters, "
            f"got shape {bias.shape}"
        )
    return bias
