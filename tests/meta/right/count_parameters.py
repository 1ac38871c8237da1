"""Right answers to count_parameters."""

import numpy as np


def conditional(kernel_size, in_channels, filters, use_bias=True):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    weights = kernel_size[0] * kernel_size[1] * in_channels * filters
    if use_bias:
        weights += filters
    return weights


def one_line(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = (kernel_size,) * 2 if isinstance(kernel_size, int) else kernel_size
    return (kh * kw * in_channels + use_bias) * filters


def broadcast(kernel_size, in_channels, filters, use_bias=True):
    height, width = np.broadcast_to(kernel_size, 2)
    return int(height * width * in_channels * filters + filters * bool(use_bias))


def count_arrays(kernel_size, in_channels, filters, use_bias=True):
    try:
        kh, kw = kernel_size
    except TypeError:
        kh = kw = kernel_size
    kernel = np.zeros((kh, kw, in_channels, filters))
    bias = np.zeros(filters) if use_bias else np.zeros(0)
    return kernel.size + bias.size


def add_filter_by_filter(kernel_size, in_channels, filters, use_bias=True):
    if type(kernel_size) is int:
        area = kernel_size**2
    else:
        area = kernel_size[0] * kernel_size[1]
    total = 0
    for _ in range(filters):
        for _ in range(in_channels):
            total += area
        if use_bias:
            total += 1
    return total


# As people write it


def size_of_an_array(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = (kernel_size, kernel_size) if np.isscalar(kernel_size) else kernel_size
    return np.zeros((kh, kw, in_channels, filters)).size + (filters if use_bias else 0)


def bias_as_a_number(kernel_size, in_channels, filters, use_bias=True):
    k = [kernel_size] * 2 if type(kernel_size) is int else list(kernel_size)
    return (k[0] * k[1] * in_channels + int(use_bias)) * filters
