"""Count by their weight the mistakes that people really make: named rightly, not, or falsely.

They stand in ``tests/meta/real``, rewritten, each with the number of published answers in which it
was seen. One in five was set aside before any was named: how many of those get their name tells
what to expect of mistakes that nobody has looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from rich.table import Table

from autograder import EXERCISES
from tests.meta.seen import is_set_aside

__all__ = ["LEAST_NAMED", "LEAST_NAMED_ASIDE", "RealFinding", "is_good", "share_named", "table"]

LEAST_NAMED = 0.9
LEAST_NAMED_ASIDE = 0.7


@dataclass(frozen=True)
class RealFinding:
    """What a real mistake was called."""

    exercise: str
    name: str
    times: int
    codes: frozenset[str]
    given: frozenset[str]

    @property
    def is_aside(self) -> bool:
        """Whether it was set aside before any was named."""
        return is_set_aside(self.exercise, self.name)

    @property
    def verdict(self) -> str:
        """``"named"``, ``"unnamed"`` or ``"falsely"``; one of two names is not the whole truth.

        Examples
        --------
        >>> both = frozenset({"BIAS-MISSING", "ACTIVATION-IGNORED"})
        >>> RealFinding("conv2d", "x", 1, both, frozenset({"BIAS-MISSING"})).verdict
        'unnamed'
        """
        if self.given - self.codes:
            return "falsely"
        return "named" if self.given == self.codes else "unnamed"

    def __str__(self) -> str:
        wanted, given = (", ".join(sorted(codes)) or "none" for codes in (self.codes, self.given))
        return f"{self.exercise}.{self.name} ({wanted}; given {given}), {self.times} times"


def share_named(findings: Iterable[RealFinding]) -> float:
    """Return the share by weight that got all its names and no other."""
    findings = list(findings)
    named = sum(one.times for one in findings if one.verdict == "named")
    return named / max(1, sum(one.times for one in findings))


def is_good(findings: Iterable[RealFinding]) -> bool:
    """Tell whether enough is named, and nothing falsely."""
    findings = list(findings)
    aside = [one for one in findings if one.is_aside]
    return (
        not any(one.verdict == "falsely" for one in findings)
        and (not findings or share_named(findings) >= LEAST_NAMED)
        and (not aside or share_named(aside) >= LEAST_NAMED_ASIDE)
    )


def table(findings: Iterable[RealFinding]) -> Table:
    """Return one row for each exercise, their sum, and those that were set aside."""
    findings = list(findings)
    shown = Table(title="Mistakes that people make, by how often they do")
    shown.add_column("exercise")
    for column in ("answers", "weight", "named rightly", "unnamed", "falsely named"):
        shown.add_column(column, justify="right")
    for name in EXERCISES:
        if any(one.exercise == name for one in findings):
            shown.add_row(name, *_numbers([one for one in findings if one.exercise == name]))
    shown.add_section()
    shown.add_row("all", *_numbers(findings))
    shown.add_row("set aside", *_numbers([one for one in findings if one.is_aside]))
    return shown


def _numbers(findings: list[RealFinding]) -> tuple[str, ...]:
    weights = {
        verdict: sum(one.times for one in findings if one.verdict == verdict)
        for verdict in ("named", "unnamed", "falsely")
    }
    total = sum(weights.values())
    return (
        str(len(findings)),
        str(total),
        f"{weights['named']} ({weights['named'] / max(1, total):.0%})",
        str(weights["unnamed"]),
        str(weights["falsely"]),
    )
