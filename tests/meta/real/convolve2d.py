"""Mistakes of published answers to `convolve2d`, rewritten."""

import numpy as np

from tests.meta.seen import seen


def _sums(feature_map, kernel):
    """Do it right."""
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            y[i, j] = (feature_map[i : i + kh, j : j + kw] * kernel).sum()
    return y


@seen(2, "PADDED-UNASKED")
def zeros_around_as_for_a_picture(feature_map, kernel):
    (H, W), (kh, kw) = feature_map.shape, kernel.shape
    around = np.zeros((H + kh - 1, W + kw - 1))
    top, left = (kh - 1) // 2, (kw - 1) // 2
    around[top : top + H, left : left + W] = feature_map
    return _sums(around, kernel)


@seen(2, "PADDED-UNASKED", "KERNEL-FLIPPED")
def picture_turned_and_padded(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    turned = np.flipud(np.fliplr(kernel))
    around = np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)))
    y = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            y[i, j] = (around[i : i + kh, j : j + kw] * turned).sum()
    return y


@seen(1, "PADDED-UNASKED")
def picture_reflected_at_the_border(feature_map, kernel):
    kh, kw = kernel.shape
    around = np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)), mode="reflect")
    return _sums(around, kernel)[: feature_map.shape[0], : feature_map.shape[1]]


@seen(1, "PADDED-UNASKED")
def picture_repeated_at_the_border(feature_map, kernel):
    kh, kw = kernel.shape
    around = np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)), "edge")
    return _sums(around, kernel)[: feature_map.shape[0], : feature_map.shape[1]]


@seen(1, "PADDED-UNASKED")
def picture_for_odd_kernels(feature_map, kernel):
    (H, W), (kh, kw) = feature_map.shape, kernel.shape
    up, left = (kh - 1) // 2, (kw - 1) // 2
    around = np.pad(feature_map, ((up, up), (left, left)))
    y = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            y[i, j] = np.sum(around[i : i + kh, j : j + kw] * kernel)
    return y


@seen(2, "RESULT-CLIPPED")
def grey_levels(feature_map, kernel):
    y = _sums(feature_map, kernel)
    y[y < 0] = 0
    y[y > 255] = 255
    return y


@seen(1, "RESULT-CLIPPED")
def cast_to_bytes(feature_map, kernel):
    return np.clip(_sums(feature_map, kernel), 0, 255).astype(np.uint8)


@seen(2, "SIZES-FOR-3X3")
def two_rows_less(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    y = np.zeros((H - 2, W - 2))
    for i in range(H - 2):
        for j in range(W - 2):
            y[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return y


@seen(1, "SIZES-FOR-3X3")
def windows_of_three(feature_map, kernel):
    H, W = feature_map.shape
    y = np.zeros((H - 2, W - 2))
    for i in range(H - 2):
        for j in range(W - 2):
            for a in range(3):
                for b in range(3):
                    y[i, j] += feature_map[i + a, j + b] * kernel[a, b]
    return y


@seen(3, "OUTPUT-HEIGHT-FOR-WIDTH")
def columns_counted_by_rows(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(rows):
            y[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return y


@seen(2, "WINDOW-WRAPS")
def windows_by_flat_indices(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    flat = np.append(feature_map.ravel(), np.zeros(kw))
    y = []
    for start in range((H - kh + 1) * W):
        window = [flat[start + a * W : start + a * W + kw] for a in range(kh)]
        y.append(np.sum(np.array(window) * kernel))
    return np.array(y).reshape(H - kh + 1, W)


@seen(1, "INTEGERS-TRUNCATED")
def output_like_the_map(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    y = np.zeros_like(feature_map)[:rows, :columns]
    for i in range(rows):
        for j in range(columns):
            y[i, j] = np.vdot(feature_map[i : i + kh, j : j + kw], kernel)
    return y


@seen(1, "KERNEL-FLIPPED", "OUTPUT-TOO-SMALL")
def turned_and_one_row_less(feature_map, kernel):
    return _sums(feature_map, kernel[::-1, ::-1])[:-1, :-1]
