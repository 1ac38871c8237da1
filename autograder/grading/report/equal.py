"""Equal mistakes, rarely made: pairs of submissions that are wrong in the same numbers.

It is a reason to look, and never a verdict. Right answers look alike, so they count nothing; a
mistake that has a name is made by many who never met, so it counts nothing; what the rest of the
class returns, too, counts less the more of them do. Who learned together errs together.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.grading.report.read import Graded

__all__ = ["Pair", "Shared", "equal_mistakes"]

LEAST = 6.0
"""Bits: as rare as six tosses of a coin that all fall alike."""
MOST_PAIRS = 20
MOST_WHO_SHARE = 8
"""What more than so many return tells nothing of two of them."""
FEWEST = 8
"""Submissions without which nothing is rare."""


@dataclass(frozen=True)
class Shared:
    """A wrong result that two submissions share."""

    exercise: str
    case: str
    number: int
    """Of the class, who return it."""
    wrong: int
    """Of the class, whose result in this case is wrong."""
    bits: float


@dataclass(frozen=True)
class Pair:
    """Two submissions, and what they share."""

    first: str
    second: str
    shared: tuple[Shared, ...]

    @property
    def bits(self) -> float:
        """How rare all of it is together."""
        return sum(one.bits for one in self.shared)


def equal_mistakes(
    graded: Sequence[Graded], corpus: Mapping[str, int] | None = None
) -> tuple[Pair, ...]:
    """Return the pairs that share what few others return, the rarest first.

    Parameters
    ----------
    graded
        The class.
    corpus
        How often other people returned a wrong result, by ``"exercise/case/mark"``.
    """
    if len(graded) < FEWEST:
        return ()
    by_result: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    wrong: dict[tuple[str, str], int] = defaultdict(int)
    for one in graded:
        for exercise, check in one.checks.items():
            for case in check.cases:
                wrong[exercise, case.name] += not case.passed
                if case.wrong and not check.misconceptions:
                    by_result[exercise, case.name, case.wrong].append(one.student)
    pairs: dict[tuple[str, str], dict[str, Shared]] = defaultdict(dict)
    for (exercise, name, mark), students in by_result.items():
        if not 2 <= len(students) <= MOST_WHO_SHARE:
            continue
        others = len(students) - 2 + (corpus or {}).get(f"{exercise}/{name}/{mark}", 0)
        bits = math.log2(len(graded) / (others + 1))
        shared = Shared(exercise, name, len(students), wrong[exercise, name], bits)
        for pair in itertools.combinations(sorted(students), 2):
            best = pairs[pair].get(exercise)
            # The cases of one exercise are wrong together: only the rarest counts.
            if best is None or bits > best.bits:
                pairs[pair][exercise] = shared
    found = [Pair(*pair, tuple(shared.values())) for pair, shared in pairs.items()]
    rare = [pair for pair in found if pair.bits >= LEAST and len(pair.shared) > 1]
    return tuple(sorted(rare, key=lambda pair: (-pair.bits, pair.first, pair.second))[:MOST_PAIRS])
