"""What a statement uses is read from its text, whatever Python reads it."""

import ast

import pytest

from autograder.notebooks.statements import Statement


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("y = [k for k in sizes]", {"sizes"}),
        ("y = {k for k in sizes}", {"sizes"}),
        ("y = {k: v for k, v in sizes}", {"sizes"}),
        ("y = [[j for j in k] for k in sizes]", {"sizes"}),
        ("y = [k for k in sizes] + [k]", {"sizes", "k"}),
        ("def f():\n    return [k for k in sizes]", {"sizes"}),
        ("class A:\n    y = [k for k in sizes]", {"sizes"}),
    ],
)
def test_names_of_a_comprehension_are_its_own(text, used):
    assert Statement(ast.parse(text).body[0]).uses == used


def test_a_sum_of_many_terms_is_read():
    statement = Statement(ast.parse("y = " + " + ".join(["a"] * 500)).body[0])
    assert "a" in statement.uses
