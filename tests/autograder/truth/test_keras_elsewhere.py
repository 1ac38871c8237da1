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
from autograder.truth.keras_elsewhere import OF_A_KERNEL, SERVE, KerasElsewhere, serve

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


@pytest.fixture(scope="module")
def started():
    elsewhere = Elsewhere()
    yield elsewhere
    for process in elsewhere.processes:
        process.kill()
        process.wait()


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

    assert KerasElsewhere(babble)(SIZE) == "here"
    assert len(ways) == 2


def test_all_cores_may_be_used_there(monkeypatch):
    for name in OF_A_KERNEL:
        monkeypatch.setenv(name, "1")
    nobody, theirs = socket.socketpair()
    nobody.close()
    serve(theirs.detach())
    assert not {*OF_A_KERNEL} & {*os.environ}
    assert {*OF_A_KERNEL} < {*environment(Path("/"), PurePosixPath("/"))}


def test_when_it_has_ended_another_is_started_and_in_the_end_none(asked_here):
    started = Elsewhere()
    keras = KerasElsewhere(started)
    for _ in range(2):
        assert keras(SIZE) == 5
        started.processes[-1].kill()
        started.processes[-1].wait()
    assert keras(SIZE) == "here"
    assert len(started.processes) == 2


def test_where_none_can_be_started_it_is_asked_here(asked_here):
    def fails():
        raise OSError("no sandbox here")

    keras = KerasElsewhere(fails)
    assert keras(SIZE) == keras(SIZE) == "here"
    assert asked_here == [SIZE, SIZE]


def test_it_ends_when_nobody_is_left_who_asks():
    started = Elsewhere()
    keras = KerasElsewhere(started)
    keras(SIZE)
    keras.close()
    assert started.processes[0].wait(30) == 0
