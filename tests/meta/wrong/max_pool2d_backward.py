"""Wrong answers to max_pool2d_backward, each with one mistake as people make it."""

import numpy as np

from tests.meta.mistakes import mistake


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _zeros(n, k, s):
    return max((-(-n // s) - 1) * s + k - n, 0)


def _border(shape, window, strides, padding):
    """Pixels of border above, below, left and right."""
    if padding.lower() != "same":
        return 0, 0, 0, 0
    p, q = (_zeros(n, k, s) for n, k, s in zip(shape[1:3], window, strides, strict=True))
    return p // 2, p - p // 2, q // 2, q - q // 2


_BUFFERS = {}


@mistake("POOL-BACKWARD-ALL-TIES")
def all_ties(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            window = xp[:, rows, columns]
            largest = window.max(axis=(1, 2), keepdims=True)
            mask = window == largest
            dxp[:, rows, columns] += mask * dy[:, i : i + 1, j : j + 1]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-ALL-TIES")
def all_ties_in_loops(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    mask = window == window.max()
                    dxp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c] += mask * dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-TIES-SPLIT")
def ties_split(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            window = xp[:, rows, columns]
            largest = window.max(axis=(1, 2), keepdims=True)
            mask = window == largest
            mask = mask / mask.sum(axis=(1, 2), keepdims=True)
            dxp[:, rows, columns] += mask * dy[:, i : i + 1, j : j + 1]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-LAST-TIE")
def last_tie(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if best is None or x[b, a, d, c] >= best:
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake("POOL-BACKWARD-LAST-TIE")
def last_tie_by_reversing(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    place = window.size - 1 - np.argmax(window.ravel()[::-1])
                    a, d = divmod(place, kw)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-COLUMN-ORDER")
def by_columns(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    d, a = np.unravel_index(np.argmax(window.T), window.T.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-NEARLY-EQUAL")
def nearly_equal(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            window = xp[:, rows, columns]
            largest = window.max(axis=(1, 2), keepdims=True)
            mask = np.isclose(window, largest)
            dxp[:, rows, columns] += mask * dy[:, i : i + 1, j : j + 1]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-REPEATED")
def repeated(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            dxp[:, rows, columns] += dy[:, i : i + 1, j : j + 1]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-AVERAGE")
def shared_by_all(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            dxp[:, rows, columns] += dy[:, i : i + 1, j : j + 1] / (kh * kw)
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-TIMES-X")
def mask_times_x(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += x[
                        b, i * sh + a - top, j * sw + d - left, c
                    ]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-TIMES-X")
def dy_times_x(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w] * x


@mistake("BACKWARD-UPSTREAM-IGNORED")
def upstream_ignored(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += 1
    return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-UPSTREAM-IGNORED")
def mask_returned(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] = 1
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-MINIMUM")
def minimum(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmin(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-FIRST-PIXEL")
def top_left(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if best is None:
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake("POOL-BACKWARD-FROM-ZERO")
def from_zero(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = 0, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if x[b, a, d, c] > best:
                                best, place = x[b, a, d, c], (a, d)
                    if place is None:
                        continue
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake("POOL-BACKWARD-ONE-MASK")
def one_mask_for_all_channels(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            window = xp[:, rows, columns]
            largest = window.max(axis=(1, 2, 3), keepdims=True)
            mask = window == largest
            dxp[:, rows, columns] += mask * dy[:, i : i + 1, j : j + 1]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-ONE-MASK")
def place_of_the_first_channel(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, 0]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-ASSIGNED")
def assigned(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] = dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-ASSIGNED")
def assigned_windows(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    share = np.zeros(window.shape)
                    share[a, d] = dy[b, i, j, c]
                    dxp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c] = share
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-STRIDE-FOR-SIZE")
def stride_for_size(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + sh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + sw, w)):
                            if best is None or x[b, a, d, c] > best:
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake("POOL-BACKWARD-SIZE-FOR-STRIDE")
def size_for_stride(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    near = _border(x.shape, (kh, kw), (sh, sw), padding)
    sh, sw = kh, kw
    n, h, w, channels = x.shape
    top, bottom, left, right = near
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-STRIDE-IGNORED")
def stride_ignored(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i : i + kh, j : j + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i + a, j + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-ONE-NUMBER")
def one_stride(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sh : j * sh + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sh + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-ZERO-PADDING")
def zero_padding(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x, around)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-RETURN-EARLY")
def return_in_the_loop(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
                    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-RETURN-EARLY")
def return_after_one_window(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for i in range(dy.shape[1]):
        for j in range(dy.shape[2]):
            rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
            window = xp[:, rows, columns]
            place = window.reshape(n, -1, channels).argmax(axis=1)
            mask = np.eye(kh * kw)[place].transpose(0, 2, 1).reshape(window.shape)
            dxp[:, rows, columns] += mask * dy[:, i : i + 1, j : j + 1]
            return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-FIRST-IMAGE-ONLY")
def first_image(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(1):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-LAST-ROW-MISSING")
def last_row_missing(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1] - 1):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("POOL-BACKWARD-LOCAL-INDEX")
def local_index(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dx = np.zeros(x.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dx[b, a, d, c] += dy[b, i, j, c]
    return dx


@mistake("POOL-BACKWARD-INDEX-TAKEN-APART")
def divided_by_the_height(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = divmod(np.argmax(window), kh)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-SAME-EXTRA-FIRST")
def odd_one_first(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    bottom, top, right, left = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-SAME-AS-STRIDE-1")
def amounts_for_stride_one(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (1, 1), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake("BACKWARD-PADDED-AFTER")
def begins_at_the_corner(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    top = left = 0
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if best is None or x[b, a, d, c] > best:
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake("BACKWARD-INTEGERS")
def like_x(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros_like(x)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if best is None or x[b, a, d, c] > best:
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake("BACKWARD-INTEGERS")
def cast_at_the_end(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w].astype(x.dtype)


@mistake(None)
def ones_for_ties_only_in_even_rows(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if best is None or x[b, a, d, c] >= best + (a % 2):
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    return dx


@mistake(None)
def changes_x(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, _, left, _ = _border(x.shape, (kh, kw), (sh, sw), padding)
    dx = np.zeros(x.shape)
    for b in range(n):
        for i in range(dy.shape[1]):
            for j in range(dy.shape[2]):
                for c in range(channels):
                    best, place = None, None
                    for a in range(max(i * sh - top, 0), min(i * sh - top + kh, h)):
                        for d in range(max(j * sw - left, 0), min(j * sw - left + kw, w)):
                            if best is None or x[b, a, d, c] > best:
                                best, place = x[b, a, d, c], (a, d)
                    dx[b, place[0], place[1], c] += dy[b, i, j, c]
    x[:] = 0
    return dx


@mistake(None)
def half_of_it(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c] / 2
    return dxp[:, top : top + h, left : left + w]


@mistake(None)
def wrong_shape(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp


@mistake("BACKWARD-PADDED-AFTER")
def no_same(dy, x, pool_size=2, strides=None, padding="valid"):
    padding = "valid"
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake(None)
def left_over_in_a_buffer(dy, x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = _BUFFERS.setdefault(xp.shape, np.zeros(xp.shape))
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]


@mistake(None)
def no_pairs(dy, x, pool_size=2, strides=None, padding="valid"):
    kh = kw = int(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, channels = x.shape
    top, bottom, left, right = _border(x.shape, (kh, kw), (sh, sw), padding)
    around = ((0, 0), (top, bottom), (left, right), (0, 0))
    xp = np.pad(x.astype(float), around, constant_values=-np.inf)
    dxp = np.zeros(xp.shape)
    for b in range(n):
        for c in range(channels):
            for i in range(dy.shape[1]):
                for j in range(dy.shape[2]):
                    window = xp[b, i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                    a, d = np.unravel_index(np.argmax(window), window.shape)
                    dxp[b, i * sh + a, j * sw + d, c] += dy[b, i, j, c]
    return dxp[:, top : top + h, left : left + w]
