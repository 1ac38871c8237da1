"""Ask Keras what is right, and remember what it said.

Keras is imported at the first question, since that takes seconds. Or another process is asked.
"""

import copy
import functools
import importlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.vocabulary.parts import numbers_in

__all__ = [
    "Question",
    "Remembered",
    "answer",
    "ask",
    "asks_keras",
    "keras_says",
    "let_answer",
    "remembered",
]

MOST_REMEMBERED = 5_000
"""Results of one function; nearly all of them are small arrays."""


@dataclass(frozen=True)
class Question:
    """Which function of a module of `autograder.truth` is to be called with what."""

    module: str
    name: str
    arguments: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)


def answer(question: Question) -> Any:
    """Ask Keras in this process.

    Examples
    --------
    >>> answer(Question("keras_layers", "output_size", (5, 3)))
    3
    """
    truth = importlib.import_module(f"autograder.truth.{question.module}")
    return getattr(truth, question.name)(*question.arguments, **question.options)


_ANSWERS: list[Callable[[Question], Any]] = [answer]


def let_answer(answers: Callable[[Question], Any]) -> None:
    """Have all questions of this process answered so, from now on."""
    _ANSWERS[:] = [answers]


def ask(question: Question) -> Any:
    """Have a question answered, wherever Keras is."""
    return _ANSWERS[0](question)


def keras_says(name: str, module: str = "keras_layers") -> "Remembered":
    """Return what `asks_keras` does, with its results remembered."""
    return remembered(asks_keras(name, module))


def asks_keras(name: str, module: str = "keras_layers") -> Callable[..., Any]:
    """Return the function `name` of a module of `autograder.truth`, imported at its first call."""

    def expected(*arguments: Any, **options: Any) -> Any:
        return ask(Question(module, name, arguments, options))

    return expected


def remembered(function: Callable[..., Any]) -> "Remembered":
    """Return a function that computes nothing twice, also of arrays: a diagnosis asks often.

    Examples
    --------
    >>> from autograder.vocabulary.inputs import ramp
    >>> squares = remembered(lambda x: x**2)
    >>> squares(ramp(2)) is squares(ramp(2))
    True
    """
    return Remembered(function)


class Remembered:
    """A function, and the results that it had."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._computed = functools.lru_cache(maxsize=MOST_REMEMBERED)(self._compute)
        functools.update_wrapper(self, function)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Return what the function returns."""
        asked = _asked(arguments, options)
        if asked is None:
            return self._function(*arguments, **options)
        return self._computed(asked)

    def learn(self, result: Any, *arguments: Any, **options: Any) -> None:
        """Take what it returned before, in another process, say, and don't compute it."""
        asked = _asked(arguments, options, (result,))
        if asked is not None:
            self._computed(asked)

    def _compute(self, asked: "_Asked") -> Any:
        if asked.known:
            (result,) = asked.known
        else:
            # Copies: what is remembered is nobody else's, and stays as it is.
            arguments, options = copy.deepcopy((asked.arguments, asked.options))
            result = self._function(*arguments, **options)
        for array in numbers_in(result) or ():
            array.flags.writeable = False
        return result


@dataclass(frozen=True)
class _Asked:
    """What a function is called with; two are equal if they hold the same numbers."""

    key: Hashable
    hash: int = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False)
    options: dict[str, Any] = field(compare=False)
    known: tuple[Any, ...] = field(compare=False)
    """The result, if it is known already."""

    def __hash__(self) -> int:
        return self.hash


def _asked(
    arguments: tuple[Any, ...], options: dict[str, Any], known: tuple[Any, ...] = ()
) -> _Asked | None:
    """Return what is asked; None if it holds something that can't be told from its like."""
    try:
        said = hash(key := (_key(arguments), _key(options)))
    except TypeError:
        return None
    return _Asked(key, said, arguments, options, known)


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
