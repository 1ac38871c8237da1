"""The oracle's processes: lent, interrupted, killed."""

import importlib
import json
import os
import pickle
import select
import signal
import subprocess
import sys

import psutil
import pytest

import cnn_reference
from autograder.answer.call_answer import ask as call_answer
from autograder.exercises import EXERCISES
from autograder.grading.batch.app import GradeApp
from autograder.grading.execution.oracle import Oracle, _not_installed, the_oracle
from autograder.grading.execution.oracle_process import (
    Judgement,
    JudgeRequest,
    OracleError,
    Replies,
    exercise_of_run,
)
from autograder.grading.sandbox.prefork.kernels import PreforkKernels
from autograder.judge.judge import ask_all
from autograder.vocabulary.exercise import Problem
from autograder.vocabulary.offer import Offer
from tests.autograder.answers import RIGHT
from tests.autograder.grading.sandbox import test_provisioner as cold

full_sandbox = cold.full_sandbox

GRADER = """
import signal
from autograder.grading.execution.oracle import Oracle

with Oracle() as oracle:
    oracle.lend()
    print(oracle._processes[0].pid, flush=True)
    signal.pause()
"""
ENDS = """
from autograder.grading.execution.oracle import the_oracle

the_oracle().lend()
print(the_oracle()._processes[0].pid, flush=True)
"""
SEED = "of these tests"
NOTHING = Offer("relu", problem=Problem("There is no answer."))


def ask(oracle, offer=NOTHING):
    return oracle.judge(offer, SEED).result()


@pytest.fixture
def oracle():
    with Oracle() as made:
        yield made


class Deadly(str):
    """Kills the process that reads it."""

    def __reduce__(self):
        return os._exit, (1,)


def test_it_does_not_outlive_a_grader_that_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", GRADER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as grader:
        process = os.pidfd_open(int(grader.stdout.readline()))
        grader.send_signal(signal.SIGKILL)
    try:
        ended, _, _ = select.select([process], [], [], 30)
        assert ended
    finally:
        os.close(process)


def test_nor_one_that_comes_to_its_end():
    ended = subprocess.run(
        [sys.executable, "-c", ENDS], capture_output=True, text=True, timeout=60, check=True
    )
    assert not psutil.pid_exists(int(ended.stdout))
    assert ended.stderr == ""


@pytest.mark.slow
@pytest.mark.exhaustive
def test_others_may_ask_a_lent_one_and_start_their_own_when_it_is_gone(oracle):
    with Oracle() as one, Oracle() as other:
        for borrower in (one, other):
            borrower.borrow(oracle.lend().dup())
            assert ask(borrower).points == 0
            assert not borrower._processes
        oracle.close()
        assert ask(one).points == 0
        assert one._processes


def test_whichever_is_free_answers():
    with Oracle(processes=2) as oracle:
        lent = oracle.lend()
        first, second = oracle._processes
        first.kill()
        first.join()
        assert ask(oracle).points == 0
        assert oracle._control is lent
        assert second.is_alive()


def test_one_that_is_killed_is_replaced(oracle):
    oracle.lend()
    os.kill(oracle._processes[0].pid, signal.SIGKILL)
    assert ask(oracle).points == 0


@pytest.mark.slow
@pytest.mark.exhaustive
def test_a_question_that_ends_it_twice_is_given_up_and_others_are_answered(oracle):
    with pytest.raises(OracleError, match="asked about relu"):
        ask(oracle, Offer("relu", problem=Deadly("any")))
    assert ask(oracle).points == 0


def test_an_error_of_its_own_is_told_with_its_place(oracle):
    no_outcomes = (None,) * len(exercise_of_run("relu", SEED).calls)
    with pytest.raises(OracleError, match="AttributeError") as caught:
        ask(oracle, Offer("relu", outcomes=no_outcomes))
    assert "in judge" in caught.value.__notes__[0]


