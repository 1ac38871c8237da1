"""The exercises of all assignments, by name.

Each is declared in one place, a module of this package. Its ``NOTEBOOK`` says where it is asked:
assignment and notebook, ``"lab6/1_convolution"``. A new module is found by being here.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from autograder.assignments import ASSIGNMENTS
from autograder.vocabulary.exercise import Exercise

__all__ = ["EXERCISES", "NOTEBOOKS", "by_name", "by_notebook"]


def by_notebook(modules: Iterable[Any], paths: Iterable[str]) -> Mapping[str, tuple[Exercise, ...]]:
    """Return the exercises that modules declare for these notebooks, in the notebooks' order.

    Raises
    ------
    ValueError
        If a module is for another notebook.
    """
    found: dict[str, tuple[Exercise, ...]] = dict.fromkeys(paths, ())
    for module in modules:
        if module.NOTEBOOK not in found:
            raise ValueError(
                f"{module.__name__} is for the notebook {module.NOTEBOOK!r}, which no assignment "
                f"has: autograder/assignments.py has {', '.join(found)}. Add it there, or give "
                "NOTEBOOK one of these."
            )
        found[module.NOTEBOOK] += tuple(module.EXERCISES)
    return MappingProxyType(found)


def by_name(exercises: Iterable[Exercise]) -> Mapping[str, Exercise]:
    """Return the exercises by name.

    Raises
    ------
    ValueError
        If two have one name, since ``check`` is asked by it.
    """
    found: dict[str, Exercise] = {}
    for exercise in exercises:
        if exercise.name in found:
            raise ValueError(f"Two exercises are called {exercise.name!r}. Rename one of them.")
        found[exercise.name] = exercise
    return MappingProxyType(found)


_MODULES = [
    importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
]

NOTEBOOKS = by_notebook(_MODULES, (path for one in ASSIGNMENTS for path in one.paths))
"""The exercises of each notebook, in order; ``"lab6/1_convolution"`` is a notebook."""

EXERCISES = by_name(exercise for exercises in NOTEBOOKS.values() for exercise in exercises)
