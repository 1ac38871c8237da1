"""What the oracle's process does: judge by Keras what a student's functions returned."""

import functools
import hashlib
import pickle
import traceback
from dataclasses import dataclass

import cnn_reference
from autograder.exercises import EXERCISES
from autograder.grading.execution.case_record import CaseRecord, case_records, measured
from autograder.judge.comparison import compare
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.judge.offers import judge_offer
from autograder.messages.html import html_of
from autograder.messages.message import message_of
from autograder.messages.text import text_of
from autograder.truth.expected_before import ExpectedBefore
from autograder.truth.quiet import quiet_stderr
from autograder.vocabulary.exercise import Exercise
from autograder.vocabulary.findings import Findings
from autograder.vocabulary.offer import Offer

__all__ = [
    "JudgeRequest",
    "Judgement",
    "OracleError",
    "Replies",
    "exercise_of_run",
    "judge_request",
]

MOST_REMEMBERED = 200
"""Exercises, of this run and of those before it in a server that lasts."""

MOST_KEPT = 500
"""Judgements that a like question is answered by. Each takes some 20 KB."""


class OracleError(RuntimeError):
    """The grader is at fault, not the student: nothing is graded by it."""


@dataclass(frozen=True)
class JudgeRequest:
    """What was offered in a grading run."""

    seed: str
    offer: Offer


@dataclass(frozen=True)
class Judgement:
    """Points and a message, ready to be shown."""

    points: float
    max_points: float
    html: str
    text: str
    misconceptions: tuple[str, ...] = ()
    cases: tuple[CaseRecord, ...] = ()
    measured: float | None = None


class Replies:
    """What is replied to questions, each a pickled `JudgeRequest`.

    Equal ones are judged once: of several students who hand in the same file of weights, say.

    Parameters
    ----------
    before
        What Keras said in earlier runs; none is kept without.
    """

    def __init__(self, before: ExpectedBefore | None = None) -> None:
        self._before = before
        self._judged: dict[bytes, Judgement] = {}

    def to(self, asked: bytes) -> Judgement | OracleError:
        """Judge, or say again what was said of the same."""
        digest = hashlib.sha256(asked).digest()
        if digest in self._judged:
            return self._judged[digest]
        reply = _reply(pickle.loads(asked), self._before)  # noqa: S301 - written by a worker, not by a kernel
        if isinstance(reply, Judgement):
            self._judged[digest] = reply
        if len(self._judged) > MOST_KEPT:
            del self._judged[next(iter(self._judged))]
        return reply


def _reply(request: JudgeRequest, before: ExpectedBefore | None) -> Judgement | OracleError:
    try:
        return judge_request(request, before)
    except OracleError as error:
        return error
    except Exception as error:
        said = OracleError(f"{type(error).__name__}: {error}")
        said.add_note(traceback.format_exc())
        return said


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def exercise_of_run(name: str, seed: str) -> Exercise:
    """Return an exercise with the hidden calls of a grading run."""
    exercise = EXERCISES[name]
    return with_hidden_calls(exercise, seed) if seed else exercise


def judge_request(request: JudgeRequest, before: ExpectedBefore | None = None) -> Judgement:
    """Judge, by what is known from `before` if it was asked then.

    Raises
    ------
    OracleError
        If Keras and the reference don't agree on what is right.
    """
    offer = request.offer
    exercise = exercise_of_run(offer.exercise, request.seed)
    if offer.outcomes is not None:
        _agree(offer.exercise, request.seed, before)
    with quiet_stderr():
        return _judgement(judge_offer(exercise, offer))


def _judgement(findings: Findings) -> Judgement:
    message = message_of(findings)
    return Judgement(
        findings.points,
        findings.max_points,
        html_of(message),
        text_of(message),
        findings.misconceptions,
        case_records(findings),
        measured(findings),
    )


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _agree(name: str, seed: str, before: ExpectedBefore | None) -> None:
    """Make sure that Keras and the reference agree on every call, before anybody is judged."""
    exercise = exercise_of_run(name, seed)
    reference = getattr(cnn_reference, name, None)
    if exercise.expected is None or reference is None:
        return
    if before is not None and before.recall(exercise):
        return  # they agreed when that was kept
    for call in exercise.calls:
        expected = exercise.expected(*call.arguments, **call.options)
        received = reference(*call.arguments, **call.options)
        problem = compare(exercise, call, received, expected)
        if problem is not None:
            raise OracleError(
                f"Keras and cnn_reference.{name} disagree on a call of {name}: {problem.symptom} "
                f"Nothing is graded until they agree (seed {seed!r})."
            )
    if before is not None:
        before.keep(exercise)
