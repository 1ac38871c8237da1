"""Grade a class in three steps: sanitize here, run anywhere, save here.

The gradebook has one writer, this process, which commits a submission at once or not at all. A
submission counts as graded when its folder stands in ``autograded/``, and it is put there in one
piece, when all is saved: whatever happens before, the same command does it again.

Notebooks whose kernels have Keras are run when no others are (`execution.one_kind` says why). A
change from one kind to the other waits for the last of the first kind, and so is worth the while
only if there is much of each: the run goes on with one kind, from submission to submission, until
`OPEN_PER_WORKER` are begun, and then with the other one.
"""

import errno
import logging
import secrets
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

from nbgrader.converters import NbGraderException
from sqlalchemy.exc import OperationalError
from traitlets import Instance

from autograder.grading.batch.as_graded import AsGraded, is_known_code
from autograder.grading.batch.gradebook import RunGradebook, why_nothing_is_found
from autograder.grading.batch.graded_before import GradedBefore, Key, key_of
from autograder.grading.batch.job import Job, JobResult, read_folder, run_job
from autograder.grading.batch.order import Order, Submission, Task
from autograder.grading.batch.progress import Graded, Progress, Warned
from autograder.grading.batch.publish import AssignmentLockedError, assignment_lock
from autograder.grading.batch.staged_autograde import StagedAutograde
from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.execution.one_kind import Kind
from autograder.grading.execution.time_left import seconds_left
from autograder.grading.intake.submission_mark import with_mark_of
from autograder.grading.sandbox.folders.trees import remove_tree

__all__ = ["GradeClass"]

QUEUED_PER_WORKER = 2
"""So many notebooks for each worker, and one for a spare process, are handed over ahead."""
OPEN_PER_WORKER = 8
"""So many submissions for each worker are begun before the first of them has to be finished."""
MOST_CRASHES = 2
"""So often a notebook may end the worker that runs nothing else, before it is given up."""
CRASHES_WORKERS = (
    f"its notebook {{}} ended the worker that ran it, {MOST_CRASHES} times. That is the grader's "
    "fault and not the student's: please report it."
)

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
GOES_ON = "What is graded stays graded; the same command grades the rest."


