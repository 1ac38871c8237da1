# Pads pooling with zeros, so that they win over negative numbers and count in the mean.
# The network is right too, but built as a Sequential model.
import keras
import numpy as np
from keras import layers


# %% max_pool2d
def windows_of(x, pool_size, strides, padding):
    if strides is None:
        strides = pool_size
    ph, pw = (pool_size, pool_size) if isinstance(pool_size, int) else pool_size
    sh, sw = (strides, strides) if isinstance(strides, int) else strides
    H, W = x.shape[1:3]
    if padding.lower() == "same":
        rows, cols = -(-H // sh), -(-W // sw)
        p = max((rows - 1) * sh + ph - H, 0)
        q = max((cols - 1) * sw + pw - W, 0)
        x = np.pad(x, ((0, 0), (p // 2, p - p // 2), (q // 2, q - q // 2), (0, 0)))
    else:
        rows, cols = (H - ph) // sh + 1, (W - pw) // sw + 1
    return [
        [x[:, i * sh : i * sh + ph, j * sw : j * sw + pw] for j in range(cols)] for i in range(rows)
    ]


def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    windows = windows_of(x, pool_size, strides, padding)
    y = np.array([[w.max(axis=(1, 2)) for w in row] for row in windows])
    return y.transpose(2, 0, 1, 3)


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    windows = windows_of(x, pool_size, strides, padding)
    y = np.array([[w.mean(axis=(1, 2)) for w in row] for row in windows])
    return y.transpose(2, 0, 1, 3)


# %% build_cnn
def build_cnn():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(128, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
