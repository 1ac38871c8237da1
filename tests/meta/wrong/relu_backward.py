"""Wrong answers to relu_backward, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("RELU-BACKWARD-NO-MASK")
def passes_everywhere(dy, x):
    return dy * 1.0 + 0 * x


@mistake("RELU-BACKWARD-MASK-OF-DY")
def mask_of_dy(dy, x):
    return np.where(dy > 0, dy, 0)


@mistake("RELU-BACKWARD-MASK-OF-DY")
def both_positive(dy, x):
    return np.maximum(dy, 0) * (x > 0)


@mistake("RELU-BACKWARD-AT-ZERO")
def passes_at_zero(dy, x):
    return dy * (x >= 0)


@mistake("RELU-BACKWARD-AT-ZERO")
def half_at_zero(dy, x):
    return dy * np.where(x > 0, 1, np.where(x == 0, 0.5, 0))


@mistake("BACKWARD-UPSTREAM-IGNORED")
def mask_alone(dy, x):
    return (x > 0).astype(float)


@mistake("RELU-BACKWARD-TIMES-X")
def times_x(dy, x):
    return dy * np.maximum(x, 0)


@mistake("RELU-BACKWARD-TIMES-X")
def relu_itself(dy, x):
    return np.maximum(x, 0) * 1.0


@mistake("RELU-BACKWARD-INVERTED")
def inverted(dy, x):
    return np.where(x > 0, 0, dy)


@mistake("BACKWARD-INTEGERS")
def in_the_type_of_x(dy, x):
    dx = np.zeros_like(x)
    dx[x > 0] = dy[x > 0]
    return dx


@mistake(None)
def changes_dy(dy, x):
    dy[x <= 0] = 0
    return dy


@mistake(None)
def booleans(dy, x):
    return x > 0


@mistake(None)
def flat(dy, x):
    return (dy * (x > 0)).ravel()


@mistake(None)
def leaky(dy, x):
    return np.where(x > 0, dy, 0.01 * dy)


@mistake(None)
def above_a_small_number(dy, x):
    return dy * (x > 0.5)
