"""What Keras's own layers return for the arguments of each exercise.

Every function takes what the exercise of the same name takes. Keras is imported at the first
call, since that takes seconds.

Convolution, pooling and the whole network are asked of the operations that these layers come down
to: building a layer first takes twenty times as long, and a check asks some hundred times. A test
holds that the layers return the same. They are TensorFlow's own, so that a check at home says the
same where somebody's Keras runs on JAX or has other settings.

All is computed in float64, on the CPU. It is more exact, and it is the same on every machine: which
float32 kernels TensorFlow takes depends on the processor, on one of ours a Conv2D with kernel
(1, 2) and strides (1, 2) lost a row, and a GPU rounds the factors of float32 products to 10 bits.
"""

import functools
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.truth import CPU
from autograder.truth.mnist import IMAGES_AT_ONCE, share_right
from autograder.truth.quiet import quiet_stderr

Array = npt.NDArray[Any]

IS_FIRST = "tensorflow" not in sys.modules

with quiet_stderr():
    import keras
    import tensorflow as tf
    from keras import layers

    if IS_FIRST:  # nothing here trains: a check, in its notebook, takes no memory of a GPU
        tf.config.set_visible_devices([], "GPU")

EXACT = "float64"
LAST = "channels_last"
"""Whatever somebody's Keras is set to."""


def run_layer(layer: keras.layers.Layer, x: Any, weights: Sequence[Any] = ()) -> Array:
    """Build a layer for `x`, give it its weights, and call it."""
    x = np.asarray(x, dtype=EXACT)
    with keras.device(CPU):
        layer.build(x.shape)
        layer.set_weights(list(weights))
        return np.asarray(layer(x))


def conv2d(
    x: Any,
    kernel: Any,
    bias: Any = None,
    strides: Any = 1,
    padding: str = "valid",
    activation: Callable[[Array], Array] | None = None,
) -> Array:
    """Convolve as ``keras.layers.Conv2D`` does; the activation is a function of an array."""
    x, kernel = np.asarray(x, dtype=EXACT), np.asarray(kernel, dtype=EXACT)
    y = _convolved(x, kernel, strides, padding)
    if bias is not None:
        y = y + np.asarray(bias, dtype=EXACT)
    return y if activation is None else activation(y)


def _convolved(x: Array, kernel: Array, strides: Any, padding: str) -> Array:
    """Run what Keras's ``Conv2D`` comes down to."""
    down, across = (strides, strides) if np.ndim(strides) == 0 else strides
    with tf.device(CPU):
        return np.asarray(tf.nn.conv2d(x, kernel, [1, down, across, 1], padding.upper()))


def strided_convolve2d(
    feature_map: Any, kernel: Any, strides: Any = 1, padding: str = "valid"
) -> Array:
    """Run ``keras.layers.Conv2D`` on one channel with one filter."""
    x = np.asarray(feature_map)[None, :, :, None]
    weights = np.asarray(kernel)[:, :, None, None]
    return conv2d(x, weights, strides=strides, padding=padding)[0, :, :, 0]


def convolve2d(feature_map: Any, kernel: Any) -> Array:
    """Run ``keras.layers.Conv2D`` as Keras does when nothing is said."""
    return strided_convolve2d(feature_map, kernel)


def apply_window(window: Any, kernel: Any) -> float:
    """Run ``keras.layers.Conv2D`` where only one window fits."""
    return float(strided_convolve2d(window, kernel)[0, 0])


def output_size(input_size: int, kernel_size: int, stride: int = 1, padding: str = "valid") -> int:
    """Look at the length of what Keras's convolution returns."""
    pixels, kernel = np.zeros((1, input_size, 1, 1)), np.zeros((kernel_size, 1, 1, 1))
    return int(_convolved(pixels, kernel, (stride, 1), padding).shape[1])


@functools.cache
def zeros(input_size: int, kernel_size: int, stride: int) -> tuple[int, int]:
    """Return the zeros that "same" puts before and after an axis, read off Keras's windows."""
    pixels = np.arange(1.0, input_size + 1).reshape(1, -1, 1, 1)
    look = np.eye(kernel_size)[:, None, None, :]
    windows = _convolved(pixels, look, (stride, 1), "same")[0, :, 0]
    return int(np.argmax(windows[0] > 0)), int(np.argmax(windows[-1][::-1] > 0))


