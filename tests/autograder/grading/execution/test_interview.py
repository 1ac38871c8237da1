"""What is offered through the grader's socket is judged, and worded, as in a notebook."""

import socket
import threading

import keras
import numpy as np
import pytest

from autograder import EXERCISES
from autograder.answer.remote_check import check_remotely
from autograder.checking import check_answer
from autograder.grading.execution.interview import CellEnd, Interview
from autograder.grading.execution.oracle_process import JudgeRequest, judge_request
from autograder.vocabulary.offer import ForbiddenUse, Offer
from autograder.vocabulary.wire import Channel

ANSWERS = {
    "a number": 3,
    "None": None,
    "an array": np.zeros(3),
    "a library": keras.ops.relu,
    "a way round": lambda x: eval("x"),  # noqa: S307 - it is not run
    "other parameters": lambda: None,
    "nothing returned": lambda x: None,
    "an error": lambda x: x[:, 7],
    "something printed": lambda x: [print(x), x],
    "a mistake with a name": abs,
    "right": lambda x: np.maximum(x, 0),
}


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    interview, kernel = Interview(ours), Channel(theirs)
    yield interview, kernel
    interview.close()
    kernel.close()


def offered(pair, exercise, answer):
    interview, kernel = pair
    thread = threading.Thread(target=check_remotely, args=(exercise, answer, kernel))
    thread.start()
    with CellEnd() as end:
        offer = interview.ask(exercise, end)
    thread.join()
    assert not interview.is_lost
    return offer


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_findings_and_words_are_those_of_a_check_in_a_notebook(pair, answer):
    verdict = check_answer(EXERCISES["relu"], answer)
    judgement = judge_request(JudgeRequest("", offered(pair, EXERCISES["relu"], answer)))
    assert judgement.text == str(verdict)
    assert judgement.html == verdict._repr_mimebundle_()["text/html"]
    assert (judgement.points, judgement.max_points) == (verdict.points, verdict.max_points)
    assert judgement.misconceptions == verdict.misconceptions


def test_a_path_is_offered_where_no_function_is_asked_for(pair):
    offer = offered(pair, EXERCISES["trained_network"], "there is no such file")
    assert (offer.type_name, offer.is_callable) == ("str", False)
    assert len(offer.outcomes) == 1


def test_what_a_kernel_says_of_its_answer_is_read_as_text_and_nothing_else(pair):
    interview, kernel = pair
    said = {"check": "relu", "type": ["int"], "callable": 1, "forbidden": {"what": 7, "line": "x"}}
    kernel.send(said, 1e9)
    with CellEnd() as end:
        offer = interview.ask(EXERCISES["relu"], end)
    assert offer == Offer("relu", "", is_callable=False, forbidden=ForbiddenUse("", "x", ""))
