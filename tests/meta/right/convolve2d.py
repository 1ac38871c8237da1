"""Right answers to `convolve2d`."""

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _output_shape(feature_map, kernel):
    return (
        feature_map.shape[0] - kernel.shape[0] + 1,
        feature_map.shape[1] - kernel.shape[1] + 1,
    )


def four_loops(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    output = np.zeros((H - kh + 1, W - kw + 1))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * kernel[a, b]
    return output


def windows_by_slicing(feature_map, kernel):
    kh, kw = kernel.shape
    output = np.zeros(_output_shape(feature_map, kernel))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return output


def _apply_window(window, kernel):
    return np.sum(window * kernel)


def calls_apply_window(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = _output_shape(feature_map, kernel)
    output = np.empty((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = feature_map[i : i + kh, j : j + kw]
            output[i][j] = _apply_window(window, kernel)
    return output


def list_comprehension(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = _output_shape(feature_map, kernel)
    return np.array(
        [
            [np.sum(feature_map[i : i + kh, j : j + kw] * kernel) for j in range(columns)]
            for i in range(rows)
        ]
    )


def nested_lists_then_array(feature_map, kernel):
    rows, columns = _output_shape(feature_map, kernel)
    image, weights = feature_map.tolist(), kernel.tolist()
    output = []
    for i in range(rows):
        row = []
        for j in range(columns):
            total = 0
            for a, weights_row in enumerate(weights):
                for b, weight in enumerate(weights_row):
                    total += weight * image[i + a][j + b]
            row.append(total)
        output.append(row)
    return np.array(output)


def flat_list_then_reshape(feature_map, kernel):
    kh, kw = kernel.shape
    H, W = feature_map.shape
    results = []
    for top in range(H - kh + 1):
        for left in range(W - kw + 1):
            results.append((feature_map[top : top + kh, left : left + kw] * kernel).sum())
    return np.array(results).reshape(H - kh + 1, W - kw + 1)


def shifted_sums(feature_map, kernel):
    rows, columns = _output_shape(feature_map, kernel)
    output = np.zeros((rows, columns))
    for (a, b), weight in np.ndenumerate(kernel):
        output += weight * feature_map[a : a + rows, b : b + columns]
    return output


def windows_and_einsum(feature_map, kernel):
    windows = sliding_window_view(feature_map, kernel.shape)
    return np.einsum("ijab,ab->ij", windows, kernel)


def windows_and_sum(feature_map, kernel):
    return (sliding_window_view(feature_map, kernel.shape) * kernel).sum(axis=(2, 3))


def strided_view(feature_map, kernel):
    shape = _output_shape(feature_map, kernel) + kernel.shape
    windows = as_strided(feature_map, shape, feature_map.strides * 2, writeable=False)
    return np.tensordot(windows, kernel, axes=2)


def im2col(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = _output_shape(feature_map, kernel)
    matrix = np.zeros((rows * columns, kh * kw))
    for i in range(rows):
        for j in range(columns):
            matrix[i * columns + j] = feature_map[i : i + kh, j : j + kw].ravel()
    return (matrix @ kernel.ravel()).reshape(rows, columns)


def index_arrays(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = _output_shape(feature_map, kernel)
    row = np.arange(rows)[:, None, None, None] + np.arange(kh)[:, None]
    column = np.arange(columns)[:, None, None] + np.arange(kw)
    return np.sum(feature_map[row, column] * kernel, axis=(-2, -1))


def matrix_of_toeplitz(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    rows, columns = _output_shape(feature_map, kernel)
    matrix = np.zeros((rows, columns, H, W))
    for i in range(rows):
        for j in range(columns):
            matrix[i, j, i : i + kh, j : j + kw] = kernel
    return (matrix.reshape(-1, H * W) @ feature_map.reshape(-1)).reshape(rows, columns)


def fft(feature_map, kernel):
    rows, columns = _output_shape(feature_map, kernel)
    spectrum = np.fft.fft2(feature_map) * np.conj(np.fft.fft2(kernel, feature_map.shape))
    return np.real(np.fft.ifft2(spectrum))[:rows, :columns]


def np_apply_along(feature_map, kernel):
    rows, columns = _output_shape(feature_map, kernel)
    output = np.zeros((rows, columns))
    for a, weights in enumerate(kernel):
        output += np.apply_along_axis(np.correlate, 1, feature_map[a : a + rows], weights, "valid")
    return output


def true_convolution_with_turned_kernel(feature_map, kernel):
    kh, kw = kernel.shape
    turned = np.rot90(kernel, 2)
    output = np.zeros(_output_shape(feature_map, kernel))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    output[i, j] += feature_map[i + a, j + b] * turned[kh - 1 - a, kw - 1 - b]
    return output


def every_pixel_gives(feature_map, kernel):
    kh, kw = kernel.shape
    rows, columns = _output_shape(feature_map, kernel)
    output = np.zeros((rows, columns))
    for (row, column), pixel in np.ndenumerate(feature_map):
        for a in range(kh):
            for b in range(kw):
                if 0 <= row - a < rows and 0 <= column - b < columns:
                    output[row - a, column - b] += pixel * kernel[a, b]
    return output


def recursive(feature_map, kernel):
    if kernel.shape[0] > 1:
        above = recursive(feature_map[:-1], kernel[:-1])
        if kernel.shape[0] == 2:
            return above + recursive(feature_map[1:], kernel[1:])
        return above + recursive(feature_map[kernel.shape[0] - 1 :], kernel[-1:])
    columns = feature_map.shape[1] - kernel.shape[1] + 1
    return sum(kernel[0, b] * feature_map[:, b : b + columns] for b in range(kernel.shape[1]))


def while_loops(feature_map, kernel):
    kh, kw = kernel.shape
    output = np.zeros(_output_shape(feature_map, kernel))
    i = 0
    while i + kh <= feature_map.shape[0]:
        j = 0
        while j + kw <= feature_map.shape[1]:
            output[i, j] = np.vdot(feature_map[i : i + kh, j : j + kw], kernel)
            j += 1
        i += 1
    return output


def float32_throughout(feature_map, kernel):
    feature_map, kernel = feature_map.astype(np.float32), kernel.astype(np.float32)
    output = np.zeros(_output_shape(feature_map, kernel), dtype=np.float32)
    for i, j in np.ndindex(output.shape):
        window = feature_map[i : i + kernel.shape[0], j : j + kernel.shape[1]]
        output[i, j] = np.sum(window * kernel)
    return output


# As people write it


def rows_first_then_columns(feature_map, kernel):
    H, W = feature_map.shape
    kh, kw = kernel.shape
    result = []
    for top in range(H - kh + 1):
        line = []
        for left in range(W - kw + 1):
            line.append(np.sum(feature_map[top : top + kh, left : left + kw] * kernel))
        result.append(line)
    return np.array(result)


def shifted_maps_added(feature_map, kernel):
    kh, kw = kernel.shape
    rows = feature_map.shape[0] - kh + 1
    cols = feature_map.shape[1] - kw + 1
    out = np.zeros((rows, cols))
    for a in range(kh):
        for b in range(kw):
            out += kernel[a, b] * feature_map[a : a + rows, b : b + cols]
    return out


def im2col_and_dot(feature_map, kernel):
    kh, kw = kernel.shape
    rows, cols = feature_map.shape[0] - kh + 1, feature_map.shape[1] - kw + 1
    columns = np.empty((kh * kw, rows * cols))
    for place in range(rows * cols):
        i, j = divmod(place, cols)
        columns[:, place] = feature_map[i : i + kh, j : j + kw].ravel()
    return (kernel.ravel() @ columns).reshape(rows, cols)


def by_an_index_grid(feature_map, kernel):
    kh, kw = kernel.shape
    i = np.arange(feature_map.shape[0] - kh + 1)[:, None, None, None]
    j = np.arange(feature_map.shape[1] - kw + 1)[None, :, None, None]
    a = np.arange(kh)[:, None]
    return (feature_map[i + a, j + np.arange(kw)] * kernel).sum(axis=(2, 3))


def four_loops_of_floats(feature_map, kernel):
    feature_map = feature_map.astype("float64")
    (H, W), (kh, kw) = np.shape(feature_map), np.shape(kernel)
    y = np.zeros(shape=(H - kh + 1, W - kw + 1), dtype=float)
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            for a in range(kh):
                for b in range(kw):
                    y[i][j] += feature_map[i + a][j + b] * kernel[a][b]
    return y


def checked_before(feature_map, kernel):
    if feature_map.ndim != 2 or kernel.ndim != 2:
        raise ValueError("two axes each")
    shape = tuple(n - k + 1 for n, k in zip(feature_map.shape, kernel.shape, strict=True))
    out = np.ndarray(shape)
    for index in np.ndindex(shape):
        window = tuple(slice(s, s + k) for s, k in zip(index, kernel.shape, strict=True))
        out[index] = np.vdot(feature_map[window], kernel)
    return out
