"""What is kept of each case for a report on the class, in the graded notebook's metadata.

``cnn_lab.checks`` has an entry for each exercise: ``points``, ``max_points``, ``misconceptions``
(codes), ``measured`` (what was measured of the answer, such as the share of the test images that
its weights read right, or None), and ``cases``, each with ``name``, ``points`` (what it is worth),
``passed``, and ``wrong``: what tells one wrong result from another, to six digits of each number.
"""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from autograder.judge.comparison import matches_keras
from autograder.vocabulary.exercise import Case
from autograder.vocabulary.findings import Findings
from autograder.vocabulary.parts import numbers_in

__all__ = ["CaseRecord", "as_metadata", "case_records", "mark_of", "measured"]

DIGITS = 6
MARK_CHARACTERS = 16


@dataclass(frozen=True)
class CaseRecord:
    """One case of a check."""

    name: str
    points: float
    """What it is worth."""
    passed: bool
    wrong: str = ""
    """Equal for equal wrong numbers in the calls that students know; empty if there are none."""


def case_records(findings: Findings) -> tuple[CaseRecord, ...]:
    """Return what is kept of each case; hidden calls, which differ by run, are left out."""
    cases = {case.name: case for case in findings.exercise.cases}
    return tuple(
        CaseRecord(
            result.name,
            result.points,
            result.passed,
            "" if result.passed else _wrong(findings, cases[result.name]),
        )
        for result in findings.results
    )


def measured(findings: Findings) -> float | None:
    """Return the number that reading an answer came to, where it came to one."""
    values = [outcome.value for outcome in findings.outcomes.values()]
    return values[0] if len(values) == 1 and type(values[0]) is float else None


def as_metadata(judgement: Any) -> dict[str, Any]:
    """Return a judgement as it is kept."""
    return {
        "points": judgement.points,
        "max_points": judgement.max_points,
        "misconceptions": [*judgement.misconceptions],
        "measured": judgement.measured,
        "cases": [asdict(case) for case in judgement.cases],
    }


def _wrong(findings: Findings, case: Case) -> str:
    judge_call = case.judge or matches_keras
    shown = [
        (call, findings.outcomes[call])
        for call in case.calls
        if call in findings.outcomes and not call.hidden
    ]
    values = [
        array
        for call, outcome in shown
        if judge_call(findings.exercise, call, outcome) is not None
        for array in _numeric(outcome.value)
    ]
    return mark_of(values) if values else ""


def mark_of(values: list[Any]) -> str:
    """Return what is equal for equal numbers, whatever their type and the way to them.

    Examples
    --------
    >>> mark_of([np.float32([0.1, 2])]) == mark_of([np.array([0.1, 2.0])])
    True
    >>> mark_of([np.ones((2, 1))]) == mark_of([np.ones((1, 2))])
    False
    """
    sha = hashlib.sha256()
    for value in values:
        array = np.asarray(value, dtype=np.float64)
        with np.errstate(all="ignore"):
            scale = 10.0 ** (DIGITS - 1 - np.floor(np.log10(np.abs(array))))
            rounded = np.where(np.isfinite(scale), np.round(array * scale) / scale, array) + 0.0
        sha.update(repr(array.shape).encode() + rounded.astype(np.float32).tobytes())
    return sha.hexdigest()[:MARK_CHARACTERS]


def _numeric(value: Any) -> list[Any]:
    """Return a result's array or number, or all of a tuple's; nothing if it holds anything else."""
    if type(value) is tuple:
        arrays = numbers_in(value) or []
    else:
        arrays = [np.asarray(value)] if type(value) in (int, float, np.ndarray) else []
    are_real = all(array.dtype.kind in "biuf" and array.size for array in arrays)
    return arrays if are_real else []
