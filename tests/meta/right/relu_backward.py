"""Right answers to relu_backward, in the styles in which people write it."""

import numpy as np


def mask(dy, x):
    return dy * (x > 0)


def where(dy, x):
    return np.where(x > 0, dy, 0)


def copy_and_zero(dy, x):
    dx = np.array(dy, dtype=float)
    dx[x <= 0] = 0
    return dx


def sign(dy, x):
    return dy * np.maximum(np.sign(x), 0)


def heaviside(dy, x):
    return dy * np.heaviside(x.astype(float), 0)


def loop(dy, x):
    dx = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            dx[place] = dy[place]
    return dx


def by_relu_itself(dy, x):
    return dy * (np.maximum(x, 0) != 0)
