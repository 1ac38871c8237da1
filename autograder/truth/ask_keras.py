"""Ask Keras what is right, and remember what it said.

Keras is imported at the first question, since that takes seconds.
"""

import functools
import importlib
import pickle
from collections.abc import Callable
from typing import Any

from autograder.vocabulary.parts import numbers_in

__all__ = ["asks_keras", "keras_says", "remembered"]

MOST_REMEMBERED = 5_000
"""Results of one function; nearly all of them are small arrays."""


def keras_says(name: str, module: str = "keras_layers") -> Callable[..., Any]:
    """Return what `asks_keras` does, with its results remembered."""
    return remembered(asks_keras(name, module))


def asks_keras(name: str, module: str = "keras_layers") -> Callable[..., Any]:
    """Return the function `name` of a module of `autograder.truth`, imported at its first call."""

    def expected(*arguments: Any, **options: Any) -> Any:
        truth = importlib.import_module(f"autograder.truth.{module}")
        return getattr(truth, name)(*arguments, **options)

    return expected


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that computes nothing twice, also of arrays: a diagnosis asks often.

    Examples
    --------
    >>> from autograder.vocabulary.inputs import ramp
    >>> squares = remembered(lambda x: x**2)
    >>> squares(ramp(2)) is squares(ramp(2))
    True
    """

    @functools.lru_cache(maxsize=MOST_REMEMBERED)
    def compute(asked: bytes) -> Any:
        arguments, options = pickle.loads(asked)  # noqa: S301 - dumped just below
        result = function(*arguments, **options)
        for array in numbers_in(result) or ():
            array.flags.writeable = False
        return result

    @functools.wraps(function)
    def remembering(*arguments: Any, **options: Any) -> Any:
        try:
            asked = pickle.dumps((arguments, options))
        except (AttributeError, TypeError, pickle.PicklingError):  # an activation without a name
            return function(*arguments, **options)
        return compute(asked)

    return remembering
