"""nbgrader's gradebook, opened once for a run and written to once for a submission.

nbgrader's preprocessors open the gradebook for each notebook and commit each cell. Those of this
module are the same but for that: they use the gradebook of the converter that they serve, which
commits all of a submission, or nothing.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import (
    AssignLatePenalties,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from sqlalchemy.orm import Session, scoped_session, sessionmaker

__all__ = ["RunGradebook", "forget_scores", "sharing"]

SECONDS_FOR_A_LOCK = 30


class _Session(Session):
    """Leaves it to somebody else when to commit, if told so."""

    waits = False

    def commit(self) -> None:
        if self.waits:
            self.flush()
        else:
            super().commit()


class RunGradebook(Gradebook):  # type: ignore[misc]
    """One connection for a whole run.

    Parameters
    ----------
    db_url, course_id
        As nbgrader has them.
    """

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(_patient(db_url), course_id)
        self.db.remove()
        self.db: Any = scoped_session(sessionmaker(bind=self.engine, future=True, class_=_Session))

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """Commit all that is done within, or nothing if it raises."""
        session: Any = self.db()
        session.waits = True
        try:
            yield
            session.waits = False
            session.commit()
        finally:
            self.db.remove()  # what is not committed is rolled back


def _patient(db_url: str) -> str:
    """Wait for somebody who writes to the same file; nbgrader waits 5 seconds.

    Examples
    --------
    >>> _patient("sqlite:////course/gradebook.db")
    'sqlite:////course/gradebook.db?timeout=30'
    >>> _patient("postgresql://grader@host/course")
    'postgresql://grader@host/course'
    """
    is_file = db_url.startswith("sqlite:") and "?" not in db_url
    return f"{db_url}?timeout={SECONDS_FOR_A_LOCK}" if is_file else db_url


def forget_scores(
    gradebook: Gradebook, assignment: str, student: str, notebooks: Iterable[str]
) -> None:
    """Leave no points of an earlier submission, whatever becomes of the new one.

    What a person gave stays, to be looked at again, as nbgrader has it.
    """
    for name in notebooks:
        notebook = gradebook.find_submission_notebook(name, assignment, student)
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True


class _SharedOverwriteKernelspec(OverwriteKernelspec):  # type: ignore[misc]
    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        notebook = resources["nbgrader"]["notebook"]
        found = _gradebook(self).find_notebook(notebook, resources["nbgrader"]["assignment"])
        if found.kernelspec is not None and json.loads(found.kernelspec):
            nb.metadata["kernelspec"] = json.loads(found.kernelspec)
        return nb, resources


class _SharedOverwriteCells(OverwriteCells):  # type: ignore[misc]
    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        _prepare(self, resources)
        nb, resources = super(OverwriteCells, self).preprocess(nb, resources)
        if self.add_missing_cells:
            nb, resources = self.add_missing_grade_cells(nb, resources)
            nb, resources = self.add_missing_task_cells(nb, resources)
        return nb, resources


class _SharedSaveAutoGrades(SaveAutoGrades):  # type: ignore[misc]
    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        _prepare(self, resources)
        nb, resources = super(SaveAutoGrades, self).preprocess(nb, resources)
        return nb, resources


class _SharedAssignLatePenalties(AssignLatePenalties):  # type: ignore[misc]
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


SHARING = {
    OverwriteCells: _SharedOverwriteCells,
    OverwriteKernelspec: _SharedOverwriteKernelspec,
    SaveAutoGrades: _SharedSaveAutoGrades,
    AssignLatePenalties: _SharedAssignLatePenalties,
}


def sharing(preprocessor: Any) -> Any:
    """Return what does the same by the gradebook of the run; others are left as they are."""
    is_class = isinstance(preprocessor, type)
    return SHARING.get(preprocessor, preprocessor) if is_class else preprocessor


def _gradebook(preprocessor: Any) -> RunGradebook:
    gradebook: RunGradebook = preprocessor.parent.parent.gradebook  # exporter's, converter's
    return gradebook


def _prepare(preprocessor: Any, resources: ResourcesDict) -> None:
    preprocessor.gradebook = _gradebook(preprocessor)
    for name in ("notebook", "assignment", "student"):
        setattr(preprocessor, f"{name}_id", resources["nbgrader"][name])
