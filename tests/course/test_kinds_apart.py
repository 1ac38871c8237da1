"""`autograder grade` hands its workers notebooks of one kind at a time, whoever they are of."""

import itertools
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pytest

from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.progress import Progress
from autograder.grading.batch.scheduler import OPEN_PER_WORKER
from tests.course.quick import run_quickly
from tests.course.released import released_course

pytestmark = pytest.mark.slow

WITH_KERAS = "3_mnist_cnn"
STUDENTS = 2 * OPEN_PER_WORKER + 5
WORKERS = 2
SECONDS = 700.0
"""What each notebook says that it ran."""


class Watching(ThreadPoolExecutor):
    """Notes what is handed over while something else runs."""

    def __init__(self, crashes=()):
        super().__init__(WORKERS)
        self.counting = threading.Lock()
        self.handed_over = {True: 0, False: 0}
        self.order, self.mixed, self.seconds = [], [], {}
        self.keras_follows = set()
        self.crashes = set(crashes)

    def submit(self, fn, /, job):
        has_keras = job.notebook == WITH_KERAS
        with self.counting:
            self.handed_over[has_keras] += 1
            self.order.append(has_keras)
            self.mixed.append(all(self.handed_over.values()))
            self.keras_follows.add(job.settings["TrustedExecute"]["keras_follows"])
            self.seconds.setdefault(job.student, []).append(
                job.settings["TrustedExecute"]["seconds"]
            )
        return super().submit(self.run, has_keras, job)

    def run(self, has_keras, job):
        with self.counting:
            self.handed_over[has_keras] -= 1
            if (job.student, job.notebook) in self.crashes:
                self.crashes.remove((job.student, job.notebook))
                raise BrokenProcessPool
        return replace(run_quickly(job), ran=SECONDS)


class Submissions(Progress):
    def __init__(self):
        self.begun, self.graded_ones, self.most = set(), set(), 0

    def started(self, student, notebook):
        self.begun.add(student)
        self.most = max(self.most, len(self.begun - self.graded_ones))

    def graded(self, graded):
        self.graded_ones.add(graded.student)


@pytest.fixture
def course(tmp_path):
    made = released_course(tmp_path / "course")
    for number in range(STUDENTS):
        folder = made / "submitted" / f"s{number:02}" / "lab6"
        shutil.copytree(made / "release" / "lab6", folder)
        (folder / "worth").write_text("0.5")
    return made


def grade(course, executor, progress, *options):
    class App(GradeApp):
        def _executor(self):
            return executor

        def _progress(self):
            return progress

    app = App()
    app.initialize(
        ["lab6", "--quiet", "--anew", f"--jobs={WORKERS}", f"--course-dir={course}", *options]
    )
    with pytest.raises(SystemExit) as end:
        app.start()
    assert not end.value.code


@pytest.mark.parametrize(("notebooks", "follows"), [("[12]*", {False}), ("[13]*", {True, False})])
def test_keras_is_imported_meanwhile_only_where_a_notebook_waits_for_it(course, notebooks, follows):
    watching = Watching()
    grade(course, watching, Submissions(), "--student=s00", f"--notebook={notebooks}")
    assert watching.keras_follows == follows


@pytest.mark.parametrize(
    "crashes",
    [
        pytest.param((), marks=pytest.mark.exhaustive),
        [("s03", "1_convolution"), ("s04", WITH_KERAS)],
    ],
)
def test_one_kind_runs_at_a_time_and_it_seldom_changes(course, crashes):
    watching, submissions = Watching(crashes), Submissions()
    grade(course, watching, submissions)
    assert len(submissions.graded_ones) == STUDENTS
    assert len(watching.order) == 4 * STUDENTS + len(crashes)
    assert not any(watching.mixed)
    assert submissions.most <= OPEN_PER_WORKER * WORKERS
    for seconds in watching.seconds.values():
        assert seconds[0] == 900
        assert seconds[-1] < 900
        assert seconds == sorted(seconds, reverse=True)
    changes = sum(one is not other for one, other in itertools.pairwise(watching.order))
    assert changes <= 3 + 2 * len(crashes)
