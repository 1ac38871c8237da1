"""What an answer returns that returns several values at once: each is a part with a name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Part", "in_words", "leaves", "numbers_in"]

DEEPEST, MOST = 2, 100


@dataclass(frozen=True)
class Part:
    """One of several values that an answer returns together.

    Examples
    --------
    >>> kernels = (Part("parameters[0]", axes="HWCF"), Part("parameters[1]"))
    >>> step = (Part("parameters", members=kernels), Part("loss", result="number"))
    >>> [(part.name, value) for part, value in leaves(step, ([10, 20], 0.5))]
    [('parameters[0]', 10), ('parameters[1]', 20), ('loss', 0.5)]
    """

    name: str
    """As messages call it: ``"dkernel"``."""
    result: str = "array"
    """``"array"``, ``"number"`` or ``"integer"``, as `Exercise.result`."""
    axes: str = ""
    """``"NHWC"``, images, or ``"HWCF"``, kernels: then rows and columns of one are shown."""
    members: "tuple[Part, ...]" = ()
    """Where it is a list of arrays: each of them."""

    def is_meant(self, names: Sequence[str]) -> bool:
        """Tell whether it is named, itself or by one of its members; no names mean all."""
        return not names or self.name in names or any(one.name in names for one in self.members)


def leaves(parts: Iterable[Part], values: Any) -> Iterator[tuple[Part, Any]]:
    """Yield the parts that have no members, with what stands for each."""
    for part, value in zip(parts, values, strict=True):
        if part.members:
            yield from leaves(part.members, value)
        else:
            yield part, value


def numbers_in(value: Any, depth: int = DEEPEST) -> list[npt.NDArray[Any]] | None:
    """Return all arrays and numbers in a result, in order; None if it holds anything else.

    No exercise asks for a list of more than `MOST`, or for lists in lists in a tuple. An answer
    may return one, even one that holds itself, and looking at it comes to an end.

    Examples
    --------
    >>> numbers_in(([np.zeros(2), np.ones(1)], 0.5))
    [array([0., 0.]), array([1.]), array(0.5)]
    >>> numbers_in((np.zeros(2), None)) is None
    True
    """
    kind = type(value)
    if kind in {tuple, list}:
        if not depth or len(value) > MOST:
            return None
        found: list[npt.NDArray[Any]] = []
        for item in value:
            inner = numbers_in(item, depth - 1)
            if inner is None:
                return None
            found += inner
        return found
    if kind is np.ndarray or kind in {int, float} or issubclass(kind, np.number):
        return [np.asarray(value)]
    return None


def in_words(names: Sequence[str]) -> str:
    """Write names in a row, as code.

    Examples
    --------
    >>> in_words(["dx", "dkernel", "dbias"])
    '`dx`, `dkernel` and `dbias`'
    """
    written = [f"`{name}`" for name in names]
    return " and ".join(filter(None, (", ".join(written[:-1]), written[-1])))
