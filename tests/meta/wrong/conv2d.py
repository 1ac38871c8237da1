"""Wrong answers to `conv2d`, each with one mistake."""

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


def _borders(x, kernel, strides):
    """Do it right: the zeros before and after, for rows and for columns."""
    down, across = _pair(strides)
    return _zeros(x.shape[1], kernel.shape[0], down), _zeros(x.shape[2], kernel.shape[1], across)


def _pad_same(x, kernel, strides):
    """Do it right."""
    return np.pad(x, ((0, 0), *_borders(x, kernel, strides), (0, 0)))


def _padded(x, kernel, strides, padding):
    """Do it right, for "valid" too."""
    return _pad_same(x, kernel, strides) if padding.lower() == "same" else x


def _output_shape(x, kernel, strides):
    """Do it right, for an `x` that is padded already."""
    down, across = _pair(strides)
    rows = (x.shape[1] - kernel.shape[0]) // down + 1
    columns = (x.shape[2] - kernel.shape[1]) // across + 1
    return len(x), rows, columns, kernel.shape[3]


def _slide(x, kernel, strides):
    """Do it right, without padding and bias, by loops."""
    down, across = _pair(strides)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        top, left = i * down, j * across
        window = x[n, top : top + kernel.shape[0], left : left + kernel.shape[1]]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return y


def _windows(x, kernel, strides):
    """Do it right: all windows, without padding, as one array (N, rows, columns, C, kh, kw)."""
    down, across = _pair(strides)
    return sliding_window_view(x, kernel.shape[:2], axis=(1, 2))[:, ::down, ::across]


def _einsum(x, kernel, strides):
    """Do it right, without padding and bias, all at once."""
    return np.einsum("nijcab,abcf->nijf", _windows(x, kernel, strides), kernel)


def _finished(y, bias, activation):
    """Do it right: bias and activation."""
    if bias is not None:
        y = y + bias
    return y if activation is None else activation(y)


# The kernel