def pad_same(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Array:
    """Put as many zeros around the map as Keras's windows see."""
    sizes = zip(
        np.shape(feature_map),
        np.broadcast_to(kernel_size, 2).tolist(),
        np.broadcast_to(strides, 2).tolist(),
        strict=True,
    )
    return np.pad(feature_map, [zeros(*size) for size in sizes])


def max_pool2d(x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid") -> Array:
    """Pool as ``keras.layers.MaxPooling2D`` does."""
    return _pooled(tf.nn.max_pool2d, x, pool_size, strides, padding)


def average_pool2d(
    x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid"
) -> Array:
    """Pool as ``keras.layers.AveragePooling2D`` does."""
    return _pooled(tf.nn.avg_pool2d, x, pool_size, strides, padding)


def _pooled(pool: Callable[..., Any], x: Any, pool_size: Any, strides: Any, padding: str) -> Array:
    """Run what Keras's pooling layers come down to.

    Of a tensor: given a NumPy array of float64, `tf.nn.max_pool2d` returns float32 from its second
    call on (TensorFlow 2.21).
    """
    with tf.device(CPU):
        pixels = tf.constant(np.asarray(x, dtype=EXACT))
        moved = pool_size if strides is None else strides
        return np.asarray(pool(pixels, pool_size, moved, padding.upper()))


def count_parameters(
    kernel_size: Any, in_channels: int, filters: int, use_bias: bool = True
) -> int:
    """Ask a built ``keras.layers.Conv2D``."""
    layer = layers.Conv2D(filters, kernel_size, data_format=LAST, use_bias=use_bias)
    with keras.device(CPU):
        layer.build((None, 64, 64, in_channels))
    return int(layer.count_params())


def prepare_images(images: Any) -> Array:
    """Run ``keras.layers.Rescaling`` and give each image its one channel."""
    with keras.device(CPU):
        rescaled = layers.Rescaling(1 / 255, dtype="float32")(np.asarray(images)[..., None])
    return np.asarray(rescaled, dtype=np.float32)


def relu(x: Any) -> Array:
    """Run ``keras.layers.ReLU``."""
    return run_layer(layers.ReLU(dtype=EXACT), x)


def softmax(x: Any) -> Array:
    """Run ``keras.layers.Softmax``."""
    return run_layer(layers.Softmax(dtype=EXACT), x)


def dense(x: Any, kernel: Any, bias: Any) -> Array:
    """Run ``keras.layers.Dense``."""
    return run_layer(layers.Dense(np.shape(kernel)[1], dtype=EXACT), x, [kernel, bias])


def predict(weights: Sequence[Any], images: Any) -> Array:
    """Run the lab's network."""
    return softmax(scores(weights, images))


def share_read(weights: Sequence[Any]) -> float:
    """Return the share of the test digits that the lab's network reads right.

    In float32, which takes half the time.
    """
    return share_right(lambda images: scores(weights, images, dtype="float32"))


def scores(weights: Sequence[Any], images: Any, has_relu: bool = True, dtype: str = EXACT) -> Array:
    """Run the lab's network up to its softmax, some hundred images at a time."""
    images = np.asarray(images, dtype=dtype)
    starts = range(0, len(images), IMAGES_AT_ONCE)
    with tf.device(CPU):
        tensors = [tf.convert_to_tensor(np.asarray(weight, dtype=dtype)) for weight in weights]
        batches = [
            np.asarray(_scores_of_batch(tensors, images[start : start + IMAGES_AT_ONCE], has_relu))
            for start in starts
        ]
    return np.concatenate(batches)


def feature_maps(weights: Sequence[Any], images: Any) -> list[Array]:
    """Return the maps after each convolution and each pooling of the lab's network."""
    with tf.device(CPU):
        images, *exact = (np.asarray(array, dtype=EXACT) for array in (images, *weights))
        return [np.asarray(block) for block in _maps(exact, images, has_relu=True)]


def _maps(weights: Sequence[Any], images: Any, has_relu: bool) -> Iterator[Any]:
    x = tf.convert_to_tensor(images)
    convolutions = weights[:-2]
    for index in range(0, len(convolutions), 2):
        if index:
            x = tf.nn.max_pool2d(x, 2, 2, "VALID")
            yield x
        x = tf.nn.conv2d(x, convolutions[index], 1, "VALID") + convolutions[index + 1]
        x = tf.nn.relu(x) if has_relu else x
        yield x


@tf.function(reduce_retracing=True, autograph=False)  # type: ignore[untyped-decorator]
def _scores_of_batch(weights: Sequence[Any], images: Any, has_relu: bool) -> Any:
    *_, last = _maps(weights, images, has_relu)
    flat = tf.reshape(last, (-1, weights[-2].shape[0]))
    return tf.matmul(flat, weights[-2]) + weights[-1]
