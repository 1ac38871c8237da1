"""Workers that are killed, and those that don't hear that they should end."""

import contextlib
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import psutil
import pytest

from autograder.grading.batch.executors.local_executor import LocalExecutor, WhenNeeded
from autograder.grading.execution.oracle import Oracle


def never_end():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


HELD = []


def hold_if_it_can(slots):
    HELD.append(slots.acquire(block=False))


def who_holds():
    return os.getpid(), HELD[0]


def kill_this():
    os.kill(os.getpid(), signal.SIGKILL)


def test_nothing_is_started_before_it_is_needed_and_all_is_ended():
    happened = []

    @contextlib.contextmanager
    def pool():
        happened.append("started")
        with ThreadPoolExecutor(1) as threads:
            yield threads
        happened.append("ended")

    with WhenNeeded(pool):
        pass
    assert happened == []
    with WhenNeeded(pool) as needed:
        assert [needed.submit(abs, -3).result(), needed.submit(abs, -4).result()] == [3, 4]
        assert happened == ["started"]
    assert happened == ["started", "ended"]


def test_whoever_wants_a_call_made_need_not_wait_for_the_start():
    may_start = threading.Event()

    @contextlib.contextmanager
    def pool():
        may_start.wait()
        with ThreadPoolExecutor(1) as threads:
            yield threads

    with WhenNeeded(pool) as needed:
        needed.start()
        futures = [needed.submit(abs, -3), needed.submit(int, "three")]
        assert not any(future.done() for future in futures)
        may_start.set()
        assert futures[0].result() == 3
        with pytest.raises(ValueError, match="three"):
            futures[1].result()


def test_what_does_not_start_is_told_to_each_call():
    @contextlib.contextmanager
    def pool():
        raise OSError("no room")
        yield

    with WhenNeeded(pool) as needed:
        for _ in range(2):
            with pytest.raises(BrokenExecutor, match=r"did not start: no room"):
                needed.submit(abs, -3).result()


@pytest.mark.parametrize(("workers", "cores", "processes"), [(1, 1, 1), (1, 2, 2), (4, 2, 4)])
def test_one_more_process_than_may_work_where_a_core_is_left(
    monkeypatch, workers, cores, processes
):
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    with LocalExecutor(workers) as pool:
        assert pool._running_pool()._max_workers == processes


def test_each_process_is_handed_what_only_so_many_can_hold(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with LocalExecutor(1, hold_if_it_can) as pool:
        deadline = time.monotonic() + 60
        told = {pool.submit(who_holds).result() for _ in range(200)}
        while len(told) < 2 and time.monotonic() < deadline:
            told.add(pool.submit(who_holds).result())
    assert sorted(held for _, held in told) == [False, True]


@pytest.mark.slow
def test_a_worker_that_hears_nothing_does_not_stop_the_run_when_another_is_killed():
    with LocalExecutor(2) as pool:
        deaf, killed = pool.submit(never_end), pool.submit(kill_this)
        for future in (deaf, killed):
            with pytest.raises(BrokenProcessPool):
                future.result()
        assert pool.submit(os.getpid).result() != os.getpid()


def test_workers_are_gone_before_a_broken_pool_waits_for_them():
    """Since Python 3.12.1 it waits with a lock that whoever hands over the next call needs."""
    with LocalExecutor(1) as pool:
        worker = psutil.Process(pool.submit(os.getpid).result())
        broken = Future()
        broken.set_exception(BrokenProcessPool())
        pool._note(broken)
        gone, _ = psutil.wait_procs([worker], 30)
        assert gone


@pytest.mark.slow
def test_nor_when_nothing_more_is_to_be_done():
    with LocalExecutor(2) as pool:
        futures = [pool.submit(never_end), pool.submit(kill_this)]
        for future in futures:
            with pytest.raises(BrokenProcessPool):
                future.result()


@pytest.mark.slow
def test_only_its_own_processes_are_killed():
    with Oracle() as oracle:
        oracle.lend()
        with LocalExecutor(1) as pool, pytest.raises(BrokenProcessPool):
            pool.submit(kill_this).result()
        assert all(process.is_alive() for process in oracle._processes)
