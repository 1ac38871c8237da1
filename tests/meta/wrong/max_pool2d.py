"""Wrong answers to max_pool2d, each with one mistake as people make it."""

import math

import numpy as np

from tests.meta.mistakes import mistake


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _zeros(n, k, s):
    return max((-(-n // s) - 1) * s + k - n, 0)


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def width_from_height(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (h - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def one_size_for_both(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(h / sw) if same else (h - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, rows, cols, c))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = -np.inf
                    for a in range(i * sh - top, i * sh - top + kh):
                        for d in range(j * sw - left, j * sw - left + kw):
                            if 0 <= a < h and 0 <= d < w and x[b, a, d, f] > best:
                                best = x[b, a, d, f]
                    out[b, i, j, f] = best
    return out


@mistake("STRIDE-IGNORED")
def strides_never_used(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = 1, 1
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("STRIDE-IGNORED")
def stride_always_the_pool_size(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = kh, kw
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("STRIDES-SWAPPED")
def across_before_down(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size)
    if strides is not None:
        sw, sh = _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("STRIDE-FIRST-FOR-BOTH")
def one_stride(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = kh, kw
    if strides is not None:
        sh = sw = strides if isinstance(strides, int) else strides[0]
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("STRIDE-NOT-IN-WINDOW")
def windows_begin_at_the_index(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i : i + kh, j : j + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("STRIDE-NOT-IN-WINDOW")
def loops_forget_the_stride(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(w / sw) if same else (w - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, rows, cols, c))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = -np.inf
                    for a in range(i - top, i - top + kh):
                        for d in range(j - left, j - left + kw):
                            if 0 <= a < h and 0 <= d < w and x[b, a, d, f] > best:
                                best = x[b, a, d, f]
                    out[b, i, j, f] = best
    return out


@mistake("POOL-SIZE-FIRST-FOR-BOTH")
def pool_is_square(x, pool_size=2, strides=None, padding="valid"):
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    kh = kw = _pair(pool_size)[0]
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("POOL-SIZE-SWAPPED")
def pool_width_first(x, pool_size=2, strides=None, padding="valid"):
    kw, kh = _pair(pool_size)
    sh, sw = _pair(pool_size if strides is None else strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("SAME-IGNORED")
def valid_only(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("SAME-IGNORED")
def padding_never_read(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def all_zeros_at_the_end(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("SAME-EXTRA-FIRST")
def extra_zero_first(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p - p // 2, p // 2), (q - q // 2, q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("SAME-HALF-KERNEL")
def half_the_window_on_each_side(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        border = ((0, 0), (kh // 2, kh // 2), (kw // 2, kw // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("FIRST-IMAGE-FOR-ALL")
def every_image_is_the_first(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[0, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("FIRST-IMAGE-ONLY")
def return_in_the_outer_loop(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
        return out


@mistake("AXES-OUT-OF-ORDER")
def channels_before_rows(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(w / sw) if same else (w - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, c, rows, cols))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = -np.inf
                    for a in range(i * sh - top, i * sh - top + kh):
                        for d in range(j * sw - left, j * sw - left + kw):
                            if 0 <= a < h and 0 <= d < w and x[b, a, d, f] > best:
                                best = x[b, a, d, f]
                    out[b, f, i, j] = best
    return out


@mistake("AXES-SWAPPED")
def columns_before_rows(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, ow, oh, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, j, i, :] = window.max(axis=(1, 2))
    return y


@mistake("POOL-DEFAULT-STRIDE-1")
def default_stride_of_convolution(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (1, 1) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("POOL-DEFAULT-STRIDE-2")
def default_stride_two(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    if strides is None:
        strides = 2
    sh, sw = _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("POOL-ROUNDED-UP")
def windows_over_the_edge(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = -(-(h - kh) // sh) + 1, -(-(w - kw) // sw) + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("POOL-OVER-CHANNELS")
def one_result_for_all_channels(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2, 3))[:, None]
    return y


@mistake("POOL-OVER-CHANNELS")
def window_of_all_channels(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def output_is_height_by_pool(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = h // sh
    out_w = w // sw
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def last_row_and_column_missing(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh
    out_w = (w - kw) // sw
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def window_as_large_as_the_stride(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + sh, j * sw : j * sw + sw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def strides_only_as_pairs(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else strides
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
    return y


@mistake("POOL-ZERO-PADDING")
def np_pad_with_zeros(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake("POOL-ZERO-PADDING")
def map_in_an_array_of_zeros(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    if padding.lower() == "same":
        up, side = _zeros(h, kh, sh), _zeros(w, kw, sw)
        bigger = np.zeros((n, h + up, w + side, c))
        bigger[:, up // 2 : up // 2 + h, side // 2 : side // 2 + w, :] = x
        x = bigger
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), axis=(1, 2))
    return windows[:, ::sh, ::sw].max(axis=(4, 5))


@mistake("POOL-FROM-ZERO")
def running_maximum_from_zero(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(w / sw) if same else (w - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, rows, cols, c))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = 0
                    for a in range(i * sh - top, i * sh - top + kh):
                        for d in range(j * sw - left, j * sw - left + kw):
                            if 0 <= a < h and 0 <= d < w and x[b, a, d, f] > best:
                                best = x[b, a, d, f]
                    out[b, i, j, f] = best
    return out


@mistake("POOL-FROM-ZERO")
def smallest_number_is_zero(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = np.max(window, axis=(1, 2), initial=0)
    return y


@mistake("POOL-AVERAGE-FOR-MAX")
def mean_of_the_window(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.mean(axis=(1, 2))
    return y


@mistake("POOL-MINIMUM")
def smallest_of_the_window(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.min(axis=(1, 2))
    return y


@mistake("POOL-MINIMUM")
def comparison_turned_round(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(w / sw) if same else (w - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, rows, cols, c))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = np.inf
                    for a in range(i * sh - top, i * sh - top + kh):
                        for d in range(j * sw - left, j * sw - left + kw):
                            if 0 <= a < h and 0 <= d < w and x[b, a, d, f] < best:
                                best = x[b, a, d, f]
                    out[b, i, j, f] = best
    return out


@mistake("POOL-MAGNITUDE")
def largest_absolute_value(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(w / sw) if same else (w - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, rows, cols, c))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = 0
                    for a in range(i * sh - top, i * sh - top + kh):
                        for d in range(j * sw - left, j * sw - left + kw):
                            if 0 <= a < h and 0 <= d < w and abs(x[b, a, d, f]) > abs(best):
                                best = x[b, a, d, f]
                    out[b, i, j, f] = best
    return out


@mistake("POOL-LAST")
def overwritten_by_each_pixel(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    same = padding.lower() == "same"
    rows = math.ceil(h / sh) if same else (h - kh) // sh + 1
    cols = math.ceil(w / sw) if same else (w - kw) // sw + 1
    top = _zeros(h, kh, sh) // 2 if same else 0
    left = _zeros(w, kw, sw) // 2 if same else 0
    out = np.zeros((n, rows, cols, c))
    for b in range(n):
        for f in range(c):
            for i in range(rows):
                for j in range(cols):
                    best = -np.inf
                    for a in range(i * sh - top, i * sh - top + kh):
                        for d in range(j * sw - left, j * sw - left + kw):
                            if 0 <= a < h and 0 <= d < w:
                                best = x[b, a, d, f]
                    out[b, i, j, f] = best
    return out


@mistake("POOL-LAST")
def corner_of_the_window(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window[:, -1, -1]
    return y


@mistake("POOL-FIRST")
def first_of_the_window(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window[:, 0, 0]
    return y


@mistake("POOL-MAGNITUDE")
def absolute_values(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = np.abs(window).max(axis=(1, 2))
    return y


@mistake(None)
def clears_the_window(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=(1, 2))
            window[:] = window.max(axis=(1, 2), keepdims=True)
    return y


@mistake(None)
def border_of_small_numbers(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-1)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def border_of_minus_inf_in_integers(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    if padding.lower() == "same":
        p, q = _zeros(x.shape[1], kh, sh), _zeros(x.shape[2], kw, sw)
        border = ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0))
        x = np.pad(x, border, constant_values=-np.inf)
    n, h, w, c = x.shape
    out_h = (h - kh) // sh + 1
    out_w = (w - kw) // sw + 1
    out = np.zeros((n, out_h, out_w, c))
    for b in range(n):
        for i in range(out_h):
            for j in range(out_w):
                for f in range(c):
                    window = x[b, i * sh : i * sh + kh, j * sw : j * sw + kw, f]
                    out[b, i, j, f] = np.max(window)
    return out


@mistake(None)
def max_of_the_rows_only(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    top = left = 0
    oh, ow = (h - kh) // sh + 1, (w - kw) // sw + 1
    if padding.lower() == "same":
        oh, ow = -(-h // sh), -(-w // sw)
        top, left = _zeros(h, kh, sh) // 2, _zeros(w, kw, sw) // 2
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            r, q = i * sh - top, j * sw - left
            window = x[:, max(r, 0) : r + kh, max(q, 0) : q + kw, :]
            y[:, i, j, :] = window.max(axis=1)[:, 0]
    return y


@mistake(None)
def reshape_for_two_by_two(x, pool_size=2, strides=None, padding="valid"):
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max(axis=(2, 4))


@mistake("USES-A-LIBRARY")
def keras_itself(x, pool_size=2, strides=None, padding="valid"):
    from keras import layers

    return np.asarray(layers.MaxPooling2D(pool_size, strides, padding)(x.astype("float32")))
