"""Which notebook a worker gets next."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.grading.batch.order import Foreseen, Order, foreseen
from autograder.grading.execution.one_kind import Kind


@dataclass(frozen=True)
class Student:
    loops: int = 0


@dataclass(frozen=True)
class Notebook:
    notebook: str
    foreseen: Foreseen
    submission: Student = Student()
    number: int = 0


notebooks = st.builds(
    Notebook,
    st.sampled_from("abc"),
    st.builds(Foreseen, st.sampled_from(Kind), st.booleans()),
    st.builds(Student, st.integers(0, 3)),
    st.integers(),
)


def all_of(order):
    return list(iter(order.take, None))


@given(st.lists(notebooks), st.dictionaries(st.sampled_from("abc"), st.floats(0, 100)))
def test_each_is_taken_once_and_the_longest_of_its_kind_first(given_ones, seconds):
    order = Order()
    for name, lasted in seconds.items():
        order.learn(name, lasted)
    for one in given_ones:
        order.add(one)
    taken = {}
    for _ in Kind:
        kind = order.kind
        assert order.has(kind) == any(one.foreseen.kind is kind for one in given_ones)
        taken[kind] = all_of(order)
        assert not order.has(kind)
        order.change_kind()
    assert {*taken} == {*Kind}
    for kind, ones in taken.items():
        wanted = [one for one in given_ones if one.foreseen.kind is kind]
        assert sorted(map(repr, ones)) == sorted(map(repr, wanted))
        keys = [
            (one.foreseen.may_not_end, seconds.get(one.notebook, 0.0), one.submission.loops)
            for one in ones
        ]
        assert keys == sorted(keys, reverse=True)


def test_the_longest_of_a_name_counts():
    order = Order()
    for name, seconds in [("a", 3.0), ("b", 2.0), ("a", 1.0)]:
        order.learn(name, seconds)
    for name in "ba":
        order.add(Notebook(name, Foreseen(Kind.NUMPY)))
    assert [one.notebook for one in all_of(order)] == ["a", "b"]


@pytest.mark.parametrize(
    ("source", "may_not_end"),
    [
        ("while True:\n    pass", True),
        ("def f(n):\n\twhile n:\n\t\tn -= 0", True),
        ("for i in range(3):\n    print(i)", False),
        ("n = 1  # while it lasts", False),
        ("meanwhile = 1\nwhiles = 2", False),
        ("print('a') if", False),
    ],
)
def test_only_a_while_may_not_end(source, may_not_end):
    assert foreseen(new_notebook(cells=[new_code_cell(source)])).may_not_end == may_not_end
    assert not foreseen(new_notebook(cells=[new_markdown_cell(source)])).may_not_end


@pytest.mark.parametrize(
    ("source", "loops"),
    [
        ("x = 1", 0),
        ("for i in x:\n    for j in i:\n        pass\n    for k in i:\n        pass", 2),
        ("for i in x:\n  if i:\n    while i:\n      for j in i:\n        pass", 3),
        ("for i in x:\n    pass\nfor j in x:\n    pass", 1),
        ("[i for i in x for j in x]", 0),
    ],
)
def test_loops_within_one_another_are_counted(source, loops):
    cells = [new_code_cell("y = 2"), new_code_cell(source), new_markdown_cell("for a\n for b")]
    assert foreseen(new_notebook(cells=cells)).loops == loops
