"""Right answers to `pad_same`."""

import math

import numpy as np


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def np_pad(feature_map, kernel_size, strides=1):
    borders = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        total = max((math.ceil(size / s) - 1) * s + k - size, 0)
        borders.append((total // 2, total - total // 2))
    return np.pad(feature_map, borders)


def zeros_and_slice(feature_map, kernel_size, strides=1):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if isinstance(strides, int):
        strides = (strides, strides)
    H, W = feature_map.shape
    kh, kw = kernel_size
    sh, sw = strides
    pad_h = max((-(-H // sh) - 1) * sh + kh - H, 0)
    pad_w = max((-(-W // sw) - 1) * sw + kw - W, 0)
    top, left = pad_h // 2, pad_w // 2
    padded = np.zeros((H + pad_h, W + pad_w))
    padded[top : top + H, left : left + W] = feature_map
    return padded


def tensorflow_rule(feature_map, kernel_size, strides=1):
    def zeros(size, k, s):
        total = max(k - s, 0) if size % s == 0 else max(k - size % s, 0)
        return total // 2, (total + 1) // 2

    kh, kw = _pair(kernel_size)
    sh, sw = _pair(strides)
    H, W = feature_map.shape
    return np.pad(feature_map, (zeros(H, kh, sh), zeros(W, kw, sw)), mode="constant")


def window_starts_counted(feature_map, kernel_size, strides=1):
    border = []
    for size, k, s in zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True):
        last_start = max(range(0, size, s))
        missing = max(last_start + k - size, 0)
        border.append((missing // 2, math.ceil(missing / 2)))
    return np.pad(feature_map, border, constant_values=0)


def one_axis_then_the_other(feature_map, kernel_size, strides=1):
    padded = feature_map
    for k, s in zip(_pair(kernel_size), _pair(strides), strict=True):
        length, other = padded.shape
        total = max(((length + s - 1) // s - 1) * s + k - length, 0)
        before = np.zeros((total // 2, other))
        after = np.zeros((total - total // 2, other))
        padded = np.vstack([before, padded, after]).T
    return padded


def concatenated_blocks(feature_map, kernel_size, strides=1):
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(strides)
    H, W = feature_map.shape
    rows = max((math.ceil(H / sh) - 1) * sh + kh - H, 0)
    columns = max((math.ceil(W / sw) - 1) * sw + kw - W, 0)
    left = np.zeros((H, columns // 2))
    right = np.zeros((H, columns - columns // 2))
    middle = np.concatenate([left, feature_map, right], axis=1)
    top = np.zeros((rows // 2, W + columns))
    bottom = np.zeros((rows - rows // 2, W + columns))
    return np.concatenate([top, middle, bottom], axis=0)


def pixel_by_pixel(feature_map, kernel_size, strides=1):
    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(strides)
    H, W = feature_map.shape
    total_rows = max(((H - 1) // sh) * sh + kh - H, 0)
    total_columns = max(((W - 1) // sw) * sw + kw - W, 0)
    padded = np.zeros((H + total_rows, W + total_columns))
    for i in range(H):
        for j in range(W):
            padded[i + total_rows // 2, j + total_columns // 2] = feature_map[i, j]
    return padded


def matrix_products(feature_map, kernel_size, strides=1):
    def shift(size, k, s):
        total = max((math.ceil(size / s) - 1) * s + k - size, 0)
        return np.eye(size + total, size, -(total // 2))

    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(strides)
    H, W = feature_map.shape
    return shift(H, kh, sh) @ feature_map @ shift(W, kw, sw).T


def grown_row_by_row(feature_map, kernel_size, strides=1):
    def grow(rows, k, s):
        size = len(rows)
        needed = (size - 1) // s * s + k
        at_the_bottom = True
        while len(rows) < needed:
            zeros = [[0.0] * len(rows[0])]
            rows = rows + zeros if at_the_bottom else zeros + rows
            at_the_bottom = not at_the_bottom
        return rows

    (kh, kw), (sh, sw) = _pair(kernel_size), _pair(strides)
    columns = np.array(grow(feature_map.tolist(), kh, sh)).T.tolist()
    return np.array(grow(columns, kw, sw)).T


def float32_throughout(feature_map, kernel_size, strides=1):
    return np_pad(feature_map.astype(np.float32), kernel_size, strides)


def pairs_are_tuples(feature_map, kernel_size, strides=1):
    """Pairs may come as lists in Keras; the lab asks for tuples only."""
    kh, kw = kernel_size if isinstance(kernel_size, tuple) else (kernel_size, kernel_size)
    sh, sw = strides if isinstance(strides, tuple) else (strides, strides)
    H, W = feature_map.shape
    rows = max((-(-H // sh) - 1) * sh + kh - H, 0)
    columns = max((-(-W // sw) - 1) * sw + kw - W, 0)
    return np.pad(
        feature_map,
        ((rows // 2, rows - rows // 2), (columns // 2, columns - columns // 2)),
    )


# As people write it


class _Axis:
    def __init__(self, n, k, s):
        self.n, self.k, self.s = n, k, s

    def windows(self):
        return (self.n + self.s - 1) // self.s

    def zeros(self):
        total = max((self.windows() - 1) * self.s + self.k - self.n, 0)
        return [total // 2, total - total // 2]


def helper_class(feature_map, kernel_size, strides=1):
    if isinstance(kernel_size, int):
        kernel_size = [kernel_size, kernel_size]
    if isinstance(strides, int):
        strides = [strides, strides]
    axes = [_Axis(feature_map.shape[i], kernel_size[i], strides[i]) for i in (0, 1)]
    return np.pad(feature_map, [axis.zeros() for axis in axes], "constant", constant_values=0)


def remainder_of_the_stride(feature_map, kernel_size, strides=1):
    kh, kw = (kernel_size,) * 2 if type(kernel_size) is int else kernel_size
    sh, sw = (strides,) * 2 if type(strides) is int else strides
    H, W = feature_map.shape
    ph = max(kh - (H % sh or sh), 0)
    pw = max(kw - (W % sw or sw), 0)
    out = np.zeros((H + ph, W + pw))
    out[ph // 2 : ph // 2 + H, pw // 2 : pw // 2 + W] = feature_map
    return out


def rows_and_columns_stacked(feature_map, kernel_size, strides=1):
    kh, kw = np.broadcast_to(kernel_size, 2)
    sh, sw = np.broadcast_to(strides, 2)
    H, W = feature_map.shape
    h = max((int(np.ceil(H / sh)) - 1) * sh + kh - H, 0)
    w = max((int(np.ceil(W / sw)) - 1) * sw + kw - W, 0)
    top, left = np.zeros((h // 2, W)), np.zeros((H + h, w // 2))
    padded = np.vstack([top, feature_map, np.zeros((h - h // 2, W))])
    return np.hstack([left, padded, np.zeros((H + h, w - w // 2))])


def lists_of_lists(feature_map, kernel_size, strides=1):
    sizes = []
    for axis in range(2):
        k = kernel_size if isinstance(kernel_size, (int, np.integer)) else kernel_size[axis]
        s = strides if isinstance(strides, (int, np.integer)) else strides[axis]
        n = feature_map.shape[axis]
        out = n // s if n % s == 0 else n // s + 1
        total = (out - 1) * s + k - n
        if total < 0:
            total = 0
        sizes.append((total // 2, total - total // 2))
    (t, b), (left, r) = sizes
    rows = [[0.0] * left + list(row) + [0.0] * r for row in feature_map]
    empty = [0.0] * (left + feature_map.shape[1] + r)
    return np.array([empty] * t + rows + [empty] * b)


def divmod_for_both_halves(feature_map, kernel_size, strides=1):
    def both(value):
        try:
            return tuple(value)
        except TypeError:
            return value, value

    around = []
    for n, k, s in zip(feature_map.shape, both(kernel_size), both(strides), strict=True):
        half, odd = divmod(max(0, (-(-n // s) - 1) * s + k - n), 2)
        around.append((half, half + odd))
    return np.pad(feature_map, tuple(around))
