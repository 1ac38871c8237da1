"""The corpus that `autograder report --equal-mistakes` knows is that of these answers."""

import pytest

from autograder.grading.report.equal import read_corpus
from tests.meta.marks import marks_of


@pytest.mark.parametrize("exercise", ["relu", "softmax"])
def test_the_marks_of_the_corpus_are_those_of_today(exercise):
    kept = {key: n for key, n in read_corpus().items() if key.startswith(f"{exercise}/")}
    assert kept == dict(marks_of(exercise)), "python -m tests.meta.marks writes them anew"
    assert kept
