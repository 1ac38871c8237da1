"""A message as plain text, for a terminal."""

from collections.abc import Iterable, Iterator
from typing import assert_never

import numpy as np

from autograder.messages.evidence import Evidence, Table, Values, number
from autograder.messages.message import (
    Code,
    Details,
    Headline,
    Message,
    Part,
    Sentence,
    Title,
)

__all__ = ["text_of"]

WIDEST_PAIR = 96
"""Characters; wider tables stand below each other."""


def text_of(message: Message) -> str:
    """Return the parts line by line, details indented.

    Examples
    --------
    >>> from autograder import check
    >>> print(check("relu", None))
    ✗ relu · 0 of 1 points
    relu is None, not a function.
    Next: Run the cell that begins with `def relu(x):` again.
    """
    return "\n".join(_lines_of(message.parts))


def _lines_of(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield from _lines(part)


def _lines(part: Part) -> Iterable[str]:
    match part:
        case Headline():
            return [" · ".join((part.name, part.points, *part.codes))]
        case Title():
            return [f"{part.code}: {part.words}"]
        case Sentence():
            label = f"{part.label}:" if part.label else ""
            return [" ".join(filter(None, (label, part.text, part.code)))]
        case Code():
            return part.text.split("\n")
        case Values():
            return [f"yours:    {part.received}", f"expected: {part.expected}"]
        case Evidence():
            return _evidence(part)
        case Details():
            return (f"  {line}".rstrip() for line in _lines_of(part.parts))
        case _:
            assert_never(part)


def _evidence(evidence: Evidence) -> Iterator[str]:
    """Yield the two results side by side, and where the first is wrong."""
    if evidence.table is not None:
        yield from _tables(evidence.table, evidence.whose)
    if evidence.caption:
        yield f"First wrong: {evidence.caption}"


def _tables(table: Table, whose: str) -> list[str]:
    yours = _table(f"{whose} (* wrong)", table.received, table.wrong)
    expected = _table("expected", table.expected, table.wrong & False)
    width = max(map(len, yours))
    if width + max(map(len, expected)) > WIDEST_PAIR:
        return [*yours, *expected]
    return [f"{one.ljust(width)}    {other}" for one, other in zip(yours, expected, strict=True)]


def _table(heading: str, values: np.ndarray, wrong: np.ndarray) -> list[str]:
    written = [
        [f"{number(value)}{'*' if is_wrong else ' '}" for value, is_wrong in zip(*row, strict=True)]
        for row in zip(values, wrong, strict=True)
    ]
    width = max(len(cell) for row in written for cell in row)
    return [heading, *(" ".join(cell.rjust(width) for cell in row) for row in written)]
