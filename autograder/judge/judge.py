"""Judge an answer by what came of its calls. Nothing here has met the answer itself.

Whoever asks may do so here, or from another process.
"""

import builtins
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from autograder.judge.comparison import matches_keras
from autograder.judge.diagnosis import diagnose
from autograder.judge.effort import effort
from autograder.vocabulary.exercise import Call, Case, Exercise, Problem
from autograder.vocabulary.findings import CaseResult, Findings
from autograder.vocabulary.outcome import Outcome

__all__ = ["Ask", "all_failed", "ask_all", "judge"]

Ask = Callable[[Call, float], Outcome]
"""Makes a call of the answer, within so many seconds."""


def ask_all(exercise: Exercise, ask: Ask) -> dict[Call, Outcome]:
    """Make each call of an exercise once, until its time is used up."""
    end = time.monotonic() + exercise.seconds
    outcomes: dict[Call, Outcome] = {}
    for call in exercise.calls:
        left = end - time.monotonic()
        outcomes[call] = ask(call, left) if left > 0 else Outcome(untried=True)
    return outcomes


def judge(
    exercise: Exercise, outcomes: Mapping[Call, Outcome], with_diagnosis: bool = True
) -> Findings:
    """Judge what came of the calls of an exercise.

    Parameters
    ----------
    exercise : Exercise
        With its cases; those of a grading run have hidden calls, too.
    outcomes : mapping
        Of every call.
    with_diagnosis : bool
        Whether to look for the misconception behind a wrong answer.

    Examples
    --------
    >>> from autograder.answer.call_answer import ask
    >>> from autograder.exercises import EXERCISES
    >>> relu = EXERCISES["relu"]
    >>> outcomes = ask_all(relu, lambda call, seconds: ask(relu, abs, call, seconds))
    >>> judge(relu, outcomes).misconceptions
    ('RELU-ABSOLUTE',)
    """
    outcomes = _read_all(exercise, outcomes)
    results = tuple(_result(exercise, case, outcomes) for case in exercise.cases)
    is_wrong = any(not result.passed for result in results)
    found = diagnose(exercise, outcomes) if with_diagnosis and is_wrong else ()
    codes = tuple(known.code for known in found)
    return Findings(exercise, results, codes, _printed(results, outcomes), outcomes)


def _read_all(exercise: Exercise, outcomes: Mapping[Call, Outcome]) -> Mapping[Call, Outcome]:
    """Replace plain data by what it amounts to, where an exercise says how to work that out."""
    read = exercise.read
    if read is None:
        return outcomes
    return {
        call: outcome
        if outcome.value is None
        else replace(outcome, value=read(call, outcome.value))
        for call, outcome in outcomes.items()
    }


def all_failed(exercise: Exercise, problem: Problem, codes: tuple[str, ...] = ()) -> Findings:
    """Return the findings on an answer that is not asked at all."""
    results = tuple(CaseResult(case.name, case.points, problem) for case in exercise.cases)
    return Findings(exercise, results, codes)


def _result(exercise: Exercise, case: Case, outcomes: Mapping[Call, Outcome]) -> CaseResult:
    judge_call = case.judge or matches_keras
    problems = {call: judge_call(exercise, call, outcomes[call]) for call in case.calls}
    failed = [call for call, problem in problems.items() if problem is not None]
    if not failed:
        return CaseResult(case.name, case.points, None, case.next_step)
    shown = min(failed, key=effort)
    problem = problems[shown]
    if problem is not None and shown.hidden:
        problem = _without_values(problem)
    return CaseResult(case.name, case.points, problem, case.next_step)


def _without_values(problem: Problem) -> Problem:
    """Tell what happened in a hidden call, but not what it asked or expected.

    An exception's text is the student's own, and could repeat the arguments.
    """
    return replace(
        problem,
        symptom=f"{_symptom_of_hidden(problem)} This was in a call that is not shown.",
        call=None,
        expected=None,
        received=None,
        detail="",
    )


def _symptom_of_hidden(problem: Problem) -> str:
    if problem.error:
        name = problem.error.partition(":")[0]
        known = name if isinstance(getattr(builtins, name, None), type) else "an exception"
        return f"It stopped with {known}."
    if isinstance(problem.expected, np.ndarray) and isinstance(problem.received, np.ndarray):
        is_shape = problem.expected.shape != problem.received.shape
        return "The shape is wrong." if is_shape else "The numbers are wrong."
    return problem.symptom


def _printed(results: tuple[CaseResult, ...], outcomes: Mapping[Call, Outcome]) -> str:
    """Return what the first wrong call printed, or the very first one if all are right."""
    problems = [result.problem for result in results if result.problem is not None]
    call = problems[0].call if problems else next(iter(outcomes))
    if call is None or call.hidden:
        return ""
    return outcomes[call].printed
