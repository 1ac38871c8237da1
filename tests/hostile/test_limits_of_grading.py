"""What the corpus found, each in a test of its own that takes no kernel."""

import socket
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.answer.call_answer import ask
from autograder.answer.remote_check import check_remotely
from autograder.exercises import EXERCISES
from autograder.grading.execution.interview import CellEnd, Interview
from autograder.grading.execution.outputs import MOST_BYTES, OutputBudget, tidy
from autograder.judge.hidden_calls import with_hidden_calls
from autograder.judge.judge import ask_all, judge
from autograder.vocabulary.wire import Channel, Opaque, WireError

RELU = EXERCISES["relu"]


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    interview, kernel = Interview(ours), Channel(theirs)
    yield interview, kernel
    interview.close()
    kernel.close()


def answers_of(pair, answer, exercise=RELU):
    interview, kernel = pair
    thread = threading.Thread(target=check_remotely, args=(exercise, answer, kernel))
    thread.start()
    with CellEnd() as end:
        offer = interview.ask(exercise, end)
    thread.join()
    return offer.outcomes


def test_a_check_in_a_cell_of_ones_own_comes_to_its_end(pair):
    interview, kernel = pair
    with CellEnd() as end:
        thread = threading.Thread(target=interview.acknowledge_checks, args=(end,))
        thread.start()
        check_remotely(RELU, abs, kernel)
        end.come()
        thread.join()
    assert not interview.is_lost


def test_answers_that_fill_memory_are_dropped(pair):
    outcomes = answers_of(pair, lambda x: np.zeros(5_000_000))
    assert outcomes[0].value is not None
    assert outcomes[1].error.startswith("MemoryError")
    assert all(outcome.untried for outcome in outcomes[2:])


def test_an_integer_that_no_array_holds_is_named_and_wrong(pair):
    exercise = EXERCISES["output_size"]
    outcomes = answers_of(pair, lambda *_, **__: 10**599, exercise)
    assert outcomes[0].value == Opaque("integer of more than 64 bits")
    assert judge(exercise, dict(zip(exercise.calls, outcomes, strict=True))).points == 0


def test_nobody_waits_for_an_answer_when_the_cell_is_over(pair):
    interview, kernel = pair
    soon = time.monotonic() + 60
    kernel.send({"check": "relu", "type": "function", "callable": True}, soon)
    begin = time.monotonic()
    with CellEnd() as end:
        end.come()
        offer = interview.ask(replace(RELU, seconds=60), end)
    assert time.monotonic() - begin < 30
    assert interview.is_lost
    assert all(outcome.value is None for outcome in offer.outcomes)


def test_a_kernel_that_broke_the_rules_waits_for_nothing(pair):
    interview, kernel = pair
    soon = time.monotonic() + 60
    kernel.send("no offer", soon)
    with CellEnd() as end:
        assert interview.ask(RELU, end).problem
    with pytest.raises(WireError):
        kernel.receive(soon)


@pytest.mark.parametrize("seed", ["one", "two", "three"])
@pytest.mark.parametrize("name", ["relu", "softmax", "dense", "output_size", "count_parameters"])
def test_who_looks_visible_calls_up_gets_nothing(name, seed):
    exercise = EXERCISES[name]
    known = [
        (
            exercise.named_arguments(call),
            exercise.expected(*call.arguments, **call.options),
        )
        for call in exercise.calls
    ]

    def look_up(call):
        asked = exercise.named_arguments(call)
        return next((answer for named, answer in known if is_same(named, asked)), None)

    fresh = with_hidden_calls(exercise, seed)
    outcomes = ask_all(
        fresh, lambda call, seconds: ask(RELU, lambda *_: look_up(call), call, seconds)
    )
    assert judge(fresh, outcomes, with_diagnosis=False).points == 0


def is_same(named, asked):
    return named.keys() == asked.keys() and all(
        np.array_equal(value, asked[name]) for name, value in named.items()
    )


def test_every_case_of_predict_asks_what_nobody_has_seen():
    for case in with_hidden_calls(EXERCISES["predict"], "seed").cases:
        assert any(call.hidden for call in case.calls)


def test_a_flood_of_outputs_is_kept_up_to_a_limit():
    budget = OutputBudget()
    taken = sum(budget.takes({"text": 1000 * "x"}) for _ in range(MOST_BYTES // 500))
    assert 1_000 < taken < 10_000


def test_what_no_notebook_can_hold_is_taken_out():
    cell = new_code_cell("", outputs=[new_output("stream", text="kept")])
    cell.outputs.append({"output_type": "display_data", "data": 5, "metadata": None})
    cell.execution_count = "forged"
    notebook = new_notebook(metadata={"widgets": [1]})
    notebook.cells = [cell]  # handed over later, since `new_notebook` looks at it
    tidy(notebook)
    assert notebook.metadata == {}
    assert cell.execution_count is None
    assert [output.text for output in cell.outputs] == [
        "kept",
        "What the cell displayed here can't be shown.",
    ]
