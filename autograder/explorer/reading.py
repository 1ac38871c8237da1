"""Read what an explorer is given; what can't be shown becomes a remark, in words."""

from fractions import Fraction
from typing import Any

import numpy as np

__all__ = ["LARGEST_MAP", "LARGEST_STRIDE", "LARGEST_WINDOW", "Pair", "Rows"]
__all__ += ["grid_of", "padding_of", "pair_of", "typed"]

Pair = tuple[int, int]
Rows = tuple[tuple[float, ...], ...]

LARGEST_WINDOW, LARGEST_STRIDE, LARGEST_MAP = 5, 4, 28


def grid_of(values: Any, name: str, most: int, remarks: list[str]) -> Rows | None:
    """Return rows of numbers, at most `most` of them each way; None if there are none."""
    if values is None:
        return None
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        array = np.zeros(0)
    is_map = array.ndim == 2 and min(array.shape) >= 1 and max(array.shape) <= most
    if not (is_map and np.isfinite(array).all()):
        remarks.append(f"{name} is to be a map (rows, columns) of numbers, at most {most}×{most}.")
        return None
    return tuple(tuple(map(float, row)) for row in array.tolist())


def pair_of(value: Any, default: Pair, name: str, most: int, remarks: list[str]) -> Pair:
    """Return an integer for both axes, or a pair, as a pair."""
    if value is None:
        return default
    try:
        first, second = (int(one) for one in np.broadcast_to(value, 2).tolist())
    except (TypeError, ValueError):
        first = second = 0
    if not (1 <= first <= most and 1 <= second <= most):
        remarks.append(f"{name} is to be an integer from 1 to {most}, or a pair of them.")
        return default
    return first, second


def padding_of(value: Any, remarks: list[str]) -> str:
    """Return ``"valid"`` or ``"same"``, written in any letter case."""
    padding = str(value).lower()
    if padding not in {"valid", "same"}:
        remarks.append('padding is to be "valid" or "same".')
        return "valid"
    return padding


def typed(weight: float) -> str:
    """Write a weight as people do.

    Examples
    --------
    >>> typed(-1.0), typed(0.5), typed(1 / 9)
    ('-1', '0.5', '1/9')
    """
    fraction, decimal = str(Fraction(weight).limit_denominator(99)), f"{weight:.6g}"
    is_exact = float(Fraction(fraction)) == weight
    return fraction if is_exact and len(fraction) < len(decimal) else decimal
