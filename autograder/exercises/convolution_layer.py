"""Notebook `1_convolution`: 12 of its 40 points, for `conv2d`, the whole layer."""

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import (
    Array,
    eighths,
    geometries,
    large,
    positive,
    ramp,
    top_left,
    transposed,
)
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6/1_convolution"


def _kernel(height: int, width: int) -> Array:
    return top_left(height, width)[:, :, None, None]


def _picks(height: int, width: int, channels: int) -> Array:
    """Return the kernel of one filter that picks the first pixel of its window in each channel.

    So a result can be added up by eye.
    """
    kernel = np.zeros((height, width, channels, 1))
    kernel[0, 0] = 1
    return kernel


def below_largest(y: Array) -> Array:
    """Stand for an activation that looks at all filters of a pixel, as softmax does."""
    return np.asarray(y - y.max(axis=-1, keepdims=True))


def halved_square(y: Array) -> Array:
    """Stand for an activation that tells before from after the bias, and is not relu."""
    return y * y / 2 - 1


conv2d = Exercise(
    name="conv2d",
    signature='(x, kernel, bias=None, strides=1, padding="valid", activation=None)',
    hidden_axes={"x": "N..C", "kernel": "..CF", "bias": "F"},
    window=SlidingWindow(
        "x", "NHWC", kernel="kernel", kernel_axes="HWCF", strides="strides", padding="padding"
    ),
    misconceptions=of_exercise("conv2d"),
    expected=keras_says("conv2d"),
    cases=(
        Case(
            "one channel, one filter",
            1.5,
            (
                call(ramp(1, 4, 5, 1), _kernel(3, 2)),
                call(positive(61, 1, 5, 4, 1), positive(62, 2, 3, 1, 1)),
                call(positive(63, 1, 3, 4, 1), positive(64, 1, 1, 1, 1)),
                call(positive(99, 1, 5, 6, 1), positive(100, 3, 3, 1, 1)),
            ),
            "x[0, :, :, 0] and kernel[:, :, 0, 0] are the map and the kernel of convolve2d.",
        ),
        Case(
            "channels are added up",
            2,
            (
                call(ramp(1, 4, 4, 2), positive(65, 2, 2, 2, 1)),
                call(positive(66, 1, 4, 5, 3), positive(67, 3, 2, 3, 1)),
                call(positive(103, 1, 3, 3, 4), positive(104, 1, 2, 4, 1)),
            ),
            "Each channel has a kernel of its own; the results of all channels are added.",
        ),
        Case(
            "filters make the output's channels",
            1.5,
            (
                call(ramp(1, 3, 4, 1), positive(68, 2, 2, 1, 3)),
                call(positive(69, 1, 5, 4, 1), positive(70, 2, 3, 1, 4)),
            ),
            "Output channel f comes from kernel[:, :, :, f] alone.",
        ),
        Case(
            "a batch of images",
            1,
            (call(positive(71, 3, 4, 5, 1), positive(72, 2, 2, 1, 1)),),
            "Do the same for every image of the batch: x[0], x[1], …",
        ),
        Case(
            "bias",
            1,
            (
                call(ramp(1, 3, 4, 2), _picks(2, 2, 2), bias=np.array([10.0])),
                call(positive(76, 1, 4, 5, 3), positive(77, 3, 2, 3, 2), positive(78, 2)),
            ),
            "Add bias[f] once to every pixel of output f, after everything else is summed.",
        ),
        Case(
            "activation, after the bias",
            1,
            (
                call(
                    eighths(79, 1, 4, 5, 1),
                    eighths(80, 2, 2, 1, 3),
                    bias=eighths(81, 3),
                    activation=halved_square,
                ),
                call(eighths(101, 1, 3, 4, 1), eighths(102, 2, 2, 1, 3), activation=below_largest),
                call(eighths(82, 1, 4, 4, 1), eighths(83, 3, 3, 1, 1), activation=halved_square),
                call(eighths(108, 1, 3, 4, 1), eighths(109, 2, 2, 1, 1)),
            ),
            "Call activation(y) last, on the whole output, and only if it is not None.",
        ),
        Case(
            "strides",
            1,
            (
                call(ramp(1, 7, 7, 1), _kernel(3, 3), strides=2),
                call(ramp(1, 6, 8, 1), _kernel(2, 3), strides=3),
            ),
            "The window of output pixel (i, j) begins at row i * stride, column j * stride.",
        ),
        Case(
            "different strides down and across",
            0.5,
            (
                call(ramp(1, 6, 7, 1), _kernel(2, 3), strides=(3, 1)),
                call(positive(84, 1, 5, 8, 1), positive(85, 2, 3, 1, 1), strides=(1, 3)),
            ),
            "Take the pair apart: the first stride goes down the rows, the second one across.",
        ),
        Case(
            '"same" padding, stride 1',
            1,
            (
                call(ramp(1, 4, 5, 1), _kernel(3, 3), padding="same"),
                call(ramp(1, 4, 4, 1), _kernel(2, 4), padding="same"),
                call(positive(86, 1, 5, 4, 1), positive(87, 4, 2, 1, 1), padding="same"),
                call(positive(106, 1, 3, 4, 1), positive(107, 1, 1, 1, 1), padding="same"),
            ),
            "With stride 1 an axis needs k - 1 zeros in all, and the output keeps its size.",
        ),
        Case(
            '"same" padding with strides',
            1,
            (
                call(ramp(1, 6, 6, 1), _kernel(3, 3), strides=2, padding="same"),
                call(ramp(1, 7, 5, 1), _kernel(4, 3), strides=3, padding="same"),
                call(positive(88, 1, 5, 7, 1), positive(89, 3, 4, 1, 1), strides=2, padding="same"),
                *(
                    call(
                        positive(94, 1, *size, 1),
                        positive(95, *kernel, 1, 1),
                        None,
                        strides[0],
                        "same",
                    )
                    for size, kernel, strides in geometries(20, strides=(2, 3, 4))
                ),
            ),
            "Work out the zeros from size, kernel and stride; the odd one goes after the map.",
        ),
        Case(
            "everything together, any kind of numbers, arguments unchanged",
            0.5,
            (
                call(
                    np.arange(24).reshape(1, 4, 3, 2),
                    eighths(90, 2, 2, 2, 2),
                    bias=eighths(91, 2),
                    padding="same",
                ),
                call(eighths(96, 1, 4, 4, 2), np.arange(16).reshape(2, 2, 2, 2) - 5),
                call(
                    np.arange(9).reshape(1, 3, 3, 1),
                    np.arange(4).reshape(2, 2, 1, 1),
                    bias=eighths(105, 1),
                ),
                call(
                    transposed(large(97, 2, 4, 5, 2)).astype(np.float32),
                    eighths(98, 2, 3, 2, 2),
                    padding="valid",
                ),
                call(
                    eighths(110, 2, 5, 7, 2),
                    eighths(111, 3, 4, 2, 3),
                    eighths(112, 3),
                    (3, 2),
                    "same",
                    halved_square,
                ),
                call(eighths(113, 2, 5, 8, 2), eighths(114, 2, 3, 2, 3), strides=(1, 3)),
                call(
                    eighths(115, 2, 5, 4, 2),
                    eighths(116, 4, 2, 2, 3),
                    padding="same",
                    activation=below_largest,
                ),
                *(
                    call(eighths(117, 1, *size, 1), eighths(118, *kernel, 1, 1), None, pair, "same")
                    for size, kernel, pair in geometries(8, strides=(2, 3, 4))
                ),
            ),
            "Make the output with np.zeros, and pad a copy of x.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (conv2d,)
