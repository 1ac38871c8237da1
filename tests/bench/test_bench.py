import os
import re
import subprocess
import sys

import numpy as np
import pytest

from bench.timing import CALLS_PER_TURN, is_busy, ratio, time_rounds


@pytest.mark.slow
def test_it_prints_a_ratio_for_every_row_and_nothing_else():
    run = subprocess.run(
        [sys.executable, "-m", "bench.reference", "--rounds", "2"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "120"},
    )
    assert run.stderr == ""
    rows = re.findall(r"\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\)", run.stdout)
    assert len(rows) == 3 * (3 + 2) + 1
    assert "(28, 28, 1) → 32" in run.stdout
    assert "predict_on_batch" in run.stdout


def test_contenders_take_turns():
    calls = []
    seconds = time_rounds(
        {"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2
    )
    turn = 1 + CALLS_PER_TURN
    assert "".join(calls) == ("a" * turn + "b" * turn) * 2
    assert {name: len(measured) for name, measured in seconds.items()} == {"a": 2, "b": 2}


def test_ratios_are_taken_round_by_round():
    seconds = {"a": np.array([1.0, 20.0, 3.0]), "b": np.array([1.0, 10.0, 1.0])}
    measured = ratio(seconds, "a", "b")
    assert (measured.lower, measured.median, measured.upper) == pytest.approx((1.5, 2.0, 2.5))


def test_a_busy_machine_is_told_from_a_quiet_one():
    quiet = np.array([1.0, 1.1, 1.2, 5.0])
    assert not is_busy({"a": quiet, "b": quiet})
    assert is_busy({"a": quiet, "b": np.array([1.0, 4.0, 4.0, 4.0])})
