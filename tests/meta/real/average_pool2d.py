"""Mistakes of published answers to `average_pool2d`, rewritten."""

import numpy as np

from tests.meta.seen import seen


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _means(x, rows, columns, pool, strides):
    """Do it right, for so many windows; those at the end may be cut off."""
    (ph, pw), (sh, sw) = pool, strides
    y = np.zeros((len(x), rows, columns, x.shape[3]))
    for i in range(rows):
        for j in range(columns):
            y[:, i, j] = np.nanmean(x[:, i * sh : i * sh + ph, j * sw : j * sw + pw], axis=(1, 2))
    return y


def _padded(x, pool, strides):
    """Do it right: NaN takes no part in the mean."""
    around = []
    for n, k, s in zip(x.shape[1:3], pool, strides, strict=True):
        total = max((-(-n // s) - 1) * s + k - n, 0)
        around.append((total // 2, total - total // 2))
    return np.pad(x.astype(float), ((0, 0), *around, (0, 0)), constant_values=np.nan)


def _formula(x, pool, strides):
    (H, W), (ph, pw), (sh, sw) = x.shape[1:3], pool, strides
    return (H - ph) // sh + 1, (W - pw) // sw + 1


@seen(1, "POOL-COUNT-DIVIDED")
def rows_are_n_by_stride(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, pool, s)
        return _means(x, *_formula(x, pool, s), pool, s)
    return _means(x, x.shape[1] // s[0], x.shape[2] // s[1], pool, s)


@seen(2, "SAME-IGNORED")
def no_padding_known(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    return _means(x, *_formula(x, pool, s), pool, s)


@seen(2, "POOL-BORDER-COUNTED", "SAME-EXTRA-FIRST")
def zeros_counted_larger_half_first(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    s = pool if strides is None else _pair(strides)
    if padding == "same":
        around = []
        for n, k, step in zip(x.shape[1:3], pool, s, strict=True):
            total = max((-(-n // step) - 1) * step + k - n, 0)
            around.append((total - total // 2, total // 2))
        x = np.pad(x, ((0, 0), *around, (0, 0)))
    return _means(x, *_formula(x, pool, s), pool, s)


@seen(1, "WINDOWS-MUST-FIT")
def blocks_by_reshape(x, pool_size=2, strides=None, padding="valid"):
    (ph, pw), (N, H, W, C) = _pair(pool_size), x.shape
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    if padding == "same":
        x = _padded(x, (ph, pw), (sh, sw))
    elif (ph, pw) == (sh, sw):
        return x.reshape(N, H // ph, ph, W // pw, pw, C).mean(axis=(2, 4))
    return _means(x, *_formula(x, (ph, pw), (sh, sw)), (ph, pw), (sh, sw))
