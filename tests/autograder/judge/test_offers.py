"""Whatever is offered is judged by one function, in one order, and what it finds has no look."""

import ast
import datetime
from pathlib import Path

import keras
import numpy as np
import pytest

import autograder.judge
from autograder import EXERCISES
from autograder.answer.offer_of import offer_of
from autograder.judge.offers import asked, judge_offer, problem_of_use
from autograder.vocabulary.exercise import Problem
from autograder.vocabulary.findings import Findings
from autograder.vocabulary.offer import ForbiddenUse, Offer
from autograder.vocabulary.outcome import Outcome

RELU = EXERCISES["relu"]
RIGHT = tuple(Outcome(value=RELU.expected(*call.arguments, **call.options)) for call in RELU.calls)


def symptom_of(offer):
    findings = judge_offer(RELU, offer)
    assert findings.points == 0
    return findings.first_failed.problem.symptom


def test_a_library_gets_one_sentence_each():
    problem = problem_of_use(ForbiddenUse("scipy.signal", "from scipy import signal", "conv2d"))
    assert problem.symptom == (
        "It uses `scipy.signal`, and the answer is to be computed with NumPy alone."
    )
    assert problem.detail == "from scipy import signal"
    assert problem.next_step == (
        "Write the loops or the NumPy operations yourself; "
        "`import numpy as np` is all that you need."
    )


@pytest.mark.parametrize("what", ["eval", "sys.modules", "__globals__", "getattr", "inspect.stack"])
def test_a_way_round_is_told_in_other_words(what):
    symptom = problem_of_use(ForbiddenUse(what)).symptom
    assert symptom == f"It uses `{what}`, which can hide what is computed."


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (3, "relu is an int, not a function."),
        (None, "relu is None, not a function."),
        ("relu", "relu is a str, not a function."),
        (np.zeros(2), "relu is an ndarray, not a function."),
        (np.uint8(2), "relu is a uint8, not a function."),
        (keras, "relu is a module, not a function."),
        ([abs], "relu is a list, not a function."),
        (datetime.UTC, "relu is a timezone, not a function."),
    ],
)
def test_what_is_not_a_function_is_named_with_its_article(answer, said):
    offer = offer_of(RELU, answer)
    assert symptom_of(offer) == said
    assert judge_offer(RELU, offer).first_failed.next_step == (
        "Run the cell that begins with `def relu(x):` again."
    )


def test_a_kernel_that_names_no_type_is_told_so_too():
    assert symptom_of(Offer("relu", type_name="", is_callable=False)) == "relu is not a function."


def test_what_need_not_be_a_function_is_asked():
    trained = EXERCISES["trained_network"]
    offer = asked(trained, offer_of(trained, "a path"), lambda call, left: Outcome(untried=True))
    assert offer.outcomes == (Outcome(untried=True),)


def test_the_first_reason_is_told_and_outcomes_count_only_without_one():
    everything = {
        "problem": Problem("It never came."),
        "is_callable": False,
        "forbidden": ForbiddenUse("keras"),
        "outcomes": RIGHT,
    }
    said = []
    for reason in ("problem", "is_callable", "forbidden"):
        said.append(symptom_of(Offer("relu", **everything)))
        del everything[reason]
    assert said[0] == "It never came."
    assert said[1].endswith("not a function.")
    assert said[2].startswith("It uses `keras`")
    assert judge_offer(RELU, Offer("relu", **everything)).passed
    assert symptom_of(Offer("relu")) == "There is no answer."


def test_a_forbidden_use_has_its_code():
    offer = Offer("relu", forbidden=ForbiddenUse("eval"))
    assert judge_offer(RELU, offer).misconceptions == ("USES-A-LIBRARY",)


@pytest.mark.parametrize(
    "offer",
    [
        Offer("relu", is_callable=False),
        Offer("relu", forbidden=ForbiddenUse("keras")),
        Offer("relu", problem=Problem("It never came.")),
    ],
)
def test_no_call_is_made_where_none_could_help(offer):
    def ask(call, seconds):
        raise AssertionError

    assert asked(RELU, offer, ask) is offer


def test_calls_are_made_in_the_order_in_which_outcomes_are_read():
    offer = asked(RELU, Offer("relu"), lambda call, left: RIGHT[RELU.calls.index(call)])
    assert offer.outcomes == RIGHT
    findings = judge_offer(RELU, offer)
    assert type(findings) is Findings
    assert findings.passed


def test_an_offer_that_does_not_belong_to_the_exercise_is_our_fault():
    with pytest.raises(ValueError, match="The offer is one for softmax, and not for relu"):
        judge_offer(RELU, Offer("softmax", outcomes=RIGHT))
    with pytest.raises(ValueError, match="shorter"):
        judge_offer(RELU, Offer("relu", outcomes=RIGHT[1:]))


def test_the_judge_knows_nothing_of_messages():
    for path in Path(*autograder.judge.__path__).glob("*.py"):
        imported = {
            node.module or ""
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.ImportFrom)
        }
        assert not [name for name in imported if name.startswith("autograder.messages")]
        assert not imported & {"autograder.verdict", "autograder.checking", "html"}
