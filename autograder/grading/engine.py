"""Grade a class in three steps: sanitize here, run anywhere, save here.

The gradebook has one writer, this process. A submission counts as graded when its folder stands in
``autograded/``, and it is put there in one piece, when all is saved: whatever happens before, the
same command does it again.
"""

import secrets
import shutil
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde, NbGraderException
from nbgrader.preprocessors import Execute
from traitlets import Instance

from autograder.grading.work import Done, Work, read_folder, run

__all__ = ["GradeClass", "Progress"]

STAGE = ".grading"
AHEAD = 2
"""So many notebooks for each worker are handed over before one is needed."""


class Progress:
    """Is told what happens; this one tells nobody."""

    def found(self, notebooks: int) -> None:
        """Learn how many notebooks are to be graded."""

    def started(self, student: str) -> None:
        """Learn that a submission was handed to the workers."""

    def finished(self, done: Done) -> None:
        """Learn that a notebook came back."""

    def failed(self, student: str, why: str) -> None:
        """Learn that a submission could not be graded."""


@dataclass
class _Submission:
    """One on its way."""

    assignment: str
    student: str
    waiting: int
    done: list[Done] = field(default_factory=list)


class GradeClass(Autograde):  # type: ignore[misc]
    """nbgrader's `Autograde`, whose notebooks are run by an executor's workers."""

    executor = Instance(Executor)
    progress = Instance(Progress, ())

    def __init__(self, *arguments: Any, workers: int = 1, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._workers = workers
        self._step = ""
        self._failed: list[str] = []

    @property
    def _input_directory(self) -> str:
        directories = {"sanitize": self.coursedir.submitted_directory, "save": f"{STAGE}/executed"}
        return str(directories.get(self._step, self.coursedir.submitted_directory))

    @property
    def _output_directory(self) -> str:
        directories = {"sanitize": f"{STAGE}/sanitized", "save": f"{STAGE}/saved"}
        return str(directories.get(self._step, self.coursedir.autograded_directory))

    def convert_notebooks(self) -> None:
        """Grade all submissions that are not graded yet."""
        self._settings = self._settings_of_workers()
        waiting = deque(self._submissions())
        self.progress.found(sum(len(notebooks) for _, _, notebooks in waiting))
        running: dict[Future[Done], _Submission] = {}
        try:
            while waiting or running:
                while waiting and len(running) < AHEAD * self._workers:
                    running.update(self._hand_over(*waiting.popleft()))
                if running:
                    ended, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in ended:
                        self._take_back(running.pop(future), future)
        except BrokenExecutor as error:  # what runs notebooks is gone: no more can be graded
            raise NbGraderException(str(error)) from error
        finally:
            for future in running:
                future.cancel()
            shutil.rmtree(Path(self.coursedir.root) / STAGE, ignore_errors=True)
        if self._failed:
            raise NbGraderException(f"Not graded: {', '.join(sorted(set(self._failed)))}.")

    def _settings_of_workers(self) -> dict[str, Any]:
        """Return what the workers' `TrustedExecute` is configured by, with one seed for all."""
        sections = ("NbConvertBase", "ExecutePreprocessor", "Execute", "TrustedExecute")
        settings = {name: dict(self.config[name]) for name in sections if name in self.config}
        trusted = settings.setdefault("TrustedExecute", {})
        trusted["seed"] = trusted.get("seed") or secrets.token_hex(16)
        return settings

    def _submissions(self) -> Iterator[tuple[str, str, list[str]]]:
        for folder in sorted(self.assignments):
            parts = self._parts_of(folder)
            self.notebooks = sorted(self.assignments[folder])
            if self.init_destination(*parts):
                yield (*parts, self.notebooks)

    def _parts_of(self, folder: str) -> tuple[str, str]:
        path = Path(folder)
        return path.name, path.parent.name

    def _hand_over(
        self, assignment: str, student: str, notebooks: list[str]
    ) -> dict[Future[Done], _Submission]:
        try:
            folder = self._sanitize(assignment, student, notebooks)
        except Exception as error:
            self._fail(student, error)
            return {}
        names = [Path(notebook).stem for notebook in self.notebooks]
        files = read_folder(folder)
        submission = _Submission(assignment, student, len(names))
        self.progress.started(student)
        return {
            self.executor.submit(run, Work(student, name, files, self._settings)): submission
            for name in names
        }

    def _sanitize(self, assignment: str, student: str, notebooks: list[str]) -> Path:
        self._step, self._sanitizing = "sanitize", True
        self.notebooks = notebooks
        folder = Path(self._format_dest(assignment, student))
        shutil.rmtree(folder, ignore_errors=True)
        self.run_pre_convert_hook()
        self.init_assignment(assignment, student)
        self._init_preprocessors()
        for notebook in self.notebooks:
            super(Autograde, self).convert_single_notebook(notebook)
        return folder

    def _take_back(self, submission: _Submission, future: "Future[Done]") -> None:
        submission.waiting -= 1
        try:
            done = future.result()
        except BrokenExecutor:
            raise
        except Exception as error:
            self._fail(submission.student, error)
            return
        submission.done.append(done)
        self.progress.finished(done)
        if submission.waiting == 0 and submission.student not in self._failed:
            try:
                self._save(submission)
            except Exception as error:
                self._fail(submission.student, error)

    def _save(self, submission: _Submission) -> None:
        """Write the points to the gradebook, then put the folder in its place, in one move."""
        parts = submission.assignment, submission.student
        self._step, self._sanitizing = "save", False
        executed = Path(self._format_source(*parts))
        saved = Path(self._format_dest(*parts))
        self._step = "sanitize"
        sanitized = Path(self._format_dest(*parts))
        self._step = "save"
        for folder in (executed, saved):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(sanitized, executed)
        shutil.copytree(sanitized, saved)
        self._init_preprocessors()
        for done in submission.done:
            path = executed / f"{done.notebook}.ipynb"
            path.chmod(0o644)
            path.write_text(done.content, encoding="utf-8")
            (saved / path.name).unlink()
            super(Autograde, self).convert_single_notebook(str(path))
        self.set_permissions(*parts)
        self._step = ""
        final = Path(self._format_dest(*parts))
        final.parent.mkdir(parents=True, exist_ok=True)
        saved.rename(final)
        self.run_post_convert_hook()
        for folder in (executed, sanitized):
            shutil.rmtree(folder, ignore_errors=True)

    def _init_preprocessors(self) -> None:
        """Register nbgrader's preprocessors for the step; the workers have executed already."""
        self.exporter._preprocessors = []
        chosen = self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors
        for preprocessor in chosen:
            if not (isinstance(preprocessor, type) and issubclass(preprocessor, Execute)):
                self.exporter.register_preprocessor(preprocessor)

    def _fail(self, student: str, error: Exception) -> None:
        self._failed.append(student)
        self.log.error("%s is not graded: %s: %s", student, type(error).__name__, error)
        self.progress.failed(student, str(error))
