"""Backpropagation through the layers of the lab: what each hands back, and its parameters' part.

``dy`` is the gradient of the loss by a layer's output, and has the output's shape; every gradient
has the shape of what it belongs to. What is wrong with the arguments is told by the forward
functions' own readers.
"""

import numpy as np
import numpy.typing as npt

from cnn_reference.arguments import Array, IntOrPair, as_array, as_padding, as_pair, as_real
from cnn_reference.classifier import softmax
from cnn_reference.geometry import same_padding
from cnn_reference.pooling import combine
from cnn_reference.windows import pad, sliding_windows, window_rows

__all__ = [
    "conv2d_backward",
    "dense_backward",
    "max_pool2d_backward",
    "relu_backward",
    "softmax_cross_entropy",
]

Pair = tuple[int, int]


def relu_backward(dy: npt.ArrayLike, x: npt.ArrayLike) -> Array:
    """Return the gradient by `x` of ``relu(x)``: `dy` where `x` is positive, else 0.

    Parameters
    ----------
    dy, x : arrays of one shape

    Returns
    -------
    array of that shape

    Examples
    --------
    >>> relu_backward([1.0, 2.0, 3.0], [-1, 0, 5])
    array([0., 0., 3.])
    """
    dy, x = as_real(np.asarray(dy)), np.asarray(x)
    _require_shape(dy, x.shape, "relu_backward", "x")
    passed: Array = np.where(x > 0, dy, np.zeros((), dtype=dy.dtype))
    return passed


def dense_backward(
    dy: npt.ArrayLike, x: npt.ArrayLike, kernel: npt.ArrayLike
) -> tuple[Array, Array, Array]:
    """Return the gradients by the three arguments of ``dense(x, kernel, bias)``.

    Parameters
    ----------
    dy : (N, units) array
    x : (N, features) array
    kernel : (features, units) array

    Returns
    -------
    dx : (N, features) array
    dkernel : (features, units) array
    dbias : (units,) array

    Examples
    --------
    >>> dx, dkernel, dbias = dense_backward([[1, 10]], [[2, 3, 4]], np.ones((3, 2)))
    >>> dx, dkernel[0], dbias
    (array([[11., 11., 11.]]), array([ 2., 20.]), array([ 1., 10.]))
    """
    call = "dense_backward"
    dy = as_real(as_array(dy, "N, units", call, "dy"))
    x = as_real(as_array(x, "N, features", call, "x"))
    kernel = as_real(as_array(kernel, "features, units", call, "kernel"))
    _require_shape(dy, (len(x), kernel.shape[1]), call, "the output of dense")
    return dy @ kernel.T, x.T @ dy, dy.sum(axis=0)


def softmax_cross_entropy(scores: npt.ArrayLike, labels: npt.ArrayLike) -> tuple[float, Array]:
    """Return the mean cross-entropy of integer labels, and its gradient by the scores.

    The two belong together: what is left of the gradient is the probabilities, less 1 at the
    label, divided by the number of images; and large scores do not overflow.

    Parameters
    ----------
    scores : (N, K) array
        Before the softmax.
    labels : (N,) array of int, 0 to K - 1

    Returns
    -------
    loss : float
    dscores : (N, K) array

    Examples
    --------
    >>> loss, dscores = softmax_cross_entropy([[1000.0, 1000.0]], [0])
    >>> round(loss, 4), dscores
    (0.6931, array([[-0.5,  0.5]]))
    """
    call = "softmax_cross_entropy"
    scores = as_real(as_array(scores, "N, K", call, "scores"))
    labels = as_array(labels, "N", call, "labels")
    _require_shape(labels, (len(scores),), call, "one label for each row of scores")
    images = np.arange(len(scores))
    shifted = scores - scores.max(axis=1, keepdims=True)
    logarithms = np.log(np.exp(shifted).sum(axis=1))
    loss = float(np.mean(logarithms - shifted[images, labels]))
    dscores = softmax(scores)
    dscores[images, labels] -= 1
    return loss, dscores / len(scores)


