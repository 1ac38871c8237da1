"""Wrong answers to `apply_window`, each with one mistake."""

import numpy as np

from tests.meta.mistakes import mistake


@mistake("KERNEL-FLIPPED")
def true_convolution_loops(window, kernel):
    kh, kw = kernel.shape
    total = 0
    for i in range(kh):
        for j in range(kw):
            total += window[i, j] * kernel[kh - 1 - i, kw - 1 - j]
    return total


@mistake("KERNEL-FLIPPED")
def rotated_by_180_degrees(window, kernel):
    return np.sum(window * np.rot90(kernel, 2))


@mistake("KERNEL-FLIPPED-ROWS")
def negative_row_index(window, kernel):
    total = 0
    for i in range(kernel.shape[0]):
        for j in range(kernel.shape[1]):
            total += window[i, j] * kernel[-1 - i, j]
    return total


@mistake("KERNEL-FLIPPED-ROWS")
def flip_without_axis_1(window, kernel):
    return np.sum(window * np.flip(kernel, axis=0))


@mistake("KERNEL-FLIPPED-COLUMNS")
def negative_column_index(window, kernel):
    return sum(
        window[i, j] * kernel[i, -1 - j]
        for i in range(window.shape[0])
        for j in range(window.shape[1])
    )


@mistake("KERNEL-FLIPPED-COLUMNS")
def columns_reversed(window, kernel):
    return (window * kernel[:, ::-1]).sum()


@mistake("KERNEL-TRANSPOSED")
def indices_swapped(window, kernel):
    total = 0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[j, i]
    return total


@mistake("KERNEL-TRANSPOSED")
def kernel_t(window, kernel):
    return np.sum(window * kernel.T)


@mistake("KERNEL-TRANSPOSED")
def trace_without_the_transpose(window, kernel):
    return np.trace(window @ kernel)


@mistake("MEAN-FOR-SUM")
def mean_of_products(window, kernel):
    return np.mean(window * kernel)


@mistake("MEAN-FOR-SUM")
def sum_divided_by_the_number_of_pixels(window, kernel):
    total = 0
    kh, kw = kernel.shape
    for i in range(kh):
        for j in range(kw):
            total += window[i, j] * kernel[i, j]
    return total / (kh * kw)


@mistake("INTEGERS-TRUNCATED")
def products_like_the_window(window, kernel):
    products = np.zeros_like(window)
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            products[i, j] = window[i, j] * kernel[i, j]
    return products.sum()


@mistake("INTEGERS-TRUNCATED")
def products_cast_to_the_window_type(window, kernel):
    return np.sum((window * kernel).astype(window.dtype))


@mistake("INTEGERS-TRUNCATED")
def sum_cast_to_the_window_type(window, kernel):
    return np.sum(window * kernel).astype(window.dtype)


@mistake("INTEGERS-TRUNCATED")
def sum_in_an_array_like_the_window(window, kernel):
    result = np.empty_like(window, shape=(1, 1))
    result[0, 0] = np.sum(window * kernel)
    return result[0, 0]


@mistake(None)
def result_always_an_integer(window, kernel):
    return int(np.sum(window * kernel))


@mistake("INTEGERS-REFUSED")
def multiplies_in_place(window, kernel):
    window *= kernel
    return window.sum()


@mistake(None)
def multiplies_into_the_kernel(window, kernel):
    return np.multiply(window, kernel, out=kernel).sum()


@mistake("WINDOW-MATRIX-PRODUCT")
def matrix_product(window, kernel):
    return np.sum(window @ kernel)


@mistake(None)
def matrix_product_not_summed(window, kernel):
    return np.dot(window, kernel)


@mistake(None)
def products_not_summed(window, kernel):
    return window * kernel


@mistake(None)
def summed_over_the_rows_only(window, kernel):
    return np.sum(window * kernel, axis=0)


@mistake(None)
def python_sum(window, kernel):
    return sum(window * kernel)


@mistake(None)
def sums_multiplied(window, kernel):
    return np.sum(window) * np.sum(kernel)


@mistake(None)
def largest_product(window, kernel):
    return np.max(window * kernel)


@mistake(None)
def added_for_multiplied(window, kernel):
    return np.sum(window + kernel)


@mistake(None)
def divided_by_the_kernel_sum(window, kernel):
    return np.sum(window * kernel) / np.sum(kernel)


@mistake("SIZES-FOR-3X3")
def three_by_three_only(window, kernel):
    total = 0
    for i in range(3):
        for j in range(3):
            total += window[i][j] * kernel[i][j]
    return total


@mistake(None)
def square_only(window, kernel):
    k = kernel.shape[0]
    total = 0
    for i in range(k):
        for j in range(k):
            total += window[i, j] * kernel[i, j]
    return total


@mistake(None)
def last_row_and_column_left_out(window, kernel):
    total = 0
    for i in range(window.shape[0] - 1):
        for j in range(window.shape[1] - 1):
            total += window[i, j] * kernel[i, j]
    return total


@mistake(None)
def return_inside_the_loop(window, kernel):
    total = 0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[i, j]
        return total


@mistake(None)
def last_product_only(window, kernel):
    total = 0
    for i in range(window.shape[0]):
        for j in range(window.shape[1]):
            total = window[i, j] * kernel[i, j]
    return total


@mistake(None)
def total_set_back_in_each_row(window, kernel):
    for i in range(window.shape[0]):
        total = 0
        for j in range(window.shape[1]):
            total += window[i, j] * kernel[i, j]
    return total


@mistake(None)
def absolute_products(window, kernel):
    return np.sum(np.abs(window * kernel))


@mistake(None)
def prints_instead_of_returning(window, kernel):
    print(np.sum(window * kernel))


@mistake(None)
def one_pixel_array(window, kernel):
    return np.array([[np.sum(window * kernel)]])


@mistake(None)
def kernel_cast_to_the_window_type(window, kernel):
    return np.sum(window * kernel.astype(window.dtype))
