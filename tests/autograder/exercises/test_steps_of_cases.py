"""No next step denies what an answer already does right.

A step belongs to one case. What has a case of its own may be right while this one is wrong: a step
that says to do it, or not to do it wrongly, would deny that. So it names nothing of the kind.
"""

import re

import pytest

from autograder import EXERCISES, check
from tests.meta.judge import answers_to

SUBJECTS = ("batch", "image", "channel", "filter", "bias", "activation", "stride", "negative")
"""What has a case of its own in some exercise, as it stands in the case's name."""


def subjects_of(text):
    return {word for word in SUBJECTS if re.search(rf"\b{word}", text.lower())}


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_a_step_is_about_its_own_case(exercise):
    with_a_case = {word for case in exercise.cases for word in subjects_of(case.name)}
    for case in exercise.cases:
        others = subjects_of(case.next_step) & (with_a_case - subjects_of(case.name))
        assert not others, f"{case.name!r}: {case.next_step!r} is about {others}, too"


AMOUNTS_OF_PADDING = [
    ("conv2d", "steps_the_index_of_the_output"),
    ("conv2d", "total_that_keeps_the_size_halved_down"),
    ("conv2d", "right_total_halved_down_on_both_sides"),
    ("strided_convolve2d", "half_of_k_minus_s_on_both_sides"),
]


@pytest.mark.parametrize(("exercise", "name"), AMOUNTS_OF_PADDING)
def test_wrong_amounts_of_padding_are_not_told_of_the_batch(exercise, name):
    message = str(check(exercise, answers_to("real", exercise)[name]))
    (step,) = (line for line in message.splitlines() if line.startswith("Next: "))
    assert not subjects_of(step) & {"batch", "image", "channel", "filter"}
