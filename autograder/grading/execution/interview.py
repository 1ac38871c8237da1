"""Ask a kernel for its answers, over a socket, and believe nothing of what it says of itself."""

import contextlib
import math
import secrets
import select
import socket
import time
from typing import Any

import numpy as np

from autograder.answer.helpers import MOST_HELPERS, is_name
from autograder.answer.remote_check import call_as_data
from autograder.grading.sandbox.limits import in_words
from autograder.judge.offers import asked
from autograder.vocabulary.exercise import Call, Exercise, Problem
from autograder.vocabulary.offer import ForbiddenUse, Offer
from autograder.vocabulary.outcome import Outcome
from autograder.vocabulary.wire import Channel, Opaque, WireClosedError, WireError, WireTimeoutError

__all__ = ["CellEnd", "Interview"]

GRACE_SECONDS = 5.0
"""Seconds beyond a call's own, to stop it and to send what it returned."""
TEXT_CHARACTERS = 2_000
MOST_NAMES = 20
MOST_BYTES = 64 << 20
"""Of all the answers in a check together, which are kept until they are judged."""
INTEGERS = np.iinfo(np.int64)
TOO_LARGE = f"MemoryError: the results of this check take more than {in_words(MOST_BYTES)}"
NO_CHECK = "The cell came to its end before the check."
ENDED = "The kernel came to its end before this check did."
OUT_OF_TURN = (
    "The connection to the grader was used by something other than `check`, so that it could not "
    "be trusted any more."
)


