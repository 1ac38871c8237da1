"""The soak's own judgement: a run takes half an hour, and must not be lost at its end."""

import pytest

from tests.honest.grading import Result, expected
from tests.honest.variant import VARIANTS
from tests.hostile.soak import (
    PLAIN,
    Look,
    growths,
    plain,
    seconds_of_the_plain,
    wrongly_graded,
)

HONEST = plain("s0000")
RIGHT = Result({**expected(HONEST)}, HONEST.written)


def looks_at(*memory):
    return [Look(second, size, 3, 2) for second, size in enumerate(memory)]


def test_growth_is_that_of_processes_that_last():
    steady, growing = looks_at(*[100] * 40), looks_at(*range(100, 140))
    seldom, short = [looks_at(1)[0], Look(39, 1, 3, 2)], looks_at(1, 2, 3, 4, 5)
    found = {
        growth.program: growth.of_memory
        for growth in growths({"a": steady, "b": growing, "c": seldom, "d": short})
    }
    assert found == {"a": 0, "b": pytest.approx(20 / 114, abs=0.01)}


@pytest.mark.parametrize(
    ("variant", "result", "is_wrong"),
    [
        (HONEST, RIGHT, False),
        (HONEST, Result(), True),
        (HONEST, Result(RIGHT.points | {"relu": 0.0}, HONEST.written), True),
        (HONEST, Result(RIGHT.points), True),
        (None, Result({"relu": 0.0}), False),
        (None, Result({"relu": 1.0}), True),
        (None, Result(), True),
    ],
)
def test_who_is_wrongly_graded_is_named(variant, result, is_wrong):
    assert bool([*wrongly_graded({"s0000": variant}, {"s0000": result})]) is is_wrong


def test_equal_work_is_timed_beside_an_attacker_and_elsewhere():
    handed_in = {f"s{n}": plain(f"s{n}") for n in range(6)} | {"s6": None}
    handed_in["s0"] = next(variant for variant in VARIANTS.values() if variant.family != PLAIN)
    results = {name: Result(seconds=float(name[1:])) for name in handed_in}
    assert seconds_of_the_plain(handed_in, results) == ([4, 5], [1, 2, 3])
