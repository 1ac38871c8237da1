"""Take the metadata of a submission from the source: its tags, its kernel."""

import functools
from pathlib import Path

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograder.grading.intake.placeholder import INTAKE

__all__ = ["TrustedMetadata"]

PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


class TrustedMetadata(NbGraderPreprocessor):  # type: ignore[misc]
    """Takes the metadata of the notebook and its tags from the instructor's source.

    nbclient leaves out a cell that is tagged so, a check as well; nbgrader's own metadata are
    looked after by `OverwriteCells`.
    """

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Leave of each cell's metadata what nbgrader needs, and set the source's tags."""
        tags = self._tags_of_source(resources)
        intake = nb.metadata.get(INTAKE, {})
        nb.metadata = nbformat.from_dict(PYTHON | {INTAKE: intake})
        for cell in nb.cells:
            nbgrader = cell.metadata.get("nbgrader")
            cell.metadata = NotebookNode({"nbgrader": nbgrader} if nbgrader else {})
            if tags.get(cell.get("id", "")):
                cell.metadata["tags"] = list(tags[cell.id])
        return nb, resources

    def _tags_of_source(self, resources: ResourcesDict) -> dict[str, list[str]]:
        course = CourseDirectory(parent=self)
        folder = course.format_path(
            course.source_directory, ".", resources["nbgrader"]["assignment"]
        )
        source = Path(folder) / f"{resources['nbgrader']['notebook']}.ipynb"
        return _tags_in(source, source.stat().st_mtime_ns) if source.exists() else {}


@functools.lru_cache
def _tags_in(source: Path, changed: int) -> dict[str, list[str]]:  # noqa: ARG001 - read again then
    cells = nbformat.read(source, as_version=4).cells
    return {cell.id: list(cell.metadata.get("tags", [])) for cell in cells if "id" in cell}