def test_ctrl_c_is_for_the_grader_alone(oracle):
    oracle.lend()
    process = oracle._processes[0]
    assert ask(oracle).points == 0
    os.kill(process.pid, signal.SIGINT)
    assert ask(oracle).points == 0
    assert oracle._processes == [process]


class Devices(str):
    """Becomes, where it is read, the GPUs that may be used there."""

    def __reduce__(self):
        return os.getenv, ("CUDA_VISIBLE_DEVICES",)


def test_whatever_a_lab_imports_there_takes_no_gpu(oracle):
    offer = Offer("relu", type_name=Devices("any"), is_callable=False)
    assert "relu is a -1, not a function" in ask(oracle, offer).text


def asked_by_a_worker():
    ask(the_oracle())
    return os.getpid(), the_oracle()._processes


@pytest.mark.slow
def test_the_workers_of_a_run_ask_the_oracle_of_its_main_process():
    with GradeApp(jobs=1)._local_pool() as pool:
        worker, own = pool.submit(asked_by_a_worker).result()
    assert worker != os.getpid()
    assert not own


def test_equal_questions_are_judged_once():
    replies = Replies()
    first = replies.to(pickle.dumps(JudgeRequest(SEED, NOTHING)))
    assert isinstance(first, Judgement)
    assert replies.to(pickle.dumps(JudgeRequest(SEED, NOTHING))) is first
    assert replies.to(pickle.dumps(JudgeRequest("another", NOTHING))) is not first


def test_what_went_amiss_is_not_kept():
    replies = Replies()
    asked = pickle.dumps(JudgeRequest(SEED, Offer("no exercise of ours")))
    assert isinstance(replies.to(asked), OracleError)
    assert replies.to(asked) is not replies.to(asked)


@pytest.mark.parametrize("start_method", ["spawn", "forkserver"])
def test_an_oracle_judges_however_it_is_started_and_has_a_name_of_its_own(start_method):
    with Oracle(start_method=start_method) as oracle:
        assert ask(oracle).points == 0
        assert {psutil.Process(one.pid).name() for one in oracle._processes} == {"oracle"}


def test_what_is_not_installed_can_be_imported_afterwards(monkeypatch):
    monkeypatch.delitem(sys.modules, "this_one", raising=False)
    with _not_installed("this_one"), pytest.raises(ImportError):
        importlib.import_module("this_one")
    assert "this_one" not in sys.modules
    with _not_installed("json"):  # it is in use
        assert importlib.import_module("json") is json


def offered(name, answer):
    exercise = exercise_of_run(name, SEED)
    outcomes = ask_all(exercise, lambda call, seconds: call_answer(exercise, answer, call, seconds))
    return Offer(name, outcomes=tuple(outcomes.values()))


def no_bias(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    return cnn_reference.conv2d(x, kernel, None, strides, padding, activation)


def no_activation(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    return cnn_reference.conv2d(x, kernel, bias, strides, padding)


def has_tensorflow(process):
    return any("tensorflow" in of.path for of in psutil.Process(process.pid).memory_maps())


@pytest.mark.slow
def test_where_kernels_are_forked_keras_is_asked_beside_them_and_imported_once(full_sandbox):
    with PreforkKernels() as kernels, Oracle() as oracle:
        oracle.ask_keras_of(kernels.lend_keras())
        for name, exercise in EXERCISES.items():
            assert ask(oracle, offered(name, RIGHT[name])).points == exercise.points, name
        said = ask(oracle, offered("conv2d", no_bias))
        assert said.misconceptions == ("BIAS-MISSING",)
        (process,) = oracle._processes
        assert not has_tensorflow(process)

        kernels.close()
        said = ask(oracle, offered("conv2d", no_activation))
        assert said.misconceptions == ("ACTIVATION-IGNORED",)
        assert oracle._processes == [process]
        assert has_tensorflow(process)

        process.kill()
        process.join()
        assert ask(oracle, offered("relu", RIGHT["relu"])).points == EXERCISES["relu"].points
