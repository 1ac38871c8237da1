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

__all__ = ["SERVE", "KerasElsewhere", "serve"]

SERVE = "from autograder.truth.keras_elsewhere import serve; serve(3)"
"""A program that answers who asks through its descriptor 3."""
OF_A_KERNEL = ("TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS")
"""Settings of a kernel's, which has one thread. Who answers may use all cores."""
ATTEMPTS = 2
ERRORS = {kind.__name__: kind for kind in (TypeError, ValueError)}
"""Those that mean something to who asks; others come as a `RuntimeError`."""
NOT_SENT = "WireError"
"""An answer that is no plain data, or too large: it is to be asked for where it is wanted."""


class KerasElsewhere:
    """Asks Keras in a process that answers by `serve`; in this one, if there is none.

    Parameters
    ----------
    start
        Starts such a process, and returns the way to it. It is called again if that one has ended.
    """

    def __init__(self, start: Callable[[], socket.socket]) -> None:
        self._start = start
        self._way: Connection | None = None
        self._attempts = 0

    def __call__(self, question: Question) -> Any:
        """Return the answer, or raise what it is to raise."""
        try:
            asked = pickle.dumps(question)
        except (AttributeError, TypeError, pickle.PicklingError):  # a function with no name, say
            return answer(question)
        while self._attempts < ATTEMPTS:
            try:
                value, error, said = self._reply_to(asked)
            except (EOFError, OSError, WireError):
                self.close()
                self._attempts += 1
                continue
            if error == NOT_SENT:
                return answer(question)
            if error:
                raise ERRORS.get(error, RuntimeError)(said)
            return value
        return answer(question)

    def _reply_to(self, asked: bytes) -> tuple[Any, str, str]:
        if self._way is None:
            self._way = Connection(self._start().detach())
        self._way.send_bytes(asked)
        value, error, said = decode(self._way.recv_bytes(FrameLimits.frame_bytes))
        return value, error, said

    def close(self) -> None:
        """Ask that process no more; it ends."""
        if self._way is not None:
            self._way.close()
            self._way = None


def serve(descriptor: int) -> None:
    """Answer until nobody is left who asks."""
    for name in OF_A_KERNEL:
        os.environ.pop(name, None)
    with Connection(descriptor) as asker, contextlib.suppress(EOFError, OSError):
        while True:
            asker.send_bytes(_reply(asker.recv()))


def _reply(question: Question) -> bytes:
    try:
        value = answer(question)
        if is_lost(value):
            raise WireError
        return encode((value, "", ""))
    except Exception as error:
        kind = type(error).__name__
        return encode((None, kind, str(error) if kind in ERRORS else f"{kind}: {error}"))
