"""Notebook `1_convolution`: 40 points."""

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
    transposed,
)
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6/1_convolution"


def _top_left(height: int, width: int) -> Array:
    """Return a kernel that picks the first pixel of its window, and weighs the last one little."""
    kernel = np.zeros((height, width))
    kernel[-1, -1] = 0.125
    kernel[0, 0] = 1
    return kernel


apply_window = Exercise(
    name="apply_window",
    signature="(window, kernel)",
    hidden_axes={"window": "..", "kernel": ".."},
    window=SlidingWindow("window", kernel="kernel"),
    misconceptions=of_exercise("apply_window"),
    result="number",
    expected=keras_says("apply_window"),
    cases=(
        Case(
            "3×3 windows",
            1.5,
            (call(ramp(3, 3), _top_left(3, 3)), call(eighths(1, 3, 3), eighths(2, 3, 3))),
            "Multiply the two arrays element by element, then add up all the products.",
        ),
        Case(
            "windows of other shapes",
            1,
            (
                call(ramp(2, 3), ramp(2, 3)),
                call(eighths(3, 4, 2), eighths(4, 4, 2)),
                call(eighths(5, 1, 1), eighths(6, 1, 1)),
            ),
            "Let nothing in your code depend on 3×3: the two arrays just have the same shape.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.array([[1, -2], [3, 4]]), eighths(3436, 2, 2)),
                call(eighths(8, 2, 3), np.array([[1, -2, 3], [4, 0, -1]])),
                call(large(9, 2, 2), transposed(eighths(10, 2, 2))),
            ),
            "Make a new array for the products; don't write into window or kernel.",
            matches_and_leaves_arguments,
        ),
    ),
)

convolve2d = Exercise(
    name="convolve2d",
    signature="(feature_map, kernel)",
    hidden_axes={"feature_map": "..", "kernel": ".."},
    window=SlidingWindow("feature_map", kernel="kernel"),
    misconceptions=of_exercise("convolve2d"),
    expected=keras_says("convolve2d"),
    cases=(
        Case(
            "a square map under a 3×3 kernel",
            2,
            (call(ramp(5, 5), _top_left(3, 3)), call(eighths(11, 5, 5), eighths(12, 3, 3))),
            "Output pixel (i, j) belongs to the window whose top left pixel is (i, j).",
        ),
        Case(
            "maps that are not square",
            2,
            (
                call(ramp(4, 6), _top_left(3, 3)),
                call(eighths(13, 7, 4), eighths(14, 3, 3)),
            ),
            "Work out the number of rows from H and kh, the number of columns from W and kw.",
        ),
        Case(
            "kernels that are not square, or even",
            2,
            (
                call(ramp(5, 5), _top_left(2, 3)),
                call(eighths(15, 6, 6), eighths(16, 4, 1)),
                call(eighths(17, 5, 5), eighths(18, 2, 2)),
            ),
            "Cut the window with kh rows and kw columns, and don't swap the two.",
        ),
        Case(
            "a kernel of one pixel, and one as large as the map",
            0.5,
            (
                call(eighths(19, 3, 3), eighths(20, 1, 1)),
                call(eighths(21, 3, 3), eighths(22, 3, 3)),
            ),
            "H - kh + 1 rows holds for these, too: H of them, and one.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(12).reshape(3, 4), eighths(23, 2, 2)),
                call(eighths(24, 4, 5), np.array([[1, -2], [3, 0]])),
                call(eighths(27, 5, 7), eighths(28, 3, 4)),
                call(eighths(29, 3, 4), eighths(30, 3, 4)),
                call(transposed(large(25, 4, 3)).astype(np.float32), eighths(26, 2, 2)),
            ),
            "Make the output with np.zeros, which holds fractions, not with the map's own dtype.",
            matches_and_leaves_arguments,
        ),
    ),
)

