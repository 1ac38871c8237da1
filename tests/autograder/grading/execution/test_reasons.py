"""A check cell that stops before its check: what its author is told."""

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograder.grading.execution.reasons import with_reason
from autograder.vocabulary.exercise import Problem
from autograder.vocabulary.offer import Offer

NOTHING = Offer("max_pool2d", problem=Problem("The cell came to its end before the check."))
FIRST_LINE = '`def max_pool2d(x, pool_size=2, strides=None, padding="valid"):`'


def reason(name, text, *sources, newer_python="", offer=NOTHING):
    error = new_output("error", ename=name, evalue=text, traceback=[])
    cell = new_code_cell('check("max_pool2d", max_pool2d)', outputs=[error])
    cells = [new_markdown_cell("def max_pool2d_(x)"), *map(new_code_cell, sources), cell]
    return with_reason(offer, cell, cells, newer_python).problem


def test_a_function_under_a_near_name_is_found():
    for near in ("maxpool2d", "max_pooling2d", "MaxPool2D", "max_pool_2d"):
        problem = reason("NameError", "name 'max_pool2d' is not defined", f"def {near}(x):\n  pass")
        assert problem.detail == "NameError: name 'max_pool2d' is not defined"
        assert problem.next_step == (
            f"There is a function `{near}`. If it is the answer, begin it with {FIRST_LINE}."
        )


def test_a_function_of_another_exercise_is_not_taken_for_it():
    problem = reason("NameError", "name 'max_pool2d' is not defined", "def average_pool2d(x): ...")
    assert problem.next_step.startswith("Nothing here is called max_pool2d")
    assert FIRST_LINE in problem.next_step


def test_another_error_is_told_as_it_is():
    assert reason("NameError", "name 'pool' is not defined").next_step == ""
    assert reason("ValueError", "'max_pool2d'").next_step == ""
    told = reason("SyntaxError", "invalid syntax", newer_python="It is newer.").detail
    assert told == "SyntaxError: invalid syntax. It is newer."


def test_an_answer_that_came_keeps_its_own_findings():
    assert reason("NameError", "name 'max_pool2d'", offer=Offer("max_pool2d")) is None
