"""What mistakes predict for a call, each worked out once.

The calls of a check are the same for everybody, and those of a grading run for the whole class. Two
mistakes at once are hundreds of pairs: found again, they cost a look-up each.
"""

import functools
from typing import Any

from autograder.vocabulary.exercise import Call
from autograder.vocabulary.misconception import (
    Prediction,
    UndeterminedError,
    UnpredictableError,
)

__all__ = ["joined", "predicted"]

MOST_REMEMBERED = 16_384
"""All predictions of an exercise on its calls are some thousands, of less than a kilobyte each."""


def predicted(prediction: Prediction, call: Call) -> Any:
    """Return what somebody with a mistake returns in a call. Nobody may change it.

    Raises
    ------
    UnpredictableError, UndeterminedError
        As the prediction does.

    Examples
    --------
    >>> predicted(abs, Call((-3,)))
    3
    """
    said = _said(prediction, call)
    if isinstance(said, UnpredictableError | UndeterminedError):
        raise type(said)
    return said


@functools.lru_cache(MOST_REMEMBERED)
def _said(prediction: Prediction, call: Call) -> Any:
    try:
        return prediction(*call.arguments, **call.options)
    except (UnpredictableError, UndeterminedError) as error:
        return error.with_traceback(None)


@functools.lru_cache(MOST_REMEMBERED)
def joined(one: Any, other: Any) -> Prediction:
    """Return the prediction for who makes both mistakes, the same each time."""
    both: Prediction = one.after(other)
    return both
