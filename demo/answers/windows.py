# NumPy shows all windows at once; einsum does the rest.
import keras
import numpy as np
from keras import layers


# %% apply_window
def apply_window(window, kernel):
    return np.einsum("ij,ij->", window, kernel)


# %% convolve2d
from numpy.lib.stride_tricks import sliding_window_view


def convolve2d(feature_map, kernel):
    return np.einsum("ijab,ab->ij", sliding_window_view(feature_map, kernel.shape), kernel)


# %% pad_same
def same_border(sizes, kernel_sizes, strides):
    sizes, kernel_sizes, strides = map(np.asarray, (sizes, kernel_sizes, strides))
    total = np.maximum(kernel_sizes - 1 - (sizes - 1) % strides, 0)
    return np.stack([total // 2, (total + 1) // 2], axis=1)


def pad_same(feature_map, kernel_size, strides=1):
    kernel_size = np.broadcast_to(kernel_size, 2)
    strides = np.broadcast_to(strides, 2)
    return np.pad(feature_map, same_border(feature_map.shape, kernel_size, strides))


# %% output_size
def output_size(input_size, kernel_size, stride=1, padding="valid"):
    return {
        "valid": (input_size - kernel_size) // stride + 1,
        "same": (input_size + stride - 1) // stride,
    }[padding.lower()]


# %% strided_convolve2d
def strided_convolve2d(feature_map, kernel, strides=1, padding="valid"):
    down, across = np.broadcast_to(strides, 2)
    if padding.lower() == "same":
        feature_map = pad_same(feature_map, kernel.shape, (down, across))
    return convolve2d(feature_map, kernel)[::down, ::across]


# %% conv2d
def conv2d(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    down, across = np.broadcast_to(strides, 2)
    if padding.lower() == "same":
        border = same_border(x.shape[1:3], kernel.shape[:2], (down, across))
        x = np.pad(x, [(0, 0), *border, (0, 0)])
    windows = sliding_window_view(x, kernel.shape[:2], axis=(1, 2))[:, ::down, ::across]
    y = np.einsum("nijcab,abcf->nijf", windows, kernel, optimize=True)
    if bias is not None:
        y = y + bias
    return activation(y) if activation else y


# %% max_pool2d
from numpy.lib.stride_tricks import sliding_window_view


def pool_windows(x, pool_size, strides, padding, fill):
    pool = np.broadcast_to(pool_size, 2)
    steps = np.broadcast_to(pool_size if strides is None else strides, 2)
    x = x.astype(float)
    if padding.lower() == "same":
        total = np.maximum(pool - 1 - (np.array(x.shape[1:3]) - 1) % steps, 0)
        border = np.stack([total // 2, total - total // 2], axis=1)
        x = np.pad(x, [(0, 0), *border, (0, 0)], constant_values=fill)
    return sliding_window_view(x, pool, axis=(1, 2))[:, :: steps[0], :: steps[1]]


def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return pool_windows(x, pool_size, strides, padding, -np.inf).max(axis=(-2, -1))


# %% average_pool2d
def average_pool2d(x, pool_size=2, strides=None, padding="valid"):
    sums = pool_windows(x, pool_size, strides, padding, 0).sum(axis=(-2, -1))
    counts = pool_windows(np.ones_like(x), pool_size, strides, padding, 0).sum(axis=(-2, -1))
    return sums / counts


# %% count_parameters
def count_parameters(kernel_size, in_channels, filters, use_bias=True):
    return int(np.prod(np.broadcast_to(kernel_size, 2)) * in_channels + use_bias) * filters


# %% build_cnn
def build_cnn():
    inputs = layers.Input((28, 28, 1), name="digit")
    x = layers.Conv2D(32, (3, 3), strides=(1, 1), padding="valid", activation="relu")(inputs)
    x = layers.MaxPool2D((2, 2))(x)
    x = layers.Conv2D(64, (3, 3), activation=keras.activations.relu)(x)
    x = layers.MaxPool2D((2, 2), strides=2)(x)
    x = layers.Conv2D(128, (3, 3), activation="relu", name="deepest")(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.Dense(units=10, activation="softmax")(x), name="lab6")


# %% prepare_images
def prepare_images(images):
    return np.expand_dims(np.float32(images) / np.float32(255), -1)


# %% compile_cnn
def compile_cnn(model):
    model.compile(
        optimizer=keras.optimizers.RMSprop(),
        loss=keras.losses.SparseCategoricalCrossentropy(),
        metrics=[keras.metrics.SparseCategoricalAccuracy()],
    )


# %% train_cnn
def train_cnn(model, images, labels, epochs=5, batch_size=64):
    history = model.fit(x=images, y=labels, batch_size=batch_size, epochs=epochs, verbose=2)
    return history


# %% relu
def relu(x):
    return np.where(x > 0, x, 0)


# %% softmax
def softmax(x):
    return np.exp(x - np.logaddexp.reduce(x, axis=-1, keepdims=True))


# %% dense
def dense(x, kernel, bias):
    return np.einsum("nk,ku->nu", x, kernel) + bias


# %% predict
def predict(weights, images):
    x = images
    for layer in range(3):
        if layer > 0:
            x = max_pool2d(x)
        x = conv2d(x, weights[2 * layer], weights[2 * layer + 1], activation=relu)
    return softmax(dense(x.reshape(x.shape[0], -1), *weights[-2:]))
