"""Mistakes in the border of a convolution's gradients: how much is padded, and cut off again."""

from collections.abc import Callable

from autograder.misconceptions.predicting.bending_gradients import (
    Arguments,
    Bending,
    Gradients,
    in_conv2d_backward,
    only,
)
from autograder.misconceptions.predicting.border import Border, Pair
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Misconception

__all__ = ["MISCONCEPTIONS"]

Cut = Callable[[Arguments, Array], Array]


def _cut(change: Cut) -> Callable[[Arguments], Gradients]:
    """Cut the border off of dx in another way."""

    def way(given: Arguments) -> Gradients:
        dpadded, dkernel, dbias = given.on_border()
        return change(given, dpadded), dkernel, dbias

    return way


def _by_same_amounts(given: Arguments, dpadded: Array) -> Array:
    (top, _), (left, _) = given.widths
    return dpadded[:, top:-top, left:-left]


def _by_own_amounts(given: Arguments, dpadded: Array) -> Array:
    (top, bottom), (left, right) = given.widths
    return dpadded[:, top:-bottom, left:-right]


def _where_same(change: Cut) -> Cut:
    return lambda given, dpadded: change(given, dpadded) if given.is_same else dpadded


DX_CROPPED_EMPTY = Misconception(
    "DX-CROPPED-EMPTY",
    "dx is cut by [p:-p], which is empty where p is 0",
    "With p = 0, [0:-0] is [0:0], and nothing is left; and where p zeros stand before and p + 1 "
    "after, [p:-p] leaves a row too many.",
    "Count from the front: [p:p + H] keeps H rows, whatever p is.",
    in_conv2d_backward(
        _cut(_by_same_amounts),
        _cut(_by_own_amounts),
        _cut(_where_same(_by_same_amounts)),
        _cut(_where_same(_by_own_amounts)),
    ),
)

DX_NOT_CROPPED = Misconception(
    "DX-NOT-CROPPED",
    "dx still has its border",
    "You add up on the padded map, which is right; but dx has the shape of x, and the border is "
    "no part of that.",
    "Cut off the rows and columns that the padding had added.",
    in_conv2d_backward(_cut(lambda _, dpadded: dpadded)),
)


def _from_the_front(given: Arguments, dpadded: Array) -> Array:
    rows, columns = given.size
    return dpadded[:, :rows, :columns]


def _front_alone(given: Arguments, dpadded: Array) -> Array:
    (top, _), (left, _) = given.widths
    return dpadded[:, top:, left:]


DX_CROPPED_AT_ONE_END = Misconception(
    "DX-CROPPED-AT-ONE-END",
    "the border is cut off at one end only",
    "The border stands before and after the map. You cut it off at one of the two ends, so that "
    "dx is shifted, or too large.",
    "Cut both ends: dx is [top:top + H, left:left + W] of the padded gradient.",
    in_conv2d_backward(_cut(_from_the_front), _cut(_front_alone)),
)


def _both(border: Border) -> Bending:
    return lambda given: given.ask_keras(border=border)


def _with(border: Border) -> tuple[Bending, ...]:
    """Pad wrongly for both gradients, or for one of them."""
    both = _both(border)
    return both, only("x", both), only("k", both)


def _first_larger(total: int) -> Pair:
    return total - total // 2, total // 2


BACKWARD_SAME_EXTRA_FIRST = Misconception(
    "BACKWARD-SAME-EXTRA-FIRST",
    "the odd zero stands before the map",
    'Where "same" needs an odd number of zeros, Keras puts the odd one after the map. Your '
    "gradients are those of windows that begin one pixel earlier.",
    "Put half of the zeros, rounded down, before the map: total // 2.",
    in_conv2d_backward(*_with(Border(shares=_first_larger))),
    about="padding",
)

BACKWARD_SAME_HALF_KERNEL = Misconception(
    "BACKWARD-SAME-HALF-KERNEL",
    "k // 2 zeros on each side, whatever the stride",
    'How much "same" needs depends on the size of the map and on the stride, too; k // 2 on '
    "each side is right for odd kernels with stride 1.",
    "Take the amounts of padding that the layer itself takes, from size, kernel and stride.",
    in_conv2d_backward(
        *_with(Border(total=lambda _, k, __: 2 * (k // 2), shares=lambda n: (n // 2, n // 2)))
    ),
    about="padding",
)

BACKWARD_SAME_AS_STRIDE_1 = Misconception(
    "BACKWARD-SAME-AS-STRIDE-1",
    "the amounts of padding for stride 1, at any stride",
    "k - 1 zeros in all are right for stride 1. With larger strides fewer are needed, and your "
    "windows begin at other pixels.",
    "Take the amounts of padding that the layer itself takes, from size, kernel and stride.",
    in_conv2d_backward(*_with(Border(total=lambda _, k, __: k - 1))),
    about="padding",
)

_ALL_AFTER = Border(shares=lambda n: (0, n))

BACKWARD_PADDED_AFTER = Misconception(
    "BACKWARD-PADDED-AFTER",
    "the windows begin at the map's corner, as if it had no border before it",
    'With "same", the first window begins in the border before the map. Yours begins at the '
    "first pixel.",
    "Pad x as the layer does, and let windows slide over the padded copy.",
    in_conv2d_backward(_both(_ALL_AFTER), only("k", _both(_ALL_AFTER))),
    about="padding",
)

MISCONCEPTIONS = (
    DX_CROPPED_EMPTY,
    DX_NOT_CROPPED,
    DX_CROPPED_AT_ONE_END,
    BACKWARD_SAME_EXTRA_FIRST,
    BACKWARD_SAME_HALF_KERNEL,
    BACKWARD_SAME_AS_STRIDE_1,
    BACKWARD_PADDED_AFTER,
)
