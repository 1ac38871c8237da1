"""Mistakes in how far the window of a convolution moves."""

from collections.abc import Callable

import numpy as np

from autograder.misconceptions.predicting.bending import (
    STRIDED,
    Arguments,
    Pair,
    crop,
    in_exercises,
)
from autograder.misconceptions.predicting.bending_sizes import in_output_size
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction

__all__ = ["MISCONCEPTIONS"]

Change = Callable[[Pair], Pair]


def _moving_by(change: Change) -> dict[str, tuple[Prediction, ...]]:
    """Let windows move by other strides, also after padding for the right ones."""
    return in_exercises(
        STRIDED,
        lambda given: given.ask_keras(strides=change(given.strides)),
        lambda given: given.ask_keras(
            x=given.padded(), strides=change(given.strides), padding="valid"
        ),
    )


def _padding_for(change: Change) -> dict[str, tuple[Prediction, ...]]:
    """Let `pad_same` work with other strides."""
    return in_exercises("pad_same", lambda given: given.ask_keras(strides=change(given.strides)))


STRIDE_IGNORED = Misconception(
    "STRIDE-IGNORED",
    "the stride has no effect",
    "Your numbers are those of stride 1.",
    "Let the windows begin at i * stride, and count them with output_size.",
    _moving_by(lambda _: (1, 1))
    | in_output_size(
        lambda given: given.ask_keras(s=1),
        lambda given: given.ask_keras(s=given.s if given.is_same else 1),
    ),
    about="strides",
)

STRIDE_ROWS_ONLY = Misconception(
    "STRIDE-ROWS-ONLY",
    "the stride works on the rows alone",
    "The rows are right, but across the columns your window moves by one pixel.",
    "Use the second stride for the columns: j * across.",
    _moving_by(lambda strides: (strides[0], 1)),
    about="strides",
)

STRIDE_COLUMNS_ONLY = Misconception(
    "STRIDE-COLUMNS-ONLY",
    "the stride works on the columns alone",
    "The columns are right, but down the rows your window moves by one pixel.",
    "Use the first stride for the rows: i * down.",
    _moving_by(lambda strides: (1, strides[1])),
    about="strides",
)


def _swapped(strides: Pair) -> Pair:
    return strides[1], strides[0]


STRIDES_SWAPPED = Misconception(
    "STRIDES-SWAPPED",
    "the two strides have changed places",
    "Your window moves down by the second stride, and across by the first one.",
    "strides is (down, across): rows first, as in a shape.",
    _moving_by(_swapped) | _padding_for(_swapped),
    about="strides",
)


def _first_for_both(strides: Pair) -> Pair:
    return strides[0], strides[0]


STRIDE_FIRST_FOR_BOTH = Misconception(
    "STRIDE-FIRST-FOR-BOTH",
    "the first stride is used for both axes",
    "Your window moves across by the stride that was meant for the rows.",
    "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
    _moving_by(_first_for_both) | _padding_for(_first_for_both),
    about="strides",
)


def _second_for_both(strides: Pair) -> Pair:
    return strides[1], strides[1]


STRIDE_SECOND_FOR_BOTH = Misconception(
    "STRIDE-SECOND-FOR-BOTH",
    "the second stride is used for both axes",
    "Your window moves down by the stride that was meant for the columns.",
    "Take the pair apart: strides[0] for the rows, strides[1] for the columns.",
    _moving_by(_second_for_both) | _padding_for(_second_for_both),
    about="strides",
)


def _windows_without_stride(given: Arguments) -> Array:
    result = given.ask_keras()
    every_place = given.ask_keras(x=given.padded(), strides=(1, 1), padding="valid")
    return crop(every_place, result.shape[1], result.shape[2])


STRIDE_NOT_IN_WINDOW = Misconception(
    "STRIDE-NOT-IN-WINDOW",
    "the windows do not move by the stride",
    "The shape is right, but output pixel (i, j) looks at the window that begins at (i, j).",
    "Let that window begin at row i * down, column j * across.",
    in_exercises(STRIDED, _windows_without_stride),
    about="strides",
)


def _with_holes(given: Arguments, y: Array) -> Array:
    """Keep what stands at multiples of the strides, and put zeros in between."""
    down, across = given.strides
    kept = np.zeros_like(y)
    kept[:, ::down, ::across] = y[:, ::down, ::across]
    return kept


def _every_place(given: Arguments) -> Array:
    return given.ask_keras(
        x=given.padded(), strides=(1, 1), padding="valid", bias=None, activation=None
    )


def _first_places(given: Arguments) -> Array:
    """Return as many of the places as there are windows."""
    _, rows, columns, _ = given.sums().shape
    return crop(_every_place(given), rows, columns)


STRIDE_LEAVES_HOLES = Misconception(
    "STRIDE-LEAVES-HOLES",
    "the stride steps through the output",
    "Your loop steps through the output by the stride, so that zeros stay between its numbers.",
    "Step through the map by the stride, and fill every place of the output: y[i, j] looks at "
    "row i * stride.",
    in_exercises(
        STRIDED,
        lambda given: given.finished(_with_holes(given, _every_place(given))),
        lambda given: _with_holes(given, given.finished(_every_place(given))),
        lambda given: given.finished(_with_holes(given, _first_places(given))),
        lambda given: _with_holes(given, given.finished(_first_places(given))),
    ),
    about="strides",
)

MISCONCEPTIONS = (
    STRIDE_LEAVES_HOLES,
    STRIDE_IGNORED,
    STRIDE_ROWS_ONLY,
    STRIDE_COLUMNS_ONLY,
    STRIDES_SWAPPED,
    STRIDE_FIRST_FOR_BOTH,
    STRIDE_SECOND_FOR_BOTH,
    STRIDE_NOT_IN_WINDOW,
)
