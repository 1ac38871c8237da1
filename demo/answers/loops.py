# Everything by hand: loops, lists, no tricks.
import keras
import numpy as np
from keras import layers


# %% apply_window
def apply_window(window, kernel):
    total = 0
    for i in range(len(window)):
        for j in range(len(window[0])):
            total = total + window[i][j] * kernel[i][j]
    return total


# %% convolve2d
def convolve2d(feature_map, kernel):
    H = len(feature_map)
    W = len(feature_map[0])
    kh = len(kernel)
    kw = len(kernel[0])
    rows = []
    for i in range(H - kh + 1):
        row = []
        for j in range(W - kw + 1):
            total = 0
            for a in range(kh):
                for b in range(kw):
                    total += feature_map[i + a][j + b] * kernel[a][b]
            row.append(total)
        rows.append(row)
    return np.array(rows)


# %% pad_same
def zeros_for_same(size, k, s):
    # count the windows one by one
    windows = 0
    start = 0
    while start < size:
        windows += 1
        start += s
    needed = (windows - 1) * s + k - size
    if needed < 0:
        needed = 0
    before = needed // 2
    after = needed - before
    return before, after


def pad_same(feature_map, kernel_size, strides=1):
    if type(kernel_size) == int:
        kernel_size = (kernel_size, kernel_size)
    if type(strides) == int:
        strides = (strides, strides)
    H = len(feature_map)
    W = len(feature_map[0])
    top, bottom = zeros_for_same(H, kernel_size[0], strides[0])
    left, right = zeros_for_same(W, kernel_size[1], strides[1])
    padded = []
    for i in range(top + H + bottom):
        row = []
        for j in range(left + W + right):
            if top <= i < top + H and left <= j < left + W:
                row.append(feature_map[i - top][j - left])
            else:
                row.append(0)
        padded.append(row)
    return np.array(padded)


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    count = 0
    position = 0
    if padding.lower() == "same":
        while position < input_size:
            count += 1
            position += stride
    else:
        while position + kernel_size <= input_size:
            count += 1
            position += stride
    return count


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    if type(strides) == int:
        strides = (strides, strides)
    kh = len(kernel)
    kw = len(kernel[0])
    if padding.lower() == "same":
        feature_map = pad_same(feature_map, (kh, kw), strides)
    rows = []
    for i in range(0, len(feature_map) - kh + 1, strides[0]):
        row = []
        for j in range(0, len(feature_map[0]) - kw + 1, strides[1]):
            total = 0
            for a in range(kh):
                for b in range(kw):
                    total += feature_map[i + a][j + b] * kernel[a][b]
            row.append(total)
        rows.append(row)
    return np.array(rows)


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if type(strides) == int:
        strides = (strides, strides)
    N, H, W, C = x.shape
    kh, kw, _, F = kernel.shape
    top = 0
    left = 0
    if padding.lower() == "same":
        top = zeros_for_same(H, kh, strides[0])[0]
        left = zeros_for_same(W, kw, strides[1])[0]
    rows = output_size(H, kh, strides[0], padding)
    columns = output_size(W, kw, strides[1], padding)
    y = np.zeros((N, rows, columns, F))
    x = x.tolist()
    kernel = kernel.tolist()
    for n in range(N):
        for i in range(rows):
            for j in range(columns):
                for f in range(F):
                    total = 0
                    for a in range(kh):
                        for b in range(kw):
                            r = i * strides[0] + a - top
                            c = j * strides[1] + b - left
                            if r < 0 or r >= H or c < 0 or c >= W:
                                continue
                            for ch in range(C):
                                total += x[n][r][c][ch] * kernel[a][b][ch][f]
                    if bias is not None:
                        total += bias[f]
                    y[n, i, j, f] = total
    if activation is not None:
        y = activation(y)
    return y


# %% max_pool2d
import math


def border_before(size, pool, stride):
    windows = math.ceil(size / stride)
    return max((windows - 1) * stride + pool - size, 0) // 2


