"""What is timed: one layer in three ways, and the whole network in two."""

from dataclasses import dataclass

import keras
import numpy as np

from bench.timing import Contenders
from cnn_reference import conv2d, load_weights, predict, relu
from cnn_reference.mnist_cnn import from_weights
from cnn_reference.windows import sliding_windows

BATCH = 64


@dataclass(frozen=True)
class Layer:
    """A convolutional layer of the lab's network: 3×3 kernels, valid padding, stride 1."""

    size: int
    channels: int
    filters: int

    def __str__(self) -> str:
        return f"({self.size}, {self.size}, {self.channels}) → {self.filters}"


LAYERS = (Layer(28, 1, 32), Layer(13, 32, 64), Layer(5, 64, 128))


def layer_contenders(layer: Layer) -> Contenders:
    """Return the layer in NumPy and in Keras, and the matrix product that it contains."""
    random = np.random.default_rng(0)
    shape = (BATCH, layer.size, layer.size, layer.channels)
    x = random.standard_normal(shape, dtype=np.float32)
    kernel = random.standard_normal((3, 3, layer.channels, layer.filters), dtype=np.float32)
    bias = random.standard_normal(layer.filters, dtype=np.float32)

    keras_layer = keras.layers.Conv2D(layer.filters, 3, activation="relu")
    keras_layer.build(shape)
    keras_layer.set_weights([kernel, bias])
    tensor = keras.ops.convert_to_tensor(x)

    windows = sliding_windows(x, (3, 3), (1, 1), "valid", call="bench")
    matrix = kernel.reshape(-1, layer.filters)
    rows = np.ascontiguousarray(windows.transpose(0, 1, 2, 4, 5, 3)).reshape(-1, len(matrix))

    return {
        "conv2d, bias, relu": lambda: conv2d(x, kernel, bias, activation=relu),
        "Keras": lambda: keras.ops.convert_to_numpy(keras_layer(tensor)),
        "conv2d": lambda: conv2d(x, kernel),
        "matrix product": lambda: rows @ matrix,
        "conv2d, bias": lambda: conv2d(x, kernel, bias),
    }


def network_contenders() -> Contenders:
    """Return the trained network in NumPy and in Keras."""
    weights = load_weights()
    model = from_weights(weights)
    images = np.random.default_rng(0).random((BATCH, 28, 28, 1), dtype=np.float32)
    return {
        "predict": lambda: predict(weights, images),
        "predict_on_batch": lambda: model.predict_on_batch(images),
    }
