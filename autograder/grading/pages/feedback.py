"""nbgrader's feedback page as one file that needs no network.

`nbgrader generate_feedback` uses it because nbgrader_config.py says so, by the trait
``GenerateFeedback.exporter_class``.
"""

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from traitlets.config import Config

from autograder.grading.pages.feedback_folder import FeedbackFolders
from autograder.grading.pages.filters import FILTERS, harmless

__all__ = ["OfflineFeedbackExporter"]

TEMPLATES = Path(__file__).parent / "templates"


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
                    "filters": FILTERS,
                }
            }
        )
        default: Config = super().default_config.copy()
        default.merge(config)
        return default

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)  # type: ignore[no-untyped-call]
        is_feedback = isinstance(self.parent, GenerateFeedback)  # formgrader has none
        self._folders = FeedbackFolders(self.parent) if is_feedback else None

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Write the page of a notebook, with a mark of what it is made of."""
        resources = dict(resources or {})
        resources["made_of"] = self._folders.mark(Path(filename)) if self._folders else ""
        return super().from_filename(filename, resources, **options)

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **options: Any
    ) -> tuple[str, dict[str, Any]]:
        """Write the page as its template has it.

        nbconvert parses each page once more, for half of all the time, to give a text to images
        that have none: here `safe_html` gives it.
        """
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        page: tuple[str, dict[str, Any]] = TemplateExporter.from_notebook_node(
            self, nb, resources, **options
        )
        return page

    def default_filters(self) -> Any:
        """Yield nbconvert's filters, and ours."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield from FILTERS.items()
        yield "safe_html", harmless
        yield "points", points


def points(number: float) -> str:
    """Return points as people write them.

    Examples
    --------
    >>> points(3.0), points(9.5)
    ('3', '9.5')
    """
    return f"{round(number, 2):g}"
