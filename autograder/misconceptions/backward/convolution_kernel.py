"""Mistakes in dkernel and dbias of a convolution."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending_gradients import (
    Arguments,
    Gradients,
    in_conv2d_backward,
    only,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

Way = Callable[[Arguments], Gradients]


def _of_kernel(change: Callable[[Array], Any]) -> Way:
    """Change dkernel, after it was added up."""

    def way(given: Arguments) -> Gradients:
        dx, dkernel, dbias = given.ask_keras()
        return dx, change(dkernel), dbias

    return way


def _of_bias(change: Callable[[Arguments], Any]) -> Way:
    """Make dbias of the arguments in another way."""

    def way(given: Arguments) -> Gradients:
        dx, dkernel, _ = given.ask_keras()
        return dx, dkernel, change(given)

    return way


DKERNEL_FLIPPED = Misconception(
    "DKERNEL-FLIPPED",
    "dkernel is turned around",
    "Your dkernel has the right numbers, turned by 180°: x and dy have changed places, or one of "
    "them is flipped.",
    "Add x's window times dy[i, j], as it lies: let dy's windows lie where the layer's lay on x.",
    in_conv2d_backward(_of_kernel(lambda dkernel: dkernel[::-1, ::-1])),
    about="weights",
)

DKERNEL_TRANSPOSED = Misconception(
    "DKERNEL-TRANSPOSED",
    "the rows and columns of dkernel are swapped",
    "dkernel[a, b] belongs to the pixel a rows down and b columns across. Yours has them the "
    "other way round.",
    "Keep the order of the axes when you reshape or transpose: rows, columns, channels, filters.",
    in_conv2d_backward(_of_kernel(lambda dkernel: dkernel.swapaxes(0, 1))),
    about="weights",
)

DKERNEL_WINDOW_SUMMED = Misconception(
    "DKERNEL-WINDOW-SUMMED",
    "every weight gets the sum over the window",
    "The whole window is summed up before it goes to dkernel, so that all weights of a channel get "
    "the same.",
    "Each weight met one pixel of the window: multiply elementwise, without a sum over it.",
    in_conv2d_backward(
        _of_kernel(lambda dk: np.zeros_like(dk) + dk.sum(axis=(0, 1), keepdims=True)),
        _of_kernel(lambda dk: np.zeros_like(dk) + dk.sum(axis=(0, 1, 2), keepdims=True)),
    ),
    about="weights",
)

DKERNEL_CHANNELS_SUMMED = Misconception(
    "DKERNEL-CHANNELS-SUMMED",
    "dkernel adds the channels up",
    "dkernel[:, :, c, f] comes from channel c of x alone. Yours has the sum over all channels.",
    "Let each channel of the window go to its own channel of dkernel.",
    in_conv2d_backward(
        _of_kernel(lambda dk: np.zeros_like(dk) + dk.sum(axis=2, keepdims=True)),
        _of_kernel(lambda dk: np.zeros_like(dk) + dk.mean(axis=2, keepdims=True)),
    ),
    about="channels",
)

DKERNEL_FIRST_CHANNEL = Misconception(
    "DKERNEL-FIRST-CHANNEL",
    "all channels of dkernel have the first one's pixels",
    "dkernel[:, :, c, f] comes from channel c of x. Yours comes from channel 0, whichever c is.",
    "Index x by the channel, too.",
    in_conv2d_backward(_of_kernel(lambda dk: np.repeat(dk[:, :, :1], dk.shape[2], axis=2))),
    about="channels",
)


def _last_windows(images: slice) -> Way:
    def way(given: Arguments) -> Gradients:
        last = np.zeros(given.dy.shape)
        last[images, -1, -1] = given.dy[images, -1, -1]
        return given.ask_keras(dy=last)

    return way


DKERNEL_LAST_WINDOW = Misconception(
    "DKERNEL-LAST-WINDOW",
    "dkernel has the last window only",
    "Every window has its part in dkernel. Yours keeps what the last one handed back.",
    "Write `+=` instead of `=` where a window hands its part to dkernel.",
    in_conv2d_backward(
        only("k", _last_windows(slice(-1, None))), only("k", _last_windows(slice(None)))
    ),
)

DKERNEL_LAST_IMAGE = Misconception(
    "DKERNEL-LAST-IMAGE",
    "dkernel has the last image only",
    "All images were looked at by one kernel, so its gradient is the sum over the images. Yours "
    "begins anew with each of them, and the last one stays.",
    "Make dkernel once, before the loop over the images, and add to it.",
    in_conv2d_backward(
        only("k", lambda given: given.ask_keras(dy=given.dy[-1:], x=given.x[-1:])),
        only("kb", lambda given: given.ask_keras(dy=given.dy[-1:], x=given.x[-1:])),
    ),
    about="images",
)

DKERNEL_FIRST_FILTER = Misconception(
    "DKERNEL-FIRST-FILTER",
    "all filters of dkernel have the first one's dy",
    "dkernel[:, :, :, f] comes from dy[..., f]. Yours comes from dy[..., 0], whichever f is.",
    "Index dy by the filter, too.",
    in_conv2d_backward(_of_kernel(lambda dk: np.repeat(dk[..., :1], dk.shape[3], axis=3))),
    about="filters",
)

DKERNEL_FILTERS_SUMMED = Misconception(
    "DKERNEL-FILTERS-SUMMED",
    "dkernel adds the filters up",
    "dkernel[:, :, :, f] comes from dy[..., f] alone. Yours has the sum over all filters.",
    "Give each filter its own part of dkernel.",
    in_conv2d_backward(
        _of_kernel(lambda dk: np.zeros_like(dk) + dk.sum(axis=3, keepdims=True)),
    ),
    about="filters",
)

DBIAS_MEAN = Misconception(
    "DBIAS-MEAN",
    "dbias is a mean",
    "The bias is added to every number of its output, and each of them counts in full. Your dbias "
    "divides their sum.",
    "Add dy up, over images, rows and columns: sum in place of mean, and nothing is divided.",
    in_conv2d_backward(
        _of_bias(lambda given: given.dy.mean(axis=(0, 1, 2))),
        _of_bias(lambda given: given.dy.sum(axis=(1, 2)).mean(axis=0)),
        _of_bias(lambda given: given.dy.mean(axis=(1, 2)).sum(axis=0)),
    ),
    about="bias",
)

DBIAS_COUNTED = Misconception(
    "DBIAS-COUNTED",
    "dbias counts positions",
    "Your dbias is the number of positions, and has nothing of dy: each position counts as much "
    "as the loss says there, and that is dy.",
    "Add the numbers of dy up.",
    in_conv2d_backward(
        _of_bias(lambda given: np.full(given.dy.shape[3], float(given.dy[..., 0].size))),
        _of_bias(lambda given: np.full(given.dy.shape[3], float(given.dy[0, ..., 0].size))),
    ),
    about="bias",
)


def _summed(axes: tuple[int, ...]) -> Way:
    return _of_bias(lambda given: given.dy.sum(axis=axes))


DBIAS_WRONG_AXES = Misconception(
    "DBIAS-WRONG-AXES",
    "dbias is summed over the wrong axes",
    "There is one bias for each filter, so its gradient is what is left when images, rows and "
    "columns are added up: one number for each filter.",
    "Sum over axis=(0, 1, 2), and leave the last axis.",
    in_conv2d_backward(
        *map(_summed, ((0, 1), (1, 2), (0,), (1,), (2,), (3,), (0, 1, 3), (1, 2, 3), (0, 2)))
    ),
    about="bias",
)

DBIAS_FILTERS_SUMMED = Misconception(
    "DBIAS-FILTERS-SUMMED",
    "dbias adds the filters up",
    "Each filter has a bias of its own. Your dbias has the sum over all filters.",
    "Sum over axis=(0, 1, 2), and leave the last axis.",
    in_conv2d_backward(
        _of_bias(lambda given: given.dy.sum()),
        _of_bias(lambda given: np.full(given.dy.shape[3], given.dy.sum())),
        _of_bias(lambda given: np.array([given.dy.sum()])),
    ),
    about="bias",
)

DBIAS_ONE_IMAGE = Misconception(
    "DBIAS-ONE-IMAGE",
    "dbias has one image only",
    "The bias was added in every image. Your dbias has one image's part.",
    "Sum over the images, too: axis=(0, 1, 2).",
    in_conv2d_backward(
        _of_bias(lambda given: given.dy[0].sum(axis=(0, 1))),
        _of_bias(lambda given: given.dy[-1].sum(axis=(0, 1))),
    ),
    about="bias",
)

MISCONCEPTIONS = (
    DKERNEL_FLIPPED,
    DKERNEL_TRANSPOSED,
    DKERNEL_WINDOW_SUMMED,
    DKERNEL_CHANNELS_SUMMED,
    DKERNEL_FIRST_CHANNEL,
    DKERNEL_LAST_WINDOW,
    DKERNEL_LAST_IMAGE,
    DKERNEL_FIRST_FILTER,
    DKERNEL_FILTERS_SUMMED,
    DBIAS_MEAN,
    DBIAS_COUNTED,
    DBIAS_WRONG_AXES,
    DBIAS_FILTERS_SUMMED,
    DBIAS_ONE_IMAGE,
)
