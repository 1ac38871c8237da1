"""One call of a student's function comes back, whatever the function does."""

import contextlib
import os
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.answer.call_within import PRINTED_CHARACTERS, call_within
from autograder.checking import check_answer
from autograder.vocabulary.outcome import Outcome


def endless():
    while True:
        pass


def endless_and_stubborn():
    while True:
        try:
            while True:
                pass
        except Exception:  # noqa: S110 - as students write
            pass


def endless_and_loud():
    while True:
        print("x" * 1000)


@pytest.mark.parametrize("function", [endless, endless_and_stubborn, endless_and_loud])
def test_an_endless_loop_is_stopped_and_leaves_no_thread(function):
    before = set(threading.enumerate())  # those of other tests may end meanwhile
    outcome = call_within(function, seconds=0.2)
    assert outcome.timed_out
    assert len(outcome.printed) <= PRINTED_CHARACTERS
    assert set(threading.enumerate()) <= before


class Stubborn:
    """Python loses what is raised within a ``__del__``, and says so."""

    def __del__(self):
        while True:
            pass


def test_a_stop_that_is_lost_is_followed_by_another_and_nothing_is_said():
    def endless():
        Stubborn()
        while True:
            pass

    before = set(threading.enumerate())
    assert call_within(endless, seconds=0.1) == Outcome(timed_out=True)
    assert set(threading.enumerate()) <= before


def test_a_loop_that_swallows_everything_does_not_hold_the_check_up():
    released = threading.Event()

    def swallow():
        while not released.is_set():
            with contextlib.suppress(BaseException):
                released.wait(0.01)

    assert call_within(swallow, seconds=0.1).timed_out
    released.set()


def test_the_calls_before_an_endless_loop_keep_their_points():
    def softmax(x):
        import numpy as np

        while x.shape[0] > 1:
            pass
        powers = np.exp(x - x.max())
        return powers / powers.sum()

    verdict = check_answer(replace(EXERCISES["softmax"], seconds=1), softmax)
    assert verdict.points == 1
    assert "did not come to an end within 1 seconds" in str(verdict)


def test_what_is_printed_is_kept_and_does_not_reach_the_terminal(capsys):
    def loud():
        print("out")
        print("err", file=sys.stderr)
        return 1

    assert call_within(loud, seconds=1) == Outcome(value=1, printed="out\nerr\n")
    assert capsys.readouterr() == ("", "")


def test_an_error_is_told_in_one_line():
    def fail():
        raise ValueError("two\nlines")

    assert call_within(fail, seconds=1).error == "ValueError: two lines"


def test_leaving_is_an_error_like_any_other():
    assert call_within(sys.exit, seconds=1).error == "SystemExit"


def test_calls_share_a_thread_until_one_of_them_is_late():
    first, second = (call_within(threading.current_thread, seconds=60).value for _ in range(2))
    assert first is second
    assert call_within(endless, seconds=0.1).timed_out
    assert call_within(threading.current_thread, seconds=60).value is not first


def test_a_call_in_a_thread_of_its_own_leaves_no_thread():
    shared = call_within(threading.current_thread, seconds=60).value
    own = call_within(threading.current_thread, seconds=60, in_new_thread=True).value
    assert own is not shared
    own.join(60)
    assert not own.is_alive()


def test_what_a_call_sets_for_its_context_is_gone_in_the_next():
    usual = call_within(np.geterr, seconds=60).value
    call_within(lambda: np.seterr(all="raise"), seconds=60)
    assert call_within(np.geterr, seconds=60).value == usual


def test_a_call_may_make_a_check_of_its_own():
    inner = call_within(lambda: call_within(lambda: 1 + 1, seconds=60).value, seconds=60)
    assert inner.value == 2


FORKS = """
import os, sys
from autograder.answer.call_within import call_within
call_within(int, seconds=60)
child = os.fork()
if child == 0:
    os._exit(call_within(lambda: 7, seconds=60).value or 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_that_was_forked_has_threads_of_its_own():
    assert (
        subprocess.run([sys.executable, "-W", "ignore", "-c", FORKS], check=False).returncode == 7
    )
