"""Formgrader's page for grading by hand: harmless, and with no network.

nbgrader shows there what a student's code displayed as it is, scripts included, and they would
run with the instructor's rights. `configure` sets what is here as traits of `HTMLExporter`.
"""

import base64
import binascii
from pathlib import Path
from typing import Any

import nbgrader.server_extensions.formgrader.handlers as formgrader
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.grading.pages.feedback import TEMPLATES
from autograder.grading.pages.safe_html import safe_html

__all__ = ["TEMPLATE_FOLDERS", "HarmlessOutputs"]

TEMPLATE_FOLDERS = [str(TEMPLATES), str(Path(formgrader.template_path))]
"""Ours first: what nbgrader's template imports is then found there."""

AS_THEY_ARE = {"text/plain", "text/markdown"}  # the template escapes the one, a filter the other
IMAGES = {"image/png", "image/jpeg"}


class HarmlessOutputs(Preprocessor):
    """Keep of each output what can't act: text, sanitised HTML, pictures."""

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: dict[str, Any],
        index: int,  # noqa: ARG002
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the cell with harmless outputs; nbconvert calls it for each."""
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data = NotebookNode(_harmless(output.data))
                output.metadata = NotebookNode()  # sizes and texts for attributes
        return cell, resources


def _harmless(data: dict[str, Any]) -> dict[str, Any]:
    r"""Return what may be shown of an output's data.

    Examples
    --------
    >>> _harmless({"text/html": "<b onclick='pass()'>3</b>", "application/javascript": "pass()"})
    {'text/html': '<b>3</b>'}
    >>> _harmless({"image/png": "\"><script>pass()</script>", "text/plain": "<Figure>"})
    {'text/plain': '<Figure>'}
    """
    shown = {kind: value for kind, value in data.items() if kind in AS_THEY_ARE}
    if "text/latex" in data:
        shown.setdefault("text/markdown", data["text/latex"])
    shown |= {kind: data[kind] for kind in IMAGES & set(data) if _is_base64(data[kind])}
    if "text/html" in data:
        shown["text/html"] = safe_html(data["text/html"])
    elif "image/svg+xml" in data:  # in an <img>, a drawing runs nothing
        drawing = base64.b64encode(data["image/svg+xml"].encode()).decode()
        shown["text/html"] = f'<img alt="drawing" src="data:image/svg+xml;base64,{drawing}">'
    return shown


def _is_base64(data: str) -> bool:
    try:
        base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
