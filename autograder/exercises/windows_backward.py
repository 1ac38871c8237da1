"""Notebook `1_backward` of backpropagation: 24 of its 36 points, for what slides windows."""

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments, matches_parts
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Call, Case, Exercise, call
from autograder.vocabulary.inputs import (
    Array,
    eighths,
    large,
    positive,
    ramp,
    single,
    transposed,
)
from autograder.vocabulary.parts import Part
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6_backpropagation/1_backward"
GRADIENTS = "keras_gradients"
Pair = tuple[int, int]

VALID: tuple[tuple[Pair, Pair, Pair, Pair], ...] = (
    ((6, 4), (2, 3), (3, 1), (2, 2)),
    ((5, 6), (1, 4), (2, 3), (3, 1)),
    ((7, 3), (3, 2), (2, 4), (3, 1)),
    ((4, 7), (4, 1), (1, 3), (1, 3)),
    ((6, 5), (2, 2), (4, 3), (2, 2)),
)
SAME: tuple[tuple[Pair, Pair, Pair, Pair], ...] = (
    ((6, 5), (3, 2), (2, 3), (3, 2)),
    ((5, 6), (4, 3), (3, 4), (2, 2)),
    ((4, 6), (5, 1), (2, 4), (2, 2)),
    ((1, 5), (2, 4), (3, 2), (1, 3)),
    ((6, 3), (1, 5), (4, 2), (2, 2)),
    ((7, 2), (2, 3), (3, 3), (3, 1)),
    ((3, 4), (4, 4), (1, 3), (3, 2)),
    ((5, 5), (2, 1), (4, 2), (2, 3)),
)
"""Maps, windows, strides, and how many windows there are: what goes wrong at a border does so for
some sizes only."""


def _of_geometries(seed: int, padding: str) -> tuple[Call, ...]:
    return tuple(
        call(
            eighths(seed, 1, *windows, 1),
            eighths(seed + 1, 1, *size, 1),
            eighths(seed + 2, *kernel, 1, 1),
            strides,
            padding,
        )
        for size, kernel, strides, windows in (VALID if padding == "valid" else SAME)
    )


