"""The corpus that `autograder report --equal-mistakes` knows is that of these answers."""

import pytest

from autograder.exercises import EXERCISES
from autograder.grading.report.equal import read_corpus
from tests.meta.marks import COUNTED, marks_of

QUICK = {"relu", "softmax", "pad_same", "relu_backward"}


@pytest.mark.parametrize(
    "exercise",
    [
        name
        if name in QUICK
        else pytest.param(name, marks=[pytest.mark.slow, pytest.mark.exhaustive])
        for name in COUNTED
    ],
)
def test_the_marks_of_the_corpus_are_those_of_today(exercise):
    kept = {key: n for key, n in read_corpus().items() if key.startswith(f"{exercise}/")}
    assert kept == dict(marks_of(exercise)), "python -m tests.meta.marks writes them anew"
    assert kept


def test_every_case_of_the_corpus_is_one_of_today():
    cases = {f"{name}/{case.name}" for name in COUNTED for case in EXERCISES[name].cases}
    kept = {key.rpartition("/")[0] for key in read_corpus()}
    assert kept <= cases
    assert {case.partition("/")[0] for case in kept} == set(COUNTED)
