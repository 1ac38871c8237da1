"""A message as a compact card for a notebook and for nbgrader's feedback page.

Colours are those of the surrounding theme, seen through; what is wrong is marked by an outline
and a star as well. The two results are tables, not part of the picture: they can be selected and
read aloud, and stay where a page takes pictures out. Everything that a student wrote is escaped.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, assert_never

from autograder.messages.diagram import draw
from autograder.messages.evidence import Evidence, Values, number
from autograder.messages.message import (
    Code,
    Details,
    Headline,
    Message,
    Part,
    Sentence,
    Title,
)

__all__ = ["html_of"]

WRONG = "#d9480f"
COLOURS = {"right": "#0d8a5c", "wrong": WRONG, "neutral": "#808080"}
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


def html_of(message: Message) -> str:
    """Return one ``<div>`` with inline styles, no script, and nothing loaded from elsewhere.

    Examples
    --------
    >>> card = html_of(Message("neutral", (Sentence("Use `np.sum`.", "Next"),)))
    >>> card[card.index(">") :]
    '><div><b>Next:</b> Use <code>np.sum</code>.</div></div>'
    """
    body = "".join(map(_shown, message.parts))
    return _block(body, CARD.format(colour=COLOURS[message.tone]))


def _shown(part: Part) -> str:
    match part:
        case Headline():
            name = f"<b>{escape(part.name)}</b>"
            return _block(" · ".join((name, escape(part.points), *map(_code, part.codes))))
        case Title():
            return _block(f"{_code(part.code)} · <b>{escape(part.words)}</b>")
        case Sentence():
            label = f"<b>{escape(part.label)}:</b>" if part.label else ""
            code = _code(part.code) if part.code else ""
            words = " ".join(filter(None, (label, _rich(part.text), code)))
            return _block(words, FAINT if part.is_faint else "")
        case Code():
            return _block(escape(part.text), CODE)
        case Values():
            yours, expected = (
                _block(escape(value), CODE) for value in (part.received, part.expected)
            )
            return _columns([_titled("yours", yours), _titled("expected", expected)])
        case Evidence():
            place = f"First wrong, outlined: {part.caption}" if part.caption else ""
            return _block(_columns(_evidence(part)), "margin:6px 0 2px") + (
                _block(_rich(place), FAINT) if place else ""
            )
        case Details():
            return "".join(map(_shown, part.parts))
        case _:
            assert_never(part)


def _evidence(evidence: Evidence) -> Iterator[str]:
    picture = "" if evidence.window is None else draw(evidence.window)
    yield "".join((picture, *map(draw, evidence.others)))
    if evidence.table is not None:
        style = TITLE_BESIDE_PICTURE if picture else TITLE
        table = evidence.table
        outlined = table.first if evidence.caption else None
        yours = _table(table.received, table.wrong, outlined)
        yield _columns(
            [
                _titled(f"{evidence.whose} (* wrong)", yours, style),
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


def _titled(title: str, content: str, style: str = TITLE) -> str:
    return _block(_block(title, style) + content)


def _columns(columns: Iterable[str]) -> str:
    return _block("".join(columns), COLUMNS)


def _block(content: str, style: str = "") -> str:
    return f'<div style="{style}">{content}</div>' if style else f"<div>{content}</div>"


def _code(code: str) -> str:
    return f"<code>{escape(code)}</code>"


def _rich(text: str) -> str:
    """Escape, and show `code` as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