pad_same = Exercise(
    name="pad_same",
    signature="(feature_map, kernel_size, strides=1)",
    hidden_axes={"feature_map": ".."},
    window=SlidingWindow(
        "feature_map", size="kernel_size", strides="strides", is_padding_only=True
    ),
    misconceptions=of_exercise("pad_same"),
    expected=keras_says("pad_same"),
    cases=(
        Case(
            "odd kernels, stride 1",
            2,
            (call(ramp(5, 5), 3), call(ramp(4, 6), 5), call(eighths(31, 3, 4), 1)),
            "With stride 1 the kernel needs kernel_size - 1 zeros on each axis, half on each side.",
        ),
        Case(
            "even kernels: the extra zero goes last",
            1.5,
            (call(ramp(3, 4), 2), call(ramp(5, 6), 4)),
            "Halve the number of zeros, rounded down, for the top and left; the rest goes after.",
        ),
        Case(
            "strides",
            2,
            (
                call(ramp(6, 6), 3, 2),
                call(ramp(7, 7), 4, strides=2),
                call(ramp(7, 7), 3, strides=3),
                call(ramp(5, 5), 2, strides=3),
                call(ramp(6, 6), 1, strides=3),
                call(ramp(7, 6), 2, strides=4),
                *(
                    call(ramp(*size), kernel[0], strides=stride[0])
                    for size, kernel, stride in geometries(12, strides=(2, 3, 4))
                ),
            ),
            "First find the number of windows; the last one must end at the last zero.",
        ),
        Case(
            "kernels and strides given as pairs",
            1,
            (
                call(ramp(5, 6), (3, 5), (2, 1)),
                call(ramp(5, 7), (3, 3), strides=(1, 2)),
                call(ramp(4, 9), (1, 5)),
            ),
            "Work out rows and columns one after the other, each with its own size and stride.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(12).reshape(3, 4), (3, 2)),
                call(transposed(large(32, 3, 4)), 2),
                call(eighths(33, 1, 1), (6, 4), strides=(1, 3)),
                *(
                    call(eighths(34, *size), kernel, stride)
                    for size, kernel, stride in geometries(12, strides=(1, 2, 3, 4))
                ),
            ),
            "Return a new array; leave feature_map as it is.",
            matches_and_leaves_arguments,
        ),
    ),
)

output_size = Exercise(
    name="output_size",
    signature='(input_size, kernel_size, stride=1, padding="valid")',
    hidden_axes={"input_size": "n"},
    misconceptions=of_exercise("output_size"),
    result="integer",
    expected=keras_says("output_size"),
    cases=(
        Case(
            "no padding, stride 1",
            1,
            (call(5, 3), call(28, 3), call(7, 7), call(9, 1), call(12, 4)),
            "Count in how many places the kernel fits: from 0 up to and with input - kernel.",
        ),
        Case(
            "no padding, larger strides",
            1,
            (call(7, 3, 2), call(6, 3, 2), call(10, 4, 3), call(5, 2, 4), call(11, 1, stride=5)),
            "Only every stride-th of the places counts, and the first one always does.",
        ),
        Case(
            '"same" padding',
            1.5,
            (
                call(5, 3, padding="same"),
                call(6, 3, 2, "same"),
                call(7, 4, 2, "same"),
                call(5, 4, 1, "same"),
                call(7, 3, 3, padding="same"),
                call(2, 5, 2, padding="same"),
            ),
            'With "same" the kernel does not matter: one window for each stride that begins.',
        ),
        Case(
            "any letter case",
            0.5,
            (
                call(6, 3, 2, "SAME"),
                call(6, 3, 2, "Valid"),
                call(7, 3, 2, "Same"),
                call(6, 2, 3, "VALID"),
            ),
            "Compare padding.lower().",
        ),
    ),
)

