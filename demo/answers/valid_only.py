# Stopped reading at 6.2.1: takes strides and padding, and does not use them.
import numpy as np


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    return input_size - kernel_size + 1


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    return convolve2d(feature_map, kernel)


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    N, H, W, C = x.shape
    kh, kw, C, F = kernel.shape
    y = np.zeros((N, H - kh + 1, W - kw + 1, F))
    for i in range(H - kh + 1):
        for j in range(W - kw + 1):
            for f in range(F):
                window = x[:, i : i + kh, j : j + kw, :]
                y[:, i, j, f] = (window * kernel[:, :, :, f]).sum(axis=(1, 2, 3))
    if bias is not None:
        y += bias
    if activation is not None:
        y = activation(y)
    return y


# %% max_pool2d
def pool(x, pool_size, strides, function):
    if strides is None:
        strides = pool_size
    ph, pw = (pool_size, pool_size) if isinstance(pool_size, int) else pool_size
    sh, sw = (strides, strides) if isinstance(strides, int) else strides
    N, H, W, C = x.shape
    y = np.zeros((N, (H - ph) // sh + 1, (W - pw) // sw + 1, C))
    for i in range(y.shape[1]):
        for j in range(y.shape[2]):
            window = x[:, i * sh : i * sh + ph, j * sw : j * sw + pw]
            y[:, i, j] = function(window, axis=(1, 2))
    return y


def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return pool(x, pool_size, strides, np.max)


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return pool(x, pool_size, strides, np.mean)
