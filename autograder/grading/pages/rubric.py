"""The sample answer of what a person grades, where it is graded.

That is in formgrader, and never on a page that a student gets.
"""

import re
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

__all__ = ["SampleAnswers"]

SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", re.DOTALL)
IN_FORMGRADER = {"submission_id", "assignment_id", "base_url"}
"""What only formgrader tells an exporter."""
HEADING = "**Sample answer, and what it earns** (only you see it)"


class SampleAnswers(Preprocessor):
    """Put what the instructor's notebook has in a written answer above a student's."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Return the notebook with the sample answers; nbconvert calls it for each."""
        if resources.keys() >= IN_FORMGRADER:
            samples = _samples(self._source(resources))
            nb.cells = [shown for cell in nb.cells for shown in _with_sample(cell, samples)]
        return nb, resources

    def _source(self, resources: dict[str, Any]) -> Path:
        graded = Path(resources["metadata"]["path"])  # COURSE/autograded/STUDENT/ASSIGNMENT
        folder = self.config.CourseDirectory.get("source_directory", "source")
        name = f"{resources['metadata']['name']}.ipynb"
        return Path(graded.parents[2] / folder / graded.name / name)


def _samples(source: Path) -> dict[str, str]:
    """Return the sample answers of a notebook by the ids of their cells; none if it isn't there."""
    try:
        cells = nbformat.read(source, as_version=4).cells
    except (OSError, ValueError):
        return {}
    written = (cell for cell in cells if cell.cell_type == "markdown")
    return {
        cell.metadata.nbgrader.grade_id: found[1].strip()
        for cell in written
        if "nbgrader" in cell.metadata and (found := SOLUTION.search(cell.source))
    }


def _with_sample(cell: NotebookNode, samples: dict[str, str]) -> list[NotebookNode]:
    own = cell.metadata.get("nbgrader", {})
    sample = samples.get(own.get("grade_id", "")) if own.get("grade") else None
    if sample is None:
        return [cell]
    quoted = "\n".join(f"> {line}".rstrip() for line in sample.splitlines())
    return [new_markdown_cell(f"{HEADING}\n\n{quoted}"), cell]
