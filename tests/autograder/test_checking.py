"""Right answers earn everything; wrong ones of any kind earn nothing and raise nothing."""

import sys
from dataclasses import replace

import numpy as np
import pytest

from autograder import EXERCISES, Verdict, check
from autograder.checking import check_answer
from autograder.judge.comparison import compare
from autograder.judge.offers import judge_offer
from autograder.vocabulary.offer import Offer
from autograder.vocabulary.outcome import Outcome
from tests.autograder.answers import NUMPY_ONLY, RIGHT, check_reference, rounded, with_result


@pytest.mark.parametrize("name", EXERCISES)
def test_the_reference_earns_all_points(name):
    verdict = check_reference(name, RIGHT[name])
    assert verdict.passed, str(verdict)
    assert verdict.points == verdict.max_points == EXERCISES[name].points


@pytest.mark.parametrize("name", NUMPY_ONLY)
def test_keras_and_the_reference_agree_on_every_call(name):
    exercise = EXERCISES[name]
    for call in exercise.calls:
        reference = RIGHT[name](*call.arguments, **call.options)
        keras = exercise.expected(*call.arguments, **call.options)
        assert compare(exercise, call, reference, keras) is None


class Liar(np.ndarray):
    __hash__ = None

    def __eq__(self, other):
        return True

    def __abs__(self):
        return np.zeros(self.shape)


class Unprintable(Exception):  # noqa: N818 - its name says what is odd about it
    def __str__(self):
        raise RuntimeError("no text")


def raise_unprintable(*arguments, **options):
    raise Unprintable


def recurse(*arguments, **options):
    return recurse(*arguments, **options)


def leave(*arguments, **options):
    sys.exit(0)


def not_implemented(*arguments, **options):
    raise NotImplementedError


BAD = {
    "no function": 3,
    "None": None,
    "returns None": lambda *a, **k: None,
    "returns text": lambda *a, **k: "12",
    "returns an object": lambda *a, **k: object(),
    "returns a dictionary": lambda *a, **k: {},
    "returns ragged lists": lambda *a, **k: [[1], [2, 3]],
    "returns NaN": lambda *a, **k: np.nan,
    "returns an array of NaN": lambda *a, **k: np.full((2, 2), np.nan),
    "returns an empty array": lambda *a, **k: np.zeros(0),
    "returns complex numbers": lambda *a, **k: np.ones((3, 3), dtype=complex),
    "returns an array of objects": lambda *a, **k: np.array([object()]),
    "returns zeros": lambda *a, **k: np.zeros((3, 3)),
    "returns a liar": lambda *a, **k: np.zeros((3, 3)).view(Liar),
    "returns its first argument": lambda *a, **k: a[0] if a else None,
    "takes nothing": lambda: 1,
    "raises": lambda *a, **k: 1 / 0,
    "raises something unprintable": raise_unprintable,
    "is not written": not_implemented,
    "recurses": recurse,
    "exits": leave,
}


LATER = [pytest.mark.slow, pytest.mark.exhaustive]


def one_in_three_and_the_rest_later():
    """Return each exercise with each bad answer; no exercise and no kind is left out by CI."""
    names = [name for name in EXERCISES if name != "trained_network"]
    return [
        pytest.param(name, answer, id=f"{kind}-{name}", marks=LATER if nth % 3 else ())
        for row, name in enumerate(names)
        for nth, (kind, answer) in enumerate(BAD.items(), start=row)
    ]


@pytest.mark.parametrize(("name", "answer"), one_in_three_and_the_rest_later())
def test_a_bad_answer_of_any_kind_earns_nothing(name, answer):
    verdict = check_reference(name, answer)
    assert verdict.points <= EXERCISES[name].points * 0.26
    assert not verdict.passed
    assert "Next: " in str(verdict)
    assert verdict._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("name", [n for n in NUMPY_ONLY if EXERCISES[n].result == "array"])
def test_rounded_results_fail_and_float32_results_pass(name):
    returns_its_inputs = {"relu", "pad_same", "max_pool2d", "relu_backward", "max_pool2d_backward"}
    if name not in returns_its_inputs:
        assert not check_reference(name, with_result(name, rounded)).passed
    as_float32 = with_result(name, np.float32)
    assert check_reference(name, as_float32).passed


@pytest.mark.parametrize("name", NUMPY_ONLY)
def test_an_answer_that_pretends_to_be_equal_is_none(name):
    verdict = check_reference(name, with_result(name, lambda result: np.asarray(result).view(Liar)))
    assert verdict.points == 0


@pytest.mark.parametrize("name", ["convolve2d", "conv2d", "relu", "predict"])
def test_changing_an_argument_costs_only_its_own_case(name):
    def answer(*arguments, **options):
        result = RIGHT[name](*arguments, **options)
        changed = arguments[-1] if name == "predict" else arguments[0]
        changed += 1
        return result

    verdict = check_reference(name, answer)
    assert [result.name for result in verdict.results if not result.passed] == [
        verdict.results[-1].name
    ]
    assert "changed its argument" in str(verdict)


def test_a_verdict_is_the_findings_with_all_their_parts():
    offer = Offer("relu", outcomes=(Outcome(error="ValueError", printed="7"),) * 4)
    findings = judge_offer(EXERCISES["relu"], offer)
    assert findings.outcomes
    assert findings.printed
    assert vars(Verdict.of(findings)) == vars(findings)


def test_an_unknown_name_is_the_callers_mistake():
    with pytest.raises(ValueError, match="Did you mean 'conv2d'"):
        check("conv2", RIGHT["conv2d"])


def test_a_fault_of_ours_is_not_told_as_the_students():
    def broken(*arguments, **options):
        raise RuntimeError("Keras is broken")

    with pytest.raises(RuntimeError, match="Keras is broken"):
        check_answer(replace(EXERCISES["relu"], expected=broken), lambda x: x)
