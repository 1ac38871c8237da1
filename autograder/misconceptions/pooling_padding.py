"""Mistakes in padding="same" of a pooling: how wide the border is, and on which side.

What stands in it is in `pooling`. The same mistakes in a convolution are in `padding`.
"""

from collections.abc import Callable
from dataclasses import replace

from autograder.misconceptions.padding import (
    even_shares,
    keeping_total,
    larger_half_first,
    one_more,
    rounded_up,
)
from autograder.misconceptions.predicting.bending import crop
from autograder.misconceptions.predicting.bending_pooling import Arguments, Bending, in_both
from autograder.misconceptions.predicting.border import Border, Pair, keras_total
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

Change = Callable[[Border], Border]


def _bordered(change: Change) -> Bending:
    return lambda given: given.ask_keras(border=change(given.border))


def _shared(shares: Callable[[int], Pair]) -> Bending:
    return _bordered(lambda border: replace(border, shares=shares))


def _in_windows(change: Change) -> Bending:
    """Take as many windows of such a border as begin on the map."""

    def bending(given: Arguments) -> Array:
        y = given.ask_keras(border=change(given.border))
        if not given.is_same:
            return y
        (height, width), (down, across) = given.map_size, given.strides
        return crop(y, -(-height // down), -(-width // across))

    return bending


SAME_IGNORED = Misconception(
    "SAME-IGNORED",
    'padding="same" has no effect',
    "Your result is the one without padding.",
    'If padding is "same", pad as pad_same does, but with what never wins: that makes '
    "ceil(n / stride) windows.",
    in_both(lambda given: given.ask_keras(padding="valid")),
    about="padding",
)

SAME_EXTRA_FIRST = Misconception(
    "SAME-EXTRA-FIRST",
    "the extra row or column stands before the map",
    '"same" needs an odd number of rows or columns here. Keras puts the odd one after the map; '
    "your numbers fit one before it.",
    "Work out the total first, then give the larger half to the bottom and right.",
    in_both(_shared(larger_half_first)),
    about="shares",
)

SAME_HALVED_EVENLY = Misconception(
    "SAME-HALVED-EVENLY",
    "as much before the map as after it",
    "Your border is as wide before the map as after it. Where the total is odd, Keras puts one "
    "more after the map.",
    "Put total // 2 before the map, and the rest, total - total // 2, after it.",
    in_both(*map(_shared, (even_shares, rounded_up, one_more))),
    about="shares",
)


def _with_total(total: Callable[[int, int, int], int]) -> tuple[Bending, Bending]:
    def change(border: Border) -> Border:
        return replace(border, total=total)

    return _bordered(change), _in_windows(change)


SAME_HALF_KERNEL = Misconception(
    "SAME-HALF-KERNEL",
    "pool // 2 on each side, always",
    "That is right only for an odd pool size with stride 1. An even one needs one less, and a "
    "stride changes the number, too.",
    "Work out the total, max((windows - 1) * stride + pool - n, 0), and halve that.",
    in_both(*_with_total(lambda _, pool, __: pool // 2 * 2)),
    about="zeros",
)

SAME_HALF_KERNEL_LESS = Misconception(
    "SAME-HALF-KERNEL-LESS",
    "(pool - 1) // 2 on each side, always",
    "That is right only for an odd pool size with stride 1. An even one needs one more, after the "
    "map, and a stride changes the number, too.",
    "Work out the total, max((windows - 1) * stride + pool - n, 0), and halve that.",
    in_both(*_with_total(lambda _, pool, __: (pool - 1) // 2 * 2)),
    about="zeros",
)

SAME_BLIND_TO_STRIDE = Misconception(
    "SAME-BLIND-TO-STRIDE",
    "the border for stride 1, at every stride",
    "Larger strides need less of a border, since there are fewer windows. Yours is that of "
    "stride 1.",
    "Put the stride into the total: max((windows - 1) * stride + pool - n, 0).",
    in_both(*_with_total(lambda size, pool, _: keras_total(size, pool, 1))),
    about="zeros",
)


def _keeping(border: Border) -> Border:
    return replace(border, total=keeping_total)


def _cropped_to_map(given: Arguments) -> Array:
    y = given.ask_keras(border=_keeping(given.border))
    return crop(y, *given.map_size) if given.is_same else y


SAME_KEEPS_SIZE = Misconception(
    "SAME-KEEPS-SIZE",
    '"same" keeps the size, whatever the stride',
    "The output has the input's size only with stride 1. With a larger stride there are fewer "
    "windows: one for every `stride` pixels, and one more for what is left over.",
    "Use ceil(n / stride) windows: -(-n // stride).",
    in_both(
        lambda given: given.ask_keras(strides=(1, 1) if given.is_same else given.strides),
        _bordered(_keeping),
        _cropped_to_map,
    ),
)

MISCONCEPTIONS = (
    SAME_IGNORED,
    SAME_EXTRA_FIRST,
    SAME_HALVED_EVENLY,
    SAME_HALF_KERNEL,
    SAME_HALF_KERNEL_LESS,
    SAME_BLIND_TO_STRIDE,
    SAME_KEEPS_SIZE,
)
