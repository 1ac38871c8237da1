"""Notebook `2_pooling`: 15 points."""

import numpy as np

from autograder.comparison import matches_and_leaves_arguments
from autograder.exercise import Case, Exercise, call
from autograder.exercises.inputs import eighths, keras_says, large, ramp, transposed

__all__ = ["EXERCISES"]

SIGNATURE = '(x, pool_size=2, strides=None, padding="valid")'


def _shuffled(seed: int, *shape: int) -> np.ndarray:
    """Return distinct numbers of both signs, in disorder, no two of one absolute value."""
    size = int(np.prod(shape))
    numbers = np.random.default_rng(seed).permutation(size) - size // 2 + 0.25
    return numbers.reshape(shape)


max_pool2d = Exercise(
    name="max_pool2d",
    signature=SIGNATURE,
    expected=keras_says("max_pool2d"),
    cases=(
        Case(
            "windows of 2×2",
            2,
            (
                call(ramp(1, 4, 4, 1)),
                call(_shuffled(1, 1, 4, 6, 1), 2),
                call(_shuffled(2, 1, 5, 7, 1)),
            ),
            "Take the largest number of each 2×2 block; a row or column left over is dropped.",
        ),
        Case(
            "negative numbers",
            1,
            (call(-ramp(1, 4, 4, 1)), call(_shuffled(3, 1, 6, 4, 1) - 30)),
            "Start from the window's own numbers, not from 0.",
        ),
        Case(
            "channels and images stay apart",
            2,
            (
                call(_shuffled(4, 1, 4, 4, 3)),
                call(_shuffled(5, 3, 4, 6, 1)),
                call(_shuffled(6, 2, 6, 4, 3)),
            ),
            "Take the maximum over the height and width of a window only.",
        ),
        Case(
            "strides of their own",
            2,
            (
                call(ramp(1, 4, 5, 1), 2, 1),
                call(_shuffled(7, 1, 7, 7, 1), pool_size=2, strides=3),
                call(_shuffled(8, 1, 7, 6, 2), pool_size=3, strides=2),
                call(_shuffled(9, 1, 7, 7, 1), 3),
            ),
            "Windows begin at i * stride; only if strides is None is the stride the pool size.",
        ),
        Case(
            "windows and strides that are not square",
            1,
            (
                call(_shuffled(10, 1, 6, 6, 1), (3, 2)),
                call(_shuffled(11, 1, 6, 7, 2), pool_size=(1, 3), strides=(2, 1)),
            ),
            "Use the first number of each pair for the rows, the second one for the columns.",
        ),
        Case(
            '"same" padding never wins',
            1.5,
            (
                call(-ramp(1, 3, 3, 1), 2, 1, "same"),
                call(_shuffled(12, 1, 5, 5, 1) - 40, padding="same"),
                call(_shuffled(13, 2, 6, 7, 2) - 90, 3, 2, padding="SAME"),
                call(_shuffled(14, 1, 5, 7, 1) - 50, (4, 2), (1, 3), "Same"),
                call(_shuffled(16, 1, 6, 7, 1) - 50, (1, 2), (4, 3), "same"),
                call(_shuffled(17, 1, 2, 3, 1) - 50, (4, 5), 2, "same"),
                call(_shuffled(18, 1, 7, 3, 1) - 50, (4, 3), (2, 1), "same"),
                call(_shuffled(19, 1, 3, 7, 1) - 50, (3, 4), (1, 3), "same"),
            ),
            "Pad with -np.inf, or shorten the windows at the border: a zero would beat -3.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(18).reshape(1, 3, 6, 1) - 9, padding="same"),
                call(transposed(large(15, 2, 5, 4, 2)).astype(np.float32), padding="Valid"),
            ),
            "Make a new array of floats for the output; -np.inf is no integer.",
            matches_and_leaves_arguments,
        ),
    ),
)

average_pool2d = Exercise(
    name="average_pool2d",
    signature=SIGNATURE,
    expected=keras_says("average_pool2d"),
    cases=(
        Case(
            "windows of 2×2",
            1.5,
            (call(ramp(1, 4, 4, 1)), call(eighths(21, 2, 5, 6, 3))),
            "This is max_pool2d with the mean in place of the maximum.",
        ),
        Case(
            "strides and windows that are not square",
            1,
            (
                call(eighths(22, 1, 5, 6, 1), 2, 1),
                call(eighths(23, 1, 7, 6, 2), pool_size=(4, 2), strides=(1, 3)),
                call(eighths(24, 1, 6, 8, 1), (2, 4)),
            ),
            "Use the first number of each pair for the rows, the second one for the columns.",
        ),
        Case(
            '"same" padding is not counted',
            2,
            (
                call(ramp(1, 3, 3, 1), 2, 1, "same"),
                call(eighths(25, 1, 5, 5, 1), padding="same"),
                call(eighths(26, 2, 6, 7, 2), (2, 4), (1, 2), "Same"),
                call(eighths(28, 1, 6, 7, 1), (1, 2), (4, 3), "SAME"),
                call(eighths(29, 1, 2, 3, 1), (4, 5), 2, "same"),
                call(eighths(30, 1, 5, 3, 1), (4, 3), (2, 1), "same"),
                call(eighths(31, 1, 3, 5, 2), (3, 4), (1, 2), "same"),
                call(eighths(32, 2, 3, 3, 1), (4, 1), (2, 3), "same"),
            ),
            "At the border, divide by the number of real pixels in the window.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (
                call(np.arange(18).reshape(1, 3, 6, 1), padding="same"),
                call(transposed(large(27, 2, 5, 4, 2)).astype(np.float32), padding="Valid"),
            ),
            "A mean of integers has a fraction: make the output with np.zeros.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (max_pool2d, average_pool2d)
