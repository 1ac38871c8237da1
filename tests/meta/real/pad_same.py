"""Mistakes of published answers to `pad_same`, rewritten."""

import math

import numpy as np

from tests.meta.seen import seen


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _sizes(feature_map, kernel_size, strides):
    return zip(feature_map.shape, _pair(kernel_size), _pair(strides), strict=True)


@seen(2, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def for_a_size_that_stays(feature_map, kernel_size, strides=1):
    (H, W), (kh, kw), (sh, sw) = feature_map.shape, _pair(kernel_size), _pair(strides)
    ph, pw = ((H - 1) * sh + kh - H) // 2, ((W - 1) * sw + kw - W) // 2
    padded = np.zeros((H + 2 * ph, W + 2 * pw))
    padded[ph : ph + H, pw : pw + W] = feature_map
    return padded


@seen(1, "SAME-KEEPS-SIZE", "SAME-HALVED-EVENLY")
def for_a_size_that_stays_and_one_more(feature_map, kernel_size, strides=1):
    around = [
        (int(((n - 1) * s + k - n) / 2) + 1,) * 2
        for n, k, s in _sizes(feature_map, kernel_size, strides)
    ]
    return np.pad(feature_map, around, mode="constant")


@seen(2, "SAME-HALVED-EVENLY")
def total_right_and_rounded_up(feature_map, kernel_size, strides=1):
    around = []
    for n, k, s in _sizes(feature_map, kernel_size, strides):
        total = max((math.ceil(n / s) - 1) * s + k - n, 0)
        around.append((math.ceil(total / 2), math.ceil(total / 2)))
    return np.pad(feature_map, around)


@seen(1, "SAME-BLIND-TO-STRIDE", "SAME-EXTRA-FIRST")
def k_minus_one_larger_half_first(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    rows, columns = kh - 1, kw - 1
    return np.pad(
        feature_map, ((rows - rows // 2, rows // 2), (columns - columns // 2, columns // 2))
    )


@seen(2, "SAME-FULL")
def k_minus_one_on_each_side(feature_map, kernel_size, strides=1):
    kh, kw = _pair(kernel_size)
    return np.pad(feature_map, ((kh - 1, kh - 1), (kw - 1, kw - 1)))


@seen(1, "SAME-ALWAYS-ONE")
def a_frame_of_one(feature_map, kernel_size, strides=1):
    H, W = feature_map.shape
    framed = np.zeros((H + 2, W + 2))
    framed[1:-1, 1:-1] = feature_map
    return framed


@seen(1, "SAME-ONE-SIDED")
def all_zeros_at_the_end(feature_map, kernel_size, strides=1):
    around = [
        (0, max((-(-n // s) - 1) * s + k - n, 0))
        for n, k, s in _sizes(feature_map, kernel_size, strides)
    ]
    return np.pad(feature_map, around)
