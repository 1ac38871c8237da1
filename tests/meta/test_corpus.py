"""The corpus is large enough, and every mistake that has a name is made in it."""

import pytest

from autograder import EXERCISES
from autograder.misconceptions import ALL
from tests.meta.judge import answers_to
from tests.meta.seen import is_set_aside

CODES = {known.code for known in ALL} | {
    known.code for exercise in EXERCISES.values() for known in exercise.misconceptions
}
RIGHT = [answer for name in EXERCISES for answer in answers_to("right", name).values()]
REAL = [answer for name in EXERCISES for answer in answers_to("real", name).values()]
WRONG = [answer for name in EXERCISES for answer in answers_to("wrong", name).values()]


def test_there_are_answers_in_many_styles():
    assert len(RIGHT) >= 60
    assert len(WRONG) >= 150


@pytest.mark.parametrize("code", sorted(CODES))
def test_somebody_makes_this_mistake(code):
    assert any(answer.code == code for answer in WRONG) or any(
        code in answer.codes for answer in REAL
    )


def test_no_mistake_has_an_unknown_code():
    assert {answer.code for answer in WRONG} - {None} <= CODES
    assert {code for answer in REAL for code in answer.codes} <= CODES


def test_one_in_five_of_the_real_mistakes_is_set_aside():
    aside = [is_set_aside(name, style) for name in EXERCISES for style in answers_to("real", name)]
    assert 0.12 <= sum(aside) / len(aside) <= 0.28
