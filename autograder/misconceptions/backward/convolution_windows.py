"""Mistakes in which windows hand something back, and in what dy they do it with."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending_gradients import (
    Arguments,
    Bending,
    Gradients,
    in_conv2d_backward,
    in_dense_backward,
    in_relu_backward,
    only,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, UnpredictableError

__all__ = ["MISCONCEPTIONS"]

Way = Bending


def _in_both_or_one(way: Way) -> tuple[Way, ...]:
    return only("xk", way), only("x", way), only("k", way)


def _with_strides(choose: Callable[[tuple[int, int]], tuple[int, int]]) -> Way:
    """Let windows begin elsewhere; the border stays as wide as it should be."""

    def way(given: Arguments) -> Gradients:
        around = given.widths
        moved = Arguments(
            given.dy, given.x, given.kernel, choose(given.strides), "valid", layer=given.layer
        )
        if moved.strides == given.strides:
            return given.ask_keras()
        dpadded, dkernel, dbias = moved.on_border(around)
        (top, _), (left, _) = around
        rows, columns = given.size
        return dpadded[:, top : top + rows, left : left + columns], dkernel, dbias

    return way


BACKWARD_STRIDE_IGNORED = Misconception(
    "BACKWARD-STRIDE-IGNORED",
    "windows begin at i, not at i * stride",
    "The window of dy[i, j] lay at row i * stride, column j * stride. Yours lies at row i, "
    "column j, as if the stride were 1.",
    "Begin the window at i * stride, in all that is computed of it.",
    in_conv2d_backward(*_in_both_or_one(_with_strides(lambda _: (1, 1)))),
    about="strides",
)

BACKWARD_ONE_STRIDE = Misconception(
    "BACKWARD-ONE-STRIDE",
    "one stride for both directions",
    "The pair of strides has one number for the rows and one for the columns. You use one of "
    "them for both.",
    "Take the pair apart: down, across = strides.",
    in_conv2d_backward(
        *_in_both_or_one(_with_strides(lambda pair: (pair[0], pair[0]))),
        *_in_both_or_one(_with_strides(lambda pair: (pair[1], pair[1]))),
    ),
    about="strides",
)

BACKWARD_STRIDES_SWAPPED = Misconception(
    "BACKWARD-STRIDES-SWAPPED",
    "the strides are swapped",
    "The first stride goes down the rows, the second one across the columns. Yours do it the "
    "other way round.",
    "Begin the window at row i * strides[0], column j * strides[1].",
    in_conv2d_backward(*_in_both_or_one(_with_strides(lambda pair: (pair[1], pair[0])))),
    about="strides",
)


def _without(rows: slice, columns: slice) -> Way:
    def way(given: Arguments) -> Gradients:
        fewer = np.zeros(given.dy.shape)
        fewer[:, rows, columns] = given.dy[:, rows, columns]
        return given.ask_keras(dy=fewer)

    return way


ALL, BUT_LAST = slice(None), slice(None, -1)

BACKWARD_LAST_ROW_MISSING = Misconception(
    "BACKWARD-LAST-ROW-MISSING",
    "the last row or column of windows is left out",
    "The loop ends one window too early, so that what the last row or column of dy hands back "
    "is missing.",
    "Let the loops run over dy's own shape: range(dy.shape[1]), range(dy.shape[2]).",
    in_conv2d_backward(
        *_in_both_or_one(_without(BUT_LAST, ALL)),
        *_in_both_or_one(_without(ALL, BUT_LAST)),
        *_in_both_or_one(_without(BUT_LAST, BUT_LAST)),
    ),
)


def _ones(dy: Array) -> Array:
    return np.ones(dy.shape)


BACKWARD_UPSTREAM_IGNORED = Misconception(
    "BACKWARD-UPSTREAM-IGNORED",
    "dy is left out",
    "Your gradient is that of the layer by itself, as if dy were 1 everywhere. The chain rule "
    "multiplies it by dy: how much the loss changes with each number of the output.",
    "Multiply by dy, number by number, before anything is added up.",
    {
        **in_conv2d_backward(
            lambda given: given.ask_keras(dy=_ones(given.dy)),
            *_in_both_or_one(lambda given: given.ask_keras(dy=_ones(given.dy))),
        ),
        **in_dense_backward(
            lambda given: given.ask_keras(dy=_ones(given.dy)),
            only("x", lambda given: given.ask_keras(dy=_ones(given.dy))),
            only("k", lambda given: given.ask_keras(dy=_ones(given.dy))),
        ),
        **in_relu_backward(lambda given: given.ask_keras(dy=_ones(given.dy))),
    },
    about="upstream",
)


def _transposed(given: Any) -> Any:
    if given.dy.shape[1] != given.dy.shape[2]:
        raise UnpredictableError
    return given.ask_keras(dy=given.dy.swapaxes(1, 2))


BACKWARD_UPSTREAM_TRANSPOSED = Misconception(
    "BACKWARD-UPSTREAM-TRANSPOSED",
    "the rows and columns of dy are swapped",
    "The window in row i and column j belongs to dy[n, i, j]. You multiply it by dy[n, j, i], "
    "which a map that is not square does not even allow.",
    "Index dy as the layer's output: images, rows, columns, filters.",
    in_conv2d_backward(*_in_both_or_one(_transposed)),
    about="upstream",
)


def _first_image(given: Arguments) -> Gradients:
    first = np.zeros(given.dy.shape)
    first[:1] = given.dy[:1]
    return given.ask_keras(dy=first)


BACKWARD_FIRST_IMAGE_ONLY = Misconception(
    "BACKWARD-FIRST-IMAGE-ONLY",
    "only the first image hands something back",
    "Image 0 is right; the others have no part in your gradients.",
    "Loop over all images, and return after the loop.",
    in_conv2d_backward(_first_image, only("xk", _first_image), only("k", _first_image)),
    about="images",
)


def _divided(which: str) -> Way:
    def way(given: Any) -> Any:
        return tuple(
            one / len(given.dy) if letter in which else one
            for letter, one in zip("xkb", given.ask_keras(), strict=True)
        )

    return way


BACKWARD_MEAN_TWICE = Misconception(
    "BACKWARD-MEAN-TWICE",
    "the gradient is divided by the number of images",
    "The loss is a mean over the images, and its gradient, which arrives as dy, has been divided "
    "by their number already. You divide once more.",
    "Add up over the images, and divide by nothing: that is softmax_cross_entropy's part.",
    {
        **in_conv2d_backward(*(_divided(which) for which in ("xkb", "kb", "k", "x", "xk"))),
        **in_dense_backward(*(_divided(which) for which in ("xkb", "kb", "k", "x"))),
    },
    about="images",
)


def _whole(which: str) -> Way:
    def way(given: Any) -> Any:
        whole = [
            one.astype(like.dtype) if letter in which and like.dtype.kind in "iu" else one
            for letter, one, like in zip(
                "xkb", given.ask_keras(), (given.x, given.kernel, given.dy), strict=True
            )
        ]
        return tuple(whole)

    return way


BACKWARD_INTEGERS = Misconception(
    "BACKWARD-INTEGERS",
    "fractions are cut off",
    "With a map or a kernel of integers, your gradients have lost their fractions: the array that "
    "they are written to holds integers, as np.zeros_like makes it.",
    "Make gradients with np.zeros(x.shape), which holds floats.",
    {
        **in_conv2d_backward(*(_whole(which) for which in ("xk", "x", "k"))),
        **in_dense_backward(*(_whole(which) for which in ("xk", "x", "k"))),
        **in_relu_backward(
            lambda given: (
                given.ask_keras().astype(given.x.dtype)
                if given.x.dtype.kind in "iu"
                else given.ask_keras()
            )
        ),
    },
    about="numbers",
)

MISCONCEPTIONS = (
    BACKWARD_STRIDE_IGNORED,
    BACKWARD_ONE_STRIDE,
    BACKWARD_STRIDES_SWAPPED,
    BACKWARD_LAST_ROW_MISSING,
    BACKWARD_UPSTREAM_IGNORED,
    BACKWARD_UPSTREAM_TRANSPOSED,
    BACKWARD_FIRST_IMAGE_ONLY,
    BACKWARD_MEAN_TWICE,
    BACKWARD_INTEGERS,
)