def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    if strides is None:
        strides = pool_size
    if type(pool_size) == int:
        pool_size = (pool_size, pool_size)
    if type(strides) == int:
        strides = (strides, strides)
    N, H, W, C = x.shape
    if padding.lower() == "same":
        top = border_before(H, pool_size[0], strides[0])
        left = border_before(W, pool_size[1], strides[1])
        rows = math.ceil(H / strides[0])
        columns = math.ceil(W / strides[1])
    else:
        top = left = 0
        rows = (H - pool_size[0]) // strides[0] + 1
        columns = (W - pool_size[1]) // strides[1] + 1
    y = np.zeros((N, rows, columns, C))
    for n in range(N):
        for i in range(rows):
            for j in range(columns):
                for c in range(C):
                    largest = None
                    for a in range(pool_size[0]):
                        for b in range(pool_size[1]):
                            r = i * strides[0] + a - top
                            s = j * strides[1] + b - left
                            if 0 <= r < H and 0 <= s < W:
                                value = x[n, r, s, c]
                                if largest is None or value > largest:
                                    largest = value
                    y[n, i, j, c] = largest
    return y


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    if strides is None:
        strides = pool_size
    if type(pool_size) == int:
        pool_size = (pool_size, pool_size)
    if type(strides) == int:
        strides = (strides, strides)
    N, H, W, C = x.shape
    if padding.lower() == "same":
        top = border_before(H, pool_size[0], strides[0])
        left = border_before(W, pool_size[1], strides[1])
        rows = math.ceil(H / strides[0])
        columns = math.ceil(W / strides[1])
    else:
        top = left = 0
        rows = (H - pool_size[0]) // strides[0] + 1
        columns = (W - pool_size[1]) // strides[1] + 1
    y = np.zeros((N, rows, columns, C))
    for n in range(N):
        for i in range(rows):
            for j in range(columns):
                for c in range(C):
                    total = 0
                    pixels = 0
                    for a in range(pool_size[0]):
                        for b in range(pool_size[1]):
                            r = i * strides[0] + a - top
                            s = j * strides[1] + b - left
                            if 0 <= r < H and 0 <= s < W:
                                total += x[n, r, s, c]
                                pixels += 1
                    y[n, i, j, c] = total / pixels
    return y


# %% count_parameters
def count_parameters(kernel_size, in_channels, filters, use_bias=True):
    if type(kernel_size) == int:
        kernel_size = (kernel_size, kernel_size)
    count = 0
    for f in range(filters):
        count += kernel_size[0] * kernel_size[1] * in_channels
        if use_bias:
            count += 1
    return count


# %% build_cnn
def build_cnn():
    inputs = keras.Input(shape=(28, 28, 1))
    x = inputs
    for filters in [32, 64]:
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(128, 3, activation="relu")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(10, activation="softmax")(x)
    return keras.Model(inputs, x)


# %% prepare_images
def prepare_images(images):
    N = len(images)
    prepared = np.zeros((N, 28, 28, 1), dtype="float32")
    for n in range(N):
        for i in range(28):
            for j in range(28):
                prepared[n, i, j, 0] = images[n, i, j] / 255
    return prepared


# %% relu
def relu(x):
    values = []
    for v in x.flatten():
        if v > 0:
            values.append(v)
        else:
            values.append(0)
    return np.array(values).reshape(x.shape)


# %% softmax
import math


def softmax(x):
    rows = x.reshape(-1, x.shape[-1])
    result = []
    for row in rows:
        largest = max(row)
        powers = [math.exp(v - largest) for v in row]
        result.append([p / sum(powers) for p in powers])
    return np.array(result).reshape(x.shape)


# %% dense
def dense(x, kernel, bias):
    y = np.zeros((len(x), len(bias)))
    for n in range(len(x)):
        for u in range(len(bias)):
            y[n, u] = bias[u]
            for k in range(x.shape[1]):
                y[n, u] += x[n, k] * kernel[k, u]
    return y


# %% predict
def predict(weights, images):
    results = []
    for image in images:
        x = image[np.newaxis]
        x = conv2d(x, weights[0], weights[1], activation=relu)
        x = max_pool2d(x)
        x = conv2d(x, weights[2], weights[3], activation=relu)
        x = max_pool2d(x)
        x = conv2d(x, weights[4], weights[5], activation=relu)
        x = softmax(dense(x.reshape(1, -1), weights[6], weights[7]))
        results.append(x[0])
    return np.array(results)
