"""Right answers to average_pool2d, in the styles in which people write it."""

import math

import numpy as np


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _before(n, k, s):
    return max((-(-n // s) - 1) * s + k - n, 0) // 2


def shortened_windows(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(strides) if strides is not None else (kh, kw)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = (h + sh - 1) // sh, (w + sw - 1) // sw
        top = max((oh - 1) * sh + kh - h, 0) // 2
        left = max((ow - 1) * sw + kw - w, 0) // 2
    y = np.empty((n, oh, ow, c))
    for i in range(oh):
        r0 = max(i * sh - top, 0)
        r1 = min(i * sh - top + kh, h)
        for j in range(ow):
            c0 = max(j * sw - left, 0)
            c1 = min(j * sw - left + kw, w)
            y[:, i, j, :] = x[:, r0:r1, c0:c1, :].mean(axis=(1, 2))
    return y


def nan_border(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = _pair(strides or pool_size)
    x = x.astype("float64")
    if padding.lower() == "same":
        rows = math.ceil(x.shape[1] / sh)
        cols = math.ceil(x.shape[2] / sw)
        tall = max((rows - 1) * sh + ph - x.shape[1], 0)
        wide = max((cols - 1) * sw + pw - x.shape[2], 0)
        x = np.pad(
            x,
            ((0, 0), (tall // 2, tall - tall // 2), (wide // 2, wide - wide // 2), (0, 0)),
            constant_values=np.nan,
        )
    out_h = 1 + (x.shape[1] - ph) // sh
    out_w = 1 + (x.shape[2] - pw) // sw
    out = np.zeros((x.shape[0], out_h, out_w, x.shape[3]))
    for i in range(out_h):
        for j in range(out_w):
            window = x[:, i * sh : i * sh + ph, j * sw : j * sw + pw]
            out[:, i, j] = np.nanmean(window, axis=(1, 2))
    return out


def sums_and_counts(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
    else:
        oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    zh = max((oh - 1) * sh + kh - h, 0)
    zw = max((ow - 1) * sw + kw - w, 0)
    big = np.zeros((n, h + zh, w + zw, c))
    mask = np.zeros((1, h + zh, w + zw, 1))
    big[:, zh // 2 : zh // 2 + h, zw // 2 : zw // 2 + w] = x
    mask[:, zh // 2 : zh // 2 + h, zw // 2 : zw // 2 + w] = 1
    total = np.zeros((n, oh, ow, c))
    count = np.zeros((1, oh, ow, 1))
    for a in range(kh):
        for b in range(kw):
            rows = slice(a, a + (oh - 1) * sh + 1, sh)
            cols = slice(b, b + (ow - 1) * sw + 1, sw)
            total += big[:, rows, cols]
            count += mask[:, rows, cols]
    return total / count


def sliding_windows(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    step = pool if strides is None else _pair(strides)
    x = np.asarray(x, dtype=float)
    ones = np.ones(x.shape)
    if padding.lower() == "same":
        pads = [(0, 0)]
        for n, k, s in zip(x.shape[1:3], pool, step, strict=True):
            total = max((-(-n // s) - 1) * s + k - n, 0)
            pads.append((total // 2, total - total // 2))
        pads.append((0, 0))
        x = np.pad(x, pads)
        ones = np.pad(ones, pads)
    view = np.lib.stride_tricks.sliding_window_view
    sums = view(x, pool, axis=(1, 2))[:, :: step[0], :: step[1]].sum(axis=(4, 5))
    return sums / view(ones, pool, axis=(1, 2))[:, :: step[0], :: step[1]].sum(axis=(4, 5))


def plain_loops(x, pool_size=2, strides=None, padding="valid"):
    if isinstance(pool_size, int):
        pool_size = (pool_size, pool_size)
    if strides is None:
        strides = pool_size
    elif isinstance(strides, int):
        strides = (strides, strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    if same:
        oh, ow = math.ceil(h / strides[0]), math.ceil(w / strides[1])
        top = _before(h, pool_size[0], strides[0])
        left = _before(w, pool_size[1], strides[1])
    else:
        oh = (h - pool_size[0]) // strides[0] + 1
        ow = (w - pool_size[1]) // strides[1] + 1
        top = left = 0
    out = np.zeros((n, oh, ow, c))
    for b in range(n):
        for f in range(c):
            for i in range(oh):
                for j in range(ow):
                    total = 0.0
                    count = 0
                    for a in range(pool_size[0]):
                        for d in range(pool_size[1]):
                            row = i * strides[0] + a - top
                            col = j * strides[1] + d - left
                            if 0 <= row < h and 0 <= col < w:
                                total += x[b, row, col, f]
                                count += 1
                    out[b, i, j, f] = total / count
    return out


def one_axis_after_the_other(x, pool_size=2, strides=None, padding="valid"):
    pool = _pair(pool_size)
    step = pool if strides is None else _pair(strides)

    def matrix(n, k, s):
        if padding.lower() == "same":
            starts = [i * s - _before(n, k, s) for i in range(-(-n // s))]
        else:
            starts = range(0, n - k + 1, s)
        m = np.zeros((len(starts), n))
        for i, start in enumerate(starts):
            m[i, max(start, 0) : start + k] = 1
        return m / m.sum(axis=1, keepdims=True)

    down = matrix(x.shape[1], pool[0], step[0])
    across = matrix(x.shape[2], pool[1], step[1])
    return np.einsum("ih,jw,nhwc->nijc", down, across, x)


def integral_image(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    if padding.lower() == "same":
        top = np.arange(0, h, sh) - _before(h, kh, sh)
        left = np.arange(0, w, sw) - _before(w, kw, sw)
    else:
        top = np.arange(0, h - kh + 1, sh)
        left = np.arange(0, w - kw + 1, sw)
    bottom = np.minimum(top + kh, h)
    right = np.minimum(left + kw, w)
    top = np.maximum(top, 0)
    left = np.maximum(left, 0)
    total = np.zeros((n, h + 1, w + 1, c))
    total[:, 1:, 1:] = np.cumsum(np.cumsum(x, axis=1, dtype=float), axis=2)
    sums = (
        total[:, bottom][:, :, right]
        - total[:, top][:, :, right]
        - total[:, bottom][:, :, left]
        + total[:, top][:, :, left]
    )
    area = np.outer(bottom - top, right - left)
    return sums / area[None, :, :, None]


# As people write it


def lower_case_alone(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    _, H, W, _ = x.shape
    top = left = 0
    rows, columns = (H - ph) // sh + 1, (W - pw) // sw + 1
    if padding == "same":
        rows, columns = math.ceil(H / sh), math.ceil(W / sw)
        top, left = _before(H, ph, sh), _before(W, pw, sw)
    out = np.zeros((len(x), rows, columns, x.shape[3]))
    for i in range(rows):
        for j in range(columns):
            a, b = i * sh - top, j * sw - left
            out[:, i, j] = x[:, max(a, 0) : a + ph, max(b, 0) : b + pw].mean(axis=(1, 2))
    return out


def refuses_other_words(x, pool_size=2, strides=None, padding="valid"):
    assert padding in ("same", "valid"), "unknown padding"
    return lower_case_alone(x, pool_size, strides, padding)


def sums_by_counts(x, pool_size=2, strides=None, padding="valid"):
    (ph, pw), stride = _pair(pool_size), pool_size if strides is None else strides
    sh, sw = _pair(stride)
    counts = np.ones(x.shape)
    values = x.astype(np.float64)
    if padding == "same":
        around = [(0, 0)]
        for n, k, s in ((x.shape[1], ph, sh), (x.shape[2], pw, sw)):
            total = max((-(-n // s) - 1) * s + k - n, 0)
            around.append((total // 2, total - total // 2))
        around.append((0, 0))
        values, counts = np.pad(values, around), np.pad(counts, around)
    rows, columns = (values.shape[1] - ph) // sh + 1, (values.shape[2] - pw) // sw + 1
    total = np.zeros((len(x), rows, columns, x.shape[3]))
    number = np.zeros_like(total)
    for a in range(ph):
        for b in range(pw):
            place = np.s_[:, a : a + (rows - 1) * sh + 1 : sh, b : b + (columns - 1) * sw + 1 : sw]
            total += values[place]
            number += counts[place]
    return total / number


def mean_of_what_is_no_nan(x, pool_size=2, strides=None, padding="valid"):
    (ph, pw) = _pair(pool_size)
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding == "same":
        H, W = x.shape[1:3]
        h, w = max((-(-H // sh) - 1) * sh + ph - H, 0), max((-(-W // sw) - 1) * sw + pw - W, 0)
        around = (0, 0), (h // 2, h - h // 2), (w // 2, w - w // 2), (0, 0)
        x = np.pad(x, around, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(1, 2))[:, ::sh, ::sw]
    return np.nanmean(windows, axis=(-2, -1))


def loops_and_a_counter(x, pool_size=2, strides=None, padding="valid"):
    (ph, pw), (N, H, W, C) = _pair(pool_size), x.shape
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    same = padding == "same"
    rows, columns = (-(-H // sh), -(-W // sw)) if same else ((H - ph) // sh + 1, (W - pw) // sw + 1)
    top, left = (_before(H, ph, sh), _before(W, pw, sw)) if same else (0, 0)
    y = np.zeros((N, rows, columns, C))
    for i in range(rows):
        for j in range(columns):
            count = 0
            for a in range(i * sh - top, i * sh - top + ph):
                for b in range(j * sw - left, j * sw - left + pw):
                    if 0 <= a < H and 0 <= b < W:
                        y[:, i, j] += x[:, a, b]
                        count += 1
            y[:, i, j] /= count
    return y
