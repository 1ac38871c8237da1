"""Arguments are read once, at the door: what is wrong is named together with its call."""

import operator
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Padding = Literal["valid", "same"]
IntOrPair = int | Sequence[int]


def as_array(value: npt.ArrayLike, axes: str, call: str, name: str) -> Array:
    """Return `value` as an array of real numbers with one axis for each letter group.

    `axes` is written as in the documentation, ``"N, H, W, C"``.

    Raises
    ------
    TypeError
        If the elements are not real numbers.
    ValueError
        If the number of axes is another one.

    Examples
    --------
    >>> as_array([[1, 2]], "H, W", "convolve2d", "feature_map").shape
    (1, 2)
    >>> as_array([1, 2], "H, W", "convolve2d", "feature_map")
    Traceback (most recent call last):
    ...
    ValueError: convolve2d: feature_map must have the 2 axes (H, W), got shape (2,)
    """
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{call}: {name} must be a rectangular array, got ragged rows") from None
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{call}: {name} must hold real numbers, got dtype {array.dtype}")
    letters = axes.split(", ")
    if array.ndim != len(letters):
        raise ValueError(
            f"{call}: {name} must have the {len(letters)} axes ({axes}), got shape {array.shape}"
        )
    return array


def as_pair(value: IntOrPair, call: str, name: str) -> tuple[int, int]:
    """Return "an integer or a pair of 2 integers" as a pair of positive integers.

    Raises
    ------
    TypeError
        If an element is no integer.
    ValueError
        If there are not two elements, or one is below 1.

    Examples
    --------
    >>> as_pair(2, "conv2d", "strides"), as_pair((2, 1), "conv2d", "strides")
    ((2, 2), (2, 1))
    >>> as_pair(0, "conv2d", "strides")
    Traceback (most recent call last):
    ...
    ValueError: conv2d: strides must be at least 1, got 0
    """
    wrong_type = f"{call}: {name} must be an integer or a pair of 2 integers, got {value!r}"
    elements = value if isinstance(value, tuple | list | np.ndarray) else (value, value)
    if len(elements) != 2:
        raise ValueError(wrong_type)
    if any(isinstance(element, bool) for element in elements):
        raise TypeError(wrong_type)
    try:
        height, width = (operator.index(element) for element in elements)
    except TypeError:
        raise TypeError(wrong_type) from None
    if min(height, width) < 1:
        raise ValueError(f"{call}: {name} must be at least 1, got {value!r}")
    return height, width


def as_padding(value: str, call: str) -> Padding:
    """Return ``"valid"`` or ``"same"`` in small letters.

    Raises
    ------
    ValueError
        If `value` is anything else.

    Examples
    --------
    >>> as_padding("SAME", "conv2d")
    'same'
    """
    lowered = value.lower() if isinstance(value, str) else value
    if lowered == "valid":
        return "valid"
    if lowered == "same":
        return "same"
    raise ValueError(f'{call}: padding must be "valid" or "same", got {value!r}')


def as_real(array: Array) -> Array:
    """Return integers as float64; leave float32 and float64 as they are."""
    return array if array.dtype.kind == "f" else array.astype(np.float64)
