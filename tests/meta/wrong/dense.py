"""Wrong answers to dense, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("BIAS-MISSING")
def product_only(x, kernel, bias):
    return x @ kernel


@mistake("BIAS-MISSING")
def bias_never_added(x, kernel, bias):
    out = np.zeros((x.shape[0], kernel.shape[1]))
    for n in range(x.shape[0]):
        for u in range(kernel.shape[1]):
            for f in range(kernel.shape[0]):
                out[n, u] += x[n, f] * kernel[f, u]
    return out


@mistake(None)
def kernel_transposed(x, kernel, bias):
    return x @ kernel.T + bias


@mistake(None)
def arguments_turned_round(x, kernel, bias):
    return kernel @ x + bias


@mistake(None)
def elementwise(x, kernel, bias):
    return x * kernel + bias


@mistake(None)
def first_bias_for_all(x, kernel, bias):
    return x @ kernel + bias[0]


@mistake("DENSE-RELU")
def relu_in_the_layer(x, kernel, bias):
    return np.maximum(x @ kernel + bias, 0)


@mistake(None)
def bias_of_the_row(x, kernel, bias):
    return x @ kernel + bias[: len(x), None]


@mistake(None)
def first_row_only(x, kernel, bias):
    return x[0] @ kernel + bias


@mistake(None)
def bias_for_each_feature(x, kernel, bias):
    out = np.zeros((x.shape[0], kernel.shape[1]))
    for f in range(kernel.shape[0]):
        out += x[:, f : f + 1] * kernel[f] + bias
    return out


@mistake(None)
def bias_in_place(x, kernel, bias):
    bias += (x @ kernel).sum(axis=0) * 0 + 1
    return x @ kernel + bias - 1


@mistake(None)
def first_row_without_bias(x, kernel, bias):
    out = x @ kernel
    out[1:] += bias
    return out


@mistake("INTEGERS-TRUNCATED")
def integers_kept(x, kernel, bias):
    out = np.zeros((len(x), len(bias)), dtype=x.dtype)
    out[:] = x @ kernel + bias
    return out


@mistake("USES-A-LIBRARY")
def tensorflow_operation(x, kernel, bias):
    import tensorflow as tf

    return tf.linalg.matmul(np.float64(x), kernel).numpy() + bias
