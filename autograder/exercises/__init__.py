"""The exercises of all assignments, by name.

Each is declared in one place, a module of this package or of a `Lab` that another one brings. Its
``NOTEBOOK`` says where it is asked: assignment and notebook, ``"lab6/1_convolution"``. A new module
is found by being here.
"""

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from autograder.assignments import all_assignments
from autograder.labs import installed_labs
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
                f"has: there are {', '.join(found)}. Add it to the assignments (ours stand in "
                "autograder/assignments.py), or give NOTEBOOK one of these."
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


T = TypeVar("T")


class _WhenAsked(Mapping[str, T]):
    """A mapping that is made when it is first asked.

    What another package brings imports the autograder, which is imported by then.
    """

    def __init__(self, make: Callable[[], Mapping[str, T]]) -> None:
        self._made = functools.cache(make)

    def __getitem__(self, name: str) -> T:
        return self._made()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made())

    def __len__(self) -> int:
        return len(self._made())


_MODULES = [
    importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
]


def _notebooks() -> Mapping[str, tuple[Exercise, ...]]:
    brought = [module for lab in installed_labs() for module in lab.exercises]
    return by_notebook(
        [*_MODULES, *brought], (path for one in all_assignments() for path in one.paths)
    )


NOTEBOOKS: Mapping[str, tuple[Exercise, ...]] = _WhenAsked(_notebooks)
"""The exercises of each notebook, in order; ``"lab6/1_convolution"`` is a notebook."""

EXERCISES: Mapping[str, Exercise] = _WhenAsked(
    lambda: by_name(exercise for exercises in NOTEBOOKS.values() for exercise in exercises)
)
