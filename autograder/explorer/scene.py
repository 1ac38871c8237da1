"""What the explorer begins with, as plain data that a page can read."""

import base64
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.explorer.reading import (
    LARGEST_MAP,
    LARGEST_STRIDE,
    LARGEST_WINDOW,
    Pair,
    Rows,
    grid_of,
    padding_of,
    pair_of,
    typed,
)
from mnist_data import load_test_digits

__all__ = ["DIGIT_KERNEL", "KINDS", "Scene", "scene_for"]

Array = npt.NDArray[Any]

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "conv2d": ("convolution", ()),
    "strided_convolve2d": ("convolution", ()),
    "convolve2d": ("convolution", ("strides", "padding")),
    "max_pool2d": ("max", ()),
    "average_pool2d": ("average", ()),
}
"""By exercise: what is shown, and what the exercise does not take."""
TITLES = {"convolution": "Convolution", "max": "Max pooling", "average": "Average pooling"}

MAP_NAME = "small numbers"
MAP = ((1, 2, 0, 2, 3), (0, 1, 3, 2, 1), (2, 0, 1, 3, 0), (1, 3, 2, 0, 1), (0, 1, 1, 2, 2))
KERNEL = ((0, 1, 2), (0, 1, 0), (1, 0, 0))
"""Map and kernel of the notebooks' pictures."""
DIGIT_KERNEL = ((1, 1, 1), (0, 0, 0), (-1, -1, -1))


@dataclass(frozen=True)
class Scene:
    """A map, a window, and how it moves."""

    exercise: str = "conv2d"
    function: Callable[..., Any] | None = None
    given: Rows | None = None
    """A map that was handed in; None for the one of the pictures."""
    digit: int | None = None
    size: Pair = (5, 5)
    kernel: tuple[tuple[str, ...], ...] = ()
    """As it is typed, ``"1/9"``; empty where a map is pooled."""
    window: Pair = (3, 3)
    strides: Pair = (1, 1)
    padding: str = "valid"
    remarks: tuple[str, ...] = field(default=())
    """What could not be done as it was asked for, in words."""

    @property
    def kind(self) -> str:
        """``"convolution"``, ``"max"`` or ``"average"``."""
        return KINDS[self.exercise][0]

    @property
    def title(self) -> str:
        """What is shown, in words."""
        return TITLES[self.kind]

    def pixels(self) -> Array:
        """Return the map ``(H, W)`` that it begins with."""
        if self.given is not None:
            return np.asarray(self.given)
        if self.digit is not None:
            return np.asarray(_first_of_each()[self.digit] / 255)
        return np.resize(MAP, (self.size[0], 5))[:, np.arange(self.size[1]) % 5].astype(float)

    def weights(self) -> Array | None:
        """Return the kernel ``(kh, kw)`` that it begins with; None where a map is pooled."""
        rows = [[float(Fraction(text)) for text in row] for row in self.kernel]
        return np.asarray(rows) if rows else None

    def as_data(self) -> dict[str, Any]:
        """Return what the page is told."""
        digits = None if self.digit is None else _digits()
        return {
            "kind": self.kind,
            "function": self.exercise if self.function else "",
            "fixed": KINDS[self.exercise][1],
            "map": MAP_NAME if self.digit is None else f"digit {self.digit}",
            "given": self.given,
            "digits": digits,
            "size": self.size,
            "kernel": self.kernel,
            "window": self.window,
            "strides": self.strides,
            "padding": self.padding,
            "remarks": self.remarks,
        }


def scene_for(function: Any, like: str | None = None, *, padding: Any, **given: Any) -> Scene:
    """Return what `explore` is to show; what can't be shown becomes a remark."""
    remarks: list[str] = []
    exercise = _exercise(function, like, remarks)
    fixed = KINDS[exercise][1]
    is_convolution = KINDS[exercise][0] == "convolution"
    pixels = grid_of(given.get("x"), "x", LARGEST_MAP, remarks)
    weights = (
        grid_of(given.get("kernel"), "kernel", LARGEST_WINDOW, remarks) if is_convolution else None
    )
    kernel = (weights or KERNEL) if is_convolution else ()
    window = (len(kernel), len(kernel[0])) if kernel else (2, 2)
    if not is_convolution:
        window = pair_of(given.get("pool_size"), window, "pool_size", LARGEST_WINDOW, remarks)
    strides = (1, 1) if is_convolution else (min(window[0], 4), min(window[1], 4))
    if "strides" not in fixed:
        strides = pair_of(given.get("strides"), strides, "strides", LARGEST_STRIDE, remarks)
    return Scene(
        exercise=exercise,
        function=function if callable(function) else None,
        given=pixels,
        digit=_digit(given.get("digit"), remarks),
        size=(5, 5) if is_convolution else (6, 6),
        kernel=tuple(tuple(map(typed, row)) for row in kernel),
        window=window,
        strides=strides,
        padding="valid" if "padding" in fixed else padding_of(padding, remarks),
        remarks=tuple(remarks),
    )


def _exercise(function: Any, like: Any, remarks: list[str]) -> str:
    name = like or getattr(function, "__name__", "conv2d")
    if function is not None and not callable(function):
        remarks.append(f"explore takes a function, and was given {type(function).__name__}.")
    elif name not in KINDS:
        known = ", ".join(KINDS)
        remarks.append(
            f"explore knows {known}. It takes {str(name)[:60]!r} for conv2d; "
            'if it answers another exercise, say which: explore(f, like="max_pool2d").'
        )
    return name if name in KINDS else "conv2d"


def _digit(value: Any, remarks: list[str]) -> int | None:
    if value is None:
        return None
    if value in range(10):
        return int(value)
    remarks.append("digit is to be an integer from 0 to 9.")
    return 3


@functools.cache
def _first_of_each() -> Array:
    """Return the first test image of each digit, ``(10, 28, 28)``, 0 to 255."""
    images, labels = load_test_digits()
    return np.asarray(images[[int(np.argmax(labels == label)) for label in range(10)]], np.uint8)


def _digits() -> dict[str, Any]:
    return {
        "labels": [f"digit {label}" for label in range(10)],
        "pixels": base64.b64encode(_first_of_each().tobytes()).decode(),
    }
