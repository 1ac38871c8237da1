"""A verdict as a compact card for a notebook and for nbgrader's feedback page.

Colours are those of the surrounding theme, seen through; what is wrong is marked by an outline
and a star as well. The two results are tables, not part of the picture: they can be selected and
read aloud, and stay where a page takes pictures out. Everything that a student wrote is escaped.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from autograder.messages.diagram import draw
from autograder.messages.evidence import Evidence, describe_call, evidence_of, number
from autograder.messages.text import (
    WITH_MISTAKE,
    call_lines,
    headline,
    misconception_of,
    others_line,
    printed_lines,
)
from autograder.vocabulary.exercise import Exercise, Problem
from autograder.vocabulary.findings import CaseResult, Findings
from autograder.vocabulary.misconception import Misconception

__all__ = ["as_html", "evidence_blocks", "explanation_card"]

RIGHT, WRONG, NEUTRAL = "#0d8a5c", "#d9480f", "#808080"
"""Lines and borders only: no colour has contrast enough for text on white and on black."""
CARD = (
    "border-left:4px solid {colour};padding:4px 12px;margin:4px 0;line-height:1.5;"
    "font-family:system-ui,sans-serif;font-size:14px;max-width:60em"
)
TABLE = "border-collapse:collapse;margin:0;color:inherit;font-size:12px;font-family:inherit"
ROW = "background:none"
CELL = (
    "box-sizing:border-box;height:22px;line-height:18px;padding:0 6px;text-align:right;"
    "font-variant-numeric:tabular-nums;border:{line}"
)
"""As high as a cell of the picture."""
LINE = "1px solid rgba(128,128,128,.4)"
CODE = "font-family:ui-monospace,monospace;font-size:13px;white-space:pre-wrap"
FAINT = "opacity:.8"
TITLE = "font-size:12px;line-height:18px;opacity:.8"
TITLE_BESIDE_PICTURE = f"{TITLE};margin-top:14px"
"""Beside the numbers of the picture's columns, so that the rows stand side by side."""
COLUMNS = "display:flex;flex-wrap:wrap;align-items:flex-start;gap:4px 28px"


def as_html(findings: Findings) -> str:
    """Return one ``<div>`` with inline styles, no script, and nothing loaded from elsewhere."""
    name, points, *codes = headline(findings)
    first = findings.first_failed
    body = [
        _block(" · ".join([f"<b>{escape(name)}</b>", points, *map(_code, codes)])),
        *(
            [_line(f"All right: {_names(findings.results)}.")]
            if first is None or first.problem is None
            else _failed(findings, first, first.problem)
        ),
        *_printed(findings),
    ]
    return _block("".join(body), CARD.format(colour=RIGHT if findings.passed else WRONG))


def _failed(findings: Findings, first: CaseResult, problem: Problem) -> Iterator[str]:
    right = [result for result in findings.results if result.passed]
    others = [result.name for result in findings.results if not result.passed][1:]
    alike = findings.fails_everywhere_alike
    known = misconception_of(findings)
    next_step = known.next_step if known else first.next_step
    where = "" if alike else f"<b>{escape(first.name)}:</b> "
    yield _block(where + _rich(problem.symptom))
    yield from (_block(escape(line), CODE) for line in call_lines(findings, problem))
    yield from evidence_blocks(findings.exercise, problem)
    if known is not None:
        yield _block(f"<b>Why:</b> {_rich(known.explanation)}")
    if right:
        yield _line(f"Already right: {_names(right)}.")
    if next_step:
        yield _block(f"<b>Next:</b> {_rich(next_step)}")
    if others and not alike:
        yield _line(others_line(findings, others))
    if known is not None:
        yield _line(f'More, with an example: `explain("{known.code}")`')


def evidence_blocks(exercise: Exercise, problem: Problem, whose: str = "yours") -> Iterator[str]:
    """Yield the picture of the window, the two results, and where the first is wrong."""
    if isinstance(problem.expected, str):
        yours, expected = escape(str(problem.received)), escape(problem.expected)
        yield _columns(
            [_titled(whose, _block(yours, CODE)), _titled("expected", _block(expected, CODE))]
        )
        return
    evidence = evidence_of(exercise, problem)
    if evidence is not None:
        yield _block(_columns(_shown(evidence, whose)), "margin:6px 0 2px")
        if evidence.caption:
            yield _line(f"First wrong, outlined: {evidence.caption}")


def explanation_card(
    known: Misconception, exercises: Iterable[str], example: tuple[Exercise, Problem] | None
) -> str:
    """Return the longer text about a misconception, with a call in which it shows."""
    body = [
        _block(f"{_code(known.code)} · <b>{escape(known.title)}</b>"),
        _block(_rich(known.explanation)),
        *([] if example is None else _example(*example)),
        _block(f"<b>What to do:</b> {_rich(known.next_step)}"),
        _line(f"It is looked for in {', '.join(exercises) or 'all answers in NumPy'}."),
    ]
    return _block("".join(body), CARD.format(colour=NEUTRAL))


def _example(exercise: Exercise, problem: Problem) -> Iterator[str]:
    if problem.call is not None:
        lines = filter(None, describe_call(exercise, problem.call))
        yield from (_block(escape(line), CODE) for line in lines)
    evidence = list(evidence_blocks(exercise, problem, WITH_MISTAKE))
    yield from evidence or [_block(_rich(problem.symptom))]


def _shown(evidence: Evidence, whose: str) -> Iterator[str]:
    picture = "" if evidence.window is None else draw(evidence.window)
    yield picture
    if evidence.table is not None:
        style = TITLE_BESIDE_PICTURE if picture else TITLE
        table = evidence.table
        outlined = table.first if evidence.caption else None
        yours = _table(table.received, table.wrong, outlined)
        yield _columns(
            [
                _titled(f"{whose} (* wrong)", yours, style),
                _titled("expected", _table(table.expected, table.wrong & False, outlined), style),
            ]
        )


def _table(values: Any, wrong: Any, outlined: tuple[int, int] | None) -> str:
    rows = (
        "".join(
            _cell(value, is_wrong, (row, column) == outlined)
            for column, (value, is_wrong) in enumerate(zip(*pair, strict=True))
        )
        for row, pair in enumerate(zip(values, wrong, strict=True))
    )
    cells = "".join(f'<tr style="{ROW}">{row}</tr>' for row in rows)
    return f'<table style="{TABLE}">{cells}</table>'


def _cell(value: Any, is_wrong: bool, is_outlined: bool) -> str:
    """Outline the first wrong number, and what is expected for it, like its window."""
    line = f"2px solid {WRONG}" if is_wrong else LINE
    style = CELL.format(line="3px solid" if is_outlined else line)
    return f'<td style="{style}">{number(value)}{"*" if is_wrong else ""}</td>'


def _printed(findings: Findings) -> Iterator[str]:
    if findings.printed:
        yield _line("It printed:")
        yield _block(escape("\n".join(printed_lines(findings))), CODE)


def _titled(title: str, content: str, style: str = TITLE) -> str:
    return _block(_block(title, style) + content)


def _columns(columns: Iterable[str]) -> str:
    return _block("".join(columns), COLUMNS)


def _block(content: str, style: str = "") -> str:
    return f'<div style="{style}">{content}</div>' if style else f"<div>{content}</div>"


def _line(text: str) -> str:
    return _block(_rich(text), FAINT)


def _code(code: str) -> str:
    return f"<code>{escape(code)}</code>"


def _names(results: Iterable[CaseResult]) -> str:
    return "; ".join(result.name for result in results)


def _rich(text: str) -> str:
    """Escape, and show `code` as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
