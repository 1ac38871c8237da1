"""Ask a kernel for its answers, over a socket, and believe nothing of what it says of itself."""

import secrets
import select
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.exercise import Call, Exercise, Problem
from autograder.judging import ask_all
from autograder.outcome import Outcome
from autograder.remote import call_as_data
from autograder.rules import Reach
from autograder.wire import Channel, WireClosed, WireError, WireTimeout

__all__ = ["Answers", "Interview"]

GRACE = 5.0
"""Seconds beyond a call's own, to stop it and to send what it returned."""
GLANCE = 0.05
"""Seconds between two looks whether the cell has come to its end without a check."""
TEXT_CHARACTERS = 2_000
MOST_NAMES = 20
NO_CHECK = "The cell came to its end before the check."
OUT_OF_TURN = (
    "The connection to the grader was used by something other than `check`, so that it could not "
    "be trusted any more."
)


@dataclass(frozen=True)
class Answers:
    """What a kernel answered in one check."""

    outcomes: dict[Call, Outcome] = field(default_factory=dict)
    reach: Reach | None = None
    problem: Problem | None = None
    """Why there are no answers, if there are none."""


class Interview:
    """The questions to one kernel, cell by cell.

    Parameters
    ----------
    connection : socket.socket
        Our end of the pair whose other end the kernel inherits.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._channel = Channel(connection)
        self._is_lost = False

    def ask(self, exercise: Exercise, cell_is_over: Callable[[], bool]) -> Answers:
        """Wait for the check of `exercise`, and put all its questions to the kernel.

        Whatever the kernel does, this comes to an end soon after the cell does, or after the
        time of the exercise.
        """
        if self._is_lost:
            return Answers(problem=Problem(OUT_OF_TURN))
        try:
            return self._ask(exercise, cell_is_over)
        except WireError:
            self._is_lost = True
            return Answers(problem=Problem(OUT_OF_TURN))

    def close(self) -> None:
        """Close our end."""
        self._channel.close()

    def _ask(self, exercise: Exercise, cell_is_over: Callable[[], bool]) -> Answers:
        while not select.select([self._connection], [], [], GLANCE)[0]:
            if cell_is_over():
                return Answers(problem=Problem(NO_CHECK))
        offer = self._channel.receive(time.monotonic() + GRACE)
        if not isinstance(offer, dict) or offer.get("check") != exercise.name:
            raise WireError("an offer of something else")
        answers = self._answers(exercise, offer)
        self._channel.send({"done": True}, time.monotonic() + GRACE)
        return answers

    def _answers(self, exercise: Exercise, offer: dict[str, Any]) -> Answers:
        if exercise.is_function and offer.get("callable") is not True:
            return Answers(problem=_no_function(exercise, _text(offer.get("type"))))
        reach = offer.get("reach")
        if isinstance(reach, dict):
            said = (_text(reach.get(name)) for name in ("what", "line", "where"))
            return Answers(reach=Reach(*said))
        outcomes = ask_all(exercise, self._ask_one)
        if all(outcome.untried for outcome in outcomes.values()):
            raise WireError("no answer to any question")
        return Answers(outcomes)

    def _ask_one(self, call: Call, seconds: float) -> Outcome:
        if self._is_lost:
            return Outcome(untried=True)
        number = secrets.token_hex(8)
        question = call_as_data(call) | {"number": number, "seconds": seconds}
        deadline = time.monotonic() + seconds + GRACE
        try:
            if self._channel.has_more():
                raise WireError("an answer to no question")
            self._channel.send(question, deadline)
            reply = self._channel.receive(deadline)
        except WireTimeout:
            self._is_lost = True
            return Outcome(timed_out=True)
        except WireClosed:
            self._is_lost = True
            return Outcome(error="SystemExit: the kernel was gone")
        if not isinstance(reply, dict) or reply.pop("number", None) != number:
            raise WireError("an answer to another question")
        return _outcome(reply)


def _outcome(said: dict[str, Any]) -> Outcome:
    changed = said.get("changed")
    return Outcome(
        value=said.get("value"),
        error=_text(said.get("error")),
        error_line=_text(said.get("error_line")),
        timed_out=said.get("timed_out") is True,
        untried=said.get("untried") is True,
        refused=said.get("refused") is True,
        printed=_text(said.get("printed")),
        changed=tuple(map(_text, changed[:MOST_NAMES])) if type(changed) is tuple else (),
    )


def _text(said: Any) -> str:
    return said[:TEXT_CHARACTERS] if isinstance(said, str) else ""


def _no_function(exercise: Exercise, kind: str) -> Problem:
    return Problem(
        f"{exercise.name} is no function but {kind or 'something else'}.",
        next_step=f"Define it: `def {exercise.name}{exercise.signature}:`.",
    )
