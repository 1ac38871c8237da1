"""The solution of the lab: a small CNN in NumPy, as Keras computes it.

Images are `(N, H, W, C)`, kernels `(kh, kw, C, F)`; the names are Keras's. The network of the
lab in Keras itself stands in `cnn_reference.mnist_cnn`, so that importing this package never
imports Keras.
"""

from cnn_reference.backward import (
    conv2d_backward,
    dense_backward,
    max_pool2d_backward,
    relu_backward,
    softmax_cross_entropy,
)
from cnn_reference.classifier import dense, relu, softmax
from cnn_reference.convolution import (
    apply_window,
    conv2d,
    convolve2d,
    pad_same,
    strided_convolve2d,
)
from cnn_reference.geometry import count_parameters, output_size, same_padding
from cnn_reference.network import (
    TRAINED_WEIGHTS,
    load_weights,
    predict,
    prepare_images,
)
from cnn_reference.pooling import average_pool2d, max_pool2d
from cnn_reference.training import train_step
from mnist_data import load_mnist

__all__ = [
    "TRAINED_WEIGHTS",
    "apply_window",
    "average_pool2d",
    "conv2d",
    "conv2d_backward",
    "convolve2d",
    "count_parameters",
    "dense",
    "dense_backward",
    "load_mnist",
    "load_weights",
    "max_pool2d",
    "max_pool2d_backward",
    "output_size",
    "pad_same",
    "predict",
    "prepare_images",
    "relu",
    "relu_backward",
    "same_padding",
    "softmax",
    "softmax_cross_entropy",
    "strided_convolve2d",
    "train_step",
]
