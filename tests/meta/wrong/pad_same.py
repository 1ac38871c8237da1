"""Wrong answers to `pad_same`, each with one mistake."""

import math

import numpy as np

from tests.meta.mistakes import mistake


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _total(size, kernel_size, stride):
    """Do it right: the number of zeros on one axis."""
    return max((math.ceil(size / stride) - 1) * stride + kernel_size - size, 0)


def _halved(total):
    return total // 2, total - total // 2


def _borders(feature_map, kernel_size, strides):
    """Do it right: the zeros before and after, for both axes."""
    sizes = zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True)
    return [_halved(_total(*size)) for size in sizes]


@mistake("SAME-EXTRA-FIRST")
def larger_half_at_the_top(feature_map, kernel_size, strides=1):
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        total = _total(size, k, s)
        borders.append((total - total // 2, total // 2))
    return np.pad(feature_map, borders)


@mistake("SAME-EXTRA-FIRST")
def rounded_up_before(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(strides)
    H, W = feature_map.shape
    rows, columns = _total(H, kh, sh), _total(W, kw, sw)
    top, left = math.ceil(rows / 2), math.ceil(columns / 2)
    padded = np.zeros((H + rows, W + columns))
    for i in range(H):
        for j in range(W):
            padded[top + i, left + j] = feature_map[i, j]
    return padded


@mistake("SAME-HALF-KERNEL")
def half_the_kernel_on_each_side(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    return np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)))


@mistake("SAME-HALF-KERNEL")
def half_the_kernel_by_slices(feature_map, kernel_size, strides=1):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    H, W = feature_map.shape
    top, left = kernel_size[0] // 2, kernel_size[1] // 2
    padded = np.zeros((H + 2 * top, W + 2 * left))
    padded[top : top + H, left : left + W] = feature_map
    return padded


@mistake("SAME-HALF-KERNEL-LESS")
def half_of_k_minus_one_on_each_side(feature_map, kernel_size, strides=1):
    rows, columns = ((k - 1) // 2 for k in _pair(kernel_size))
    return np.pad(feature_map, ((rows, rows), (columns, columns)))


@mistake("SAME-HALF-KERNEL-LESS")
def integer_of_k_minus_one_halves(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    p, q = int((kh - 1) / 2), int((kw - 1) / 2)
    H, W = feature_map.shape
    padded = np.zeros((H + p + p, W + q + q))
    for i in range(H):
        for j in range(W):
            padded[i + p, j + q] = feature_map[i, j]
    return padded


@mistake("SAME-BLIND-TO-STRIDE")
def zeros_for_stride_one(feature_map, kernel_size, strides=1):
    return np.pad(feature_map, [_halved(k - 1) for k in _pair(kernel_size)])


@mistake("SAME-BLIND-TO-STRIDE")
def strides_never_read(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    H, W = feature_map.shape
    padded = np.zeros((H + kh - 1, W + kw - 1))
    top, left = (kh - 1) // 2, (kw - 1) // 2
    padded[top : top + H, left : left + W] = feature_map
    return padded


@mistake("SAME-IGNORED")
def the_map_itself(feature_map, kernel_size, strides=1):
    return feature_map.copy()


@mistake("SAME-IGNORED")
def padded_and_not_used(feature_map, kernel_size, strides=1):
    np.pad(feature_map, _borders(feature_map, kernel_size, strides))
    return feature_map


@mistake("SAME-EDGE")
def edge_mode(feature_map, kernel_size, strides=1):
    return np.pad(feature_map, _borders(feature_map, kernel_size, strides), mode="edge")


@mistake("SAME-EDGE")
def edge_by_clipped_indices(feature_map, kernel_size, strides=1):
    H, W = feature_map.shape
    (top, bottom), (left, right) = _borders(feature_map, kernel_size, strides)
    rows = np.clip(np.arange(-top, H + bottom), 0, H - 1)
    columns = np.clip(np.arange(-left, W + right), 0, W - 1)
    return feature_map[np.ix_(rows, columns)]


@mistake("SAME-ONES")
def border_of_ones(feature_map, kernel_size, strides=1):
    return np.pad(
        feature_map, _borders(feature_map, kernel_size, strides), "constant", constant_values=1
    )


@mistake("SAME-ONES")
def written_into_ones(feature_map, kernel_size, strides=1):
    H, W = feature_map.shape
    (top, bottom), (left, right) = _borders(feature_map, kernel_size, strides)
    padded = np.ones((top + H + bottom, left + W + right))
    padded[top : top + H, left : left + W] = feature_map
    return padded


@mistake("SAME-SWAPPED")
def columns_first(feature_map, kernel_size, strides=1):
    rows, columns = _borders(feature_map, kernel_size, strides)
    return np.pad(feature_map, (columns, rows))


@mistake("SAME-SWAPPED")
def width_zeros_stacked_on_top(feature_map, kernel_size, strides=1):
    H, W = feature_map.shape
    (top, bottom), (left, right) = _borders(feature_map, kernel_size, strides)
    padded = np.zeros((H + left + right, W + top + bottom))
    padded[left : left + H, top : top + W] = feature_map
    return padded


@mistake("STRIDES-SWAPPED")
def across_then_down(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    across, down = _pair(strides)
    H, W = feature_map.shape
    return np.pad(feature_map, (_halved(_total(H, kh, down)), _halved(_total(W, kw, across))))


@mistake("STRIDES-SWAPPED")
def strides_by_wrong_index(feature_map, kernel_size, strides=1):
    strides = (strides, strides) if isinstance(strides, int) else strides
    kh, kw = _pair(kernel_size)
    H, W = feature_map.shape
    rows = max((-(-H // strides[1]) - 1) * strides[1] + kh - H, 0)
    columns = max((-(-W // strides[0]) - 1) * strides[0] + kw - W, 0)
    padded = np.zeros((H + rows, W + columns))
    padded[rows // 2 : rows // 2 + H, columns // 2 : columns // 2 + W] = feature_map
    return padded


@mistake(None)
def no_zeros_below_none(feature_map, kernel_size, strides=1):
    """Where the stride jumps over the end of the map, the number of zeros is negative."""
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        total = (math.ceil(size / s) - 1) * s + k - size
        borders.append((total // 2, total - total // 2))
    return np.pad(feature_map, borders)


@mistake(None)
def cuts_where_the_stride_is_large(feature_map, kernel_size, strides=1):
    """As `no_zeros_below_none`, but the end of the map gets lost silently."""
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(strides)
    H, W = feature_map.shape
    rows = (math.ceil(H / sh) - 1) * sh + kh
    columns = (math.ceil(W / sw) - 1) * sw + kw
    top, left = max(rows - H, 0) // 2, max(columns - W, 0) // 2
    padded = np.zeros((rows, columns))
    padded[top : top + H, left : left + W] = feature_map[: rows - top, : columns - left]
    return padded


@mistake(None)
def absolute_number_of_zeros(feature_map, kernel_size, strides=1):
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        borders.append(_halved(abs((-(-size // s) - 1) * s + k - size)))
    return np.pad(feature_map, borders)


@mistake(None)
def cut_at_minus_zero(feature_map, kernel_size, strides=1):
    H, W = feature_map.shape
    (top, bottom), (left, right) = _borders(feature_map, kernel_size, strides)
    padded = np.zeros((top + H + bottom, left + W + right))
    padded[top:-bottom, left:-right] = feature_map
    return padded


@mistake("SAME-ONE-SIDED")
def all_zeros_at_the_end(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(strides)
    H, W = feature_map.shape
    padded = np.zeros((H + _total(H, kh, sh), W + _total(W, kw, sw)))
    padded[:H, :W] = feature_map
    return padded


@mistake("SAME-FULL")
def k_minus_one_on_each_side(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    return np.pad(feature_map, ((kh - 1, kh - 1), (kw - 1, kw - 1)))


@mistake("SAME-ALWAYS-ONE")
def always_one_zero(feature_map, kernel_size, strides=1):
    H, W = feature_map.shape
    padded = np.zeros((H + 2, W + 2))
    padded[1:-1, 1:-1] = feature_map
    return padded


@mistake("SAME-KEEPS-SIZE")
def keeps_the_size_at_any_stride(feature_map, kernel_size, strides=1):
    """As many zeros as a strided convolution needs to return H × W."""
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        borders.append(_halved((size - 1) * s + k - size))
    return np.pad(feature_map, borders)


@mistake(None)
def windows_rounded_down(feature_map, kernel_size, strides=1):
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        borders.append(_halved(max((max(size // s, 1) - 1) * s + k - size, 0)))
    return np.pad(feature_map, borders)


@mistake(None)
def one_stride_too_many(feature_map, kernel_size, strides=1):
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        borders.append(_halved(max(math.ceil(size / s) * s + k - size, 0)))
    return np.pad(feature_map, borders)


@mistake(None)
def k_minus_stride_always(feature_map, kernel_size, strides=1):
    """TensorFlow's rule without its second case, where the stride does not divide the size."""
    borders = []
    for k, s in zip(_pair(kernel_size), _pair(strides), strict=True):
        borders.append(_halved(max(k - s, 0)))
    return np.pad(feature_map, borders)


@mistake(None)
def kernel_height_for_both(feature_map, kernel_size, strides=1):
    k = _pair(kernel_size)[0]
    sh, sw = _pair(strides)
    H, W = feature_map.shape
    return np.pad(feature_map, (_halved(_total(H, k, sh)), _halved(_total(W, k, sw))))


@mistake("STRIDE-FIRST-FOR-BOTH")
def first_stride_for_both(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    s = _pair(strides)[0]
    H, W = feature_map.shape
    return np.pad(feature_map, (_halved(_total(H, kh, s)), _halved(_total(W, kw, s))))


@mistake("STRIDE-SECOND-FOR-BOTH")
def last_stride_for_both(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    s = _pair(strides)[-1]
    H, W = feature_map.shape
    rows = max((-(-H // s) - 1) * s + kh - H, 0)
    columns = max((-(-W // s) - 1) * s + kw - W, 0)
    padded = np.zeros((H + rows, W + columns))
    padded[rows // 2 : rows // 2 + H, columns // 2 : columns // 2 + W] = feature_map
    return padded


@mistake(None)
def zeros_from_the_height_for_both(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    sh, sw = _pair(strides)
    H = feature_map.shape[0]
    return np.pad(feature_map, (_halved(_total(H, kh, sh)), _halved(_total(H, kw, sw))))


@mistake(None)
def kernel_sides_swapped(feature_map, kernel_size, strides=1):
    return np.pad(feature_map, _borders(feature_map, _pair(kernel_size)[::-1], strides))


@mistake(None)
def reflected(feature_map, kernel_size, strides=1):
    return np.pad(feature_map, _borders(feature_map, kernel_size, strides), mode="reflect")


@mistake(None)
def wrapped(feature_map, kernel_size, strides=1):
    return np.pad(feature_map, _borders(feature_map, kernel_size, strides), mode="wrap")


@mistake(None)
def square_maps_only(feature_map, kernel_size, strides=1):
    (top, bottom), (left, right) = _borders(feature_map, kernel_size, strides)
    n = len(feature_map)
    padded = np.zeros((n + top + bottom, n + left + right))
    padded[top : top + n, left : left + n] = feature_map
    return padded


@mistake(None)
def one_number_for_kernel_and_stride(feature_map, kernel_size, strides=1):
    border = [_halved(_total(size, kernel_size, strides)) for size in feature_map.shape]
    return np.pad(feature_map, border)


@mistake(None)
def kernel_must_fit_into_the_map(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    if kh > feature_map.shape[0] or kw > feature_map.shape[1]:
        raise ValueError("the kernel is larger than the feature map")
    return np.pad(feature_map, _borders(feature_map, kernel_size, strides))


@mistake(None)
def map_changed_in_place(feature_map, kernel_size, strides=1):
    borders = _borders(feature_map, kernel_size, strides)
    padded = np.pad(feature_map, borders)
    feature_map[:] = 0
    return padded


@mistake(None)
def rows_only(feature_map, kernel_size, strides=1):
    rows, _ = _borders(feature_map, kernel_size, strides)
    return np.pad(feature_map, (rows, (0, 0)))


@mistake(None)
def batch_expected(feature_map, kernel_size, strides=1):
    borders = _borders(feature_map, kernel_size, strides)
    return np.pad(feature_map, ((0, 0), *borders, (0, 0)))
