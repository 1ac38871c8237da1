"""Wrong answers to relu, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("RELU-ABSOLUTE")
def absolute(x):
    return np.abs(x)


@mistake("RELU-ABSOLUTE")
def sign_turned(x):
    return np.where(x < 0, -x, x)


@mistake("RELU-LEAKY")
def leaky(x):
    return np.where(x > 0, x, 0.01 * x)


@mistake("RELU-LEAKY")
def maximum_of_a_hundredth(x):
    return np.maximum(0.01 * x, x)


@mistake(None)
def in_place(x):
    x[x < 0] = 0
    return x


@mistake(None)
def minimum(x):
    return np.minimum(x, 0)


@mistake(None)
def negative_numbers_left_out(x):
    return x[x > 0]


@mistake(None)
def builtin_max(x):
    return max(x, 0)


@mistake("RELU-STEP")
def sign_of_the_number(x):
    return (x > 0).astype(float)


@mistake("RELU-CUT-ABOVE")
def capped_at_one(x):
    return np.clip(x, 0, 1)


@mistake(None)
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@mistake(None)
def softplus(x):
    return np.log1p(np.exp(x))


@mistake(None)
def first_axis_only(x):
    return np.array([row if row.sum() > 0 else 0 * row for row in x])


@mistake(None)
def largest_and_zero(x):
    return np.max(x, 0)


@mistake("USES-A-LIBRARY")
def keras_operation(x):
    import keras

    return np.asarray(keras.ops.relu(x))
