"""Every mistake that has a name is known, told in full, and looked for where it can be made."""

import importlib
import pkgutil
import re

import numpy as np
import pytest

from autograder import EXERCISES, check, misconceptions
from autograder.judge.comparison import matches_keras
from autograder.judge.diagnosis import diagnose
from autograder.misconceptions import ALL, USES_A_LIBRARY
from autograder.vocabulary.misconception import (
    Misconception,
    RefusedError,
    UndeterminedError,
    UnpredictableError,
)
from autograder.vocabulary.outcome import Outcome

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(misconceptions.__path__, f"{misconceptions.__name__}.")
]
DECLARED = [
    (f"{module.__name__}.{name}", value)
    for module in [misconceptions, *MODULES]
    for name, value in vars(module).items()
    if isinstance(value, Misconception)
]
PREDICTIONS = [
    pytest.param(exercise, known, prediction, id=f"{exercise.name}-{known.code}-{number}")
    for exercise in EXERCISES.values()
    for known in exercise.misconceptions
    for number, prediction in enumerate(known.predictions.get(exercise.name, ()))
]


def test_each_that_a_topic_declares_is_in_the_list_once():
    def texts(several):
        return sorted((known.code, known.explanation, known.next_step) for known in several)

    assert texts(known for _, known in DECLARED) == texts(ALL)


@pytest.mark.parametrize(("name", "known"), DECLARED, ids=[name for name, _ in DECLARED])
def test_it_is_told_in_full(name, known):
    assert name.rpartition(".")[2] == known.code.replace("-", "_")
    assert re.fullmatch(r"[A-Z]+(-[A-Z0-9]+)+", known.code)
    assert known.title
    assert not known.title.endswith(".")
    for sentences in (known.explanation, known.next_step):
        assert sentences.endswith(".")
        assert "  " not in sentences


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_a_code_means_one_mistake_in_an_exercise(exercise):
    codes = [known.code for known in exercise.misconceptions]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("known", [known for known in ALL if known is not USES_A_LIBRARY])
def test_it_is_looked_for_in_exercises_that_there_are(known):
    assert known.predictions or known.signs
    for name, predictions in known.predictions.items():
        assert predictions
        assert EXERCISES[name].expected is not None
        assert any(known is looked_for for looked_for in EXERCISES[name].misconceptions)
    for name in known.signs:
        assert EXERCISES[name].expected is None
        assert any(known is looked_for for looked_for in EXERCISES[name].misconceptions)


def outcomes(exercise, prediction):
    """Yield each call that everybody can read, and what it comes to with this mistake."""
    for call in exercise.calls:
        try:
            yield call, Outcome(prediction(*call.arguments, **call.options))
        except (UndeterminedError, UnpredictableError) as error:
            yield call, Outcome(error=repr(error))


@pytest.mark.parametrize(("exercise", "known", "prediction"), PREDICTIONS)
def test_what_it_predicts_is_wrong_in_some_call(exercise, known, prediction):
    told = (
        (call, got)
        for call, got in outcomes(exercise, prediction)
        if not got.error or got.error.startswith(RefusedError.__name__)
    )
    assert any(matches_keras(exercise, call, outcome) for call, outcome in told)


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "known", "prediction"), PREDICTIONS)
def test_who_returns_what_it_predicts_is_told_so(exercise, known, prediction):
    with np.errstate(all="ignore"):  # mistakes overflow, and divide by zero
        returned = dict(outcomes(exercise, prediction))
    diagnosed = diagnose(exercise, returned)
    assert diagnosed == (known,)


def sum_cut_off(window, kernel):
    return np.sum(window * kernel).astype(window.dtype)


def products_cut_off(window, kernel):
    return np.sum((window * kernel).astype(window.dtype))


def kernel_cut_off(window, kernel):
    return np.sum(window * kernel.astype(window.dtype))


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (sum_cut_off, ("INTEGERS-TRUNCATED",)),
        (products_cut_off, ("INTEGERS-TRUNCATED",)),
        (kernel_cut_off, ()),
    ],
)
def test_numbers_cut_off_in_one_place_are_not_taken_for_those_of_another(answer, codes):
    verdict = check("apply_window", answer)
    assert not verdict.passed
    assert verdict.misconceptions == codes