conv2d_backward = Exercise(
    name="conv2d_backward",
    signature='(dy, x, kernel, strides=1, padding="valid")',
    hidden_axes={"dy": "N..F", "x": "N..C", "kernel": "..CF"},
    window=SlidingWindow(
        "x",
        "NHWC",
        kernel="kernel",
        kernel_axes="HWCF",
        strides="strides",
        padding="padding",
        gradient="dy",
    ),
    misconceptions=of_exercise("conv2d_backward"),
    expected=keras_says("conv2d_backward", GRADIENTS),
    parts=(Part("dx", axes="NHWC"), Part("dkernel", axes="HWCF"), Part("dbias")),
    cases=(
        Case(
            "dbias",
            1.5,
            (
                call(ramp(1, 2, 3, 1), positive(301, 1, 3, 4, 1), positive(302, 2, 2, 1, 1)),
                call(eighths(303, 2, 2, 3, 3), eighths(304, 2, 3, 5, 1), eighths(305, 2, 3, 1, 3)),
            ),
            "Each bias is added to every number of its part of the output: add up dy there.",
            matches_parts("dbias"),
        ),
        Case(
            "dkernel: one channel, one filter",
            2,
            (
                call(single((2, 3), (0, 1)), ramp(1, 4, 5, 1), positive(306, 3, 3, 1, 1)),
                call(eighths(307, 1, 3, 3, 1), eighths(308, 1, 4, 5, 1), eighths(309, 2, 3, 1, 1)),
                call(eighths(310, 1, 3, 3, 1), eighths(311, 1, 5, 5, 1), eighths(312, 3, 3, 1, 1)),
            ),
            "Each window hands its pixels, times its number of dy, to the kernel: add them all.",
            matches_parts("dkernel"),
        ),
        Case(
            "dx: one channel, one filter",
            2.5,
            (
                call(single((2, 3), (0, 1)), positive(313, 1, 4, 5, 1), ramp(3, 3, 1, 1)),
                call(ramp(1, 2, 3, 1), positive(314, 1, 3, 5, 1), positive(315, 2, 3, 1, 1)),
                call(eighths(316, 1, 4, 3, 1), eighths(317, 1, 5, 5, 1), eighths(318, 2, 3, 1, 1)),
                call(eighths(319, 1, 3, 3, 1), eighths(320, 1, 5, 5, 1), eighths(321, 3, 3, 1, 1)),
            ),
            "Each window hands the kernel, times its number of dy, to its pixels; "
            "where windows overlap, add.",
            matches_parts("dx"),
        ),
        Case(
            "dkernel: images, channels and filters",
            1.5,
            (
                call(eighths(322, 1, 2, 3, 1), eighths(323, 1, 3, 4, 3), eighths(324, 2, 2, 3, 1)),
                call(eighths(325, 1, 2, 3, 4), eighths(326, 1, 3, 4, 1), eighths(327, 2, 2, 1, 4)),
                call(eighths(328, 3, 2, 3, 1), eighths(329, 3, 3, 4, 1), eighths(330, 2, 2, 1, 1)),
                call(eighths(331, 2, 2, 2, 3), eighths(332, 2, 3, 4, 2), eighths(333, 2, 3, 2, 3)),
            ),
            "dkernel[:, :, c, f] comes from channel c of x and filter f of dy, over all images.",
            matches_parts("dkernel"),
        ),
        Case(
            "dx: images, channels and filters",
            1.5,
            (
                call(eighths(334, 1, 2, 3, 1), eighths(335, 1, 3, 4, 3), eighths(336, 2, 2, 3, 1)),
                call(eighths(337, 1, 2, 3, 4), eighths(338, 1, 3, 4, 1), eighths(339, 2, 2, 1, 4)),
                call(eighths(340, 3, 2, 3, 1), eighths(341, 3, 3, 4, 1), eighths(342, 2, 2, 1, 1)),
                call(eighths(343, 2, 2, 2, 3), eighths(344, 2, 3, 4, 2), eighths(345, 2, 3, 2, 3)),
                call(eighths(346, 1, 2, 2, 3), eighths(347, 1, 3, 3, 3), eighths(348, 2, 2, 3, 3)),
            ),
            "Channel c of dx gets dy[..., f] times kernel[:, :, c, f], added up over the filters.",
            matches_parts("dx"),
        ),
        Case(
            "strides, and pixels that no window reaches",
            2,
            (
                call(ramp(1, 2, 2, 1), ramp(1, 5, 5, 1), positive(349, 3, 3, 1, 1), 2),
                call(
                    eighths(350, 1, 2, 3, 1), eighths(351, 1, 6, 7, 1), eighths(352, 3, 2, 1, 1), 2
                ),
                call(
                    eighths(353, 1, 2, 2, 1),
                    eighths(354, 1, 7, 6, 1),
                    eighths(355, 2, 2, 1, 1),
                    strides=3,
                ),
            ),
            "The window of dy[i, j] begins at row i * stride, column j * stride; "
            "what no window reaches keeps a 0.",
        ),
        Case(
            "different strides down and across",
            1,
            (
                call(ramp(1, 2, 3, 1), ramp(1, 5, 4, 1), positive(356, 2, 2, 1, 1), (3, 1)),
                *_of_geometries(357, "valid"),
            ),
            "Take the pair apart: the first stride goes down the rows, the second one across.",
        ),
        Case(
            '"same" padding, stride 1',
            1.5,
            (
                call(ramp(1, 3, 3, 1), ramp(1, 3, 3, 1), positive(360, 2, 2, 1, 1), padding="same"),
                call(
                    eighths(361, 1, 4, 5, 1),
                    eighths(362, 1, 4, 5, 1),
                    eighths(363, 3, 3, 1, 1),
                    padding="same",
                ),
                call(
                    eighths(364, 1, 5, 4, 1),
                    eighths(365, 1, 5, 4, 1),
                    eighths(366, 4, 2, 1, 1),
                    padding="same",
                ),
                call(
                    eighths(367, 1, 3, 4, 1),
                    eighths(368, 1, 3, 4, 1),
                    eighths(369, 1, 1, 1, 1),
                    padding="same",
                ),
            ),
            "Pad a copy of x as the layer does, work on that, and cut the border off dx again.",
        ),
        Case(
            '"same" padding with strides',
            1,
            (
                call(ramp(1, 2, 2, 1), ramp(1, 4, 4, 1), positive(370, 3, 3, 1, 1), 2, "same"),
                call(
                    eighths(371, 1, 3, 3, 1),
                    eighths(372, 1, 6, 5, 1),
                    eighths(373, 3, 4, 1, 1),
                    2,
                    "same",
                ),
                *_of_geometries(374, "same"),
            ),
            "Work out the zeros from size, kernel and stride; the odd one goes after the map.",
        ),
        Case(
            "everything together, any kind of numbers, arguments unchanged",
            0.5,
            (
                call(
                    np.arange(12).reshape(1, 2, 3, 2) - 4,
                    np.arange(24).reshape(1, 3, 4, 2),
                    np.arange(16).reshape(2, 2, 2, 2) - 5,
                ),
                call(
                    eighths(377, 2, 3, 2, 3),
                    np.arange(60).reshape(2, 5, 3, 2),
                    np.arange(36).reshape(3, 2, 2, 3) - 9,
                    2,
                    "same",
                ),
                call(
                    transposed(large(378, 2, 2, 4, 2)).astype(np.float32),
                    eighths(379, 2, 5, 4, 3),
                    transposed(eighths(380, 3, 2, 3, 2)),
                    (3, 1),
                    padding="same",
                ),
                call(
                    eighths(381, 2, 3, 2, 3),
                    eighths(382, 2, 5, 7, 2),
                    eighths(383, 3, 4, 2, 3),
                    strides=(1, 3),
                    padding="valid",
                ),
            ),
            "Make each gradient with np.zeros of its shape, and pad a copy of x.",
            matches_and_leaves_arguments,
        ),
    ),
)


