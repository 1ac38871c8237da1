"""Wrong answers to count_parameters, each with one mistake as people make it."""

from tests.meta.mistakes import mistake


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


@mistake("COUNT-NO-CHANNELS")
def channels_forgotten(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return kh * kw * filters + (filters if use_bias else 0)


@mistake("COUNT-NO-BIAS")
def bias_forgotten(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return kh * kw * in_channels * filters


@mistake("COUNT-BIAS-PER-CHANNEL")
def bias_for_each_kernel(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return (kh * kw + int(use_bias)) * in_channels * filters


@mistake("COUNT-BIAS-ALWAYS")
def use_bias_not_read(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return (kh * kw * in_channels + 1) * filters


@mistake("COUNT-KERNEL-SQUARED")
def height_squared(kernel_size, in_channels, filters, use_bias=True):
    k = kernel_size if isinstance(kernel_size, int) else kernel_size[0]
    return k * k * in_channels * filters + (filters if use_bias else 0)


@mistake("COUNT-KERNEL-SQUARED")
def square_of_the_first(kernel_size, in_channels, filters, use_bias=True):
    kh, _ = _pair(kernel_size)
    total = kh**2 * in_channels * filters
    if use_bias:
        total += filters
    return total


@mistake(None)
def only_numbers(kernel_size, in_channels, filters, use_bias=True):
    return kernel_size**2 * in_channels * filters + (filters if use_bias else 0)


@mistake(None)
def only_pairs(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = kernel_size
    return kh * kw * in_channels * filters + (filters if use_bias else 0)


@mistake(None)
def one_bias_for_the_layer(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return kh * kw * in_channels * filters + (1 if use_bias else 0)


@mistake(None)
def bias_per_input_channel(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return kh * kw * in_channels * filters + (in_channels if use_bias else 0)


@mistake(None)
def sides_added(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return (kh + kw) * in_channels * filters + (filters if use_bias else 0)


@mistake(None)
def filters_forgotten(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return kh * kw * in_channels + (filters if use_bias else 0)


@mistake("COUNT-KERNEL-SQUARED")
def area_of_a_square(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return max(kh, kw) ** 2 * in_channels * filters + (filters if use_bias else 0)


@mistake(None)
def float_result(kernel_size, in_channels, filters, use_bias=True):
    kh, kw = _pair(kernel_size)
    return float(kh * kw * in_channels * filters + (filters if use_bias else 0))


@mistake(None)
def always_three_by_three(kernel_size, in_channels, filters, use_bias=True):
    return 9 * in_channels * filters + (filters if use_bias else 0)
