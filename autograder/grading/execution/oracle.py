"""The oracle: processes of their own, which know what is right and have met no student's code.

They are handed plain data, what answers returned, and hand back points and a message: that is
`oracle_process`. Keras's import and the expected answers take seconds, so a run has them made
once, and its main process lends its oracle to the workers.
"""

import contextlib
import functools
import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from autograder.grading.execution.oracle_process import (
    Judgement,
    JudgeRequest,
    OracleError,
    Replies,
)
from autograder.grading.imports import collector_off
from autograder.grading.sandbox.prefork.fork_server import start_program
from autograder.truth.ask_keras import Question, ask, let_answer
from autograder.truth.expected_before import ExpectedBefore
from autograder.truth.keras_elsewhere import SERVE, KerasElsewhere
from autograder.vocabulary.offer import Offer

__all__ = ["Oracle", "end_with_grader", "the_oracle"]

ASK = b"?"
ANY = Question("keras_layers", "output_size", (1, 1))
"""It has Keras imported."""
NAME = "oracle"
ENDED = "The oracle came to its end, two times, when it was asked about {}."


class Oracle:
    """Processes that judge; they are started when they are first asked, and again if they end.

    Parameters
    ----------
    processes
        How many. Whichever is free takes the next question.
    before
        What Keras said in earlier runs, if that may be used and kept.
    start_method
        Of `multiprocessing`; ``"forkserver"`` where one runs that has made our imports.
    """

    def __init__(
        self,
        processes: int = 1,
        before: ExpectedBefore | None = None,
        start_method: str = "spawn",
    ) -> None:
        self._number = processes
        self._before = before
        self._start_method = start_method
        self._keras: socket.socket | None = None
        self._processes: list[BaseProcess] = []
        self._control: socket.socket | None = None
        self._thread = ThreadPoolExecutor(1, "oracle", _leave_interrupts_to_the_grader)

    def ask_keras_of(self, lent: socket.socket | None) -> None:
        """Have Keras asked where a fork server, which lends this, has imported it.

        It is imported no second time, and in a sandbox only. Without, or if that one has ended,
        each process imports it.
        """
        if self._keras is None and lent is not None:
            self._keras = lent.dup()  # as long as it is needed, whoever closes the other

    def start(self) -> None:
        """Let the processes prepare while something else is done."""
        self._thread.submit(self._connection)

    def lend(self) -> socket.socket:
        """Start them, and return what a process that is started by `multiprocessing` is handed."""
        return self._thread.submit(self._connection).result()

    def borrow(self, control: socket.socket) -> None:
        """Ask those that another process lends, as long as they last."""
        self._control = control

    def judge(self, offer: Offer, seed: str) -> "Future[Judgement]":
        """Judge what a kernel offered in the run with this seed."""
        return self._thread.submit(self._ask, JudgeRequest(seed, offer))

    def close(self) -> None:
        """End the processes, or ask those that are lent no more."""
        try:
            self._thread.submit(self._stop).result()
        except RuntimeError:  # Python itself comes to its end, and has ended the thread
            self._stop()
        self._thread.shutdown()
        if self._keras is not None:
            self._keras.close()
            self._keras = None

    def __enter__(self) -> "Oracle":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, request: JudgeRequest) -> Judgement:
        try:
            return _asked(self._connection(), request)
        except (EOFError, OSError):
            self._stop()
        try:
            return _asked(self._connection(), request)
        except (EOFError, OSError) as error:
            self._stop()
            raise OracleError(ENDED.format(request.offer.exercise)) from error

    def _connection(self) -> socket.socket:
        if self._control is None:
            self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            context: Any = multiprocessing.get_context(self._start_method)
            with theirs:
                handed = theirs, self._before, self._keras
                for _ in range(self._number):
                    process = context.Process(target=_serve, args=handed, name=NAME)
                    process.start()
                    self._processes.append(process)
        return self._control

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        for process in self._processes:
            process.kill()  # it has nothing to lose, and TensorFlow takes a second to end
        while self._processes:
            self._processes.pop().join()


@functools.cache
def the_oracle() -> Oracle:
    """Return the oracle, which lasts as long as this process."""
    oracle = Oracle()
    # Unlike atexit, it runs in a worker of a pool, too, and before that waits for its children.
    Finalize(None, oracle.close, exitpriority=100)
    return oracle


def _asked(control: socket.socket, request: JudgeRequest) -> Judgement:
    """Ask by one packet, which holds the way of question and reply: several may ask."""
    ours, theirs = Pipe()
    with ours:
        with theirs:
            socket.send_fds(control, [ASK], [theirs.fileno()])
        ours.send(request)
        reply = ours.recv()
    if isinstance(reply, BaseException):
        raise reply
    judgement: Judgement = reply
    return judgement


def _serve(
    control: socket.socket, before: ExpectedBefore | None, keras: socket.socket | None
) -> None:
    """Judge until nobody is left who could ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the grader hears it, and ends this
    with contextlib.suppress(OSError):  # its name among the processes; what forked it has its own
        Path("/proc/self/comm").write_text(NAME, encoding="ascii")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")  # as in the sandboxes
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # whatever a lab's own truth imports
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    threading.Thread(target=end_with_grader, daemon=True).start()
    if keras is not None:
        let_answer(KerasElsewhere(partial(start_program, keras, SERVE)))
    if before is None or before.is_empty:
        # If it fails, each question is answered by what is amiss.
        with contextlib.suppress(Exception), collector_off(), _not_installed("matplotlib"):
            ask(ANY)
    replies = Replies(before)
    while True:
        message, fds, _, _ = socket.recv_fds(control, len(ASK), 1)
        if not message:
            return
        with Connection(fds[0]) as asker, contextlib.suppress(EOFError, OSError):
            asker.send(replies.to(asker.recv_bytes()))


@contextlib.contextmanager
def _not_installed(library: str) -> Iterator[None]:
    """Have what is imported do without a library: Keras would draw with it, which takes long."""
    is_free = library not in sys.modules
    if is_free:
        sys.modules[library] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if is_free:
            del sys.modules[library]


def _leave_interrupts_to_the_grader() -> None:
    """Let what this thread starts hear no Ctrl-C: the grader does, and ends it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def end_with_grader() -> None:
    """End when the grader was killed: a process of a pool would wait for work for ever."""
    grader = multiprocessing.parent_process()
    assert grader is not None  # noqa: S101 - a process of a pool has one
    wait([grader.sentinel])
    os._exit(1)
