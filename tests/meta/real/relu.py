"""Mistakes of published answers to `relu`, rewritten."""

import numpy as np

from tests.meta.seen import seen


@seen(2, "RELU-LEAKY")
def slope_of_the_wrong_sign(x):
    return np.maximum(x, -0.01 * x)


@seen(1, "RELU-LEAKY")
def slope_of_a_tenth(x):
    return np.maximum(x, 0.1 * x)


@seen(1, "RELU-CUT-ABOVE")
def between_zero_and_six(x):
    return np.minimum(np.maximum(x, 0), 1)


@seen(1, "RELU-STEP")
def one_where_positive(x):
    return np.where(x > 0, 1.0, 0.0)
