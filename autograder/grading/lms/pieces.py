"""What an LMS's module says of a file in a download: whose it is, and its name before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType
from typing import Protocol

from autograder.grading.lms.archive import Entry

__all__ = ["Lms", "Owner", "Piece", "Reading"]


@dataclass(frozen=True)
class Owner:
    """Who handed something in, as the LMS names them."""

    lms_id: str
    """Canvas's user id, Moodle's participant id, Blackboard's user name, …"""
    name: str = ""
    is_anonymous: bool = False
    is_group: bool = False


@dataclass(frozen=True)
class Piece:
    """A file that somebody handed in."""

    entry: Entry
    owner: Owner
    name: str
    """As the student named it, perhaps with folders."""
    order: tuple[float, ...] = ()
    """The greater one was handed in later, where the LMS's names say so."""
    attempt: str = ""
    """What tells one attempt of an owner from another; the latest counts."""
    time: datetime | None = None
    """When; without a time zone it is that of the course."""
    is_late: bool = False
    is_text: bool = False
    """Whether it is what somebody wrote into a field of the LMS, and no file."""


@dataclass(frozen=True)
class Reading:
    """What a module made of a download."""

    pieces: tuple[Piece, ...]
    problems: tuple[str, ...] = ()


class Lms(Protocol):
    """What the module of an LMS offers."""

    NAME: str
    TITLE: str
    matches: Callable[[str], bool]
    """Tells whether a path can be a file that this LMS delivers."""
    read: Callable[[Sequence[Entry], Iterable[str]], Reading]
    """Reads the files of a download; handed the ids that the roster knows, to settle doubts."""


def as_lms(module: ModuleType) -> Lms:
    """Say for the type checker that a module is one."""
    return module
