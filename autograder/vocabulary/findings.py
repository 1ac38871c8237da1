"""What a check found, as data: nothing here knows how it will look."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.vocabulary.exercise import Call, Exercise, Problem
from autograder.vocabulary.outcome import Outcome

__all__ = ["CaseResult", "Findings"]


@dataclass(frozen=True)
class CaseResult:
    """One case: right if there is no problem."""

    name: str
    points: float
    """What the case is worth."""
    problem: Problem | None = None
    case_step: str = ""

    @property
    def next_step(self) -> str:
        """What to do about it: the problem's own step before the case's."""
        return (self.problem.next_step if self.problem else "") or self.case_step

    @property
    def passed(self) -> bool:
        """Tell whether every call of the case was right."""
        return self.problem is None


@dataclass(frozen=True)
class Findings:
    """The result of one check, by case."""

    exercise: Exercise
    results: tuple[CaseResult, ...]
    misconceptions: tuple[str, ...] = ()
    printed: str = ""
    """The beginning of what the answer printed."""
    outcomes: Mapping[Call, Outcome] = field(default_factory=dict, repr=False, compare=False)
    """What came of each call, read; none where the answer was not called."""
    helpers: tuple[str, ...] = ()
    """The functions that the answer calls: a mistake may be in them."""

    @property
    def first_failed(self) -> CaseResult | None:
        """The first case that is wrong: the one that is told about."""
        return next((result for result in self.results if not result.passed), None)

    @property
    def fails_everywhere_alike(self) -> bool:
        """Tell whether one and the same thing is wrong with every case."""
        symptoms = {result.problem.symptom if result.problem else "" for result in self.results}
        return len(symptoms) == 1 and not self.passed

    @property
    def points(self) -> float:
        """The points of the cases that are right."""
        return float(sum(result.points for result in self.results if result.passed))

    @property
    def max_points(self) -> float:
        """The points of all cases."""
        return float(sum(result.points for result in self.results))

    @property
    def passed(self) -> bool:
        """Tell whether every case is right."""
        return all(result.passed for result in self.results)
