"""Whatever an answer of several values returns, looking at it ends, and nothing raises."""

import numpy as np
import pytest

from autograder import check
from autograder.vocabulary.parts import MOST, numbers_in


def that_holds_itself():
    value = []
    value += [value, value, value]
    return value


def doubled_forty_times():
    value = [1.0]
    for _ in range(40):
        value = [value, value]
    return value, value, value


def deeper_than_python_recurses():
    value = [1.0]
    for _ in range(5_000):
        value = [value]
    return value, value, value


ODD = {
    "holds itself": that_holds_itself,
    "doubled": doubled_forty_times,
    "deep": deeper_than_python_recurses,
    "long": lambda: (list(range(100_000)), 1.0, 2.0),
    "nothing, three times": lambda: (None, None, None),
    "a generator": lambda: iter(range(3)),
    "a dict": lambda: {"dx": 1, "dkernel": 2, "dbias": 3},
    "arrays of objects": lambda: (np.array([None, 1], dtype=object),) * 3,
}


@pytest.mark.parametrize("what", ODD)
def test_whatever_is_returned_is_judged(what):
    def conv2d_backward(dy, x, kernel, strides=1, padding="valid"):
        return ODD[what]()

    verdict = check("conv2d_backward", conv2d_backward)
    assert verdict.points == 0
    assert verdict.misconceptions == ()
    assert str(verdict)


def test_no_more_is_looked_at_than_an_exercise_asks_for():
    assert len(numbers_in([1.0] * MOST)) == MOST
    assert numbers_in([1.0] * (MOST + 1)) is None
    assert numbers_in(([1.0], 2.0)) == [1.0, 2.0]
    assert numbers_in(([[1.0]], 2.0)) is None
