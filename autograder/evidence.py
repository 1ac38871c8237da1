"""Choose what to show of a wrong result: one small table of numbers, and where it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.comparison import tolerance
from autograder.exercise import Call, Exercise, Problem

__all__ = ["Evidence", "describe_call", "evidence_of", "number"]

LARGEST_TABLE = 8
SHOWN_ELEMENTS = 12


@dataclass(frozen=True)
class Evidence:
    """A two-dimensional piece of the two results, ``(rows, columns)`` each."""

    place: str
    """Which piece: ``"image 0, channel 2"``; empty where it is the whole."""
    received: npt.NDArray[Any]
    expected: npt.NDArray[Any]
    wrong: npt.NDArray[np.bool_]


def evidence_of(exercise: Exercise, problem: Problem) -> Evidence | None:
    """Return the piece around the first wrong number, if both results are arrays of one shape."""
    received, expected = problem.received, problem.expected
    if not isinstance(received, np.ndarray) or not isinstance(expected, np.ndarray):
        return None
    if received.shape != expected.shape or received.ndim == 0:
        return None
    wrong = ~np.isclose(received, expected, rtol=0, atol=tolerance(exercise, expected))
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    place, piece = _piece(received.ndim, index)
    rows, columns = (slice(0, LARGEST_TABLE),) * 2
    received, expected, wrong = (
        np.atleast_2d(array[piece])[rows, columns] for array in (received, expected, wrong)
    )
    return Evidence(place, received, expected, wrong)


def _piece(axes: int, index: tuple[int, ...]) -> tuple[str, tuple[Any, ...]]:
    everything = slice(None)
    if axes == 4:
        image, _, _, channel = index
        return f"image {image}, channel {channel}", (image, everything, everything, channel)
    if axes > 2:
        return f"first axes at {index[:-2]}", (*index[:-2], everything, everything)
    return "", (everything,) * axes


def number(value: Any) -> str:
    """Write a number as short as it can be read.

    Examples
    --------
    >>> number(3.0), number(-0.125), number(0.00012345)
    ('3', '-0.125', '0.000123')
    """
    return f"{float(value):.4g}" if abs(value) >= 1e-3 or value == 0 else f"{float(value):.3g}"


def describe_call(exercise: Exercise, call: Call) -> tuple[str, str]:
    """Write a call as a student would type it, and what its arrays are.

    Examples
    --------
    >>> from autograder.exercise import call
    >>> from autograder.exercises import EXERCISES
    >>> describe_call(EXERCISES["max_pool2d"], call(np.zeros((1, 4, 4, 1)), 3, padding="same"))
    ('max_pool2d(x, 3, padding="same")', 'x: shape (1, 4, 4, 1), all 0')
    """
    shown = [
        _argument(name, value)
        for name, value in zip(exercise.parameters, call.arguments, strict=False)
    ]
    shown += [f"{name}={_argument(name, value)}" for name, value in call.options.items()]
    return f"{exercise.name}({', '.join(shown)})", _arrays(exercise.named_arguments(call))


def _argument(name: str, value: Any) -> str:
    if isinstance(value, np.ndarray | list):
        return name
    if callable(value):
        return getattr(value, "__name__", "a function").lstrip("_")
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _arrays(arguments: Mapping[str, Any]) -> str:
    described = [
        f"{name}: {_array(value)}"
        for name, value in arguments.items()
        if isinstance(value, np.ndarray)
    ]
    return "; ".join(described)


def _array(array: npt.NDArray[Any]) -> str:
    flat = array.ravel()
    if flat.size > 1 and np.array_equal(flat, flat[0] + np.arange(flat.size)):
        return f"shape {array.shape}, numbered {number(flat[0])} to {number(flat[-1])}"
    if flat.size > 1 and np.all(flat == flat[0]):
        return f"shape {array.shape}, all {number(flat[0])}"
    if flat.size <= SHOWN_ELEMENTS:
        return f"shape {array.shape}, {_nested(np.squeeze(array).tolist())}"
    return f"shape {array.shape}, {array.dtype}"


def _nested(values: Any) -> str:
    if isinstance(values, list):
        return f"[{', '.join(_nested(value) for value in values)}]"
    return number(values)
