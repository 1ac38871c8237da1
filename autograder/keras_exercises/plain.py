"""Read plain data that anybody may have made up: only exact types, only small values."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["arrays_of", "is_int", "is_ints", "name_of", "number_of", "setting_of", "type_name_of"]

LONGEST_NAME = 100
LARGEST_NUMBER = 10**9
LONGEST_SETTING = 8


def name_of(value: Any, otherwise: str = "?") -> str:
    """Return a name as it can be shown.

    Examples
    --------
    >>> name_of("Conv2D"), name_of(7), name_of("a" * 1000), name_of("two lines")
    ('Conv2D', '?', '?', 'two lines')
    """
    is_name = type(value) is str and 0 < len(value) <= LONGEST_NAME and value.isprintable()
    return value if is_name else otherwise


def type_name_of(data: Any) -> str:
    """Return the type of what an answer returned instead of what it should.

    Examples
    --------
    >>> type_name_of({"returned": "Dense"}), type_name_of([1])
    ('Dense', 'list')
    """
    returned = data.get("returned") if type(data) is dict else None
    return name_of(returned, type(data).__name__)


def is_int(value: Any, least: int = -LARGEST_NUMBER, most: int = LARGEST_NUMBER) -> bool:
    """Tell whether it is an int, and no bool, within these bounds."""
    return type(value) is int and least <= value <= most


def is_ints(value: Any, length: int, least: int, most: int) -> bool:
    """Tell whether it is a tuple or list of so many ints within these bounds."""
    return (
        type(value) in (tuple, list)
        and len(value) == length
        and all(is_int(item, least, most) for item in value)
    )


def number_of(value: Any) -> float:
    """Return an int or float as a float, and NaN for what is neither or too large."""
    is_number = type(value) is float or is_int(value)
    return float(value) if is_number and abs(value) <= LARGEST_NUMBER else math.nan


def setting_of(value: Any, depth: int = 2) -> Any:
    """Return a setting of a layer as it can be compared and shown, or ``"?"``.

    Examples
    --------
    >>> setting_of([3, 3]), setting_of(None), setting_of(10**600), setting_of([[[["deep"]]]])
    ((3, 3), None, '?', (('?',),))
    """
    if value is None or type(value) is bool or is_int(value):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else "?"
    if type(value) in (tuple, list) and depth and len(value) <= LONGEST_SETTING:
        return tuple(setting_of(item, depth - 1) for item in value)
    return name_of(value)


def arrays_of(value: Any, shapes: Sequence[tuple[int, ...]]) -> list[npt.NDArray[Any]] | None:
    """Return arrays of floats in just these shapes, or None."""
    is_list = type(value) in (tuple, list) and len(value) == len(shapes)
    if not is_list or not all(type(item) is np.ndarray for item in value):
        return None
    fits = all(
        array.dtype.kind == "f" and array.shape == shape
        for array, shape in zip(value, shapes, strict=True)
    )
    return list(value) if fits else None
