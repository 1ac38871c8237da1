"""Converters for pages, held to a size and to a time: what is too much is shown as plain text.

What a student wrote decides how long others' converters take: some are quadratic in the number of
escapes, dots, or open tags. A page has processor seconds for all that is converted on it, and each
piece has a share of them.
"""

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from types import FrameType
from typing import Any

from markupsafe import Markup

__all__ = ["PageBudget", "budget_of", "is_too_tangled", "shortened"]

SECONDS_OF_A_PAGE = 10.0
SECONDS_OF_A_PIECE = 2.0
LONGEST_TEXT = 100_000
"""Characters of one output that is text, or of one cell."""
LONGEST_HTML = 512 << 10
DEEPEST = 100
"""Open elements within one another. The tables of pandas have six."""
MOST_FORMATTING = 20
"""Open elements such as ``<b>``, which a parser opens anew in each paragraph."""
FORMATTING = frozenset(
    [
        *("a", "b", "big", "code", "em", "font", "i", "nobr", "s"),
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    ]
)
CLOSED_BY_THE_NEXT = frozenset(
    [
        *("area", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "meta"),
        *("option", "p", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("track", "wbr"),
    ]
)
"""Elements that have no end, or that need none."""
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)")


class _TooLongError(Exception):
    """A converter has had its time."""


class PageBudget:
    """The processor seconds of one page.

    Examples
    --------
    >>> PageBudget().convert(str.upper, "text")
    'TEXT'
    >>> PageBudget(seconds=0).convert(str.upper, "a < b")
    Markup('<pre>a &lt; b</pre>')
    """

    def __init__(self, seconds: float = SECONDS_OF_A_PAGE) -> None:
        self.left = seconds

    def convert(self, converter: Callable[..., Any], source: str, **options: Any) -> Any:
        """Return what the converter makes of a text, or the text itself if that takes too long."""
        if len(source) > LONGEST_TEXT:
            return _plain(shortened(source))
        if self.left <= 0:
            return _plain(source)
        begin, given, least = time.process_time(), min(self.left, SECONDS_OF_A_PIECE), 0.0
        try:
            with _stopped_after(given):
                return converter(source, **options)
        except _TooLongError:
            least = given  # the timer's clock may be a little ahead of ours
            return _plain(source)
        except RecursionError:
            return _plain(source)
        finally:
            self.left -= max(least, time.process_time() - begin)


def budget_of(resources: Any) -> PageBudget:
    """Return the budget of the page that nbconvert makes with these resources."""
    budget: PageBudget = resources.setdefault("page_budget", PageBudget())
    return budget


def shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    """Return the beginning of a text, and say how much was left out.

    Examples
    --------
    >>> shortened("abcdef", longest=4)
    'abcd… (2 more characters are not shown)'
    """
    if len(text) <= longest:
        return text
    return f"{text[:longest]}… ({len(text) - longest:,} more characters are not shown)"


def is_too_tangled(html: str) -> bool:
    """Tell whether HTML is too long, or its elements too deep, to be cleaned in little time.

    Examples
    --------
    >>> is_too_tangled("<div>" * 50 + "<br>" * 500), is_too_tangled("<div>" * 500)
    (False, True)
    """
    if len(html) > LONGEST_HTML:
        return True
    deep = formatting = 0
    for end, name in TAG.findall(html):
        lower = name.lower()
        if lower in CLOSED_BY_THE_NEXT:
            continue
        step = -1 if end else 1
        deep = max(deep + step, 0)
        formatting = max(formatting + step * (lower in FORMATTING), 0)
        if deep > DEEPEST or formatting > MOST_FORMATTING:
            return True
    return False


def _plain(text: str) -> Markup:
    return Markup(f"<pre>{escape(text, quote=False)}</pre>")  # noqa: S704 - it is escaped


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop Python code that takes longer. The system tells the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