@mistake("KERNEL-FLIPPED")
def true_convolution_loops(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n in range(y.shape[0]):
        for i in range(y.shape[1]):
            for j in range(y.shape[2]):
                for f in range(F):
                    for a in range(kh):
                        for b in range(kw):
                            for c in range(C):
                                pixel = x[n, i * down + a, j * across + b, c]
                                y[n, i, j, f] += pixel * kernel[kh - a - 1, kw - b - 1, c, f]
    return _finished(y, bias, activation)


@mistake("KERNEL-FLIPPED")
def kernel_turned_first(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    return _finished(_einsum(x, kernel[::-1, ::-1], strides), bias, activation)


@mistake("KERNEL-FLIPPED-ROWS")
def flipud_only(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    return _finished(_slide(x, np.flipud(kernel), strides), bias, activation)


@mistake("KERNEL-FLIPPED-ROWS")
def rows_of_the_kernel_from_below(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    y = sum(
        np.einsum("nijcb,bcf->nijf", windows[..., a, :], kernel[-1 - a]) for a in range(len(kernel))
    )
    return _finished(y, bias, activation)


@mistake("KERNEL-FLIPPED-COLUMNS")
def fliplr_only(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    return _finished(_slide(x, np.fliplr(kernel), strides), bias, activation)


@mistake("KERNEL-FLIPPED-COLUMNS")
def np_convolve_row_by_row(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, _, C, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n in range(y.shape[0]):
        for i in range(y.shape[1]):
            for a in range(kh):
                for c in range(C):
                    for f in range(F):
                        row = np.convolve(x[n, i * down + a, :, c], kernel[a, :, c, f], "valid")
                        y[n, i, :, f] += row[::across]
    return _finished(y, bias, activation)


@mistake("KERNEL-TRANSPOSED")
def kernel_indices_swapped(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for i in range(y.shape[1]):
        for j in range(y.shape[2]):
            for a in range(kh):
                for b in range(kw):
                    y[:, i, j] += x[:, i * down + a, j * across + b] @ kernel[b, a]
    return _finished(y, bias, activation)


@mistake("KERNEL-TRANSPOSED")
def axes_0_and_1_swapped_first(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    kernel = kernel.swapaxes(0, 1)
    return _finished(
        _einsum(_padded(x, kernel, strides, padding), kernel, strides), bias, activation
    )


@mistake(None)  # it ends in an error, which says what is wrong
def einsum_letters_of_the_kernel_swapped(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(np.einsum("nijcab,bacf->nijf", windows, kernel), bias, activation)


@mistake("MEAN-FOR-SUM")
def mean_of_each_window(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Divided by kh · kw · C."""
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        y[n, i, j, f] = np.mean(window * kernel[:, :, :, f])
    return _finished(y, bias, activation)


@mistake("MEAN-FOR-SUM")
def mean_of_each_map_then_channels_added(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """Divided by kh · kw."""
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    products = windows[..., np.newaxis] * kernel.transpose(2, 0, 1, 3)
    return _finished(products.mean(axis=(-3, -2)).sum(axis=-2), bias, activation)


# The size of the output


@mistake("OUTPUT-TOO-SMALL")
def plus_one_forgotten(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    N, H, W, _ = x.shape
    oh, ow = (H - kh) // down, (W - kw) // across
    y = np.zeros((N, oh, ow, F))
    for n in range(N):
        for i in range(oh):
            for j in range(ow):
                window = x[n, i * down : i * down + kh, j * across : j * across + kw]
                for f in range(F):
                    y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("OUTPUT-TOO-SMALL")
def shifted_maps_too_short(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _padded(x, kernel, strides, padding)
    oh, ow = (x.shape[1] - kernel.shape[0]) // down, (x.shape[2] - kernel.shape[1]) // across
    y = np.zeros((len(x), oh, ow, kernel.shape[3]))
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            y += x[:, a : a + oh * down : down, b : b + ow * across : across] @ kernel[a, b]
    return _finished(y, bias, activation)


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def columns_from_the_height(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh = (x.shape[1] - kh) // down + 1
    ow = (x.shape[1] - kw) // across + 1
    y = np.zeros((len(x), oh, ow, F))
    for n, i, j, f in np.ndindex(*y.shape):
        for a in range(kh):
            for b in range(kw):
                pixels = x[n, i * down + a, j * across + b]
                y[n, i, j, f] += np.dot(pixels, kernel[a, b, :, f])
    return _finished(y, bias, activation)


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def width_read_from_axis_1(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    (down, across), (kh, kw) = _pair(strides), kernel.shape[:2]
    H, W = x.shape[1], x.shape[1]
    oh, ow = (H - kh) // down + 1, (W - kw) // across + 1
    windows = _windows(x, kernel, strides)[:, :oh, :ow]
    return _finished(np.einsum("nijcab,abcf->nijf", windows, kernel), bias, activation)


@mistake("KERNEL-HEIGHT-FOR-WIDTH")
def columns_from_the_kernel_height(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh = (x.shape[1] - kh) // down + 1
    ow = (x.shape[2] - kh) // across + 1
    y = np.zeros((len(x), oh, ow, F))
    for n, i, j, f in np.ndindex(*y.shape):
        for a in range(kh):
            for b in range(kw):
                pixels = x[n, i * down + a, j * across + b]
                y[n, i, j, f] += np.dot(pixels, kernel[a, b, :, f])
    return _finished(y, bias, activation)


@mistake(None)  # it ends in an error, which says what is wrong
def square_windows(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    k = kernel.shape[0]
    x = _padded(x, kernel, strides, padding)
    windows = sliding_window_view(x, (k, k), axis=(1, 2))[:, ::down, ::across]
    y = np.tensordot(windows, kernel, axes=([4, 5, 3], [0, 1, 2]))
    return _finished(y, bias, activation)


# The stride


@mistake("STRIDE-IGNORED")
def strides_never_read(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, 1, padding)
    N, H, W, _ = x.shape
    y = np.zeros((N, H - kh + 1, W - kw + 1, F))
    for n in range(N):
        for i in range(H - kh + 1):
            for j in range(W - kw + 1):
                for f in range(F):
                    y[n, i, j, f] = np.sum(x[n, i : i + kh, j : j + kw] * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("STRIDE-IGNORED")
def all_windows_kept(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """The zeros are those of the stride, the windows are not."""
    x = _padded(x, kernel, strides, padding)
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    return _finished(np.einsum("nijcab,abcf->nijf", windows, kernel), bias, activation)


@mistake("STRIDE-ROWS-ONLY")
def stride_down_only_loops(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, _ = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros((len(x), (x.shape[1] - kh) // down + 1, x.shape[2] - kw + 1, F))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j : j + kw]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("STRIDE-ROWS-ONLY")
def every_other_row(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    return _finished(_einsum(x, kernel, 1)[:, :: _pair(strides)[0]], bias, activation)


@mistake("STRIDE-COLUMNS-ONLY")
def stride_across_only_loops(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    _, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros((len(x), x.shape[1] - kh + 1, (x.shape[2] - kw) // across + 1, F))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i : i + kh, j * across : j * across + kw]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("STRIDE-COLUMNS-ONLY")
def every_other_column(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    return _finished(_einsum(x, kernel, (1, _pair(strides)[1])), bias, activation)


@mistake("STRIDES-SWAPPED")
def across_then_down(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    across, down = _pair(strides)
    x = _padded(x, kernel, (down, across), padding)
    return _finished(_slide(x, kernel, (down, across)), bias, activation)


@mistake("STRIDES-SWAPPED")
def windows_with_swapped_steps(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """The zeros are right, the windows' steps are swapped."""
    x = _padded(x, kernel, strides, padding)
    return _finished(_einsum(x, kernel, _pair(strides)[::-1]), bias, activation)


@mistake("STRIDE-FIRST-FOR-BOTH")
def one_stride_for_both_axes(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    stride = strides if isinstance(strides, int) else strides[0]
    return _finished(_slide(_padded(x, kernel, stride, padding), kernel, stride), bias, activation)


@mistake("STRIDE-FIRST-FOR-BOTH")
def down_twice(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """The zeros are right, the windows' steps are not."""
    down, _ = _pair(strides)
    x = _padded(x, kernel, strides, padding)
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))[:, ::down, ::down]
    return _finished(np.einsum("nijcab,abcf->nijf", windows, kernel), bias, activation)


@mistake("STRIDE-NOT-IN-WINDOW")
def windows_begin_at_i_j(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        y[n, i, j, f] = np.sum(x[n, i : i + kh, j : j + kw] * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("STRIDE-NOT-IN-WINDOW")
def first_windows_kept(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    _, rows, columns, _ = _output_shape(x, kernel, strides)
    return _finished(_einsum(x, kernel, 1)[:, :rows, :columns], bias, activation)


# "same"


@mistake("SAME-IGNORED")
def padding_never_read(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-IGNORED")
def padded_and_not_used(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        padded = _pad_same(x, kernel, strides)
        assert padded.shape[1] >= x.shape[1]
    return _finished(_einsum(x, kernel, strides), bias, activation)


@mistake("SAME-EXTRA-FIRST")
def larger_half_at_the_top(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        rows, columns = _borders(x, kernel, strides)
        x = np.pad(x, ((0, 0), rows[::-1], columns[::-1], (0, 0)))
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-EXTRA-FIRST")
def first_window_begins_a_pixel_early(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """No padding: pixels beside the map are left out."""
    down, across = _pair(strides)
    N, H, W, _ = x.shape
    kh, kw, _, F = kernel.shape
    top = left = 0
    oh, ow = (H - kh) // down + 1, (W - kw) // across + 1
    if padding.lower() == "same":
        top = math.ceil(_total(H, kh, down) / 2)
        left = math.ceil(_total(W, kw, across) / 2)
        oh, ow = math.ceil(H / down), math.ceil(W / across)
    y = np.zeros((N, oh, ow, F))
    for i in range(oh):
        for j in range(ow):
            for a in range(kh):
                for b in range(kw):
                    row, column = i * down + a - top, j * across + b - left
                    if 0 <= row < H and 0 <= column < W:
                        y[:, i, j] += x[:, row, column] @ kernel[a, b]
    return _finished(y, bias, activation)


@mistake("SAME-HALF-KERNEL")
def half_the_kernel_on_each_side(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        p, q = kernel.shape[0] // 2, kernel.shape[1] // 2
        x = np.pad(x, ((0, 0), (p, p), (q, q), (0, 0)))
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-HALF-KERNEL")
def n_plus_2p_minus_k(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    N, H, W, C = x.shape
    kh, kw, _, F = kernel.shape
    p, q = (kh // 2, kw // 2) if padding.lower() == "same" else (0, 0)
    padded = np.zeros((N, H + 2 * p, W + 2 * q, C))
    padded[:, p : p + H, q : q + W] = x
    oh, ow = (H + 2 * p - kh) // down + 1, (W + 2 * q - kw) // across + 1
    y = np.zeros((N, oh, ow, F))
    for a in range(kh):
        for b in range(kw):
            y += padded[:, a : a + oh * down : down, b : b + ow * across : across] @ kernel[a, b]
    return _finished(y, bias, activation)


@mistake("SAME-HALF-KERNEL-LESS")
def half_of_k_minus_one(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        p, q = (kernel.shape[0] - 1) // 2, (kernel.shape[1] - 1) // 2
        x = np.pad(x, ((0, 0), (p, p), (q, q), (0, 0)), mode="constant")
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-HALF-KERNEL-LESS")
def half_of_k_minus_one_by_slices(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    if padding.lower() == "same":
        N, H, W, C = x.shape
        p, q = (int((k - 1) / 2) for k in kernel.shape[:2])
        padded = np.zeros((N, H + 2 * p, W + 2 * q, C))
        padded[:, p : p + H, q : q + W, :] = x
        x = padded
    return _finished(_einsum(x, kernel, strides), bias, activation)


@mistake("SAME-BLIND-TO-STRIDE")
def zeros_for_stride_one(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        kh, kw = kernel.shape[:2]
        x = np.pad(x, ((0, 0), ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2), (0, 0)))
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-BLIND-TO-STRIDE")
def same_at_stride_one_then_every_other(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    down, across = _pair(strides)
    dense = _einsum(_padded(x, kernel, 1, padding), kernel, 1)
    return _finished(dense[:, ::down, ::across], bias, activation)


@mistake("SAME-KEEPS-SIZE")
def same_takes_stride_one(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        strides = 1
    return _finished(
        _slide(_padded(x, kernel, strides, padding), kernel, strides), bias, activation
    )


@mistake("SAME-KEEPS-SIZE")
def two_cases_one_with_the_stride(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    if padding.lower() == "valid":
        y = _einsum(x, kernel, strides)
    else:
        kh, kw = kernel.shape[:2]
        x = np.pad(x, ((0, 0), ((kh - 1) // 2, kh // 2), ((kw - 1) // 2, kw // 2), (0, 0)))
        windows = sliding_window_view(x, (kh, kw), axis=(1, 2))
        y = np.tensordot(windows, kernel, axes=([4, 5, 3], [0, 1, 2]))
    return _finished(y, bias, activation)


@mistake("SAME-KEEPS-SIZE")
def zeros_that_keep_the_size(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """As many zeros as a strided convolution needs to return H × W."""
    if padding.lower() == "same":
        borders = []
        for size, k, s in zip(x.shape[1:3], kernel.shape[:2], _pair(strides), strict=True):
            total = (size - 1) * s + k - size
            borders.append((total // 2, total - total // 2))
        x = np.pad(x, ((0, 0), *borders, (0, 0)))
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-EDGE")
def edge_mode(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        x = np.pad(x, ((0, 0), *_borders(x, kernel, strides), (0, 0)), mode="edge")
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-EDGE")
def indices_clipped_into_the_map(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        (top, bottom), (left, right) = _borders(x, kernel, strides)
        rows = np.clip(np.arange(-top, x.shape[1] + bottom), 0, x.shape[1] - 1)
        columns = np.clip(np.arange(-left, x.shape[2] + right), 0, x.shape[2] - 1)
        x = x[:, rows][:, :, columns]
    return _finished(_einsum(x, kernel, strides), bias, activation)


@mistake("SAME-ONES")
def border_of_ones(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        x = np.pad(x, ((0, 0), *_borders(x, kernel, strides), (0, 0)), constant_values=1)
    return _finished(_einsum(x, kernel, strides), bias, activation)


@mistake("SAME-ONES")
def written_into_ones(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        N, H, W, C = x.shape
        (top, bottom), (left, right) = _borders(x, kernel, strides)
        padded = np.ones((N, top + H + bottom, left + W + right, C))
        padded[:, top : top + H, left : left + W] = x
        x = padded
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-SWAPPED")
def columns_zeros_on_the_rows(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        rows, columns = _borders(x, kernel, strides)
        x = np.pad(x, ((0, 0), columns, rows, (0, 0)))
    return _finished(_einsum(x, kernel, strides), bias, activation)


@mistake("SAME-SWAPPED")
def top_for_left(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "same":
        N, H, W, C = x.shape
        (left, right), (top, bottom) = _borders(x, kernel, strides)
        padded = np.zeros((N, top + H + bottom, left + W + right, C))
        padded[:, top : top + H, left : left + W] = x
        x = padded
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake(None)  # it ends in an error, which says what is wrong
def one_number_for_all_axes(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """np.pad with a pair pads every axis; windows of C channels then miss the kernel's shape."""
    if padding.lower() == "same":
        (top, bottom), _ = _borders(x, kernel, strides)
        x = np.pad(x, (top, bottom))
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("SAME-ALL-AXES")
def batch_and_channels_padded(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """The channels' zeros go unseen: only the first C of them are summed."""
    down, across = _pair(strides)
    kh, kw, C, F = kernel.shape
    if padding.lower() == "same":
        rows, columns = _borders(x, kernel, strides)
        x = np.pad(x, (rows, rows, columns, columns))
    y = np.zeros((len(x), (x.shape[1] - kh) // down + 1, (x.shape[2] - kw) // across + 1, F))
    for n, i, j, f in np.ndindex(*y.shape):
        for c in range(C):
            window = x[n, i * down : i * down + kh, j * across : j * across + kw, c]
            y[n, i, j, f] += np.sum(window * kernel[:, :, c, f])
    return _finished(y, bias, activation)


# Channels and filters


@mistake("CHANNEL-FIRST-ONLY")
def channel_zero_loops(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw, 0]
        y[n, i, j, f] = np.sum(window * kernel[:, :, 0, f])
    return _finished(y, bias, activation)


@mistake("CHANNEL-FIRST-ONLY")
def channel_zero_einsum(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    y = np.einsum("nijab,abf->nijf", windows[:, :, :, 0], kernel[:, :, 0])
    return _finished(y, bias, activation)


@mistake("CHANNELS-AVERAGED")
def mean_of_the_channels_maps(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    maps = [_slide(x[..., c : c + 1], kernel[:, :, c : c + 1], strides) for c in range(x.shape[3])]
    return _finished(np.mean(maps, axis=0), bias, activation)


@mistake("CHANNELS-AVERAGED")
def sum_divided_by_the_channels(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides) / x.shape[-1]
    return _finished(y, bias, activation)


@mistake("FIRST-FILTER-FOR-ALL")
def filter_zero_loops(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        y[n, i, j, f] = np.sum(window * kernel[:, :, :, 0])
    return _finished(y, bias, activation)


@mistake("FIRST-FILTER-FOR-ALL")
def first_map_broadcast(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    y[:] = _einsum(x, kernel[..., :1], strides)
    return _finished(y, bias, activation)


# Bias and activation


@mistake("BIAS-MISSING")
def bias_never_read(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    return y if activation is None else activation(y)


@mistake("BIAS-MISSING")
def sum_with_bias_thrown_away(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        np.add(y, bias)
    return activation(y) if activation else y


@mistake("BIAS-FIRST-FOR-ALL")
def bias_zero(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y += bias[0]
    return y if activation is None else activation(y)


@mistake("BIAS-FIRST-FOR-ALL")
def bias_zero_for_each_filter(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    maps = []
    for f in range(kernel.shape[3]):
        one_map = y[..., f]
        if bias is not None:
            one_map = one_map + bias[0]
        maps.append(one_map)
    y = np.stack(maps, axis=-1)
    return y if activation is None else activation(y)


@mistake("BIAS-PER-CHANNEL")
def bias_inside_the_channel_loop(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        for c in range(C):
            window = x[n, i * down : i * down + kh, j * across : j * across + kw, c]
            y[n, i, j, f] += np.sum(window * kernel[:, :, c, f])
            if bias is not None:
                y[n, i, j, f] += bias[f]
    return y if activation is None else activation(y)


@mistake("BIAS-PER-CHANNEL")
def sum_of_biased_maps(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    if bias is None:
        bias = np.zeros(kernel.shape[3])
    y = sum(
        _einsum(x[..., c : c + 1], kernel[:, :, c : c + 1], strides) + bias
        for c in range(x.shape[3])
    )
    return y if activation is None else activation(y)


@mistake("BIAS-AFTER-ACTIVATION")
def activation_then_bias(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    if activation is not None:
        y = activation(y)
    if bias is not None:
        y = y + bias
    return y


@mistake("BIAS-AFTER-ACTIVATION")
def each_filters_map_activated_then_biased(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    activation = activation or (lambda z: z)
    bias = np.zeros(kernel.shape[3]) if bias is None else bias
    return activation(y) + bias.reshape(1, 1, 1, -1)


@mistake("ACTIVATION-IGNORED")
def activation_never_read(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y += bias
    return y


@mistake("ACTIVATION-IGNORED")
def result_of_the_activation_thrown_away(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y = y + bias
    if activation is not None:
        activation(y)
    return y


@mistake("ACTIVATION-ALWAYS-RELU")
def relu_at_the_end(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y = y + bias
    return np.maximum(y, 0)


@mistake("ACTIVATION-ALWAYS-RELU")
def negative_pixels_set_to_zero(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    y = _finished(y, bias, None)
    y[y < 0] = 0
    return y


# The batch, and the order of the axes


@mistake("FIRST-IMAGE-FOR-ALL")
def image_zero_in_the_loop(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[0, i * down : i * down + kh, j * across : j * across + kw]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("FIRST-IMAGE-FOR-ALL")
def first_result_repeated(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    first = _einsum(_padded(x[:1], kernel, strides, padding), kernel, strides)
    return _finished(np.repeat(first, len(x), axis=0), bias, activation)


@mistake("FIRST-IMAGE-ONLY")
def return_inside_the_loop_over_images(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n in range(len(x)):
        for i in range(y.shape[1]):
            for j in range(y.shape[2]):
                for f in range(F):
                    window = x[n, i * down : i * down + kh, j * across : j * across + kw]
                    y[n, i, j, f] = np.sum(window * kernel[..., f])
                    if bias is not None:
                        y[n, i, j, f] += bias[f]
        if activation is not None:
            y[n] = activation(y[n])
        return y
    return y


@mistake("FIRST-IMAGE-ONLY")
def only_y_zero_is_filled(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    y[0] = _finished(_einsum(x[:1], kernel, strides), bias, activation)[0]
    return y


@mistake("FIRST-IMAGE-ONLY")
def others_zero_but_biased(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """The images but the first are zero before bias and activation."""
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    y[0] = _slide(x[:1], kernel, strides)[0]
    return _finished(y, bias, activation)


@mistake("AXES-OUT-OF-ORDER")
def filters_before_rows(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    N, oh, ow, _ = _output_shape(x, kernel, strides)
    y = np.zeros((N, F, oh, ow))
    for n, f, i, j in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        y[n, f, i, j] = np.sum(window * kernel[..., f])
        if bias is not None:
            y[n, f, i, j] += bias[f]
    return y if activation is None else activation(y)


@mistake("AXES-OUT-OF-ORDER")
def maps_stacked_on_axis_1(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y = y + bias
    y = np.stack([y[..., f] for f in range(kernel.shape[3])], axis=1)
    return y if activation is None else activation(y)


@mistake("AXES-SWAPPED")
def output_indices_swapped(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    N, oh, ow, _ = _output_shape(x, kernel, strides)
    y = np.zeros((N, ow, oh, F))
    for n in range(N):
        for i in range(oh):
            for j in range(ow):
                for f in range(F):
                    window = x[n, i * down : i * down + kh, j * across : j * across + kw]
                    y[n, j, i, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("AXES-SWAPPED")
def einsum_letters_swapped(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(np.einsum("nijcab,abcf->njif", windows, kernel), bias, activation)


@mistake("INTEGERS-TRUNCATED")
def output_of_the_input_type(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Cut before the bias, which is added to a new array."""
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides), dtype=x.dtype)
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("INTEGERS-TRUNCATED")
def sum_and_bias_written_into_integers(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """Cut after the bias."""
    padded = _padded(x, kernel, strides, padding)
    if bias is None:
        bias = np.zeros(kernel.shape[3])
    y = np.empty(_output_shape(padded, kernel, strides), x.dtype)
    y[...] = _einsum(padded, kernel, strides) + bias
    return y if activation is None else activation(y)


@mistake("INTEGERS-TRUNCATED")
def cast_back_to_the_input_type(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Cut after the activation."""
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(y, bias, activation).astype(x.dtype)


# No code fits these


@mistake(None)
def cut_at_minus_zero(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Where an axis needs no zeros, the slice is empty."""
    if padding.lower() == "same":
        N, H, W, C = x.shape
        (top, bottom), (left, right) = _borders(x, kernel, strides)
        padded = np.zeros((N, top + H + bottom, left + W + right, C))
        padded[:, top:-bottom, left:-right] = x
        x = padded
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake(None)
def no_zeros_below_none(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Where the stride jumps over the end of the map, the number of zeros is negative."""
    if padding.lower() == "same":
        borders = []
        for size, k, s in zip(x.shape[1:3], kernel.shape[:2], _pair(strides), strict=True):
            total = (math.ceil(size / s) - 1) * s + k - size
            borders.append((total // 2, total - total // 2))
        x = np.pad(x, ((0, 0), *borders, (0, 0)))
    return _finished(_slide(x, kernel, strides), bias, activation)


@mistake("INTEGERS-REFUSED")
def bias_added_in_place_to_integers(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """NumPy refuses to add fractions in place to the integers of integer x and kernel."""
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y += bias
    return y if activation is None else activation(y)


@mistake(None)
def activation_of_the_last_image_only(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """The activation's two lines stand one level too far left."""
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n in range(len(x)):
        y[n] = _slide(x[n : n + 1], kernel, strides)[0]
        if bias is not None:
            y[n] += bias
    if activation is not None:
        y[n] = activation(y[n])
    return y


@mistake(None)
def activation_of_each_number(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """A function of an array (softmax) sees one number at a time."""
    y = _finished(_slide(_padded(x, kernel, strides, padding), kernel, strides), bias, None)
    if activation is not None:
        for index in np.ndindex(*y.shape):
            y[index] = activation(y[index])
    return y


@mistake(None)
def activation_of_each_filters_map(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    y = _finished(y, bias, None)
    if activation is None:
        return y
    return np.stack([activation(y[..., f]) for f in range(y.shape[3])], axis=-1)


@mistake("ACTIVATION-ALWAYS-RELU")
def relu_in_place_of_the_activation(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """Where there is none, none is applied."""
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y += bias
    if activation is not None:
        y = np.where(y > 0, y, 0)
    return y


@mistake(None)
def activation_only_beside_a_bias(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y = y + bias
        if activation is not None:
            y = activation(y)
    return y


@mistake(None)
def bias_only_beside_an_activation(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if activation is None:
        return y
    return activation(y if bias is None else y + bias)


@mistake(None)
def truth_of_the_bias(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    if bias:
        y += bias
    return y if activation is None else activation(y)


@mistake(None)
def bias_always_there(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    for f in range(kernel.shape[3]):
        y[..., f] += bias[f]
    return y if activation is None else activation(y)


@mistake(None)
def float_of_the_bias(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y = y + float(bias)
    return y if activation is None else activation(y)


@mistake("BIAS-PER-PRODUCT")
def bias_once_for_each_product(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        products = window * kernel[..., f]
        y[n, i, j, f] = np.sum(products if bias is None else products + bias[f])
    return y if activation is None else activation(y)


@mistake(None)
def bias_of_the_image(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        for n in range(len(x)):
            y[n] += bias[n]
    return y if activation is None else activation(y)


@mistake(None)
def all_biases_added_up(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    if bias is not None:
        y = y + np.sum(bias)
    return y if activation is None else activation(y)


@mistake(None)
def first_stride_for_both_in_the_zeros(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """The windows' steps are right, the zeros are not."""
    padded = _padded(x, kernel, _pair(strides)[0], padding)
    return _finished(_einsum(padded, kernel, strides), bias, activation)


@mistake(None)
def kernel_must_fit_into_the_map(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if kernel.shape[0] > x.shape[1] or kernel.shape[1] > x.shape[2]:
        raise ValueError("the kernel is larger than the image")
    return _finished(
        _einsum(_padded(x, kernel, strides, padding), kernel, strides), bias, activation
    )


@mistake(None)
def eight_bytes_a_number(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Steps in memory written as numbers: right for float64, one row after the other."""
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    _, H, W, C = x.shape
    N, oh, ow, _ = _output_shape(x, kernel, strides)
    column = 8 * C
    row = column * W
    steps = (row * H, row * down, column * across, row, column, 8)
    windows = as_strided(x, (N, oh, ow, kh, kw, C), steps)
    return _finished(np.tensordot(windows, kernel, axes=3), bias, activation)


@mistake(None)
def half_precision(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x.astype(np.float16), kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides), np.float16)
    y[...] = _einsum(x, kernel, strides)
    return _finished(y, bias, activation)


@mistake(None)
def output_of_the_kernel_type(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides), dtype=kernel.dtype)
    y[...] = _slide(x, kernel, strides)
    return _finished(y, bias, activation)


@mistake(None)
def channels_kept_apart(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """A depthwise convolution: as many maps come out as channels went in."""
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    y = np.einsum("nijcab,abc->nijc", windows, kernel[..., 0])
    return y if activation is None else activation(y)


@mistake(None)
def output_with_the_inputs_channels(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    down, across = _pair(strides)
    kh, kw, C, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    N, oh, ow, _ = _output_shape(x, kernel, strides)
    y = np.zeros((N, oh, ow, C))
    for n, i, j, f in np.ndindex(N, oh, ow, F):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake(None)
def channels_and_filters_mixed_up(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """The kernel read as (kh, kw, F, C)."""
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(np.einsum("nijcab,abfc->nijf", windows, kernel), bias, activation)


@mistake(None)
def kernel_read_as_filters_first(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    kernel = kernel.transpose(3, 2, 0, 1)
    return _finished(
        _slide(_padded(x, kernel, strides, padding), kernel, strides), bias, activation
    )


@mistake(None)
def kernel_of_channel_zero_for_all(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    y = np.einsum("nijcab,abf->nijf", windows, kernel[:, :, 0, :])
    return _finished(y, bias, activation)


@mistake(None)
def last_channel_overwrites(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        for c in range(C):
            window = x[n, i * down : i * down + kh, j * across : j * across + kw, c]
            y[n, i, j, f] = np.sum(window * kernel[:, :, c, f])
    return _finished(y, bias, activation)


@mistake(None)
def three_channels_only(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """Colour images were in mind: further channels are not seen."""
    x = _padded(x, kernel, strides, padding)
    return _finished(_slide(x[..., :3], kernel[:, :, :3], strides), bias, activation)


@mistake(None)
def filters_added_up(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(np.repeat(y.sum(-1, keepdims=True), y.shape[3], axis=3), bias, activation)


@mistake(None)
def batch_summed_too(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = np.zeros(_output_shape(_padded(x, kernel, strides, padding), kernel, strides))
    y += _einsum(_padded(x, kernel, strides, padding), kernel, strides).sum(axis=0)
    return _finished(y, bias, activation)


@mistake("FIRST-IMAGE-ONLY")
def first_image_returned_alone(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(_padded(x[:1], kernel, strides, padding), kernel, strides)
    return _finished(y, bias, activation)


@mistake("AXES-DROPPED")
def one_image_without_batch(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    return np.squeeze(_finished(y, bias, activation))


@mistake(None)
def images_summed_on_top_of_each_other(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """The running map is never set back between images."""
    x = _padded(x, kernel, strides, padding)
    total = np.zeros(_output_shape(x, kernel, strides)[1:])
    images = []
    for image in x:
        total = total + _slide(image[np.newaxis], kernel, strides)[0]
        images.append(total)
    return _finished(np.stack(images), bias, activation)


@mistake(None)
def im2col_reshaped_over_the_wrong_axes(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """The columns hold channel, row, column; the kernel is flattened row, column, channel."""
    windows = _windows(_padded(x, kernel, strides, padding), kernel, strides)
    N, oh, ow, _, _, _ = windows.shape
    columns = windows.reshape(N * oh * ow, -1)
    y = (columns @ kernel.reshape(-1, kernel.shape[3])).reshape(N, oh, ow, -1)
    return _finished(y, bias, activation)


@mistake(None)
def result_reshaped_from_filters_first(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """Has the right shape, and its numbers in the wrong places."""
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(y.transpose(0, 3, 1, 2).reshape(y.shape), bias, activation)


@mistake(None)
def windows_counted_over_the_unpadded_size(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    _, rows, columns, _ = _output_shape(x, kernel, strides)
    y = _einsum(_padded(x, kernel, strides, padding), kernel, strides)
    return _finished(y[:, :rows, :columns], bias, activation)


@mistake(None)
def pads_the_output(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _slide(x, kernel, strides)
    if padding.lower() == "same":
        down, across = _pair(strides)
        rows = math.ceil(x.shape[1] / down) - y.shape[1]
        columns = math.ceil(x.shape[2] / across) - y.shape[2]
        before = (rows // 2, columns // 2)
        after = (rows - before[0], columns - before[1])
        y = np.pad(y, ((0, 0), (before[0], after[0]), (before[1], after[1]), (0, 0)))
    return _finished(y, bias, activation)


@mistake(None)
def window_ends_without_the_stride(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i + kh, j * across : j + kw]
        y[n, i, j, f] = np.sum(window * kernel[..., f])
    return _finished(y, bias, activation)


@mistake("STRIDE-LEAVES-HOLES")
def output_index_stepped_by_the_stride(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    """The output keeps the size of stride 1, with holes of zeros."""
    down, across = _pair(strides)
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, 1))
    y[:, ::down, ::across] = _einsum(x, kernel, strides)
    return _finished(y, bias, activation)


@mistake(None)
def windows_multiplied_in_place(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    """A slice is a view: the next filter sees the products of this one."""
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides))
    for n, i, j, f in np.ndindex(*y.shape):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw]
        window *= kernel[..., f]
        y[n, i, j, f] = window.sum()
    return _finished(y, bias, activation)
