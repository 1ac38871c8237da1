"""Mistakes of published answers to `conv2d`, rewritten; how often each was seen stands above it."""

import math

import numpy as np

from tests.meta.seen import seen


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _sums(x, kernel, rows, columns, down, across):
    """Do it right, for so many rows and columns."""
    kh, kw, _, F = kernel.shape
    y = np.zeros((len(x), rows, columns, F))
    for i in range(rows):
        for j in range(columns):
            window = x[:, i * down : i * down + kh, j * across : j * across + kw]
            y[:, i, j] = np.tensordot(window, kernel, 3)
    return y


def _finished(y, bias, activation):
    if bias is not None:
        y = y + bias
    return y if activation is None else activation(y)


def _formula(x, kernel, strides):
    """Do it right: rows and columns of a map that is padded already."""
    down, across = strides
    return (x.shape[1] - kernel.shape[0]) // down + 1, (x.shape[2] - kernel.shape[1]) // across + 1


def _padded(x, kernel, strides):
    """Do it right."""
    around = []
    for n, k, s in zip(x.shape[1:3], kernel.shape[:2], strides, strict=True):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        around.append((total // 2, total - total // 2))
    return np.pad(x, ((0, 0), *around, (0, 0)))


def _around(x, rows, columns):
    return np.pad(x, ((0, 0), (rows, rows), (columns, columns), (0, 0)))


# "same" with a total of (n - 1) * s + k - n, and the same number on both sides


@seen(11, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def total_that_keeps_the_size_halved_down(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    _, H, W, _ = x.shape
    kh, kw = kernel.shape[:2]
    sh, sw = _pair(strides)
    ph, pw = 0, 0
    if padding == "same":
        ph = int(((H - 1) * sh + kh - H) / 2)
        pw = int(((W - 1) * sw + kw - W) / 2)
    x = _around(x, ph, pw)
    rows = int((H + 2 * ph - kh) / sh) + 1
    columns = int((W + 2 * pw - kw) / sw) + 1
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


@seen(8, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def total_that_keeps_the_size_halved_and_one_more(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    _, H, W, _ = x.shape
    kh, kw = kernel.shape[:2]
    sh, sw = _pair(strides)
    if padding == "same":
        x = _around(x, ((H - 1) * sh + kh - H) // 2 + 1, ((W - 1) * sw + kw - W) // 2 + 1)
    rows, columns = _formula(x, kernel, (sh, sw))
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


@seen(5, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def one_more_on_both_sides_and_n_rows(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    _, H, W, _ = x.shape
    kh, kw = kernel.shape[:2]
    sh, sw = _pair(strides)
    if padding == "same":
        rows, columns = H, W
        x = _around(x, int(((H - 1) * sh + kh - H) / 2) + 1, int(((W - 1) * sw + kw - W) / 2) + 1)
    else:
        rows, columns = _formula(x, kernel, (sh, sw))
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


@seen(4, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def total_that_keeps_the_size_halved_up(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    (H, W), (kh, kw), (sh, sw) = x.shape[1:3], kernel.shape[:2], _pair(strides)
    if padding == "same":
        ph = math.ceil(((H - 1) * sh + kh - H) / 2)
        pw = math.ceil(((W - 1) * sw + kw - W) / 2)
        x = _around(x, ph, pw)
    rows, columns = _formula(x, kernel, (sh, sw))
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


@seen(3, "SAME-EXTRA-FIRST", "SAME-KEEPS-SIZE")
def halved_up_and_as_many_rows_as_the_map(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    (H, W), (kh, kw), (sh, sw) = x.shape[1:3], kernel.shape[:2], _pair(strides)
    if padding == "same":
        ph = int(np.ceil((sh * (H - 1) - H + kh) / 2))
        pw = int(np.ceil((sw * (W - 1) - W + kw) / 2))
        y = _sums(_around(x, ph, pw), kernel, H, W, sh, sw)
    else:
        y = _sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw)
    return _finished(y, bias, activation)


@seen(3, "SAME-HALVED-EVENLY")
def right_total_halved_down_on_both_sides(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    (H, W), (kh, kw), (sh, sw) = x.shape[1:3], kernel.shape[:2], _pair(strides)
    if padding == "same":
        ph = max((math.ceil(H / sh) - 1) * sh + kh - H, 0) // 2
        pw = max((math.ceil(W / sw) - 1) * sw + kw - W, 0) // 2
        x = _around(x, ph, pw)
    return _finished(_sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw), bias, activation)


@seen(2, "SAME-EXTRA-FIRST")
def right_total_halved_up_on_both_sides(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    (H, W), (kh, kw), (sh, sw) = x.shape[1:3], kernel.shape[:2], _pair(strides)
    if padding == "same":
        rows, columns = math.ceil(H / sh), math.ceil(W / sw)
        ph = math.ceil(max((rows - 1) * sh + kh - H, 0) / 2)
        pw = math.ceil(max((columns - 1) * sw + kw - W, 0) / 2)
        x = _around(x, ph, pw)
    else:
        rows, columns = _formula(x, kernel, (sh, sw))
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


# k // 2 on each side at every stride


@seen(5, "SAME-HALF-KERNEL")
def half_the_kernel_and_the_formula(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    sh, sw = _pair(strides)
    pad = kernel.shape[0] // 2, kernel.shape[1] // 2
    if padding == "same":
        x = _around(x, *pad)
    return _finished(_sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw), bias, activation)


@seen(4, "SAME-HALF-KERNEL")
def half_the_kernel_and_as_many_rows_as_windows_begin(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    sh, sw = _pair(strides)
    if padding == "same":
        rows, columns = -(-x.shape[1] // sh), -(-x.shape[2] // sw)
        x = _around(x, kernel.shape[0] // 2, kernel.shape[1] // 2)
    else:
        rows, columns = _formula(x, kernel, (sh, sw))
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


@seen(3, "SAME-EXTRA-FIRST", "SAME-KEEPS-SIZE")
def half_the_kernel_and_the_size_of_the_map(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    sh, sw = _pair(strides)
    if padding == "same":
        rows, columns = x.shape[1:3]
        x = _around(x, kernel.shape[0] // 2, kernel.shape[1] // 2)
        sh = sw = 1
    else:
        rows, columns = _formula(x, kernel, (sh, sw))
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


# Windows that must fit


@seen(2, "WINDOWS-MUST-FIT")
def asserts_that_the_windows_fit(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    assert (x.shape[1] - kernel.shape[0]) % sh == 0, "invalid height"
    assert (x.shape[2] - kernel.shape[1]) % sw == 0, "invalid width"
    return _finished(_sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw), bias, activation)


@seen(1, "WINDOWS-MUST-FIT")
def raises_where_the_size_is_no_integer(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    rows = (x.shape[1] - kernel.shape[0]) / sh + 1
    columns = (x.shape[2] - kernel.shape[1]) / sw + 1
    if rows != int(rows) or columns != int(columns):
        raise ValueError("stride does not fit")
    return _finished(_sums(x, kernel, int(rows), int(columns), sh, sw), bias, activation)


# Images, types, bias


def _im2col(x, kernel, rows, columns, down, across):
    """Return the windows as rows, position by position, and in each the images."""
    kh, kw = kernel.shape[:2]
    taken = [
        x[:, i * down : i * down + kh, j * across : j * across + kw].reshape(len(x), -1)
        for i in range(rows)
        for j in range(columns)
    ]
    return np.array(taken)


@seen(2, "IMAGES-MIXED")
def images_reshaped_to_the_front(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    rows, columns = _formula(x, kernel, (sh, sw))
    F = kernel.shape[3]
    product = _im2col(x, kernel, rows, columns, sh, sw) @ kernel.reshape(-1, F)
    return _finished(product.reshape(len(x), rows, columns, F), bias, activation)


@seen(1, "IMAGES-MIXED")
def images_by_rows_reshaped(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    rows, columns = _formula(x, kernel, (sh, sw))
    y = _sums(x, kernel, rows, columns, sh, sw)
    by_rows = np.array([y[:, i] for i in range(rows)])
    return _finished(by_rows.reshape(y.shape), bias, activation)


@seen(2, "RESULT-CLIPPED")
def clipped_to_grey_levels(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    y = _finished(_sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw), bias, activation)
    return np.clip(y, 0, 255)


@seen(2, "BIAS-PER-PRODUCT")
def bias_added_to_every_product(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    N, (rows, columns), (kh, kw, _, F) = len(x), _formula(x, kernel, (sh, sw)), kernel.shape
    b = np.zeros(F) if bias is None else bias
    y = np.zeros((N, rows, columns, F))
    for n in range(N):
        for i in range(rows):
            for j in range(columns):
                window = x[n, i * sh : i * sh + kh, j * sw : j * sw + kw]
                for f in range(F):
                    y[n, i, j, f] = np.sum(window * kernel[..., f] + b[f])
    return y if activation is None else activation(y)


@seen(1, "INTEGERS-REFUSED")
def bias_added_in_place(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape[:2], axis=(1, 2))
    y = np.einsum("nijcab,abcf->nijf", windows[:, ::sh, ::sw], kernel)
    if bias is not None:
        y += bias
    return y if activation is None else activation(y)


# Strides, sizes


@seen(3, "STRIDE-LEAVES-HOLES")
def steps_the_index_of_the_output(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    kh, kw, _, F = kernel.shape
    rows, columns = _formula(x, kernel, (sh, sw))
    y = np.zeros((len(x), rows, columns, F))
    for i in range(0, rows, sh):
        for j in range(0, columns, sw):
            for f in range(F):
                window = x[:, i : i + kh, j : j + kw]
                y[:, i, j, f] = np.sum(window * kernel[..., f], axis=(1, 2, 3))
    return _finished(y, bias, activation)


@seen(2, "OUTPUT-ONE-BEFORE-DIVISION")
def size_plus_one_divided(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    rows = (x.shape[1] - kernel.shape[0] + 1) // sh
    columns = (x.shape[2] - kernel.shape[1] + 1) // sw
    return _finished(_sums(x, kernel, rows, columns, sh, sw), bias, activation)


@seen(2, "SAME-NOT-APPLIED")
def zeros_counted_and_never_put_there(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    sh, sw = _pair(strides)
    kh, kw, _, F = kernel.shape
    around = _padded(x, kernel, (sh, sw)) if padding == "same" else x
    rows, columns = _formula(around, kernel, (sh, sw))
    y = np.zeros((len(x), rows, columns, F))
    for i in range(rows):
        for j in range(columns):
            window = x[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
            if window.shape[1:3] == (kh, kw):
                y[:, i, j] = np.tensordot(window, kernel, 3)
    return _finished(y, bias, activation)


@seen(2, "OUTPUT-HEIGHT-FOR-WIDTH")
def columns_looped_over_the_rows(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    kh, kw, _, F = kernel.shape
    rows, columns = _formula(x, kernel, (sh, sw))
    y = np.zeros((len(x), rows, columns, F))
    for i in range(rows):
        for j in range(rows):
            window = x[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[:, i, j] = np.tensordot(window, kernel, 3)
    return _finished(y, bias, activation)


# Two at once


@seen(2, "KERNEL-FLIPPED", "SAME-HALF-KERNEL")
def turned_and_half_the_kernel(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _around(x, kernel.shape[0] // 2, kernel.shape[1] // 2)
    kernel = np.flip(kernel, (0, 1))
    return _finished(_sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw), bias, activation)


@seen(2, "BIAS-MISSING", "ACTIVATION-IGNORED")
def neither_bias_nor_activation(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _padded(x, kernel, (sh, sw))
    return _sums(x, kernel, *_formula(x, kernel, (sh, sw)), sh, sw)


@seen(1, "SAME-EXTRA-FIRST", "STRIDE-FIRST-FOR-BOTH")
def one_stride_and_the_extra_zero_first(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    s = _pair(strides)[0]
    if padding == "same":
        around = []
        for n, k in zip(x.shape[1:3], kernel.shape[:2], strict=True):
            total = max((-(-n // s) - 1) * s + k - n, 0)
            around.append((total - total // 2, total // 2))
        x = np.pad(x, ((0, 0), *around, (0, 0)))
    return _finished(_sums(x, kernel, *_formula(x, kernel, (s, s)), s, s), bias, activation)
