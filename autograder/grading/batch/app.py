"""The command ``autograder grade``: a class at a time, on all cores."""

import contextlib
import logging
import multiprocessing
import signal
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote

from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.apps.autogradeapp import aliases as autograde_aliases
from nbgrader.apps.autogradeapp import flags as autograde_flags
from nbgrader.converters import NbGraderException
from rich.console import Console
from sqlalchemy.exc import SAWarning
from traitlets import Bool, Integer, Unicode, default

from autograder.grading.batch.as_graded import has_news
from autograder.grading.batch.executors.local_executor import LocalExecutor, WhenNeeded
from autograder.grading.batch.graded_before import GradedBefore, run_of
from autograder.grading.batch.progress import JsonProgress, Progress, ShownProgress, logging_to
from autograder.grading.batch.scheduler import GradeClass
from autograder.grading.execution.execute import TrustedExecute, borrow
from autograder.grading.execution.oracle import Oracle
from autograder.grading.sandbox.level import Level
from autograder.grading.sandbox.prefork.kernels import PreforkKernels
from autograder.truth.expected_before import ExpectedBefore

__all__ = ["GradeApp", "main"]

WORKERS_OF_AN_ORACLE = 2
"""An oracle takes a quarter of the processor's time for a submission: it could serve three."""
EXPECTED = "expected answers"
RECORDS = "as graded"
"""Folders of what Keras said, and of records: no quoted name of an assignment has a space."""
INTERRUPTED = 130
"""The status of a program that was stopped by Ctrl-C."""
STOPPED = "Stopped. What is graded stays graded; the same command grades the rest."


