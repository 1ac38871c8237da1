"""Mistakes in the number of rows and columns of an output."""

from collections.abc import Callable

from autograder.misconceptions.predicting.bending import (
    SLIDING,
    Arguments,
    Bending,
    crop,
    in_exercises,
    keras_size,
    with_sums,
    zeros_after,
)
from autograder.misconceptions.predicting.bending_sizes import Sizes, in_output_size
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, RefusedError, UnpredictableError

__all__ = ["MISCONCEPTIONS"]


def _one_less(given: Arguments) -> Array:
    result = given.ask_keras()
    return crop(result, result.shape[1] - 1, result.shape[2] - 1)


def _last_start_excluded(given: Arguments) -> Array:
    """Let the starts of the windows be range(0, n - k, s), which leaves the last one out."""
    sizes = zip(given.padded().shape[1:3], given.kernel_size, given.strides, strict=True)
    rows, columns = (-(-(n - k) // s) for n, k, s in sizes)
    return crop(given.ask_keras(), rows, columns)


def _one_if_valid(given: Sizes) -> int:
    return 0 if given.is_same else 1


def _rest(given: Sizes) -> int:
    """Return what is left over after the last window, without padding."""
    return 0 if given.is_same else (given.n - given.k) % given.s


OUTPUT_TOO_SMALL = Misconception(
    "OUTPUT-TOO-SMALL",
    "the last row and column are missing",
    "The output is one row and one column too small: from the first window to the last there "
    "are n - k steps, and that makes n - k + 1 windows.",
    "Add the 1: (n - k) // stride + 1.",
    in_exercises(SLIDING, _one_less, _last_start_excluded)
    | in_output_size(
        lambda given: given.ask_keras() - _one_if_valid(given),
        lambda given: given.ask_keras() - 1,
        lambda given: given.ask_keras() - (0 if given.is_same or _rest(given) else 1),
    ),
    about="size",
)

OUTPUT_ROUNDED_UP = Misconception(
    "OUTPUT-ROUNDED-UP",
    "a window that does not fit is counted",
    "Where the stride does not divide n - k, you count a last window that hangs over the edge.",
    'With padding="valid", round down: (n - k) // stride + 1.',
    in_output_size(lambda given: given.ask_keras() + (_rest(given) > 0)),
    about="size",
)


def _one_first(given: Arguments) -> Array:
    y = given.ask_keras()
    sizes = zip(given.padded().shape[1:3], given.kernel_size, given.strides, strict=True)
    rows, columns = ((n - k + 1) // s for n, k, s in sizes)
    return crop(y, rows, columns)


def _one_first_in_size(given: Sizes) -> int:
    return int(given.ask_keras()) if given.is_same else (given.n - given.k + 1) // given.s


OUTPUT_ONE_BEFORE_DIVISION = Misconception(
    "OUTPUT-ONE-BEFORE-DIVISION",
    "1 is added before the division",
    "Your size is (n - k + 1) // stride. With a stride, the 1 for the first window must not be "
    "divided.",
    "Divide first, then add: (n - k) // stride + 1.",
    in_exercises("strided_convolve2d conv2d", _one_first)
    | in_output_size(
        _one_first_in_size,
        lambda given: given.ask_keras() if given.is_same else (given.n - given.k + 1) / given.s,
    ),
    about="size",
)


def _only_if_they_fit(given: Arguments) -> Array:
    sizes = zip(given.padded().shape[1:3], given.kernel_size, given.strides, strict=True)
    if any((n - k) % s for n, k, s in sizes):
        raise RefusedError
    return given.ask_keras()


def _only_if_they_fit_without_padding(given: Arguments) -> Array:
    return given.ask_keras() if given.is_same else _only_if_they_fit(given)


def _size_only_if_they_fit(given: Sizes) -> int:
    if _rest(given):
        raise RefusedError
    return int(given.ask_keras())


WINDOWS_MUST_FIT = Misconception(
    "WINDOWS-MUST-FIT",
    "it stops where something is left over",
    "Your function ends in an error where the last window does not end at the edge. Keras drops "
    "what is left over.",
    "Refuse nothing, and round down: (n - k) // stride + 1 windows.",
    in_exercises("strided_convolve2d conv2d", _only_if_they_fit, _only_if_they_fit_without_padding)
    | in_output_size(_size_only_if_they_fit),
    about="size",
)


def _divided(given: Sizes) -> float:
    size = given.ask_keras()
    if given.is_same:
        return float(size)
    return float(size + _rest(given) / given.s)


def _divided_twice(given: Sizes) -> float:
    return given.n / given.s if given.is_same else _divided(given)


SIZE_NO_INTEGER = Misconception(
    "SIZE-NO-INTEGER",
    "the size is a float",
    "A length is an integer, and yours is a float: `/`, np.ceil and np.floor return floats.",
    "Wrap it: int(np.ceil(…)) where it is rounded up, // where it is rounded down.",
    in_output_size(lambda given: float(given.ask_keras()), _divided, _divided_twice),
)


def _columns_by(size: Callable[[Arguments], int]) -> Bending:
    def bending(given: Arguments) -> Array:
        result = given.ask_keras()
        return crop(result, result.shape[1], size(given))

    return bending


def _columns_at_most(size: Callable[[Arguments], int]) -> Bending:
    return lambda given: given.ask_keras()[:, :, : size(given)]


def _as_many_as_rows(y: Array) -> Array:
    """Fill as many columns as there are rows, and leave the others at zero."""
    _, rows, columns, _ = y.shape
    if rows > columns:
        raise UnpredictableError
    return zeros_after(y[:, :, :rows], rows, columns)


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
        lambda given: _as_many_as_rows(given.ask_keras()),
        with_sums(lambda _, sums: _as_many_as_rows(sums)),
    ),
    about="size",
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
    about="size",
)

MISCONCEPTIONS = (
    OUTPUT_TOO_SMALL,
    OUTPUT_ROUNDED_UP,
    OUTPUT_ONE_BEFORE_DIVISION,
    WINDOWS_MUST_FIT,
    SIZE_NO_INTEGER,
    OUTPUT_HEIGHT_FOR_WIDTH,
    KERNEL_HEIGHT_FOR_WIDTH,
)
