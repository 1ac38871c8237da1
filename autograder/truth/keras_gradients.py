"""The gradients of Keras's layers for the arguments of each exercise, by ``tf.GradientTape``.

Every function takes what the exercise of the same name takes. All is computed in float64, on the
CPU, by TensorFlow's own operations, as in `keras_layers`. Of several equal maxima in a window, the
first one gets its gradient there; a GPU may choose another one.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.truth import CPU
from autograder.truth.keras_layers import EXACT
from autograder.truth.mnist import share_right
from autograder.truth.quiet import quiet_stderr

with quiet_stderr():  # after `keras_layers`, which says what TensorFlow may take of a GPU
    import tensorflow as tf

__all__ = [
    "conv2d_backward",
    "dense_backward",
    "max_pool2d_backward",
    "mistaken_gradients",
    "relu_backward",
    "small_share_read",
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
    return _gradients(tf.nn.relu, [x], dy)[1][0]


def dense_backward(dy: Any, x: Any, kernel: Any) -> tuple[Array, ...]:
    """Return the gradients of ``keras.layers.Dense``, by its input, kernel and bias."""
    bias = np.zeros(np.shape(kernel)[1])
    return _gradients(lambda x, k, b: tf.matmul(x, k) + b, [x, kernel, bias], dy)[1]


def softmax_cross_entropy(scores: Any, labels: Any) -> tuple[float, Array]:
    """Return ``keras.losses.SparseCategoricalCrossentropy`` of scores, and its gradient."""
    loss, (dscores,) = _gradients(lambda scores: _cross_entropy(scores, labels), [scores])
    return loss, dscores


def _cross_entropy(scores: Any, labels: Any) -> Any:
    labels = np.asarray(labels, dtype=np.int64)
    if labels.size and not 0 <= labels.min() <= labels.max() < scores.shape[1]:
        raise ValueError(f"There is no score for each label: {labels} of {scores.shape[1]}.")
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, scores))


def conv2d_backward(
    dy: Any, x: Any, kernel: Any, strides: Any = 1, padding: str = "valid"
) -> tuple[Array, ...]:
    """Return the gradients of ``keras.layers.Conv2D``, by its input, kernel and bias."""
    steps, border = _pair(strides), padding.upper()
    return _gradients(
        lambda x, kernel, bias: tf.nn.conv2d(x, kernel, steps, border) + bias,
        [x, kernel, np.zeros(np.shape(kernel)[3])],
        dy,
    )[1]


def max_pool2d_backward(
    dy: Any, x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid"
) -> Array:
    """Return the gradient of ``keras.layers.MaxPooling2D``."""
    pool = _pair(pool_size)
    steps = pool if strides is None else _pair(strides)
    border = padding.upper()
    return _gradients(lambda x: tf.nn.max_pool2d(x, pool, steps, border), [x], dy)[1][0]


def _pair(value: Any) -> list[int]:
    first, second = (value, value) if np.ndim(value) == 0 else value
    return [int(first), int(second)]


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
    x = tf.constant(images)
    *convolutions, kernel, bias = parameters
    for layer, relu in enumerate(relus):
        weights, added = convolutions[2 * layer : 2 * layer + 2]
        x = _by_another(_convolved, x, weights, kernels[layer]) + added
        x = tf.nn.max_pool2d(_RELUS[relu](x), 2, 2, "VALID")
    x = tf.reshape(x, (len(images), -1))
    return _by_another(tf.matmul, x, kernel, kernels[-1]) + bias


def _convolved(x: Any, kernel: Any) -> Any:
    return tf.nn.conv2d(x, kernel, 1, "VALID")


def _by_another(layer: Callable[..., Any], x: Any, kernel: Any, other: Any) -> Any:
    """Run a layer whose gradient by x goes back by another kernel, if there is one."""
    if other is None:
        return layer(x, kernel)
    still = tf.stop_gradient
    by_x = layer(x, tf.constant(np.asarray(other, dtype=EXACT)))
    return by_x - still(by_x) + layer(still(x), kernel)


def _forward_alone(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let the gradient pass as if there were no such function."""
    return lambda x: x + tf.stop_gradient(function(x) - x)


def _as_it_is(x: Any) -> Any:
    return x


def _softmax(x: Any) -> Any:
    return 1 * tf.nn.softmax(x)  # the bare result remembers its scores, and the loss takes those


_RELUS: dict[str, Callable[[Any], Any]] = {
    "relu": tf.nn.relu,
    "none": _as_it_is,
    "open": _forward_alone(tf.nn.relu),
}
_SCORES: dict[str, Callable[[Any], Any]] = {
    "as they are": _as_it_is,
    "softmax": tf.nn.softmax,
    "softmax, forward": _forward_alone(tf.nn.softmax),
    "relu": tf.nn.relu,
    "relu, forward": _forward_alone(tf.nn.relu),
}


def small_share_read(parameters: Sequence[Any]) -> float:
    """Return the share of the test digits that the small network reads right, in float32."""
    with tf.device(CPU):
        exact = [tf.constant(one, dtype="float32") for one in parameters]
        return share_right(lambda images: np.asarray(_small_scores(exact, images)))
