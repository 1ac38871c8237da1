"""The filters of both pages' templates: what a student wrote, as harmless HTML, in bounded time."""

import re
from functools import lru_cache, partial
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.ansi import ansi2html as colours_as_html
from nbconvert.filters.markdown_mistune import MarkdownWithMath

from autograder.grading.pages.bounded import budget_of
from autograder.grading.pages.renderer import Renderer
from autograder.grading.pages.safe_html import safe_html

__all__ = ["FILTERS", "harmless"]

LEXER = "ipython3"
MOST_KEPT = 256
"""Cells, for the next pages: most of a notebook is the lab's, and the same for everybody."""
LONGEST_KEPT = 10_000
"""Characters: the lab's own have fewer."""
PICTURE = re.compile(r"!\[|src", re.I)
"""What a picture can't be without: what is shown of it may lie beside the notebook."""


@pass_context
def markdown2html(context: Context, source: str) -> Markup:
    """Return markdown as harmless HTML, with formulas, and the images of its cell in it."""
    resources = context["resources"]
    attachments = context.get("cell", {}).get("attachments", {})
    path = resources.get("metadata", {}).get("path", "")
    is_its_own = attachments or PICTURE.search(source) or len(source) > LONGEST_KEPT
    convert = partial(_with_pictures, attachments, path) if is_its_own else _without_pictures
    return harmless(budget_of(resources).convert(convert, source))


def _with_pictures(attachments: dict[str, Any], path: str, source: str) -> str:
    renderer = Renderer(
        escape=False,
        attachments=attachments,
        embed_images=True,
        path=path,
        exclude_anchor_links=True,
    )
    return str(MarkdownWithMath(renderer=renderer).render(source))


@lru_cache(MOST_KEPT)
def _without_pictures(source: str) -> str:
    return _with_pictures({}, "", source)


@pass_context
def ansi2html(context: Context, source: str) -> Markup:
    """Return what a terminal would show, with its colours."""
    return Markup(budget_of(context["resources"]).convert(colours_as_html, source))  # noqa: S704


@pass_context
def highlight_code(context: Context, source: str, metadata: Any = None) -> Markup:
    """Return code in colours."""
    language = str((metadata or {}).get("magics_language", LEXER))
    colour = _coloured if len(source) <= LONGEST_KEPT else _coloured.__wrapped__
    return harmless(budget_of(context["resources"]).convert(colour, source, language=language))


@lru_cache(MOST_KEPT)
def _coloured(source: str, language: str) -> str:
    return str(Highlight2HTML(pygments_lexer=language)(source))  # type: ignore[no-untyped-call]


def harmless(html: str) -> Markup:
    """Return HTML that can do nothing, as what a template need not escape."""
    return Markup(safe_html(html))  # noqa: S704 - that is what makes it safe


FILTERS = {
    "ansi2html": ansi2html,
    "highlight_code": highlight_code,
    "markdown2html": markdown2html,
}
