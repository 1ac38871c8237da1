"""Workers on this machine. Each may be killed at any time: nothing depends on how it ends."""

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from functools import partial
from multiprocessing import forkserver
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from autograder.grading.execution.one_kind import Slots
from autograder.grading.execution.oracle import end_with_grader

__all__ = ["LocalExecutor", "WhenNeeded", "start_fork_server"]

PRELOADED = ["autograder.grading.batch.executors.preload"]
"""Imports that workers need, made once in the process that forks them."""
T = TypeVar("T")


def start_fork_server() -> None:
    """Let the process that forks workers make its imports while this one makes its own."""
    with _interrupts_blocked():
        forkserver.set_forkserver_preload(PRELOADED)
        forkserver.ensure_running()


class LocalExecutor(Executor):
    """A pool of processes that is replaced when one of them was killed.

    Where a core is left for it, there is one more than may work: it begins a call, as far as it
    can, while another one ends.

    Parameters
    ----------
    workers
        How many may work at once.
    prepare
        Called in each process before anything else, with what a call has to get hold of while it
        works: a semaphore, new with each pool, since who was killed does not give it back.
    """

    def __init__(self, workers: int, prepare: Callable[[Slots], None] | None = None) -> None:
        self._workers = workers
        self._prepare = prepare
        self._pool: ProcessPoolExecutor | None = None
        self._running: set[Future[Any]] = set()
        self._is_broken = False
        self._others = set(multiprocessing.active_children())

    def submit(self, fn: Callable[..., T], /, *arguments: Any, **options: Any) -> "Future[T]":
        """Have a call made. What ran when a worker was killed ends by `BrokenProcessPool`."""
        with _interrupts_blocked():
            try:
                future = self._running_pool().submit(fn, *arguments, **options)
            except BrokenProcessPool:
                self._is_broken = True
                self.shutdown()
                future = self._running_pool().submit(fn, *arguments, **options)
        self._running.add(future)
        future.add_done_callback(self._note)
        return future

    def _note(self, future: "Future[Any]") -> None:
        self._running.discard(future)
        if not future.cancelled() and isinstance(future.exception(), BrokenProcessPool):
            self._is_broken = True
            # The pool asks its other workers to end, and waits even for one that hears nothing:
            # since Python 3.12.1 with a lock that `submit` and `shutdown` need.
            self._kill_workers()

    def _running_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            start_fork_server()
            processes = max(self._workers, min(self._workers + 1, os.cpu_count() or 1))
            arguments = self._prepare, context.Semaphore(self._workers)
            self._pool = ProcessPoolExecutor(
                processes, context, initializer=_prepare_worker, initargs=arguments
            )
            # A call starts a worker, and only at the next call does the pool begin to watch it. One
            # that was killed before would be waited for, so all are started ahead of the first.
            for _ in range(processes):
                self._pool.submit(os.getpid)
        return self._pool

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what runs, and end the workers."""
        if self._is_broken:
            self._kill_workers()
        if self._pool is not None:
            self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)
            self._pool = None
        self._is_broken = False  # only now has the last call of that pool been noted

    def kill(self) -> None:
        """End the workers at once, their kernels and oracles with them."""
        from autograder.grading.sandbox.folders.private_folder import remove_forgotten

        self._kill_workers()
        self.shutdown(cancel_futures=True)
        remove_forgotten.__wrapped__(Path(tempfile.gettempdir()))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the workers; kill those that still run something, if the run was broken off."""
        if kind is None or all(future.done() for future in self._running):
            self.shutdown()
        else:
            self.kill()

    def _kill_workers(self) -> None:
        for process in set(multiprocessing.active_children()) - self._others:
            process.kill()


class WhenNeeded(Executor):
    """Starts another executor, and all that it needs, when the first call is to be made.

    That takes seconds, in which whoever wants the call made can go on.

    Parameters
    ----------
    start
        Returns what has the executor as long as it is entered.
    """

    def __init__(self, start: Callable[[], AbstractContextManager[Executor]]) -> None:
        self._start = start
        self._executor: Executor | None = None
        self._entered = contextlib.ExitStack()
        self._thread = ThreadPoolExecutor(1, "starter")

    def start(self) -> None:
        """Begin to start it."""
        self._thread.submit(self._started)

    def submit(self, fn: Callable[..., T], /, *arguments: Any, **options: Any) -> "Future[T]":
        """Have a call made. If nothing can be started, it ends by `BrokenExecutor`."""
        future: Future[T] = Future()
        self._thread.submit(self._submit, future, partial(fn, *arguments, **options))
        return future

    def _submit(self, future: "Future[T]", call: Callable[[], T]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            self._started().submit(call).add_done_callback(partial(_hand_on, future))
        except BaseException as error:
            future.set_exception(error)

    def _started(self) -> Executor:
        if self._executor is None:
            try:
                self._executor = self._entered.enter_context(self._start())
            except Exception as error:
                raise BrokenExecutor(f"The workers did not start: {error}") from error
        return self._executor

    def __exit__(self, *error: Any) -> None:
        """End it, if it was started."""
        self._thread.shutdown(cancel_futures=True)
        self._entered.__exit__(*error)


def _hand_on(to: "Future[T]", ended: "Future[T]") -> None:
    if ended.cancelled():
        to.set_exception(CancelledError())
    elif error := ended.exception():
        to.set_exception(error)
    else:
        to.set_result(ended.result())


def _prepare_worker(prepare: Callable[[Slots], None] | None, slots: Slots) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told to the grader, which kills us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=end_with_grader, daemon=True).start()
    if prepare is not None:
        prepare(slots)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let no Ctrl-C reach a worker before it has learned to leave that to the grader."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
