"""In which order notebooks are handed to workers, and what is done meanwhile."""

from concurrent.futures import Future
from dataclasses import replace

import pytest

from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.progress import Progress
from demo.classroom import hand_in
from demo.students import CLASS
from tests.course.quick import AtOnce
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
    course = released_course(folder)
    of_class = {student.name: student for student in CLASS}
    for number, name in enumerate(names):
        hand_in(course, replace(of_class[name], name=f"{number}-{name}"), 0)
    executor = Slow()

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
    return executor.order


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
