"""Mistakes in padding="same": how many numbers stand around the map, where, and which."""

from typing import Any

import numpy as np

from autograder.misconceptions.bending import (
    STRIDED,
    Arguments,
    Bending,
    Pair,
    Zeros,
    borders,
    in_exercises,
    in_output_size,
    keras_size,
    pair,
    right_zeros,
)
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, Prediction

__all__ = ["MISCONCEPTIONS"]


def _valid_size(n: int, k: int, s: int, _: str = "valid") -> int:
    if k > n:
        return (n - k) // s + 1  # what the formula gives, though no window fits
    return keras_size(n, k, s)


SAME_IGNORED = Misconception(
    "SAME-IGNORED",
    'padding="same" has no effect',
    "Your result is the one without padding.",
    'If padding.lower() is "same", put the zeros around the map first.',
    in_exercises(STRIDED, lambda given: given.ask_keras(padding="valid"))
    | {"pad_same": (lambda feature_map, *_, **__: np.asarray(feature_map),)}
    | in_output_size(_valid_size, lambda *sizes: max(0, _valid_size(*sizes))),
)


def _when_same(zeros: Zeros, swapped: bool = False, **how: Any) -> Bending:
    """Pad a batch by hand where padding is "same"; `how` is np.pad's."""

    def bending(given: Arguments) -> Array:
        if not given.is_same:
            return given.ask_keras()
        rows, columns = borders(given.map_size, given.kernel_size, given.strides, zeros)
        if swapped:
            rows, columns = columns, rows
        x = np.pad(given.x, ((0, 0), rows, columns, (0, 0)), **how)
        return given.ask_keras(x=x, padding="valid")

    return bending


def _map_padded(zeros: Zeros, swapped: bool = False, **how: Any) -> Prediction:
    """Do the same to one map, for `pad_same`."""

    def predict(feature_map: Any, kernel_size: Any, strides: Any = 1) -> Array:
        around = borders(pair(np.shape(feature_map)), pair(kernel_size), pair(strides), zeros)
        return np.pad(feature_map, around[::-1] if swapped else around, **how)

    return predict


def _padding_by(
    zeros: Zeros, swapped: bool = False, **how: Any
) -> dict[str, tuple[Prediction, ...]]:
    return in_exercises(STRIDED, _when_same(zeros, swapped, **how)) | {
        "pad_same": (_map_padded(zeros, swapped, **how),)
    }


def _extra_first(size: int, kernel: int, stride: int) -> Pair:
    before, after = right_zeros(size, kernel, stride)
    return after, before


SAME_EXTRA_FIRST = Misconception(
    "SAME-EXTRA-FIRST",
    "the extra zero stands before the map",
    '"same" needs an odd number of zeros here. Keras puts the odd one after the map; your '
    "numbers fit one before it.",
    "Work out the total first, then give the larger half to the bottom and right.",
    _padding_by(_extra_first),
)

SAME_HALF_KERNEL = Misconception(
    "SAME-HALF-KERNEL",
    "k // 2 zeros on each side, always",
    "That is right only for an odd kernel with stride 1. An even kernel needs one zero less, "
    "and a stride changes the number, too.",
    "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
    _padding_by(lambda _, kernel, __: (kernel // 2, kernel // 2)),
)

SAME_HALF_KERNEL_LESS = Misconception(
    "SAME-HALF-KERNEL-LESS",
    "(k - 1) // 2 zeros on each side, always",
    "That is right only for an odd kernel with stride 1. An even kernel needs one zero more, "
    "after the map, and a stride changes the number, too.",
    "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
    _padding_by(lambda _, kernel, __: ((kernel - 1) // 2, (kernel - 1) // 2)),
)

SAME_BLIND_TO_STRIDE = Misconception(
    "SAME-BLIND-TO-STRIDE",
    "the zeros for stride 1, at every stride",
    "Larger strides need fewer zeros, since there are fewer windows. Yours are those of stride 1.",
    "Put the stride into the total: max((windows - 1) * stride + k - n, 0).",
    _padding_by(lambda size, kernel, _: right_zeros(size, kernel, 1)),
)


def _keeps_size(size: int, kernel: int, stride: int) -> Pair:
    total = max((size - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


SAME_KEEPS_SIZE = Misconception(
    "SAME-KEEPS-SIZE",
    '"same" keeps the size, whatever the stride',
    "The output has the input's size only with stride 1. With a larger stride there are fewer "
    "windows: one for every `stride` pixels, and one more for what is left over.",
    "Use ceil(n / stride) windows: -(-n // stride).",
    in_exercises(
        STRIDED,
        lambda given: given.ask_keras(strides=(1, 1) if given.is_same else given.strides),
        _when_same(_keeps_size),
    )
    | {"pad_same": (_map_padded(_keeps_size),)}
    | in_output_size(
        lambda n, k, s, padding: n if padding == "same" else keras_size(n, k, s, padding)
    ),
)

SAME_EDGE = Misconception(
    "SAME-EDGE",
    "the border repeats the edge",
    "Your border holds copies of the outermost pixels; Keras puts zeros there.",
    "Call np.pad without mode, or with mode='constant'.",
    _padding_by(right_zeros, mode="edge"),
)

SAME_ONES = Misconception(
    "SAME-ONES",
    "the border holds ones",
    "Your border holds ones; Keras puts zeros there.",
    "Pad with zeros: np.zeros, or np.pad without constant_values.",
    _padding_by(right_zeros, constant_values=1),
)

SAME_SWAPPED = Misconception(
    "SAME-SWAPPED",
    "rows and columns of the border are swapped",
    "The zeros that belong above and below the map are on its left and right, and the other "
    "way round.",
    "In np.pad, the first pair is for the rows: ((top, bottom), (left, right)).",
    _padding_by(right_zeros, swapped=True),
)


def _all_axes_padded(given: Arguments) -> Array:
    if not given.is_same:
        return given.ask_keras()
    rows, columns = borders(given.map_size, given.kernel_size, given.strides, right_zeros)
    everywhere = np.pad(given.x, (rows, rows, columns, columns))
    return given.ask_keras(x=everywhere[..., : given.x.shape[3]], padding="valid")


SAME_ALL_AXES = Misconception(
    "SAME-ALL-AXES",
    "batch or channels are padded, too",
    "Zeros belong around the height and the width only.",
    "Hand np.pad four pairs, the first and the last of them (0, 0).",
    in_exercises("conv2d", _all_axes_padded),
)

MISCONCEPTIONS = (
    SAME_IGNORED,
    SAME_EXTRA_FIRST,
    SAME_HALF_KERNEL,
    SAME_HALF_KERNEL_LESS,
    SAME_BLIND_TO_STRIDE,
    SAME_KEEPS_SIZE,
    SAME_EDGE,
    SAME_ONES,
    SAME_SWAPPED,
    SAME_ALL_AXES,
)
