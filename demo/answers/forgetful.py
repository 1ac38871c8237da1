# Forgets the bias, cuts results to integers, forgets the stride of pooling and the batch size.
import numpy as np


# %% convolve2d
def convolve2d(feature_map, kernel):
    kh, kw = kernel.shape
    rows = feature_map.shape[0] - kh + 1
    cols = feature_map.shape[1] - kw + 1
    out = np.zeros((rows, cols), dtype=feature_map.dtype)
    for i in range(rows):
        for j in range(cols):
            out[i, j] = np.sum(feature_map[i : i + kh, j : j + kw] * kernel)
    return out


# %% pad_same
def pad_same(feature_map, kernel_size, strides=1):
    k = np.broadcast_to(kernel_size, 2)
    s = np.broadcast_to(strides, 2)
    n = np.array(feature_map.shape)
    total = np.maximum((np.ceil(n / s).astype(int) - 1) * s + k - n, 0)
    return np.pad(feature_map, [(t // 2, t - t // 2) for t in total])


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    if padding.lower() == "same":
        return int(np.ceil(input_size / stride))
    return int(np.ceil((input_size - kernel_size + 1) / stride))


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    if padding.lower() == "same":
        feature_map = pad_same(feature_map, kernel.shape, strides)
    down, across = np.broadcast_to(strides, 2)
    return convolve2d(feature_map, kernel)[::down, ::across]


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    F = kernel.shape[-1]
    y = []
    for image in x:
        maps = []
        for f in range(F):
            channels = [
                strided_convolve2d(image[:, :, c], kernel[:, :, c, f], strides, padding)
                for c in range(image.shape[-1])
            ]
            maps.append(sum(channels))
        y.append(np.stack(maps, axis=-1))
    y = np.array(y)
    if activation is not None:
        y = activation(y)
    return y


# %% max_pool2d
def blocks(x, pool_size, padding):
    ph, pw = np.broadcast_to(pool_size, 2)
    H, W = x.shape[1:3]
    if padding.lower() == "same":
        p, q = -H % ph, -W % pw
        top, left = p // 2, q // 2
        rows, cols = (H + p) // ph, (W + q) // pw
    else:
        top = left = 0
        rows, cols = H // ph, W // pw
    for i in range(rows):
        for j in range(cols):
            r, c = i * ph - top, j * pw - left
            yield i, j, x[:, max(r, 0) : r + ph, max(c, 0) : c + pw]


def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    windows = list(blocks(x, pool_size, padding))
    rows, cols = windows[-1][0] + 1, windows[-1][1] + 1
    y = np.zeros((len(x), rows, cols, x.shape[-1]), dtype=x.dtype)
    for i, j, window in windows:
        y[:, i, j] = window.max(axis=(1, 2))
    return y


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    windows = list(blocks(x, pool_size, padding))
    rows, cols = windows[-1][0] + 1, windows[-1][1] + 1
    y = np.zeros((len(x), rows, cols, x.shape[-1]), dtype=x.dtype)
    for i, j, window in windows:
        y[:, i, j] = window.mean(axis=(1, 2))
    return y


# %% compile_cnn
def compile_cnn(model):
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


# %% train_cnn
def train_cnn(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs=epochs)
