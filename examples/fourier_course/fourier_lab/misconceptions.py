"""The mistakes that have a name, each by what it leads to."""

import numpy as np

from autograder.truth.ask_keras import remembered
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception
from fourier_lab.truth import as_rows, frequencies, spectrum

__all__ = ["DFT_MISTAKES", "LOW_PASS_MISTAKES"]


def _without_two_pi(signal: Array) -> Array:
    count = np.arange(signal.size)
    return as_rows(np.exp(-1j * np.outer(count, count) / signal.size) @ signal)


def _counted_from_one(signal: Array) -> Array:
    turns = np.exp(-2j * np.pi * np.arange(signal.size) / signal.size)
    return as_rows(np.fft.fft(signal) * turns)


def _one_short(signal: Array, highest: int) -> Array:
    kept = np.where(frequencies(signal.size) < highest, np.fft.fft(signal), 0)
    return np.fft.ifft(kept).real


def _without_mirror(signal: Array, highest: int) -> Array:
    kept = np.where(np.arange(signal.size) <= highest, np.fft.fft(signal), 0)
    return np.fft.ifft(kept).real


DFT_MISTAKES = (
    Misconception(
        code="DFT-SIGN",
        title="the exponent has the other sign",
        explanation="Your imaginary parts have the other sign: you turn the other way round.",
        next_step="The exponent is -2j π k n / N; the plus sign belongs to the way back.",
        predictions={"dft": (remembered(lambda signal: as_rows(np.fft.fft(signal).conj())),)},
    ),
    Misconception(
        code="DFT-DIVIDED",
        title="the spectrum is divided by N",
        explanation="Your numbers are those of the transform, divided by the signal's length.",
        next_step="Add up without dividing; only the way back divides by N.",
        predictions={"dft": (remembered(lambda signal: spectrum(signal) / signal.size),)},
    ),
    Misconception(
        code="DFT-WITHOUT-TWO-PI",
        title="2π is left out",
        explanation="Your numbers are those that exp(-1j k n / N) leads to.",
        next_step="Once round is 2π: multiply the exponent by it.",
        predictions={"dft": (remembered(_without_two_pi),)},
    ),
    Misconception(
        code="DFT-FROM-ONE",
        title="the samples are counted from 1",
        explanation="Each of your numbers is turned on by one sample: n runs from 1 to N.",
        next_step="Let n run from 0 to N - 1, as Python counts.",
        predictions={"dft": (remembered(_counted_from_one),)},
    ),
)

LOW_PASS_MISTAKES = (
    Misconception(
        code="LOW-PASS-ONE-SHORT",
        title="the highest frequency is lost",
        explanation="What goes round `highest` times is missing in your result.",
        next_step="Keep frequencies up to `highest`, itself included.",
        predictions={"low_pass": (remembered(_one_short),)},
    ),
    Misconception(
        code="LOW-PASS-WITHOUT-MIRROR",
        title="the mirrored half is forgotten",
        explanation="Of each frequency but 0 you keep one of two parts: k, and not N - k.",
        next_step="Keep k and N - k: together they make a wave of real numbers.",
        predictions={"low_pass": (remembered(_without_mirror),)},
    ),
)
