"""What is kept of a check for the report."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checking import check_answer
from autograder.exercises import EXERCISES
from autograder.grading.execution.case_record import case_records, mark_of
from autograder.grading.execution.oracle_process import exercise_of_run

SEED = "5eed"


def judged(name, answer, seed=SEED):
    return case_records(check_answer(exercise_of_run(name, seed), answer))


def marks(cases):
    return {case.name: case.wrong for case in cases}


def right(z):
    return np.where(z > 0, z, 0 * z)


def test_cases_are_kept_with_what_they_are_worth():
    cases = judged("relu", right)
    assert [(case.name, case.points) for case in cases] == [
        (case.name, case.points) for case in EXERCISES["relu"].cases
    ]
    assert all(case.passed and case.wrong == "" for case in cases)


def test_equal_wrong_numbers_are_equal_whatever_the_way_to_them():
    first = judged("relu", lambda z: np.abs(z) + 1)
    second = judged("relu", lambda z: np.maximum(z, -z) * 1.0 + np.float64(1))
    other = judged("relu", lambda z: np.abs(z) + 2)
    assert marks(first) == marks(second)
    assert any(marks(first).values())
    assert all(
        a != b for a, b in zip(marks(first).values(), marks(other).values(), strict=True) if a
    )


def test_another_run_keeps_the_same_though_its_hidden_calls_differ():
    def wrong(z):
        return np.abs(z) + 1

    assert marks(judged("relu", wrong, "one")) == marks(judged("relu", wrong, "two"))


@pytest.mark.parametrize("answer", [lambda z: 1 / 0, None, lambda z: "text"])
def test_an_answer_without_numbers_has_none(answer):
    assert not any(case.passed or case.wrong for case in judged("relu", answer))


@given(st.lists(st.floats(-1e30, 1e30), min_size=1, max_size=8), st.floats(-1e-9, 1e-9))
def test_a_mark_does_not_see_rounding_far_below_six_digits(numbers, relative):
    array = np.round(np.array(numbers), 3)
    coarse = np.array([float(f"{number:.4g}") for number in array])
    assert mark_of([coarse]) == mark_of([coarse * (1 + relative)])


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_mark_tells_numbers_apart(first, second):
    assert (mark_of([first]) == mark_of([second])) == (first == second)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-320, True])
def test_any_number_has_a_mark(value):
    assert mark_of([np.array([value])]) == mark_of([np.array([value])])
    assert mark_of([0.0]) == mark_of([-0.0])