class CellEnd:
    """The end of a cell's run, to be waited for together with what a kernel sends.

    Examples
    --------
    >>> with CellEnd() as end:
    ...     end.come()
    ...     end.has_come, select.select([end], [], [])[0] == [end]
    (True, True)
    """

    def __init__(self) -> None:
        self._waits, self._tells = socket.socketpair()
        self.has_come = False

    def come(self) -> None:
        """Tell whoever waits."""
        self.has_come = True
        self._tells.send(b".")

    def fileno(self) -> int:
        """Return what `select` waits for."""
        return self._waits.fileno()

    def __enter__(self) -> "CellEnd":
        return self

    def __exit__(self, *_: object) -> None:
        self._waits.close()
        self._tells.close()


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
        self.is_lost = False
        """Whether nothing that comes from this kernel can be trusted, or waited for, any more."""
        self._has_ended = False
        """Whether that is so since the other end was closed, as by a kernel that ends."""
        self._bytes = 0
        self._cell_end: CellEnd

    def acknowledge_checks(self, cell_end: CellEnd) -> None:
        """Let every check in a cell of the student's own come to its end, with no question."""
        while not cell_end.has_come and not self.is_lost:
            if not self._has_message_within(None, cell_end):
                continue
            try:
                self._channel.receive(time.monotonic() + GRACE_SECONDS)
                self._channel.send({"done": True}, time.monotonic() + GRACE_SECONDS)
            except WireError as error:
                self.is_lost, self._has_ended = True, isinstance(error, WireClosedError)

    def ask(self, exercise: Exercise, cell_end: CellEnd) -> Offer:
        """Wait for the check of `exercise`, and put all its questions to the kernel.

        Whatever the kernel does, this comes to an end soon after the cell does, or after the
        time of the exercise.
        """
        if self.is_lost:
            return Offer(exercise.name, problem=Problem(ENDED if self._has_ended else OUT_OF_TURN))
        self._cell_end = cell_end
        try:
            return self._ask(exercise)
        except WireClosedError:
            self.is_lost = self._has_ended = True
            return Offer(exercise.name, problem=Problem(ENDED))
        except WireError:
            self.is_lost = True
            return Offer(exercise.name, problem=Problem(OUT_OF_TURN))
        finally:
            if self.is_lost:  # the kernel need not wait for more
                with contextlib.suppress(OSError):
                    self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close our end."""
        self._channel.close()

    def _ask(self, exercise: Exercise) -> Offer:
        if not self._wait_for_message(math.inf):
            return Offer(exercise.name, problem=Problem(NO_CHECK))
        said = self._channel.receive(time.monotonic() + GRACE_SECONDS)
        if not isinstance(said, dict) or said.get("check") != exercise.name:
            raise WireError("an offer of something else")
        offer = self._asked(exercise, said)
        self._channel.send({"done": True}, time.monotonic() + GRACE_SECONDS)
        return offer

    def _wait_for_message(self, deadline: float) -> bool:
        """Wait until something comes, but not longer than the cell, or until the deadline."""
        left = max(0.0, deadline - time.monotonic())
        return self._has_message_within(left if math.isfinite(left) else None, self._cell_end)

    def _has_message_within(self, seconds: float | None, cell_end: CellEnd) -> bool:
        ours = self._connection.fileno()
        ready, _, _ = select.select([ours, cell_end.fileno()], [], [], seconds)
        return ours in ready

    def _asked(self, exercise: Exercise, said: dict[str, Any]) -> Offer:
        self._bytes = 0
        offer = asked(exercise, _offer(exercise, said), self._ask_one)
        if offer.outcomes and all(outcome.untried for outcome in offer.outcomes):
            raise WireError("no answer to any question")
        return offer

    def _ask_one(self, call: Call, seconds: float) -> Outcome:
        if self.is_lost or self._bytes > MOST_BYTES:
            return Outcome(untried=True)
        number = secrets.token_hex(8)
        question = call_as_data(call) | {"number": number, "seconds": seconds}
        deadline = time.monotonic() + seconds + GRACE_SECONDS
        try:
            if self._channel.has_more():
                raise WireError("an answer to no question")
            self._channel.send(question, deadline)
            if not self._wait_for_message(deadline) and self._cell_end.has_come:
                raise WireClosedError("the cell has come to its end")
            reply = self._channel.receive(deadline)
        except WireTimeoutError:
            self.is_lost = True
            return Outcome(timed_out=True)
        except WireClosedError:
            self.is_lost = True
            return Outcome(error="SystemExit: the kernel was gone")
        if not isinstance(reply, dict) or reply.pop("number", None) != number:
            raise WireError("an answer to another question")
        self._bytes += _size(reply)
        return Outcome(error=TOO_LARGE) if self._bytes > MOST_BYTES else _outcome(reply)


def _offer(exercise: Exercise, said: dict[str, Any]) -> Offer:
    forbidden = said.get("forbidden")
    fields = ("what", "line", "where")
    return Offer(
        exercise.name,
        type_name=_text(said.get("type")),
        is_callable=said.get("callable") is True,
        forbidden=ForbiddenUse(*(_text(forbidden.get(name)) for name in fields))
        if isinstance(forbidden, dict)
        else None,
        helpers=_names(said.get("helpers")),
        near="".join(_names([said.get("near")])),
    )


def _names(said: Any) -> tuple[str, ...]:
    """Keep what can be the names of functions, to be shown."""
    said = said[:MOST_HELPERS] if isinstance(said, list) else []
    return tuple(name for name in said if is_name(name))


def _outcome(said: dict[str, Any]) -> Outcome:
    changed = said.get("changed")
    return Outcome(
        value=_value(said.get("value")),
        error=_text(said.get("error")),
        error_line=_text(said.get("error_line")),
        timed_out=said.get("timed_out") is True,
        untried=said.get("untried") is True,
        refused=said.get("refused") is True,
        printed=_text(said.get("printed")),
        changed=tuple(map(_text, changed[:MOST_NAMES])) if type(changed) is tuple else (),
    )


def _value(said: Any) -> Any:
    """Keep what a judge can compute with: no array holds a longer integer as a number."""
    if type(said) is int and not INTEGERS.min <= said <= INTEGERS.max:
        return Opaque("integer of more than 64 bits")
    return said


def _size(said: Any) -> int:
    """Return about how many bytes plain data takes.

    Examples
    --------
    >>> _size([np.zeros(1000), "text"]) // 1000
    8
    """
    if isinstance(said, np.ndarray):
        return said.nbytes + 100
    if isinstance(said, dict):
        return 100 + sum(map(_size, said.values()))
    if isinstance(said, list | tuple):
        return 60 + sum(map(_size, said))
    return 60 + (len(said) if isinstance(said, str) else 0)


def _text(said: Any) -> str:
    return said[:TEXT_CHARACTERS] if isinstance(said, str) else ""
