"""The classification part: relu, softmax and the densely connected layer."""

import numpy as np
import numpy.typing as npt

from cnn_reference.arguments import Array, as_array, as_real

__all__ = ["dense", "relu", "softmax"]


def relu(x: npt.ArrayLike) -> Array:
    """Return `x` with zeros for its negative numbers; any shape.

    Examples
    --------
    >>> relu([-1.5, 0, 2])
    array([0., 0., 2.])
    """
    return _at_least_zero(as_real(np.asarray(x)))


def relu_in_place(x: Array) -> Array:
    """Put zeros in the places of the negative numbers of `x`, and return `x`.

    Examples
    --------
    >>> x = np.array([-1.5, 0, 2])
    >>> relu_in_place(x) is x, x
    (True, array([0., 0., 2.]))
    """
    return _at_least_zero(x, out=x)


def _at_least_zero(x: Array, out: Array | None = None) -> Array:
    # NumPy compares arrays by vector instructions, an array and a number one by one.
    zeros = np.zeros(x.shape[1:], dtype=x.dtype)
    result: Array = np.maximum(x, zeros, out=out)
    return result


def softmax(x: npt.ArrayLike) -> Array:
    """Return probabilities over the last axis: positive, and their sum is 1.

    The largest number is taken off first. That changes nothing in the quotient, and ``exp`` of a
    number that is at most 0 can't overflow.

    Examples
    --------
    >>> softmax([1000.0, 1000.0])
    array([0.5, 0.5])
    """
    x = as_real(np.asarray(x))
    powers: Array = np.exp(x - x.max(axis=-1, keepdims=True))
    totals: Array = powers.sum(axis=-1, keepdims=True)
    return np.divide(powers, totals)


def dense(x: npt.ArrayLike, kernel: npt.ArrayLike, bias: npt.ArrayLike) -> Array:
    """Compute what ``keras.layers.Dense`` computes, without its activation.

    Parameters
    ----------
    x : (N, features) array
    kernel : (features, units) array
    bias : (units,) array

    Returns
    -------
    (N, units) array

    Raises
    ------
    ValueError
        If the features or units differ.

    Examples
    --------
    >>> dense([[1, 2]], [[1, 0], [0, 1]], [10, 20])
    array([[11., 22.]])
    """
    x = as_real(as_array(x, "N, features", "dense", "x"))
    kernel = as_real(as_array(kernel, "features, units", "dense", "kernel"))
    bias = as_real(as_array(bias, "units", "dense", "bias"))
    if x.shape[1] != kernel.shape[0] or kernel.shape[1] != bias.shape[0]:
        raise ValueError(
            f"dense: expected x (N, features), kernel (features, units), bias (units), "
            f"got {x.shape}, {kernel.shape}, {bias.shape}"
        )
    return x @ kernel + bias
