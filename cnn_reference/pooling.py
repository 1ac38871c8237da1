"""Pooling, as Keras's `MaxPooling2D` and `AveragePooling2D` compute it."""

import numpy as np
import numpy.typing as npt

from cnn_reference.arguments import Array, IntOrPair, as_array, as_padding, as_pair, as_real
from cnn_reference.windows import sliding_windows

__all__ = ["average_pool2d", "max_pool2d"]


def max_pool2d(
    x: npt.ArrayLike,
    pool_size: IntOrPair = 2,
    strides: IntOrPair | None = None,
    padding: str = "valid",
) -> Array:
    """Return the largest number of each window, channel by channel.

    Parameters
    ----------
    x : (N, H, W, C) array
    pool_size : int or pair of int
    strides : int or pair of int, optional
        The pool size, unless given.
    padding : {"valid", "same"}, in any letter case
        The border that "same" adds never wins, not even over negative numbers.

    Returns
    -------
    (N, oh, ow, C) array, with the sizes of `output_size`

    Examples
    --------
    >>> max_pool2d(np.arange(16).reshape(1, 4, 4, 1))[0, :, :, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    """
    windows = _windows(x, pool_size, strides, padding, call="max_pool2d", fill=-np.inf)
    return combine(windows, np.maximum)


def average_pool2d(
    x: npt.ArrayLike,
    pool_size: IntOrPair = 2,
    strides: IntOrPair | None = None,
    padding: str = "valid",
) -> Array:
    """Return the mean of each window, channel by channel.

    Parameters and result are those of `max_pool2d`. The border that "same" adds is not counted:
    a window that hangs over the edge is the mean of the pixels that it covers.

    Examples
    --------
    >>> average_pool2d(np.arange(9).reshape(1, 3, 3, 1), padding="same")[0, :, :, 0]
    array([[2. , 3.5],
           [6.5, 8. ]])
    """
    call = "average_pool2d"
    sums = combine(_windows(x, pool_size, strides, padding, call=call, fill=0), np.add)
    ones = np.ones((1, *np.shape(x)[1:3], 1), dtype=sums.dtype)
    pixels = combine(_windows(ones, pool_size, strides, padding, call=call, fill=0), np.add)
    return sums / pixels


def _windows(
    x: npt.ArrayLike,
    pool_size: IntOrPair,
    strides: IntOrPair | None,
    padding: str,
    *,
    call: str,
    fill: float,
) -> Array:
    pool = as_pair(pool_size, call, "pool_size")
    return sliding_windows(
        as_real(as_array(x, "N, H, W, C", call, "x")),
        pool,
        pool if strides is None else as_pair(strides, call, "strides"),
        as_padding(padding, call),
        call=call,
        fill=fill,
    )


def combine(windows: Array, function: np.ufunc) -> Array:
    """Combine the numbers of each window: ``(N, oh, ow, C, kh, kw)`` to ``(N, oh, ow, C)``.

    The loop runs over the places in a window, and each step takes that place of all windows.
    """
    first, *others = np.ndindex(windows.shape[4:])
    combined = windows[..., *first].copy()
    for place in others:
        function(combined, windows[..., *place], out=combined)
    return combined
