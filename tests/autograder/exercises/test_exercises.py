"""Modules of exercises find their notebooks, and the notebooks their exercises."""

from types import SimpleNamespace

import pytest

from autograder.assignments import Assignment
from autograder.exercises import by_name, by_notebook
from autograder.vocabulary.exercise import Case, Exercise, call

FIRST = Assignment("lab0", "Lab 0", ("1_convolution", "2_more"))
SECOND = Assignment("lab1", "Lab 1", ("1_convolution",))
PATHS = (*FIRST.paths, *SECOND.paths)


def exercise(name):
    return Exercise(name, "(x)", (Case("all", 1, (call(1),), "Do it."),), expected=abs)


def module(notebook, *names):
    exercises = tuple(exercise(name) for name in names)
    return SimpleNamespace(__name__="exercises.made_up", NOTEBOOK=notebook, EXERCISES=exercises)


def names(notebooks):
    return {path: [one.name for one in exercises] for path, exercises in notebooks.items()}


def test_two_assignments_may_have_notebooks_of_one_name():
    modules = [
        module("lab1/1_convolution", "a"),
        module("lab0/2_more", "b"),
        module("lab0/1_convolution", "c", "d"),
        module("lab0/2_more", "e"),
    ]
    found = names(by_notebook(modules, PATHS))
    assert found == {
        "lab0/1_convolution": ["c", "d"],
        "lab0/2_more": ["b", "e"],
        "lab1/1_convolution": ["a"],
    }
    assert list(found) == list(PATHS)


@pytest.mark.parametrize("notebook", ["1_convolution", "lab2/1_convolution", "lab1/2_more", ""])
def test_a_notebook_that_no_assignment_has_is_told_with_what_to_do(notebook):
    with pytest.raises(ValueError, match="no assignment has") as told:
        by_notebook([module(notebook, "a")], PATHS)
    assert repr(notebook) in str(told.value)
    assert "exercises.made_up" in str(told.value)
    assert all(path in str(told.value) for path in PATHS)


def test_two_exercises_of_one_name_are_told():
    with pytest.raises(ValueError, match="Two exercises are called 'a'"):
        by_name([exercise("a"), exercise("b"), exercise("a")])
