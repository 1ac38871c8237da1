"""The oracle's process."""

import os
import select
import signal
import subprocess
import sys

GRADER = """
import signal
from autograder.grading.oracle import Oracle

oracle = Oracle()
oracle.warm_up()
print(*oracle._pool._processes, flush=True)
signal.pause()
"""


def test_it_does_not_outlive_a_grader_that_is_killed():
    with subprocess.Popen(
        [sys.executable, "-c", GRADER], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as grader:
        process = os.pidfd_open(int(grader.stdout.readline()))
        grader.send_signal(signal.SIGKILL)
    try:
        ended, _, _ = select.select([process], [], [], 30)
        assert ended
    finally:
        os.close(process)
