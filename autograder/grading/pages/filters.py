"""The filters of both pages' templates: what a student wrote, as harmless HTML, in bounded time."""

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


@pass_context
def markdown2html(context: Context, source: str) -> Markup:
    """Return markdown as harmless HTML, with formulas, and the images of its cell in it."""
    resources = context["resources"]
    renderer = Renderer(
        escape=False,
        attachments=context.get("cell", {}).get("attachments", {}),
        embed_images=True,
        path=resources.get("metadata", {}).get("path", ""),
        exclude_anchor_links=True,
    )
    convert = MarkdownWithMath(renderer=renderer).render
    return harmless(budget_of(resources).convert(convert, source))


@pass_context
def ansi2html(context: Context, source: str) -> Markup:
    """Return what a terminal would show, with its colours."""
    return Markup(budget_of(context["resources"]).convert(colours_as_html, source))  # noqa: S704


@pass_context
def highlight_code(context: Context, source: str, metadata: Any = None) -> Markup:
    """Return code in colours."""
    convert = Highlight2HTML(pygments_lexer=LEXER)  # type: ignore[no-untyped-call]
    return harmless(budget_of(context["resources"]).convert(convert, source, metadata=metadata))


def harmless(html: str) -> Markup:
    """Return HTML that can do nothing, as what a template need not escape."""
    return Markup(safe_html(html))  # noqa: S704 - that is what makes it safe


FILTERS = {
    "ansi2html": ansi2html,
    "highlight_code": highlight_code,
    "markdown2html": markdown2html,
}
