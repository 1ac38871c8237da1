"""nbgrader's feedback page as one file that needs no network.

`nbgrader generate_feedback` uses it because nbgrader_config.py says so, by the trait
``GenerateFeedback.exporter_class``.
"""

import re
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

from autograder.grading.pages.feedback_folder import FeedbackFolders
from autograder.grading.pages.mathml import as_mathml
from autograder.grading.pages.safe_html import safe_html

__all__ = ["OfflineFeedbackExporter"]

IMAGE = re.compile(r"""(?<=\ssrc=["'])[^"']+(?=["'])""")
TEMPLATES = Path(__file__).parent / "templates"


class Renderer(IPythonRenderer):
    """Markdown as nbconvert renders it, but formulas become MathML."""

    def inline_math(self, body: str) -> str:
        """Return ``$…$``."""
        return as_mathml(body)

    def block_math(self, body: str) -> str:
        """Return ``$$…$$``."""
        return as_mathml(body, "block")

    def latex_environment(self, name: str, body: str) -> str:
        r"""Return ``\begin{…}…\end{…}``."""
        return as_mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def block_html(self, html: str) -> str:
        """Return a block of HTML that stands in the markdown."""
        return self._with_images(html)

    def inline_html(self, html: str) -> str:
        """Return a tag that stands in the markdown."""
        return self._with_images(html)

    def _with_images(self, html: str) -> str:
        # nbconvert parses each piece by itself, which closes `<details>` before its content.
        return IMAGE.sub(lambda found: self._src_to_base64(found[0]) or found[0], html)

    def _embed_image_or_attachment(self, src: str) -> str:
        missing = src.removeprefix("attachment:") not in self.attachments
        if src.startswith("attachment:") and missing:
            return ""  # nbconvert would raise, and the student get no feedback at all
        return str(super()._embed_image_or_attachment(src))


class OfflineFeedbackExporter(HTMLExporter):
    """Write a notebook with its scores and comments as one HTML file.

    Nothing is loaded, nothing runs: formulas are MathML, images are in the page, whatever a
    student wrote is sanitised, and a content security policy forbids the rest.
    """

    @property
    def default_config(self) -> Config:
        """Prefer the template here to the one that nbgrader sets for every `HTMLExporter`."""
        config = Config(
            {
                "OfflineFeedbackExporter": {
                    "template_name": "offline_feedback",
                    "extra_template_basedirs": [str(TEMPLATES)],
                    "embed_images": True,
                    "exclude_anchor_links": True,
                }
            }
        )
        default: Config = super().default_config.copy()
        default.merge(config)
        return default

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        is_feedback = isinstance(self.parent, GenerateFeedback)  # formgrader has none
        self._folders = FeedbackFolders(self.parent) if is_feedback else None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write the page of a notebook, with a mark of what it is made of."""
        resources = dict(resources or {})
        resources["made_of"] = self._folders.mark(Path(filename)) if self._folders else ""
        return super().from_filename(filename, resources, **options)

    @pass_context
    def markdown2html(self, context: Context, source: str) -> Markup:
        """Return markdown as harmless HTML, with the images of its cell in it."""
        renderer = Renderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=self.embed_images,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            exclude_anchor_links=self.exclude_anchor_links,
        )
        return _harmless(MarkdownWithMath(renderer=renderer).render(source))

    def default_filters(self) -> Any:
        """Yield nbconvert's filters, and ours."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "markdown2html", self.markdown2html
        yield "safe_html", _harmless
        yield "points", points


def _harmless(html: str) -> Markup:
    return Markup(safe_html(html))  # noqa: S704 - that is what makes it safe


def points(number: float) -> str:
    """Return points as people write them.

    Examples
    --------
    >>> points(3.0), points(9.5)
    ('3', '9.5')
    """
    return f"{round(number, 2):g}"
