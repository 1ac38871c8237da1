"""Make calls like one of an exercise, with other numbers, small enough to be worked out by hand.

An explanation that repeats the call of the check says nothing new.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.inputs import Array, ramp

__all__ = ["other_calls"]

GROWTHS = (-2, -1, 0, 1)
FEWEST, MOST = 3, 40
"""Numbers in the largest argument: fewer show nothing, and more are not added up by hand."""
MOST_MADE = 60


def other_calls(exercise: Exercise, call: Call) -> Iterator[Call]:
    """Yield calls like `call`, the smallest first; none of them is one of the exercise's own.

    What may differ in a grading run differs here, too: the lengths of axes, and numbers. The
    first argument holds 1, 2, 3, …; and then, as that may hide the mistake, the call's numbers.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> pooling = EXERCISES["max_pool2d"]
    >>> next(other_calls(pooling, pooling.calls[0])).arguments[0][0, :, :, 0]
    array([[11., 12., 13., 14.],
           [15., 16., 17., 18.],
           [19., 20., 21., 22.],
           [23., 24., 25., 26.]])
    """
    letters = sorted({*"".join(exercise.hidden_axes.values())} - {"."})
    grown = (
        _grown(exercise, call, dict(zip(letters, lengths, strict=True)))
        for lengths in itertools.product(GROWTHS, repeat=len(letters))
    )
    made = sorted((one for one in grown if one and FEWEST <= _size(one) <= MOST), key=_size)[
        :MOST_MADE
    ]
    own = {_key(one) for one in exercise.calls}
    found = {_key(one): one for one in (*map(_numbered, made), *made)}
    yield from (one for key, one in found.items() if key not in own)


def _grown(exercise: Exercise, call: Call, growth: Mapping[str, int]) -> Call | None:
    """Return the call with other lengths; None if there is no such call."""
    changed: dict[str, Any] = {}
    for name, value in exercise.named_arguments(call).items():
        letters = exercise.hidden_axes.get(name)
        if letters is None or value is None:
            continue
        if isinstance(value, list):
            return None
        if not isinstance(value, np.ndarray):
            changed[name] = value + growth[letters]
            continue
        shape = tuple(
            size if size == 1 else size + growth.get(letter, 0)
            for size, letter in zip(value.shape, letters.ljust(value.ndim, "."), strict=True)
        )
        if min(shape, default=1) < 1:
            return None
        other = _other(value) if name == exercise.parameters[0] else value
        changed[name] = np.resize(other, shape).astype(value.dtype)
    if any(not isinstance(value, np.ndarray) and value < 1 for value in changed.values()):
        return None
    positional = zip(exercise.parameters, call.arguments, strict=False)
    return Call(
        tuple(changed.get(name, value) for name, value in positional),
        {name: changed.get(name, value) for name, value in call.options.items()},
    )


def _other(array: Array) -> Array:
    """Return 11, 12, 13, … for 1, 2, 3, …, and of other arrays the same numbers, each one on."""
    is_numbered = array.size > 1 and bool((np.diff(array.ravel()) == 1).all())
    return array + 10 if is_numbered else np.roll(array, 1)


def _numbered(call: Call) -> Call:
    """Return the call with 1, 2, 3, … in its first argument."""
    first, *others = call.arguments
    if not isinstance(first, np.ndarray):
        return call
    return Call((ramp(*first.shape).astype(first.dtype), *others), call.options)


def _size(call: Call) -> int:
    arrays = [value for value in call.arguments if isinstance(value, np.ndarray)]
    return max((array.size for array in arrays), default=FEWEST)


def _key(call: Call) -> tuple[Any, ...]:
    values = (*call.arguments, *call.options.items())
    return tuple(
        (value.shape, value.tobytes()) if isinstance(value, np.ndarray) else repr(value)
        for value in values
    )
