"""What can be told of an answer without calling it."""

import keras
import pytest

from autograder import EXERCISES
from autograder.answer.offer_of import offer_of
from autograder.vocabulary.offer import ForbiddenUse, Offer


def never_called(x):
    raise AssertionError


@pytest.mark.parametrize(
    ("answer", "type_name", "is_callable"),
    [
        (never_called, "function", True),
        (abs, "builtin_function_or_method", True),
        (int, "type", True),
        (None, "NoneType", False),
        ([never_called], "list", False),
    ],
)
def test_it_is_looked_at_and_not_called(answer, type_name, is_callable):
    assert offer_of(EXERCISES["relu"], answer) == Offer("relu", type_name, is_callable)


def test_a_library_is_seen_where_it_is_forbidden_only():
    def answer(*arguments):
        return keras.ops.relu(*arguments)

    line = "return keras.ops.relu(*arguments)"
    forbidden = offer_of(EXERCISES["relu"], answer).forbidden
    assert forbidden == ForbiddenUse("keras", line, "answer")
    assert offer_of(EXERCISES["build_cnn"], answer).forbidden is None
