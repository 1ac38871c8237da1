"""`check`: run an answer through the cases of its exercise."""

import copy
import difflib
import time
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.comparison import matches_keras
from autograder.diagnosis import diagnose
from autograder.exercise import Call, Case, Exercise, Problem, accepts
from autograder.exercises import EXERCISES
from autograder.outcome import Outcome, run
from autograder.quiet import quiet_stderr
from autograder.verdict import CaseResult, Verdict

__all__ = ["check"]


def check(name: str, answer: Any) -> Verdict:
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
    exercise = _exercise(name)
    if exercise.is_function and not callable(answer):
        return _all_failed(
            exercise,
            Problem(
                f"{name} is no function but {type(answer).__name__}.",
                next_step=f"Run the cell that begins with `def {name}{exercise.signature}:` again.",
            ),
        )
    with quiet_stderr():
        observations = _observe(exercise, answer)
        results = tuple(_judge(exercise, case, observations) for case in exercise.cases)
        found = diagnose(exercise, observations)
    codes = (found.code,) if found else ()
    return Verdict(exercise, results, codes, _printed(results, observations))


def _exercise(name: str) -> Exercise:
    if name in EXERCISES:
        return EXERCISES[name]
    near = difflib.get_close_matches(str(name), EXERCISES, n=1)
    hint = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(EXERCISES)}."
    raise ValueError(f"There is no exercise {name!r}. {hint}")


def _all_failed(exercise: Exercise, problem: Problem) -> Verdict:
    return Verdict(
        exercise,
        tuple(CaseResult(case.name, case.points, problem) for case in exercise.cases),
    )


def _observe(exercise: Exercise, answer: Any) -> dict[Call, Outcome]:
    """Make each call once, until the time of the exercise is used up."""
    calls = dict.fromkeys(call for case in exercise.cases for call in case.calls)
    end = time.monotonic() + exercise.seconds
    observations: dict[Call, Outcome] = {}
    for call in calls:
        left = end - time.monotonic()
        if left <= 0:
            observations[call] = Outcome(untried=True)
        else:
            observations[call] = _observe_one(exercise, answer, call, left)
    return observations


def _observe_one(exercise: Exercise, answer: Any, call: Call, seconds: float) -> Outcome:
    if exercise.observe is None and not accepts(answer, call):
        return Outcome(refused=True)
    copied = copy.deepcopy(call)
    outcome = run(lambda: exercise.ask(answer, copied), seconds)
    return replace(outcome, changed=_changed(exercise, call, copied))


def _changed(exercise: Exercise, before: Call, after: Call) -> tuple[str, ...]:
    named_before = exercise.named_arguments(before)
    named_after = exercise.named_arguments(after)
    return tuple(
        name for name, value in named_before.items() if not _is_same(value, named_after[name])
    )


def _is_same(before: Any, after: Any) -> bool:
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_is_same, before, after))
    return not isinstance(before, np.ndarray) or np.array_equal(before, after)


def _judge(exercise: Exercise, case: Case, observations: dict[Call, Outcome]) -> CaseResult:
    judge = case.judge or matches_keras
    problems = (judge(exercise, call, observations[call]) for call in case.calls)
    first = next((problem for problem in problems if problem is not None), None)
    return CaseResult(case.name, case.points, first, case.next_step)


def _printed(results: tuple[CaseResult, ...], observations: dict[Call, Outcome]) -> str:
    """Return what the first wrong call printed, or the very first one if all are right."""
    problems = [result.problem for result in results if result.problem is not None]
    call = problems[0].call if problems else next(iter(observations))
    return observations[call].printed if call in observations else ""
