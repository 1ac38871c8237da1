"""Tell of a rewritten mistake how often people make it, and what it must be called."""

import hashlib
from collections.abc import Callable
from typing import Any

__all__ = ["is_set_aside", "seen"]

ONE_IN = 5


def seen(times: int, *codes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Store on an answer in how many published ones its mistake was seen, and its names.

    Parameters
    ----------
    times : int
        Of some 350 published answers that were run.
    *codes : str
        The misconceptions that explain it, all together; none if it has no name. Where two
        descriptions lead to the same numbers, an even share of a total for n windows and an odd
        zero before the map, say, it is the one that the check prefers.
    """

    def mark(answer: Callable[..., Any]) -> Callable[..., Any]:
        answer.times, answer.codes = times, codes  # type: ignore[attr-defined]
        return answer

    return mark


def is_set_aside(exercise: str, name: str) -> bool:
    """Tell whether an answer was set aside, one in five, before any of them was named.

    Examples
    --------
    >>> sum(is_set_aside("conv2d", str(number)) for number in range(1000))
    203
    """
    digest = hashlib.sha256(f"{exercise}.{name}".encode()).digest()
    return digest[0] % ONE_IN == 0
