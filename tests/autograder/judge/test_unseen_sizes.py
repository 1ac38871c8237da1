"""Sizes that no student has seen."""

import itertools
import subprocess
import sys

import numpy as np

from autograder.judge.unseen_sizes import Along
from autograder.truth.keras_layers import conv2d

DRAWS_ALL = """
import sys
from autograder.exercises import EXERCISES
from autograder.judge.hidden_calls import with_hidden_calls
for exercise in EXERCISES.values():
    with_hidden_calls(exercise, "a seed")
print(sorted({"keras", "tensorflow"} & {*sys.modules}))
"""


def test_there_are_as_many_windows_as_keras_has():
    for size, window, stride in itertools.product(range(1, 9), range(1, 6), range(1, 4)):
        for padding in ("same", "valid") if window <= size else ("same",):
            x, kernel = np.ones((1, size, 1, 1)), np.ones((window, 1, 1, 1))
            rows = conv2d(x, kernel, strides=(stride, stride), padding=padding).shape[1]
            assert Along(size, window, stride).windows(padding == "same") == rows


def test_a_worker_that_draws_hidden_calls_imports_no_keras():
    """It would do so on the time of the notebook that it runs."""
    done = subprocess.run(
        [sys.executable, "-c", DRAWS_ALL], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr[-2000:]
