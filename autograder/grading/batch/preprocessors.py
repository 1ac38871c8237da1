"""nbgrader's preprocessors, on the one gradebook of a run.

nbgrader's own open the gradebook for each notebook, ask it for each cell, and commit each cell.
Those of this module are the same but for that. They ask once for what they need, and leave it to
the converter to commit all of a submission, or nothing.
"""

import json
from types import SimpleNamespace
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)

from autograder.grading.batch.gradebook import RunGradebook

__all__ = ["on_run_gradebook"]

COLUMNS = ("name", "cell_type", "source", "checksum", "locked", "max_score")


class _SourceCells:
    """What a gradebook says of a notebook's source: asked once, the same for all students."""

    def __init__(self, gradebook: Gradebook, assignment: str, notebook: str) -> None:
        found = gradebook.find_notebook(notebook, assignment)
        self._notebook = SimpleNamespace(
            source_cells=_plain(found.source_cells),
            grade_cells=_plain(found.grade_cells),
            solution_cells=_plain(found.solution_cells),
            task_cells=_plain(found.task_cells),
        )
        self._sources = {cell.name: cell for cell in self._notebook.source_cells}
        graded = [*self._notebook.grade_cells, *self._notebook.task_cells]
        self._graded = {cell.name: cell for cell in graded}

    def find_notebook(self, *_: str) -> Any:
        return self._notebook

    def find_source_cell(self, name: str, *_: str) -> Any:
        return _found(self._sources, name)

    def find_graded_cell(self, name: str, *_: str) -> Any:
        return _found(self._graded, name)


class _SubmittedCells:
    """What a gradebook holds of one submitted notebook."""

    def __init__(self, gradebook: Gradebook, notebook: str, assignment: str, student: str) -> None:
        found = gradebook.find_submission_notebook(notebook, assignment, student)
        source = found.notebook
        cells = [*source.grade_cells, *source.solution_cells, *source.task_cells]
        names = {cell.id: cell.name for cell in cells}
        self._grades = {names[grade.cell_id]: grade for grade in found.grades}
        self._comments = {names[comment.cell_id]: comment for comment in found.comments}
        self.db = SimpleNamespace(commit=lambda: None)

    def find_grade(self, name: str, *_: str) -> Any:
        return _found(self._grades, name)

    def find_comment(self, name: str, *_: str) -> Any:
        return _found(self._comments, name)


def _plain(cells: Any) -> list[SimpleNamespace]:
    return [
        SimpleNamespace(**{name: getattr(cell, name, None) for name in COLUMNS}) for cell in cells
    ]


def _found(known: dict[str, Any], name: str) -> Any:
    try:
        return known[name]
    except KeyError:
        raise MissingEntry(f"The gradebook has no cell {name!r}") from None


class _RunGradebookOverwriteKernelspec(OverwriteKernelspec):  # type: ignore[misc]
    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        notebook = resources["nbgrader"]["notebook"]
        found = _gradebook(self).find_notebook(notebook, resources["nbgrader"]["assignment"])
        if found.kernelspec is not None and json.loads(found.kernelspec):
            nb.metadata["kernelspec"] = json.loads(found.kernelspec)
        return nb, resources


class _RunGradebookOverwriteCells(OverwriteCells):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._sources: dict[tuple[str, str], _SourceCells] = {}

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        _prepare(self, resources)
        key = self.assignment_id, self.notebook_id
        if key not in self._sources:
            self._sources[key] = _SourceCells(_gradebook(self), *key)
        self.gradebook = self._sources[key]
        nb, resources = super(OverwriteCells, self).preprocess(nb, resources)
        if self.add_missing_cells:
            nb, resources = self.add_missing_grade_cells(nb, resources)
            nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class _RunGradebookSaveAutoGrades(SaveAutoGrades):  # type: ignore[misc]
    gradebook: Any

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        _prepare(self, resources)
        gradebook = self.gradebook
        self.gradebook = _SubmittedCells(
            gradebook, self.notebook_id, self.assignment_id, self.student_id
        )
        nb, resources = super(SaveAutoGrades, self).preprocess(nb, resources)
        gradebook.db.flush()
        return nb, resources


class _RunGradebookAssignLatePenalties(AssignLatePenalties):  # type: ignore[misc]
    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        _prepare(self, resources)
        late = self.gradebook.find_submission(self.assignment_id, self.student_id)
        notebook = self.gradebook.find_submission_notebook(
            self.notebook_id, self.assignment_id, self.student_id
        )
        notebook.late_submission_penalty = None
        self.gradebook.db.flush()
        seconds = late.total_seconds_late
        if seconds > 0:
            self.init_plugin()
            self.gradebook.db.refresh(notebook)
            penalty = self.plugin_inst.late_submission_penalty(
                self.student_id, notebook.score, seconds
            )
            if penalty is not None:
                notebook.late_submission_penalty = self._check_late_penalty(notebook, penalty)
        return nb, resources


class _CheckCellMetadataOnce(CheckCellMetadata):  # type: ignore[misc]
    """Checks marks that it has not met: those of a class are the same, and it takes long."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._valid: set[str] = set()

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        marked = [cell for cell in nb.cells if "nbgrader" in cell.metadata]
        marks = json.dumps([(cell.cell_type, cell.metadata.nbgrader) for cell in marked])
        if marks not in self._valid:
            super().preprocess(nb, resources)
            self._valid.add(marks)
        return nb, resources


ON_RUN_GRADEBOOK = {
    CheckCellMetadata: _CheckCellMetadataOnce,
    OverwriteCells: _RunGradebookOverwriteCells,
    OverwriteKernelspec: _RunGradebookOverwriteKernelspec,
    SaveAutoGrades: _RunGradebookSaveAutoGrades,
    AssignLatePenalties: _RunGradebookAssignLatePenalties,
}


def on_run_gradebook(preprocessor: Any) -> Any:
    """Return what does the same by the gradebook of the run; others are left as they are."""
    is_class = isinstance(preprocessor, type)
    return ON_RUN_GRADEBOOK.get(preprocessor, preprocessor) if is_class else preprocessor


def _gradebook(preprocessor: Any) -> RunGradebook:
    gradebook: RunGradebook = preprocessor.parent.parent.gradebook  # exporter's, converter's
    return gradebook


def _prepare(preprocessor: Any, resources: ResourcesDict) -> None:
    preprocessor.gradebook = _gradebook(preprocessor)
    for name in ("notebook", "assignment", "student"):
        setattr(preprocessor, f"{name}_id", resources["nbgrader"][name])
