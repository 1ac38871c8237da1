# Moves the whole map under each weight of the kernel, and adds up.
import numpy as np


# %% apply_window
def apply_window(window, kernel):
    return sum(w * k for w, k in zip(window.flat, kernel.flat))


# %% convolve2d
def convolve2d(feature_map, kernel):
    kh, kw = kernel.shape
    rows = feature_map.shape[0] - kh + 1
    cols = feature_map.shape[1] - kw + 1
    out = 0
    for (a, b), weight in np.ndenumerate(kernel):
        out = out + weight * feature_map[a : a + rows, b : b + cols]
    return out


# %% pad_same
def pad_axis(x, axis, k, s):
    n = x.shape[axis]
    total = max((n - 1) // s * s + k - n, 0)
    shape = list(x.shape)
    shape[axis] = total // 2
    before = np.zeros(shape)
    shape[axis] = total - total // 2
    after = np.zeros(shape)
    return np.concatenate([before, x, after], axis=axis)


def pad_same(feature_map, kernel_size, strides=1):
    kh, kw = kernel_size if isinstance(kernel_size, (tuple, list)) else [kernel_size] * 2
    down, across = strides if isinstance(strides, (tuple, list)) else [strides] * 2
    return pad_axis(pad_axis(feature_map, 0, kh, down), 1, kw, across)


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    if padding.upper() == "SAME":
        return len(range(0, input_size, stride))
    return len(range(0, input_size - kernel_size + 1, stride))


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    y = conv2d(feature_map[None, ..., None], kernel[..., None, None], None, strides, padding)
    return y[0, ..., 0]


def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = strides if isinstance(strides, (tuple, list)) else [strides] * 2
    kh, kw = kernel.shape[:2]
    if padding.upper() == "SAME":
        x = pad_axis(pad_axis(x, 1, kh, down), 2, kw, across)
    rows = output_size(x.shape[1], kh, down)
    cols = output_size(x.shape[2], kw, across)
    y = np.zeros((len(x), rows, cols, kernel.shape[-1]))
    for a in range(kh):
        for b in range(kw):
            y += x[:, a::down, b::across][:, :rows, :cols] @ kernel[a, b]
    if bias is not None:
        y += bias
    if activation is not None:
        return activation(y)
    return y


# %% conv2d
conv2d  # already written above, strided_convolve2d needs it


# %% max_pool2d
def shifted(x, pool_size, strides, padding):
    "Yields for each place in the window what lies there in all windows; NaN is outside."
    ph, pw = pool_size if isinstance(pool_size, (tuple, list)) else [pool_size] * 2
    strides = pool_size if strides is None else strides
    down, across = strides if isinstance(strides, (tuple, list)) else [strides] * 2
    N, H, W, C = x.shape
    if padding.upper() == "SAME":
        rows, cols = len(range(0, H, down)), len(range(0, W, across))
    else:
        rows, cols = len(range(0, H - ph + 1, down)), len(range(0, W - pw + 1, across))
    top = max((rows - 1) * down + ph - H, 0) // 2 if padding.upper() == "SAME" else 0
    left = max((cols - 1) * across + pw - W, 0) // 2 if padding.upper() == "SAME" else 0
    big = np.full((N, H + ph + down, W + pw + across, C), np.nan)
    big[:, top : top + H, left : left + W] = x
    for a in range(ph):
        for b in range(pw):
            yield big[:, a::down, b::across][:, :rows, :cols]


def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    best = -np.inf
    for part in shifted(x, pool_size, strides, padding):
        best = np.fmax(best, part)
    return best


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    total = count = 0
    for part in shifted(x, pool_size, strides, padding):
        total = total + np.nan_to_num(part)
        count = count + ~np.isnan(part)
    return total / count


# %% count_parameters
def count_parameters(kernel_size, in_channels, filters, use_bias=True):
    kernel = np.zeros(np.broadcast_to(kernel_size, 2).tolist() + [in_channels, filters])
    bias = np.zeros(filters if use_bias else 0)
    return kernel.size + bias.size


# %% relu
def relu(x):
    y = x.copy()
    y[y < 0] = 0
    return y


# %% softmax
def softmax(x):
    shifted = np.moveaxis(x, -1, 0)
    shifted = np.exp(shifted - shifted.max(axis=0))
    return np.moveaxis(shifted / shifted.sum(axis=0), 0, -1)


# %% dense
def dense(x, kernel, bias):
    y = np.tile(np.array(bias, dtype=float), (len(x), 1))
    for k, weights in enumerate(kernel):
        y += x[:, k : k + 1] * weights
    return y
