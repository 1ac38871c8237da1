"""Mistakes of published answers to `strided_convolve2d`, rewritten."""

import math

import numpy as np

from tests.meta.seen import seen


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _sums(feature_map, kernel, rows, columns, down, across):
    """Do it right, for so many rows and columns."""
    kh, kw = kernel.shape
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = feature_map[i * down : i * down + kh, j * across : j * across + kw]
            y[i, j] = (window * kernel).sum()
    return y


def _formula(feature_map, kernel, strides):
    (H, W), (kh, kw), (down, across) = feature_map.shape, kernel.shape, strides
    return (H - kh) // down + 1, (W - kw) // across + 1


def _padded(feature_map, kernel, strides):
    """Do it right."""
    around = []
    for n, k, s in zip(feature_map.shape, kernel.shape, strides, strict=True):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        around.append((total // 2, total - total // 2))
    return np.pad(feature_map, around)


@seen(2, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def pad_that_keeps_the_size(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    H, W = feature_map.shape
    if padding == "same":
        ph = (sh * (H - 1) - H + kernel.shape[0]) // 2
        pw = (sw * (W - 1) - W + kernel.shape[1]) // 2
        feature_map = np.pad(feature_map, ((ph, ph), (pw, pw)))
    return _sums(feature_map, kernel, *_formula(feature_map, kernel, (sh, sw)), sh, sw)


@seen(2, "SAME-HALVED-EVENLY")
def half_of_k_minus_s_on_both_sides(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    around = [(0, 0), (0, 0)]
    if padding == "same":
        for axis, s in enumerate((sh, sw)):
            n, k = feature_map.shape[axis], kernel.shape[axis]
            total = max(k - s, 0) if n % s == 0 else max(k - n % s, 0)
            around[axis] = (total // 2, total // 2)
    feature_map = np.pad(feature_map, around)
    return _sums(feature_map, kernel, *_formula(feature_map, kernel, (sh, sw)), sh, sw)


@seen(2, "SAME-EXTRA-FIRST", "SAME-KEEPS-SIZE")
def centre_on_every_pixel(feature_map, kernel, strides=1, padding="valid"):
    (kh, kw), (sh, sw) = kernel.shape, _pair(strides)
    if padding != "same":
        return _sums(feature_map, kernel, *_formula(feature_map, kernel, (sh, sw)), sh, sw)
    H, W = feature_map.shape
    around = np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)))
    return np.array(
        [[(around[i : i + kh, j : j + kw] * kernel).sum() for j in range(W)] for i in range(H)]
    )


@seen(2, "STRIDE-LEAVES-HOLES")
def holes_between_the_results(feature_map, kernel, strides=1, padding="valid"):
    (kh, kw), (sh, sw) = kernel.shape, _pair(strides)
    if padding == "same":
        feature_map = _padded(feature_map, kernel, (sh, sw))
    H, W = feature_map.shape
    y = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(0, H - kh + 1, sh):
        for j in range(0, W - kw + 1, sw):
            y[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return y


@seen(1, "WINDOWS-MUST-FIT")
def error_if_the_stride_does_not_divide(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    if padding == "same":
        feature_map = _padded(feature_map, kernel, (sh, sw))
    (H, W), (kh, kw) = feature_map.shape, kernel.shape
    if (H - kh) % sh or (W - kw) % sw:
        raise Exception("Choose another stride")
    return _sums(feature_map, kernel, (H - kh) // sh + 1, (W - kw) // sw + 1, sh, sw)


@seen(2, "OUTPUT-ONE-BEFORE-DIVISION")
def size_divided_at_the_end(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    if padding == "same":
        feature_map = _padded(feature_map, kernel, (sh, sw))
    (H, W), (kh, kw) = feature_map.shape, kernel.shape
    return _sums(feature_map, kernel, int((H - kh + 1) / sh), int((W - kw + 1) / sw), sh, sw)


@seen(1, "SAME-NOT-APPLIED")
def room_for_same_and_no_zeros(feature_map, kernel, strides=1, padding="valid"):
    (H, W), (kh, kw), (sh, sw) = feature_map.shape, kernel.shape, _pair(strides)
    rows, columns = _formula(feature_map, kernel, (sh, sw))
    if padding == "same":
        y = np.zeros((math.ceil(H / sh), math.ceil(W / sw)))
    else:
        y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            y[i, j] = np.sum(feature_map[i * sh : i * sh + kh, j * sw : j * sw + kw] * kernel)
    return y


@seen(2, "KERNEL-FLIPPED", "SAME-IGNORED")
def turned_and_never_padded(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = _pair(strides)
    turned = kernel[::-1, ::-1]
    return _sums(feature_map, turned, *_formula(feature_map, kernel, (sh, sw)), sh, sw)


@seen(1, "STRIDE-IGNORED", "SAME-IGNORED")
def plain_loops(feature_map, kernel, strides=1, padding="valid"):
    (H, W), (kh, kw) = feature_map.shape, kernel.shape
    return _sums(feature_map, kernel, H - kh + 1, W - kw + 1, 1, 1)


@seen(1, "SAME-HALVED-EVENLY", "STRIDE-IGNORED")
def stride_one_and_k_minus_one_halves(feature_map, kernel, strides=1, padding="valid"):
    kh, kw = kernel.shape
    if padding == "same":
        ph, pw = (kh - 1) // 2, (kw - 1) // 2
        feature_map = np.pad(feature_map, ((ph, ph), (pw, pw)))
    H, W = feature_map.shape
    return _sums(feature_map, kernel, H - kh + 1, W - kw + 1, 1, 1)
