"""Notebook `2_pooling`: 15 points."""

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import eighths, geometries, large, ramp, transposed
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6/2_pooling"

SIGNATURE = '(x, pool_size=2, strides=None, padding="valid")'
WINDOW = SlidingWindow(
    "x", "NHWC", size="pool_size", strides="strides", padding="padding", outside=""
)


def _positive(seed: int, *shape: int) -> np.ndarray:
    """Return distinct positive numbers in disorder."""
    size = int(np.prod(shape))
    return (np.random.default_rng(seed).permutation(size) + 0.25).reshape(shape)


def _mixed(seed: int, *shape: int) -> np.ndarray:
    """Return distinct numbers of both signs, in disorder, no two of one absolute value."""
    return _positive(seed, *shape) - np.prod(shape) // 2


def _negative(seed: int, *shape: int) -> np.ndarray:
    return -_positive(seed, *shape)


max_pool2d = Exercise(
    name="max_pool2d",
    signature=SIGNATURE,
    hidden_axes={"x": "N..C"},
    window=WINDOW,
    misconceptions=of_exercise("max_pool2d"),
    expected=keras_says("max_pool2d"),
    cases=(
        Case(
            "windows of 2×2",
            2,
            (
                call(ramp(1, 4, 4, 1), 2, 2),
                call(_positive(1, 1, 4, 6, 1), 2, 2),
                call(_positive(2, 1, 6, 8, 1), pool_size=2, strides=2),
            ),
            "Take the largest number of each 2×2 block.",
        ),
        Case(
            "negative numbers",
            1,
            (call(-ramp(1, 4, 4, 1), 2, 2), call(_negative(3, 1, 6, 4, 1), 2, 2)),
            "Start from the window's own numbers, not from 0.",
        ),
        Case(
            "channels and images stay apart",
            2,
            (
                call(_positive(4, 1, 4, 4, 3), 2, 2),
                call(_positive(5, 3, 4, 6, 1), 2, 2),
                call(_positive(6, 2, 6, 4, 3), 2, 2),
            ),
            "Take the maximum over the height and width of a window only.",
        ),
        Case(
            "strides: the pool size, or of their own; what is left over is dropped",
            2,
            (
                call(ramp(1, 4, 5, 1), 2, 1),
                call(_positive(2, 1, 5, 7, 1)),
                call(_positive(7, 1, 7, 7, 1), pool_size=2, strides=3),
                call(_positive(8, 1, 7, 6, 1), pool_size=3, strides=2),
                call(_positive(9, 1, 7, 7, 1), 3),
            ),
            "Windows begin at i * stride; only if strides is None is the stride the pool size.",
        ),
        Case(
            "windows and strides that are not square",
            1,
            (
                call(_positive(10, 1, 6, 6, 1), (3, 2), (3, 2)),
                call(_positive(11, 1, 5, 7, 1), pool_size=(1, 3), strides=(2, 1)),
                call(_positive(20, 1, 8, 7, 1), (4, 1), (2, 3)),
            ),
            "Use the first number of each pair for the rows, the second one for the columns.",
        ),
        Case(
            '"same" padding never wins',
            1.5,
            (
                call(-ramp(1, 3, 3, 1), 2, 1, "same"),
                call(_negative(12, 1, 5, 5, 1), 2, 2, padding="same"),
                call(_negative(13, 1, 6, 7, 1), 3, 2, padding="same"),
                *(
                    call(_negative(14, 1, *size, 1), pool[0], strides[0], "same")
                    for size, pool, strides in geometries(20, strides=(1, 2, 3, 4))
                ),
            ),
            "Pad with -np.inf, or shorten the windows at the border: a zero would beat -3.",
        ),
        Case(
            "everything together, any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(18).reshape(1, 3, 6, 1) - 9, padding="same"),
                call(transposed(large(15, 2, 5, 4, 2)).astype(np.float32), padding="valid"),
                call(_mixed(16, 2, 6, 7, 2), 3, 2, padding="same"),
                call(_mixed(17, 2, 6, 7, 2), pool_size=(1, 3), strides=(2, 1)),
                call(_mixed(18, 1, 7, 3, 2), (4, 3), (2, 1), "same"),
                call(_mixed(19, 1, 6, 4, 2), (2, 3), padding="same"),
                *(
                    call(_mixed(21, 1, *size, 1), pool, strides)
                    for size, pool, strides in geometries(12, strides=(1, 2, 3, 4), fits=True)
                ),
                *(
                    call(_mixed(22, 1, *size, 1), pool, strides, "same")
                    for size, pool, strides in geometries(8, strides=(1, 2, 3, 4))
                ),
            ),
            "Make a new array of floats for the output; -np.inf is no integer.",
            matches_and_leaves_arguments,
        ),
    ),
)

