"""In which order notebooks are handed to workers, and what is done meanwhile."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from autograder.grading.batch import scheduler
from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.progress import Progress
from demo.classroom import hand_in
from demo.students import CLASS
from tests.course.quick import AtOnce, run_quickly
from tests.course.released import released_course

pytestmark = pytest.mark.slow

LONG = "4_from_scratch"
SECONDS = 5.0


class Slow(AtOnce):
    """Says of the notebooks that are called `LONG` that they took long."""

    def __init__(self):
        self.order = []

    def submit(self, fn, /, *arguments, **options):
        (job,) = arguments
        self.order.append((job.notebook, job.student))
        done = super().submit(fn, *arguments, **options).result()
        future = Future()
        future.set_result(replace(done, ran=SECONDS if job.notebook == LONG else 0.0))
        return future


def order_of(folder, *names):
    executor = Slow()
    grade(folder, executor, names)
    return executor.order


def grade(folder, executor, names):
    course = released_course(folder)
    of_class = {student.name: student for student in CLASS}
    for number, name in enumerate(names):
        hand_in(course, replace(of_class[name], name=f"{number}-{name}"), 0)

    class App(GradeApp):
        def _executor(self):
            return executor

        def _progress(self):
            return Progress()

    app = App()
    app.initialize(["lab6", "--quiet", "--anew", "--jobs=1", f"--course-dir={course}"])
    with pytest.raises(SystemExit) as end:
        app.start()
    assert not end.value.code


def test_what_may_last_longest_is_not_the_last(tmp_path):
    order = order_of(tmp_path / "course", *("bela",) * 4)
    assert len(order) == len({*order}) == 16
    without_keras = [notebook for notebook, _ in order if notebook != "3_mnist_cnn"]
    # Nothing is known yet of the first student's; one more submission is begun with each result.
    assert without_keras[-3:].count(LONG) == 0


def test_what_may_not_end_goes_as_soon_as_it_is_begun(tmp_path):
    order = order_of(tmp_path / "course", *("bela",) * 4, "kim")
    # Three are handed over at a time; with the first three results, three more students' are begun,
    # and with the next three the last one's.
    assert order.index(("1_convolution", "4-kim")) == 6


def test_all_are_begun_while_the_first_notebook_runs(tmp_path, monkeypatch):
    """So that what may not end is known by then, whoever it is of."""
    all_begun, begun = threading.Event(), []
    prepare = scheduler.GradeClass._prepare

    def counted(self, *arguments):
        prepare(self, *arguments)
        begun.append(arguments)
        if len(begun) == 5:
            all_begun.set()

    class Patient(ThreadPoolExecutor):
        waited_in_vain = False

        def submit(self, fn, /, job):
            return super().submit(self.run, job)

        def run(self, job):
            self.waited_in_vain |= not all_begun.wait(20)
            all_begun.set()
            return run_quickly(job)

    monkeypatch.setattr(scheduler.GradeClass, "_prepare", counted)
    with Patient(1) as executor:
        grade(tmp_path / "course", executor, ("bela",) * 5)
    assert not executor.waited_in_vain


def test_of_one_name_the_deepest_loops_go_first(tmp_path):
    order = order_of(tmp_path / "course", "bela", "bela", "hana")
    # Three are handed over at a time; with the first three results, the other two are begun.
    assert order[3:5] == [(LONG, "2-hana"), (LONG, "1-bela")]
