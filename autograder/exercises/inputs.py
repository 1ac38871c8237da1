"""Arrays to ask with.

They are small multiples of 1/8, which float32 holds exactly. So Keras's results are exact too,
and a right answer can't differ from them by rounding, while one that rounds is seen.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "eighths", "keras_says", "large", "ramp", "transposed"]

Array = npt.NDArray[Any]


def ramp(*shape: int) -> Array:
    """Return 1, 2, 3, … in this shape: a wrong result on it can be read.

    Examples
    --------
    >>> ramp(2, 3)
    array([[1., 2., 3.],
           [4., 5., 6.]])
    """
    return np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape)


def eighths(seed: int, *shape: int) -> Array:
    """Return odd multiples of 1/8 between -2 and 2: positive, negative, never zero.

    Examples
    --------
    >>> eighths(0, 3)
    array([1.375, 0.625, 0.125])
    """
    return (2 * np.random.default_rng(seed).integers(-8, 8, shape) + 1) / 8


def large(seed: int, *shape: int) -> Array:
    """Return numbers around 1000 with eighths: half precision can't hold them.

    Examples
    --------
    >>> large(0, 2)
    array([1001.375, 1000.625])
    """
    return 1000 + eighths(seed, *shape)


def transposed(array: Array) -> Array:
    """Return the same numbers, laid out column by column in memory.

    Examples
    --------
    >>> transposed(ramp(2, 3)).flags.c_contiguous
    False
    """
    return np.asfortranarray(array)


def keras_says(name: str) -> Callable[..., Any]:
    """Return the function `name` of `autograder.keras_truth`, imported at its first call."""

    def expected(*arguments: Any, **options: Any) -> Any:
        from autograder import keras_truth

        return getattr(keras_truth, name)(*arguments, **options)

    return expected
