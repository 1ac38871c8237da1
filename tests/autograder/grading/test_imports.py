"""What is left of the collector after imports."""

import gc
import subprocess
import sys

import pytest

from autograder.grading.imports import collector_off

PROGRAM = """
import gc, sys
from autograder.grading.{where} import {what}
assert gc.isenabled() and gc.get_freeze_count() > 10_000, gc.get_freeze_count()
"""


def test_the_collector_works_again_afterwards():
    def fails():
        with collector_off():
            assert not gc.isenabled()
            raise ImportError

    with pytest.raises(ImportError):
        fails()
    assert gc.isenabled()


def test_who_has_it_off_keeps_it_off():
    gc.disable()
    try:
        with collector_off():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_workers_are_forked_from_a_process_that_collects():
    program = PROGRAM.format(where="batch.executors", what="preload")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert not done.returncode, done.stderr
