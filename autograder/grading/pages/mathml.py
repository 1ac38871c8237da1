"""TeX to MathML, which browsers draw by themselves."""

import re
from html import escape
from typing import Literal

from latex2mathml.converter import convert

__all__ = ["as_mathml"]

LONGEST = 5_000
"""Characters; nobody writes more, and converting takes time."""

UNKNOWN_COMMAND = re.compile(r"\\[A-Za-z]")


def as_mathml(tex: str, display: Literal["inline", "block"] = "inline") -> str:
    r"""Return a formula as MathML, or as text in ``<code>`` if it can't be converted.

    What is in ``\text{…}`` arrives as it was written, tags and all: sanitise the result.

    Examples
    --------
    >>> as_mathml("n - 1").endswith("<mi>n</mi><mo>&#x02212;</mo><mn>1</mn></mrow></math>")
    True
    >>> as_mathml(r"\frac{1}{")
    '<code>\\frac{1}{</code>'
    """
    mathml = _converted(tex, display)
    if mathml is None or UNKNOWN_COMMAND.search(mathml):
        return f"<code>{escape(tex.strip())}</code>"
    return mathml


def _converted(tex: str, display: Literal["inline", "block"]) -> str | None:
    if len(tex) > LONGEST:
        return None
    try:
        mathml: str = convert(tex, display=display)
    except Exception:  # a dozen kinds, RecursionError among them
        return None
    return mathml