average_pool2d = Exercise(
    name="average_pool2d",
    signature=SIGNATURE,
    hidden_axes={"x": "N..C"},
    window=WINDOW,
    misconceptions=of_exercise("average_pool2d"),
    expected=keras_says("average_pool2d"),
    cases=(
        Case(
            "windows of 2×2",
            1.5,
            (call(ramp(1, 4, 4, 1), 2, 2), call(eighths(21, 2, 4, 6, 3), 2, 2)),
            "This is max_pool2d with the mean in place of the maximum.",
        ),
        Case(
            "strides: the pool size, or of their own; what is left over is dropped",
            0.5,
            (
                call(eighths(22, 1, 5, 6, 1), 2, 1),
                call(eighths(25, 1, 5, 7, 1)),
                call(eighths(34, 1, 7, 7, 1), pool_size=2, strides=3),
                call(eighths(35, 1, 7, 6, 1), 3, 2),
            ),
            "Windows begin at i * stride; only if strides is None is the stride the pool size.",
        ),
        Case(
            "windows and strides that are not square",
            0.5,
            (
                call(eighths(23, 1, 7, 6, 2), pool_size=(4, 2), strides=(1, 3)),
                call(eighths(24, 1, 7, 9, 1), (2, 4)),
                *(
                    call(eighths(33, 1, *size, 1), pool, strides)
                    for size, pool, strides in geometries(12, strides=(1, 2, 3, 4), fits=True)
                ),
            ),
            "Use the first number of each pair for the rows, the second one for the columns.",
        ),
        Case(
            '"same" padding is not counted',
            2,
            (
                call(ramp(1, 3, 3, 1), 2, 1, "same"),
                call(eighths(25, 1, 5, 5, 1), 2, 2, padding="same"),
                call(eighths(26, 1, 6, 7, 1), 4, 2, "same"),
                call(eighths(32, 1, 2, 3, 1), 3, 1, "same"),
                *(
                    call(eighths(28, 1, *size, 1), pool[0], strides[0], "same")
                    for size, pool, strides in geometries(24, strides=(1, 2, 3, 4))
                ),
            ),
            "At the border, divide by the number of real pixels in the window.",
        ),
        Case(
            "everything together, any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(18).reshape(1, 3, 6, 1), padding="same"),
                call(transposed(large(27, 2, 5, 4, 2)).astype(np.float32), padding="valid"),
                call(eighths(29, 2, 6, 7, 2), (2, 4), (1, 2), "same"),
                call(eighths(30, 2, 4, 3, 2), 3, padding="same"),
                call(eighths(31, 1, 6, 1, 1), (4, 1), padding="same"),
                call(eighths(37, 1, 4, 4, 2), (4, 3), padding="same"),
                *(
                    call(eighths(36, 1, *size, 1), pool, strides, "same")
                    for size, pool, strides in geometries(8, strides=(1, 2, 3, 4))
                ),
            ),
            "A mean of integers has a fraction: make the output with np.zeros.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (max_pool2d, average_pool2d)
