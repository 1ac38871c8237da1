"""Right answers to `strided_convolve2d`."""

import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _zeros(size, kernel_size, stride):
    total = max((math.ceil(size / stride) - 1) * stride + kernel_size - size, 0)
    return total // 2, total - total // 2


def _pad_same(feature_map, kernel_size, strides):
    (kh, kw), (down, across) = _pair(kernel_size), _pair(strides)
    H, W = feature_map.shape
    return np.pad(feature_map, (_zeros(H, kh, down), _zeros(W, kw, across)))


def _padded(feature_map, kernel, strides, padding):
    if padding.lower() == "same":
        return _pad_same(feature_map, kernel.shape, strides)
    return feature_map


def _output_shape(padded, kernel, strides):
    (H, W), (kh, kw), (down, across) = padded.shape, kernel.shape, _pair(strides)
    return (H - kh) // down + 1, (W - kw) // across + 1


def pad_then_four_loops(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = _output_shape(x, kernel, strides)
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for a in range(kernel.shape[0]):
                for b in range(kernel.shape[1]):
                    y[i, j] += x[i * down + a, j * across + b] * kernel[a, b]
    return y


def windows_by_slicing(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = (strides, strides) if isinstance(strides, int) else strides
    kh, kw = kernel.shape
    H, W = feature_map.shape
    if padding.lower() == "same":
        rows, columns = -(-H // sh), -(-W // sw)
        feature_map = _pad_same(feature_map, (kh, kw), (sh, sw))
    else:
        rows, columns = (H - kh) // sh + 1, (W - kw) // sw + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = feature_map[i * sh : i * sh + kh, j * sw : j * sw + kw]
            y[i, j] = np.sum(window * kernel)
    return y


def loops_that_step_by_the_stride(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    y = []
    for top in range(0, x.shape[0] - kh + 1, down):
        row = []
        for left in range(0, x.shape[1] - kw + 1, across):
            row.append(np.sum(x[top : top + kh, left : left + kw] * kernel))
        y.append(row)
    return np.array(y)


def stride_one_then_every_other(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    dense = np.zeros((x.shape[0] - kh + 1, x.shape[1] - kw + 1))
    for i in range(dense.shape[0]):
        for j in range(dense.shape[1]):
            dense[i, j] = np.sum(x[i : i + kh, j : j + kw] * kernel)
    return dense[::down, ::across]


def bounds_instead_of_padding(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    H, W = feature_map.shape
    kh, kw = kernel.shape
    if padding.lower() == "same":
        top, left = _zeros(H, kh, down)[0], _zeros(W, kw, across)[0]
        rows, columns = math.ceil(H / down), math.ceil(W / across)
    else:
        top = left = 0
        rows, columns = (H - kh) // down + 1, (W - kw) // across + 1
    y = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            for a in range(kh):
                for b in range(kw):
                    row, column = i * down + a - top, j * across + b - left
                    if 0 <= row < H and 0 <= column < W:
                        y[i, j] += feature_map[row, column] * kernel[a, b]
    return y


def windows_and_einsum(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    windows = sliding_window_view(x, kernel.shape)[::down, ::across]
    return np.einsum("ijab,ab->ij", windows, kernel)


def strided_view(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    step_down, step_across = x.strides
    windows = as_strided(
        x,
        _output_shape(x, kernel, strides) + kernel.shape,
        (step_down * down, step_across * across, step_down, step_across),
    )
    return np.tensordot(windows, kernel, axes=([2, 3], [0, 1]))


def shifted_sums(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = _output_shape(x, kernel, strides)
    y = np.zeros((rows, columns))
    for (a, b), weight in np.ndenumerate(kernel):
        y += weight * x[a : a + rows * down : down, b : b + columns * across : across]
    return y


def im2col(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = _output_shape(x, kernel, strides)
    matrix = np.array(
        [
            x[i * down : i * down + kh, j * across : j * across + kw].flatten()
            for i in range(rows)
            for j in range(columns)
        ]
    )
    return np.dot(matrix, kernel.flatten()).reshape(rows, columns)


def index_arrays(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = _output_shape(x, kernel, strides)
    row = down * np.arange(rows)[:, None] + np.arange(kernel.shape[0])
    column = across * np.arange(columns)[:, None] + np.arange(kernel.shape[1])
    return (x[row[:, None, :, None], column[None, :, None, :]] * kernel).sum((2, 3))


def matrix_of_toeplitz(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    kh, kw = kernel.shape
    x = _padded(feature_map, kernel, strides, padding)
    rows, columns = _output_shape(x, kernel, strides)
    matrix = np.zeros((rows, columns, *x.shape))
    for i, j in np.ndindex(rows, columns):
        matrix[i, j, i * down : i * down + kh, j * across : j * across + kw] = kernel
    return np.tensordot(matrix, x, axes=2)


def fft(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    spectrum = np.fft.rfft2(x) * np.fft.rfft2(kernel, x.shape).conj()
    dense = np.fft.irfft2(spectrum, x.shape)
    return dense[
        : x.shape[0] - kernel.shape[0] + 1 : down, : x.shape[1] - kernel.shape[1] + 1 : across
    ]


def one_row_of_the_kernel_at_a_time(feature_map, kernel, strides=1, padding="valid"):
    down, across = _pair(strides)
    x = _padded(feature_map, kernel, strides, padding)
    tops = range(0, x.shape[0] - kernel.shape[0] + 1, down)
    return np.array(
        [
            sum(np.correlate(x[top + a], kernel[a], "valid") for a in range(len(kernel)))[::across]
            for top in tops
        ]
    )


def recursive(feature_map, kernel, strides=1, padding="valid"):
    if padding.lower() == "same":
        return recursive(_pad_same(feature_map, kernel.shape, strides), kernel, strides)
    down, across = _pair(strides)
    kh, kw = kernel.shape
    first_row = [
        np.sum(feature_map[:kh, left : left + kw] * kernel)
        for left in range(0, feature_map.shape[1] - kw + 1, across)
    ]
    rest = feature_map[down:]
    if len(rest) < kh:
        return np.array([first_row])
    return np.vstack([first_row, recursive(rest, kernel, strides)])


def float32_throughout(feature_map, kernel, strides=1, padding="valid"):
    kernel = kernel.astype(np.float32)
    down, across = _pair(strides)
    x = _padded(feature_map.astype(np.float32), kernel, strides, padding)
    y = np.zeros(_output_shape(x, kernel, strides), np.float32)
    for i, j in np.ndindex(y.shape):
        top, left = i * down, j * across
        y[i, j] = np.sum(x[top : top + kernel.shape[0], left : left + kernel.shape[1]] * kernel)
    return y


# As people write it


def lower_case_alone(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = (strides, strides) if isinstance(strides, int) else strides
    kh, kw = kernel.shape
    if padding == "same":
        H, W = feature_map.shape
        ph = max((math.ceil(H / sh) - 1) * sh + kh - H, 0)
        pw = max((math.ceil(W / sw) - 1) * sw + kw - W, 0)
        feature_map = np.pad(
            feature_map, ((ph // 2, ph - ph // 2), (pw // 2, pw - pw // 2)), mode="constant"
        )
    H, W = feature_map.shape
    out = np.zeros(((H - kh) // sh + 1, (W - kw) // sw + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(feature_map[i * sh : i * sh + kh, j * sw : j * sw + kw] * kernel)
    return out


def refuses_other_words(feature_map, kernel, strides=1, padding="valid"):
    if padding == "same":
        feature_map = _pad_same(feature_map, kernel.shape, strides)
    elif padding != "valid":
        raise ValueError(f"padding must be 'valid' or 'same', not {padding!r}")
    down, across = _pair(strides)
    windows = sliding_window_view(feature_map, kernel.shape)[::down, ::across]
    return np.tensordot(windows, kernel, 2)


def range_by_the_stride(feature_map, kernel, strides=1, padding="valid"):
    x = _pad_same(feature_map, kernel.shape, strides) if padding == "same" else feature_map
    (sh, sw), (kh, kw) = _pair(strides), kernel.shape
    rows = []
    for top in range(0, x.shape[0] - kh + 1, sh):
        rows.append(
            [
                (x[top : top + kh, left : left + kw] * kernel).sum()
                for left in range(0, x.shape[1] - kw + 1, sw)
            ]
        )
    return np.array(rows)


def output_index_by_division(feature_map, kernel, strides=1, padding="valid"):
    x = _pad_same(feature_map, kernel.shape, strides) if padding == "same" else feature_map
    (sh, sw), (kh, kw) = _pair(strides), kernel.shape
    out = np.zeros(_output_shape(x, kernel, strides))
    for i in range(0, x.shape[0] - kh + 1, sh):
        for j in range(0, x.shape[1] - kw + 1, sw):
            out[i // sh, j // sw] = np.sum(x[i : i + kh, j : j + kw] * kernel)
    return out


class _Convolution:
    def __init__(self, kernel, strides, padding):
        self.kernel = kernel
        self.strides = _pair(strides)
        self.same = padding == "same"

    def __call__(self, x):
        if self.same:
            x = _pad_same(x, self.kernel.shape, self.strides)
        return self.columns(x) @ self.kernel.ravel()

    def columns(self, x):
        (rows, columns), (kh, kw) = _output_shape(x, self.kernel, self.strides), self.kernel.shape
        down, across = self.strides
        taken = np.zeros((rows, columns, kh * kw))
        for i in range(rows):
            for j in range(columns):
                top, left = i * down, j * across
                taken[i, j] = x[top : top + kh, left : left + kw].flatten()
        return taken


def helper_class_with_im2col(feature_map, kernel, strides=1, padding="valid"):
    return _Convolution(kernel, strides, padding)(feature_map)


def every_place_then_every_nth(feature_map, kernel, strides=1, padding="valid"):
    assert padding in ("valid", "same")
    sh, sw = _pair(strides)
    if padding == "same":
        feature_map = _pad_same(feature_map, kernel.shape, (sh, sw))
    kh, kw = kernel.shape
    H, W = feature_map.shape
    full = np.zeros((H - kh + 1, W - kw + 1))
    for a in range(kh):
        for b in range(kw):
            full = full + feature_map[a : H - kh + 1 + a, b : W - kw + 1 + b] * kernel[a, b]
    return full[::sh, ::sw]
