"""What the oracle's process does: judge by Keras what a student's functions returned."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace

import cnn_reference
from autograder.exercises import EXERCISES
from autograder.grading.execution.case_record import CaseRecord, case_records, measured
from autograder.judge.comparison import compare
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.judge.judge import all_failed, judge, read_all
from autograder.misconceptions import USES_A_LIBRARY
from autograder.truth.quiet import quiet_stderr
from autograder.verdict import Verdict
from autograder.vocabulary.exercise import Call, Exercise, Problem
from autograder.vocabulary.outcome import Outcome

__all__ = [
    "JudgeRequest",
    "Judgement",
    "OracleError",
    "calls_of",
    "exercise_of_run",
    "judge_request",
]

MOST_REMEMBERED = 200
"""Exercises, of this run and of those before it in a server that lasts."""


class OracleError(RuntimeError):
    """The grader is at fault, not the student: nothing is graded by it."""


@dataclass(frozen=True)
class JudgeRequest:
    """What an exercise's function returned for all calls, or why there is nothing."""

    name: str
    seed: str
    outcomes: tuple[Outcome, ...] | None
    problem: Problem | None = None
    reaches: bool = False
    """For a library that does the exercise."""


@dataclass(frozen=True)
class Judgement:
    """A verdict, ready to be shown."""

    points: float
    max_points: float
    html: str
    text: str
    misconceptions: tuple[str, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    measured: float | None = None


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def exercise_of_run(name: str, seed: str) -> Exercise:
    """Return an exercise with the hidden calls of a grading run."""
    exercise = EXERCISES[name]
    return with_hidden_calls(exercise, seed) if seed else exercise


def calls_of(exercise: Exercise) -> tuple[Call, ...]:
    """Return all calls, each once, in an order that is the same in every process."""
    return tuple(dict.fromkeys(call for case in exercise.cases for call in case.calls))


def judge_request(request: JudgeRequest) -> Judgement:
    """Judge.

    Raises
    ------
    OracleError
        If Keras and the reference don't agree on what is right.
    """
    exercise = exercise_of_run(request.name, request.seed)
    if request.outcomes is None:
        codes = (USES_A_LIBRARY.code,) if request.reaches else ()
        problem = request.problem or Problem("There is no answer.")
        return _judgement(all_failed(exercise, problem, codes), exercise)
    _agree(request.name, request.seed)
    with quiet_stderr():
        outcomes = dict(zip(calls_of(exercise), request.outcomes, strict=True))
        if exercise.read is None:
            return _judgement(judge(exercise, outcomes), exercise, outcomes)
        read = read_all(exercise, outcomes)
        verdict = judge(replace(exercise, read=None), read)
        return _judgement(verdict, exercise, read, measured(read))


def _judgement(
    verdict: Verdict,
    exercise: Exercise,
    outcomes: Mapping[Call, Outcome] | None = None,
    number: float | None = None,
) -> Judgement:
    shown = verdict._repr_mimebundle_()
    return Judgement(
        verdict.points,
        verdict.max_points,
        shown["text/html"],
        str(verdict),
        verdict.misconceptions,
        case_records(verdict, exercise, outcomes),
        number,
    )


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _agree(name: str, seed: str) -> None:
    """Make sure that Keras and the reference agree on every call, before anybody is judged."""
    exercise = exercise_of_run(name, seed)
    reference = getattr(cnn_reference, name, None)
    if exercise.expected is None or reference is None:
        return
    for call in calls_of(exercise):
        expected = exercise.expected(*call.arguments, **call.options)
        received = reference(*call.arguments, **call.options)
        problem = compare(exercise, call, received, expected)
        if problem is not None:
            raise OracleError(
                f"Keras and cnn_reference.{name} disagree on a call of {name}: {problem.symptom} "
                f"Nothing is graded until they agree (seed {seed!r})."
            )
