# Unrolls the windows into the rows of one matrix. The helper functions stand in cells of their own.
import keras
import numpy as np
from keras import layers

# %% helpers-convolution
VALID, SAME = "valid", "same"


def both(value):
    "Make a pair of an int."
    return (value,) * 2 if np.isscalar(value) else tuple(value)


def split(size, k, s):
    total = max(k - s, 0) if size % s == 0 else max(k - size % s, 0)
    return (total // 2, total - total // 2)


def im2col(x, kh, kw, down, across):
    "(N, H, W, C) -> (N * rows * columns, kh * kw * C), and the shape of the places"
    N, H, W, C = x.shape
    rows, columns = 1 + (H - kh) // down, 1 + (W - kw) // across
    top = np.repeat(np.arange(rows) * down, columns)
    left = np.tile(np.arange(columns) * across, rows)
    r = top[:, None] + np.repeat(np.arange(kh), kw)
    c = left[:, None] + np.tile(np.arange(kw), kh)
    return x[:, r, c, :].reshape(N * rows * columns, -1), (N, rows, columns)


# %% apply_window
def apply_window(window, kernel):
    return window.ravel() @ kernel.ravel()


# %% convolve2d
def convolve2d(feature_map, kernel):
    matrix, places = im2col(feature_map[None, :, :, None], *kernel.shape, 1, 1)
    return (matrix @ kernel.ravel()).reshape(places[1:])


# %% pad_same
def pad_same(feature_map, kernel_size, strides=1):
    (kh, kw), (down, across) = both(kernel_size), both(strides)
    H, W = feature_map.shape
    (top, bottom), (left, right) = split(H, kh, down), split(W, kw, across)
    padded = np.zeros((top + H + bottom, left + W + right))
    padded[top : top + H, left : left + W] = feature_map
    return padded


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding=VALID):
    if padding.lower() == SAME:
        return int(np.ceil(input_size / stride))
    return int(np.floor((input_size - kernel_size) / stride)) + 1


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding=VALID):
    if padding.lower() == SAME:
        feature_map = pad_same(feature_map, kernel.shape, strides)
    matrix, places = im2col(feature_map[None, :, :, None], *kernel.shape, *both(strides))
    return (matrix @ kernel.ravel()).reshape(places[1:])


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding=VALID, activation=None):
    kh, kw, C, F = kernel.shape
    down, across = both(strides)
    if padding.lower() == SAME:
        border = split(x.shape[1], kh, down), split(x.shape[2], kw, across)
        x = np.pad(x, ((0, 0), *border, (0, 0)))
    matrix, places = im2col(x, kh, kw, down, across)
    y = (matrix @ kernel.reshape(-1, F)).reshape(*places, F)
    y = y if bias is None else y + bias
    return y if activation is None else activation(y)


# %% helpers-pooling
def both(value):
    return (value,) * 2 if np.isscalar(value) else tuple(value)


class Windows:
    """The windows of a pooling layer, NaN where they hang over."""

    def __init__(self, x, pool_size, strides, padding):
        ph, pw = both(pool_size)
        down, across = both(pool_size if strides is None else strides)
        x = np.array(x, dtype=float)
        N, H, W, C = x.shape
        if padding.lower() == "same":
            border = self.split(H, ph, down), self.split(W, pw, across)
            x = np.pad(x, ((0, 0), *border, (0, 0)), constant_values=np.nan)
        rows = (x.shape[1] - ph) // down + 1
        columns = (x.shape[2] - pw) // across + 1
        r = (np.arange(rows) * down)[:, None, None, None] + np.arange(ph)[:, None]
        c = (np.arange(columns) * across)[:, None, None] + np.arange(pw)
        self.columns = x[:, r, c, :].reshape(N, rows, columns, ph * pw, C)

    @staticmethod
    def split(size, k, s):
        total = max((-(-size // s) - 1) * s + k - size, 0)
        return (total // 2, total - total // 2)


# %% max_pool2d
def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return np.nanmax(Windows(x, pool_size, strides, padding).columns, axis=3)


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return np.nanmean(Windows(x, pool_size, strides, padding).columns, axis=3)


# %% build_cnn
def build_cnn():
    def block(x, filters):
        return layers.Conv2D(filters=filters, kernel_size=3, activation="relu")(x)

    inputs = keras.Input((28, 28, 1))
    pool = layers.MaxPooling2D
    x = block(pool()(block(pool()(block(inputs, 32)), 64)), 128)
    outputs = layers.Dense(10, "softmax")(layers.Flatten()(x))
    return keras.Model(inputs, outputs)


# %% prepare_images
def prepare_images(images):
    prepared = images.reshape(-1, 28, 28, 1).astype(np.float32)
    prepared /= 255.0
    return prepared


# %% relu
def relu(x):
    return x * (x > 0)


# %% softmax
def softmax(x):
    x = x - np.max(x, axis=-1)[..., None]
    return np.exp(x) / np.exp(x).sum(-1)[..., None]


# %% dense
def dense(x, kernel, bias):
    return np.dot(x, kernel) + bias[np.newaxis, :]


# %% predict
def predict(weights, images):
    k1, b1, k2, b2, k3, b3, k4, b4 = weights
    maps = max_pool2d(conv2d(images, k1, b1, activation=relu))
    maps = max_pool2d(conv2d(maps, k2, b2, activation=relu))
    maps = conv2d(maps, k3, b3, activation=relu)
    return softmax(dense(maps.reshape(len(maps), -1), k4, b4))
