"""Right answers to `apply_window`."""

from functools import reduce

import numpy as np


def sum_of_product(window, kernel):
    return np.sum(window * kernel)


def method_sum(window, kernel):
    return np.multiply(window, kernel).sum()


def two_loops(window, kernel):
    total = 0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[i, j]
    return total


def row_by_row(window, kernel):
    total = 0.0
    for window_row, kernel_row in zip(window, kernel, strict=True):
        total += window_row @ kernel_row
    return total


def dot_of_flattened(window, kernel):
    return window.flatten().dot(kernel.flatten())


def vdot(window, kernel):
    return np.vdot(window, kernel)


def einsum(window, kernel):
    return np.einsum("ij,ij->", window, kernel)


def tensordot(window, kernel):
    return np.tensordot(window, kernel, axes=((0, 1), (0, 1)))


def trace_of_matrix_product(window, kernel):
    return np.trace(window @ kernel.T)


def generator_of_python_numbers(window, kernel):
    return float(sum(w * k for w, k in zip(window.ravel(), kernel.ravel(), strict=True)))


def nested_lists(window, kernel):
    rows = zip(window.tolist(), kernel.tolist(), strict=True)
    return sum(sum(w * k for w, k in zip(*row, strict=True)) for row in rows)


def zero_dimensional_array(window, kernel):
    return np.array(np.sum(window * kernel))


def float32_throughout(window, kernel):
    return np.sum(window.astype(np.float32) * kernel.astype(np.float32))


def recursive(window, kernel):
    if len(window) == 1:
        return np.dot(window[0], kernel[0])
    return recursive(window[:1], kernel[:1]) + recursive(window[1:], kernel[1:])


def functional(window, kernel):
    return reduce(
        lambda total, pair: total + pair[0] * pair[1], zip(window.flat, kernel.flat, strict=True), 0
    )


def masked_by_index(window, kernel):
    return sum(window[index] * kernel[index] for index in np.ndindex(*window.shape))


# As people write it


def plain_counters(window, kernel):
    total = 0.0
    i = 0
    while i < len(window):
        j = 0
        while j < len(window[0]):
            total = total + float(window[i, j]) * float(kernel[i, j])
            j += 1
        i += 1
    return total


def typed_and_guarded(window: np.ndarray, kernel: np.ndarray) -> float:
    """Return the weighted sum."""
    if not isinstance(window, np.ndarray) or not isinstance(kernel, np.ndarray):
        raise TypeError("arrays, please")
    assert window.shape == kernel.shape, "shapes differ"
    return float(np.sum(np.multiply(window, kernel)))


def lists_and_sum(window, kernel):
    rows = zip(window.tolist(), kernel.tolist(), strict=True)
    return sum(sum(a * b for a, b in zip(*row, strict=True)) for row in rows)


def one_line_of_dot(window, kernel):
    return window.reshape(-1).dot(kernel.reshape(-1))


def trace_of_the_product(window, kernel):
    return np.trace(np.matmul(window, kernel.T))
