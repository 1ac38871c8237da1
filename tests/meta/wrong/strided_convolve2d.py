"""Wrong answers to `strided_convolve2d`, each with one mistake."""

import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from tests.meta.mistakes import mistake


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _total(size, kernel_size, stride):
    return max((math.ceil(size / stride) - 1) * stride + kernel_size - size, 0)


def _zeros(size, kernel_size, stride):
    total = _total(size, kernel_size, stride)
    return total // 2, total - total // 2


def _pad_same(feature_map, kernel_size, strides):
    """Do it right."""
    (kh, kw), (down, across) = kernel_size, _pair(strides)
    H, W = feature_map.shape
    return np.pad(feature_map, (_zeros(H, kh, down), _zeros(W, kw, across)))


def _padded(feature_map, kernel, strides, padding):
    """Do it right, for "valid" too."""
    if padding.lower() == "same":
        return _pad_same(feature_map, kernel.shape, strides)
    return feature_map


def _slide(x, kernel, strides):
    """Do it right, without padding, by loops."""
    down, across = _pair(strides)
    kh, kw = kernel.shape
    rows, columns = (x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[i * down : i * down + kh, j * across : j * across + kw]
            y[i, j] = np.sum(window * kernel)
    return y


def _windows(x, kernel, strides):
    """Do it right: all windows, without padding, as one array."""
    down, across = _pair(strides)
    return sliding_window_view(x, kernel.shape)[::down, ::across]


@mistake("KERNEL-FLIPPED")
def true_convolution_loops(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    y[i, j] += x[i * down + a, j * across + b] * kernel[kh - 1 - a, kw - 1 - b]
    return y


@mistake("KERNEL-FLIPPED")
def kernel_turned_first(feature_map, kernel, strides=1, padding="valid"):
    windows = _windows(_padded(feature_map, kernel, strides, padding), kernel, strides)
    return np.einsum("ijab,ab->ij", windows, kernel[::-1, ::-1])


@mistake("KERNEL-FLIPPED-ROWS")
def flipud_only(feature_map, kernel, strides=1, padding="valid"):
    return _slide(_padded(feature_map, kernel, strides, padding), np.flipud(kernel), strides)


@mistake("KERNEL-FLIPPED-ROWS")
def rows_of_the_kernel_from_below(feature_map, kernel, strides=1, padding="valid"):
    windows = _windows(_padded(feature_map, kernel, strides, padding), kernel, strides)
    return sum(windows[:, :, a] @ kernel[-1 - a] for a in range(len(kernel)))


@mistake("KERNEL-FLIPPED-COLUMNS")
def fliplr_only(feature_map, kernel, strides=1, padding="valid"):
    return _slide(_padded(feature_map, kernel, strides, padding), np.fliplr(kernel), strides)


@mistake("KERNEL-FLIPPED-COLUMNS")
def np_convolve_row_by_row(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    rows = []
    for top in range(0, x.shape[0] - len(kernel) + 1, down):
        row = sum(np.convolve(x[top + a], kernel[a], "valid") for a in range(len(kernel)))
        rows.append(row[::across])
    return np.array(rows)


@mistake("KERNEL-TRANSPOSED")
def kernel_indices_swapped(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    y[i, j] += x[i * down + a, j * across + b] * kernel[b, a]
    return y


@mistake("KERNEL-TRANSPOSED")
def kernel_t_throughout(feature_map, kernel, strides=1, padding="valid"):
    return _slide(_padded(feature_map, kernel.T, strides, padding), kernel.T, strides)


@mistake("MEAN-FOR-SUM")
def mean_of_each_window(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = []
    for top in range(0, x.shape[0] - kh + 1, down):
        row = []
        for left in range(0, x.shape[1] - kw + 1, across):
            row.append(np.mean(x[top : top + kh, left : left + kw] * kernel))
        y.append(row)
    return np.array(y)


@mistake("MEAN-FOR-SUM")
def mean_over_the_window_axes(feature_map, kernel, strides=1, padding="valid"):
    windows = _windows(_padded(feature_map, kernel, strides, padding), kernel, strides)
    return (windows * kernel).mean(axis=(-2, -1))


@mistake("OUTPUT-TOO-SMALL")
def plus_one_forgotten(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = (x.shape[0] - kh) // down, (x.shape[1] - kw) // across
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * down, j * across
            y[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return y


@mistake("OUTPUT-TOO-SMALL")
def last_windows_cut_off(feature_map, kernel, strides=1, padding="valid"):
    windows = _windows(_padded(feature_map, kernel, strides, padding), kernel, strides)
    return np.tensordot(windows[:-1, :-1], kernel, axes=2)


@mistake("OUTPUT-TOO-SMALL")
def ranges_end_at_the_last_start(feature_map, kernel, strides=1, padding="valid"):
    """Wrong only where the last window ends at the last pixel, so always at stride 1."""
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    tops = range(0, x.shape[0] - kh, down)
    lefts = range(0, x.shape[1] - kw, across)
    y = np.zeros((len(tops), len(lefts)))
    for i, top in enumerate(tops):
        for j, left in enumerate(lefts):
            y[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return y


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def columns_from_the_height(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows = (x.shape[0] - kh) // down + 1
    columns = (x.shape[0] - kw) // across + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    y[i, j] += x[i * down + a, j * across + b] * kernel[a, b]
    return y


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def width_read_from_the_rows(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    H, W = x.shape[0], x.shape[0]
    rows, columns = (H - kh) // down + 1, (W - kw) // across + 1
    y = np.zeros((rows, columns))
    for (a, b), weight in np.ndenumerate(kernel):
        y += weight * x[a : a + rows * down : down, b : b + columns * across : across]
    return y


@mistake("KERNEL-HEIGHT-FOR-WIDTH")
def columns_from_the_kernel_height(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows = (x.shape[0] - kh) // down + 1
    columns = (x.shape[1] - kh) // across + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    y[i, j] += x[i * down + a, j * across + b] * kernel[a, b]
    return y


@mistake(None)  # it ends in an error, which says what is wrong
def square_windows(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    k = kernel.shape[0]
    x = _padded(feature_map, kernel, strides, padding)
    windows = sliding_window_view(x, (k, k))[::down, ::across]
    return (windows * kernel).sum(axis=(2, 3))


@mistake("STRIDE-IGNORED")
def stride_one_loops(feature_map, kernel, strides=1, padding="valid"):
    """The zeros are those of the stride, the windows are not."""
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros((x.shape[0] - kh + 1, x.shape[1] - kw + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            y[i, j] = np.sum(x[i : i + kh, j : j + kw] * kernel)
    return y


@mistake("STRIDE-IGNORED")
def strides_never_read(feature_map, kernel, strides=1, padding="valid"):
    x = _padded(feature_map, kernel, 1, padding)
    return np.tensordot(sliding_window_view(x, kernel.shape), kernel, axes=2)


@mistake("STRIDE-ROWS-ONLY")
def stride_down_only_loops(feature_map, kernel, strides=1, padding="valid"):
    down, _ = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = []
    for top in range(0, x.shape[0] - kh + 1, down):
        row = []
        for left in range(x.shape[1] - kw + 1):
            row.append(np.sum(x[top : top + kh, left : left + kw] * kernel))
        y.append(row)
    return np.array(y)


@mistake("STRIDE-ROWS-ONLY")
def every_other_row(feature_map, kernel, strides=1, padding="valid"):
    down = _pair(strides)[0]
    x = _padded(feature_map, kernel, strides, padding)
    return _slide(x, kernel, 1)[::down]


@mistake("STRIDE-COLUMNS-ONLY")
def stride_across_only_loops(feature_map, kernel, strides=1, padding="valid"):
    _, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros((x.shape[0] - kh + 1, (x.shape[1] - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            y[i, j] = np.sum(x[i : i + kh, j * across : j * across + kw] * kernel)
    return y


@mistake("STRIDE-COLUMNS-ONLY")
def every_other_column(feature_map, kernel, strides=1, padding="valid"):
    x = _padded(feature_map, kernel, strides, padding)
    windows = sliding_window_view(x, kernel.shape)[:, :: _pair(strides)[1]]
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake("STRIDES-SWAPPED")
def across_then_down(feature_map, kernel, strides=1, padding="valid"):
    across, down = _pair(strides)
    return _slide(_padded(feature_map, kernel, (down, across), padding), kernel, (down, across))


@mistake("STRIDES-SWAPPED")
def windows_with_swapped_steps(feature_map, kernel, strides=1, padding="valid"):
    """The zeros are right, the windows' steps are swapped."""
    first, second = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    windows = sliding_window_view(x, kernel.shape)[::second, ::first]
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake("STRIDE-FIRST-FOR-BOTH")
def one_stride_for_both_axes(feature_map, kernel, strides=1, padding="valid"):
    stride = strides if isinstance(strides, int) else strides[0]
    return _slide(_padded(feature_map, kernel, stride, padding), kernel, stride)


@mistake("STRIDE-FIRST-FOR-BOTH")
def down_twice(feature_map, kernel, strides=1, padding="valid"):
    """The zeros are right, the windows' steps are not."""
    down, _ = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    return np.tensordot(sliding_window_view(x, kernel.shape)[::down, ::down], kernel, axes=2)


@mistake("STRIDE-NOT-IN-WINDOW")
def windows_begin_at_i_j(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            y[i, j] = np.sum(x[i : i + kh, j : j + kw] * kernel)
    return y


@mistake("STRIDE-NOT-IN-WINDOW")
def first_windows_kept(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    rows = (x.shape[0] - kernel.shape[0]) // down + 1
    columns = (x.shape[1] - kernel.shape[1]) // across + 1
    y = np.zeros((rows, columns))
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            y += x[a : a + rows, b : b + columns] * kernel[a, b]
    return y


@mistake("SAME-IGNORED")
def padding_never_read(feature_map, kernel, strides=1, padding="valid"):
    return _slide(feature_map, kernel, strides)


@mistake("SAME-IGNORED")
def padded_and_not_used(feature_map, kernel, strides=1, padding="valid"):
    if padding.lower() == "same":
        _pad_same(feature_map, kernel.shape, strides)
    return np.einsum("ijab,ab->ij", _windows(feature_map, kernel, strides), kernel)


@mistake("SAME-EXTRA-FIRST")
def larger_half_at_the_top(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        rows, columns = (
            _zeros(size, k, s)[::-1]
            for size, k, s in zip(x.shape, kernel.shape, _pair(strides), strict=True)
        )
        x = np.pad(x, (rows, columns))
    return _slide(x, kernel, strides)


@mistake("SAME-EXTRA-FIRST")
def first_window_begins_a_pixel_early(feature_map, kernel, strides=1, padding="valid"):
    """No padding: pixels beside the map are left out."""
    down, across = _pair(strides)
    H, W = feature_map.shape
    kh, kw = kernel.shape
    top = left = 0
    rows, columns = (H - kh) // down + 1, (W - kw) // across + 1
    if padding.lower() == "same":
        top, left = (_total(H, kh, down) + 1) // 2, (_total(W, kw, across) + 1) // 2
        rows, columns = math.ceil(H / down), math.ceil(W / across)
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    row, column = i * down + a - top, j * across + b - left
                    if 0 <= row < H and 0 <= column < W:
                        y[i, j] += feature_map[row, column] * kernel[a, b]
    return y


@mistake("SAME-HALF-KERNEL")
def half_the_kernel_on_each_side(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        p, q = kernel.shape[0] // 2, kernel.shape[1] // 2
        x = np.pad(x, ((p, p), (q, q)))
    return _slide(x, kernel, strides)


@mistake("SAME-HALF-KERNEL")
def n_plus_2p_minus_k(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    H, W = feature_map.shape
    kh, kw = kernel.shape
    p, q = (kh // 2, kw // 2) if padding.lower() == "same" else (0, 0)
    padded = np.zeros((H + 2 * p, W + 2 * q))
    padded[p : p + H, q : q + W] = feature_map
    rows, columns = (H + 2 * p - kh) // down + 1, (W + 2 * q - kw) // across + 1
    y = np.zeros((rows, columns))
    for (a, b), weight in np.ndenumerate(kernel):
        y += weight * padded[a : a + rows * down : down, b : b + columns * across : across]
    return y


@mistake("SAME-HALF-KERNEL-LESS")
def half_of_k_minus_one(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        p, q = (kernel.shape[0] - 1) // 2, (kernel.shape[1] - 1) // 2
        x = np.pad(x, [(p, p), (q, q)], mode="constant")
    return _slide(x, kernel, strides)


@mistake("SAME-HALF-KERNEL-LESS")
def half_of_k_minus_one_by_slices(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        (p, q), (H, W) = [(k - 1) // 2 for k in kernel.shape], feature_map.shape
        x = np.zeros((H + 2 * p, W + 2 * q))
        x[p : p + H, q : q + W] = feature_map
    return np.einsum("ijab,ab->ij", _windows(x, kernel, strides), kernel)


@mistake("SAME-BLIND-TO-STRIDE")
def strides_not_handed_to_pad_same(feature_map, kernel, strides=1, padding="valid"):
    if padding.lower() == "same":
        feature_map = _pad_same(feature_map, kernel.shape, 1)
    return _slide(feature_map, kernel, strides)


@mistake("SAME-BLIND-TO-STRIDE")
def same_at_stride_one_then_every_other(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = feature_map
    if padding.lower() == "same":
        x = np.pad(x, [((k - 1) // 2, k // 2) for k in kernel.shape])
    dense = np.tensordot(sliding_window_view(x, kernel.shape), kernel, axes=2)
    return dense[::down, ::across]


@mistake("SAME-KEEPS-SIZE")
def same_takes_stride_one(feature_map, kernel, strides=1, padding="valid"):
    if padding.lower() == "same":
        return _slide(_pad_same(feature_map, kernel.shape, 1), kernel, 1)
    return _slide(feature_map, kernel, strides)


@mistake("SAME-KEEPS-SIZE")
def same_forgets_the_stride_in_one_line(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = feature_map
    if padding.lower() == "same":
        x = np.pad(x, [((k - 1) // 2, k // 2) for k in kernel.shape])
        down = across = 1
    return np.einsum("ijab,ab->ij", _windows(x, kernel, (down, across)), kernel)


@mistake("SAME-KEEPS-SIZE")
def zeros_that_keep_the_size(feature_map, kernel, strides=1, padding="valid"):
    """As many zeros as a strided convolution needs to return H × W."""
    x = feature_map
    if padding.lower() == "same":
        borders = []
        for size, k, s in zip(x.shape, kernel.shape, _pair(strides), strict=True):
            total = (size - 1) * s + k - size
            borders.append((total // 2, total - total // 2))
        x = np.pad(x, borders)
    return _slide(x, kernel, strides)


@mistake("SAME-EDGE")
def edge_mode(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        borders = [
            _zeros(size, k, s)
            for size, k, s in zip(x.shape, kernel.shape, _pair(strides), strict=True)
        ]
        x = np.pad(x, borders, mode="edge")
    return _slide(x, kernel, strides)


@mistake("SAME-EDGE")
def indices_clipped_into_the_map(feature_map, kernel, strides=1, padding="valid"):
    if padding.lower() == "valid":
        return _slide(feature_map, kernel, strides)
    down, across = _pair(strides)
    H, W = feature_map.shape
    kh, kw = kernel.shape
    top, left = _total(H, kh, down) // 2, _total(W, kw, across) // 2
    y = np.zeros((math.ceil(H / down), math.ceil(W / across)))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    row = min(max(i * down + a - top, 0), H - 1)
                    column = min(max(j * across + b - left, 0), W - 1)
                    y[i, j] += feature_map[row, column] * kernel[a, b]
    return y


@mistake("SAME-ONES")
def border_of_ones(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        down, across = _pair(strides)
        rows = _zeros(x.shape[0], kernel.shape[0], down)
        columns = _zeros(x.shape[1], kernel.shape[1], across)
        x = np.pad(x, (rows, columns), constant_values=1)
    return _slide(x, kernel, strides)


@mistake("SAME-ONES")
def written_into_ones(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        H, W = feature_map.shape
        down, across = _pair(strides)
        (top, bottom), (left, right) = (
            _zeros(H, kernel.shape[0], down),
            _zeros(W, kernel.shape[1], across),
        )
        x = np.ones((top + H + bottom, left + W + right))
        x[top : top + H, left : left + W] = feature_map
    return np.einsum("ijab,ab->ij", _windows(x, kernel, strides), kernel)


@mistake("SAME-SWAPPED")
def columns_zeros_on_the_rows(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        rows, columns = (
            _zeros(size, k, s)
            for size, k, s in zip(x.shape, kernel.shape, _pair(strides), strict=True)
        )
        x = np.pad(x, (columns, rows))
    return _slide(x, kernel, strides)


@mistake("SAME-SWAPPED")
def top_for_left(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        H, W = x.shape
        down, across = _pair(strides)
        top, bottom = _zeros(W, kernel.shape[1], across)
        left, right = _zeros(H, kernel.shape[0], down)
        x = np.zeros((top + H + bottom, left + W + right))
        x[top : top + H, left : left + W] = feature_map
    return np.tensordot(_windows(x, kernel, strides), kernel, axes=2)


@mistake("AXES-SWAPPED")
def output_indices_swapped(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = (x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1
    y = np.zeros((columns, rows))
    for i in range(rows):
        for j in range(columns):
            top, left = i * down, j * across
            y[j, i] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return y


@mistake("AXES-SWAPPED")
def einsum_letters_swapped(feature_map, kernel, strides=1, padding="valid"):
    windows = _windows(_padded(feature_map, kernel, strides, padding), kernel, strides)
    return np.einsum("ijab,ab->ji", windows, kernel)


@mistake("INTEGERS-TRUNCATED")
def output_of_the_input_type(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    shape = (x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1
    y = np.zeros(shape, dtype=feature_map.dtype)
    for i in range(shape[0]):
        for j in range(shape[1]):
            top, left = i * down, j * across
            y[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return y


@mistake("INTEGERS-TRUNCATED")
def cast_back_to_the_input_type(feature_map, kernel, strides=1, padding="valid"):
    windows = _windows(_padded(feature_map, kernel, strides, padding), kernel, strides)
    return np.tensordot(windows, kernel, axes=2).astype(feature_map.dtype)


@mistake(None)
def cut_at_minus_zero(feature_map, kernel, strides=1, padding="valid"):
    """Where an axis needs no zeros, the slice is empty."""
    x = feature_map
    if padding.lower() == "same":
        H, W = x.shape
        down, across = _pair(strides)
        top, bottom = _zeros(H, kernel.shape[0], down)
        left, right = _zeros(W, kernel.shape[1], across)
        x = np.zeros((top + H + bottom, left + W + right))
        x[top:-bottom, left:-right] = feature_map
    return _slide(x, kernel, strides)


@mistake(None)
def no_zeros_below_none(feature_map, kernel, strides=1, padding="valid"):
    """Where the stride jumps over the end of the map, the number of zeros is negative."""
    x = feature_map
    if padding.lower() == "same":
        borders = []
        for size, k, s in zip(x.shape, kernel.shape, _pair(strides), strict=True):
            total = (math.ceil(size / s) - 1) * s + k - size
            borders.append((total // 2, total - total // 2))
        x = np.pad(x, borders)
    return _slide(x, kernel, strides)


@mistake(None)
def first_stride_for_both_in_the_zeros(feature_map, kernel, strides=1, padding="valid"):
    """The windows' steps are right, the zeros are not."""
    down = _pair(strides)[0]
    return _slide(_padded(feature_map, kernel, down, padding), kernel, strides)


@mistake(None)
def kernel_must_fit_into_the_map(feature_map, kernel, strides=1, padding="valid"):
    kh, kw = kernel.shape
    if kh > feature_map.shape[0] or kw > feature_map.shape[1]:
        raise ValueError("the kernel is larger than the feature map")
    return _slide(_padded(feature_map, kernel, strides, padding), kernel, strides)


@mistake(None)
def windows_counted_over_the_unpadded_size(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    H, W = feature_map.shape
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((H - kh) // down + 1, (W - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            top, left = i * down, j * across
            y[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return y


@mistake(None)
def pads_the_output(feature_map, kernel, strides=1, padding="valid"):
    y = _slide(feature_map, kernel, strides)
    if padding.lower() == "same":
        down, across = _pair(strides)
        rows = math.ceil(feature_map.shape[0] / down) - y.shape[0]
        columns = math.ceil(feature_map.shape[1] / across) - y.shape[1]
        y = np.pad(y, ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2)))
    return y


@mistake("STRIDE-LEAVES-HOLES")
def output_index_stepped_by_the_stride(feature_map, kernel, strides=1, padding="valid"):
    """The output keeps the size of stride 1, with holes of zeros."""
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros((x.shape[0] - kh + 1, x.shape[1] - kw + 1))
    for i in range(0, y.shape[0], down):
        for j in range(0, y.shape[1], across):
            y[i, j] = np.sum(x[i : i + kh, j : j + kw] * kernel)
    return y


@mistake(None)
def window_stretched_with_the_stride(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            window = x[i * down : (i + kh) * down : down, j * across : (j + kw) * across : across]
            y[i, j] = np.sum(window * kernel)
    return y


@mistake(None)
def window_ends_without_the_stride(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((x.shape[0] - kh) // down + 1, (x.shape[1] - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            y[i, j] = np.sum(x[i * down : i + kh, j * across : j + kw] * kernel)
    return y


@mistake("OUTPUT-ONE-BEFORE-DIVISION")
def size_divided_by_the_stride(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = np.zeros(((x.shape[0] - kh + 1) // down, (x.shape[1] - kw + 1) // across))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            top, left = i * down, j * across
            y[i, j] = np.sum(x[top : top + kh, left : left + kw] * kernel)
    return y


@mistake(None)
def windows_counted_up(feature_map, kernel, strides=1, padding="valid"):
    """Where the stride does not divide, one row too many, left at zero."""
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows = math.ceil((x.shape[0] - kh) / down) + 1
    columns = math.ceil((x.shape[1] - kw) / across) + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[i * down : i * down + kh, j * across : j * across + kw]
            if window.shape == kernel.shape:
                y[i, j] = np.sum(window * kernel)
    return y


@mistake("SAME-FULL")
def k_minus_one_on_each_side(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        x = np.pad(x, [(k - 1, k - 1) for k in kernel.shape])
    return _slide(x, kernel, strides)


@mistake("SAME-ALWAYS-ONE")
def always_one_zero(feature_map, kernel, strides=1, padding="valid"):
    x = np.pad(feature_map, 1) if padding.lower() == "same" else feature_map
    return _slide(x, kernel, strides)


@mistake("SAME-ONE-SIDED")
def all_zeros_at_the_end(feature_map, kernel, strides=1, padding="valid"):
    x = feature_map
    if padding.lower() == "same":
        sizes = zip(x.shape, kernel.shape, _pair(strides), strict=True)
        x = np.pad(x, [(0, _total(*size)) for size in sizes])
    return _slide(x, kernel, strides)


@mistake(None)
def steps_from_the_itemsize(feature_map, kernel, strides=1, padding="valid"):
    """Only right where the rows lie one after the other in memory."""
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    H, W = x.shape
    size = x.itemsize
    shape = ((H - kh) // down + 1, (W - kw) // across + 1, kh, kw)
    windows = as_strided(x, shape, (down * W * size, across * size, W * size, size))
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(None)
def output_of_the_kernel_type(feature_map, kernel, strides=1, padding="valid"):
    return _slide(_padded(feature_map, kernel, strides, padding), kernel, strides).astype(
        kernel.dtype
    )


@mistake(None)
def stride_jumps_by_the_kernel(feature_map, kernel, strides=1, padding="valid"):
    """The stride is taken for a gap between windows."""
    down, across = _pair(strides)
    steps = (kernel.shape[0] + down - 1, kernel.shape[1] + across - 1)
    return _slide(_padded(feature_map, kernel, strides, padding), kernel, steps)


@mistake("PADDED-UNASKED")
def same_always(feature_map, kernel, strides=1, padding="valid"):
    return _slide(_pad_same(feature_map, kernel.shape, strides), kernel, strides)


@mistake(None)
def strides_must_be_a_pair(feature_map, kernel, strides=(1, 1), padding="valid"):
    down, across = strides[0], strides[1]
    return _slide(_padded(feature_map, kernel, (down, across), padding), kernel, (down, across))


@mistake(None)
def strides_must_be_an_integer(feature_map, kernel, strides=1, padding="valid"):
    x = _padded(feature_map, kernel, strides, padding)
    rows = (x.shape[0] - kernel.shape[0]) // strides + 1
    columns = (x.shape[1] - kernel.shape[1]) // strides + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            top, left = i * strides, j * strides
            window = x[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            y[i, j] = np.sum(window * kernel)
    return y