def _positive(seed: int, *shape: int) -> Array:
    """Return distinct positive numbers in disorder."""
    size = int(np.prod(shape))
    return (np.random.default_rng(seed).permutation(size) + 0.25).reshape(shape)


def _mixed(seed: int, *shape: int) -> Array:
    """Return distinct numbers of both signs, in disorder."""
    return _positive(seed, *shape) - np.prod(shape) // 2


def _few(seed: int, *shape: int) -> Array:
    """Return integers of which many are equal."""
    return np.random.default_rng(seed).integers(-1, 2, shape)


def _nearly_equal(seed: int, *shape: int) -> Array:
    """Return distinct numbers that differ by little, for their size."""
    return 100_000 + _positive(seed, *shape) / 8


def _pooled(seed: int, padding: str) -> tuple[Call, ...]:
    return tuple(
        call(eighths(seed, 1, *windows, 1), -_positive(seed, 1, *size, 1), pool, strides, padding)
        for size, pool, strides, windows in (VALID if padding == "valid" else SAME)
    )


max_pool2d_backward = Exercise(
    name="max_pool2d_backward",
    signature='(dy, x, pool_size=2, strides=None, padding="valid")',
    hidden_axes={"dy": "N..C", "x": "N..C"},
    window=SlidingWindow(
        "x",
        "NHWC",
        size="pool_size",
        strides="strides",
        padding="padding",
        outside="",
        gradient="dy",
    ),
    misconceptions=of_exercise("max_pool2d_backward"),
    expected=keras_says("max_pool2d_backward", GRADIENTS),
    cases=(
        Case(
            "windows of 2×2",
            2,
            (
                call(ramp(1, 2, 2, 1), ramp(1, 4, 4, 1), 2, 2),
                call(eighths(401, 1, 2, 3, 1), _positive(402, 1, 4, 6, 1), 2, 2),
                call(eighths(403, 1, 3, 2, 1), _mixed(404, 1, 6, 4, 1), pool_size=2, strides=2),
            ),
            "The whole number of dy goes to the pixel that was the largest of its window.",
        ),
        Case(
            "images and channels stay apart",
            1.5,
            (
                call(eighths(405, 1, 2, 2, 3), _mixed(406, 1, 4, 4, 3), 2, 2),
                call(eighths(407, 3, 2, 3, 1), _mixed(408, 3, 4, 6, 1), 2, 2),
                call(eighths(409, 2, 3, 2, 3), _mixed(410, 2, 6, 4, 3), 2, 2),
            ),
            "Look for the largest pixel in each channel of each image by itself.",
        ),
        Case(
            "windows that overlap add up",
            1.5,
            (
                call(ramp(1, 3, 3, 1), _positive(411, 1, 4, 4, 1), 2, 1),
                call(eighths(412, 1, 4, 5, 1), _mixed(413, 1, 5, 6, 1), 2, 1),
                call(eighths(414, 1, 3, 2, 1), _mixed(415, 1, 7, 6, 1), pool_size=3, strides=2),
            ),
            "A pixel may be the largest of several windows: then it gets the sum, by `+=`.",
        ),
        Case(
            "strides: the pool size, or of their own; pixels that no window reaches",
            1,
            (
                call(ramp(1, 2, 2, 1), ramp(1, 5, 5, 1)),
                call(eighths(416, 1, 2, 2, 1), _mixed(417, 1, 7, 7, 1), pool_size=2, strides=4),
                call(eighths(418, 1, 2, 2, 1), _mixed(419, 1, 7, 6, 1), 3),
            ),
            "Windows begin at i * stride; only if strides is None is the stride the pool size.",
        ),
        Case(
            "windows and strides that are not square",
            0.75,
            (
                call(eighths(420, 1, 2, 3, 1), _mixed(421, 1, 6, 6, 1), (3, 2), (3, 2)),
                call(eighths(422, 1, 2, 4, 1), _mixed(423, 1, 4, 6, 1), (1, 3), (2, 1)),
                call(eighths(440, 1, 4, 2, 1), _mixed(441, 1, 4, 6, 1), (1, 3)),
                *_pooled(424, "valid"),
            ),
            "Use the first number of each pair for the rows, the second one for the columns.",
        ),
        Case(
            "of equal pixels, the first takes it all",
            1,
            (
                call(ramp(1, 2, 2, 1), np.zeros((1, 4, 4, 1)), 2, 2),
                call(eighths(425, 1, 3, 3, 1), _few(426, 1, 6, 6, 1), 2, 2),
                call(eighths(427, 2, 3, 4, 2), _few(428, 2, 4, 5, 2), 2, 1),
            ),
            "Go through the window row by row, and take the first place that holds the maximum.",
        ),
        Case(
            '"same" padding takes nothing',
            0.75,
            (
                call(ramp(1, 3, 3, 1), -ramp(1, 3, 3, 1), 2, 1, "same"),
                call(eighths(429, 1, 3, 3, 1), -_positive(430, 1, 5, 5, 1), 2, 2, padding="same"),
                *_pooled(431, "same"),
            ),
            "Pad with -np.inf, or shorten the windows at the border: a zero would beat -3.",
        ),
        Case(
            "everything together, any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(6).reshape(1, 2, 3, 1) - 2, _few(432, 1, 3, 6, 1), padding="same"),
                call(eighths(433, 2, 3, 2, 2), np.arange(80).reshape(2, 5, 4, 2), padding="same"),
                call(
                    transposed(large(434, 2, 2, 2, 2)).astype(np.float32),
                    transposed(_mixed(435, 2, 5, 4, 2)),
                    padding="valid",
                ),
                call(eighths(436, 1, 2, 3, 2), _nearly_equal(437, 1, 4, 6, 2)),
                call(eighths(442, 1, 1, 2, 1), _mixed(443, 1, 2, 4, 1), (2, 3), padding="same"),
                call(eighths(438, 2, 3, 4, 2), _few(439, 2, 6, 7, 2), (3, 2), (2, 2), "same"),
            ),
            "Make dx with np.zeros, an array of floats; -np.inf is no integer.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (conv2d_backward, max_pool2d_backward)
