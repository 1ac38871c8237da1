"""Grade a class in three steps: sanitize here, run anywhere, save here.

The gradebook has one writer, this process, which commits a submission at once or not at all. A
submission counts as graded when its folder stands in ``autograded/``, and it is put there in one
piece, when all is saved: whatever happens before, the same command does it again.
"""

import errno
import secrets
import shutil
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader.converters import Autograde, NbGraderException
from nbgrader.preprocessors import Execute
from sqlalchemy.exc import OperationalError
from traitlets import Instance

from autograder.grading.gradebook import RunGradebook, forget_scores, sharing
from autograder.grading.placing import Locked, only_run, put_in_place
from autograder.grading.progress import Graded, Progress
from autograder.grading.work import Done, Work, read_folder, run

__all__ = ["GradeClass"]

STAGE = ".grading"
AHEAD = 2
"""So many notebooks for each worker are handed over before one is needed."""
MOST_BREAKS = 2
"""So often a notebook may end the worker that runs nothing else, before it is given up."""
ENDS_WORKERS = (
    f"its notebook {{}} ended the worker that ran it, {MOST_BREAKS} times. That is the grader's "
    "fault and not the student's: please report it."
)

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
GOES_ON = "What is graded stays graded; the same command grades the rest."


@dataclass
class _Submission:
    """One on its way."""

    assignment: str
    student: str
    folder: Path
    begin: float
    waiting: int = 0
    has_failed: bool = False
    done: list[Done] = field(default_factory=list)


@dataclass
class _Piece:
    """A notebook on its way."""

    submission: _Submission
    work: Work
    is_alone: bool = False
    breaks: int = 0


