"""A submission that is honest and right, as one tool, habit or way of handing in makes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.honest.submission import Submission, right

__all__ = ["VARIANTS", "Variant", "delivered", "works"]

Work = Callable[[Submission], Any]
Deliver = Callable[[Path], Any]


@dataclass(frozen=True)
class Variant:
    """One submission, and what it must earn."""

    name: str
    family: str
    reason: str
    """Who does so, and why it is right."""
    work: Work | None = None
    """What is different at home, where `check` is green."""
    deliver: Deliver | None = None
    """What becomes of the folder on its way to the grader."""
    style: str = ""
    lost: Mapping[str, float] = field(default_factory=dict)
    """Points by exercise, of which the docs say that they are lost when graded."""
    said: str = ""
    """A piece of what student and instructor are told."""
    written: frozenset[str] = frozenset({"why_pooling", "deeper_filters"})
    """The written answers that a person must be asked to read."""

    def __str__(self) -> str:
        return self.name

    def at_home(self) -> Submission:
        """Return what the student has before it is handed in."""
        made = right(self.style)
        if self.work is not None:
            self.work(made)
        return made

    def hand_in(self, folder: Path) -> None:
        """Write what arrives."""
        self.at_home().save(folder)
        if self.deliver is not None:
            self.deliver(folder)


VARIANTS: dict[str, Variant] = {}


def works(family: str, reason: str, name: str = "", **options: Any) -> Callable[[Work], Work]:
    """Register what a student or a tool does at home."""

    def register(work: Work) -> Work:
        _add(Variant(name or work.__name__, family, reason, work=work, **options))
        return work

    return register


def delivered(
    family: str, reason: str, name: str = "", **options: Any
) -> Callable[[Deliver], Deliver]:
    """Register what becomes of a folder on its way."""

    def register(deliver: Deliver) -> Deliver:
        _add(Variant(name or deliver.__name__, family, reason, deliver=deliver, **options))
        return deliver

    return register


def _add(variant: Variant) -> None:
    if variant.name in VARIANTS:
        raise ValueError(f"Two variants are called {variant.name}.")
    VARIANTS[variant.name] = variant
