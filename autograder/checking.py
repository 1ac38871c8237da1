"""`check`: run an answer through the cases of its exercise."""

import difflib
from dataclasses import replace
from typing import Any

from autograder.answer.call_answer import ask
from autograder.answer.libraries_graded import not_there_when_graded
from autograder.answer.offer_of import offer_of
from autograder.answer.remote_check import PendingVerdict, channel_to_grader, check_remotely
from autograder.exercises import EXERCISES
from autograder.judge.offers import asked, judge_offer
from autograder.truth.quiet import quiet_stderr
from autograder.truth.settings import what_is_set_otherwise, why_nothing_can_be_checked
from autograder.verdict import Verdict
from autograder.vocabulary.exercise import Exercise

__all__ = ["check", "check_answer"]


def check(name: str, answer: Any) -> Verdict | PendingVerdict:
    """Check the answer to an exercise against Keras's own layers.

    Parameters
    ----------
    name : str
        The exercise, ``"conv2d"``.
    answer : function
        The answer itself; for ``"trained_network"``, the path of the weights file.

    Returns
    -------
    Verdict
        Points and message. Nothing that a student wrote makes `check` raise.

    Raises
    ------
    ValueError
        If there is no exercise `name`.

    Examples
    --------
    >>> import numpy as np
    >>> check("relu", lambda x: np.maximum(x, 0)).points
    1.0
    """
    exercise, grader = _exercise(name), channel_to_grader()
    if grader is not None:
        return check_remotely(exercise, answer, grader)
    if callable(answer) and (said := not_there_when_graded(answer)):
        print(said)
    if said := what_is_set_otherwise(exercise):
        print(said)
    return check_answer(exercise, answer)


def check_answer(exercise: Exercise, answer: Any, with_diagnosis: bool = True) -> Verdict:
    """Check the answer to an exercise that need not be one of the lab's."""
    offer = replace(offer_of(exercise, answer), problem=why_nothing_can_be_checked())
    with quiet_stderr():
        offer = asked(exercise, offer, lambda call, left: ask(exercise, answer, call, left))
        return Verdict.of(judge_offer(exercise, offer, with_diagnosis))


def _exercise(name: str) -> Exercise:
    if name in EXERCISES:
        return EXERCISES[name]
    near = difflib.get_close_matches(str(name), EXERCISES, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(EXERCISES)}."
    raise ValueError(f"There is no exercise {name!r}. {hint}")
