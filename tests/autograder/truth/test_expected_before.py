"""What Keras said of a run's calls is known in the next run with the same ones."""

import pickle
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import cnn_reference
from autograder.answer.call_answer import ask
from autograder.exercises import EXERCISES
from autograder.grading.execution.oracle_process import JudgeRequest, Replies, exercise_of_run
from autograder.judge.judge import ask_all
from autograder.truth.ask_keras import Remembered, remembered
from autograder.truth.expected_before import MOST_RUNS, ExpectedBefore
from autograder.vocabulary.offer import Offer
from autograder.vocabulary.wire import encode

SEED = "of these tests"
IN_NUMPY = [name for name, exercise in EXERCISES.items() if exercise.numpy_only]
ASKED = [name for name in IN_NUMPY if isinstance(EXERCISES[name].expected, Remembered)]
WITHOUT_KERAS = """
import pickle, sys
from pathlib import Path

sys.modules["keras"] = sys.modules["tensorflow"] = None
from autograder.grading.execution.oracle_process import Replies
from autograder.truth.expected_before import ExpectedBefore

replies = Replies(ExpectedBefore(Path(sys.argv[1]), "a run"))
said = [replies.to(asked) for asked in pickle.loads(sys.stdin.buffer.read())]
sys.stdout.buffer.write(pickle.dumps(said))
"""


class Counted:
    """A function that counts its calls."""

    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *arguments, **options):
        self.calls += 1
        return self.function(*arguments, **options)


def exercise_that_counts(name="relu"):
    exercise = EXERCISES[name]
    counted = Counted(exercise.expected)
    return replace(exercise, expected=remembered(counted)), counted


def test_it_is_asked_once_for_two_runs(tmp_path):
    first, asked = exercise_that_counts()
    before = ExpectedBefore(tmp_path / "kept", "a run")
    assert before.is_empty
    assert not before.recall(first)
    before.keep(first)
    assert asked.calls == len(first.calls) > 0
    assert not before.is_empty
    second, asked = exercise_that_counts()
    assert ExpectedBefore(tmp_path / "kept", "a run").recall(second)
    for call in second.calls:
        answer = second.expected(*call.arguments, **call.options)
        np.testing.assert_array_equal(answer, first.expected(*call.arguments, **call.options))
        assert not answer.flags.writeable
    assert asked.calls == 0


def test_another_run_has_calls_of_its_own(tmp_path):
    exercise, _ = exercise_that_counts()
    ExpectedBefore(tmp_path, "a run").keep(exercise)
    assert not ExpectedBefore(tmp_path, "another run").recall(exercise)


@pytest.mark.parametrize(
    "content", [b"", b"no frame", encode(3), None], ids=["empty", "other", "a number", "half"]
)
def test_what_is_not_whole_is_not_used(tmp_path, content):
    exercise, _ = exercise_that_counts()
    before = ExpectedBefore(tmp_path, "a run")
    before.keep(exercise)
    (path,) = (tmp_path / "a run").iterdir()
    path.write_bytes(path.read_bytes()[:100] if content is None else content)
    assert not before.recall(exercise)


@pytest.mark.parametrize("answer", [object(), np.zeros(1 << 24)], ids=["opaque", "too large"])
def test_what_would_not_come_back_is_not_kept(tmp_path, answer):
    exercise = replace(EXERCISES["relu"], expected=remembered(lambda x: answer))
    before = ExpectedBefore(tmp_path, "a run")
    before.keep(exercise)
    assert not before.recall(exercise)


def test_nor_are_answers_to_other_calls(tmp_path):
    exercise, _ = exercise_that_counts()
    before = ExpectedBefore(tmp_path, "a run")
    before.keep(exercise)
    assert not before.recall(replace(exercise, cases=exercise.cases[1:]))


def test_the_newest_runs_are_kept(tmp_path):
    exercise, _ = exercise_that_counts()
    for number in range(MOST_RUNS + 2):
        ExpectedBefore(tmp_path, str(number)).keep(exercise)
    assert len([*tmp_path.iterdir()]) == MOST_RUNS
    assert ExpectedBefore(tmp_path, str(MOST_RUNS + 1)).recall(exercise)


def test_without_room_nothing_is_kept_and_nothing_raised(tmp_path):
    (tmp_path / "file").write_text("in the way")
    exercise, _ = exercise_that_counts()
    before = ExpectedBefore(tmp_path / "file", "a run")
    before.keep(exercise)
    assert before.is_empty
    assert not before.recall(exercise)


def packed(name, answer):
    exercise = exercise_of_run(name, SEED)
    outcomes = ask_all(exercise, lambda call, seconds: ask(exercise, answer, call, seconds))
    return pickle.dumps(JudgeRequest(SEED, Offer(name, outcomes=tuple(outcomes.values()))))


@pytest.mark.slow
def test_a_run_with_the_same_calls_needs_no_keras(tmp_path):
    """Where answers are right: the mistake behind a wrong one may be found by asking Keras."""
    assert len(ASKED) > 10
    asked = [packed(name, getattr(cnn_reference, name)) for name in ASKED]
    replies = Replies(ExpectedBefore(tmp_path, "a run"))
    first = [replies.to(one) for one in asked]
    again = subprocess.run(
        [sys.executable, "-c", WITHOUT_KERAS, str(tmp_path)],
        input=pickle.dumps(asked),
        capture_output=True,
        check=True,
    )
    assert pickle.loads(again.stdout) == first  # noqa: S301 - of this test's making
    assert [said.points for said in first] == [said.max_points for said in first]
