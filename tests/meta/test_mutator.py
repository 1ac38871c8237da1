"""The mutator changes one thing at a time; equivalence tells wrong from right without cases."""

import ast
import inspect

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.judge.comparison import compare
from autograder.truth import keras_gradients, keras_layers
from tests.meta import equivalence, judge, mutator
from tests.meta.right import average_pool2d, count_parameters, max_pool2d, relu, softmax

SOURCE = """
def answer(h, w):
    kh, kw = h, w
    if not kh > 1:
        kh = -2
    return np.zeros((kh // 2 + 1, kw)).max(axis=0)
"""


def mutants(exercise, answer):
    return {mutant.description: mutant for mutant in mutator.mutants_of(exercise, answer)}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("//", "kh * 2"),
        ("+", "kh // 2 - 1"),
        ("2", "kh // 3"),
        ("h and w", "= (w, h)"),
        ("kh", "(kw // 2 + 1, kw)"),
        ("zeros", "np.ones("),
        ("max", ".min(axis=0)"),
        ("axis", "axis=1"),
        ("keyword", ".max()"),
        ("comparison", "kh >= 1"),
        ("not", "if not not kh > 1"),
        ("minus", "kh = +2"),
        ("statement", "        pass"),
    ],
)
def test_there_is_a_mutant_for_each_kind_of_slip(before, after):
    assert any(after in mutated for _, mutated in mutator.mutate(SOURCE)), before


def test_every_mutant_is_new_and_is_python():
    found = list(mutator.mutate(SOURCE))
    assert found == list(mutator.mutate(SOURCE))
    sources = [mutated for _, mutated in found]
    assert len(set(sources)) == len(sources) > 20
    assert ast.unparse(ast.parse(SOURCE)) not in sources
    for source in sources:
        compile(source, "mutant", "exec")


def test_an_answer_stands_alone_with_its_helpers():
    source = mutator.standalone(max_pool2d.pad_with_minus_infinity)
    assert "def _pair" in source
    assert "import numpy as np" in source
    assert "seven_loops" not in source
    assert "import itertools" not in source


def test_a_mutant_has_a_source_that_can_be_read():
    mutant = next(mutator.mutants_of("relu", relu.where))
    assert inspect.getsource(mutator.load(mutant)) == mutant.source[mutant.source.index("def") :]


def test_mutants_are_chosen_from_first_to_last():
    everything = list(mutator.mutants_of("softmax", softmax.new_axis))
    assert mutator.spread(iter(everything), 1000) == everything
    chosen = mutator.spread(iter(everything), 5)
    assert len(chosen) == 5
    assert chosen[0] == everything[0]


@pytest.mark.parametrize(
    ("exercise", "answer", "description"),
    [
        ("relu", relu.where, "line 4: > becomes >="),
        ("count_parameters", count_parameters.add_filter_by_filter, "line 2: not (type("),
    ],
)
def test_equivalence_is_told_by_calls(exercise, answer, description):
    found = [
        mutant for text, mutant in mutants(exercise, answer).items() if text.startswith(description)
    ]
    results = {equivalence.difference(exercise, mutator.load(mutant)) is None for mutant in found}
    assert results == {exercise == "relu"}


def test_a_mutant_that_only_small_integers_forgive_is_different():
    found = mutants("relu", relu.clipped)["line 4: 0 becomes 1"]
    assert equivalence.difference("relu", mutator.load(found)) is not None


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("max_pool2d", max_pool2d.sliding_windows),
        ("average_pool2d", average_pool2d.sums_and_counts),
        ("softmax", softmax.by_logarithm),
    ],
)
def test_a_right_answer_has_no_difference(exercise, answer):
    assert equivalence.difference(exercise, answer) is None


def test_what_has_no_end_or_raises_is_different():
    def endless(x):
        while True:
            x = x + 0

    assert equivalence.difference("relu", endless, seconds=0.1).symptom == "no end"
    assert "ZeroDivisionError" in equivalence.difference("relu", lambda x: 1 / 0).symptom


def test_an_argument_must_stay_as_it_was():
    def in_place(x):
        x[x < 0] = 0
        return x

    assert equivalence.difference("relu", in_place).symptom == "It changed an argument."


@pytest.mark.filterwarnings("ignore:(?s).*softmax over axis")
@pytest.mark.parametrize("exercise", equivalence.EXERCISES_WITH_CALLS)
def test_what_is_expected_is_what_keras_returns(exercise):
    questions = equivalence.questions(exercise)
    for question in questions[:: max(len(questions) // 12, 1)]:
        call = question.call
        truth = keras_layers if hasattr(keras_layers, exercise) else keras_gradients
        keras = getattr(truth, exercise)(*call.arguments, **call.options)
        assert compare(EXERCISES[exercise], call, keras, question.expected) is None


def test_the_calls_are_varied():
    calls = [question.call for question in equivalence.questions("max_pool2d")]
    shapes = [call.arguments[0].shape for call in calls]
    assert any(height != width for _, height, width, _ in shapes)
    assert {len(np.unique(shape)) for shape in shapes} == {1, 2, 3, 4}
    options = [EXERCISES["max_pool2d"].named_arguments(call) for call in calls]
    assert {type(option.get("pool_size", 2)) for option in options} == {int, tuple}
    assert {type(option.get("strides")) for option in options} == {int, tuple, type(None)}
    assert {option.get("padding", "valid").lower() for option in options} == {"valid", "same"}


def test_the_judge_tells_what_is_wrong():
    def wrong(**what):
        return judge.Finding("relu", "answer", "wrong", **{"passed": False, "code": "A"} | what)

    assert wrong(given=("A",)).offence == ""
    assert wrong().offence == "undiagnosed"
    assert wrong(given=("B",)).offence == "misdiagnosed"
    assert wrong(code=None).offence == ""
    assert wrong(code=None, given=("B",)).offence == "misdiagnosed"
    assert wrong(passed=True, given=("A",)).offence == "passed"
    assert judge.Finding("relu", "answer", "right", passed=False).offence == "right"
    assert judge.Finding("relu", "answer", "mutant", passed=True).offence == "survivor"
    assert judge.Finding("relu", "answer", "mutant", True, equivalent=True).offence == ""
    assert judge.Score((wrong(given=("A",)),) * 9 + (wrong(),)).is_good
    assert not judge.Score((wrong(given=("A",)),) * 8 + (wrong(),)).is_good
