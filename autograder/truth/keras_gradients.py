"""The gradients of Keras's layers for the arguments of each exercise, by ``tf.GradientTape``.

Every function takes what the exercise of the same name takes. All is computed in float64, on the
CPU, by the operations that the layers come down to, as in `keras_layers`. On the CPU the first of
several equal maxima of a window gets its gradient; a GPU may choose another one.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.truth import CPU
from autograder.truth.keras_layers import EXACT, IMAGES_AT_ONCE, LAST
from autograder.truth.quiet import quiet_stderr

with quiet_stderr():  # after `keras_layers`, which says what TensorFlow may take of a GPU
    import keras
    import tensorflow as tf

__all__ = [
    "conv2d_backward",
    "dense_backward",
    "max_pool2d_backward",
    "mistaken_gradients",
    "relu_backward",
    "small_digits",
    "softmax_cross_entropy",
    "train_step",
]

Array = npt.NDArray[Any]


def _gradients(
    layer: Callable[..., Any], arguments: Sequence[Any], dy: Any = None
) -> tuple[float, tuple[Array, ...]]:
    """Return the sum of what a layer returns, and the gradients by its arguments.

    `dy` is the gradient by its result; where there is none, the result is the loss.
    """
    with tf.device(CPU):
        given = [tf.constant(np.asarray(argument, dtype=EXACT)) for argument in arguments]
        upstream = None if dy is None else tf.constant(np.asarray(dy, dtype=EXACT))
        with tf.GradientTape() as tape:
            for argument in given:
                tape.watch(argument)
            y = layer(*given)
        found = tape.gradient(y, given, output_gradients=upstream)
        return float(tf.reduce_sum(y)), tuple(np.array(gradient) for gradient in found)


def relu_backward(dy: Any, x: Any) -> Array:
    """Return the gradient of ``keras.layers.ReLU``."""
    return _gradients(keras.ops.relu, [x], dy)[1][0]


def dense_backward(dy: Any, x: Any, kernel: Any) -> tuple[Array, ...]:
    """Return the gradients of ``keras.layers.Dense``, by its input, kernel and bias."""
    bias = np.zeros(np.shape(kernel)[1])
    return _gradients(lambda x, k, b: keras.ops.matmul(x, k) + b, [x, kernel, bias], dy)[1]


def softmax_cross_entropy(scores: Any, labels: Any) -> tuple[float, Array]:
    """Return ``keras.losses.SparseCategoricalCrossentropy`` of scores, and its gradient."""
    loss, (dscores,) = _gradients(lambda scores: _cross_entropy(scores, labels), [scores])
    return loss, dscores


def _cross_entropy(scores: Any, labels: Any) -> Any:
    labels = tf.constant(np.asarray(labels, dtype=np.int64))
    return tf.reduce_mean(
        keras.ops.sparse_categorical_crossentropy(labels, scores, from_logits=True)
    )


def conv2d_backward(
    dy: Any, x: Any, kernel: Any, strides: Any = 1, padding: str = "valid"
) -> tuple[Array, ...]:
    """Return the gradients of ``keras.layers.Conv2D``, by its input, kernel and bias."""
    down, across = (strides, strides) if np.ndim(strides) == 0 else strides
    steps, border = [1, int(down), int(across), 1], padding.upper()
    return _gradients(
        lambda x, kernel, bias: tf.nn.conv2d(x, kernel, steps, border) + bias,
        [x, kernel, np.zeros(np.shape(kernel)[3])],
        dy,
    )[1]


def max_pool2d_backward(
    dy: Any, x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid"
) -> Array:
    """Return the gradient of ``keras.layers.MaxPooling2D``."""
    return _gradients(
        lambda x: keras.ops.max_pool(x, pool_size, strides, padding.lower(), LAST), [x], dy
    )[1][0]


def train_step(
    parameters: Sequence[Any], images: Any, labels: Any, learning_rate: float
) -> tuple[list[Array], float]:
    """Take one step of ``keras.optimizers.SGD`` with the small network."""
    loss, gradients = mistaken_gradients(parameters, images, labels)
    pairs = zip(parameters, gradients, strict=True)
    return [np.asarray(one, dtype=EXACT) - learning_rate * by for one, by in pairs], loss


def mistaken_gradients(
    parameters: Sequence[Any],
    images: Any,
    labels: Any,
    kernels: Sequence[Any] = (None, None, None),
    relus: Sequence[str] = ("relu", "relu"),
    scores: str = "as they are",
) -> tuple[float, tuple[Array, ...]]:
    """Return the loss of the small network, and its gradients by the parameters.

    Parameters
    ----------
    parameters, images, labels
        As for `train_step`.
    kernels : three arrays
        What stands in for the kernels, the dense one last, where a gradient goes back to the input
        of a layer; None for the kernel itself.
    relus : two of {"relu", "none", "open"}
        ``"none"``: left out, there and back; ``"open"``: the gradient passes everywhere.
    scores : {"as they are", "softmax", "softmax, forward", "relu", "relu, forward"}
        What is made of the scores before the loss; if only forward, the gradient passes.
    """

    def loss_of(*given: Any) -> Any:
        found = _small_scores(given, np.asarray(images, dtype=EXACT), kernels, relus)
        return _cross_entropy(_SCORES[scores](found), labels)

    return _gradients(loss_of, parameters)


def _small_scores(
    parameters: Sequence[Any],
    images: Any,
    kernels: Sequence[Any] = (None, None, None),
    relus: Sequence[str] = ("relu", "relu"),
) -> Any:
    """Run convolution, relu and pooling for each pair of a kernel and a bias, then a dense layer.

    The last two parameters are the dense layer's.
    """
    x = keras.ops.convert_to_tensor(images)
    *convolutions, kernel, bias = parameters
    for layer, relu in enumerate(relus):
        weights, added = convolutions[2 * layer : 2 * layer + 2]
        x = _by_another(_convolved, x, weights, kernels[layer]) + added
        x = keras.ops.max_pool(_RELUS[relu](x), 2, data_format=LAST)
    x = keras.ops.reshape(x, (len(images), -1))
    return _by_another(keras.ops.matmul, x, kernel, kernels[-1]) + bias


def _convolved(x: Any, kernel: Any) -> Any:
    return keras.ops.conv(x, kernel, data_format=LAST)


def _by_another(layer: Callable[..., Any], x: Any, kernel: Any, other: Any) -> Any:
    """Run a layer whose gradient by x goes back by another kernel, if there is one."""
    if other is None:
        return layer(x, kernel)
    still = keras.ops.stop_gradient
    by_x = layer(x, tf.constant(np.asarray(other, dtype=EXACT)))
    return by_x - still(by_x) + layer(still(x), kernel)


def _forward_alone(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let the gradient pass as if there were no such function."""
    return lambda x: x + keras.ops.stop_gradient(function(x) - x)


def _as_it_is(x: Any) -> Any:
    return x


def _softmax(x: Any) -> Any:
    return 1 * keras.ops.softmax(
        x
    )  # the bare result remembers its scores, and the loss takes those


_RELUS: dict[str, Callable[[Any], Any]] = {
    "relu": keras.ops.relu,
    "none": _as_it_is,
    "open": _forward_alone(keras.ops.relu),
}
_SCORES: dict[str, Callable[[Any], Any]] = {
    "as they are": _as_it_is,
    "softmax": _softmax,
    "softmax, forward": _forward_alone(_softmax),
    "relu": keras.ops.relu,
    "relu, forward": _forward_alone(keras.ops.relu),
}


def small_digits(parameters: Sequence[Any], images: Any) -> Array:
    """Tell which digits the small network reads, in float32, which takes half the time."""
    with keras.device(CPU):
        exact = [keras.ops.convert_to_tensor(one, dtype="float32") for one in parameters]
        images = np.asarray(images, dtype=np.float32)
        batches = [
            np.asarray(_small_scores(exact, images[start : start + IMAGES_AT_ONCE])).argmax(axis=1)
            for start in range(0, len(images), IMAGES_AT_ONCE)
        ]
    return np.concatenate(batches)