strided_convolve2d = Exercise(
    name="strided_convolve2d",
    signature='(feature_map, kernel, strides=1, padding="valid")',
    hidden_axes={"feature_map": "..", "kernel": ".."},
    window=SlidingWindow("feature_map", kernel="kernel", strides="strides", padding="padding"),
    misconceptions=of_exercise("strided_convolve2d"),
    expected=keras_says("strided_convolve2d"),
    cases=(
        Case(
            "no padding, stride 1",
            1,
            (
                call(ramp(4, 5), _top_left(3, 2)),
                call(eighths(41, 5, 4), eighths(42, 2, 3)),
                call(eighths(59, 5, 6), eighths(60, 3, 3)),
            ),
            "This is convolve2d: call it, or start from its loops.",
        ),
        Case(
            "strides",
            1.5,
            (
                call(ramp(7, 7), _top_left(3, 3), strides=2),
                call(ramp(6, 8), _top_left(2, 3), strides=3),
                call(eighths(43, 6, 7), eighths(44, 3, 2), 2, "VALID"),
            ),
            "The window of output pixel (i, j) begins at row i * stride, column j * stride.",
        ),
        Case(
            "different strides down and across",
            1,
            (
                call(ramp(6, 7), _top_left(3, 3), strides=(1, 2)),
                call(eighths(45, 7, 6), eighths(46, 2, 3), strides=(3, 1)),
            ),
            "Take the pair apart: the first stride goes down the rows, the second one across.",
        ),
        Case(
            '"same" padding, stride 1',
            1.5,
            (
                call(ramp(4, 5), _top_left(3, 3), padding="same"),
                call(ramp(4, 4), _top_left(2, 4), padding="same"),
                call(eighths(47, 5, 4), eighths(48, 4, 2), padding="SAME"),
            ),
            "Pad with your pad_same first; then nothing else changes.",
        ),
        Case(
            '"same" padding with strides',
            1.5,
            (
                call(ramp(6, 6), _top_left(3, 3), strides=2, padding="same"),
                call(ramp(7, 5), _top_left(4, 3), strides=(2, 3), padding="same"),
                call(eighths(49, 5, 7), eighths(50, 3, 4), strides=(3, 2), padding="Same"),
                call(eighths(52, 6, 7), eighths(53, 1, 2), strides=(4, 3), padding="same"),
                call(eighths(54, 2, 3), eighths(55, 4, 5), strides=2, padding="same"),
                *(
                    call(eighths(120, *size), eighths(121, *kernel), strides, "same")
                    for size, kernel, strides in geometries(20, strides=(2, 3, 4))
                ),
            ),
            "The number of zeros depends on the stride: hand it to pad_same.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(20).reshape(4, 5), eighths(51, 3, 2), padding="same"),
                call(eighths(56, 4, 5), np.array([[1, -2], [3, 0]])),
                call(transposed(large(57, 5, 6)).astype(np.float32), eighths(58, 2, 3)),
            ),
            "Make the output with np.zeros, and pad a copy of the map.",
            matches_and_leaves_arguments,
        ),
    ),
)


def _kernel(height: int, width: int) -> Array:
    return _top_left(height, width)[:, :, None, None]


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
                call(positive(73, 1, 4, 4, 1), positive(74, 2, 3, 1, 1), bias=positive(75, 1)),
                call(positive(76, 1, 4, 5, 3), positive(77, 3, 2, 3, 2), positive(78, 2)),
            ),
            "Add bias[f] once to every pixel of output channel f, after the channels are summed.",
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
            1.5,
            (
                call(ramp(1, 7, 7, 1), _kernel(3, 3), strides=2),
                call(ramp(1, 6, 7, 1), _kernel(2, 3), strides=(3, 1)),
                call(positive(84, 1, 5, 8, 1), positive(85, 2, 3, 1, 1), strides=(1, 3)),
            ),
            "The window of output pixel (i, j) begins at row i * down, column j * across.",
        ),
        Case(
            '"same" padding, stride 1',
            1,
            (
                call(ramp(1, 4, 5, 1), _kernel(3, 3), padding="same"),
                call(ramp(1, 4, 4, 1), _kernel(2, 4), padding="same"),
                call(positive(86, 1, 5, 4, 1), positive(87, 4, 2, 1, 1), padding="Same"),
                call(positive(106, 1, 3, 4, 1), positive(107, 1, 1, 1, 1), padding="same"),
            ),
            "Put zeros around height and width, not around the batch or the channels.",
        ),
        Case(
            '"same" padding with strides',
            1,
            (
                call(ramp(1, 6, 6, 1), _kernel(3, 3), strides=2, padding="same"),
                call(ramp(1, 7, 5, 1), _kernel(4, 3), strides=(2, 3), padding="same"),
                call(
                    positive(88, 1, 5, 7, 1),
                    positive(89, 3, 4, 1, 1),
                    strides=(3, 2),
                    padding="SAME",
                ),
                *(
                    call(
                        positive(94, 1, *size, 1),
                        positive(95, *kernel, 1, 1),
                        None,
                        strides,
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
                    padding="VALID",
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
                    padding="Same",
                    activation=below_largest,
                ),
            ),
            "Make the output with np.zeros, and pad a copy of x.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (apply_window, convolve2d, pad_same, output_size, strided_convolve2d, conv2d)
