"""Right answers to `conv2d`."""

import math

import numpy as np
from numpy.lib.stride_tricks import as_strided, sliding_window_view


def _pair(value):
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _zeros(size, kernel_size, stride):
    total = max((math.ceil(size / stride) - 1) * stride + kernel_size - size, 0)
    return total // 2, total - total // 2


def _padded(x, kernel, strides, padding):
    if padding.lower() != "same":
        return x
    down, across = _pair(strides)
    rows = _zeros(x.shape[1], kernel.shape[0], down)
    columns = _zeros(x.shape[2], kernel.shape[1], across)
    return np.pad(x, ((0, 0), rows, columns, (0, 0)))


def _output_sizes(padded, kernel, strides):
    down, across = _pair(strides)
    return (
        (padded.shape[1] - kernel.shape[0]) // down + 1,
        (padded.shape[2] - kernel.shape[1]) // across + 1,
    )


def _finished(y, bias, activation):
    if bias is not None:
        y = y + bias
    return y if activation is None else activation(y)


def seven_loops(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    N = x.shape[0]
    oh, ow = _output_sizes(x, kernel, strides)
    y = np.zeros((N, oh, ow, F))
    for n in range(N):
        for i in range(oh):
            for j in range(ow):
                for f in range(F):
                    for a in range(kh):
                        for b in range(kw):
                            for c in range(C):
                                pixel = x[n, i * down + a, j * across + b, c]
                                y[n, i, j, f] += pixel * kernel[a, b, c, f]
                    if bias is not None:
                        y[n, i, j, f] += bias[f]
    if activation is not None:
        y = activation(y)
    return y


def windows_by_slicing(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = (strides, strides) if isinstance(strides, int) else strides
    N, H, W, _ = x.shape
    kh, kw, _, F = kernel.shape
    if padding.lower() == "same":
        oh, ow = math.ceil(H / sh), math.ceil(W / sw)
        x = np.pad(x, ((0, 0), _zeros(H, kh, sh), _zeros(W, kw, sw), (0, 0)))
    else:
        oh, ow = (H - kh) // sh + 1, (W - kw) // sw + 1
    y = np.zeros((N, oh, ow, F))
    for n in range(N):
        for i in range(oh):
            for j in range(ow):
                window = x[n, i * sh : i * sh + kh, j * sw : j * sw + kw, :]
                for f in range(F):
                    y[n, i, j, f] = np.sum(window * kernel[:, :, :, f])
    if bias is not None:
        y += bias
    if activation:
        y = activation(y)
    return y


def _strided_convolve2d(feature_map, kernel, strides, padding):
    down, across = _pair(strides)
    H, W = feature_map.shape
    kh, kw = kernel.shape
    if padding.lower() == "same":
        feature_map = np.pad(feature_map, (_zeros(H, kh, down), _zeros(W, kw, across)))
        H, W = feature_map.shape
    y = np.zeros(((H - kh) // down + 1, (W - kw) // across + 1))
    for i in range(y.shape[0]):
        for j in range(y.shape[1]):
            top, left = i * down, j * across
            y[i, j] = np.sum(feature_map[top : top + kh, left : left + kw] * kernel)
    return y


def one_convolve2d_per_channel(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    images = []
    for image in x:
        maps = []
        for f in range(kernel.shape[3]):
            total = 0
            for c in range(kernel.shape[2]):
                total = total + _strided_convolve2d(
                    image[:, :, c], kernel[:, :, c, f], strides, padding
                )
            if bias is not None:
                total = total + bias[f]
            maps.append(total)
        images.append(np.stack(maps, axis=-1))
    y = np.stack(images)
    return activation(y) if activation is not None else y


def starts_from_the_bias(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if bias is None:
        bias = np.zeros(kernel.shape[3])
    x = _padded(x, kernel, strides, padding)
    y = np.tile(np.asarray(bias, dtype=float), (x.shape[0], *_output_sizes(x, kernel, strides), 1))
    for n in range(len(x)):
        for c in range(kernel.shape[2]):
            for f in range(kernel.shape[3]):
                y[n, :, :, f] += _strided_convolve2d(
                    x[n, :, :, c], kernel[:, :, c, f], strides, "valid"
                )
    return (activation or (lambda z: z))(y)


def vectorised_over_batch(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    y = np.zeros((len(x), oh, ow, F))
    for i in range(oh):
        for j in range(ow):
            windows = x[:, i * down : i * down + kh, j * across : j * across + kw, :]
            y[:, i, j, :] = np.tensordot(windows, kernel, axes=([1, 2, 3], [0, 1, 2]))
    return _finished(y, bias, activation)


def broadcast_over_filters(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    y = np.zeros((len(x), *_output_sizes(x, kernel, strides), F))
    for n, i, j in np.ndindex(*y.shape[:3]):
        window = x[n, i * down : i * down + kh, j * across : j * across + kw, :, np.newaxis]
        y[n, i, j] = (window * kernel).sum(axis=(0, 1, 2))
    return _finished(y, bias, activation)


def windows_and_einsum(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _padded(x, kernel, strides, padding)
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))[:, ::down, ::across]
    return _finished(np.einsum("nijcab,abcf->nijf", windows, kernel), bias, activation)


def strided_view(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    n, h, w, c = x.strides
    windows = as_strided(x, (len(x), oh, ow, kh, kw, C), (n, h * down, w * across, h, w, c))
    return _finished(np.tensordot(windows, kernel, axes=3), bias, activation)


def shifted_sums(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    y = np.zeros((len(x), oh, ow, kernel.shape[3]))
    for a in range(kernel.shape[0]):
        for b in range(kernel.shape[1]):
            shifted = x[:, a : a + oh * down : down, b : b + ow * across : across, :]
            y += shifted @ kernel[a, b]
    return _finished(y, bias, activation)


def im2col_per_image(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    weights = kernel.reshape(kh * kw * C, F)
    y = np.zeros((len(x), oh, ow, F))
    for n, image in enumerate(x):
        columns = np.zeros((oh * ow, kh * kw * C))
        for i in range(oh):
            for j in range(ow):
                window = image[i * down : i * down + kh, j * across : j * across + kw]
                columns[i * ow + j] = window.reshape(-1)
        y[n] = (columns @ weights).reshape(oh, ow, F)
    return _finished(y, bias, activation)


def im2col_whole_batch(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    columns = np.stack(
        [
            x[:, i * down : i * down + kh, j * across : j * across + kw].reshape(len(x), -1)
            for i in range(oh)
            for j in range(ow)
        ],
        axis=1,
    )
    y = (columns @ kernel.reshape(-1, F)).reshape(len(x), oh, ow, F)
    return _finished(y, bias, activation)


def index_arrays(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, _ = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    rows = np.arange(oh)[:, None] * down + np.arange(kh)
    columns = np.arange(ow)[:, None] * across + np.arange(kw)
    windows = x[:, rows[:, None, :, None], columns[None, :, None, :], :]
    return _finished(np.einsum("nijabc,abcf->nijf", windows, kernel), bias, activation)


def list_comprehension(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    tops = range(0, x.shape[1] - kh + 1, down)
    lefts = range(0, x.shape[2] - kw + 1, across)
    y = np.array(
        [
            [
                [
                    [
                        np.sum(image[top : top + kh, left : left + kw] * kernel[..., f])
                        for f in range(F)
                    ]
                    for left in lefts
                ]
                for top in tops
            ]
            for image in x
        ]
    )
    return _finished(y, bias, activation)


def nested_lists_then_array(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, C, F = kernel.shape
    images = _padded(x, kernel, strides, padding).tolist()
    weights = kernel.tolist()
    biases = [0] * F if bias is None else list(bias)
    result = []
    for image in images:
        rows = []
        for top in range(0, len(image) - kh + 1, down):
            row = []
            for left in range(0, len(image[0]) - kw + 1, across):
                pixel = list(biases)
                for a in range(kh):
                    for b in range(kw):
                        for c in range(C):
                            for f in range(F):
                                pixel[f] += image[top + a][left + b][c] * weights[a][b][c][f]
                row.append(pixel)
            rows.append(row)
        result.append(rows)
    y = np.array(result)
    return y if activation is None else activation(y)


def bounds_instead_of_padding(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    N, H, W, _ = x.shape
    kh, kw, _, F = kernel.shape
    if padding.lower() == "same":
        top, left = _zeros(H, kh, down)[0], _zeros(W, kw, across)[0]
        oh, ow = -(-H // down), -(-W // across)
    else:
        top, left = 0, 0
        oh, ow = (H - kh) // down + 1, (W - kw) // across + 1
    y = np.zeros((N, oh, ow, F))
    for i in range(oh):
        for j in range(ow):
            for a in range(kh):
                for b in range(kw):
                    row, column = i * down + a - top, j * across + b - left
                    if 0 <= row < H and 0 <= column < W:
                        y[:, i, j] += x[:, row, column] @ kernel[a, b]
    return _finished(y, bias, activation)


def every_pixel_gives(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    y = np.zeros((len(x), oh, ow, F))
    for row, column in np.ndindex(x.shape[1], x.shape[2]):
        for a, b in np.ndindex(kh, kw):
            i, beside_row = divmod(row - a, down)
            j, beside_column = divmod(column - b, across)
            if beside_row == beside_column == 0 and 0 <= i < oh and 0 <= j < ow:
                y[:, i, j] += x[:, row, column] @ kernel[a, b]
    return _finished(y, bias, activation)


def stride_one_then_every_other(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    H, W = x.shape[1:3]
    dense = np.zeros((len(x), H - kh + 1, W - kw + 1, F))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            windows = x[:, i : i + kh, j : j + kw]
            dense[:, i, j] = np.einsum("nabc,abcf->nf", windows, kernel)
    return _finished(dense[:, ::down, ::across], bias, activation)


def fft(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _padded(x, kernel, strides, padding)
    sizes = x.shape[1:3]
    of_images = np.fft.rfft2(x, axes=(1, 2))
    of_kernel = np.fft.rfft2(kernel, sizes, axes=(0, 1)).conj()
    dense = np.fft.irfft2(np.einsum("nuvc,uvcf->nuvf", of_images, of_kernel), sizes, axes=(1, 2))
    last_row, last_column = sizes[0] - kernel.shape[0], sizes[1] - kernel.shape[1]
    return _finished(dense[:, : last_row + 1 : down, : last_column + 1 : across], bias, activation)


def matrix_of_toeplitz(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    matrix = np.zeros((*x.shape[1:], oh, ow, F))
    for i, j in np.ndindex(oh, ow):
        matrix[i * down : i * down + kh, j * across : j * across + kw, :, i, j, :] = kernel
    y = x.reshape(len(x), -1) @ matrix.reshape(-1, oh * ow * F)
    return _finished(y.reshape(len(x), oh, ow, F), bias, activation)


def np_apply_along(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, _, C, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(x, kernel, strides)
    y = np.zeros((len(x), oh, ow, F))
    for a, c, f in np.ndindex(kh, C, F):
        rows = x[:, a : a + oh * down : down, :, c]
        slid = np.apply_along_axis(np.correlate, 2, rows, kernel[a, :, c, f], "valid")
        y[..., f] += slid[:, :, ::across]
    return _finished(y, bias, activation)


def channels_first_inside(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    padded = _padded(x, kernel, strides, padding)
    oh, ow = _output_sizes(padded, kernel, strides)
    images = padded.transpose(0, 3, 1, 2)
    weights = kernel.transpose(3, 2, 0, 1)
    y = np.zeros((len(x), F, oh, ow))
    for n, f, i, j in np.ndindex(*y.shape):
        window = images[n, :, i * down : i * down + kh, j * across : j * across + kw]
        y[n, f, i, j] = np.sum(window * weights[f])
    if bias is not None:
        y += np.reshape(bias, (1, F, 1, 1))
    y = y.transpose(0, 2, 3, 1)
    return y if activation is None else activation(y)


def one_more_channel_for_the_bias(
    x, kernel, bias=None, strides=1, padding="valid", activation=None
):
    down, across = _pair(strides)
    kh, kw, _, F = kernel.shape
    x = _padded(x, kernel, strides, padding)
    if bias is not None:
        x = np.concatenate([x, np.ones((*x.shape[:3], 1))], axis=3)
        one_more = np.zeros((kh, kw, 1, F))
        one_more[0, 0, 0] = bias
        kernel = np.concatenate([kernel, one_more], axis=2)
    windows = sliding_window_view(x, (kh, kw), axis=(1, 2))[:, ::down, ::across]
    y = np.tensordot(windows, kernel, axes=([4, 5, 3], [0, 1, 2]))
    return y if activation is None else activation(y)


def recursive(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if activation is not None:
        return activation(recursive(x, kernel, bias, strides, padding))
    if bias is not None:
        return recursive(x, kernel, None, strides, padding) + bias
    if len(x) > 1:
        first = recursive(x[:1], kernel, None, strides, padding)
        return np.concatenate([first, recursive(x[1:], kernel, None, strides, padding)])
    if kernel.shape[3] > 1:
        first = recursive(x, kernel[..., :1], None, strides, padding)
        return np.concatenate([first, recursive(x, kernel[..., 1:], None, strides, padding)], 3)
    if x.shape[3] > 1:
        first = recursive(x[..., :1], kernel[:, :, :1], None, strides, padding)
        return first + recursive(x[..., 1:], kernel[:, :, 1:], None, strides, padding)
    y = _strided_convolve2d(x[0, :, :, 0], kernel[:, :, 0, 0], strides, padding)
    return y[np.newaxis, :, :, np.newaxis]


class _Convolution:
    def __init__(self, kernel, bias, strides, padding):
        self.kernel = kernel
        self.bias = np.zeros(kernel.shape[3]) if bias is None else bias
        self.strides = _pair(strides)
        self.padding = padding

    def windows(self, x):
        kh, kw = self.kernel.shape[:2]
        for i, top in enumerate(range(0, x.shape[1] - kh + 1, self.strides[0])):
            for j, left in enumerate(range(0, x.shape[2] - kw + 1, self.strides[1])):
                yield i, j, x[:, top : top + kh, left : left + kw]

    def forward(self, x):
        x = _padded(x, self.kernel, self.strides, self.padding)
        y = np.zeros((len(x), *_output_sizes(x, self.kernel, self.strides), len(self.bias)))
        for i, j, window in self.windows(x):
            y[:, i, j] = np.einsum("nabc,abcf->nf", window, self.kernel) + self.bias
        return y


def object_with_forward(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = _Convolution(kernel, bias, strides, padding).forward(x)
    return y if activation is None else activation(y)


def float32_throughout(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _padded(x, kernel, strides, padding).astype(np.float32)
    kernel = kernel.astype(np.float32)
    oh, ow = _output_sizes(x, kernel, strides)
    y = np.zeros((len(x), oh, ow, kernel.shape[3]), np.float32)
    for a, b in np.ndindex(*kernel.shape[:2]):
        y += x[:, a : a + oh * down : down, b : b + ow * across : across] @ kernel[a, b]
    return _finished(y, None if bias is None else np.float32(bias), activation)


# As people write it


def _same(x, kernel, down, across):
    """Pad as "same" asks for, in small letters."""
    rows, columns = (
        _zeros(x.shape[1], kernel.shape[0], down),
        _zeros(x.shape[2], kernel.shape[1], across),
    )
    return np.pad(x, ((0, 0), rows, columns, (0, 0)), mode="constant")


def lower_case_alone(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = (strides, strides) if isinstance(strides, int) else strides
    if padding == "same":
        x = _same(x, kernel, sh, sw)
    N, H, W, _ = x.shape
    kh, kw, _, F = kernel.shape
    out = np.zeros((N, (H - kh) // sh + 1, (W - kw) // sw + 1, F))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            window = x[:, i * sh : i * sh + kh, j * sw : j * sw + kw, :]
            for f in range(F):
                out[:, i, j, f] = np.sum(window * kernel[:, :, :, f], axis=(1, 2, 3))
    if bias is not None:
        out = out + bias
    if activation is not None:
        out = activation(out)
    return out


def refuses_other_words(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    if padding == "same":
        x = _same(x, kernel, down, across)
    elif padding != "valid":
        raise ValueError("padding is either valid or same")
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))[:, ::down, ::across]
    return _finished(np.einsum("nijcab,abcf->nijf", windows, kernel), bias, activation)


def im2col_by_images(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _same(x, kernel, down, across) if padding == "same" else x
    kh, kw, C, F = kernel.shape
    rows, columns = _output_sizes(x, kernel, (down, across))
    weights = kernel.reshape(kh * kw * C, F)
    results = []
    for image in x:
        patches = np.zeros((rows * columns, kh * kw * C))
        for i in range(rows):
            for j in range(columns):
                patch = image[i * down : i * down + kh, j * across : j * across + kw]
                patches[i * columns + j] = patch.reshape(-1)
        results.append((patches @ weights).reshape(rows, columns, F))
    return _finished(np.stack(results), bias, activation)


class _Layer:
    def __init__(self, kernel, bias, strides, padding, activation):
        self.W, self.b, self.padding, self.activation = kernel, bias, padding, activation
        self.stride_h, self.stride_w = _pair(strides)

    def forward(self, images):
        if self.padding == "same":
            images = _same(images, self.W, self.stride_h, self.stride_w)
        kh, kw, _, filters = self.W.shape
        rows, columns = _output_sizes(images, self.W, (self.stride_h, self.stride_w))
        z = np.zeros((images.shape[0], rows, columns, filters))
        for i in range(rows):
            top = i * self.stride_h
            for j in range(columns):
                left = j * self.stride_w
                window = images[:, top : top + kh, left : left + kw]
                z[:, i, j] = np.tensordot(window, self.W, axes=([1, 2, 3], [0, 1, 2]))
        z = z if self.b is None else z + self.b.reshape(1, 1, 1, -1)
        return self.activation(z) if self.activation else z


def helper_class(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    return _Layer(kernel, bias, strides, padding, activation).forward(x)


def transposed_there_and_back(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = _pair(strides)
    x = _same(x, kernel, down, across) if padding == "same" else x
    images, weights = x.transpose(0, 3, 1, 2), kernel.transpose(3, 2, 0, 1)
    F, C, kh, kw = weights.shape
    rows, columns = _output_sizes(x, kernel, (down, across))
    y = np.zeros((len(images), F, rows, columns))
    for n in range(len(images)):
        for f in range(F):
            for i in range(rows):
                for j in range(columns):
                    window = images[n, :, i * down : i * down + kh, j * across : j * across + kw]
                    y[n, f, i, j] = (window * weights[f]).sum()
    return _finished(y.transpose(0, 2, 3, 1), bias, activation)


def typed_and_guarded(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if not isinstance(x, np.ndarray) or x.ndim != 4:
        raise TypeError("x must be (N, H, W, C)")
    if kernel.shape[2] != x.shape[3]:
        raise ValueError("the channels differ")
    if bias is not None and bias.shape != (kernel.shape[3],):
        raise ValueError("one bias for each filter")
    down, across = (int(s) for s in _pair(strides))
    if padding == "same":
        x = _same(x, kernel, down, across)
    kh, kw = kernel.shape[0], kernel.shape[1]
    rows, columns = _output_sizes(x, kernel, (down, across))
    y = np.zeros((x.shape[0], rows, columns, kernel.shape[3]), dtype=np.float64)
    for a in range(kh):
        for b in range(kw):
            taken = x[
                :, a : a + (rows - 1) * down + 1 : down, b : b + (columns - 1) * across + 1 : across
            ]
            y += taken @ kernel[a, b]
    return _finished(y, bias, activation)


def one_image_at_a_time(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    def one(image):
        y = np.zeros((rows, columns, F))
        for f in range(F):
            for c in range(C):
                for i in range(rows):
                    for j in range(columns):
                        part = image[i * sh : i * sh + kh, j * sw : j * sw + kw, c]
                        y[i, j, f] += np.sum(part * kernel[:, :, c, f])
        return y

    sh, sw = _pair(strides)
    if padding == "same":
        x = _same(x, kernel, sh, sw)
    kh, kw, C, F = kernel.shape
    rows, columns = _output_sizes(x, kernel, (sh, sw))
    return _finished(np.array([one(image) for image in x]), bias, activation)


def bias_as_start(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = _pair(strides)
    if padding == "same":
        x = _same(x, kernel, sh, sw)
    kh, kw, _, F = kernel.shape
    rows, columns = _output_sizes(x, kernel, (sh, sw))
    y = np.zeros((len(x), rows, columns, F)) + (np.zeros(F) if bias is None else bias)
    for n, i, j in np.ndindex(len(x), rows, columns):
        y[n, i, j] += np.tensordot(x[n, i * sh : i * sh + kh, j * sw : j * sw + kw], kernel, 3)
    return y if activation is None else activation(y)


def padding_by_assignment(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    sh, sw = strides if isinstance(strides, (tuple, list)) else (strides, strides)
    N, H, W, C = x.shape
    kh, kw, _, F = kernel.shape
    top = left = 0
    rows, columns = (H - kh) // sh + 1, (W - kw) // sw + 1
    bigger = x
    if padding == "same":
        rows, columns = (H + sh - 1) // sh, (W + sw - 1) // sw
        more_h, more_w = max((rows - 1) * sh + kh - H, 0), max((columns - 1) * sw + kw - W, 0)
        top, left = more_h // 2, more_w // 2
        bigger = np.zeros((N, H + more_h, W + more_w, C))
        bigger[:, top : top + H, left : left + W, :] = x
    y = np.empty((N, rows, columns, F))
    for i in range(rows):
        for j in range(columns):
            window = bigger[:, i * sh : i * sh + kh, j * sw : j * sw + kw].reshape(N, -1)
            y[:, i, j] = window.dot(kernel.reshape(-1, F))
    return _finished(y, bias, activation)
