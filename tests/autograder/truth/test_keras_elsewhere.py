"""Keras is asked in another process, and here when there is none."""

import os
import socket
import subprocess
import sys
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath

import numpy as np
import pytest

from autograder.exercises.convolution_layer import conv2d
from autograder.grading.sandbox.description import environment
from autograder.truth import ask_keras, keras_layers
from autograder.truth.ask_keras import Question, answer, asks_keras, let_answer
from autograder.truth.keras_elsewhere import (
    ATTEMPTS,
    OF_A_KERNEL,
    SERVE,
    KerasElsewhere,
    KerasEndedError,
    serve,
)

SIZE = Question("keras_layers", "output_size", (7, 3))


class Elsewhere:
    """Starts processes that answer, and knows them."""

    def __init__(self):
        self.processes = []

    def __call__(self):
        ours, theirs = socket.socketpair()
        with theirs:
            source = SERVE.replace("(3)", f"({theirs.fileno()})")
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "-c", source],
                    pass_fds=[theirs.fileno()],
                )
            )
        return ours

    def end(self):
        for process in self.processes:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def started():
    elsewhere = Elsewhere()
    yield elsewhere
    elsewhere.end()


@pytest.fixture
def newly_started():
    elsewhere = Elsewhere()
    yield elsewhere
    elsewhere.end()


@pytest.fixture(scope="module")
def keras(started):
    return KerasElsewhere(started)


@pytest.fixture
def asked_here(monkeypatch):
    """Note what is asked in this process."""
    asked = []
    monkeypatch.setattr(
        "autograder.truth.keras_elsewhere.answer", lambda question: asked.append(question) or "here"
    )
    return asked


def test_it_says_what_keras_says_here(keras, asked_here):
    for call in conv2d.calls:
        question = Question("keras_layers", "conv2d", call.arguments, call.options)
        np.testing.assert_array_equal(keras(question), answer(question))
    assert not asked_here


def test_an_exercise_asks_it_when_it_is_told_to(keras, monkeypatch):
    monkeypatch.setattr(ask_keras, "_ANSWERS", [])
    let_answer(keras)
    monkeypatch.setattr(keras_layers, "output_size", None)
    assert asks_keras("output_size")(7, 3, stride=2) == 3


def test_an_error_of_pythons_comes_as_it_is(keras):
    with pytest.raises(ValueError, match="no score for each label: 9 of 2"):
        keras(Question("keras_gradients", "softmax_cross_entropy", (np.zeros((1, 2)), 9)))


def test_one_of_kerass_or_tensorflows_comes_in_words(keras):
    images, kernel = np.zeros((1, 5, 5, 1)), np.zeros((3, 3, 2, 1))
    with pytest.raises(RuntimeError, match="InvalidArgumentError: ") as caught:
        keras(Question("keras_layers", "conv2d", (images, kernel)))
    assert type(caught.value) is RuntimeError


def test_what_has_no_name_to_be_sent_by_is_asked_here(keras, asked_here):
    question = Question("keras_layers", "conv2d", (lambda x: x,))
    assert keras(question) == "here"
    assert asked_here == [question]


def test_an_answer_that_is_no_plain_data_is_asked_for_here(keras, asked_here):
    question = Question("quiet", "quiet_stderr")
    assert keras(question) == "here"
    assert asked_here == [question]


def test_what_is_no_frame_is_no_answer(asked_here):
    ways = []

    def babble():
        ours, theirs = socket.socketpair()
        ways.append(Connection(theirs.detach()))
        ways[-1].send_bytes(b"no frame")
        return ours

    with pytest.raises(KerasEndedError):
        KerasElsewhere(babble)(SIZE)
    assert len(ways) == ATTEMPTS
    assert not asked_here


def test_all_cores_may_be_used_there(monkeypatch):
    for name in OF_A_KERNEL:
        monkeypatch.setenv(name, "1")
    nobody, theirs = socket.socketpair()
    nobody.close()
    serve(theirs.detach())
    assert not {*OF_A_KERNEL} & {*os.environ}
    assert {*OF_A_KERNEL} < {*environment(Path("/"), PurePosixPath("/"))}


def test_when_it_has_ended_another_is_started_however_often(newly_started, asked_here):
    keras = KerasElsewhere(newly_started)
    for _ in range(ATTEMPTS + 1):
        assert keras(SIZE) == 5
        newly_started.processes[-1].kill()
        newly_started.processes[-1].wait()
    assert not asked_here
    assert len(newly_started.processes) == ATTEMPTS + 1


class Deadly(str):
    """Kills the process that reads it."""

    def __reduce__(self):
        return os._exit, (1,)


def test_what_ends_whoever_answers_is_asked_nowhere_else(newly_started, asked_here):
    keras = KerasElsewhere(newly_started)
    with pytest.raises(KerasEndedError, match="3 times, when it was asked for relu"):
        keras(Question("keras_layers", "relu", (Deadly("any"),)))
    assert len(newly_started.processes) == ATTEMPTS
    assert keras(SIZE) == 5
    assert not asked_here


def test_a_function_that_is_not_there_is_asked_for_here_and_ends_nobody(keras, started, asked_here):
    keras(SIZE)
    there = len(started.processes)
    question = Question("keras_layers", "conv2d", (only_here,))
    sys.modules["only_here"] = sys.modules[__name__]
    assert keras(question) == "here"
    assert keras(SIZE) == 5
    assert len(started.processes) == there


def only_here(x):
    return x


only_here.__module__ = "only_here"


def test_what_breaks_off_in_between_is_no_answer_to_the_next_question(keras, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Connection, "poll", interrupted)
        with pytest.raises(KeyboardInterrupt):
            keras(Question("keras_layers", "output_size", (70, 3)))
    assert keras(SIZE) == 5


def interrupted(*_):
    raise KeyboardInterrupt


def test_nothing_is_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr("autograder.truth.keras_elsewhere.SECONDS_TO_ANSWER", 0)
    ways = []

    def silent():
        ours, theirs = socket.socketpair()
        ways.append(theirs)
        return ours

    with pytest.raises(KerasEndedError):
        KerasElsewhere(silent)(SIZE)
    assert len(ways) == ATTEMPTS
    for way in ways:
        way.close()


def test_where_none_can_be_started_it_is_asked_here(asked_here):
    asked = []

    def fails():
        asked.append("once")
        raise OSError("no sandbox here")

    keras = KerasElsewhere(fails)
    assert keras(SIZE) == keras(SIZE) == "here"
    assert asked_here == [SIZE, SIZE]
    assert len(asked) == 1


def test_it_ends_when_nobody_is_left_who_asks(newly_started):
    keras = KerasElsewhere(newly_started)
    keras(SIZE)
    keras.close()
    assert newly_started.processes[0].wait(30) == 0
