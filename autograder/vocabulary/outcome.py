"""What became of one call of a student's function: a value, an error, or no end."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What one call came to: a `value`, unless one of the others is set."""

    value: Any = None
    error: str = ""
    """Type and text of the exception, ``"IndexError: index 5 is out of bounds"``."""
    error_line: str = ""
    """The line of the student's code that raised it."""
    timed_out: bool = False
    untried: bool = False
    """The time was used up by the calls before."""
    refused: bool = False
    """The function does not take these arguments."""
    printed: str = ""
    changed: tuple[str, ...] = ()
    """The parameters whose arrays were changed in place."""
