"""Mistakes of published answers to `max_pool2d`, rewritten."""

import math

import numpy as np

from tests.meta.seen import seen


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _maxima(x, rows, columns, pool, strides):
    """Do it right, for so many windows; those at the end may be cut off."""
    (ph, pw), (sh, sw) = pool, strides
    y = np.zeros((len(x), rows, columns, x.shape[3]))
    for i in range(rows):
        for j in range(columns):
            window = x[:, i * sh : i * sh + ph, j * sw : j * sw + pw]
            y[:, i, j] = window.max(axis=(1, 2))
    return y


def _padded(x, pool, strides):
    """Do it right."""
    around = []
    for n, k, s in zip(x.shape[1:3], pool, strides, strict=True):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        around.append((total // 2, total - total // 2))
    x = x.astype(float)
    return np.pad(x, ((0, 0), *around, (0, 0)), constant_values=-np.inf)


def _formula(x, pool, strides):
    (H, W), (ph, pw), (sh, sw) = x.shape[1:3], pool, strides
    return (H - ph) // sh + 1, (W - pw) // sw + 1


@seen(3, "POOL-COUNT-DIVIDED")
def rows_are_n_by_stride(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, pool, s)
        return _maxima(x, *_formula(x, pool, s), pool, s)
    return _maxima(x, x.shape[1] // s[0], x.shape[2] // s[1], pool, s)


@seen(1, "POOL-COUNT-DIVIDED")
def what_is_left_over_by_pool_dropped_first(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, pool, s)
        return _maxima(x, *_formula(x, pool, s), pool, s)
    rows = (x.shape[1] - x.shape[1] % pool[0]) // s[0]
    columns = (x.shape[2] - x.shape[2] % pool[1]) // s[1]
    return _maxima(x, rows, columns, pool, s)


@seen(2, "WINDOWS-MUST-FIT")
def reshaped_into_blocks(x, pool_size=2, strides=None, padding="valid"):
    (ph, pw), (N, H, W, C) = _pair(pool_size), x.shape
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, (ph, pw), (sh, sw))
        return _maxima(x, *_formula(x, (ph, pw), (sh, sw)), (ph, pw), (sh, sw))
    if (ph, pw) == (sh, sw):
        return x.reshape(N, H // ph, ph, W // pw, pw, C).max(axis=(2, 4))
    return _maxima(x, *_formula(x, (ph, pw), (sh, sw)), (ph, pw), (sh, sw))


@seen(1, "WINDOWS-MUST-FIT")
def asserts_whole_windows(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, pool, s)
    assert (x.shape[1] - pool[0]) % s[0] == 0
    assert (x.shape[2] - pool[1]) % s[1] == 0
    return _maxima(x, *_formula(x, pool, s), pool, s)


@seen(2, "POOL-ZERO-PADDING", "SAME-EXTRA-FIRST")
def zeros_the_larger_half_first(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        around = []
        for n, k, step in zip(x.shape[1:3], pool, s, strict=True):
            total = max((-(-n // step) - 1) * step + k - n, 0)
            around.append((total - total // 2, total // 2))
        x = np.pad(x, ((0, 0), *around, (0, 0)))
    return _maxima(x, *_formula(x, pool, s), pool, s)


@seen(2, "POOL-ZERO-PADDING", "SAME-HALVED-EVENLY")
def zeros_evenly_halved(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        ph = max((math.ceil(x.shape[1] / s[0]) - 1) * s[0] + pool[0] - x.shape[1], 0) // 2
        pw = max((math.ceil(x.shape[2] / s[1]) - 1) * s[1] + pool[1] - x.shape[2], 0) // 2
        x = np.pad(x, ((0, 0), (ph, ph), (pw, pw), (0, 0)))
    return _maxima(x, *_formula(x, pool, s), pool, s)


@seen(3, "SAME-IGNORED")
def no_padding_known(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    return _maxima(x, *_formula(x, pool, s), pool, s)


@seen(2, "POOL-FROM-ZERO", "SAME-IGNORED")
def running_maximum_and_no_padding(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    return np.maximum(_maxima(x, *_formula(x, pool, s), pool, s), 0)


@seen(2, "SAME-HALF-KERNEL")
def negative_infinity_by_half_the_pool(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        ph, pw = pool[0] // 2, pool[1] // 2
        around = ((0, 0), (ph, ph), (pw, pw), (0, 0))
        x = np.pad(x.astype(float), around, constant_values=-np.inf)
    return _maxima(x, *_formula(x, pool, s), pool, s)


@seen(1, "STRIDE-LEAVES-HOLES")
def maxima_with_holes(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, pool, s)
    rows, columns = _formula(x, pool, s)
    y = np.zeros((len(x), rows, columns, x.shape[3]))
    for i in range(0, rows, s[0]):
        for j in range(0, columns, s[1]):
            y[:, i, j] = x[:, i : i + pool[0], j : j + pool[1]].max(axis=(1, 2))
    return y


@seen(1, "RESULT-CLIPPED")
def bytes_as_result(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, pool, s)
    return _maxima(x, *_formula(x, pool, s), pool, s).clip(0, 255).astype(np.uint8)
