# "Same" means k // 2 zeros on each side, whatever the kernel and the stride.
import numpy as np


# %% pad_same
def pad_same(feature_map, kernel_size, strides=1):
    kh, kw = np.broadcast_to(kernel_size, 2)
    return np.pad(feature_map, ((kh // 2, kh // 2), (kw // 2, kw // 2)))


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    p = kernel_size // 2 if padding.lower() == "same" else 0
    return (input_size + 2 * p - kernel_size) // stride + 1


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    sh, sw = np.broadcast_to(strides, 2)
    kh, kw = kernel.shape
    rows = output_size(feature_map.shape[0], kh, sh, padding)
    cols = output_size(feature_map.shape[1], kw, sw, padding)
    if padding.lower() == "same":
        feature_map = pad_same(feature_map, (kh, kw))
    y = np.zeros((rows, cols))
    for i in range(rows):
        for j in range(cols):
            y[i, j] = (feature_map[i * sh : i * sh + kh, j * sw : j * sw + kw] * kernel).sum()
    return y


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    N, C, F = x.shape[0], x.shape[3], kernel.shape[3]
    images = []
    for n in range(N):
        maps = []
        for f in range(F):
            total = 0
            for c in range(C):
                total = total + strided_convolve2d(
                    x[n, :, :, c], kernel[:, :, c, f], strides, padding
                )
            if bias is not None:
                total = total + bias[f]
            maps.append(total)
        images.append(np.stack(maps, axis=-1))
    y = np.stack(images)
    return y if activation is None else activation(y)
