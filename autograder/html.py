"""A verdict as a compact card for a notebook and for nbgrader's feedback page.

Colours are those of the surrounding theme, seen through; what is wrong is marked by an outline
and a star as well. Everything that a student wrote is escaped.
"""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from autograder.evidence import Evidence, describe_call, evidence_of, number
from autograder.exercise import Problem
from autograder.text import misconception_of, points_of, printed_lines
from autograder.verdict import CaseResult, Verdict

__all__ = ["as_html"]

RIGHT, WRONG = "#0b8457", "#c2410c"
CARD = (
    "border-left:4px solid {colour};padding:6px 12px;margin:4px 0;line-height:1.5;"
    "font-family:system-ui,sans-serif;font-size:14px"
)
CELL = "padding:1px 6px;text-align:right;font-variant-numeric:tabular-nums;border:1px solid {line}"
TABLE = "border-collapse:collapse;margin:0;color:inherit;font-size:13px"
CODE = "font-family:ui-monospace,monospace;white-space:pre-wrap"


def as_html(verdict: Verdict) -> str:
    """Return one ``<div>`` with inline styles, no script, and nothing loaded from elsewhere."""
    colour = RIGHT if verdict.passed else WRONG
    mark = "✓" if verdict.passed else "✗"
    first = verdict.first_failed
    body = [
        f'<div><b><span style="color:{colour}">{mark}</span> '
        f"{escape(verdict.exercise.name)}</b> · {points_of(verdict)}{_code(verdict)}</div>",
        *(
            [_line(f"All right: {_names(verdict.results)}.")]
            if first is None or first.problem is None
            else _failed(verdict, first, first.problem)
        ),
        *_printed(verdict),
    ]
    return f'<div style="{CARD.format(colour=colour)}">{"".join(body)}</div>'


def _failed(verdict: Verdict, first: CaseResult, problem: Problem) -> Iterable[str]:
    right = [result for result in verdict.results if result.passed]
    others = [result for result in verdict.results if not result.passed][1:]
    alike = verdict.fails_everywhere_alike
    where = "" if alike else f"<b>{escape(first.name)}.</b> "
    yield f"<div>{where}{_rich(problem.symptom)}</div>"
    yield from _problem(verdict, problem)
    known = misconception_of(verdict)
    if known is not None:
        yield f"<div><b>Why:</b> {_rich(known.explanation)}</div>"
    if right:
        yield _line(f"Already right: {_names(right)}.")
    yield f"<div><b>Next:</b> {_rich(known.next_step if known else first.next_step)}</div>"
    if others and not alike:
        yield _line(f"After that: {_names(others)}.")


def _code(verdict: Verdict) -> str:
    return "".join(f" · <code>{code}</code>" for code in verdict.misconceptions)


def _names(results: Iterable[CaseResult]) -> str:
    return "; ".join(result.name for result in results)


def _line(text: str) -> str:
    return f'<div style="opacity:.8">{_rich(text)}</div>'


def _rich(text: str) -> str:
    """Escape, and show `code` as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _problem(verdict: Verdict, problem: Problem) -> Iterable[str]:
    if problem.call is not None and verdict.exercise.is_function:
        written, arrays = describe_call(verdict.exercise, problem.call)
        yield f'<div style="{CODE}">{escape(written)}</div>'
        if arrays:
            yield _line(arrays)
    if problem.detail:
        yield f'<div style="{CODE}">{escape(problem.detail)}</div>'
    if isinstance(problem.expected, str):
        yield _pair(escape(str(problem.received)), escape(problem.expected), CODE)
    evidence = evidence_of(verdict.exercise, problem)
    if evidence is not None:
        yield _line(evidence.place) if evidence.place else ""
        yield _tables(evidence)


def _tables(evidence: Evidence) -> str:
    return _pair(
        _table(evidence.received, evidence.wrong),
        _table(evidence.expected, evidence.wrong & False),
    )


def _pair(yours: str, expected: str, style: str = "") -> str:
    columns = "".join(
        f'<div style="margin-right:28px"><div style="opacity:.8">{heading}</div>'
        f'<div style="{style}">{content}</div></div>'
        for heading, content in (("yours", yours), ("expected", expected))
    )
    return f'<div style="display:flex;flex-wrap:wrap;margin:4px 0">{columns}</div>'


def _table(values: Any, wrong: Any) -> str:
    rows = "".join(
        f"<tr>{''.join(map(_cell, row, wrong_row))}</tr>"
        for row, wrong_row in zip(values, wrong, strict=True)
    )
    return f'<table style="{TABLE}">{rows}</table>'


def _cell(value: Any, is_wrong: bool) -> str:
    line = WRONG if is_wrong else "rgba(128,128,128,.4)"
    style = CELL.format(line=line) + (f";outline:2px solid {WRONG}" if is_wrong else "")
    return f'<td style="{style}">{number(value)}{" *" if is_wrong else ""}</td>'


def _printed(verdict: Verdict) -> Iterable[str]:
    if verdict.printed:
        shown = "\n".join(printed_lines(verdict))
        yield f'{_line("It printed:")}<div style="{CODE}">{escape(shown)}</div>'
