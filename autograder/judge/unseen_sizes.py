"""Draw a call whose map, window and stride have sizes that no student has seen, and none is harder.

Who knows each size that a notebook asks with can look up where windows lie, and how much padding
they take. So in each case one hidden call has others. It is of the same kind as a call of the case:
what makes a size easy or hard, such as a window that leaves a rest, stays, and so does a window
or a stride that all calls of the case share.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np

from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.inputs import as_many
from autograder.vocabulary.sliding_window import SlidingWindow

__all__ = ["MOST_PIXELS", "pads_the_same", "sizes_of", "sizes_seen", "with_unseen_sizes"]

MOST_PIXELS = 12
"""Along one axis: hidden calls are to be quick."""
LARGER_WINDOW, LARGER_STRIDE = 4, 2
Pair = tuple["Along", "Along"]


@dataclass(frozen=True)
class Along:
    """Sizes along one axis."""

    size: int
    window: int
    stride: int

    def windows(self, is_same: bool) -> int:
        """Return how many windows Keras has there, without asking it: its import takes seconds.

        Examples
        --------
        >>> Along(5, 3, 2).windows(is_same=True), Along(5, 3, 2).windows(is_same=False)
        (3, 2)
        """
        if is_same:
            return -(-self.size // self.stride)
        return max(0, (self.size - self.window) // self.stride + 1)

    def kind(self, is_same: bool) -> tuple[Any, ...]:
        """Return what is equal for sizes of which none is harder than the other.

        Examples
        --------
        >>> Along(6, 3, 1).kind(is_same=True) == Along(8, 5, 1).kind(is_same=True)
        True
        >>> Along(6, 3, 1).kind(is_same=True) == Along(6, 2, 1).kind(is_same=True)
        False
        """
        size, window, stride = astuple(self)
        zeros = max((-(-size // stride) - 1) * stride + window - size, 0)
        return (
            size == 1,
            np.sign(size - window),
            window == 1,
            window % 2,
            stride == 1,
            np.sign(stride - window),
            *(
                (zeros > 0, zeros % 2, zeros == window - 1, size % stride == 0)
                if is_same
                else ((size - window) % stride == 0,)
            ),
        )

    def others(self, is_same: bool) -> list["Along"]:
        """Return all that are of its kind and not much larger, itself as well."""
        strides = range(2, self.stride + LARGER_STRIDE + 1) if self.stride > 1 else (1,)
        every = (
            Along(size, window, stride)
            for stride in strides
            for window in range(1, self.window + LARGER_WINDOW + 1)
            for size in range(1, max(self.size, MOST_PIXELS) + 1)
        )
        wanted = self.kind(is_same)
        return [one for one in every if one.kind(is_same) == wanted]


def sizes_seen(exercise: Exercise) -> set[Along]:
    """Return the sizes along an axis that the calls of an exercise have."""
    if exercise.window is None:
        return set()
    pairs = (sizes_of(exercise, exercise.window, call) for call in exercise.calls)
    return {along for pair in pairs for along in pair}


def with_unseen_sizes(
    exercise: Exercise, calls: Sequence[Call], seen: set[Along], rng: np.random.Generator
) -> Call | None:
    """Return a call like one of these, with other sizes; None where there are no sizes.

    Its arrays are filled with the numbers of that call, and have no order yet.
    """
    if exercise.window is None:
        return None
    pairs = [sizes_of(exercise, exercise.window, call) for call in calls]
    shared = tuple(map(_shared, zip(*pairs, strict=True)))
    for index in rng.permutation(len(calls)):
        call = calls[index]
        is_same = pads_the_same(exercise, exercise.window, call)
        is_given = bool({exercise.window.kernel, exercise.window.size} & _names(exercise, call))
        kept = [(window or not is_given, stride) for window, stride in shared]
        drawn = _drawn(pairs[index], is_same, kept, seen, rng)
        if drawn is not None:
            return _resized(exercise, exercise.window, call, drawn)
    return None


def sizes_of(exercise: Exercise, window: SlidingWindow, call: Call) -> Pair:
    """Return the sizes down and across."""
    given = exercise.all_arguments(call)
    size = given[window.map].shape[_rows(window) :][:2]
    extent = given[window.kernel].shape[:2] if window.kernel else _pair(given[window.size])
    strides = given.get(window.strides, 1)
    stride = extent if strides is None else _pair(strides)
    first, second = (Along(*map(int, one)) for one in zip(size, extent, stride, strict=True))
    return first, second


def _rows(window: SlidingWindow) -> int:
    return window.map_axes.index("H")


def _pair(value: Any) -> tuple[int, int]:
    return (value, value) if np.ndim(value) == 0 else tuple(value)


def _names(exercise: Exercise, call: Call) -> set[str]:
    return {*exercise.named_arguments(call)}


def _shared(alongs: Sequence[Along]) -> tuple[bool, bool]:
    """Tell whether all have one window, and one stride."""
    return len({one.window for one in alongs}) == 1, len({one.stride for one in alongs}) == 1


def pads_the_same(exercise: Exercise, window: SlidingWindow, call: Call) -> bool:
    """Tell whether the map gets the padding "same"."""
    said = exercise.all_arguments(call).get(window.padding, "")
    return window.is_padding_only or str(said).lower() == "same"


def _drawn(
    pair: Pair,
    is_same: bool,
    kept: Sequence[tuple[bool, bool]],
    seen: set[Along],
    rng: np.random.Generator,
) -> Pair | None:
    """Draw sizes that nobody has seen, as different from the known ones as there are."""
    unseen = [
        [
            other
            for other in along.others(is_same)
            if other not in seen
            and not (keeps_window and other.window != along.window)
            and not (keeps_stride and other.stride != along.stride)
        ]
        or [along]
        for along, (keeps_window, keeps_stride) in zip(pair, kept, strict=True)
    ]
    # What is equal down and across stays equal: squares stay squares, and one number for both.
    wanted = _equal(*pair)
    both_ways = itertools.product(*unseen)
    alike = [both for both in both_ways if _equal(*both) == wanted and both != pair]
    if not alike:
        return None
    changes = [_changes(pair, other) for other in alike]
    best = [other for other, number in zip(alike, changes, strict=True) if number == max(changes)]
    first, second = best[int(rng.integers(len(best)))]
    return first, second


def _equal(first: Along, second: Along) -> tuple[bool, ...]:
    return tuple(one == other for one, other in zip(astuple(first), astuple(second), strict=True))


def _changes(pair: Pair, other: Sequence[Along]) -> int:
    return sum(not same for one, new in zip(pair, other, strict=True) for same in _equal(one, new))


def _resized(exercise: Exercise, window: SlidingWindow, call: Call, pair: Pair) -> Call:
    extent = tuple(along.window for along in pair)
    new: dict[str, Any] = {}
    given = exercise.named_arguments(call)
    is_same = pads_the_same(exercise, window, call)
    for name, value in given.items():
        if name == window.map:
            new[name] = _with_size(window, value, [along.size for along in pair])
        elif name == window.gradient:
            new[name] = _with_size(window, value, [along.windows(is_same) for along in pair])
        elif name == window.kernel:
            new[name] = _refilled(value, (*extent, *value.shape[2:]))
        elif name == window.size:
            new[name] = extent if np.ndim(value) else extent[0]
        elif name == window.strides and value is not None:
            stride = tuple(along.stride for along in pair)
            new[name] = stride if np.ndim(value) else stride[0]
    return _with(exercise, call, new)


def _with_size(window: SlidingWindow, array: Any, size: Sequence[int]) -> Any:
    """Return an array of the map's axes with as many rows and columns."""
    shape = list(array.shape)
    rows = _rows(window)
    shape[rows : rows + 2] = size
    return _refilled(array, shape)


def _with(exercise: Exercise, call: Call, new: Mapping[str, Any]) -> Call:
    positional = zip(exercise.parameters, call.arguments, strict=False)
    return Call(
        tuple(new.get(name, value) for name, value in positional),
        {name: new.get(name, value) for name, value in call.options.items()},
    )


def _refilled(array: Any, shape: Iterable[int]) -> Any:
    is_by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    shape = tuple(shape)
    numbers = as_many(array, int(np.prod(shape)))
    return np.reshape(numbers, shape).copy(order="F" if is_by_columns else "C")
