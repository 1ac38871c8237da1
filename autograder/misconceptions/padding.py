"""Mistakes in padding="same": how many numbers stand around the map, where, and which."""

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.bending import (
    PADDED,
    STRIDED,
    Arguments,
    Bending,
    crop,
    in_exercises,
    zeros_after,
)
from autograder.misconceptions.predicting.bending_sizes import Sizes, in_output_size
from autograder.misconceptions.predicting.border import Pair, keras_size, keras_total
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception, RefusedError

__all__ = ["MISCONCEPTIONS", "even_shares", "keeping_total", "larger_half_first"]
__all__ += ["one_more", "rounded_up"]


def _valid_size(given: Sizes) -> int:
    if given.k > given.n:
        return (given.n - given.k) // given.s + 1  # the formula's, though no window fits
    return int(given.ask_keras(word="valid"))


SAME_IGNORED = Misconception(
    "SAME-IGNORED",
    'padding="same" has no effect',
    "Your result is the one without padding.",
    'If padding is "same", put the zeros around the map first.',
    in_exercises(PADDED, lambda given: given.ask_keras(padding="valid"))
    | in_output_size(_valid_size, lambda given: max(0, _valid_size(given))),
    about="padding",
)


def _bordered(**changes: Any) -> Bending:
    """Change one part of the border, and leave the others as they are."""
    return lambda given: given.ask_keras(border=replace(given.border, **changes))


def _formula(given: Sizes, total: int) -> int:
    """Return (n + total - k) // s + 1, Keras's length for a map of n + total."""
    if given.is_same:
        return int(given.ask_keras(n=given.n + total, word="valid"))
    return int(given.ask_keras())


# How the zeros are shared out


def larger_half_first(total: int) -> Pair:
    """Return the larger half of the zeros before the map."""
    return total - total // 2, total // 2


SAME_EXTRA_FIRST = Misconception(
    "SAME-EXTRA-FIRST",
    "the extra zero stands before the map",
    '"same" needs an odd number of zeros here. Keras puts the odd one after the map; your '
    "numbers fit one before it.",
    "Work out the total first, then give the larger half to the bottom and right.",
    in_exercises(PADDED, _bordered(shares=larger_half_first)),
    about="shares",
)


def even_shares(total: int) -> Pair:
    """Return the half of the zeros, rounded down, on both sides."""
    return total // 2, total // 2


