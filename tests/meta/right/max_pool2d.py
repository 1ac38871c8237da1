"""Right answers to max_pool2d, in the styles in which people write it."""

import itertools
import math

import numpy as np


def _pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def _pads(n, k, s):
    out = -(-n // s)
    total = max((out - 1) * s + k - n, 0)
    return total // 2, total - total // 2


def seven_loops(x, pool_size=2, strides=None, padding="valid"):
    if isinstance(pool_size, int):
        pool_size = (pool_size, pool_size)
    if strides is None:
        strides = pool_size
    if isinstance(strides, int):
        strides = (strides, strides)
    ph, pw = pool_size
    sh, sw = strides
    n, h, w, c = x.shape
    if padding.lower() == "same":
        oh = math.ceil(h / sh)
        ow = math.ceil(w / sw)
        top = max((oh - 1) * sh + ph - h, 0) // 2
        left = max((ow - 1) * sw + pw - w, 0) // 2
    else:
        oh = (h - ph) // sh + 1
        ow = (w - pw) // sw + 1
        top = 0
        left = 0
    out = np.zeros((n, oh, ow, c))
    for b in range(n):
        for i in range(oh):
            for j in range(ow):
                for f in range(c):
                    best = -float("inf")
                    for a in range(ph):
                        for d in range(pw):
                            row = i * sh + a - top
                            col = j * sw + d - left
                            if row < 0 or row >= h or col < 0 or col >= w:
                                continue
                            if x[b, row, col, f] > best:
                                best = x[b, row, col, f]
                    out[b, i, j, f] = best
    return out


def pad_with_minus_infinity(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    x = x.astype(float)
    if padding.lower() == "same":
        x = np.pad(
            x,
            ((0, 0), _pads(x.shape[1], kh, sh), _pads(x.shape[2], kw, sw), (0, 0)),
            constant_values=-np.inf,
        )
    n, h, w, c = x.shape
    oh = (h - kh) // sh + 1
    ow = (w - kw) // sw + 1
    y = np.zeros((n, oh, ow, c))
    for i in range(oh):
        for j in range(ow):
            y[:, i, j, :] = x[:, i * sh : i * sh + kh, j * sw : j * sw + kw, :].max(axis=(1, 2))
    return y


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
        first_row = i * sh - top
        last_row = min(first_row + kh, h)
        first_row = max(first_row, 0)
        for j in range(ow):
            first_col = j * sw - left
            last_col = min(first_col + kw, w)
            first_col = max(first_col, 0)
            window = x[:, first_row:last_row, first_col:last_col, :]
            y[:, i, j, :] = np.max(window, axis=(1, 2))
    return y


def sliding_windows(x, pool_size=2, strides=None, padding="valid"):
    pool = np.broadcast_to(pool_size, 2)
    step = pool if strides is None else np.broadcast_to(strides, 2)
    x = np.asarray(x, dtype=float)
    if padding.lower() == "same":
        need = [
            max((math.ceil(n / s) - 1) * s + k - n, 0)
            for n, k, s in zip(x.shape[1:3], pool, step, strict=True)
        ]
        before = [p // 2 for p in need]
        x = np.pad(
            x,
            [
                (0, 0),
                (before[0], need[0] - before[0]),
                (before[1], need[1] - before[1]),
                (0, 0),
            ],
            mode="constant",
            constant_values=-np.inf,
        )
    windows = np.lib.stride_tricks.sliding_window_view(x, tuple(pool), axis=(1, 2))
    return windows[:, :: step[0], :: step[1]].max(axis=(-2, -1))


def as_strided(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = _pair(pool_size if strides is None else strides)
    x = np.array(x, dtype=np.float64)
    if padding.upper() == "SAME":
        x = np.pad(
            x,
            ((0, 0), _pads(x.shape[1], ph, sh), _pads(x.shape[2], pw, sw), (0, 0)),
            constant_values=-np.inf,
        )
    n, h, w, c = x.shape
    a, b, d, e = x.strides
    view = np.lib.stride_tricks.as_strided(
        x,
        (n, (h - ph) // sh + 1, (w - pw) // sw + 1, ph, pw, c),
        (a, b * sh, d * sw, b, d, e),
    )
    return view.max(axis=(3, 4))


def shifted_maps(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    down, across = (kh, kw) if strides is None else _pair(strides)
    n, height, width, c = x.shape
    if padding.lower() == "same":
        rows, columns = -(-height // down), -(-width // across)
        zh = max((rows - 1) * down + kh - height, 0)
        zw = max((columns - 1) * across + kw - width, 0)
    else:
        rows, columns = (height - kh) // down + 1, (width - kw) // across + 1
        zh = zw = 0
    big = np.full((n, height + zh, width + zw, c), -np.inf)
    big[:, zh // 2 : zh // 2 + height, zw // 2 : zw // 2 + width] = x
    best = np.full((n, rows, columns, c), -np.inf)
    for a in range(kh):
        for b in range(kw):
            part = big[
                :,
                a : a + (rows - 1) * down + 1 : down,
                b : b + (columns - 1) * across + 1 : across,
            ]
            best = np.maximum(best, part)
    return best


def rows_then_columns(x, pool_size=2, strides=None, padding="valid"):
    def along(maps, axis, k, s):
        maps = np.moveaxis(maps, axis, 0)
        n = len(maps)
        if padding.lower() == "same":
            before, _ = _pads(n, k, s)
            starts = [i * s - before for i in range(-(-n // s))]
        else:
            starts = list(range(0, n - k + 1, s))
        parts = [maps[max(start, 0) : start + k].max(axis=0) for start in starts]
        return np.moveaxis(np.stack(parts), 0, axis)

    pool = _pair(pool_size)
    step = pool if strides is None else _pair(strides)
    x = np.asarray(x, dtype=float)
    return along(along(x, 1, pool[0], step[0]), 2, pool[1], step[1])


def nested_lists(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = pool_size if isinstance(pool_size, (tuple, list)) else (pool_size, pool_size)
    if strides is None:
        sh, sw = ph, pw
    else:
        sh, sw = strides if isinstance(strides, (tuple, list)) else (strides, strides)
    batch, h, w, channels = x.shape
    if padding.lower() == "valid":
        row_starts = range(0, h - ph + 1, sh)
        col_starts = range(0, w - pw + 1, sw)
    else:
        row_starts = [r - _pads(h, ph, sh)[0] for r in range(0, h, sh)]
        col_starts = [q - _pads(w, pw, sw)[0] for q in range(0, w, sw)]
    result = []
    for image in x:
        rows = []
        for r in row_starts:
            row = []
            for q in col_starts:
                pixels = [
                    image[u, v]
                    for u in range(r, r + ph)
                    for v in range(q, q + pw)
                    if 0 <= u < h and 0 <= v < w
                ]
                row.append([max(float(p[f]) for p in pixels) for f in range(channels)])
            rows.append(row)
        result.append(rows)
    return np.array(result)


def nan_border(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = _pair(strides or pool_size)
    x = x.astype("float64")
    if padding.lower() == "same":
        border = [(0, 0), _pads(x.shape[1], ph, sh), _pads(x.shape[2], pw, sw), (0, 0)]
        x = np.pad(x, border, constant_values=np.nan)
    out_h = 1 + (x.shape[1] - ph) // sh
    out_w = 1 + (x.shape[2] - pw) // sw
    out = np.zeros((x.shape[0], out_h, out_w, x.shape[3]))
    for b, i, j in itertools.product(range(x.shape[0]), range(out_h), range(out_w)):
        window = x[b, i * sh : i * sh + ph, j * sw : j * sw + pw]
        out[b, i, j] = np.nanmax(window.reshape(-1, x.shape[3]), axis=0)
    return out


def while_loops(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = _pair(pool_size) if strides is None else _pair(strides)
    same = padding.lower() == "same"
    h, w = x.shape[1], x.shape[2]
    top = _pads(h, ph, sh)[0] if same else 0
    left = _pads(w, pw, sw)[0] if same else 0
    bottom_limit = h if same else h - ph + 1
    right_limit = w if same else w - pw + 1
    bands = []
    row = 0
    while row < bottom_limit:
        band = []
        column = 0
        while column < right_limit:
            r0, c0 = row - top, column - left
            part = x[:, max(r0, 0) : r0 + ph, max(c0, 0) : c0 + pw, :]
            band.append(part.max(axis=1).max(axis=1))
            column += sw
        bands.append(np.stack(band, axis=1))
        row += sh
    return np.stack(bands, axis=1)


def fancy_indices(x, pool_size=2, strides=None, padding="valid"):
    kh, kw = _pair(pool_size)
    sh, sw = (kh, kw) if strides is None else _pair(strides)
    n, h, w, c = x.shape
    if padding.lower() == "same":
        oh, ow = math.ceil(h / sh), math.ceil(w / sw)
        top, left = _pads(h, kh, sh)[0], _pads(w, kw, sw)[0]
    else:
        oh, ow, top, left = (h - kh) // sh + 1, (w - kw) // sw + 1, 0, 0
    # an index outside the map is moved to the border, which lies in the window anyway
    rows = np.clip(sh * np.arange(oh)[:, None] + np.arange(kh) - top, 0, h - 1)
    cols = np.clip(sw * np.arange(ow)[:, None] + np.arange(kw) - left, 0, w - 1)
    return x[:, rows[:, None, :, None], cols[None, :, None, :], :].max(axis=(3, 4))


# As people write it


def lower_case_alone(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = _pair(pool_size if strides is None else strides)
    x = x.astype(float)
    if padding == "same":
        borders = (0, 0), _pads(x.shape[1], ph, sh), _pads(x.shape[2], pw, sw), (0, 0)
        x = np.pad(x, borders, constant_values=-np.inf)
    N, H, W, C = x.shape
    out = np.zeros((N, (H - ph) // sh + 1, (W - pw) // sw + 1, C))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            out[:, i, j, :] = x[:, i * sh : i * sh + ph, j * sw : j * sw + pw, :].max((1, 2))
    return out


def refuses_other_words(x, pool_size=2, strides=None, padding="valid"):
    if padding not in {"valid", "same"}:
        raise ValueError(padding)
    return lower_case_alone(x, pool_size, strides, padding)


def largest_of_shifted_maps(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = _pair(strides) if strides is not None else (ph, pw)
    x = np.array(x, dtype=float)
    if padding == "same":
        borders = (0, 0), _pads(x.shape[1], ph, sh), _pads(x.shape[2], pw, sw), (0, 0)
        x = np.pad(x, borders, constant_values=-math.inf)
    rows, columns = (x.shape[1] - ph) // sh + 1, (x.shape[2] - pw) // sw + 1
    y = np.full((len(x), rows, columns, x.shape[3]), -np.inf)
    for a in range(ph):
        for b in range(pw):
            part = x[:, a : a + (rows - 1) * sh + 1 : sh, b : b + (columns - 1) * sw + 1 : sw]
            y = np.maximum(y, part)
    return y


class _Pool:
    def __init__(self, pool_size, strides, padding):
        self.size = _pair(pool_size)
        self.strides = self.size if strides is None else _pair(strides)
        self.padding = padding

    def windows(self, x):
        (ph, pw), (sh, sw), (_, H, W, _) = self.size, self.strides, x.shape
        top = left = 0
        rows, columns = (H - ph) // sh + 1, (W - pw) // sw + 1
        if self.padding == "same":
            rows, columns = -(-H // sh), -(-W // sw)
            top, left = _pads(H, ph, sh)[0], _pads(W, pw, sw)[0]
        for i, j in itertools.product(range(rows), range(columns)):
            a, b = i * sh - top, j * sw - left
            yield x[:, max(a, 0) : a + ph, max(b, 0) : b + pw]
        self.shape = len(x), rows, columns, x.shape[3]


def helper_class(x, pool_size=2, strides=None, padding="valid"):
    pool = _Pool(pool_size, strides, padding)
    largest = [window.max(axis=1).max(axis=1) for window in pool.windows(x)]
    return np.stack(largest, axis=1).reshape(pool.shape)


def blocks_where_they_fit(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    N, H, W, C = x.shape
    if (ph, pw) == (sh, sw) and padding == "valid":
        cut = x[:, : H // ph * ph, : W // pw * pw]
        return cut.reshape(N, H // ph, ph, W // pw, pw, C).max(axis=4).max(axis=2)
    return lower_case_alone(x, pool_size, strides, padding)


def channel_by_channel(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    maps = []
    for image in x:
        for c in range(x.shape[3]):
            maps.append(lower_case_alone(image[None, :, :, c : c + 1], (ph, pw), (sh, sw), padding))
    rows, columns = maps[0].shape[1:3]
    return np.array(maps).reshape(len(x), x.shape[3], rows, columns).transpose(0, 2, 3, 1)


def sorted_windows(x, pool_size=2, strides=None, padding="valid"):
    ph, pw = _pair(pool_size)
    sh, sw = (ph, pw) if strides is None else _pair(strides)
    x = x * 1.0
    if padding == "same":
        borders = (0, 0), _pads(x.shape[1], ph, sh), _pads(x.shape[2], pw, sw), (0, 0)
        x = np.pad(x, borders, "constant", constant_values=x.min() - 1)
    rows, columns = (x.shape[1] - ph) // sh + 1, (x.shape[2] - pw) // sw + 1
    out = np.zeros((x.shape[0], rows, columns, x.shape[3]))
    for n, i, j, c in np.ndindex(out.shape):
        out[n, i, j, c] = np.sort(x[n, i * sh : i * sh + ph, j * sw : j * sw + pw, c], axis=None)[
            -1
        ]
    return out
