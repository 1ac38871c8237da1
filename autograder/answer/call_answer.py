"""Meet an answer: make a call of it, and bring back what came of it, as plain data.

This is all that runs on the student's side of a check. What is expected is not known here.
"""

import copy
import time
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answer.call_within import call_within
from autograder.answer.taken_names import (
    Hidden,
    hidden_from,
    numpys_from,
    put_back,
    say_hidden,
    say_numpys,
)
from autograder.vocabulary.exercise import Call, Exercise, accepts
from autograder.vocabulary.outcome import Outcome

__all__ = ["ask"]

REFUSED = object()
"""Stands for the result of an answer that can't be called like this."""
SECONDS_TO_COMPARE = 10.0
"""More than enough for arrays; a student's object could take for ever."""


def ask(exercise: Exercise, answer: Any, call: Call, seconds: float) -> Outcome:
    """Make one call of the answer, with copies of its arguments.

    Examples
    --------
    >>> from autograder.vocabulary.exercise import call
    >>> from autograder.exercises import EXERCISES
    >>> ask(EXERCISES["relu"], abs, call(-2), seconds=1).value
    2
    """
    end = time.monotonic() + seconds

    def ask_with(hidden: Hidden) -> Outcome | None:
        """Ask with Python's own functions in their places; None if it stops all the same."""
        left = end - time.monotonic()
        if not hidden or left <= 0:
            return None
        with put_back(hidden):
            again = _ask(exercise, answer, call, left)
        return None if again.error or again.timed_out else again

    outcome = _ask(exercise, answer, call, seconds)
    if outcome.error:
        hidden = hidden_from(answer)
        again = ask_with(hidden)
        if again is not None:
            say_hidden(tuple(dict.fromkeys(name for _, name, _ in hidden)))
            return again
    for numpys in numpys_from(answer):
        again = ask_with([numpys])
        if again is not None and (outcome.error or _are_other_numbers(outcome, again)):
            return replace(outcome, printed=f"{say_numpys(numpys[1])}\n{outcome.printed}")
    return outcome


def _are_other_numbers(one: Outcome, other: Outcome) -> bool:
    values = [one.value, other.value]
    if not all(isinstance(value, np.ndarray | int | float) for value in values):
        return False
    return not np.array_equal(*values)


def _ask(exercise: Exercise, answer: Any, call: Call, seconds: float) -> Outcome:
    copied = copy.deepcopy(call)

    def meet() -> Any:
        # Looking at a signature may run what a student wrote, too.
        if exercise.observe is None and not accepts(answer, call):
            return REFUSED
        return exercise.ask(answer, copied)

    outcome = call_within(meet, seconds, in_new_thread=not exercise.numpy_only)
    if outcome.value is REFUSED:
        return replace(outcome, value=None, refused=True)
    return replace(outcome, changed=_changed_within(exercise, call, copied))


def _changed_within(exercise: Exercise, before: Call, after: Call) -> tuple[str, ...]:
    """Compare in a thread what may hold anything by now: a list that was handed over."""
    values = (*after.arguments, *after.options.values())
    if not any(isinstance(value, list) for value in values):
        return _changed(exercise, before, after)
    compared = call_within(lambda: _changed(exercise, before, after), SECONDS_TO_COMPARE)
    return compared.value or ()


def _changed(exercise: Exercise, before: Call, after: Call) -> tuple[str, ...]:
    named_before = exercise.named_arguments(before)
    named_after = exercise.named_arguments(after)
    return tuple(
        name for name, value in named_before.items() if not _is_same(value, named_after[name])
    )


def _is_same(before: Any, after: Any) -> bool:
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_is_same, before, after))
    return not isinstance(before, np.ndarray) or bool(np.array_equal(before, after))
