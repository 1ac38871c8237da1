"""Notebook `fourier/1_transform`: 10 points.

A spectrum is an array of two rows: the real parts, and the imaginary ones.
"""

import numpy as np

from autograder.truth.ask_keras import remembered
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import eighths, ramp
from fourier_lab.misconceptions import DFT_MISTAKES, LOW_PASS_MISTAKES
from fourier_lab.truth import low_passed, spectrum

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "fourier/1_transform"


dft = Exercise(
    name="dft",
    signature="(signal)",
    expected=remembered(spectrum),
    misconceptions=DFT_MISTAKES,
    forbidden=("numpy.fft",),
    hidden_axes={"signal": "N"},
    cases=(
        Case(
            "frequency 0 is the sum",
            1,
            (call(np.full(4, 2.0)), call(np.full(7, -1.5))),
            "At frequency 0, each number counts once, as it is.",
        ),
        Case(
            "any signal",
            5,
            (call(ramp(4)), call(eighths(1, 7)), call(eighths(2, 10))),
            "Multiply by exp(-2j π k n / N) and add up, for each k from 0 to N - 1.",
        ),
    ),
)

low_pass = Exercise(
    name="low_pass",
    signature="(signal, highest)",
    expected=remembered(low_passed),
    misconceptions=LOW_PASS_MISTAKES,
    forbidden=("numpy.fft",),
    hidden_axes={"signal": "N"},
    cases=(
        Case(
            "the mean alone",
            1,
            (call(ramp(4), 0), call(eighths(3, 7), 0)),
            "With highest=0, each number becomes the mean of the signal.",
        ),
        Case(
            "low frequencies stay",
            3,
            (call(ramp(8), 1), call(eighths(4, 9), 2), call(eighths(5, 10), 3)),
            "Set to zero what belongs to higher frequencies, and transform back.",
        ),
    ),
)

EXERCISES = (dft, low_pass)
