"""Train a small network in NumPy: six arrays, and one step of gradient descent at a time."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cnn_reference.arguments import Array, as_array
from cnn_reference.backward import (
    conv2d_backward,
    dense_backward,
    max_pool2d_backward,
    relu_backward,
    softmax_cross_entropy,
)
from cnn_reference.classifier import dense, relu
from cnn_reference.convolution import conv2d
from cnn_reference.pooling import max_pool2d

__all__ = ["PARAMETER_SHAPES", "initial_parameters", "small_scores", "train_step"]

PARAMETER_SHAPES = ((3, 3, 1, 8), (8,), (3, 3, 8, 16), (16,), (400, 10), (10,))
"""Kernel and bias of two convolutions, each with relu and max-pooling 2×2 behind it, and of a dense
layer: in Keras's order."""


def initial_parameters(seed: int = 0) -> list[Array]:
    """Draw kernels as Keras does (Glorot and Bengio 2010, uniform), with biases of 0.

    Examples
    --------
    >>> [parameter.shape for parameter in initial_parameters()] == list(PARAMETER_SHAPES)
    True
    """
    random = np.random.default_rng(seed)
    return [
        np.zeros(shape, dtype=np.float32) if len(shape) == 1 else _glorot(random, shape)
        for shape in PARAMETER_SHAPES
    ]


def _glorot(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    window = int(np.prod(shape[:-2]))
    limit = np.sqrt(6 / (window * (shape[-2] + shape[-1])))
    return random.uniform(-limit, limit, shape).astype(np.float32)


def small_scores(parameters: Sequence[Array], images: npt.ArrayLike) -> Array:
    """Return the network's scores ``(N, 10)``, before the softmax, of images ``(N, 28, 28, 1)``."""
    kernel_1, bias_1, kernel_2, bias_2, dense_kernel, dense_bias = parameters
    x = max_pool2d(conv2d(images, kernel_1, bias_1, activation=relu))
    x = max_pool2d(conv2d(x, kernel_2, bias_2, activation=relu))
    return dense(x.reshape(len(x), -1), dense_kernel, dense_bias)


def train_step(
    parameters: Sequence[Array],
    images: npt.ArrayLike,
    labels: npt.ArrayLike,
    learning_rate: float,
) -> tuple[list[Array], float]:
    """Take one step of plain gradient descent.

    Parameters
    ----------
    parameters : six arrays, with the shapes `PARAMETER_SHAPES`
    images : (N, 28, 28, 1) array, in [0, 1]
    labels : (N,) array of int
    learning_rate : float

    Returns
    -------
    parameters : list of six new arrays
    loss : float
        Before the step.

    Examples
    --------
    >>> images, labels = np.ones((2, 28, 28, 1)), np.array([3, 3])
    >>> before = initial_parameters()
    >>> after, loss = train_step(before, images, labels, learning_rate=0.1)
    >>> train_step(after, images, labels, learning_rate=0.1)[1] < loss
    True
    """
    kernel_1, bias_1, kernel_2, bias_2, dense_kernel, dense_bias = parameters
    x = as_array(images, "N, H, W, C", "train_step", "images")
    linear_1 = conv2d(x, kernel_1, bias_1)
    active_1 = relu(linear_1)
    pooled_1 = max_pool2d(active_1)
    linear_2 = conv2d(pooled_1, kernel_2, bias_2)
    active_2 = relu(linear_2)
    pooled_2 = max_pool2d(active_2)
    features = pooled_2.reshape(len(x), -1)
    loss, dy = softmax_cross_entropy(dense(features, dense_kernel, dense_bias), labels)

    dfeatures, ddense_kernel, ddense_bias = dense_backward(dy, features, dense_kernel)
    dactive_2 = max_pool2d_backward(dfeatures.reshape(pooled_2.shape), active_2)
    dpooled_1, dkernel_2, dbias_2 = conv2d_backward(
        relu_backward(dactive_2, linear_2), pooled_1, kernel_2
    )
    dactive_1 = max_pool2d_backward(dpooled_1, active_1)
    _, dkernel_1, dbias_1 = conv2d_backward(relu_backward(dactive_1, linear_1), x, kernel_1)

    gradients = (dkernel_1, dbias_1, dkernel_2, dbias_2, ddense_kernel, ddense_bias)
    stepped = [
        parameter
        - np.asarray(learning_rate * gradient, dtype=np.result_type(parameter, np.float32))
        for parameter, gradient in zip(parameters, gradients, strict=True)
    ]
    return stepped, loss
