"""Make numbers of a graded class: pure functions of what `read` returned."""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.grading.report.read import Graded, Place

__all__ = [
    "CaseNumbers",
    "Distribution",
    "LookAt",
    "MistakeNumbers",
    "cases_of",
    "distributions",
    "look_at",
    "mistakes_of",
]

BINS = 10
FEWEST = 10
"""Submissions that it takes to say how a case discriminates."""
WEAK = 0.1
"""Of a correlation: those who pass the case have hardly more points elsewhere."""
NEAR = 0.003
"""A share of the test images: so near to a bound, another seed may fall on its other side."""
BOUND = re.compile(r"at least ([\d.]+) %")
"""What a case says that wants a share."""


@dataclass(frozen=True)
class Distribution:
    """The points of a class in one thing."""

    name: str
    max_points: float
    points: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean; 0 of nobody."""
        return statistics.fmean(self.points) if self.points else 0.0

    @property
    def median(self) -> float:
        """The median; 0 of nobody."""
        return statistics.median(self.points) if self.points else 0.0

    @property
    def full(self) -> int:
        """How many have all points."""
        return sum(points >= self.max_points - 1e-9 for points in self.points)

    @property
    def none(self) -> int:
        """How many have no point."""
        return sum(points <= 0 for points in self.points)

    def bins(self) -> tuple[int, ...]:
        """Count them in ten parts of the scale; all points are in the last.

        Examples
        --------
        >>> Distribution("x", 10, (0, 0.5, 9.9, 10)).bins()
        (2, 0, 0, 0, 0, 0, 0, 0, 0, 2)
        """
        counts = [0] * BINS
        for points in self.points:
            share = points / self.max_points if self.max_points else 0.0
            counts[max(0, min(BINS - 1, int(share * BINS + 1e-9)))] += 1
        return tuple(counts)


@dataclass(frozen=True)
class CaseNumbers:
    """How a class does in one case."""

    exercise: str
    name: str
    points: float
    asked: int
    failed: int
    discrimination: float | None
    """How passing it goes with the points in all other exercises, from -1 to 1."""

    @property
    def weakness(self) -> str:
        """Why it tells little about who can do the lab, if it does."""
        if self.asked < FEWEST:
            return ""
        if self.failed == 0:
            return "nobody fails it"
        if self.failed == self.asked:
            return "everybody fails it"
        if self.discrimination is not None and self.discrimination < WEAK:
            return "those who pass it have hardly more points elsewhere than those who fail it"
        return ""


@dataclass(frozen=True)
class MistakeNumbers:
    """Who makes one mistake that has a name."""

    code: str
    students: tuple[str, ...]
    exercises: tuple[str, ...]
    """In which, the most frequent first."""
    seen: tuple[tuple[str, str], ...]
    """Each student and exercise."""


@dataclass(frozen=True)
class LookAt:
    """Somebody whose submission a person should look at, and why."""

    student: str
    reasons: tuple[str, ...]


def distributions(
    graded: Sequence[Graded], lab: Sequence[Place]
) -> tuple[Distribution, tuple[Distribution, ...], tuple[Distribution, ...]]:
    """Return those of all points, of each notebook, and of each exercise.

    What is not graded, and what nobody has read yet, is in none of them.
    """
    graded = [one for one in graded if one.score.is_graded]
    whole = Distribution(
        "all points",
        max((one.score.max_points for one in graded), default=0.0),
        tuple(one.score.points for one in graded),
    )
    books: dict[str, list[float]] = defaultdict(list)
    cells: dict[str, list[float]] = defaultdict(list)
    maximum: dict[str, float] = {}
    for one in graded:
        for book in one.score.notebooks:
            books[book.name].append(book.points)
            maximum[book.name] = book.max_points
            for cell in book.cells:
                name = cell.name.removeprefix("check-")
                maximum[name] = cell.max_points
                cells[name] += [] if cell.is_to_be_read else [cell.points]
    order = {place.exercise: number for number, place in enumerate(lab)}
    names = sorted(cells, key=lambda name: (order.get(name, len(order)), name))
    return (
        whole,
        tuple(Distribution(name, maximum[name], tuple(books[name])) for name in sorted(books)),
        tuple(Distribution(name, maximum[name], tuple(cells[name])) for name in names),
    )


def cases_of(graded: Iterable[Graded]) -> tuple[CaseNumbers, ...]:
    """Return each case, those that most fail first."""
    found: dict[tuple[str, str], list[tuple[bool, float]]] = defaultdict(list)
    worth: dict[tuple[str, str], float] = {}
    for one in graded:
        total = sum(check.points for check in one.checks.values())
        for exercise, check in one.checks.items():
            for case in check.cases:
                found[exercise, case.name].append((case.passed, total - check.points))
                worth[exercise, case.name] = case.points
    numbers = [
        CaseNumbers(
            *key,
            worth[key],
            len(results),
            sum(not passed for passed, _ in results),
            correlation([float(passed) for passed, _ in results], [rest for _, rest in results]),
        )
        for key, results in found.items()
    ]
    return tuple(sorted(numbers, key=lambda one: (-one.failed, one.exercise, one.name)))


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return how two things go together, or None where one of them never differs.

    Examples
    --------
    >>> correlation([0, 0, 1, 1], [1, 2, 3, 4])
    0.8944271909999159
    >>> correlation([1, 1], [2, 3]) is None
    True
    """
    try:
        return statistics.correlation(first, second)
    except statistics.StatisticsError:
        return None


def mistakes_of(graded: Iterable[Graded]) -> tuple[MistakeNumbers, ...]:
    """Return each mistake that has a name, those that most make first."""
    seen: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in graded:
        for exercise, check in one.checks.items():
            for code in check.misconceptions:
                seen[code].append((one.student, exercise))
    numbers = []
    for code, pairs in seen.items():
        students = tuple(dict.fromkeys(student for student, _ in pairs))
        named = [exercise for _, exercise in pairs]
        exercises = sorted({*named}, key=lambda name: (-named.count(name), name))
        numbers.append(MistakeNumbers(code, students, tuple(exercises), tuple(pairs)))
    return tuple(sorted(numbers, key=lambda one: (-len(one.students), one.code)))


def look_at(graded: Iterable[Graded], bound: float) -> tuple[LookAt, ...]:
    """Return whom to look at.

    Parameters
    ----------
    graded
        The class.
    bound
        The share of all points below which somebody is looked at.
    """
    found = []
    for one in graded:
        reasons = list(_reasons(one, bound))
        if reasons:
            found.append(LookAt(one.student, tuple(reasons)))
    return tuple(found)


def _reasons(one: Graded, bound: float) -> Iterable[str]:
    score = one.score
    if not score.is_graded:
        yield "is not graded"
        return
    if score.points < bound * score.max_points:
        yield f"{score.points:g} of {score.max_points:g} points"
    if one.stopped:
        yield f"{len(one.stopped)} cells stopped: {one.stopped[0]}"
    if one.not_read:
        yield f"missing, or not to be read: {', '.join(one.not_read)}"
    for check in one.checks.values():
        if check.measured is None:
            continue
        bounds = [
            float(found[1]) / 100 for case in check.cases if (found := BOUND.match(case.name))
        ]
        near = [share for share in bounds if abs(check.measured - share) < NEAR]
        if near:
            yield f"its weights read {check.measured:.2%} right, and a bound is {near[-1]:.1%}"
