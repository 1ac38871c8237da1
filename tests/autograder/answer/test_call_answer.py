"""All that meets an answer, before its call and after it, happens within a time."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from autograder.answer import call_answer
from autograder.answer.call_answer import ask
from autograder.exercises import EXERCISES
from autograder.vocabulary.exercise import call


@pytest.fixture
def for_ever():
    """Something that blocks until the test is over."""
    over = threading.Event()
    yield lambda *_: over.wait()
    over.set()


def test_a_signature_without_end_is_out_of_time(for_ever):
    class Answer:
        __signature__ = property(for_ever)

        def __call__(self, x):
            return x

    assert ask(EXERCISES["relu"], Answer(), call(-2), seconds=0.1).timed_out


def test_a_signature_that_raises_is_told():
    class Answer:
        @property
        def __signature__(self):
            raise RuntimeError("no")

        def __call__(self, x):
            return x

    assert ask(EXERCISES["relu"], Answer(), call(-2), seconds=1).error == "RuntimeError: no"


def test_a_function_of_other_arguments_is_refused():
    outcome = ask(EXERCISES["relu"], lambda: 0, call(-2), seconds=1)
    assert outcome.refused
    assert not outcome.error


def test_arguments_that_are_replaced_by_something_without_end(for_ever, monkeypatch):
    class Endless:
        __array__ = for_ever

    def predict(weights, images):
        weights[0] = Endless()
        return images

    monkeypatch.setattr(call_answer, "SECONDS_TO_COMPARE", 0.1)
    question = call([np.ones(2)], np.ones(1))
    assert ask(EXERCISES["predict"], predict, question, seconds=1).value == np.ones(1)


def test_changed_arguments_are_told():
    def predict(weights, images):
        weights[0][:] = 7
        return images

    question = call([np.ones(2)], np.ones(1))
    assert ask(EXERCISES["predict"], predict, question, seconds=1).changed == ("weights",)


@pytest.mark.parametrize(
    ("name", "is_shared"), [("relu", True), ("count_parameters", False), ("build_cnn", False)]
)
def test_what_keras_keeps_by_thread_is_met_by_no_other_call(name, is_shared):
    exercise = replace(EXERCISES[name], observe=None)
    threads = []

    def answer(*_, **__):
        threads.append(threading.current_thread())

    for _ in range(2):
        ask(exercise, answer, exercise.calls[0], seconds=60)
    first, second = threads
    assert (first is second) is is_shared
