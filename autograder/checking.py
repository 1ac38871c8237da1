"""`check`: run an answer through the cases of its exercise."""

import difflib
from typing import Any

from autograder.answer.call_answer import ask
from autograder.answer.forbidden_use import as_problem, forbidden_use_of
from autograder.answer.remote_check import PendingVerdict, channel_to_grader, check_remotely
from autograder.exercises import EXERCISES
from autograder.judge.judge import all_failed, ask_all, judge
from autograder.misconceptions import USES_A_LIBRARY
from autograder.truth.quiet import quiet_stderr
from autograder.verdict import Verdict
from autograder.vocabulary.exercise import Exercise, Problem

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
    return check_answer(exercise, answer)


def check_answer(exercise: Exercise, answer: Any, explains: bool = True) -> Verdict:
    """Check the answer to an exercise that need not be one of the lab's."""
    if exercise.is_function and not callable(answer):
        return all_failed(exercise, _no_function(exercise, answer))
    reach = forbidden_use_of(answer) if exercise.numpy_only else None
    if reach is not None:
        return all_failed(exercise, as_problem(reach), (USES_A_LIBRARY.code,))
    with quiet_stderr():
        outcomes = ask_all(exercise, lambda call, left: ask(exercise, answer, call, left))
        return judge(exercise, outcomes, explains)


def _no_function(exercise: Exercise, answer: Any) -> Problem:
    first_line = f"def {exercise.name}{exercise.signature}:"
    kind = type(answer).__name__
    what = "None" if answer is None else f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    return Problem(
        f"{exercise.name} is not a function but {what}.",
        next_step=f"Run the cell that begins with `{first_line}` again.",
    )


def _exercise(name: str) -> Exercise:
    if name in EXERCISES:
        return EXERCISES[name]
    near = difflib.get_close_matches(str(name), EXERCISES, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(EXERCISES)}."
    raise ValueError(f"There is no exercise {name!r}. {hint}")
