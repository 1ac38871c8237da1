"""Keras in another process: who asks it there, and who answers.

Its import takes seconds, and memory that nobody shares who has made it for himself. Where kernels
are forked from a process that has imported Keras, another child of it answers a grader's questions.
It is in a sandbox, and what it says is plain data.
"""

import contextlib
import os
import pickle
import socket
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from autograder.truth.ask_keras import Question, answer
from autograder.truth.expected_before import is_lost
from autograder.vocabulary.wire import FrameLimits, WireError, decode, encode

__all__ = ["SERVE", "KerasElsewhere", "KerasEndedError", "serve"]

SERVE = "from autograder.truth.keras_elsewhere import serve; serve(3)"
"""A program that answers who asks through its descriptor 3."""
OF_A_KERNEL = ("TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS")
"""Settings of a kernel's, which has one thread. Who answers may use all cores."""
ATTEMPTS = 3
"""The first may have ended since it was last asked."""
SECONDS_TO_ANSWER = 300.0
"""More than anything takes on any machine: nothing waits for ever."""
ERRORS = {kind.__name__: kind for kind in (TypeError, ValueError)}
"""Those that mean something to who asks; others come as a `RuntimeError`."""
NOT_SENT = "not sent"
"""Said if a question names what isn't there, and if an answer is no plain data or too large."""
ENDED = "Keras's process came to its end, or said nothing, {} times, when it was asked for {}."


class KerasEndedError(RuntimeError):
    """What is asked ends whoever answers it, so that it is asked nowhere else."""


class KerasElsewhere:
    """Asks Keras in a process that answers by `serve`; in this one, if none can be started.

    Parameters
    ----------
    start
        Starts such a process, and returns the way to it. It is called again if that one has ended.

    Raises
    ------
    KerasEndedError
        If one after the other has ended by the question.
    """

    def __init__(self, start: Callable[[], socket.socket]) -> None:
        self._start = start
        self._way: Connection | None = None
        self._is_none_started = False

    def __call__(self, question: Question) -> Any:
        """Return the answer, or raise what it is to raise."""
        try:
            asked = pickle.dumps(question)
        except (AttributeError, TypeError, pickle.PicklingError):  # a function with no name, say
            return answer(question)
        for _ in range(ATTEMPTS):
            way = self._running()
            if way is None:
                return answer(question)
            try:
                value, error, said = _asked(way, asked)
            except (EOFError, OSError, WireError):
                self.close()
                continue
            except BaseException:  # its answer may come yet, and is none to the next question
                self.close()
                raise
            if error == NOT_SENT:
                return answer(question)
            if error:
                raise ERRORS.get(error, RuntimeError)(said)
            return value
        raise KerasEndedError(ENDED.format(ATTEMPTS, question.name))

    def _running(self) -> Connection | None:
        if self._way is None and not self._is_none_started:
            try:
                self._way = Connection(self._start().detach())
            except OSError:
                self._is_none_started = True
        return self._way

    def close(self) -> None:
        """Ask that process no more; it ends."""
        if self._way is not None:
            self._way.close()
            self._way = None


def _asked(way: Connection, asked: bytes) -> tuple[Any, str, str]:
    way.send_bytes(asked)
    if not way.poll(SECONDS_TO_ANSWER):
        raise TimeoutError
    value, error, said = decode(way.recv_bytes(FrameLimits.frame_bytes))
    return value, error, said


def serve(descriptor: int) -> None:
    """Answer until nobody is left who asks."""
    for name in OF_A_KERNEL:
        os.environ.pop(name, None)
    with Connection(descriptor) as asker, contextlib.suppress(EOFError, OSError):
        while True:
            asker.send_bytes(_reply(asker.recv_bytes()))


def _reply(asked: bytes) -> bytes:
    try:
        question = pickle.loads(asked)  # noqa: S301 - who asks is the grader
    except Exception:  # a function of a module that can't be imported here
        return encode((None, NOT_SENT, ""))
    try:
        value = answer(question)
    except Exception as error:
        kind = type(error).__name__
        return encode((None, kind, str(error) if kind in ERRORS else f"{kind}: {error}"))
    with contextlib.suppress(WireError):
        frame = encode((value, "", ""))
        if not is_lost(frame):
            return frame
    return encode((None, NOT_SENT, ""))
