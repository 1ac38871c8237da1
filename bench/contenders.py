"""What is timed: one layer in three ways, its gradients in three, and the whole network in two."""

from dataclasses import dataclass

import keras
import numpy as np
import tensorflow as tf

from bench.timing import Contenders
from cnn_reference import conv2d, conv2d_backward, load_weights, predict, relu
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
    x, kernel, bias = _drawn(layer)
    keras_layer = keras.layers.Conv2D(layer.filters, 3, activation="relu")
    keras_layer.build(x.shape)
    keras_layer.set_weights([kernel, bias])
    tensor = keras.ops.convert_to_tensor(x)

    matrix = kernel.reshape(-1, layer.filters)
    rows = _window_rows(x)
    return {
        "conv2d, bias, relu": lambda: conv2d(x, kernel, bias, activation=relu),
        "Keras": lambda: keras.ops.convert_to_numpy(keras_layer(tensor)),
        "conv2d": lambda: conv2d(x, kernel),
        "matrix product": lambda: rows @ matrix,
        "conv2d, bias": lambda: conv2d(x, kernel, bias),
    }


def gradient_contenders(layer: Layer) -> Contenders:
    """Return the layer's three gradients in NumPy and in TensorFlow, and their matrix products.

    TensorFlow's operations are called themselves: no tape, no layer, and nothing forward.
    """
    x, kernel, bias = _drawn(layer)
    dy = conv2d(x, kernel, bias)
    strides, border = [1, 1, 1, 1], "VALID"
    tensors = {
        name: tf.constant(value) for name, value in (("x", x), ("kernel", kernel), ("dy", dy))
    }

    def tensorflow() -> list[object]:
        gradients = (
            tf.raw_ops.Conv2DBackpropInput(
                input_sizes=x.shape,
                filter=tensors["kernel"],
                out_backprop=tensors["dy"],
                strides=strides,
                padding=border,
            ),
            tf.raw_ops.Conv2DBackpropFilter(
                input=tensors["x"],
                filter_sizes=kernel.shape,
                out_backprop=tensors["dy"],
                strides=strides,
                padding=border,
            ),
            tf.raw_ops.BiasAddGrad(out_backprop=tensors["dy"]),
        )
        return [gradient.numpy() for gradient in gradients]

    matrix = kernel.reshape(-1, layer.filters)
    rows, outputs = _window_rows(x), dy.reshape(-1, layer.filters)
    return {
        "conv2d_backward": lambda: conv2d_backward(dy, x, kernel),
        "TensorFlow": tensorflow,
        "matrix products": lambda: (rows.T @ outputs, outputs @ matrix.T),
    }


def _drawn(layer: Layer) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return images, a kernel and a bias."""
    random = np.random.default_rng(0)
    shapes = (
        (BATCH, layer.size, layer.size, layer.channels),
        (3, 3, layer.channels, layer.filters),
        (layer.filters,),
    )
    x, kernel, bias = (random.standard_normal(shape, dtype=np.float32) for shape in shapes)
    return x, kernel, bias


def _window_rows(x: np.ndarray) -> np.ndarray:
    """Return each 3×3 window as a row."""
    windows = sliding_windows(x, (3, 3), (1, 1), "valid", call="bench").transpose(0, 1, 2, 4, 5, 3)
    return np.ascontiguousarray(windows).reshape(-1, 9 * x.shape[-1])


def network_contenders() -> Contenders:
    """Return the trained network in NumPy and in Keras."""
    weights = load_weights()
    model = from_weights(weights)
    images = np.random.default_rng(0).random((BATCH, 28, 28, 1), dtype=np.float32)
    return {
        "predict": lambda: predict(weights, images),
        "predict_on_batch": lambda: model.predict_on_batch(images),
    }
