"""Right answers to max_pool2d_backward, in the styles in which people write it."""

import itertools
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _before(n, k, s, padding):
    if padding.lower() == "valid":
        return 0, 0
    total = max((math.ceil(n / s) - 1) * s + k - n, 0)
    return total // 2, total - total // 2


def _read(x, pool_size, strides, padding):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    rows = _before(x.shape[1], kh, sh, padding)
    columns = _before(x.shape[2], kw, sw, padding)
    return kh, kw, sh, sw, rows, columns


def _padded(x, rows, columns):
    around = ((0, 0), rows, columns, (0, 0))
    return np.pad(x.astype(float), around, constant_values=-np.inf)


def argmax_in_four_loops(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)
    xp = _padded(x, rows, columns)
    dxp = np.zeros(xp.shape)
    for n, i, j, c in np.ndindex(*dy.shape):
        window = xp[n, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
        a, b = np.unravel_index(window.argmax(), window.shape)
        dxp[n, i * sh + a, j * sw + b, c] += dy[n, i, j, c]
    return dxp[:, rows[0] : rows[0] + x.shape[1], columns[0] : columns[0] + x.shape[2]]


def running_maximum(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, (top, _), (left, _) = _read(x, pool_size, strides, padding)
    _, height, width, _ = x.shape
    dx = np.zeros(x.shape)
    for n, i, j, c in itertools.product(*map(range, dy.shape)):
        best = -math.inf
        for a in range(kh):
            for b in range(kw):
                r, q = i * sh + a - top, j * sw + b - left
                if 0 <= r < height and 0 <= q < width and x[n, r, q, c] > best:
                    best, where = x[n, r, q, c], (n, r, q, c)
        dx[where] += dy[n, i, j, c]
    return dx


def windows_cut_at_the_border(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, (top, _), (left, _) = _read(x, pool_size, strides, padding)
    dx = np.zeros(x.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            r, q = max(i * sh - top, 0), max(j * sw - left, 0)
            window = x[:, r : i * sh - top + kh, q : j * sw - left + kw]
            images, _, wide, channels = window.shape
            place = window.reshape(images, -1, channels).argmax(axis=1)
            for n in range(images):
                for c in range(channels):
                    a, b = divmod(int(place[n, c]), wide)
                    dx[n, r + a, q + b, c] += dy[n, i, j, c]
    return dx


def place_by_place_with_who_is_free(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)
    xp = _padded(x, rows, columns)
    _, oh, ow, _ = dy.shape
    parts = {
        (a, b): (
            slice(None),
            slice(a, a + (oh - 1) * sh + 1, sh),
            slice(b, b + (ow - 1) * sw + 1, sw),
        )
        for a in range(kh)
        for b in range(kw)
    }
    largest = np.max([xp[part] for part in parts.values()], axis=0)
    free = np.ones(dy.shape, dtype=bool)
    dxp = np.zeros(xp.shape)
    for part in parts.values():
        takes = free & (xp[part] == largest)
        dxp[part] += np.where(takes, dy, 0)
        free &= ~takes
    return dxp[:, rows[0] : rows[0] + x.shape[1], columns[0] : columns[0] + x.shape[2]]


def mask_of_the_first_by_counting(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)
    xp = _padded(x, rows, columns)
    dxp = np.zeros(xp.shape)
    images, _, _, channels = x.shape
    for i, j in itertools.product(range(dy.shape[1]), range(dy.shape[2])):
        part = (slice(None), slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw))
        flat = xp[part].reshape(images, kh * kw, channels)
        is_largest = flat == flat.max(axis=1, keepdims=True)
        first = is_largest & (np.cumsum(is_largest, axis=1) == 1)
        dxp[part] += (first * dy[:, i, j][:, None]).reshape(images, kh, kw, channels)
    return dxp[:, rows[0] : rows[0] + x.shape[1], columns[0] : columns[0] + x.shape[2]]


def sliding_windows_and_add_at(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)
    xp = _padded(x, rows, columns)
    windows = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::sh, ::sw]
    place = windows.reshape(*windows.shape[:4], -1).argmax(axis=-1)
    n, i, j, c = np.indices(dy.shape)
    dxp = np.zeros(xp.shape)
    np.add.at(dxp, (n, i * sh + place // kw, j * sw + place % kw, c), dy)
    return dxp[:, rows[0] : rows[0] + x.shape[1], columns[0] : columns[0] + x.shape[2]]


def counted_with_bincount(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)
    xp = _padded(x, rows, columns)
    windows = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::sh, ::sw]
    a, b = np.divmod(windows.reshape(*dy.shape, -1).argmax(axis=-1), kw)
    n, i, j, c = np.indices(dy.shape)
    flat = np.ravel_multi_index((n, i * sh + a, j * sw + b, c), xp.shape)
    total = np.bincount(flat.ravel(), weights=dy.ravel(), minlength=xp.size)
    dxp = total.reshape(xp.shape)
    return dxp[:, rows[0] : rows[0] + x.shape[1], columns[0] : columns[0] + x.shape[2]]


def one_channel_at_a_time(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)

    def of_map(pixels, upstream):
        wide = np.pad(pixels.astype(float), (rows, columns), constant_values=-np.inf)
        grad = np.zeros(wide.shape)
        for i, j in np.ndindex(*upstream.shape):
            window = wide[i * sh : i * sh + kh, j * sw : j * sw + kw]
            where = np.argwhere(window == window.max())[0]
            grad[i * sh + where[0], j * sw + where[1]] += upstream[i, j]
        return grad[rows[0] : rows[0] + pixels.shape[0], columns[0] : columns[0] + pixels.shape[1]]

    dx = [
        np.stack([of_map(x[n, :, :, c], dy[n, :, :, c]) for c in range(x.shape[3])], axis=-1)
        for n in range(len(x))
    ]
    return np.array(dx)


def by_sorting(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, (top, _), (left, _) = _read(x, pool_size, strides, padding)
    _, height, width, _ = x.shape
    dx = np.zeros(x.shape, dtype=np.float64)
    for n, i, j, c in np.ndindex(dy.shape):
        pixels = [
            (r, q)
            for r in range(i * sh - top, i * sh - top + kh)
            for q in range(j * sw - left, j * sw - left + kw)
            if 0 <= r < height and 0 <= q < width
        ]
        r, q = sorted(pixels, key=lambda at: -float(x[n, at[0], at[1], c]))[0]
        dx[n, r, q, c] += dy[n, i, j, c]
    return dx


def with_one_hot_windows(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw, sh, sw, rows, columns = _read(x, pool_size, strides, padding)
    xp = _padded(x, rows, columns)
    windows = sliding_window_view(xp, (kh, kw), axis=(1, 2))[:, ::sh, ::sw]
    hot = np.eye(kh * kw)[windows.reshape(*dy.shape, -1).argmax(axis=-1)] * dy[..., None]
    dxp = np.zeros(xp.shape)
    for place in range(kh * kw):
        a, b = divmod(place, kw)
        dxp[:, a : a + (dy.shape[1] - 1) * sh + 1 : sh][
            :, :, b : b + (dy.shape[2] - 1) * sw + 1 : sw
        ] += hot[..., place]
    return dxp[:, rows[0] : rows[0] + x.shape[1], columns[0] : columns[0] + x.shape[2]]
