"""Mistakes in the other axes of `conv2d`: channels, images, filters, and the order of them all."""

import numpy as np

from autograder.misconceptions.predicting.bending import (
    SLIDING,
    Arguments,
    Bending,
    in_exercises,
    with_sums,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

CHANNEL_FIRST_ONLY = Misconception(
    "CHANNEL-FIRST-ONLY",
    "only the first channel is read",
    "Your numbers are those of channel 0; the other channels do not take part.",
    "Add up over all input channels, each with its own kernel.",
    in_exercises(
        "conv2d",
        lambda given: given.ask_keras(x=given.x[..., :1], kernel=given.kernel[:, :, :1]),
    ),
)

CHANNELS_AVERAGED = Misconception(
    "CHANNELS-AVERAGED",
    "the channels are averaged",
    "Your sums are too small by the number of channels: their results are averaged.",
    "Add the channels' results up; don't divide.",
    in_exercises("conv2d", with_sums(lambda given, y: y / given.x.shape[3])),
    about="mean",
)

FIRST_IMAGE_FOR_ALL = Misconception(
    "FIRST-IMAGE-FOR-ALL",
    "all images get the first one's result",
    "Every image of the batch has the result of image 0.",
    "Use the loop's own image, x[n], and not x[0].",
    in_exercises("conv2d", lambda given: np.repeat(given.ask_keras()[:1], len(given.x), axis=0)),
    about="axes",
)


def _zeros_after_first(y: Array) -> Array:
    return np.concatenate([y[:1], np.zeros_like(y[1:])])


FIRST_IMAGE_ONLY = Misconception(
    "FIRST-IMAGE-ONLY",
    "only the first image is computed",
    "Image 0 is right; the others have no results of their own.",
    "Loop over all images, and return after the loop.",
    in_exercises(
        "conv2d",
        lambda given: _zeros_after_first(given.ask_keras()),
        with_sums(lambda _, sums: _zeros_after_first(sums)),
        lambda given: given.ask_keras()[:1],
    ),
    about="axes",
)


def _first_filter(given: Arguments) -> Array:
    filters = given.kernel.shape[3]
    return given.ask_keras(kernel=np.repeat(given.kernel[..., :1], filters, axis=3))


FIRST_FILTER_FOR_ALL = Misconception(
    "FIRST-FILTER-FOR-ALL",
    "all output channels come from the first filter",
    "Every output channel has the sums of filter 0.",
    "Output channel f comes from kernel[:, :, :, f].",
    in_exercises("conv2d", _first_filter),
)


def _filters_first_then_activated(given: Arguments) -> Array:
    y = given.ask_keras(activation=None).transpose(0, 3, 1, 2)
    return y if given.activation is None else given.activation(y)


def _reshaped(y: Array, order: tuple[int, ...]) -> Array:
    """Lay the numbers out in another order of the axes, and read them as if it were the right."""
    return y.transpose(order).reshape(y.shape)


ORDERS = ((1, 0, 2, 3), (1, 2, 0, 3), (1, 2, 3, 0), (3, 0, 1, 2))
"""Row by row, place by place, all images of one number together, filter by filter."""


def _mixed(order: tuple[int, ...]) -> tuple[Bending, Bending]:
    return (
        lambda given: _reshaped(given.ask_keras(), order),
        with_sums(lambda _, sums: _reshaped(sums, order)),
    )


IMAGES_MIXED = Misconception(
    "IMAGES-MIXED",
    "a reshape mixes the axes up",
    "The numbers are right, but they stand in the wrong places: the array that you reshape does "
    "not have its axes in the order of the new shape.",
    "Reshape to the order that you have, then transpose to (images, rows, columns, filters).",
    in_exercises("conv2d", *(way for order in ORDERS for way in _mixed(order))),
    about="axes",
)

AXES_DROPPED = Misconception(
    "AXES-DROPPED",
    "axes of length 1 are dropped",
    "Your numbers are right, but where there is one image, one channel or one row, its axis is "
    "missing.",
    "Keep all four axes: no squeeze, and no [0] at the end.",
    in_exercises(
        "conv2d",
        lambda given: np.squeeze(given.ask_keras()),
        lambda given: given.ask_keras()[0] if len(given.x) == 1 else given.ask_keras(),
    ),
    about="axes",
)

AXES_OUT_OF_ORDER = Misconception(
    "AXES-OUT-OF-ORDER",
    "the output channels stand in the wrong place",
    "Your numbers are right, but the axes are (images, filters, rows, columns).",
    "Put the filters last: (images, rows, columns, filters).",
    in_exercises(
        "conv2d",
        lambda given: given.ask_keras().transpose(0, 3, 1, 2),
        _filters_first_then_activated,
    ),
    about="axes",
)

AXES_SWAPPED = Misconception(
    "AXES-SWAPPED",
    "rows and columns of the output are swapped",
    "Your numbers are right, but the rows lie where the columns should.",
    "Write to y[i, j], with i for the rows and j for the columns.",
    in_exercises(SLIDING, lambda given: given.ask_keras().swapaxes(1, 2)),
    about="axes",
)

MISCONCEPTIONS = (
    CHANNEL_FIRST_ONLY,
    CHANNELS_AVERAGED,
    FIRST_IMAGE_FOR_ALL,
    FIRST_IMAGE_ONLY,
    FIRST_FILTER_FOR_ALL,
    IMAGES_MIXED,
    AXES_DROPPED,
    AXES_OUT_OF_ORDER,
    AXES_SWAPPED,
)
