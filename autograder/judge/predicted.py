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

MOST_REMEMBERED = 4_096
"""A wrong `conv2d` takes 172 (median) to 2,423. Each of `train_step` has 40 KB, others 1 KB."""


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
    value, error = _said(prediction, call)
    if error is not None:
        raise error
    return value


@functools.lru_cache(MOST_REMEMBERED)
def _said(prediction: Prediction, call: Call) -> tuple[Any, type[Exception] | None]:
    try:
        return prediction(*call.arguments, **call.options), None
    except (UnpredictableError, UndeterminedError) as error:
        return None, type(error)  # the exception itself would keep all that led to it


@functools.lru_cache(MOST_REMEMBERED)
def joined(one: Any, other: Any) -> Prediction:
    """Return the prediction for who makes both mistakes, the same each time."""
    both: Prediction = one.after(other)
    return both