class GradeApp(AutogradeApp):  # type: ignore[misc]
    """Grades like ``nbgrader autograde``, with the notebooks spread over workers."""

    name = "autograder-grade"
    description = "Grade all submissions of an assignment, on all cores or on a cluster"
    examples = """
        autograder grade lab6                   what is handed in and not graded yet
        autograder grade lab6 --student=ada     one student; 'a*' for all that begin with an a
        autograder grade lab6 --force           all of it anew; what is as it was is not run
        autograder grade lab6 --force --anew    all of it anew, and all of it run
        autograder grade lab6 --jobs=2          with two workers
        autograder grade lab6 --scheduler=tcp://10.0.0.5:8786
                                                on the workers of a Dask cluster

        The gradebook and the folders are those of `nbgrader autograde`, and so are the points.
        Stopped at any moment, the same command grades the rest.
    """
    aliases: ClassVar[dict[str, Any]] = autograde_aliases | {
        "student": (
            "CourseDirectory.student_id",
            "Grade this student only; a pattern, such as 'a*', stands for several.",
        ),
        "jobs": "GradeApp.jobs",
        "scheduler": "GradeApp.scheduler",
    }
    flags: ClassVar[dict[str, Any]] = autograde_flags | {
        "anew": (
            {"GradeApp": {"reuse": False}},
            "Run every notebook, whatever is kept of earlier runs.",
        ),
        "quiet": (
            {"GradeApp": {"quiet": True}, "Application": {"log_level": "ERROR"}},
            "Show no progress and no table, only what went wrong.",
        ),
        "json": (
            {"GradeApp": {"json": True}},
            "Write a line of JSON for each event to the standard output, for programs.",
        ),
    }

    jobs = Integer(
        multiprocessing.cpu_count(), help="Workers on this machine; as many as cores."
    ).tag(config=True)
    reuse = Bool(
        True,
        help="Whether a notebook that was graded before, with the same files, settings, code and "
        "libraries, keeps its verdicts and is not run.",
    ).tag(config=True)
    quiet = Bool(False, help="Whether only what went wrong is said.").tag(config=True)
    json = Bool(False, help="Whether each event is a line of JSON.").tag(config=True)
    scheduler = Unicode(help="Address of a Dask scheduler whose workers grade.").tag(config=True)

    @default("log_level")
    def _log_level_default(self) -> int:
        return logging.WARNING  # nbgrader says a dozen lines for each notebook

    def start(self) -> None:
        """Grade the assignment that is named."""
        super(AutogradeApp, self).start()
        self._name_assignment()
        warnings.simplefilter("ignore", SAWarning)  # of nbgrader's own making
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # as by Ctrl-C
        progress = self._progress()
        status, stopped, why = 0, False, ""
        try:
            told = contextlib.nullcontext() if self.quiet else logging_to(self.log, progress)
            with self._executor() as executor, told:
                converter = GradeClass(
                    coursedir=self.coursedir,
                    parent=self,
                    executor=executor,
                    progress=progress,
                    workers=self.jobs,
                    graded_before=self._graded_before(),
                    records=self._records(),
                )
                converter.start()
        except NbGraderException as error:
            status, why = 1, str(error)
        except KeyboardInterrupt:
            status, stopped = INTERRUPTED, True
        progress.close(stopped)
        if why:
            self.log.error(why)
        if stopped and not self.quiet:
            print(STOPPED, file=sys.stderr)
        sys.exit(status)

    def _progress(self) -> Progress:
        if self.json:
            return JsonProgress(sys.stdout)
        if self.quiet:
            return Progress()
        return ShownProgress(Console(stderr=True))

    def _name_assignment(self) -> None:
        named = [name for name in (*self.extra_args, self.coursedir.assignment_id) if name]
        if len(named) != 1:
            self.fail("Name one assignment: `autograder grade lab6`")
        self.coursedir.assignment_id = named[0]

    def _executor(self) -> AbstractContextManager[Executor]:
        """Return what runs `run_job`; when it is left, no worker of this run is left."""
        if self.scheduler:
            return self._cluster()
        pool, kept = WhenNeeded(self._local_pool), self._graded_before()
        if kept is None or kept.is_empty or has_news(self.coursedir):
            pool.start()
        return pool

    def _graded_before(self) -> GradedBefore | None:
        """Return what is kept, if it may be used: workers elsewhere may have other libraries."""
        sandbox = TrustedExecute(config=self.config).minimum_level
        if not self.reuse or self.scheduler or Level[sandbox] < Level.FULL:
            return None
        return GradedBefore(self._kept / quote(self.coursedir.assignment_id, safe=""))

    def _records(self) -> Path | None:
        """Return where is noted how submissions were graded, if verdicts are kept."""
        if self._graded_before() is None:
            return None
        return self._kept / RECORDS / quote(self.coursedir.assignment_id, safe="")

    @property
    def _kept(self) -> Path:
        return Path(self.coursedir.root) / ".graded"

    def _expected_before(self) -> ExpectedBefore | None:
        """Return what Keras said before, if a run may have the same hidden calls as another one."""
        seed = TrustedExecute(config=self.config).seed
        if not seed or self._graded_before() is None:
            return None
        return ExpectedBefore(self._kept / EXPECTED, run_of(seed))

    @contextlib.contextmanager
    def _local_pool(self) -> Iterator[Executor]:
        execute = TrustedExecute(config=self.config)
        limits = execute.kernel_limits
        oracles = -(-self.jobs // WORKERS_OF_AN_ORACLE)
        before = self._expected_before()
        with PreforkKernels(limits) as kernels:
            lent = kernels.lend() if execute.warm else ()
            with Oracle(oracles, before, "forkserver") as oracle:
                oracle.ask_keras_of(kernels.lend_keras() if execute.warm else None)
                prepare = partial(borrow, oracle.lend(), lent, limits)
                with LocalExecutor(self.jobs, prepare) as pool:
                    yield pool

    def _cluster(self) -> AbstractContextManager[Executor]:
        from autograder.grading.batch.executors.dask_executor import ClusterError, DaskExecutor

        minimum = Level[TrustedExecute(config=self.config).minimum_level]
        try:
            executor = DaskExecutor(self.scheduler, minimum)
        except ClusterError as error:
            self.fail(str(error))
        self.jobs = executor.workers
        return executor


def main(arguments: list[str]) -> None:
    """Run the command; it exits by itself."""
    GradeApp.launch_instance(arguments)