class GradeClass(Autograde):  # type: ignore[misc]
    """nbgrader's `Autograde`, whose notebooks are run by an executor's workers."""

    executor = Instance(Executor)
    progress = Instance(Progress, ())
    gradebook: RunGradebook

    def __init__(self, *arguments: Any, workers: int = 1, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._workers = workers
        self._is_staging = False
        self._failed: set[str] = set()
        self._chosen: dict[bool, list[Any]] = {}
        self._waiting: deque[tuple[str, str, list[str]]] = deque()
        self._ready: deque[_Piece] = deque()
        self._suspects: deque[_Piece] = deque()
        self._running: dict[Future[Done], _Piece] = {}

    @property
    def _input_directory(self) -> str:
        staged = self._is_staging and not self._sanitizing
        return self._stage if staged else str(self.coursedir.submitted_directory)

    @property
    def _output_directory(self) -> str:
        return self._stage if self._is_staging else str(self.coursedir.autograded_directory)

    @property
    def _stage(self) -> str:
        return f"{STAGE}/{self.coursedir.assignment_id}"

    def start(self) -> None:
        """Grade, from the listing of what was handed in on."""
        try:
            super().start()
        except OperationalError as error:
            raise NbGraderException(f"The gradebook: {error.args[0]}. {GOES_ON}") from error

    def convert_notebooks(self) -> None:
        """Grade all submissions that are not graded yet.

        Raises
        ------
        NbGraderException
            If some could not be graded, after all others were; or if none can be any more.
        """
        course, assignment = self.coursedir, self.coursedir.assignment_id
        source = Path(course.format_path(course.source_directory, ".", assignment))
        self.exporter.optimistic_validation = True  # nothing is validated twice
        self._settings = self._settings_of_workers()
        try:
            with only_run(source):
                self.gradebook = RunGradebook(course.db_url, course.course_id)
                try:
                    self._remove_stage()
                    self._waiting.extend(self._due())
                    self.progress.found(
                        len(self._waiting), sum(len(notebooks) for *_, notebooks in self._waiting)
                    )
                    self._grade()
                finally:
                    for future in self._running:
                        future.cancel()
                    self._remove_stage()
                    self.gradebook.close()
        except (BrokenExecutor, Locked) as error:
            raise NbGraderException(str(error)) from error
        if self._failed:
            raise NbGraderException(
                f"Not graded: {', '.join(sorted(self._failed))}. The same command tries again."
            )

    def _grade(self) -> None:
        while True:
            self._hand_over()
            if not self._running:
                return
            ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in ended:
                self._take_back(self._running.pop(future), future)

    def _settings_of_workers(self) -> dict[str, Any]:
        """Return what the workers' `TrustedExecute` is configured by, with one seed for all."""
        sections = ("NbConvertBase", "ExecutePreprocessor", "Execute", "TrustedExecute")
        settings = {name: dict(self.config[name]) for name in sections if name in self.config}
        trusted = settings.setdefault("TrustedExecute", {})
        trusted["seed"] = trusted.get("seed") or secrets.token_hex(16)
        return settings

    def _due(self) -> Iterator[tuple[str, str, list[str]]]:
        """Find what is to be graded. What is newer than its graded copy loses that copy here."""
        excluded = self.coursedir.student_id_exclude.split(",")
        for folder in sorted(self.assignments):
            path = Path(folder)
            assignment, student = path.name, path.parent.name
            self.notebooks = sorted(self.assignments[folder])
            # What is there is removed one at a time if all is graded anew.
            is_due = self.force and student not in excluded
            if is_due or self.init_destination(assignment, student):
                yield assignment, student, self.notebooks

    def _hand_over(self) -> None:
        """Keep the workers busy. When some were killed, go on with one suspect at a time."""
        while len(self._running) < AHEAD * self._workers:
            if self._suspects or any(piece.is_alone for piece in self._running.values()):
                if self._running:
                    return
                self._submit(self._suspects.popleft())
            elif self._ready:
                self._submit(self._ready.popleft())
            elif self._waiting:
                self._prepare(*self._waiting.popleft())
            else:
                return

    def _submit(self, piece: _Piece) -> None:
        if piece.submission.has_failed:
            self._count_down(piece.submission)
            return
        self.progress.started(piece.work.student, piece.work.notebook)
        self._running[self.executor.submit(run, piece.work)] = piece

    def _prepare(self, assignment: str, student: str, notebooks: list[str]) -> None:
        begin = time.monotonic()
        try:
            if self.force:
                self.notebooks = notebooks
                self.init_destination(assignment, student)
            folder = self._sanitize(assignment, student, notebooks)
            files = read_folder(folder)
        except Exception as error:
            self._is_staging = False
            _stop_if_nobody_can_be_graded(error)
            self._fail(student, error)
            return
        submission = _Submission(assignment, student, folder, begin, len(self.notebooks))
        self._ready += [
            _Piece(submission, Work(student, Path(notebook).stem, files, self._settings))
            for notebook in self.notebooks
        ]

    def _sanitize(self, assignment: str, student: str, notebooks: list[str]) -> Path:
        self._is_staging = self._sanitizing = True
        self.notebooks = notebooks
        folder = Path(self._format_dest(assignment, student))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.run_pre_convert_hook()
        self.init_assignment(assignment, student)
        names = [Path(notebook).stem for notebook in self.notebooks]
        with self.gradebook.at_once():
            forget_scores(self.gradebook, assignment, student, names)
        self._init_preprocessors()
        for notebook in self.notebooks:
            super(Autograde, self).convert_single_notebook(notebook)
        self._is_staging = False
        return folder

    def _take_back(self, piece: _Piece, future: "Future[Done]") -> None:
        submission = piece.submission
        try:
            done = future.result()
        except BrokenProcessPool:
            self._suspect(piece)
            return
        except BrokenExecutor:
            raise
        except Exception as error:
            self._fail(submission.student, error)
            submission.has_failed = True
        else:
            submission.done.append(done)
            self.progress.finished(done)
        self._count_down(submission)

    def _suspect(self, piece: _Piece) -> None:
        """Run it again, alone, since it may be what ended its worker; or give it up."""
        piece.breaks += piece.is_alone
        if piece.breaks < MOST_BREAKS:
            piece.is_alone = True
            self._suspects.append(piece)
            return
        submission = piece.submission
        submission.has_failed = True
        self._fail(submission.student, RuntimeError(ENDS_WORKERS.format(piece.work.notebook)))
        self._count_down(submission)

    def _count_down(self, submission: _Submission) -> None:
        submission.waiting -= 1
        if submission.waiting > 0:
            return
        if not submission.has_failed:
            try:
                self._save(submission)
            except Exception as error:
                _stop_if_nobody_can_be_graded(error)
                self._fail(submission.student, error)
        self._is_staging = False
        shutil.rmtree(submission.folder, ignore_errors=True)

    def _save(self, submission: _Submission) -> None:
        """Write the points to the gradebook, then put the folder in its place."""
        parts = submission.assignment, submission.student
        self._is_staging, self._sanitizing = True, False
        self._init_preprocessors()
        with self.gradebook.at_once():
            for done in submission.done:
                self._save_notebook(submission.folder / f"{done.notebook}.ipynb", done)
            found = self.gradebook.find_submission(*parts)
            points, maximum = float(found.score), float(found.max_score)
        self.set_permissions(*parts)
        self._is_staging = False
        final = Path(self._format_dest(*parts))
        names = [f"{done.notebook}.ipynb" for done in submission.done]
        put_in_place(submission.folder, final, names)
        self.run_post_convert_hook()
        seconds = time.monotonic() - submission.begin
        self.progress.graded(Graded(submission.student, points, maximum, seconds))

    def _save_notebook(self, path: Path, done: Done) -> None:
        resources = ResourcesDict()
        resources.update(self.init_single_notebook_resources(str(path)))
        resources["metadata"] = ResourcesDict(name=done.notebook, path=str(path.parent))
        notebook = nbformat.reads(done.content, as_version=4)
        output, _ = self.exporter.from_notebook_node(notebook, resources)
        self.exporter._nb_metadata.clear()  # it would keep those of all notebooks
        path.chmod(0o644)
        path.write_text(output, encoding="utf-8")

    def _init_preprocessors(self) -> None:
        """Register nbgrader's preprocessors for the step; the workers have executed already."""
        self.exporter._preprocessors = self._chosen.get(self._sanitizing, [])
        if self.exporter._preprocessors:
            return
        chosen = self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors
        for preprocessor in chosen:
            if not (isinstance(preprocessor, type) and issubclass(preprocessor, Execute)):
                self.exporter.register_preprocessor(sharing(preprocessor))
        self._chosen[self._sanitizing] = self.exporter._preprocessors

    def _remove_stage(self) -> None:
        stage = Path(self.coursedir.root) / self._stage
        shutil.rmtree(stage, ignore_errors=True)
        if stage.parent.is_dir() and not any(stage.parent.iterdir()):
            stage.parent.rmdir()

    def _fail(self, student: str, error: Exception) -> None:
        """Go on with the others, unless they would fail in the same way."""
        self._failed.add(student)
        text = "%s is not graded: %s: %s"
        self.log.error(text, student, type(error).__name__, error, extra={"is_told": True})
        self.progress.failed(student, f"{type(error).__name__}: {error}")


def _stop_if_nobody_can_be_graded(error: Exception) -> None:
    if isinstance(error, OperationalError):
        raise error
    if isinstance(error, OSError) and error.errno in FULL:
        raise NbGraderException(f"No room to write: {error}. {GOES_ON}") from error
