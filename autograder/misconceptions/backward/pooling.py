"""Mistakes in what a maximum hands back: to which pixels, and how much."""

from collections.abc import Callable

import numpy as np

from autograder.misconceptions.predicting.bending_pool_gradients import (
    Arguments,
    in_max_pool2d_backward,
    shared,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]


def _is_largest(window: Array) -> Array:
    return np.asarray(window == window.max())


POOL_BACKWARD_ALL_TIES = Misconception(
    "POOL-BACKWARD-ALL-TIES",
    "all equal maxima get dy",
    "Where several pixels of a window are the largest, each of yours gets all of dy. The output is "
    "one of them: the first, in row order, takes it.",
    "In place of the mask, take np.argmax(window); np.unravel_index makes a row and a column of "
    "it.",
    in_max_pool2d_backward(shared(_is_largest)),
    about="who takes it",
)

POOL_BACKWARD_TIES_SPLIT = Misconception(
    "POOL-BACKWARD-TIES-SPLIT",
    "equal maxima share dy",
    "Where several pixels of a window are the largest, yours share the number of dy. That would be "
    "a fair rule, too; here, as in Keras, the first of them, in row order, takes it all.",
    "Take the place of the first maximum, as np.argmax does: np.unravel_index makes a row and a "
    "column of it.",
    in_max_pool2d_backward(
        shared(lambda window: _is_largest(window) / _is_largest(window).sum()),
    ),
    about="who takes it",
)


def _last(window: Array) -> Array:
    takes = np.zeros(window.size)
    takes[np.flatnonzero(_is_largest(window))[-1]] = 1
    return takes.reshape(window.shape)


POOL_BACKWARD_LAST_TIE = Misconception(
    "POOL-BACKWARD-LAST-TIE",
    "the last of equal maxima gets dy",
    "Where several pixels of a window are the largest, the last one takes the number of dy in "
    "yours. By the rule it is the first one, in row order.",
    "Replace a maximum that you have only by a larger one: `>`, not `>=`.",
    in_max_pool2d_backward(shared(_last)),
    about="who takes it",
)


def _by_columns(window: Array) -> Array:
    takes = np.zeros(window.size)
    takes[np.flatnonzero(_is_largest(window).T)[0]] = 1
    return takes.reshape(window.shape[::-1]).T


POOL_BACKWARD_COLUMN_ORDER = Misconception(
    "POOL-BACKWARD-COLUMN-ORDER",
    "of equal maxima, the first one down the columns gets dy",
    "You look for the first maximum column by column. The rule goes row by row.",
    "Let the loop over the rows of a window be the outer one.",
    in_max_pool2d_backward(shared(_by_columns)),
    about="who takes it",
)

POOL_BACKWARD_NEARLY_EQUAL = Misconception(
    "POOL-BACKWARD-NEARLY-EQUAL",
    "pixels that are nearly the largest get dy, too",
    "np.isclose takes numbers for equal that differ by little. Only the largest one was handed on.",
    "Compare exactly, or take the place that np.argmax finds.",
    in_max_pool2d_backward(
        shared(lambda window: np.isclose(window, window.max())),
        shared(lambda window: np.isclose(window.max(), window)),
    ),
    about="who takes it",
)

POOL_BACKWARD_REPEATED = Misconception(
    "POOL-BACKWARD-REPEATED",
    "every pixel of a window gets dy",
    "You hand the number of dy to all pixels of its window. Only the largest one was handed on; "
    "the others changed nothing in the output, and get nothing.",
    "Give it to the place of the maximum alone.",
    in_max_pool2d_backward(shared(np.ones_like)),
    about="who takes it",
)

POOL_BACKWARD_AVERAGE = Misconception(
    "POOL-BACKWARD-AVERAGE",
    "dy is shared by all pixels of a window",
    "That is what an average hands back. Of a maximum, the largest pixel takes it all.",
    "Give the whole number to the place of the maximum alone.",
    in_max_pool2d_backward(
        shared(lambda window: np.full(window.shape, 1 / window.size)),
        lambda given: shared(lambda w: np.full(w.shape, 1 / np.prod(given.pool_size)))(given),
    ),
    about="who takes it",
)

