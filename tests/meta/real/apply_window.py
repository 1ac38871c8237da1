"""Mistakes of published answers to `apply_window`, rewritten."""

import numpy as np

from tests.meta.seen import seen


@seen(1, "WINDOW-MATRIX-PRODUCT")
def matrix_product_added_up(window, kernel):
    return np.sum(np.dot(window, kernel))


@seen(2, "RESULT-CLIPPED")
def grey_level(window, kernel):
    return min(max(np.sum(window * kernel), 0), 255)


@seen(1, "SIZES-FOR-3X3")
def three_by_three(window, kernel):
    total = 0
    for i in range(3):
        for j in range(3):
            total += window[i][j] * kernel[i][j]
    return total
