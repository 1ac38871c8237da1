"""The mistakes in pooling that the checks know."""

import numpy as np

from autograder.predictions.pooling import (
    Arguments,
    as_many_columns_as_rows,
    border_counted,
    columns_from_height,
    columns_from_padded_height,
    in_average,
    in_both,
    in_max,
    keras_average,
    keras_max,
    last,
    magnitude,
    minimum,
    only_first_image,
    over_channels,
    rounded_up,
    sums,
    truncated,
    windows_without_stride,
    with_given_strides,
)
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

MISCONCEPTIONS = (
    Misconception(
        "POOL-ZERO-PADDING",
        "zeros as a border take part",
        "Where all numbers of a window are negative, a zero of your border wins. What lies outside "
        "of the map must never win.",
        "Pad with -np.inf (in an array of floats), or shorten the windows at the border.",
        in_max(lambda given: given.ask_keras(x=given.padded(0), padding="valid")),
    ),
    Misconception(
        "POOL-BORDER-COUNTED",
        "the border is counted in the mean",
        "A window at the border is divided by its whole size, zeros included.",
        "Divide by the number of real pixels in the window.",
        in_average(border_counted),
    ),
    Misconception(
        "POOL-AVERAGE-FOR-MAX",
        "the mean instead of the maximum",
        "Your numbers are the means of the windows.",
        "Take the largest number of each window.",
        in_max(
            lambda given: given.ask_keras(keras_average),
            lambda given: border_counted(
                Arguments(
                    keras_average, given.x, given.pool_size, given.strides, given.padding, True
                )
            ),
        ),
    ),
    Misconception(
        "POOL-MAX-FOR-AVERAGE",
        "the maximum instead of the mean",
        "Your numbers are the largest ones of the windows.",
        "Take the mean of each window.",
        in_average(lambda given: given.ask_keras(keras_max)),
    ),
    Misconception(
        "POOL-MINIMUM",
        "the minimum instead of the maximum",
        "Your numbers are the smallest ones of the windows.",
        "Take the largest number of each window.",
        in_max(minimum),
    ),
    Misconception(
        "POOL-MAGNITUDE",
        "the largest without its sign",
        "You compare absolute values, so that -5 beats 3.",
        "Compare the numbers themselves: 3 is larger than -5.",
        in_max(magnitude, lambda given: np.abs(magnitude(given))),
    ),
    Misconception(
        "POOL-LAST",
        "the last number of each window",
        "Your numbers are those at the bottom right of the windows.",
        "Take the maximum over the whole window, not what the loop met last.",
        in_max(last),
    ),
    Misconception(
        "POOL-DEFAULT-STRIDE-1",
        "without strides, the window moves by 1",
        "If strides is None, your windows overlap. They should lie side by side.",
        "If strides is None, use the pool size.",
        in_both(
            lambda given: given.ask_keras(strides=given.strides if given.strides_given else (1, 1))
        ),
    ),
    Misconception(
        "POOL-DEFAULT-STRIDE-2",
        "without strides, the window moves by 2",
        "If strides is None, your window moves by 2, whatever its size.",
        "If strides is None, use the pool size.",
        in_both(
            lambda given: given.ask_keras(strides=given.strides if given.strides_given else (2, 2))
        ),
    ),
    Misconception(
        "STRIDE-IGNORED",
        "the strides have no effect",
        "Your windows do not move by the strides that are handed in.",
        "If strides is given, windows begin at i * strides; only if it is None, use the pool size.",
        in_both(
            lambda given: given.ask_keras(strides=given.pool_size),
            lambda given: given.ask_keras(strides=(1, 1)),
        ),
    ),
    Misconception(
        "STRIDES-SWAPPED",
        "the two strides have changed places",
        "Your window moves down by the second stride, and across by the first one.",
        "strides is (down, across): rows first, as in a shape.",
        in_both(
            with_given_strides(lambda strides: strides[::-1]),
            lambda given: given.ask_keras(strides=given.strides[::-1]),
        ),
    ),
    Misconception(
        "STRIDE-FIRST-FOR-BOTH",
        "the first stride is used for both axes",
        "Your window moves across by the stride that was meant for the rows.",
        "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
        in_both(
            with_given_strides(lambda strides: (strides[0], strides[0])),
            lambda given: given.ask_keras(strides=(given.strides[0], given.strides[0])),
        ),
    ),
    Misconception(
        "STRIDE-NOT-IN-WINDOW",
        "the windows do not move by the stride",
        "The shape is right, but output pixel (i, j) looks at the window that begins at (i, j).",
        "Let that window begin at row i * down, column j * across.",
        in_both(windows_without_stride),
    ),
    Misconception(
        "POOL-SIZE-FIRST-FOR-BOTH",
        "the first pool size is used for both axes",
        "Your windows are squares, as wide as they should be high.",
        "Take the pair apart: pool_size[0] rows, pool_size[1] columns.",
        in_both(
            lambda given: given.ask_keras(pool_size=(given.pool_size[0],) * 2),
            lambda given: given.ask_keras(
                pool_size=(given.pool_size[0],) * 2,
                strides=given.strides if given.strides_given else (given.pool_size[0],) * 2,
            ),
        ),
    ),
    Misconception(
        "POOL-SIZE-SWAPPED",
        "height and width of the window have changed places",
        "Your windows are as wide as they should be high, and the other way round.",
        "pool_size is (height, width): rows first, as in a shape.",
        in_both(
            lambda given: given.ask_keras(pool_size=given.pool_size[::-1]),
            lambda given: given.ask_keras(
                pool_size=given.pool_size[::-1],
                strides=given.strides if given.strides_given else given.strides[::-1],
            ),
        ),
    ),
    Misconception(
        "OUTPUT-HEIGHT-FOR-WIDTH",
        "the number of columns comes from the height",
        "Your output has the number of columns that this map's height would give, not its width.",
        "Work out the columns from the width, x.shape[2].",
        in_both(columns_from_height, columns_from_padded_height, as_many_columns_as_rows),
    ),
    Misconception(
        "POOL-ROUNDED-UP",
        "a window that hangs over the edge is kept",
        'With padding="valid", what is left over at the end is dropped. You pool it, too.',
        "Round the number of windows down: (n - pool) // stride + 1.",
        in_both(rounded_up),
    ),
    Misconception(
        "SAME-IGNORED",
        'padding="same" has no effect',
        "Your result is the one without padding.",
        'If padding.lower() is "same", make ceil(n / stride) windows.',
        in_both(lambda given: given.ask_keras(padding="valid")),
    ),
    Misconception(
        "POOL-OVER-CHANNELS",
        "the channels are pooled, too",
        "Your numbers sum up all channels of a window. Each channel is pooled on its own.",
        "Pool over the rows and columns alone: axis=(1, 2) of the windows.",
        in_both(
            over_channels,
            lambda given: over_channels(given)[..., 0],
            lambda given: np.repeat(over_channels(given), given.x.shape[3], axis=3),
        ),
    ),
    Misconception(
        "POOL-FROM-ZERO",
        "the maximum begins at 0",
        "Where all numbers of a window are negative, your result is 0, which is not among them.",
        "Begin with the window's first number, or with -np.inf.",
        in_max(lambda given: np.maximum(given.ask_keras(), 0)),
    ),
    Misconception(
        "POOL-SUM-FOR-AVERAGE",
        "the sum instead of the mean",
        "Your numbers are the sums of the windows.",
        "Divide by the number of pixels in the window.",
        in_average(sums),
    ),
    Misconception(
        "FIRST-IMAGE-FOR-ALL",
        "all images get the first one's result",
        "Every image of the batch has the result of image 0.",
        "Use the loop's own image, x[n], and not x[0].",
        in_both(lambda given: np.repeat(given.ask_keras()[:1], len(given.x), axis=0)),
    ),
    Misconception(
        "FIRST-IMAGE-ONLY",
        "only the first image is pooled",
        "Image 0 is right; the others are left as they were made.",
        "Loop over all images, and return after the loop.",
        in_both(only_first_image, lambda given: given.ask_keras()[:1]),
    ),
    Misconception(
        "AXES-OUT-OF-ORDER",
        "the channels stand in the wrong place",
        "Your numbers are right, but the axes are (images, channels, rows, columns).",
        "Put the channels last: (images, rows, columns, channels).",
        in_both(lambda given: given.ask_keras().transpose(0, 3, 1, 2)),
    ),
    Misconception(
        "AXES-SWAPPED",
        "rows and columns of the output are swapped",
        "Your numbers are right, but the rows lie where the columns should.",
        "Write to y[n, i, j, c], with i for the rows and j for the columns.",
        in_both(lambda given: given.ask_keras().swapaxes(1, 2)),
    ),
    Misconception(
        "INTEGERS-TRUNCATED",
        "fractions are cut off",
        "With an input of integers, your means have lost their fractions: they were put into an "
        "array of integers.",
        "Make the output with np.zeros(shape), which holds floats, not zeros_like of the input.",
        in_average(truncated),
    ),
)
