"""Ask Keras what is right, and remember what it said.

Keras is imported at the first question, since that takes seconds.
"""

import copy
import functools
import importlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

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
    def compute(asked: _Asked) -> Any:
        # Copies: what is remembered is nobody else's, and stays as it is.
        arguments, options = copy.deepcopy((asked.arguments, asked.options))
        result = function(*arguments, **options)
        for array in numbers_in(result) or ():
            array.flags.writeable = False
        return result

    @functools.wraps(function)
    def remembering(*arguments: Any, **options: Any) -> Any:
        try:
            said = hash(key := (_key(arguments), _key(options)))
        except TypeError:  # nothing that can be told from its like
            return function(*arguments, **options)
        return compute(_Asked(key, said, arguments, options))

    return remembering


@dataclass(frozen=True)
class _Asked:
    """What a function is called with; two are equal if they hold the same numbers."""

    key: Hashable
    hash: int = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False)
    options: dict[str, Any] = field(compare=False)

    def __hash__(self) -> int:
        return self.hash


def _key(value: Any) -> Hashable:
    """Return what tells a value from others.

    Examples
    --------
    >>> _key([1, True]) == _key([1, 1]), _key(np.zeros(2)) == _key(np.zeros((2, 1)))
    (False, False)
    """
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        return np.ndarray, value.dtype.str, value.shape, value.tobytes()
    if isinstance(value, list | tuple):
        return type(value), tuple(map(_key, value))
    if isinstance(value, dict):
        return dict, tuple((name, _key(item)) for name, item in sorted(value.items()))
    return type(value), value
