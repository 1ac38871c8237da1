"""`python -m bench.grading` in its smallest form; it compares the scores itself."""

import os
import re
import subprocess
import sys

import pytest


@pytest.mark.exhaustive
@pytest.mark.slow
def test_the_smallest_class_is_measured_in_every_way():
    run = subprocess.run(
        [sys.executable, "-m", "bench.grading", "--submissions=1", "--workers=1", "--no-training"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "120"},
    )
    assert run.returncode == 0, run.stdout + run.stderr[-3000:]
    for way in ("nbgrader ", "nbgrader, our plugins", "autograder --jobs=1"):
        rates, stages = (line for line in run.stdout.splitlines() if f"  {way}" in line)
        numbers = re.findall(r"\d+\.\d+", rates)
        assert len(numbers) == 5
        assert all(float(number) > 0 for number in numbers)
        assert len(re.findall(r"\d+\.\d+", stages)) == 5
    assert "students' own code alone" in run.stdout
    assert "Same scores in all of them." in run.stdout
