"""Which of several calls is read most easily."""

import numpy as np

from autograder.vocabulary.exercise import Call
from autograder.vocabulary.inputs import Array

__all__ = ["effort"]

SMALLEST_TOLD = 9
"""Pixels: a map of fewer shows nobody what happened."""


def effort(call: Call) -> tuple[bool, bool, int]:
    """Rank calls by how hard their results are to read: small maps of numbered pixels first.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> effort(call(np.arange(9))) < effort(call(np.arange(12))) < effort(call(np.arange(3)))
    True
    """
    arrays = [
        value
        for value in (*call.arguments, *call.options.values())
        if isinstance(value, np.ndarray)
    ]
    is_numbered = bool(arrays) and arrays[0].size >= SMALLEST_TOLD and _is_ramp(arrays[0])
    return call.hidden, not is_numbered, sum(array.size for array in arrays)


def _is_ramp(array: Array) -> bool:
    flat = array.ravel()
    return bool((np.diff(flat) == np.sign(flat[-1] - flat[0])).all())
