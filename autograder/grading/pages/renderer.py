"""Markdown as nbconvert renders it, but nothing is left to be loaded or drawn by a script."""

import re

from nbconvert.filters.markdown_mistune import IPythonRenderer

from autograder.grading.pages.mathml import as_mathml

__all__ = ["Renderer"]

IMAGE = re.compile(r"""(?<=\ssrc=["'])[^"']+(?=["'])""")


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
