"""Functions of a notebook beside its answer: those that it calls, and one under a near name.

Their names are the student's own, so they are only ever shown.
"""

import difflib
import sys
from collections.abc import Callable, Iterable
from types import FunctionType
from typing import Any

from autograder.answer.names_used import NameUse, is_students, uses_of

__all__ = ["MOST_HELPERS", "helpers_of", "is_name", "near_name", "written_instead"]

MOST_HELPERS = 8
LONGEST_NAME = 40
NEAR = 0.8
"""``convolve2d`` is not ``conv2d``, but ``maxpooling2d`` is ``max_pool2d``."""


def helpers_of(
    answer: Callable[..., Any], uses: Iterable[NameUse] | None = None
) -> tuple[str, ...]:
    """Return the names of the functions that an answer calls, itself or through others.

    Parameters
    ----------
    answer : function
        The answer.
    uses : iterable of NameUse, optional
        What it uses, where that is known already.

    Examples
    --------
    >>> def pair(value):
    ...     return (value, value)
    >>> helpers_of(lambda x: pair(x))
    ('pair',)
    """
    used = (use.value for use in (uses_of(answer) if uses is None else uses))
    functions = (one for one in used if type(one) is FunctionType and one is not answer)
    found = dict.fromkeys(one.__name__ for one in functions if is_students(one.__code__))
    return tuple(name for name in found if is_name(name))[:MOST_HELPERS]


def written_instead(name: str, answer: Any) -> str:
    """Return the function that may be meant, where nothing is written under an exercise's name.

    Parameters
    ----------
    name : str
        The exercise.
    answer : function
        What the notebook has under that name: what was handed out, perhaps.
    """
    if not _is_unwritten(answer):
        return ""
    cells = dict(vars(sys.modules["__main__"]))
    return near_name(
        name,
        (
            known
            for known, value in cells.items()
            if type(value) is FunctionType and not _is_unwritten(value)
        ),
    )


def near_name(name: str, names: Iterable[str]) -> str:
    """Return the one of these names that was meant for `name`; nothing if none is near.

    Examples
    --------
    >>> near_name("max_pool2d", ["conv2d", "maxpool2d"])
    'maxpool2d'
    >>> near_name("conv2d", ["convolve2d", "pad"])
    ''
    """
    by_letters = {_letters(one): one for one in names if one != name and is_name(one)}
    near = difflib.get_close_matches(_letters(name), by_letters, n=1, cutoff=NEAR)
    return by_letters[near[0]] if near else ""


def is_name(name: Any) -> bool:
    """Tell whether something is short and plain enough to be shown as the name of a function."""
    return type(name) is str and name.isidentifier() and len(name) <= LONGEST_NAME


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _is_unwritten(answer: Any) -> bool:
    """Tell whether a function only raises what stands in the place of an answer."""
    code = getattr(answer, "__code__", None)
    return getattr(code, "co_names", None) == ("NotImplementedError",)
