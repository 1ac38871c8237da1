"""What the explorer of gradients begins with, as plain data that a page can read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.explorer.reading import (
    LARGEST_STRIDE,
    LARGEST_WINDOW,
    Pair,
    Rows,
    grid_of,
    padding_of,
    pair_of,
    typed,
)

__all__ = ["BACKWARD_KINDS", "BackwardScene", "backward_scene_for"]

BACKWARD_KINDS: Mapping[str, str] = {"conv2d_backward": "convolution", "max_pool2d_backward": "max"}
TITLES = {"convolution": "Back through a convolution", "max": "Back through max pooling"}

MAPS: Mapping[str, tuple[str, Rows]] = {
    "convolution": ("small numbers", ((1, 2, 0, 2), (0, 1, 3, 2), (2, 0, 1, 3), (1, 3, 2, 0))),
    "max": ("with ties", ((1, 3, 2, 2), (3, 2, 0, 1), (0, 1, 5, 4), (2, 1, 4, 6))),
}
"""What the page calls the map that it begins with, and its numbers."""
KERNEL = ((1, 2), (3, 4))
LARGEST_MAP = 8


@dataclass(frozen=True)
class BackwardScene:
    """A map, a window that has slid over it, and a function that goes back."""

    exercise: str = "conv2d_backward"
    function: Callable[..., Any] | None = None
    given: Rows | None = None
    """A map that was handed in; None for one that the page knows by name."""
    kernel: tuple[tuple[str, ...], ...] = ()
    """As it is typed, ``"1/9"``; empty where a map is pooled."""
    window: Pair = (2, 2)
    strides: Pair = (1, 1)
    padding: str = "valid"
    remarks: tuple[str, ...] = ()
    """What could not be done as it was asked for, in words."""

    @property
    def kind(self) -> str:
        """``"convolution"`` or ``"max"``."""
        return BACKWARD_KINDS[self.exercise]

    @property
    def title(self) -> str:
        """What is shown, in words."""
        return TITLES[self.kind]

    def pixels(self) -> npt.NDArray[Any]:
        """Return the map ``(H, W)``."""
        return np.asarray(self.given or MAPS[self.kind][1], dtype=float)

    def weights(self) -> npt.NDArray[Any] | None:
        """Return the kernel ``(kh, kw)``; None where a map is pooled."""
        rows = [[float(Fraction(text)) for text in row] for row in self.kernel]
        return np.asarray(rows) if rows else None

    def as_data(self) -> dict[str, Any]:
        """Return what the page is told."""
        return {
            "kind": self.kind,
            "function": self.exercise if self.function else "",
            "fixed": ("activation",),
            "map": MAPS[self.kind][0],
            "given": self.given,
            "digits": None,
            "size": self.pixels().shape,
            "kernel": self.kernel,
            "window": self.window,
            "strides": self.strides,
            "padding": self.padding,
            "remarks": self.remarks,
        }


def backward_scene_for(
    function: Any, like: str | None = None, *, padding: Any, **given: Any
) -> BackwardScene:
    """Return what `explore_backward` is to show; what can't be shown becomes a remark."""
    remarks: list[str] = []
    exercise = _exercise(function, like, remarks)
    kind = BACKWARD_KINDS[exercise]
    pixels = grid_of(given.get("x"), "x", LARGEST_MAP, remarks)
    if kind == "convolution":
        kernel = grid_of(given.get("kernel"), "kernel", LARGEST_WINDOW, remarks) or KERNEL
        window, strides = (len(kernel), len(kernel[0])), (1, 1)
    else:
        kernel = ()
        window = pair_of(given.get("pool_size"), (2, 2), "pool_size", LARGEST_WINDOW, remarks)
        strides = (min(window[0], LARGEST_STRIDE), min(window[1], LARGEST_STRIDE))
    return BackwardScene(
        exercise=exercise,
        function=function if callable(function) else None,
        given=pixels,
        kernel=tuple(tuple(map(typed, row)) for row in kernel),
        window=window,
        strides=pair_of(given.get("strides"), strides, "strides", LARGEST_STRIDE, remarks),
        padding=padding_of(padding, remarks),
        remarks=tuple(remarks),
    )


def _exercise(function: Any, like: Any, remarks: list[str]) -> str:
    name = like or getattr(function, "__name__", "conv2d_backward")
    if function is not None and not callable(function):
        kind = type(function).__name__
        remarks.append(f"explore_backward takes a function, and was given {kind}.")
    elif name not in BACKWARD_KINDS:
        remarks.append(
            f"explore_backward knows {' and '.join(BACKWARD_KINDS)}. It takes {str(name)[:60]!r} "
            "for conv2d_backward; if it answers the other, say so: "
            'explore_backward(f, like="max_pool2d_backward").'
        )
    return name if name in BACKWARD_KINDS else "conv2d_backward"
