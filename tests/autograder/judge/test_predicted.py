"""What mistakes predict is worked out once, and ends as the prediction does."""

import pytest

from autograder.judge.predicted import joined, predicted
from autograder.misconceptions.predicting.joining import Bent
from autograder.vocabulary.exercise import Call
from autograder.vocabulary.misconception import RefusedError, UndeterminedError


def test_a_prediction_is_asked_once_for_each_call():
    asked = []

    def prediction(x, by=1):
        asked.append((x, by))
        return x + by

    first, second = Call((1,)), Call((1,), {"by": 2})
    assert [predicted(prediction, call) for call in (first, second, first)] == [2, 3, 2]
    assert asked == [(1, 1), (1, 2)]


@pytest.mark.parametrize("error", [RefusedError, UndeterminedError])
def test_its_error_comes_again_each_time(error):
    asked = []

    def prediction():
        asked.append(1)
        raise error

    call = Call()
    for _ in range(2):
        with pytest.raises(error):
            predicted(prediction, call)
    assert len(asked) == 1


def test_two_mistakes_are_joined_once_in_each_order():
    one, other = (Bent(lambda x: x, lambda x, by=by: x + by, lambda x: x) for by in (1, 2))
    assert joined(one, other) is joined(one, other)
    assert joined(one, other) is not joined(other, one)
