"""Wrong answers to `output_size`, each with one mistake."""

import math

import numpy as np

from tests.meta.mistakes import mistake


@mistake("OUTPUT-TOO-SMALL")
def plus_one_forgotten(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride


@mistake("OUTPUT-TOO-SMALL")
def range_ends_at_the_last_start(input_size, kernel_size, stride=1, padding="valid"):
    """Wrong only where the last window ends at the last pixel."""
    if padding.lower() == "same":
        return -(-input_size // stride)
    return len(range(0, input_size - kernel_size, stride))


@mistake("OUTPUT-TOO-SMALL")
def counted_one_too_few(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return -(-input_size // stride)
    count = 0
    start = stride
    while start + kernel_size <= input_size:
        count += 1
        start += stride
    return count


@mistake("OUTPUT-ROUNDED-UP")
def ceil_for_valid_too(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return math.ceil((input_size - kernel_size) / stride) + 1


@mistake("OUTPUT-ROUNDED-UP")
def windows_that_hang_over_counted(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return -(-input_size // stride)
    count, end = 1, kernel_size
    while end < input_size:
        count += 1
        end += stride
    return count


@mistake("STRIDE-IGNORED")
def stride_never_read(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return input_size
    return input_size - kernel_size + 1


@mistake("STRIDE-IGNORED")
def stride_one_range(input_size, kernel_size, stride=1, padding="valid"):
    zeros = kernel_size - 1 if padding.lower() == "same" else 0
    return len(
        [start for start in range(input_size + zeros) if start + kernel_size <= input_size + zeros]
    )


@mistake("SAME-IGNORED")
def padding_never_read(input_size, kernel_size, stride=1, padding="valid"):
    return (input_size - kernel_size) // stride + 1


@mistake("SAME-IGNORED")
def counted_as_valid(input_size, kernel_size, stride=1, padding="valid"):
    count = 0
    for start in range(0, input_size, stride):
        if start + kernel_size <= input_size:
            count += 1
    return count


@mistake("SAME-KEEPS-SIZE")
def same_means_the_same_size(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return input_size
    return (input_size - kernel_size) // stride + 1


@mistake("SAME-KEEPS-SIZE")
def zeros_that_keep_the_size(input_size, kernel_size, stride=1, padding="valid"):
    zeros = 0
    if padding.lower() == "same":
        zeros = (input_size - 1) * stride + kernel_size - input_size
    return (input_size + zeros - kernel_size) // stride + 1


@mistake("SAME-HALF-KERNEL")
def half_the_kernel_on_each_side(input_size, kernel_size, stride=1, padding="valid"):
    p = kernel_size // 2 if padding.lower() == "same" else 0
    return (input_size + 2 * p - kernel_size) // stride + 1


@mistake("SAME-HALF-KERNEL-LESS")
def half_of_k_minus_one_on_each_side(input_size, kernel_size, stride=1, padding="valid"):
    p = (kernel_size - 1) // 2 if padding.lower() == "same" else 0
    return (input_size + 2 * p - kernel_size) // stride + 1


@mistake(None)
def padding_of_one(input_size, kernel_size, stride=1, padding="valid"):
    p = 1 if padding.lower() == "same" else 0
    return (input_size + 2 * p - kernel_size) // stride + 1


@mistake(None)
def same_rounded_down(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return input_size // stride
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def same_plus_one(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return input_size // stride + 1
    return (input_size - kernel_size) // stride + 1


@mistake("SIZE-NO-INTEGER")
def true_division(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) / stride + 1


@mistake("SIZE-NO-INTEGER")
def numpy_ceil_is_a_float(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return np.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def rounded_to_nearest(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return round((input_size - kernel_size) / stride + 1)


@mistake(None)
def same_rounded_to_nearest(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return round(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def parentheses_forgotten(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return input_size - kernel_size // stride + 1


@mistake("OUTPUT-ONE-BEFORE-DIVISION")
def plus_one_inside_the_parentheses(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size + 1) // stride


@mistake("PADDING-LETTER-CASE")
def small_letters_only(input_size, kernel_size, stride=1, padding="valid"):
    if padding == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def small_or_capital_letters(input_size, kernel_size, stride=1, padding="valid"):
    if padding in ("same", "SAME"):
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@mistake("PADDING-LETTER-CASE")
def everything_but_small_valid_is_same(input_size, kernel_size, stride=1, padding="valid"):
    if padding == "valid":
        return (input_size - kernel_size) // stride + 1
    return math.ceil(input_size / stride)


@mistake(None)
def as_many_as_fit_side_by_side(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return input_size // kernel_size


@mistake(None)
def valid_and_same_mixed_up(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "valid":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def same_with_the_kernel_for_the_stride(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / kernel_size)
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def kernel_must_fit_into_the_input(input_size, kernel_size, stride=1, padding="valid"):
    if kernel_size > input_size:
        return 0
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


@mistake(None)
def size_of_both_axes(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        size = math.ceil(input_size / stride)
    else:
        size = (input_size - kernel_size) // stride + 1
    return size, size
