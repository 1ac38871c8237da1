"""The exercises of the lab, by name.

Each is declared in one place, a module of this package, which says to which notebook it belongs.
A new module is found by being here.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from types import MappingProxyType

from autograder.vocabulary.exercise import Exercise

__all__ = ["EXERCISES", "NOTEBOOKS"]

_MODULES = sorted(
    (
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    ),
    key=lambda module: str(module.NOTEBOOK),
)

NOTEBOOKS: Mapping[str, tuple[Exercise, ...]] = MappingProxyType(
    {
        notebook: tuple(
            exercise
            for module in _MODULES
            if notebook == module.NOTEBOOK
            for exercise in module.EXERCISES
        )
        for notebook in dict.fromkeys(str(module.NOTEBOOK) for module in _MODULES)
    }
)
"""The exercises of each notebook, in order."""

EXERCISES: Mapping[str, Exercise] = MappingProxyType(
    {exercise.name: exercise for exercises in NOTEBOOKS.values() for exercise in exercises}
)
