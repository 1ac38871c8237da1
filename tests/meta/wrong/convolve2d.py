"""Wrong answers to `convolve2d`, each with one mistake."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from tests.meta.mistakes import mistake


def _slide(feature_map, kernel):
    """Do it right: the mistake is in what is handed over, or made of the result."""
    rows = feature_map.shape[0] - kernel.shape[0] + 1
    columns = feature_map.shape[1] - kernel.shape[1] + 1
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = feature_map[i : i + kernel.shape[0], j : j + kernel.shape[1]]
            output[i, j] = np.sum(window * kernel)
    return output


@mistake("KERNEL-FLIPPED")
def true_convolution_loops(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * kernel[kh - 1 - a, kw - 1 - b]
    return output


@mistake("KERNEL-FLIPPED")
def kernel_turned_first(feature_map, kernel):
    return _slide(feature_map, np.flipud(np.fliplr(kernel)))


@mistake("KERNEL-FLIPPED")
def fourier_without_conjugate(feature_map, kernel):
    kh, kw = kernel.shape
    spectrum = np.fft.fft2(feature_map) * np.fft.fft2(kernel, feature_map.shape)
    return np.real(np.fft.ifft2(spectrum))[kh - 1 :, kw - 1 :]


@mistake("KERNEL-FLIPPED-ROWS")
def one_flip_only(feature_map, kernel):
    return _slide(feature_map, kernel[::-1])


@mistake("KERNEL-FLIPPED-ROWS")
def row_index_counted_from_the_end(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    output = np.zeros((rows, columns))
    for a in range(kh):
        for b in range(kw):
            output += feature_map[a : a + rows, b : b + columns] * kernel[-1 - a, b]
    return output


@mistake("KERNEL-FLIPPED-COLUMNS")
def fliplr(feature_map, kernel):
    windows = sliding_window_view(feature_map, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, np.fliplr(kernel))


@mistake("KERNEL-FLIPPED-COLUMNS")
def np_convolve_row_by_row(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for a in range(kh):
            output[i] += np.convolve(feature_map[i + a], kernel[a], mode="valid")
    return output


@mistake("KERNEL-TRANSPOSED")
def kernel_indices_swapped(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * kernel[b, a]
    return output


@mistake("KERNEL-TRANSPOSED")
def kernel_t_throughout(feature_map, kernel):
    return _slide(feature_map, kernel.T)


@mistake("KERNEL-TRANSPOSED")
def columns_in_fortran_order(feature_map, kernel):
    """The window is flattened row by row, the kernel column by column."""
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    matrix = sliding_window_view(feature_map, (kh, kw)).reshape(rows * columns, kh * kw)
    return (matrix @ kernel.ravel(order="F")).reshape(rows, columns)


@mistake("MEAN-FOR-SUM")
def mean_of_each_window(feature_map, kernel):
    kh, kw = kernel.shape
    output = np.zeros((feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.mean(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake("MEAN-FOR-SUM")
def divided_by_the_kernel_size(feature_map, kernel):
    return np.tensordot(sliding_window_view(feature_map, kernel.shape), kernel, 2) / kernel.size


@mistake("OUTPUT-TOO-SMALL")
def plus_one_forgotten(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh, W - kw))
    for i in range(H - kh):
        for j in range(W - kw):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake("OUTPUT-TOO-SMALL")
def ranges_end_at_the_last_start(feature_map, kernel):
    kh, kw = kernel.shape
    tops, lefts = feature_map.shape[0] - kh, feature_map.shape[1] - kw
    output = np.zeros((tops, lefts))
    for a in range(kh):
        for b in range(kw):
            output += kernel[a, b] * feature_map[a : a + tops, b : b + lefts]
    return output


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def columns_from_the_height(feature_map, kernel):
    H = feature_map.shape[0]
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, H - kw + 1))
    for i in range(H - kh + 1):
        for j in range(H - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * kernel[a, b]
    return output


@mistake("OUTPUT-HEIGHT-FOR-WIDTH")
def width_read_from_the_rows(feature_map, kernel):
    height, width = feature_map.shape[0], feature_map.shape[0]
    kh, kw = kernel.shape
    rows, columns = height - kh + 1, width - kw + 1
    output = np.zeros((rows, columns))
    for (a, b), weight in np.ndenumerate(kernel):
        output += weight * feature_map[a : a + rows, b : b + columns]
    return output


@mistake("KERNEL-HEIGHT-FOR-WIDTH")
def columns_from_the_kernel_height(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kh + 1))
    for i in range(H - kh + 1):
        for j in range(W - kh + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * kernel[a, b]
    return output


@mistake(None)  # it ends in an error, which says what is wrong
def square_windows(feature_map, kernel):
    k = kernel.shape[0]
    output = np.zeros((feature_map.shape[0] - k + 1, feature_map.shape[1] - k + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(feature_map[i : i + k, j : j + k] * kernel)
    return output


@mistake("KERNEL-HEIGHT-FOR-WIDTH")
def square_kernel_loops(feature_map, kernel):
    k = len(kernel)
    H, W = feature_map.shape
    output = np.zeros((H - k + 1, W - k + 1))
    for i in range(H - k + 1):
        for j in range(W - k + 1):
            for a in range(k):
                for b in range(k):
                    output[i, j] += feature_map[i + a, j + b] * kernel[a, b]
    return output


@mistake("AXES-SWAPPED")
def output_indices_swapped(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((W - kw + 1, H - kh + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            output[j, i] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake("AXES-SWAPPED")
def columns_outside_rows_inside(feature_map, kernel):
    kh, kw = kernel.shape
    return np.array(
        [
            [
                np.sum(feature_map[top : top + kh, left : left + kw] * kernel)
                for top in range(feature_map.shape[0] - kh + 1)
            ]
            for left in range(feature_map.shape[1] - kw + 1)
        ]
    )


@mistake("INTEGERS-TRUNCATED")
def output_of_the_input_type(feature_map, kernel):
    kh, kw = kernel.shape
    shape = (feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1)
    output = np.zeros(shape, dtype=feature_map.dtype)
    for i in range(shape[0]):
        for j in range(shape[1]):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake("INTEGERS-TRUNCATED")
def zeros_like_a_piece_of_the_map(feature_map, kernel):
    """Cut at every product, not only at the end."""
    kh, kw = kernel.shape
    output = np.zeros_like(feature_map[kh - 1 :, kw - 1 :])
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * kernel[a, b]
    return output


@mistake("INTEGERS-TRUNCATED")
def cast_back_to_the_input_type(feature_map, kernel):
    return _slide(feature_map, kernel).astype(feature_map.dtype)


@mistake(None)
def output_of_the_kernel_type(feature_map, kernel):
    kh, kw = kernel.shape
    shape = (feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1)
    output = np.zeros(shape, dtype=kernel.dtype)
    for i in range(shape[0]):
        for j in range(shape[1]):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake(None)
def kernel_cast_to_the_map_type(feature_map, kernel):
    return _slide(feature_map, kernel.astype(feature_map.dtype))


@mistake(None)
def half_precision(feature_map, kernel):
    return _slide(feature_map.astype(np.float16), kernel.astype(np.float16))


@mistake(None)
def eight_bytes_a_number(feature_map, kernel):
    """The bytes of a step are written as numbers, right for float64 in row order."""
    H, W = feature_map.shape
    kh, kw = kernel.shape
    windows = as_strided(feature_map, (H - kh + 1, W - kw + 1, kh, kw), (8 * W, 8, 8 * W, 8))
    return np.einsum("ijab,ab->ij", windows, kernel)


@mistake(None)
def steps_from_the_itemsize(feature_map, kernel):
    """Right for every type, but only where the rows lie one after the other in memory."""
    H, W = feature_map.shape
    kh, kw = kernel.shape
    size = feature_map.itemsize
    steps = (size * W, size, size * W, size)
    windows = as_strided(feature_map, (H - kh + 1, W - kw + 1, kh, kw), steps)
    return (windows * kernel).sum(axis=(2, 3))


@mistake(None)
def keeps_the_size_of_the_map(feature_map, kernel):
    kh, kw = kernel.shape
    output = np.zeros(feature_map.shape)
    for i in range(feature_map.shape[0] - kh + 1):
        for j in range(feature_map.shape[1] - kw + 1):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake(None)
def last_windows_left_at_zero(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh):
        for j in range(W - kw):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake(None)
def minus_two_for_every_kernel(feature_map, kernel):
    H, W = feature_map.shape
    output = np.zeros((H - 2, W - 2))
    for i in range(H - 2):
        for j in range(W - 2):
            output[i, j] = np.sum(feature_map[i : i + 3, j : j + 3] * kernel)
    return output


@mistake(None)
def kernel_subtracted_twice(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    rows, columns = H - kh + 1, W - kw + 1
    output = np.zeros((rows, columns))
    for i in range(rows - kh + 1):
        for j in range(columns - kw + 1):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


@mistake(None)
def slice_sides_swapped(feature_map, kernel):
    kh, kw = kernel.shape
    output = np.zeros((feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(feature_map[i : i + kw, j : j + kh] * kernel)
    return output


@mistake(None)
def odd_kernels_around_the_centre(feature_map, kernel):
    kh, kw = kernel.shape
    half_h, half_w = kh // 2, kw // 2
    H, W = feature_map.shape
    output = np.zeros((H - 2 * half_h, W - 2 * half_w))
    for i in range(half_h, H - half_h):
        for j in range(half_w, W - half_w):
            for a in range(-half_h, half_h + 1):
                for b in range(-half_w, half_w + 1):
                    output[i - half_h, j - half_w] += (
                        feature_map[i + a, j + b] * kernel[a + half_h, b + half_w]
                    )
    return output


@mistake(None)
def return_inside_the_outer_loop(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
        return output


@mistake(None)
def windows_do_not_overlap(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] // kh, feature_map.shape[1] // kw
    output = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = feature_map[i * kh : (i + 1) * kh, j * kw : (j + 1) * kw]
            output[i, j] = np.sum(window * kernel)
    return output


@mistake(None)
def reshaped_for_transposed(feature_map, kernel):
    """Computed column after column, then read as if it were row after row."""
    kh, kw = kernel.shape
    rows, columns = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    results = []
    for j in range(columns):
        for i in range(rows):
            results.append(np.sum(feature_map[i : i + kh, j : j + kw] * kernel))
    return np.array(results).reshape(rows, columns)


@mistake(None)
def height_for_width_in_flat_indices(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    flat = feature_map.ravel()
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += flat[(i + a) * H + j + b] * kernel[a, b]
    return output


@mistake(None)
def wraps_around_the_edge(feature_map, kernel):
    output = np.zeros(feature_map.shape)
    for (a, b), weight in np.ndenumerate(kernel):
        output += weight * np.roll(feature_map, (-a, -b), axis=(0, 1))
    return output


@mistake(None)
def pads_although_not_asked(feature_map, kernel):
    kh, kw = kernel.shape
    padded = np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)))
    return _slide(padded, kernel)


@mistake(None)
def kernel_normalised(feature_map, kernel):
    return _slide(feature_map, kernel / kernel.sum())


@mistake("RESULT-CLIPPED")
def clipped_to_pixels(feature_map, kernel):
    return np.clip(_slide(feature_map, kernel), 0, 255)


@mistake(None)
def nested_lists_returned(feature_map, kernel):
    return _slide(feature_map, kernel).tolist()


@mistake(None)
def total_never_set_back(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    total = 0
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    total += feature_map[i + a, j + b] * kernel[a, b]
            output[i, j] = total
    return output


@mistake(None)
def written_over_instead_of_added(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] = feature_map[i + a, j + b] * kernel[a, b]
    return output


@mistake(None)
def multiplies_in_the_map(feature_map, kernel):
    """A slice is a view: the next window sees the products of this one."""
    kh, kw = kernel.shape
    output = np.zeros((feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = feature_map[i : i + kh, j : j + kw]
            window *= kernel
            output[i, j] = window.sum()
    return output
