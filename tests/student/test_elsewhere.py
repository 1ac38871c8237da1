"""The student's path on Windows, on macOS, in Colab: what is missing there is taken away here."""

import subprocess
import sys

import pytest

from autograder import EXERCISES


@pytest.mark.exhaustive
@pytest.mark.slow
def test_all_checks_run_without_what_windows_does_not_have():
    """An endless answer is stopped there, too, and no file is read in the system's encoding."""
    code = "import runpy; runpy.run_path('tests/student/without_posix.py', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-c", code],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    assert said == [[name, "True"] for name in [*EXERCISES, "endless"]]
