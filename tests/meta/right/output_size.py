"""Right answers to `output_size`."""

import math

import numpy as np


def two_formulas(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return math.ceil(input_size / stride)
    return (input_size - kernel_size) // stride + 1


def ceil_of_both(input_size, kernel_size, stride=1, padding="valid"):
    padding = padding.upper()
    if padding == "VALID":
        return math.ceil((input_size - kernel_size + 1) / stride)
    if padding == "SAME":
        return math.ceil(input_size / stride)
    raise ValueError(padding)


def negative_floor(input_size, kernel_size, stride=1, padding="valid"):
    places = input_size if padding.lower() == "same" else input_size - kernel_size + 1
    return -(-places // stride)


def length_of_a_range(input_size, kernel_size, stride=1, padding="valid"):
    starts = {"same": input_size, "valid": input_size - kernel_size + 1}[padding.lower()]
    return len(range(0, starts, stride))


def counted(input_size, kernel_size, stride=1, padding="valid"):
    same = padding.casefold() == "same"
    count = 0
    start = 0
    while start < input_size if same else start + kernel_size <= input_size:
        count += 1
        start += stride
    return count


def recursive(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        kernel_size = 1
    if input_size < kernel_size:
        return 0
    return 1 + recursive(input_size - stride, kernel_size, stride)


def zeros_added_then_valid(input_size, kernel_size, stride=1, padding="valid"):
    total = kernel_size - 1 if padding.lower() == "same" else 0
    return (input_size + total - kernel_size) // stride + 1


def numpy_integer(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return np.ceil(input_size / stride).astype(int)
    return np.int64(np.floor((input_size - kernel_size) / stride) + 1)


def divmod_with_remainder(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "valid":
        return divmod(input_size - kernel_size, stride)[0] + 1
    whole, rest = divmod(input_size, stride)
    return whole + (1 if rest else 0)


def size_of_a_slice(input_size, kernel_size, stride=1, padding="valid"):
    pixels = np.arange(input_size)
    if padding.lower() == "valid":
        pixels = pixels[: input_size - kernel_size + 1]
    return pixels[::stride].size


# As people write it


def upper_first(input_size, kernel_size, stride=1, padding="valid"):
    padding = padding.upper()
    if padding == "SAME":
        return int(-(-input_size // stride))
    return int((input_size - kernel_size) // stride + 1)


def len_of_a_range(input_size, kernel_size, stride=1, padding="valid"):
    if str(padding).lower().startswith("s"):
        return len(range(0, input_size, stride))
    return len(range(0, input_size - kernel_size + 1, stride))


def counting_loop(input_size, kernel_size, stride=1, padding="valid"):
    count, position = 0, 0
    limit = input_size if padding.lower() == "same" else input_size - kernel_size + 1
    while position < limit:
        count += 1
        position += stride
    return count


def ceil_in_both_cases(input_size, kernel_size, stride=1, padding="valid"):
    import math

    n = input_size if padding.casefold() == "same" else input_size - kernel_size + 1
    return math.ceil(n / stride)


def table_of_formulas(input_size, kernel_size, stride=1, padding="valid"):
    return {
        "valid": (input_size - kernel_size + stride) // stride,
        "same": (input_size + stride - 1) // stride,
    }[padding.lower()]


def typed(input_size: int, kernel_size: int, stride: int = 1, padding: str = "valid") -> int:
    if padding.lower() not in ("valid", "same"):
        raise ValueError(padding)
    size: int = input_size
    if padding.lower() == "valid":
        size -= kernel_size - 1
    return size // stride + (size % stride != 0)
