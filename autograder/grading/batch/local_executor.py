"""Workers on this machine. Each may be killed at any time: nothing depends on how it ends."""

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from autograder.grading.execution.oracle import end_with_grader

__all__ = ["LocalExecutor", "WhenNeeded"]

PRELOADED = ["autograder.grading.execution.execute"]
"""Imports that workers need, made once in the process that forks them."""
T = TypeVar("T")


class LocalExecutor(Executor):
    """A pool of processes that is replaced when one of them was killed.

    Parameters
    ----------
    workers
        How many processes.
    prepare
        Called in each of them before anything else.
    """

    def __init__(self, workers: int, prepare: Callable[[], None] | None = None) -> None:
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

    def _running_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(PRELOADED)
            self._pool = ProcessPoolExecutor(
                self._workers, context, initializer=_prepare_worker, initargs=(self._prepare,)
            )
            # A call starts a worker, and only at the next call does the pool begin to watch it. One
            # that was killed before would be waited for, so all are started ahead of the first.
            for _ in range(self._workers):
                self._pool.submit(os.getpid)
        return self._pool

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Wait for what runs, and end the workers."""
        if self._is_broken:
            # The pool asks its other workers to end, and waits even for one that it didn't ask.
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

    Parameters
    ----------
    start
        Returns what has the executor as long as it is entered.
    """

    def __init__(self, start: Callable[[], AbstractContextManager[Executor]]) -> None:
        self._start = start
        self._executor: Executor | None = None
        self._entered = contextlib.ExitStack()

    def start(self) -> Executor:
        """Start it now."""
        if self._executor is None:
            self._executor = self._entered.enter_context(self._start())
        return self._executor

    def submit(self, fn: Callable[..., T], /, *arguments: Any, **options: Any) -> "Future[T]":
        """Have a call made."""
        return self.start().submit(fn, *arguments, **options)

    def __exit__(self, *error: Any) -> None:
        """End it, if it was started."""
        self._entered.__exit__(*error)


def _prepare_worker(prepare: Callable[[], None] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is told to the grader, which kills us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=end_with_grader, daemon=True).start()
    if prepare is not None:
        prepare()


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Let no Ctrl-C reach a worker before it has learned to leave that to the grader."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
