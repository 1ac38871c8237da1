"""A verdict as plain text, for a terminal."""

import re
from collections.abc import Iterable

import numpy as np

from autograder.messages.evidence import Table, describe_call, evidence_of, number
from autograder.vocabulary.exercise import Exercise, Problem
from autograder.vocabulary.findings import CaseResult, Findings
from autograder.vocabulary.misconception import Misconception

__all__ = [
    "WITH_MISTAKE",
    "as_text",
    "call_lines",
    "evidence_lines",
    "explanation_text",
    "headline",
    "misconception_of",
    "others_line",
    "printed_lines",
]

PRINTED_LINES = 10
WITH_MISTAKE = "with the mistake"
WIDEST_PAIR = 96
"""Characters; wider tables stand below each other."""
CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f]")
"""Colours, cursor movements and the like: they are for terminals, and can fool one."""


def as_text(findings: Findings) -> str:
    """Return the headline, the first problem with its evidence, and one next step.

    Examples
    --------
    >>> from autograder import check
    >>> print(check("relu", None))
    ✗ relu · 0 of 1 points
    relu is not a function but None.
    Next: Run the cell that begins with `def relu(x):` again.
    """
    lines = [" · ".join(headline(findings))]
    first = findings.first_failed
    if first is None or first.problem is None:
        lines.append(f"All right: {'; '.join(result.name for result in findings.results)}.")
    else:
        lines += _failed(findings, first, first.problem)
    if findings.printed:
        lines += ["It printed:", *_indented(printed_lines(findings))]
    return "\n".join(lines)


def explanation_text(
    known: Misconception, exercises: Iterable[str], example: tuple[Exercise, Problem] | None
) -> str:
    """Return the longer text about a misconception, with a call in which it shows."""
    lines = [f"{known.code}: {known.title}", known.explanation]
    if example is not None:
        exercise, problem = example
        call = describe_call(exercise, problem.call) if problem.call is not None else ()
        shown = evidence_lines(exercise, problem, WITH_MISTAKE) or [problem.symptom]
        lines += ["For example:", *_indented([*filter(None, call), *shown])]
    lines.append(f"What to do: {known.next_step}")
    lines.append(f"It is looked for in {', '.join(exercises) or 'all answers in NumPy'}.")
    return "\n".join(lines)


def headline(findings: Findings) -> list[str]:
    """Return ``["✗ conv2d", "8 of 12 points", "SAME-EXTRA-FIRST"]``."""
    return [
        f"{'✓' if findings.passed else '✗'} {findings.exercise.name}",
        f"{number(findings.points)} of {number(findings.max_points)} points",
        *findings.misconceptions,
    ]


def printed_lines(findings: Findings) -> list[str]:
    """Return the first lines that the answer printed, without control characters."""
    plain = CONTROL.sub("", findings.printed)
    return plain.splitlines()[:PRINTED_LINES]


def misconception_of(findings: Findings) -> Misconception | None:
    """Return the misconception that the findings name, if they name one."""
    return next(
        (
            known
            for known in findings.exercise.misconceptions
            if known.code in findings.misconceptions
        ),
        None,
    )


def call_lines(findings: Findings, problem: Problem) -> list[str]:
    """Return the call, what its arrays are, and the line of code that raised, as far as known."""
    lines = []
    if problem.call is not None and findings.exercise.is_function:
        lines += [line for line in describe_call(findings.exercise, problem.call) if line]
    return lines + ([f"at: {problem.detail}"] if problem.detail else [])


def others_line(findings: Findings, others: list[str]) -> str:
    """Tell of the other cases that are wrong, given their names."""
    if misconception_of(findings) is None or findings.exercise.expected is None:
        return f"After that: {'; '.join(others)}."
    # Its prediction fits all that was returned; but an argument may be changed in place besides.
    cases = "other wrong case" if len(others) == 1 else f"other {len(others)} wrong cases"
    return f"That should put the {cases} right, too."


def _failed(findings: Findings, first: CaseResult, problem: Problem) -> list[str]:
    right = [result.name for result in findings.results if result.passed]
    others = [result.name for result in findings.results if not result.passed][1:]
    alike = findings.fails_everywhere_alike
    known = misconception_of(findings)
    next_step = known.next_step if known else first.next_step
    lines = [problem.symptom if alike else f"{first.name}: {problem.symptom}"]
    lines += _indented(call_lines(findings, problem))
    lines += _indented(evidence_lines(findings.exercise, problem))
    if known is not None:
        lines.append(f"Why: {known.explanation}")
    if right:
        lines.append(f"Already right: {'; '.join(right)}.")
    if next_step:
        lines.append(f"Next: {next_step}")
    if others and not alike:
        lines.append(others_line(findings, others))
    if known is not None:
        lines.append(f'More, with an example: explain("{known.code}")')
    return lines


def evidence_lines(exercise: Exercise, problem: Problem, whose: str = "yours") -> list[str]:
    """Return the two results side by side, and where the first is wrong."""
    if isinstance(problem.expected, str):
        return [f"yours:    {problem.received}", f"expected: {problem.expected}"]
    evidence = evidence_of(exercise, problem)
    if evidence is None:
        return []
    table = [] if evidence.table is None else _tables(evidence.table, whose)
    return table + ([f"First wrong: {evidence.caption}"] if evidence.caption else [])


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


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}".rstrip() for line in lines]
