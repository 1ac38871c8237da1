"""What a course hands out under one name, and what a package brings of such."""

from dataclasses import dataclass
from types import ModuleType

__all__ = ["Assignment", "Lab"]


@dataclass(frozen=True)
class Assignment:
    """What students are handed, do, and hand in under one name.

    Examples
    --------
    >>> sums = Assignment("lab0", "Lab 0: Sums", ("1_adding", "2_adding_up"))
    >>> sums.first, sums.paths
    ('1_adding.ipynb', ('lab0/1_adding', 'lab0/2_adding_up'))
    """

    name: str
    """As nbgrader has it: the folder in ``source/``, ``release/`` and ``submitted/STUDENT/``."""
    title: str
    notebooks: tuple[str, ...]
    """In the order in which students take them, without ``.ipynb``."""
    left_files: tuple[str, ...] = ()
    """What running the notebooks leaves beside them. It is handed in with them."""

    @property
    def first(self) -> str:
        """The file to begin with."""
        return f"{self.notebooks[0]}.ipynb"

    @property
    def paths(self) -> tuple[str, ...]:
        """What the modules of exercises call the notebooks: assignment and name."""
        return tuple(f"{self.name}/{notebook}" for notebook in self.notebooks)


@dataclass(frozen=True)
class Lab:
    """What another installed package brings: the object that its entry point names."""

    assignments: tuple[Assignment, ...]
    exercises: tuple[ModuleType, ...]
    """Modules that declare them, each with a ``NOTEBOOK`` and ``EXERCISES``."""
