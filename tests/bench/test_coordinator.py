"""`python -m bench.coordinator`: what grading itself costs, and that it doesn't grow."""

import re
import subprocess
import sys

import pytest


@pytest.mark.exhaustive
@pytest.mark.slow
def test_memory_files_and_processes_do_not_grow_with_the_class():
    run = subprocess.run(
        [sys.executable, "-m", "bench.coordinator", "160"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    pattern = r"(\d+) submissions: (\d+) MB, (\d+) open files, (\d+) processes"
    (first, *before), (last, *after) = (
        map(int, found) for found in re.findall(pattern, run.stdout)
    )
    assert (first, last) == (100, 160)
    assert after[0] <= 1.1 * before[0]
    assert after[1] <= before[1]
    assert after[2] == before[2] == 0
    assert float(re.match(r"[\d.]+", run.stdout).group()) > 0
