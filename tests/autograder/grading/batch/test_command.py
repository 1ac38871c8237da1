"""What each process of a run imports first."""

import subprocess
import sys

SLOW = {"nbgrader", "nbconvert", "keras", "tensorflow"}


def test_the_command_imports_nothing_slow():
    program = "import autograder.grading.batch.command, sys; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert SLOW.isdisjoint(told.stdout.split())
