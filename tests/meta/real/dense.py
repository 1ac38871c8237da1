"""Mistakes of published answers to `dense`, rewritten."""

import numpy as np

from tests.meta.seen import seen


@seen(2, "BIAS-MISSING")
def product_alone(x, kernel, bias):
    return np.dot(x, kernel)


@seen(1, "DENSE-RELU")
def relu_at_the_end(x, kernel, bias):
    return np.maximum(x @ kernel + bias, 0)


@seen(1, "INTEGERS-TRUNCATED")
def output_of_the_type_of_x(x, kernel, bias):
    y = np.zeros((len(x), kernel.shape[1]), dtype=x.dtype)
    for i in range(len(x)):
        for j in range(kernel.shape[1]):
            y[i, j] = np.sum(x[i] * kernel[:, j]) + bias[j]
    return y
