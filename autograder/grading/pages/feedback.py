"""nbgrader's feedback page as one file that needs no network.

`nbgrader generate_feedback` uses it because nbgrader_config.py says so, by the trait
``GenerateFeedback.exporter_class``.
"""

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

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
