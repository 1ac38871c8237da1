"""Mistakes in what one window gives: in the kernel, the products and their sum."""

from collections.abc import Callable

import numpy as np

from autograder.misconceptions.predicting.bending import (
    EVERYWHERE,
    Arguments,
    Bending,
    in_exercises,
    with_sums,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, RefusedError, UnpredictableError

__all__ = ["MISCONCEPTIONS"]


def _with_kernel(change: Callable[[Array], Array]) -> Bending:
    return lambda given: given.ask_keras(kernel=change(given.kernel))


KERNEL_FLIPPED = Misconception(
    "KERNEL-FLIPPED",
    "the kernel is turned around",
    "Your numbers are those of a kernel turned by 180°. Mathematics does that in a "
    "convolution; Keras, and this lab, do not.",
    "Use the kernel as it is: without [::-1, ::-1], np.flip or np.rot90.",
    in_exercises(EVERYWHERE, _with_kernel(lambda kernel: kernel[::-1, ::-1])),
    about="kernel",
)

KERNEL_FLIPPED_ROWS = Misconception(
    "KERNEL-FLIPPED-ROWS",
    "the kernel is upside down",
    "Your numbers are those of a kernel with its rows in reverse order.",
    "Use the kernel as it is: row 0 of the kernel meets row 0 of the window.",
    in_exercises(EVERYWHERE, _with_kernel(lambda kernel: kernel[::-1])),
    about="kernel",
)

KERNEL_FLIPPED_COLUMNS = Misconception(
    "KERNEL-FLIPPED-COLUMNS",
    "the kernel is mirrored",
    "Your numbers are those of a kernel with its columns in reverse order.",
    "Use the kernel as it is: column 0 of the kernel meets column 0 of the window.",
    in_exercises(EVERYWHERE, _with_kernel(lambda kernel: kernel[:, ::-1])),
    about="kernel",
)


def _transposed_if_square(kernel: Array) -> Array:
    if kernel.shape[0] != kernel.shape[1]:
        raise UnpredictableError
    return kernel.swapaxes(0, 1)


KERNEL_TRANSPOSED = Misconception(
    "KERNEL-TRANSPOSED",
    "rows and columns of the kernel are swapped",
    "Your numbers are those of the transposed kernel: its rows lie where its columns should.",
    "Look for a .T, or for two loop variables that have changed places.",
    in_exercises(
        EVERYWHERE,
        _with_kernel(lambda kernel: kernel.swapaxes(0, 1)),
        _with_kernel(_transposed_if_square),
        _with_kernel(lambda kernel: kernel.swapaxes(0, 1).reshape(kernel.shape)),
    ),
    about="kernel",
)

MEAN_FOR_SUM = Misconception(
    "MEAN-FOR-SUM",
    "the mean of the products instead of their sum",
    "Your numbers are too small by the number of weights: the products are averaged.",
    "Add the products up with np.sum, and divide by nothing.",
    in_exercises(
        EVERYWHERE,
        with_sums(lambda given, y: y / (given.kernel.shape[0] * given.kernel.shape[1])),
        with_sums(lambda given, y: y / given.kernel[..., 0].size),
    ),
    about="mean",
)


def _truncated(given: Arguments) -> Array:
    y = given.ask_keras()
    return y.astype(given.x.dtype) if given.holds_integers else y


def _truncated_sums(given: Arguments) -> Array:
    sums = given.sums()
    return given.finished(sums.astype(given.x.dtype) if given.holds_integers else sums)


def _products(given: Arguments) -> list[Array]:
    """Return what each single weight of the kernels adds to the sums, in their order."""
    taps = np.eye(given.kernel[..., 0].size).reshape(-1, *given.kernel.shape[:3], 1)
    return [given.ask_keras(kernel=given.kernel * tap, bias=None, activation=None) for tap in taps]


def _truncated_products(given: Arguments) -> Array:
    if not given.holds_integers:
        return given.ask_keras()
    products = [product.astype(given.x.dtype) for product in _products(given)]
    return given.finished(np.sum(products, axis=0))


def _truncated_at_each_step(given: Arguments) -> Array:
    if not given.holds_integers:
        return given.ask_keras()
    sums = np.zeros_like(given.sums(), dtype=given.x.dtype)
    for product in _products(given):
        sums = (sums + product).astype(given.x.dtype)
    return given.finished(sums)


INTEGERS_TRUNCATED = Misconception(
    "INTEGERS-TRUNCATED",
    "fractions are cut off",
    "With an input of integers, your results have lost their fractions: somewhere they "
    "become integers, too.",
    "Make arrays with np.zeros(shape), not zeros_like of the input, and cast nothing to its dtype.",
    in_exercises(
        EVERYWHERE, _truncated, _truncated_sums, _truncated_products, _truncated_at_each_step
    ),
    about="numbers",
)


def _refusing(condition: Callable[[Arguments], bool]) -> Bending:
    def bending(given: Arguments) -> Array:
        if condition(given):
            raise RefusedError
        return given.ask_keras()

    return bending


def _all_integers(given: Arguments) -> bool:
    return given.holds_integers and given.kernel.dtype.kind in "iu"


INTEGERS_REFUSED = Misconception(
    "INTEGERS-REFUSED",
    "it stops where the input holds integers",
    "With an input of integers, your function ends in an error: an array of integers takes no "
    "fractions by +=, for example.",
    "Make the output with np.zeros(shape), and write y = y + b in place of y += b.",
    in_exercises(
        "conv2d",
        *(
            _refusing(condition)
            for condition in (
                lambda given: given.holds_integers,
                _all_integers,
                lambda given: given.bias is not None and given.holds_integers,
                lambda given: given.bias is not None and _all_integers(given),
            )
        ),
    )
    | in_exercises(
        "strided_convolve2d convolve2d apply_window",
        _refusing(lambda given: given.holds_integers),
        _refusing(lambda given: given.holds_integers or given.kernel.dtype.kind in "iu"),
    ),
    about="numbers",
)


def _sum_of_matrix_product(given: Arguments) -> Array:
    """Sum columns of the window with rows of the kernel, as a matrix product pairs them."""
    window, kernel = given.x[0, :, :, 0], given.kernel[:, :, 0, 0]
    if window.shape[1] != kernel.shape[0]:
        raise UnpredictableError
    return np.asarray(np.vdot(window.sum(axis=0), kernel.sum(axis=1))).reshape(1, 1, 1, 1)


WINDOW_MATRIX_PRODUCT = Misconception(
    "WINDOW-MATRIX-PRODUCT",
    "a matrix product in place of the elementwise one",
    "Your sum is that of the matrix product of window and kernel, which multiplies rows by "
    "columns.",
    "Use `*`, which multiplies number by number, and then the sum.",
    in_exercises("apply_window", _sum_of_matrix_product),
)

MISCONCEPTIONS = (
    KERNEL_FLIPPED,
    KERNEL_FLIPPED_ROWS,
    KERNEL_FLIPPED_COLUMNS,
    KERNEL_TRANSPOSED,
    MEAN_FOR_SUM,
    INTEGERS_TRUNCATED,
    INTEGERS_REFUSED,
    WINDOW_MATRIX_PRODUCT,
)
