"""Call a function within a time, and bring back what became of the call."""

import contextlib
import ctypes
import io
import linecache
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextvars import Context
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from autograder.vocabulary.outcome import Outcome

__all__ = ["call_within"]

PRINTED_CHARACTERS = 2_000
LONGEST_ERROR = 2_000

SECONDS_TO_STOP = 2.0


class _TimeIsUpError(BaseException):
    """Raised inside an answer that has had its time; no ``except Exception`` keeps it."""


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed, so that an endless print fills no memory."""

    def __init__(self) -> None:
        self.text = ""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.text += text[: PRINTED_CHARACTERS - len(self.text)]
        return len(text)


class _Caller:
    """A thread that makes one call after the other.

    To start a thread takes longer than most answers take.
    """

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._ended: SimpleQueue[None] = SimpleQueue()
        self.thread = threading.Thread(target=self._make_calls, daemon=True)
        self.thread.start()

    def calls(self, function: Callable[[], None], seconds: float) -> bool:
        """Have a call made; tell whether it came to its end in time."""
        self._calls.put(function)
        try:
            self._ended.get(timeout=max(0.0, seconds))
        except Empty:
            return False
        return True

    def dismiss(self) -> None:
        """Let the thread end, after the call that it makes."""
        self._calls.put(None)

    def _make_calls(self) -> None:
        with contextlib.suppress(_TimeIsUpError):  # one that came after its call
            while (function := self._calls.get()) is not None:
                with np.errstate():  # before NumPy 2 that is the thread's, and in no context
                    Context().run(function)  # as in a new thread, nothing is set there
                del function
                self._ended.put(None)


_IDLE: list[_Caller] = []


def _idle_caller() -> _Caller:
    """Return one that waits for its next call, or a new one."""
    while _IDLE:
        caller = _IDLE.pop()
        if caller.thread.is_alive():  # not in a process that was forked
            return caller
    return _Caller()


def call_within(
    function: Callable[[], Any], seconds: float, in_new_thread: bool = False
) -> Outcome:
    """Call `function` and come back within about `seconds`, whatever it does.

    It runs in another thread, which works on every system. Code that is stuck within one call of a
    C function can't be stopped from Python; the check goes on without it.

    Parameters
    ----------
    function
        What to call.
    seconds
        How long to wait for it.
    in_new_thread
        Whether it must not meet what other calls have set for their thread, as Keras does.

    Examples
    --------
    >>> call_within(lambda: 1 + 1, seconds=1).value
    2
    >>> call_within(lambda: [][0], seconds=1).error
    'IndexError: list index out of range'
    """
    printed = _Printed()
    box: list[Outcome] = []

    def target() -> None:
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("default")
                value = function()
            for warning in warned:
                printed.write(f"{warning.category.__name__}: {warning.message}\n")
            box.append(Outcome(value=value))
        except _TimeIsUpError:
            pass
        except BaseException as error:  # SystemExit and the like are answers too
            box.append(Outcome(error=_one_line(error), error_line=_student_line(error)))

    caller, is_idle = _Caller() if in_new_thread else _idle_caller(), False
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            is_idle = caller.calls(target, seconds)
            if not is_idle:
                caller.dismiss()
                _stop(caller.thread)
    finally:
        if is_idle and not in_new_thread:
            _IDLE.append(caller)
        else:
            caller.dismiss()
    outcome = box[0] if box else Outcome(timed_out=True)
    return replace(outcome, printed=printed.text)


def _stop(thread: threading.Thread) -> None:
    deadline = time.monotonic() + SECONDS_TO_STOP
    with _unraisable_hidden():
        while thread.is_alive() and time.monotonic() < deadline:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(thread.ident or 0), ctypes.py_object(_TimeIsUpError)
            )
            thread.join(0.05)


@contextlib.contextmanager
def _unraisable_hidden() -> Iterator[None]:
    """Keep quiet about a stop that came within a ``__del__`` and was lost: another follows."""
    told = sys.unraisablehook

    def hook(unraisable: Any) -> None:
        if unraisable.exc_type is not _TimeIsUpError:
            told(unraisable)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = told


def _one_line(error: BaseException) -> str:
    try:
        text = " ".join(str(error)[:LONGEST_ERROR].split())
    except Exception:  # an exception's own __str__ may be broken
        text = ""
    name = str(type.__getattribute__(type(error), "__name__"))
    return f"{name}: {text[:300]}" if text else name


def _student_line(error: BaseException) -> str:
    """Return the innermost line that stands in a notebook cell, and in which helper it stands."""
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if _is_students(frame.filename)
    ]
    if not frames:
        return ""
    line = linecache.getline(frames[-1].filename, frames[-1].lineno or 0).strip()
    functions = [frame.name for frame in frames if frame.name.isidentifier()]
    is_in_helper = len(functions) > 1 and functions[-1] != functions[0]
    return f"{line}  (in {functions[-1]})" if is_in_helper and line else line


def _is_students(filename: str) -> bool:
    return "ipykernel_" in filename or filename.startswith("<ipython-input")
