"""Mistakes of published answers to `softmax`, rewritten."""

import numpy as np

from tests.meta.seen import seen


@seen(3, "SOFTMAX-OVERFLOW", "SOFTMAX-FIRST-AXIS")
def global_maximum_and_axis_0(x):
    powers = np.exp(x - np.max(x))
    return powers / powers.sum(axis=0)


@seen(2, "SOFTMAX-AXIS-1")
def axis_1_always(x):
    powers = np.exp(x - np.max(x, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


@seen(2, "SOFTMAX-OVERFLOW", "SOFTMAX-ALL-AXES")
def powers_by_all_powers(x):
    return np.exp(x) / sum(np.exp(x).ravel())


@seen(2, "SOFTMAX-OVERFLOW", "SOFTMAX-AXIS-1")
def unshifted_and_axis_1(x):
    e = np.exp(x)
    return e / e.sum(axis=1, keepdims=True)


@seen(2, "SOFTMAX-OVERFLOW")
def unshifted(x):
    e = np.exp(x)
    return e / e.sum(axis=-1, keepdims=True)


@seen(1, "SOFTMAX-OVERFLOW", "SOFTMAX-FIRST-AXIS")
def unshifted_and_axis_0(x):
    return np.exp(x) / np.sum(np.exp(x), axis=0)


@seen(1, "SOFTMAX-STANDARDISED")
def divided_by_the_deviation(x):
    z = (x - x.mean(axis=-1, keepdims=True)) / x.std(axis=-1, keepdims=True)
    powers = np.exp(z)
    return powers / powers.sum(axis=-1, keepdims=True)


@seen(1, "SOFTMAX-ALL-AXES")
def shifted_by_all_and_summed_over_all(x):
    e = np.exp(x - x.max())
    return e / e.sum()


@seen(1, "SOFTMAX-NO-SUM")
def powers_alone(x):
    return np.exp(x - np.max(x, axis=-1, keepdims=True))