POOL_BACKWARD_TIMES_X = Misconception(
    "POOL-BACKWARD-TIMES-X",
    "the pixel itself is multiplied in",
    "The output is the largest pixel, so it changes as much as that pixel does: by 1. You multiply "
    "by the pixel.",
    "Hand back the number of dy as it is.",
    in_max_pool2d_backward(
        shared(lambda window: _is_largest(window) * window),
        lambda given: given.ask_keras() * given.x,
        lambda given: given.ask_keras(dy=np.ones(given.dy.shape)) * given.x,
    ),
)

BACKWARD_UPSTREAM_IGNORED = Misconception(
    "BACKWARD-UPSTREAM-IGNORED",
    "dy is left out",
    "Your gradient is the mask by itself, as if dy were 1 everywhere. The chain rule multiplies it "
    "by dy: how much the loss changes with each number of the output.",
    "Hand the number of dy to the pixel, in place of a 1.",
    in_max_pool2d_backward(
        lambda given: given.ask_keras(dy=np.ones(given.dy.shape)),
        lambda given: np.minimum(given.ask_keras(dy=np.ones(given.dy.shape)), 1),
    ),
)

POOL_BACKWARD_MINIMUM = Misconception(
    "POOL-BACKWARD-MINIMUM",
    "the smallest pixel gets dy",
    "You hand the number of dy to the smallest pixel of its window.",
    "Look for the largest one.",
    in_max_pool2d_backward(lambda given: given.ask_keras(x=-given.x)),
    about="who takes it",
)


def _corner(window: Array) -> Array:
    takes = np.zeros(window.shape)
    takes[0, 0] = 1
    return takes


POOL_BACKWARD_FIRST_PIXEL = Misconception(
    "POOL-BACKWARD-FIRST-PIXEL",
    "the first pixel of each window gets dy",
    "You hand the number of dy to the top left of its window, wherever the maximum is.",
    "Look for the place of the largest pixel.",
    in_max_pool2d_backward(shared(_corner)),
    about="who takes it",
)


def _positive_alone(window: Array) -> Array:
    return np.asarray(_is_largest(window) & (window > 0))


POOL_BACKWARD_FROM_ZERO = Misconception(
    "POOL-BACKWARD-FROM-ZERO",
    "a window of negative numbers hands nothing back",
    "You look for a pixel that is larger than 0. Where all are negative, there is none, and the "
    "number of dy is lost.",
    "Begin with the window's first number, or with -np.inf.",
    in_max_pool2d_backward(
        lambda given: given.ask_keras() * (given.x > 0),
        shared(_positive_alone),
    ),
)


def _channel_of_largest(given: Arguments) -> Array:
    """Compare with the maximum over all channels."""
    dx = np.zeros(given.x.shape)
    for (row, column), place in given.each_window():
        window = given.x[:, *place]
        largest = window.max(axis=(1, 2, 3), keepdims=True)
        dx[:, *place] += given.dy[:, row, column][:, None, None] * (window == largest)
    return dx


def _one_channel(which: Callable[[Array], Array]) -> Callable[[Arguments], Array]:
    return lambda given: given.ask_keras(
        x=np.repeat(which(given.x), given.x.shape[3], axis=3),
    )


POOL_BACKWARD_ONE_MASK = Misconception(
    "POOL-BACKWARD-ONE-MASK",
    "one place for all channels",
    "Each channel has its own largest pixel in a window. Yours is looked for once, for all "
    "channels.",
    "Look for the maximum in each channel by itself.",
    in_max_pool2d_backward(
        _channel_of_largest,
        _one_channel(lambda x: x[..., :1]),
        _one_channel(lambda x: x.sum(axis=3, keepdims=True)),
        _one_channel(lambda x: x.max(axis=3, keepdims=True)),
    ),
    about="channels",
)

MISCONCEPTIONS = (
    POOL_BACKWARD_ALL_TIES,
    POOL_BACKWARD_TIES_SPLIT,
    POOL_BACKWARD_LAST_TIE,
    POOL_BACKWARD_COLUMN_ORDER,
    POOL_BACKWARD_NEARLY_EQUAL,
    POOL_BACKWARD_REPEATED,
    POOL_BACKWARD_AVERAGE,
    POOL_BACKWARD_TIMES_X,
    BACKWARD_UPSTREAM_IGNORED,
    POOL_BACKWARD_MINIMUM,
    POOL_BACKWARD_FIRST_PIXEL,
    POOL_BACKWARD_FROM_ZERO,
    POOL_BACKWARD_ONE_MASK,
)
