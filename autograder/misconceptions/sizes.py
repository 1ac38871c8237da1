"""Mistakes in the number of rows and columns of an output."""

from collections.abc import Callable

from autograder.misconceptions.bending import (
    SLIDING,
    Arguments,
    Bending,
    crop,
    in_exercises,
    in_output_size,
    keras_size,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, UnpredictableError

__all__ = ["MISCONCEPTIONS"]


def _one_less(given: Arguments) -> Array:
    result = given.ask_keras()
    return crop(result, result.shape[1] - 1, result.shape[2] - 1)


def _last_start_excluded(given: Arguments) -> Array:
    """Let the starts of the windows be range(0, n - k, s), which leaves the last one out."""
    sizes = zip(given.padded().shape[1:3], given.kernel_size, given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) for n, k, s in sizes)
    return crop(given.ask_keras(), rows, columns)


def _one_if_valid(padding: str) -> int:
    return 1 if padding == "valid" else 0


OUTPUT_TOO_SMALL = Misconception(
    "OUTPUT-TOO-SMALL",
    "the last row and column are missing",
    "The output is one row and one column too small: from the first window to the last there "
    "are n - k steps, and that makes n - k + 1 windows.",
    "Add the 1: (n - k) // stride + 1.",
    in_exercises(SLIDING, _one_less, _last_start_excluded)
    | in_output_size(
        lambda n, k, s, padding: keras_size(n, k, s, padding) - _one_if_valid(padding),
        lambda n, k, s, padding: keras_size(n, k, s, padding) - 1,
        lambda n, k, s, padding: (
            -(-(n - k) // s) if padding == "valid" else keras_size(n, k, s, padding)
        ),
    ),
)

OUTPUT_ROUNDED_UP = Misconception(
    "OUTPUT-ROUNDED-UP",
    "a window that does not fit is counted",
    "Where the stride does not divide n - k, you count a last window that hangs over the edge.",
    'With padding="valid", round down: (n - k) // stride + 1.',
    in_output_size(
        lambda n, k, s, padding: (
            keras_size(n, k, s, padding) + ((n - k) % s > 0) * _one_if_valid(padding)
        )
    ),
)


def _columns_by(size: Callable[[Arguments], int]) -> Bending:
    def bending(given: Arguments) -> Array:
        result = given.ask_keras()
        return crop(result, result.shape[1], size(given))

    return bending


def _columns_at_most(size: Callable[[Arguments], int]) -> Bending:
    return lambda given: given.ask_keras()[:, :, : size(given)]


def _from_height(given: Arguments) -> int:
    height, width = given.x.shape[1], given.kernel.shape[1]
    return keras_size(height, width, given.strides[1], given.padding)


def _from_padded_height(given: Arguments) -> int:
    return keras_size(given.padded().shape[1], given.kernel.shape[1], given.strides[1])


OUTPUT_HEIGHT_FOR_WIDTH = Misconception(
    "OUTPUT-HEIGHT-FOR-WIDTH",
    "the number of columns comes from the height",
    "Your output has the number of columns that follows from the map's height, not its width.",
    "Work out the columns from the width: shape[1] of a map, shape[2] of a batch.",
    in_exercises(
        SLIDING,
        _columns_by(_from_height),
        _columns_by(_from_padded_height),
        _columns_at_most(_from_padded_height),
        _columns_by(lambda given: given.ask_keras().shape[1]),
    ),
)


def _from_kernel_height(given: Arguments) -> int:
    width, height = given.x.shape[2], given.kernel.shape[0]
    return keras_size(width, height, given.strides[1], given.padding)


def _from_padded_width_and_kernel_height(given: Arguments) -> int:
    return keras_size(given.padded().shape[2], given.kernel.shape[0], given.strides[1])


def _kernel_cut_square(given: Arguments) -> Array:
    height, width = given.kernel_size
    if height > width:
        raise UnpredictableError
    return given.ask_keras(kernel=given.kernel[:, :height])


KERNEL_HEIGHT_FOR_WIDTH = Misconception(
    "KERNEL-HEIGHT-FOR-WIDTH",
    "the number of columns comes from the kernel's height",
    "Your output has the number of columns that follows from the kernel's height, not its width.",
    "Use kernel.shape[0] for the rows, and kernel.shape[1] for the columns.",
    in_exercises(
        SLIDING,
        _columns_by(_from_kernel_height),
        _columns_by(_from_padded_width_and_kernel_height),
        _kernel_cut_square,
    ),
)

MISCONCEPTIONS = (
    OUTPUT_TOO_SMALL,
    OUTPUT_ROUNDED_UP,
    OUTPUT_HEIGHT_FOR_WIDTH,
    KERNEL_HEIGHT_FOR_WIDTH,
)