def rounded_up(total: int) -> Pair:
    """Return the half of the zeros, rounded up, on both sides."""
    return -(-total // 2), -(-total // 2)


def one_more(total: int) -> Pair:
    """Return one more than half of the zeros on both sides."""
    return total // 2 + 1, total // 2 + 1


SAME_HALVED_EVENLY = Misconception(
    "SAME-HALVED-EVENLY",
    "as many zeros before the map as after it",
    "You put the same number of zeros on both sides. Where the total is odd, Keras puts one more "
    "after the map than before it.",
    "Put total // 2 before the map, and the rest, total - total // 2, after it.",
    in_exercises(PADDED, *(_bordered(shares=way) for way in (even_shares, rounded_up, one_more))),
    about="shares",
)

SAME_ONE_SIDED = Misconception(
    "SAME-ONE-SIDED",
    "all zeros stand on one side of the map",
    "Your zeros all stand after the map, or all before it; they belong on both sides.",
    "Put total // 2 before the map, and the rest after it.",
    in_exercises(
        PADDED,
        _bordered(shares=lambda total: (0, total)),
        _bordered(shares=lambda total: (total, 0)),
    ),
    about="shares",
)

# How many zeros


def _in_windows(given: Arguments, total: Any) -> Array:
    """Pad by another total, and take as many windows as begin on the map."""
    y = given.ask_keras(border=replace(given.border, total=total))
    if not given.is_same:
        return y
    (height, width), (down, across) = given.map_size, given.strides
    return crop(y, -(-height // down), -(-width // across))


def _half_kernel(_: int, kernel: int, __: int) -> int:
    return kernel // 2 * 2


SAME_HALF_KERNEL = Misconception(
    "SAME-HALF-KERNEL",
    "k // 2 zeros on each side, always",
    "That is right only for an odd kernel with stride 1. An even kernel needs one zero less, "
    "and a stride changes the number, too.",
    "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
    in_exercises(PADDED, _bordered(total=_half_kernel))
    | in_exercises(
        STRIDED,
        _bordered(total=_half_kernel),
        lambda given: _in_windows(given, _half_kernel),
    )
    | in_output_size(lambda given: _formula(given, _half_kernel(given.n, given.k, given.s))),
    about="zeros",
)


def _half_kernel_less(_: int, kernel: int, __: int) -> int:
    return (kernel - 1) // 2 * 2


SAME_HALF_KERNEL_LESS = Misconception(
    "SAME-HALF-KERNEL-LESS",
    "(k - 1) // 2 zeros on each side, always",
    "That is right only for an odd kernel with stride 1. An even kernel needs one zero more, "
    "after the map, and a stride changes the number, too.",
    "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
    in_exercises(PADDED, _bordered(total=_half_kernel_less))
    | in_output_size(lambda given: _formula(given, _half_kernel_less(given.n, given.k, given.s))),
    about="zeros",
)

SAME_BLIND_TO_STRIDE = Misconception(
    "SAME-BLIND-TO-STRIDE",
    "the zeros for stride 1, at every stride",
    "Larger strides need fewer zeros, since there are fewer windows. Yours are those of stride 1.",
    "Put the stride into the total: max((windows - 1) * stride + k - n, 0).",
    in_exercises(PADDED, _bordered(total=lambda size, kernel, _: keras_total(size, kernel, 1))),
    about="zeros",
)

SAME_FULL = Misconception(
    "SAME-FULL",
    "k - 1 zeros on each side",
    'You put k - 1 zeros on each side of the map; "same" needs about half of that.',
    "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
    in_exercises(PADDED, _bordered(total=lambda _, kernel, __: 2 * (kernel - 1))),
    about="zeros",
)

SAME_ALWAYS_ONE = Misconception(
    "SAME-ALWAYS-ONE",
    "one zero on each side, always",
    "You put one zero on each side. That is right for kernels of 3 and stride 1 alone.",
    "Work out the total, max((windows - 1) * stride + k - n, 0), and halve that.",
    in_exercises(PADDED, _bordered(total=lambda _, __, ___: 2)),
    about="zeros",
)


def keeping_total(size: int, kernel: int, stride: int) -> int:
    """Return the zeros after which there are as many windows as pixels."""
    return max((size - 1) * stride + kernel - size, 0)


def _stride_1_if_same(given: Arguments) -> Array:
    return given.ask_keras(strides=(1, 1) if given.is_same else given.strides)


def _cropped_to_map(y: Array, given: Arguments) -> Array:
    return crop(y, *given.map_size) if given.is_same else y


def _keeps_size(given: Arguments) -> Array:
    return given.ask_keras(border=replace(given.border, total=keeping_total))


SAME_KEEPS_SIZE = Misconception(
    "SAME-KEEPS-SIZE",
    '"same" keeps the size, whatever the stride',
    "The output has the input's size only with stride 1. With a larger stride there are fewer "
    "windows: one for every `stride` pixels, and one more for what is left over.",
    "Use ceil(n / stride) windows: -(-n // stride).",
    in_exercises("pad_same", _keeps_size)
    | in_exercises(
        STRIDED,
        _stride_1_if_same,
        _keeps_size,
        lambda given: _cropped_to_map(_keeps_size(given), given),
        lambda given: _cropped_to_map(_stride_1_if_same(given), given),
    )
    | in_output_size(lambda given: given.n if given.is_same else given.ask_keras()),
)

# Where, and which numbers

SAME_EDGE = Misconception(
    "SAME-EDGE",
    "the border repeats the edge",
    "Your border holds copies of the outermost pixels; Keras puts zeros there.",
    "Call np.pad without mode, or with mode='constant'.",
    in_exercises(PADDED, _bordered(how={"mode": "edge"})),
    about="border",
)

SAME_ONES = Misconception(
    "SAME-ONES",
    "the border holds ones",
    "Your border holds ones; Keras puts zeros there.",
    "Pad with zeros: np.zeros, or np.pad without constant_values.",
    in_exercises(PADDED, _bordered(how={"constant_values": 1})),
    about="border",
)

SAME_SWAPPED = Misconception(
    "SAME-SWAPPED",
    "rows and columns of the border are swapped",
    "The zeros that belong above and below the map are on its left and right, and the other "
    "way round.",
    "In np.pad, the first pair is for the rows: ((top, bottom), (left, right)).",
    in_exercises(PADDED, _bordered(is_swapped=True)),
)


def _all_axes_padded(given: Arguments) -> Array:
    if not given.is_same:
        return given.ask_keras()
    rows, columns = given.border.widths(given.map_size, given.kernel_size, given.strides)
    everywhere = np.pad(given.x, (rows, rows, columns, columns))
    return given.ask_keras(x=everywhere[..., : given.x.shape[3]], padding="valid")


SAME_ALL_AXES = Misconception(
    "SAME-ALL-AXES",
    "batch or channels are padded, too",
    "Zeros belong around the height and the width only.",
    "Hand np.pad four pairs, the first and the last of them (0, 0).",
    in_exercises("conv2d", _all_axes_padded),
)


def _room_alone(given: Arguments) -> Array:
    """Return the results without padding, in an output as large as "same" makes it."""
    if not given.is_same:
        return given.ask_keras()
    axes = list(zip(given.map_size, given.kernel_size, given.strides, strict=True))
    rows, columns = (keras_size(*axis, "same") for axis in axes)
    if any(kernel > size for size, kernel, _ in axes):
        return np.zeros((len(given.x), rows, columns, given.kernel.shape[3]))
    return zeros_after(given.ask_keras(padding="valid"), rows, columns)


SAME_NOT_APPLIED = Misconception(
    "SAME-NOT-APPLIED",
    "there is room for the padding, and no zeros around the map",
    'Your output is as large as "same" makes it, but the windows lie on the map without zeros.',
    "Put the zeros around the map, and cut the windows from that.",
    in_exercises(
        STRIDED,
        _room_alone,
        lambda given: given.finished(_room_alone(replace(given, bias=None, activation=None))),
    ),
    about="padding",
)

# The word


def _refusing_others(given: Sizes) -> int:
    if given.word not in {"same", "valid"}:
        raise RefusedError
    return int(given.ask_keras())


PADDING_LETTER_CASE = Misconception(
    "PADDING-LETTER-CASE",
    "capital letters in padding are not understood",
    'Your function knows "same" and "valid" in small letters alone; "SAME" and "Valid" mean '
    "the same to Keras.",
    "Compare padding.lower().",
    in_output_size(
        lambda given: given.ask_keras(word="same" if given.word == "same" else "valid"),
        lambda given: given.ask_keras(word="valid" if given.word == "valid" else "same"),
        _refusing_others,
    ),
)

MISCONCEPTIONS = (
    SAME_IGNORED,
    SAME_EXTRA_FIRST,
    SAME_HALVED_EVENLY,
    SAME_ONE_SIDED,
    SAME_HALF_KERNEL,
    SAME_HALF_KERNEL_LESS,
    SAME_BLIND_TO_STRIDE,
    SAME_FULL,
    SAME_ALWAYS_ONE,
    SAME_KEEPS_SIZE,
    SAME_EDGE,
    SAME_ONES,
    SAME_SWAPPED,
    SAME_ALL_AXES,
    SAME_NOT_APPLIED,
    PADDING_LETTER_CASE,
)
