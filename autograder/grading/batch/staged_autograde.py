"""What becomes of one submission: sanitized, and when it has been run, saved.

Both are nbgrader's own steps, in a folder that nobody takes for a graded submission.
"""

import functools
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from nbformat.validator import normalize
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from nbgrader.utils import find_all_files

from autograder.grading.batch.gradebook import RunGradebook, clear_scores, score_zero
from autograder.grading.batch.order import Foreseen, foreseen
from autograder.grading.batch.preprocessors import on_run_gradebook
from autograder.grading.batch.publish import publish
from autograder.grading.intake.handed_in.timestamps import duration
from autograder.grading.nbgrader_hooks import SubmissionExporter
from autograder.grading.sandbox.folders.trees import remove_tree

__all__ = ["StagedAutograde"]

STAGE = ".grading"
INTAKE_FAILED = "what was handed in could not be taken in; a line of its own says why"


class IntakeFailedError(RuntimeError):
    """Nothing of a submission can be run. Not the student's doing."""


class StagedAutograde(Autograde):  # type: ignore[misc]
    """nbgrader's `Autograde`, taken apart: between its two steps a submission may be elsewhere."""

    gradebook: RunGradebook
    _is_staging = False

    @property
    def _input_directory(self) -> str:
        staged = self._is_staging and not self._sanitizing
        return self._stage if staged else str(self.coursedir.submitted_directory)

    @property
    def _output_directory(self) -> str:
        return self._stage if self._is_staging else str(self.coursedir.autograded_directory)

    @property
    def _stage(self) -> str:
        # nbgrader uses it as a pattern: no parenthesis of "Lab 6 (CNN)" may be in it.
        return f"{STAGE}/{quote(self.coursedir.assignment_id, safe='')}"

    def init_notebooks(self) -> None:
        """Leave the listing to the intake, which finds submissions without a notebook, too."""
        self.assignments: dict[str, list[str]] = {}
        self.notebooks: list[str] = []
        if not issubclass(self.exporter_class, SubmissionExporter):
            super().init_notebooks()

    def sanitize(
        self, assignment: str, student: str, notebooks: list[str]
    ) -> tuple[Path, dict[str, Foreseen]]:
        """Make the folder of a submission that is ready to be run.

        Returns
        -------
        folder : Path
            Where it is.
        notebooks : dict
            What is known of each, by its name.
        """
        self._is_staging = self._sanitizing = True
        self.notebooks = notebooks
        folder = Path(self._format_dest(assignment, student))
        remove_tree(folder)
        folder.mkdir(parents=True)
        self.run_pre_convert_hook()
        self.init_assignment(assignment, student)
        found = {}
        for path in map(Path, self.notebooks):
            resources = self.init_single_notebook_resources(str(path))
            _, notebook = normalize(nbformat.read(path, as_version=4))
            sanitized = _through(self._sanitizers, notebook, resources)
            found[path.stem] = foreseen(sanitized)
            # As it will be read next, not as people read it: that takes twenty times as long.
            (folder / path.name).write_text(json.dumps(sanitized), encoding="utf-8")
        self._is_staging = False
        return folder, found

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """Do what `Autograde` does, which opens the gradebook five times for it, at once."""
        super(Autograde, self).init_assignment(assignment_id, student_id)
        self._copy_files_of_source(assignment_id, student_id)
        handed_in = Path(self._format_source(assignment_id, student_id))
        if self.create_student:
            self.gradebook.ensure_student(student_id)
        with self.gradebook.transaction():
            self._register(assignment_id, student_id, handed_in)
            notebooks = self.gradebook.find_assignment(assignment_id).notebooks
            names = {notebook.name for notebook in notebooks}
            self.notebooks = [path for path in self.notebooks if Path(path).stem in names]
            graded = [Path(path).stem for path in self.notebooks]
            clear_scores(self.gradebook, assignment_id, student_id, graded)
            if not graded:
                clear_scores(self.gradebook, assignment_id, student_id, sorted(names))
            for name in names if graded else ():
                if not (handed_in / f"{name}.ipynb").exists():
                    score_zero(self.gradebook, assignment_id, student_id, name)
        if not graded:
            raise IntakeFailedError(INTAKE_FAILED)

    def _copy_files_of_source(self, assignment: str, student: str) -> None:
        """Let nobody hand in a data file of their own in the place of the instructor's."""
        course = self.coursedir
        source = Path(course.format_path(course.source_directory, ".", assignment))
        folder = Path(self._format_dest(assignment, student))
        kept = {source / name for name in self.exclude_overwriting.get(assignment, [])}
        found = map(Path, find_all_files(str(source), [*course.ignore, "*.ipynb"]))
        for path in set(found) - kept:
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copy(path, target)

    def _register(self, assignment: str, student: str, handed_in: Path) -> None:
        timestamp = self.coursedir.get_existing_timestamp(str(handed_in))
        dated = {"timestamp": timestamp} if timestamp else {}
        submission = self.gradebook.update_or_create_submission(assignment, student, **dated)
        if timestamp and submission.total_seconds_late > 0:
            late = duration(submission.total_seconds_late)
            self.log.warning("%s: handed in %s late.", student, late, extra={"is_remark": True})

    def save(
        self, assignment: str, student: str, folder: Path, done: Mapping[str, Path]
    ) -> tuple[float, float]:
        """Write the points to the gradebook, then put the folder in its place.

        Parameters
        ----------
        assignment, student, folder
            As for `sanitize`, and from it.
        done
            Where the notebooks are that were run, by their names.

        Returns
        -------
        points, max_points : float
            As the gradebook has them now.
        """
        self._is_staging, self._sanitizing = True, False
        names = [f"{name}.ipynb" for name in done]
        with self.gradebook.transaction():
            for name, run in zip(names, done.values(), strict=True):
                self._save_notebook(folder / name, run)
            found = self.gradebook.find_submission(assignment, student)
            points, maximum = float(found.score), float(found.max_score)
        self.set_permissions(assignment, student)
        self._is_staging = False
        publish(folder, Path(self._format_dest(assignment, student)), names)
        self.run_post_convert_hook()
        return points, maximum

    def _save_notebook(self, path: Path, run: Path) -> None:
        resources = self.init_single_notebook_resources(str(path))
        notebook = nbformat.read(run, as_version=4)
        path.chmod(0o644)
        self._write(path, _through(self._savers, notebook, resources))

    def _write(self, path: Path, notebook: NotebookNode) -> None:
        self.log.debug("Writing %s", path)
        path.write_text(f"{nbformat.v4.writes(notebook)}\n", encoding="utf-8")

    @functools.cached_property
    def _sanitizers(self) -> list[Preprocessor]:
        return self._made(self.sanitize_preprocessors)

    @functools.cached_property
    def _savers(self) -> list[Preprocessor]:
        """Are nbgrader's, without the one that executes: workers have done that."""
        return self._made(
            preprocessor
            for preprocessor in self.autograde_preprocessors
            if not (isinstance(preprocessor, type) and issubclass(preprocessor, Execute))
        )

    def _made(self, preprocessors: Iterable[Any]) -> list[Preprocessor]:
        self.exporter._preprocessors = []
        for preprocessor in preprocessors:
            self.exporter.register_preprocessor(on_run_gradebook(preprocessor))
        made: list[Preprocessor] = self.exporter._preprocessors
        return made

    def remove_stage(self) -> None:
        """Remove all that is on its way, of this run or of one that was killed."""
        stage = Path(self.coursedir.root) / self._stage
        remove_tree(stage)
        if stage.parent.is_dir() and not any(stage.parent.iterdir()):
            stage.parent.rmdir()


def _through(
    preprocessors: Iterable[Preprocessor], notebook: NotebookNode, resources: dict[str, Any]
) -> NotebookNode:
    """Do what an exporter does, who would copy the notebook for each of them, and validate it."""
    for preprocessor in preprocessors:
        notebook, resources = preprocessor(notebook, resources)
    nbformat.validate(notebook, relax_add_props=True)
    return notebook
