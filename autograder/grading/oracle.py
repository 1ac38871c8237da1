"""The oracle: a process of its own, which knows what is right and has met no student's code.

It is handed plain data, what answers returned, and hands back points and a message.
"""

import functools
import multiprocessing
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import wait

import cnn_reference
from autograder.comparison import compare
from autograder.exercise import Call, Exercise, Problem
from autograder.exercises import EXERCISES
from autograder.fresh import with_fresh_calls
from autograder.grading.questions import Answers
from autograder.judging import all_failed, judge
from autograder.misconceptions import USES_A_LIBRARY
from autograder.outcome import Outcome
from autograder.quiet import quiet_stderr
from autograder.rules import as_problem
from autograder.verdict import Verdict

__all__ = ["Judgement", "Oracle", "OracleError", "calls_of", "end_with_grader", "exercise_of_run"]


MOST_REMEMBERED = 200
"""Exercises, of this run and of those before it in a server that lasts."""


class OracleError(RuntimeError):
    """The grader is at fault, not the student: nothing is graded by it."""


@dataclass(frozen=True)
class Judgement:
    """A verdict, ready to be shown."""

    points: float
    max_points: float
    html: str
    text: str
    misconceptions: tuple[str, ...] = ()


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def exercise_of_run(name: str, seed: str) -> Exercise:
    """Return an exercise with the hidden calls of a grading run."""
    exercise = EXERCISES[name]
    return with_fresh_calls(exercise, seed) if seed else exercise


def calls_of(exercise: Exercise) -> tuple[Call, ...]:
    """Return all calls, each once, in an order that is the same in every process."""
    return tuple(dict.fromkeys(call for case in exercise.cases for call in case.calls))


class Oracle:
    """A process that judges; it is started when it is first asked."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_begin)

    def judge(self, exercise: Exercise, seed: str, answers: Answers) -> "Future[Judgement]":
        """Judge what a kernel answered; `exercise` is that of the run with this seed."""
        if answers.outcomes:
            outcomes: Sequence[Outcome] | None = [
                answers.outcomes[call] for call in calls_of(exercise)
            ]
        else:
            outcomes = None
        problem = answers.problem if answers.reach is None else as_problem(answers.reach)
        return self._pool.submit(
            _judge, exercise.name, seed, outcomes, problem, answers.reach is not None
        )

    def warm_up(self) -> None:
        """Let the process import Keras while the first kernel starts."""
        self._pool.submit(_import_keras)

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _begin() -> None:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    threading.Thread(target=end_with_grader, daemon=True).start()


def end_with_grader() -> None:
    """End when the grader was killed: a process of a pool would wait for work for ever."""
    grader = multiprocessing.parent_process()
    assert grader is not None  # noqa: S101 - a process of a pool has one
    wait([grader.sentinel])
    os._exit(1)


def _import_keras() -> None:
    import autograder.keras_truth  # noqa: F401


def _judge(
    name: str,
    seed: str,
    outcomes: Sequence[Outcome] | None,
    problem: Problem | None,
    reaches: bool,
) -> Judgement:
    exercise = exercise_of_run(name, seed)
    if outcomes is None:
        codes = (USES_A_LIBRARY.code,) if reaches else ()
        return _judgement(all_failed(exercise, problem or Problem("There is no answer."), codes))
    _agree(name, seed)
    with quiet_stderr():
        verdict = judge(exercise, dict(zip(calls_of(exercise), outcomes, strict=True)))
        return _judgement(verdict)


def _judgement(verdict: Verdict) -> Judgement:
    shown = verdict._repr_mimebundle_()
    return Judgement(
        verdict.points,
        verdict.max_points,
        shown["text/html"],
        str(verdict),
        verdict.misconceptions,
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