class GradeClass(StagedAutograde):
    """nbgrader's `Autograde`, whose notebooks are run by an executor's workers."""

    executor = Instance(Executor)
    progress = Instance(Progress, ())

    def __init__(
        self,
        *arguments: Any,
        workers: int = 1,
        graded_before: GradedBefore | None = None,
        records: Path | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self._graded_before = graded_before
        self._records = records
        self._as_graded: AsGraded | None = None
        self._warned = Warned()
        self._workers = workers
        self._course = self.coursedir  # the intake puts another in its place
        self._failed: set[str] = set()
        self._waiting: deque[tuple[str, str, list[str]]] = deque()
        self._order = Order()
        self._open = 0
        self._to_retry_alone: deque[Task] = deque()
        self._running: dict[Future[JobResult], Task] = {}

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
            If some could not be graded, after all others were; or if none can be any more; or if
            nothing is handed in.
        """
        if not any(self.assignments.values()):
            raise NbGraderException(why_nothing_is_found(self._course))
        course, assignment = self.coursedir, self.coursedir.assignment_id
        source = Path(course.format_path(course.source_directory, ".", assignment))
        self._settings = self._settings_of_workers()
        try:
            with assignment_lock(source):
                self.gradebook = RunGradebook(course.db_url, course.course_id)
                try:
                    self._as_graded = self._records_of_course()
                    self.log.addHandler(self._warned)
                    self.remove_stage()
                    self._waiting.extend(self._due())
                    self.progress.found(
                        len(self._waiting), sum(len(notebooks) for *_, notebooks in self._waiting)
                    )
                    self._grade()
                    if self._graded_before is not None:
                        self._graded_before.prune()
                finally:
                    for future in self._running:
                        future.cancel()
                    self.remove_stage()
                    self.log.removeHandler(self._warned)
                    self.gradebook.close()
        except (BrokenExecutor, AssignmentLockedError) as error:
            raise NbGraderException(str(error)) from error
        if self._failed:
            raise NbGraderException(
                f"Not graded: {', '.join(sorted(self._failed))}. The same command tries again."
            )

    def _records_of_course(self) -> AsGraded | None:
        """Return what is known of submissions as a whole, where that can be relied on."""
        is_whole = self._course.notebook_id == "*"
        if self._records is None or not is_whole or not is_known_code(self):
            return None
        return AsGraded(self._records, self._course, self.gradebook, self.config)

    def _grade(self) -> None:
        while True:
            self._keep_workers_busy()
            if not self._running:
                return
            self._prepare_ahead()
            ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
            for future in ended:
                self._collect(self._running.pop(future), future)
                if self._running and self._may_prepare():
                    self._prepare(*self._waiting.popleft())

    def _settings_of_workers(self) -> dict[str, Any]:
        """Return what the workers' `TrustedExecute` is configured by, with one seed for all."""
        sections = ("NbConvertBase", "ExecutePreprocessor", "Execute", "TrustedExecute")
        settings = {name: dict(self.config[name]) for name in sections if name in self.config}
        self._as_set = {name: dict(of_class) for name, of_class in settings.items()}
        trusted = settings.setdefault("TrustedExecute", {})
        trusted["seed"] = trusted.get("seed") or secrets.token_hex(16)
        return settings

    def _settings_after(self, used: float) -> dict[str, Any]:
        """Return the settings of a notebook whose submission has used some seconds already.

        Keras is imported meanwhile only where a notebook waits for it: many a run has none.
        """
        set_for_all = TrustedExecute(config=self.config)
        left = seconds_left(set_for_all.seconds, set_for_all.submission_seconds, used)
        follows = self._order.has(Kind.KERAS)
        trusted = self._settings["TrustedExecute"] | {"seconds": left, "keras_follows": follows}
        return self._settings | {"TrustedExecute": trusted}

    def _due(self) -> Iterator[tuple[str, str, list[str]]]:
        """Find what is to be graded. What is newer than its graded copy loses that copy here."""
        excluded = self.coursedir.student_id_exclude.split(",")
        for folder in sorted(self.assignments):
            path = Path(folder)
            assignment, student = path.name, path.parent.name
            if folder in self.exporter.intake.failures:
                self._fail(student, self.exporter.intake.failures[folder])
                continue
            self.notebooks = sorted(self.assignments[folder])
            # What is there is removed one at a time if all is graded anew.
            is_due = self.force and student not in excluded
            if is_due or self.init_destination(assignment, student):
                yield assignment, student, self.notebooks

    def _keep_workers_busy(self) -> None:
        """Keep the workers busy. When one was killed, run again what ran then, each alone."""
        while len(self._running) < QUEUED_PER_WORKER * self._workers + 1:
            if self._to_retry_alone or any(task.is_alone for task in self._running.values()):
                if self._running:
                    return
                self._submit(self._to_retry_alone.popleft())
            elif task := self._next():
                self._submit(task)
            else:
                return

    def _next(self) -> Task | None:
        """Return what can be run now: of one kind, as long as there is any and any runs."""
        self._prepare_some()
        if not self._order.has(self._order.kind) and not self._running:
            self._order.change_kind()
            self._prepare_some()
        return self._order.take()

    def _prepare_ahead(self) -> None:
        """Begin submissions as long as all workers have what to do: for the order's sake."""
        while self._may_prepare() and not any(future.done() for future in self._running):
            self._prepare(*self._waiting.popleft())

    def _prepare_some(self) -> None:
        """Begin submissions until one has a notebook of the kind that runs, or many are begun."""
        while not self._order.has(self._order.kind) and self._may_prepare():
            self._prepare(*self._waiting.popleft())

    def _may_prepare(self) -> bool:
        return bool(self._waiting) and self._open < OPEN_PER_WORKER * self._workers

    def _submit(self, task: Task) -> None:
        submission = task.submission
        if not submission.has_failed:
            try:
                files = read_folder(submission.folder)
            except Exception as error:
                self._give_up(submission, error)
        if submission.has_failed:
            self._note_that_one_ended(submission)
            return
        self.progress.started(submission.student, task.notebook)
        job = Job(submission.student, task.notebook, files, self._settings_after(submission.used))
        self._running[self.executor.submit(run_job, job)] = task

    def _prepare(self, assignment: str, student: str, notebooks: list[str]) -> None:
        begin, warned = time.monotonic(), self._warned.times
        try:
            if self.force and self._is_left(student, begin):
                return
            if self.force:
                self.notebooks = notebooks
                self.init_destination(assignment, student)
            folder, found = self.sanitize(assignment, student, notebooks)
        except Exception as error:
            self._is_staging = False
            _stop_if_nobody_can_be_graded(error)
            self._fail(student, error)
            return
        submission = Submission(assignment, student, folder, begin, len(found))
        is_newer = any(what.of_newer_python for what in found.values())
        submission.is_as_ever = self._warned.times == warned and not is_newer
        submission.loops = max((what.loops for what in found.values()), default=0)
        self._open += 1
        keys = self._keys(submission, found)
        for notebook, what in found.items():
            key = keys.get(notebook)
            if not self._take_kept(submission, notebook, key):
                self._order.add(Task(submission, notebook, what, key))

    def _is_left(self, student: str, begin: float) -> bool:
        """Leave a submission as it is, if nothing has changed; tell whether that is so."""
        record = self._as_graded.find(student) if self._as_graded is not None else None
        if record is None:
            return False
        for notebook in record.notebooks:
            self.progress.finished(JobResult(student, notebook, "", 0.0, is_kept=True))
        seconds = time.monotonic() - begin
        self.progress.graded(Graded(student, record.points, record.max_points, seconds))
        return True

    def _keys(self, submission: Submission, notebooks: Iterable[str]) -> dict[str, Key]:
        """Return what the verdicts of notebooks are kept by."""
        if self._graded_before is None:
            return {}
        try:
            files = read_folder(submission.folder)
        except (ValueError, OSError):  # who hands it to a worker tells why it can't be
            return {}
        jobs = (Job(submission.student, notebook, files, {}) for notebook in notebooks)
        return {job.notebook: key_of(job, submission.assignment, self._as_set) for job in jobs}

    def _take_kept(self, submission: Submission, notebook: str, key: Key | None) -> bool:
        """Take the verdicts that are kept of a notebook; tell whether there are any."""
        if self._graded_before is None or key is None:
            return False
        content = self._graded_before.find(key)
        if content is None:
            return False
        now = (submission.folder / f"{notebook}.ipynb").read_text(encoding="utf-8")
        content = with_mark_of(now, content)
        done = JobResult(submission.student, notebook, content, 0.0, is_kept=True)
        submission.keep(done)
        self.progress.finished(done)
        self._note_that_one_ended(submission)
        return True

    def _collect(self, task: Task, future: "Future[JobResult]") -> None:
        submission = task.submission
        try:
            done = future.result()
            submission.keep(done)
            self._order.learn(task.notebook, done.ran)
            if self._graded_before is not None and task.key is not None and done.is_repeatable:
                self._graded_before.keep(task.key, done.content, done.files_used)
        except BrokenProcessPool:
            self._retry_alone(task)
            return
        except BrokenExecutor:
            raise
        except Exception as error:
            _stop_if_nobody_can_be_graded(error)
            self._give_up(submission, error)
        else:
            self.progress.finished(done)
        self._note_that_one_ended(submission)

    def _retry_alone(self, task: Task) -> None:
        """Run it again, alone, since it may be what ended its worker; or give it up."""
        task.crashes += task.is_alone
        if task.crashes < MOST_CRASHES:
            task.is_alone = True
            self._to_retry_alone.append(task)
            return
        self._give_up(task.submission, RuntimeError(CRASHES_WORKERS.format(task.notebook)))
        self._note_that_one_ended(task.submission)

    def _give_up(self, submission: Submission, error: Exception) -> None:
        submission.has_failed = True
        self._fail(submission.student, error)

    def _note_that_one_ended(self, submission: Submission) -> None:
        submission.waiting -= 1
        if submission.waiting > 0:
            return
        self._open -= 1
        if not submission.has_failed:
            try:
                self._save(submission)
            except Exception as error:
                _stop_if_nobody_can_be_graded(error)
                self._fail(submission.student, error)
        self._is_staging = False
        remove_tree(submission.folder.parent)

    def _save(self, submission: Submission) -> None:
        warned = self._warned.times
        points, maximum = self.save(
            submission.assignment, submission.student, submission.folder, submission.done
        )
        is_silent = self._warned.times == warned and self.log.isEnabledFor(logging.WARNING)
        if self._as_graded is not None and submission.is_as_ever and is_silent:
            self._as_graded.note(submission.student, submission.done, points, maximum)
        seconds = time.monotonic() - submission.begin
        self.progress.graded(Graded(submission.student, points, maximum, seconds))

    def _fail(self, student: str, error: Exception) -> None:
        """Go on with the others, unless they would fail in the same way."""
        self._failed.add(student)
        text = "%s is not graded: %s: %s"
        self.log.error(text, student, type(error).__name__, error, extra={"is_told": True})
        self.progress.failed(student, f"{type(error).__name__}: {error}")


def _stop_if_nobody_can_be_graded(error: Exception) -> None:
    if isinstance(error, OperationalError):
        raise error
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        raise NbGraderException(f"No room to write: {error}. {GOES_ON}") from error
