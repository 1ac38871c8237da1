"""The labs that other installed packages bring, found by their entry points.

A package of its own, with exercises, misconceptions and assignments, says in its
``pyproject.toml`` where its `Lab` is::

    [project.entry-points."autograder.labs"]
    fourier = "fourier_lab:LAB"

It is imported when an exercise is first asked for, not before: it imports the autograder itself.
"""

import functools
import importlib.util
from importlib.metadata import Distribution, EntryPoint, entry_points
from pathlib import Path

from autograder.vocabulary.assignment import Lab

__all__ = ["GROUP", "LabError"]
__all__ += ["installed_labs", "lab_distributions", "lab_files", "lab_packages"]

GROUP = "autograder.labs"


class LabError(ImportError):
    """An installed package names a lab that can't be used."""


@functools.cache
def installed_labs() -> tuple[Lab, ...]:
    """Return what all installed packages bring, by the names of their entry points.

    Raises
    ------
    LabError
        If one of them can't be imported, or names something else. It says which package.
    """
    return tuple(map(_loaded, _entry_points()))


@functools.cache
def lab_packages() -> frozenset[str]:
    """Return the names of the packages that labs are in, without importing any."""
    return frozenset(point.module.partition(".")[0] for point in _entry_points())


def lab_distributions() -> tuple[Distribution, ...]:
    """Return what was installed that brings labs, each once."""
    found = [point.dist for point in _entry_points() if point.dist is not None]
    return tuple({one.name: one for one in found}.values())


def lab_files() -> tuple[Path, ...]:
    """Return where those packages lie, and what tells Python that they are installed."""
    specs = [importlib.util.find_spec(name) for name in sorted(lab_packages())]
    files = [Path(spec.origin).resolve() for spec in specs if spec is not None and spec.origin]
    packages = [file.parent if file.name == "__init__.py" else file for file in files]
    told = [
        Path(str(file.locate())).resolve().parent
        for distribution in lab_distributions()
        for file in distribution.files or ()
        if file.name == "entry_points.txt"
    ]
    return (*packages, *told)


@functools.cache
def _entry_points() -> list[EntryPoint]:
    return sorted(entry_points(group=GROUP), key=lambda point: point.name)


def _loaded(point: EntryPoint) -> Lab:
    package = point.dist.name if point.dist is not None else point.module
    try:
        lab = point.load()
    except Exception as error:
        raise LabError(
            f"The package {package} brings the lab {point.name!r}, {point.value}, which can't be "
            f"imported: {type(error).__name__}: {error}. Mend it, or: pip uninstall {package}"
        ) from error
    if not isinstance(lab, Lab):
        raise LabError(
            f"The package {package} brings the lab {point.name!r}, but {point.value} is "
            f"{type(lab).__name__!r}: expected a Lab of autograder.vocabulary.assignment."
        )
    return lab
