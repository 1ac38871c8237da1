"""What `autograder grade` itself costs: a class whose notebooks come back at once.

``python -m bench.coordinator [SUBMISSIONS]`` prints notebooks a second of wall and processor time,
and the memory, open files and processes at the 100th submission and at the last.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.progress import Graded, Progress
from demo.classroom import ASSIGNMENT, make_course
from demo.students import NOTEBOOKS

__all__ = ["AtOnce", "Footprint", "measure"]

FIRST = 100
"""By then, all is imported and every cache is filled."""


class AtOnce(Executor):
    """Hands each notebook back as it came, before it is asked."""

    def submit(self, fn: Any, /, *arguments: Any, **options: Any) -> "Future[Any]":  # noqa: ARG002
        """Return what is done already."""
        from autograder.grading.batch.job import JobResult

        (work,) = arguments
        future: Future[Any] = Future()
        content = dict(work.files)[f"{work.notebook}.ipynb"].decode()
        future.set_result(JobResult(work.student, work.notebook, content, 0.0))
        return future


class Footprint(Progress):
    """Looks at this process at the 100th submission and at the last one."""

    def __init__(self) -> None:
        self.graded_so_far = 0
        self.seen: dict[int, tuple[float, int, int]] = {}
        self._process = psutil.Process()

    def graded(self, graded: Graded) -> None:  # noqa: ARG002 - as declared
        """Count it."""
        self.graded_so_far += 1
        if self.graded_so_far == FIRST:
            self.look()

    def look(self) -> None:
        """Note memory in MB, open files, and processes."""
        process = self._process
        self.seen[self.graded_so_far] = (
            process.memory_info().rss / 1e6,
            process.num_fds(),
            len(process.children(recursive=True)),
        )


class CoordinatorApp(GradeApp):
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.footprint = Footprint()

    def _executor(self) -> Executor:
        return AtOnce()

    def _progress(self) -> Progress:
        return self.footprint


def make_class(course: Path, submissions: int) -> None:
    """Let everybody hand in what was released."""
    make_course(course)
    nbgrader = [sys.executable, "-m", "nbgrader", "generate_assignment", ASSIGNMENT]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # for alembic
    environment = os.environ | {"PATH": programs}
    subprocess.run(nbgrader, cwd=course, env=environment, check=True, capture_output=True)
    for number in range(submissions):
        folder = course / "submitted" / f"s{number:05}" / ASSIGNMENT
        folder.mkdir(parents=True)
        for notebook in (course / "release" / ASSIGNMENT).glob("*.ipynb"):
            shutil.copy(notebook, folder)


def measure(course: Path, submissions: int) -> Footprint:
    """Grade a class, and print what it took."""
    app = CoordinatorApp()
    app.initialize([ASSIGNMENT, "--quiet", "--anew", f"--course-dir={course}"])
    wall, processor = time.perf_counter(), time.process_time()
    try:
        app.start()
    except SystemExit as end:
        if end.code:
            raise
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    app.footprint.look()
    notebooks = len(NOTEBOOKS) * submissions
    print(
        f"{notebooks / wall:.1f} notebooks a second; {notebooks / processor:.1f} of processor time"
    )
    for number, (memory, files, processes) in app.footprint.seen.items():
        print(f"{number:6} submissions: {memory:.0f} MB, {files} open files, {processes} processes")
    return app.footprint


def main() -> None:
    """Measure in a folder of its own."""
    submissions = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        course = Path(folder).resolve() / "course"
        make_class(course, submissions)
        measure(course, submissions)


if __name__ == "__main__":
    main()
