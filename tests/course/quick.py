"""`autograder grade` with notebooks that no kernel runs: each right away has the same points.

Started as ``python -m tests.course.quick COURSE_OPTIONS``. Workers are real processes. What a
submission does stands in its `worth`: a share of the points, or one of the words below.
"""

import json
import os
import signal
import sys
import time
from concurrent.futures import Executor, Future

from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.executors.local_executor import LocalExecutor
from autograder.grading.batch.job import Job, JobResult

__all__ = ["HANGS", "KILLS_ITS_WORKER", "AtOnce", "QuickApp", "run_quickly"]

HANGS, KILLS_ITS_WORKER = "hangs", "kills its worker"


HANGING = "3_mnist_cnn"
"""The notebook that does: as long as one without Keras runs, no other one with Keras would."""


def run_quickly(work: Job) -> JobResult:
    """Return the notebook with points in its checks: half of them, or what `worth` says."""
    files = dict(work.files)
    told = files.get("worth", b"0.5").decode()
    if told == KILLS_ITS_WORKER:
        os.kill(os.getpid(), signal.SIGKILL)
    if told == HANGS and work.notebook == HANGING:
        time.sleep(600)
    worth = float(0.5 if told == HANGS else told)
    notebook = json.loads(files[f"{work.notebook}.ipynb"])
    for cell in notebook["cells"]:
        marks = cell["metadata"].get("nbgrader", {})
        if marks.get("grade") and cell["cell_type"] == "code":
            cell["outputs"] = [
                {
                    "output_type": "execute_result",
                    "execution_count": 1,
                    "metadata": {},
                    "data": {"text/plain": repr(worth * marks["points"])},
                }
            ]
    return JobResult(
        work.student, work.notebook, json.dumps(notebook), 0.0, is_repeatable=told != HANGS
    )


class QuickPool(LocalExecutor):
    """Real workers, with a short job."""

    def submit(self, fn, /, *arguments, **options):
        return super().submit(run_quickly, *arguments, **options)


class AtOnce(Executor):
    """Has everything done before it is asked."""

    def submit(self, fn, /, *arguments, **options):
        future = Future()
        future.set_result(run_quickly(*arguments))
        return future


class QuickApp(GradeApp):
    def _executor(self):
        return QuickPool(self.jobs)


if __name__ == "__main__":
    QuickApp.launch_instance(sys.argv[1:])