def conv2d_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    kernel: npt.ArrayLike,
    strides: IntOrPair = 1,
    padding: str = "valid",
) -> tuple[Array, Array, Array]:
    """Return the gradients by x, kernel and bias of ``conv2d(x, kernel, bias, strides, padding)``.

    Parameters
    ----------
    dy : (N, oh, ow, F) array, with the sizes of `output_size`
    x : (N, H, W, C) array
    kernel : (kh, kw, C, F) array
    strides : int or pair of int
    padding : {"valid", "same"}, in any letter case

    Returns
    -------
    dx : (N, H, W, C) array
    dkernel : (kh, kw, C, F) array
    dbias : (F,) array

    Notes
    -----
    Each weight meets each window once: the weight gets ``dy`` times the pixel under it, the pixel
    ``dy`` times the weight. The first is one matrix product, of the windows as rows; for the second
    the loop runs over the ``kh kw`` places in a window, and each step takes that place of all
    windows. It costs ``4 N oh ow kh kw C F`` operations. One product for all places is no faster:
    its result is ``kh kw`` times as large as x.

    Examples
    --------
    >>> x, kernel = np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 1))
    >>> dx, dkernel, dbias = conv2d_backward(np.ones((1, 2, 2, 1)), x, kernel)
    >>> dx[0, :, :, 0]
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    call = "conv2d_backward"
    dy = as_real(as_array(dy, "N, oh, ow, F", call, "dy"))
    x = as_real(as_array(x, "N, H, W, C", call, "x"))
    kernel = as_real(as_array(kernel, "kh, kw, C, F", call, "kernel"))
    height, width, channels, filters = kernel.shape
    steps, border = as_pair(strides, call, "strides"), as_padding(padding, call)
    windows = sliding_windows(x, (height, width), steps, border, call=call)
    _require_shape(dy, (*windows.shape[:3], filters), call, "the output of conv2d")
    rows = dy.reshape(-1, filters)
    weights = kernel[..., 0].size
    gradients = window_rows(windows, weights + 1).T @ rows  # a bias meets ones
    dkernel, dbias = gradients[:weights].reshape(kernel.shape), gradients[weights]
    dtype = np.result_type(dy, kernel)
    padded = np.zeros(pad(x, (height, width), steps, border).shape, dtype=dtype)
    for place in np.ndindex(height, width):
        reached = _places(place, steps, windows.shape[1:3])
        padded[:, *reached] += (rows @ kernel[place].T).reshape(*dy.shape[:3], channels)
    return _cropped(padded, x, (height, width), steps, border), dkernel, dbias


def max_pool2d_backward(
    dy: npt.ArrayLike,
    x: npt.ArrayLike,
    pool_size: IntOrPair = 2,
    strides: IntOrPair | None = None,
    padding: str = "valid",
) -> Array:
    """Return the gradient by `x` of ``max_pool2d(x, pool_size, strides, padding)``.

    Each number of `dy` goes to the pixel that was the maximum of its window; of several equal
    ones, to the first in row order, as Keras does on a CPU.

    Parameters
    ----------
    dy : (N, oh, ow, C) array, with the sizes of `output_size`
    x : (N, H, W, C) array of finite numbers
    pool_size, strides, padding
        As for `max_pool2d`.

    Returns
    -------
    (N, H, W, C) array

    Examples
    --------
    >>> dy, x = np.ones((1, 1, 1, 1)), np.array([[1, 3], [3, 2]]).reshape(1, 2, 2, 1)
    >>> max_pool2d_backward(dy, x)[0, :, :, 0]
    array([[0., 1.],
           [0., 0.]])
    """
    call = "max_pool2d_backward"
    dy = as_real(as_array(dy, "N, oh, ow, C", call, "dy"))
    x = as_real(as_array(x, "N, H, W, C", call, "x"))
    pool = as_pair(pool_size, call, "pool_size")
    steps = pool if strides is None else as_pair(strides, call, "strides")
    border = as_padding(padding, call)
    windows = sliding_windows(x, pool, steps, border, call=call, fill=-np.inf)
    _require_shape(dy, windows.shape[:4], call, "the output of max_pool2d")
    largest = combine(windows, np.maximum)
    is_free = np.ones(dy.shape, dtype=bool)
    padded = np.zeros(pad(x, pool, steps, border).shape, dtype=dy.dtype)
    for place in np.ndindex(pool):
        takes = is_free & (windows[..., *place] == largest)
        is_free ^= takes
        padded[:, *_places(place, steps, windows.shape[1:3])] += dy * takes
    return _cropped(padded, x, pool, steps, border)


def _places(place: Pair, steps: Pair, sizes: tuple[int, ...]) -> tuple[slice, slice]:
    """Return the rows and columns that one place of the window has met, in all windows."""
    rows, columns = (
        slice(start, start + step * (size - 1) + 1, step)
        for start, step, size in zip(place, steps, sizes, strict=True)
    )
    return rows, columns


def _cropped(padded: Array, x: Array, window: Pair, steps: Pair, border: str) -> Array:
    """Take the border off again, which belongs to no pixel."""
    if border == "valid":
        return padded
    sizes = x.shape[1:3]
    top, left = (
        same_padding(size, length, step)[0]
        for size, length, step in zip(sizes, window, steps, strict=True)
    )
    return padded[:, top : top + sizes[0], left : left + sizes[1]]


def _require_shape(array: Array, shape: tuple[int, ...], call: str, whose: str) -> None:
    if array.shape != shape:
        raise ValueError(f"{call}: expected the shape {shape} of {whose}, got {array.shape}")
