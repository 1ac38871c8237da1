"""A verdict as plain text, for a terminal."""

import re

from autograder.evidence import Evidence, describe_call, evidence_of, number
from autograder.exercise import Problem
from autograder.misconceptions import Misconception, of_exercise
from autograder.verdict import CaseResult, Verdict

__all__ = ["as_text", "misconception_of", "points_of", "printed_lines"]

PRINTED_LINES = 10
CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f]")
"""Colours, cursor movements and the like: they are for terminals, and can fool one."""


def as_text(verdict: Verdict) -> str:
    """Return the headline, the first problem with its evidence, and one next step.

    Examples
    --------
    >>> from autograder import check
    >>> print(check("relu", None))
    ✗ relu · 0 of 1 points
    relu is no function but NoneType.
    Next: Run the cell that begins with `def relu(x):` again.
    """
    mark = "✓" if verdict.passed else "✗"
    lines = [
        " · ".join([f"{mark} {verdict.exercise.name}", points_of(verdict), *verdict.misconceptions])
    ]
    first = verdict.first_failed
    if first is None or first.problem is None:
        lines.append(f"All right: {'; '.join(result.name for result in verdict.results)}.")
    else:
        lines += _failed(verdict, first, first.problem)
    if verdict.printed:
        lines += ["It printed:", *_indented(printed_lines(verdict))]
    return "\n".join(lines)


def printed_lines(verdict: Verdict) -> list[str]:
    """Return the first lines that the answer printed, without control characters."""
    plain = CONTROL.sub("", verdict.printed)
    return plain.splitlines()[:PRINTED_LINES]


def misconception_of(verdict: Verdict) -> Misconception | None:
    """Return the misconception that the verdict names, if it names one."""
    known = {
        misconception.code: misconception for misconception in of_exercise(verdict.exercise.name)
    }
    return next((known[code] for code in verdict.misconceptions if code in known), None)


def points_of(verdict: Verdict) -> str:
    """Return ``"8 of 12 points"``."""
    return f"{number(verdict.points)} of {number(verdict.max_points)} points"


def _failed(verdict: Verdict, first: CaseResult, problem: Problem) -> list[str]:
    right = [result.name for result in verdict.results if result.passed]
    others = [result.name for result in verdict.results if not result.passed][1:]
    alike = verdict.fails_everywhere_alike
    lines = [problem.symptom if alike else f"{first.name}: {problem.symptom}"]
    lines += _indented(_call_lines(verdict, problem))
    lines += _indented(_evidence_lines(verdict, problem))
    known = misconception_of(verdict)
    if known is not None:
        lines.append(f"Why: {known.explanation}")
    if right:
        lines.append(f"Already right: {'; '.join(right)}.")
    lines.append(f"Next: {known.next_step if known else first.next_step}")
    if others and not alike:
        lines.append(f"After that: {'; '.join(others)}.")
    return lines


def _call_lines(verdict: Verdict, problem: Problem) -> list[str]:
    lines = []
    if problem.call is not None and verdict.exercise.is_function:
        written, arrays = describe_call(verdict.exercise, problem.call)
        lines += [f"in the call {written}", *([f"with {arrays}"] if arrays else [])]
    return lines + ([f"at: {problem.detail}"] if problem.detail else [])


def _evidence_lines(verdict: Verdict, problem: Problem) -> list[str]:
    if isinstance(problem.expected, str):
        return [f"expected: {problem.expected}", f"yours:    {problem.received}"]
    evidence = evidence_of(verdict.exercise, problem)
    return [] if evidence is None else _side_by_side(evidence)


def _side_by_side(evidence: Evidence) -> list[str]:
    yours = [
        [f"{number(value)}{'*' if wrong else ' '}" for value, wrong in zip(*row, strict=True)]
        for row in zip(evidence.received, evidence.wrong, strict=True)
    ]
    expected = [[f"{number(value)} " for value in row] for row in evidence.expected]
    width = max(len(text) for row in yours + expected for text in row)
    left = ["".join(text.rjust(width + 1) for text in row) for row in yours]
    right = ["".join(text.rjust(width + 1) for text in row) for row in expected]
    gap = " " * 4
    heading = f"{'yours (* wrong)'.ljust(len(left[0]))}{gap}expected"
    tables = [
        f"{one.ljust(len('yours (* wrong)'))}{gap}{other}"
        for one, other in zip(left, right, strict=True)
    ]
    return [*([evidence.place] if evidence.place else []), heading, *tables]


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}".rstrip() for line in lines]
