"""The command ``autograder grade``: a class at a time, on all cores."""

import multiprocessing
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.apps.autogradeapp import aliases as autograde_aliases
from nbgrader.converters import NbGraderException
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from traitlets import Integer, Unicode

from autograder.grading.engine import GradeClass, Progress
from autograder.grading.sandbox import Level
from autograder.grading.work import Done

__all__ = ["GradeApp", "main"]


class GradeApp(AutogradeApp):  # type: ignore[misc]
    """Grades like ``nbgrader autograde``, with the notebooks spread over workers."""

    name = "autograder-grade"
    description = "Grade all submissions of an assignment, in parallel"
    aliases: ClassVar[dict[str, Any]] = autograde_aliases | {
        "jobs": "GradeApp.jobs",
        "scheduler": "GradeApp.scheduler",
    }

    jobs = Integer(
        multiprocessing.cpu_count(), help="Workers on this machine; as many as cores."
    ).tag(config=True)
    scheduler = Unicode(help="Address of a Dask scheduler whose workers grade.").tag(config=True)

    def start(self) -> None:
        """Grade the assignment that is named."""
        super(AutogradeApp, self).start()
        self._name_assignment()
        console = Console(stderr=True)
        with self._executor() as executor, _ShownProgress(console) as progress:
            converter = GradeClass(
                coursedir=self.coursedir,
                parent=self,
                executor=executor,
                progress=progress,
                workers=self.jobs,
            )
            try:
                converter.start()
            except NbGraderException as error:
                self.log.error(str(error))
                sys.exit(1)

    def _name_assignment(self) -> None:
        named = [name for name in (*self.extra_args, self.coursedir.assignment_id) if name]
        if len(named) != 1:
            self.fail("Name one assignment: `autograder grade lab6`")
        self.coursedir.assignment_id = named[0]

    def _executor(self) -> AbstractContextManager[Executor]:
        """Return what runs `work.run`; when it is left, no worker of this run is left."""
        if self.scheduler:
            return self._cluster()
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.jobs, mp_context=context)

    def _cluster(self) -> AbstractContextManager[Executor]:
        from autograder.grading.cluster import ClusterError, ClusterExecutor
        from autograder.grading.execute import TrustedExecute

        minimum = Level[TrustedExecute(config=self.config).minimum_level]
        try:
            executor = ClusterExecutor(self.scheduler, minimum)
        except ClusterError as error:
            self.fail(str(error))
        self.jobs = executor.workers
        return executor


class _ShownProgress(Progress):
    """A bar with what is done, what is left, and who was last."""

    def __init__(self, console: Console) -> None:
        self._bar = Bar(
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} failed"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[now]}"),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("grading", total=None, failed=0, now="")
        self._failed = 0

    def __enter__(self) -> "_ShownProgress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def found(self, notebooks: int) -> None:
        self._bar.update(self._task, total=notebooks)

    def finished(self, done: Done) -> None:
        self._bar.update(self._task, advance=1, now=f"{done.student} {done.notebook}")

    def failed(self, student: str, why: str) -> None:  # noqa: ARG002 - as declared
        self._failed += 1
        self._bar.update(self._task, failed=self._failed)


def main() -> None:
    """Run the subcommand: there is one, ``grade``."""
    arguments = sys.argv[1:]
    if arguments[:1] != ["grade"]:
        sys.exit("Usage: autograder grade ASSIGNMENT [--jobs=N]")
    GradeApp.launch_instance(arguments[1:])
