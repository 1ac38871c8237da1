"""Kernels with Keras and kernels without it never run at the same time."""

import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from autograder.grading.execution import one_kind
from autograder.grading.execution.one_kind import Kind, a_slot, alone_of_its_kind, kind_of
from autograder.grading.intake.placeholder import placeholder

HOLDS = """
import sys
from pathlib import Path
from autograder.grading.execution.one_kind import Kind, alone_of_its_kind
with alone_of_its_kind(Kind(sys.argv[1]), Path(sys.argv[2])):
    print("holds", flush=True)
    sys.stdin.read()
"""


def test_graders_of_many_threads_run_one_kind_at_a_time(tmp_path):
    running, mixed = dict.fromkeys(Kind, 0), []
    counting = threading.Lock()

    def grade(kind):
        with alone_of_its_kind(kind, tmp_path):
            with counting:
                running[kind] += 1
                mixed.append(all(running.values()))
            for _ in range(50):
                os.sched_yield()
            with counting:
                running[kind] -= 1

    kinds = 100 * list(Kind)
    random.Random(6).shuffle(kinds)  # noqa: S311
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(grade, kinds))
    assert len(mixed) == len(kinds)
    assert not any(mixed)


@pytest.mark.parametrize("kind", Kind)
def test_two_of_a_kind_run_at_once(tmp_path, kind):
    both = threading.Barrier(2, timeout=60)

    def grade():
        with alone_of_its_kind(kind, tmp_path):
            both.wait()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(grade) for _ in range(2)]:
            done.result()


@pytest.mark.slow
def test_a_grader_that_was_killed_keeps_nobody_waiting(tmp_path):
    command = [sys.executable, "-c", HOLDS, Kind.KERAS.value, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"holds\n"
        holder.kill()
    with alone_of_its_kind(Kind.NUMPY, tmp_path):
        pass


def test_what_lies_in_the_place_of_the_locks_is_not_followed(tmp_path, monkeypatch):
    monkeypatch.setattr(one_kind.tempfile, "gettempdir", lambda: str(tmp_path))
    name = one_kind.FOLDER.format(user=os.geteuid())
    (tmp_path / name).symlink_to(tmp_path)
    with pytest.raises(OSError, match="Remove it"), alone_of_its_kind(Kind.NUMPY):
        pass


def test_the_notebooks_of_the_lab_are_of_their_kinds():
    kinds = {}
    for name in ("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch"):
        released = nbformat.read(f"release/lab6/{name}.ipynb", as_version=4)
        kinds[name] = kind_of(released)
        assert kind_of(placeholder(released.cells, "It is not there.")) is Kind.NUMPY
    assert [name for name, kind in kinds.items() if kind is Kind.KERAS] == ["3_mnist_cnn"]


def test_a_turn_is_waited_for_and_given_back():
    slots, began = threading.Semaphore(1), threading.Event()

    def run():
        began.set()
        with a_slot([slots]) as waited:
            return waited

    with ThreadPoolExecutor(1) as thread:
        with a_slot([slots]):
            second = thread.submit(run)
            began.wait(60)
            assert not second.done()
        assert second.result(60) > 0
    assert slots.acquire(blocking=False)


def test_nobody_waits_where_turns_are_not_bounded():
    with a_slot([]), a_slot([]):
        pass
