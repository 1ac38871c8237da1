"""Arrays to ask with, and Keras to ask.

They are small multiples of 1/8, which float32 holds exactly. So Keras's results are exact too,
and a right answer can't differ from them by rounding, while one that rounds is seen.
"""

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "as_many", "eighths", "geometries", "large", "positive", "ramp", "single"]
__all__ += ["top_left", "transposed"]

Array = npt.NDArray[Any]


Pair = tuple[int, int]


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


def positive(seed: int, *shape: int) -> Array:
    """Return odd multiples of 1/8 below 2: what relu lets through, and zeros as a border lose to.

    Examples
    --------
    >>> positive(0, 3)
    array([1.375, 0.625, 0.125])
    """
    return np.abs(eighths(seed, *shape))


def as_many(array: Array, size: int) -> Array:
    """Return so many numbers of an array's own, repeated only if it repeats some itself.

    Where each number is there once, some more of their kind come after the last: who sees no tie in
    a call meets none in its hidden twin. They keep the sign that all numbers share. A row of
    integers may be labels, and of those there are no others.

    Examples
    --------
    >>> as_many(np.array([1.0, 1.0]), 3), as_many(np.array([1.0, 2.0]), 4)
    (array([1., 1., 1.]), array([1., 2., 3., 4.]))
    >>> as_many(np.array([-2.0, -1.5]), 3)
    array([-2. , -1.5, -2.5])
    """
    numbers = array.ravel()
    missing, in_order = size - numbers.size, np.unique(numbers)
    can_go_on = numbers.dtype.kind == "f" or (numbers.dtype.kind == "i" and array.ndim > 1)
    if missing <= 0 or in_order.size < max(2, numbers.size) or not can_go_on:
        return np.resize(numbers, size)
    step = np.diff(in_order).min()
    upwards = in_order[-1] + step * np.arange(1, missing + 1)
    downwards = in_order[0] - step * np.arange(1, missing + 1)
    more = upwards if in_order[-1] > 0 else downwards
    return np.concatenate([numbers, more.astype(numbers.dtype)])


def geometries(
    number: int, strides: Iterable[int], fits: bool = False
) -> tuple[tuple[Pair, Pair, Pair], ...]:
    """Return sizes of map, window and stride, a pair each, spread over all the small ones.

    What goes wrong at a border does so for some sizes only: a window larger than the map, a stride
    larger than the window, a map of one pixel. With `fits`, no window is larger than its map.

    Examples
    --------
    >>> geometries(2, strides=(2, 3))
    (((6, 6), (5, 4), (3, 2)), ((5, 3), (5, 2), (2, 3)))
    """
    axes = [
        (size, window, stride)
        for size, window, stride in itertools.product(range(1, 7), range(1, 6), strides)
        if size >= window or not fits
    ]
    drawn = np.random.default_rng(2 * number).permutation(np.array(axes)).tolist()
    pairs = zip(drawn[:number], drawn[number : 2 * number], strict=True)
    return tuple(
        ((height, width), (rows, columns), (down, across))
        for (height, rows, down), (width, columns, across) in pairs
    )


def top_left(height: int, width: int) -> Array:
    """Return a kernel that picks the first pixel of its window, and weighs the last one little.

    Examples
    --------
    >>> top_left(2, 2)
    array([[1.   , 0.   ],
           [0.   , 0.125]])
    """
    kernel = np.zeros((height, width))
    kernel[-1, -1] = 0.125
    kernel[0, 0] = 1
    return kernel


def single(size: Pair, place: Pair) -> Array:
    """Return zeros with a single 1, as one image of one channel: it shows one window alone.

    Examples
    --------
    >>> single((2, 3), (0, 1))[0, :, :, 0]
    array([[0., 1., 0.],
           [0., 0., 0.]])
    """
    array = np.zeros((1, *size, 1))
    array[0, *place, 0] = 1
    return array


def transposed(array: Array) -> Array:
    """Return the same numbers, laid out column by column in memory.

    Examples
    --------
    >>> transposed(ramp(2, 3)).flags.c_contiguous
    False
    """
    return np.asfortranarray(array)
