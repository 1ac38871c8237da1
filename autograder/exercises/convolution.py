"""Notebook `1_convolution`: 28 of its 40 points, for one channel and one filter."""

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import (
    eighths,
    geometries,
    large,
    ramp,
    top_left,
    transposed,
)
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6/1_convolution"


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
            (call(ramp(3, 3), top_left(3, 3)), call(eighths(1, 3, 3), eighths(2, 3, 3))),
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
                call(np.arange(9).reshape(3, 3) - 4, eighths(3436, 3, 3)),
                call(eighths(8, 3, 3), np.arange(9).reshape(3, 3) - 3),
                call(large(9, 3, 3), transposed(eighths(10, 3, 3))),
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
            (call(ramp(5, 5), top_left(3, 3)), call(eighths(11, 5, 5), eighths(12, 3, 3))),
            "Output pixel (i, j) belongs to the window whose top left pixel is (i, j).",
        ),
        Case(
            "maps that are not square",
            2,
            (
                call(ramp(4, 6), top_left(3, 3)),
                call(eighths(13, 7, 4), eighths(14, 3, 3)),
            ),
            "Work out the number of rows from H and kh, the number of columns from W and kw.",
        ),
        Case(
            "kernels that are not square, or even",
            2,
            (
                call(ramp(5, 5), top_left(2, 3)),
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
            "everything together, any kind of numbers, arguments unchanged",
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
            "everything together, any kind of numbers, arguments unchanged",
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
            'With "same" the kernel does not matter: count the windows that begin on the input.',
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
                call(ramp(4, 5), top_left(3, 2)),
                call(eighths(41, 5, 4), eighths(42, 2, 3)),
                call(eighths(59, 5, 6), eighths(60, 3, 3)),
            ),
            "This is convolve2d: call it, or start from its loops.",
        ),
        Case(
            "strides",
            1.5,
            (
                call(ramp(7, 7), top_left(3, 3), strides=2),
                call(ramp(6, 8), top_left(2, 3), strides=3),
                call(eighths(43, 6, 7), eighths(44, 3, 2), 2, "valid"),
            ),
            "The window of output pixel (i, j) begins at row i * stride, column j * stride.",
        ),
        Case(
            "different strides down and across",
            1,
            (
                call(ramp(6, 7), top_left(3, 3), strides=(1, 2)),
                call(eighths(45, 7, 6), eighths(46, 2, 3), strides=(3, 1)),
            ),
            "Take the pair apart: the first stride goes down the rows, the second one across.",
        ),
        Case(
            '"same" padding, stride 1',
            1.5,
            (
                call(ramp(4, 5), top_left(3, 3), padding="same"),
                call(ramp(4, 4), top_left(2, 4), padding="same"),
                call(eighths(47, 5, 4), eighths(48, 4, 2), padding="same"),
            ),
            "Pad with your pad_same first; then nothing else changes.",
        ),
        Case(
            '"same" padding with strides',
            1.5,
            (
                call(ramp(6, 6), top_left(3, 3), strides=2, padding="same"),
                call(ramp(7, 5), top_left(4, 3), strides=3, padding="same"),
                call(eighths(49, 5, 7), eighths(50, 3, 4), strides=2, padding="same"),
                call(eighths(52, 6, 7), eighths(53, 1, 2), strides=4, padding="same"),
                call(eighths(54, 2, 3), eighths(55, 4, 5), strides=2, padding="same"),
                *(
                    call(eighths(120, *size), eighths(121, *kernel), strides[0], "same")
                    for size, kernel, strides in geometries(20, strides=(2, 3, 4))
                ),
            ),
            "The number of zeros depends on the stride: hand it to pad_same.",
        ),
        Case(
            "everything together, any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(20).reshape(4, 5), eighths(51, 3, 2), padding="same"),
                call(eighths(56, 4, 5), np.array([[1, -2], [3, 0]])),
                call(transposed(large(57, 5, 6)).astype(np.float32), eighths(58, 2, 3)),
                call(eighths(122, 5, 7), eighths(123, 3, 4), strides=(3, 2), padding="same"),
                *(
                    call(eighths(124, *size), eighths(125, *kernel), strides, "same")
                    for size, kernel, strides in geometries(8, strides=(2, 3, 4))
                ),
            ),
            "Make the output with np.zeros, and pad a copy of the map.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (apply_window, convolve2d, pad_same, output_size, strided_convolve2d)
