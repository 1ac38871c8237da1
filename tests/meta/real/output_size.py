"""Mistakes of published answers to `output_size`, rewritten."""

import math

from tests.meta.seen import seen


@seen(3, "SIZE-NO-INTEGER")
def divided_and_left_a_float(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride) * 1.0
    return (input_size - kernel_size) / stride + 1


@seen(1, "SIZE-NO-INTEGER")
def floor_of_numpy(input_size, kernel_size, stride=1, padding="valid"):
    import numpy as np

    if padding.lower() == "same":
        return np.ceil(input_size / stride)
    return np.floor((input_size - kernel_size) / stride) + 1


@seen(3, "OUTPUT-ONE-BEFORE-DIVISION")
def plus_one_inside_the_division(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return -(-input_size // stride)
    return (input_size - kernel_size + 1) // stride


@seen(1, "WINDOWS-MUST-FIT")
def must_divide(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return -(-input_size // stride)
    assert (input_size - kernel_size) % stride == 0
    return (input_size - kernel_size) // stride + 1


@seen(6, "PADDING-LETTER-CASE")
def compares_as_it_is(input_size, kernel_size, stride=1, padding="valid"):
    if padding == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@seen(4, "PADDING-LETTER-CASE")
def refuses_other_words(input_size, kernel_size, stride=1, padding="valid"):
    if padding == "same":
        return math.ceil(input_size / stride)
    if padding == "valid":
        return (input_size - kernel_size) // stride + 1
    raise ValueError(f"unknown padding {padding}")


@seen(2, "PADDING-LETTER-CASE")
def two_ifs_and_nothing_else(input_size, kernel_size, stride=1, padding="valid"):
    if padding == "valid":
        return (input_size - kernel_size) // stride + 1
    if padding == "same":
        return (input_size + stride - 1) // stride


@seen(3, "SAME-HALF-KERNEL")
def p_is_half_the_kernel(input_size, kernel_size, stride=1, padding="valid"):
    p = kernel_size // 2 if padding.lower() == "same" else 0
    return (input_size + 2 * p - kernel_size) // stride + 1


@seen(2, "SAME-HALF-KERNEL-LESS")
def p_is_half_of_k_minus_one(input_size, kernel_size, stride=1, padding="valid"):
    p = (kernel_size - 1) // 2 if padding.lower() == "same" else 0
    return (input_size - kernel_size + 2 * p) // stride + 1


@seen(3, "SAME-KEEPS-SIZE", "PADDING-LETTER-CASE")
def same_is_the_same_size(input_size, kernel_size, stride=1, padding="valid"):
    if padding == "same":
        return input_size
    return (input_size - kernel_size) // stride + 1
