"""Mistakes in what a pooling makes of a window's numbers, and in images, channels and axes."""

from dataclasses import replace

import numpy as np

from autograder.misconceptions.predicting.bending_pooling import (
    Arguments,
    in_average,
    in_both,
    in_max,
    keras_average,
    keras_max,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

# What lies outside of the map


def _zeros_around(given: Arguments) -> Array:
    return given.ask_keras(fill=0)


POOL_ZERO_PADDING = Misconception(
    "POOL-ZERO-PADDING",
    "zeros as a border take part",
    "Where all numbers of a window are negative, a zero of your border wins. What lies outside "
    "of the map must never win.",
    "Pad with constant_values=-np.inf, in an array of floats, or shorten the windows at the "
    "border.",
    in_max(_zeros_around),
)

POOL_BORDER_COUNTED = Misconception(
    "POOL-BORDER-COUNTED",
    "the border is counted in the mean",
    "A window at the border is divided by its whole size, zeros included.",
    "Divide by the number of real pixels in the window.",
    in_average(_zeros_around),
)

POOL_FROM_ZERO = Misconception(
    "POOL-FROM-ZERO",
    "the maximum begins at 0",
    "Where all numbers of a window are negative, your result is 0, which is not among them.",
    "Begin with the window's first number, or with -np.inf.",
    in_max(lambda given: np.maximum(given.ask_keras(), 0)),
    about="value",
)

# Another number in place of the maximum or the mean

POOL_AVERAGE_FOR_MAX = Misconception(
    "POOL-AVERAGE-FOR-MAX",
    "the mean instead of the maximum",
    "Your numbers are the means of the windows.",
    "Take the largest number of each window.",
    in_max(
        lambda given: given.ask_keras(keras_average),
        lambda given: _zeros_around(replace(given, keras=keras_average)),
    ),
    about="value",
)

POOL_MAX_FOR_AVERAGE = Misconception(
    "POOL-MAX-FOR-AVERAGE",
    "the maximum instead of the mean",
    "Your numbers are the largest ones of the windows.",
    "Take the mean of each window.",
    in_average(lambda given: given.ask_keras(keras_max)),
    about="value",
)


def _minimum(given: Arguments) -> Array:
    return -given.ask_keras(keras_max, x=-given.x)


POOL_MINIMUM = Misconception(
    "POOL-MINIMUM",
    "the minimum instead of the maximum",
    "Your numbers are the smallest ones of the windows.",
    "Take the largest number of each window.",
    in_max(_minimum),
    about="value",
)


def _magnitude(given: Arguments) -> Array:
    largest, smallest = given.ask_keras(keras_max), _minimum(given)
    return np.where(np.abs(largest) >= np.abs(smallest), largest, smallest)


POOL_MAGNITUDE = Misconception(
    "POOL-MAGNITUDE",
    "the largest without its sign",
    "You compare absolute values, so that -5 beats 3.",
    "Compare the numbers themselves: 3 is larger than -5.",
    in_max(_magnitude, lambda given: np.abs(_magnitude(given))),
    about="value",
)


def _places(given: Arguments) -> Array:
    """Return a map that holds at each place its number in row order."""
    _, height, width, _ = given.x.shape
    return np.arange(height * width, dtype=float).reshape(1, height, width, 1)


def _at(given: Arguments, places: Array) -> Array:
    """Look up what stands at one place of each window."""
    images, _, _, channels = given.x.shape
    flat = given.x.reshape(images, -1, channels)
    chosen = flat[:, places.astype(int).ravel(), :]
    return chosen.reshape(images, *places.shape[1:3], channels)


def _last(given: Arguments) -> Array:
    return _at(given, given.ask_keras(keras_max, x=_places(given)))


POOL_LAST = Misconception(
    "POOL-LAST",
    "the last number of each window",
    "Your numbers are those at the bottom right of the windows.",
    "Take the maximum over the whole window, not the number that the loop met last.",
    in_max(_last),
    about="value",
)


def _first(given: Arguments) -> Array:
    return _at(given, -given.ask_keras(keras_max, x=-_places(given)))


POOL_FIRST = Misconception(
    "POOL-FIRST",
    "the first number of each window",
    "Your numbers are those at the top left of the windows.",
    "Take the maximum over the whole window, not the number that it begins with.",
    in_max(_first),
    about="value",
)


def _sums(given: Arguments) -> Array:
    """Return the sum of the real pixels of each window."""
    rows, columns = given.pool_size
    return _zeros_around(given) * (rows * columns)


POOL_SUM_FOR_AVERAGE = Misconception(
    "POOL-SUM-FOR-AVERAGE",
    "the sum instead of the mean",
    "Your numbers are the sums of the windows.",
    "Divide by the number of pixels in the window.",
    in_average(_sums),
    about="value",
)


def _truncated(given: Arguments) -> Array:
    y = given.ask_keras()
    return y.astype(given.x.dtype) if given.x.dtype.kind in "iu" else y


INTEGERS_TRUNCATED = Misconception(
    "INTEGERS-TRUNCATED",
    "fractions are cut off",
    "With an input of integers, your means have lost their fractions: somewhere they become "
    "integers, too.",
    "Make arrays with np.zeros(shape), not zeros_like of the input, and cast nothing to its dtype.",
    in_average(_truncated),
    about="numbers",
)

# Channels, images, axes


def _over_channels(given: Arguments) -> Array:
    y = given.ask_keras()
    over = np.max if given.keras is keras_max else np.mean
    return np.asarray(over(y, axis=3, keepdims=True))


POOL_OVER_CHANNELS = Misconception(
    "POOL-OVER-CHANNELS",
    "the channels are pooled, too",
    "Your numbers combine all channels. Each channel should be pooled by itself.",
    "Pool over the rows and columns alone: axis=(1, 2) of the windows.",
    in_both(
        _over_channels,
        lambda given: _over_channels(given)[..., 0],
        lambda given: np.repeat(_over_channels(given), given.x.shape[3], axis=3),
    ),
)

FIRST_IMAGE_FOR_ALL = Misconception(
    "FIRST-IMAGE-FOR-ALL",
    "all images get the first one's result",
    "Every image of the batch has the result of image 0.",
    "Use the loop's own image, x[n], and not x[0].",
    in_both(lambda given: np.repeat(given.ask_keras()[:1], len(given.x), axis=0)),
    about="axes",
)


def _zeros_after_first(given: Arguments) -> Array:
    y = given.ask_keras()
    return np.concatenate([y[:1], np.zeros_like(y[1:])])


FIRST_IMAGE_ONLY = Misconception(
    "FIRST-IMAGE-ONLY",
    "only the first image is pooled",
    "Image 0 is right; the others have no results of their own.",
    "Loop over all images, and return after the loop.",
    in_both(_zeros_after_first, lambda given: given.ask_keras()[:1]),
    about="axes",
)

AXES_OUT_OF_ORDER = Misconception(
    "AXES-OUT-OF-ORDER",
    "the channels stand in the wrong place",
    "Your numbers are right, but the axes are (images, channels, rows, columns).",
    "Put the channels last: (images, rows, columns, channels).",
    in_both(lambda given: given.ask_keras().transpose(0, 3, 1, 2)),
    about="axes",
)

AXES_SWAPPED = Misconception(
    "AXES-SWAPPED",
    "rows and columns of the output are swapped",
    "Your numbers are right, but the rows lie where the columns should.",
    "Write to y[n, i, j, c], with i for the rows and j for the columns.",
    in_both(lambda given: given.ask_keras().swapaxes(1, 2)),
    about="axes",
)

MISCONCEPTIONS = (
    POOL_ZERO_PADDING,
    POOL_BORDER_COUNTED,
    POOL_FROM_ZERO,
    POOL_AVERAGE_FOR_MAX,
    POOL_MAX_FOR_AVERAGE,
    POOL_MINIMUM,
    POOL_MAGNITUDE,
    POOL_LAST,
    POOL_FIRST,
    POOL_SUM_FOR_AVERAGE,
    INTEGERS_TRUNCATED,
    POOL_OVER_CHANNELS,
    FIRST_IMAGE_FOR_ALL,
    FIRST_IMAGE_ONLY,
    AXES_OUT_OF_ORDER,
    AXES_SWAPPED,
)
