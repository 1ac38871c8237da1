# Right, but where the number of zeros is odd the extra one goes to the top and left.
import numpy as np


# %% pad_same
def pad_amount(n, k, s):
    out = -(-n // s)
    total = max((out - 1) * s + k - n, 0)
    after = total // 2
    return total - after, after


def pad_same(feature_map, kernel_size, strides=1):
    if isinstance(kernel_size, int):
        kernel_size = (kernel_size, kernel_size)
    if isinstance(strides, int):
        strides = (strides, strides)
    rows = pad_amount(feature_map.shape[0], kernel_size[0], strides[0])
    cols = pad_amount(feature_map.shape[1], kernel_size[1], strides[1])
    return np.pad(feature_map, (rows, cols), mode="constant")


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return -(-input_size // stride)
    return (input_size - kernel_size) // stride + 1


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    if isinstance(strides, int):
        strides = (strides, strides)
    kh, kw = kernel.shape
    if padding.lower() == "same":
        feature_map = pad_same(feature_map, (kh, kw), strides)
    H, W = feature_map.shape
    out = np.zeros((output_size(H, kh, strides[0]), output_size(W, kw, strides[1])))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            r, c = i * strides[0], j * strides[1]
            out[i, j] = np.sum(feature_map[r : r + kh, c : c + kw] * kernel)
    return out


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if isinstance(strides, int):
        strides = (strides, strides)
    kh, kw, C, F = kernel.shape
    if padding.lower() == "same":
        rows = pad_amount(x.shape[1], kh, strides[0])
        cols = pad_amount(x.shape[2], kw, strides[1])
        x = np.pad(x, ((0, 0), rows, cols, (0, 0)))
    N, H, W, _ = x.shape
    out = np.zeros((N, output_size(H, kh, strides[0]), output_size(W, kw, strides[1]), F))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            r, c = i * strides[0], j * strides[1]
            window = x[:, r : r + kh, c : c + kw]
            out[:, i, j] = np.tensordot(window, kernel, axes=([1, 2, 3], [0, 1, 2]))
    if bias is not None:
        out = out + bias
    if activation is not None:
        out = activation(out)
    return out
