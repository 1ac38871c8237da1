"""Decide whether an answer is right, by calls that no case has to know of.

For each exercise there are some hundred seeded calls over wide shapes, small ones first, so that
the first call with a wrong result is a small one. What is right is what `cnn_reference` returns;
`test_mutator.py` compares that with Keras. An answer that is right on all these calls, and leaves
its arguments as they were, counts as equivalent to a right one.
"""

import copy
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

import cnn_reference
from autograder import EXERCISES
from autograder.answer.call_within import call_within
from autograder.judge.comparison import compare
from autograder.vocabulary.exercise import Call
from tests.meta.backward_calls import BACKWARD_MAKERS

__all__ = ["EXERCISES_WITH_CALLS", "Difference", "JudgeRequest", "difference", "questions"]

Array = npt.NDArray[Any]
Random = np.random.Generator

NUMBER_OF_CALLS = 300
NUMBER_OF_NETWORKS = 6
NETWORKS = frozenset({"predict", "train_step"})
SECONDS = 20.0
LARGEST_WRITTEN = 24
"""Elements of an array that is written out."""


@dataclass(frozen=True, eq=False)
class JudgeRequest:
    """A call and what it must return."""

    call: Call
    expected: Any


@dataclass(frozen=True)
class Difference:
    """The first call on which an answer is wrong."""

    written: str
    symptom: str

    def __str__(self) -> str:
        return f"{self.written}: {self.symptom}"


def difference(
    exercise: str, answer: Callable[..., Any], seconds: float = SECONDS
) -> Difference | None:
    """Return the first `Difference` from a right answer, or None if there is none.

    Examples
    --------
    >>> difference("relu", lambda x: np.where(x >= 0, x, 0)) is None
    True
    >>> str(difference("relu", np.abs))
    'relu([-7.375]): The shape (1,) is right, but its one number is wrong.'
    """
    asked: list[JudgeRequest] = []

    def ask_all() -> str:
        for question in questions(exercise):
            asked.append(question)
            symptom = _symptom(exercise, answer, question)
            if symptom:
                return symptom
        return ""

    questions(exercise)  # their making is not the answer's time
    outcome = call_within(ask_all, seconds)
    symptom = "no end" if outcome.timed_out else outcome.error or outcome.value
    return Difference(_written(exercise, asked[-1].call), symptom) if symptom else None


def _symptom(exercise: str, answer: Callable[..., Any], question: JudgeRequest) -> str:
    copied = copy.deepcopy(question.call)
    received = answer(*copied.arguments, **copied.options)
    if received is None:
        return "It returned nothing."
    problem = compare(EXERCISES[exercise], question.call, received, question.expected)
    if problem is not None:
        return problem.symptom
    if exercise == "prepare_images" and received.dtype != np.float32:
        return f"The type of the numbers is {received.dtype}."
    return "" if _alike(question.call, copied) else "It changed an argument."


def _alike(before: Call, after: Call) -> bool:
    return all(
        np.array_equal(one, other)
        for one, other in zip(_arrays(before), _arrays(after), strict=True)
    )


def _arrays(call: Call) -> list[Array]:
    found: list[Array] = []
    for value in (*call.arguments, *call.options.values()):
        values = value if isinstance(value, list) else [value]
        found += [element for element in values if isinstance(element, np.ndarray)]
    return found


def _size(call: Call) -> int:
    return sum(array.size for array in _arrays(call))


def _written(exercise: str, call: Call) -> str:
    """Write a call with the numbers of its small arrays.

    Examples
    --------
    >>> _written("relu", Call((np.array([-1.5, 2]),)))
    'relu([-1.5, 2])'
    """
    options = [f"{name}={_value(value)}" for name, value in call.options.items()]
    return f"{exercise}({', '.join([*map(_value, call.arguments), *options])})"


def _value(value: Any) -> str:
    if isinstance(value, np.ndarray):
        if value.size > LARGEST_WRITTEN:
            return f"<{value.dtype} {value.shape}>"
        return _nested(value.tolist())
    if isinstance(value, list) and any(isinstance(element, np.ndarray) for element in value):
        return f"<list of {len(value)} arrays>"
    return getattr(value, "__name__", "").lstrip("_") or repr(value)


def _nested(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    return f"{value:g}"


@functools.cache
def questions(exercise: str) -> tuple[JudgeRequest, ...]:
    """Return the calls of an exercise with their right results, small calls first."""
    random = np.random.default_rng(list(exercise.encode()))
    number = NUMBER_OF_NETWORKS if exercise in NETWORKS else NUMBER_OF_CALLS
    calls = sorted((MAKERS[exercise](random) for _ in range(number)), key=_size)
    right = getattr(cnn_reference, exercise)
    return tuple(JudgeRequest(call, right(*call.arguments, **call.options)) for call in calls)


def _chance(random: Random, one_in: int) -> bool:
    return bool(random.integers(one_in) == 0)


def _numbers(random: Random, *shape: int) -> Array:
    """Return odd eighths: mostly of both signs, sometimes of one, or integers, or float32."""
    numbers: Array = (2 * random.integers(-24, 24, shape) + 1) / 8
    kind = random.integers(8)
    if kind == 0:
        return np.abs(numbers)
    if kind == 1:
        return -np.abs(numbers) - 3
    if kind == 2:
        return random.integers(-9, 9, shape)
    if kind == 3:
        return numbers.astype(np.float32)
    return numbers


def _pair(random: Random, largest: int) -> tuple[int, int]:
    """Return two sizes: mostly different ones, sometimes equal ones."""
    first, second = (int(number) for number in random.integers(1, largest + 1, 2))
    return (first, first) if _chance(random, 4) else (first, second)


def _as_asked(random: Random, pair: tuple[int, int]) -> Any:
    """Write a pair as an integer where that is possible, or as a tuple."""
    if pair[0] == pair[1] and not _chance(random, 4):
        return pair[0]
    return pair


def _padding(random: Random) -> str:
    return str(random.choice(["valid", "same"]))


def _padding_in_any_letters(random: Random) -> str:
    """Return a padding as `output_size` alone must take it."""
    return str(random.choice(["valid", "same", "VALID", "SAME", "Same", "valid", "same"]))


def _map_under(random: Random, window: tuple[int, int], padding: str) -> tuple[int, int]:
    """Return height and width of a map; with "same", the window may be the larger one."""
    height, width = (int(number) for number in random.integers(0, 8, 2))
    if padding.lower() == "same":
        return height + 1, width + 1
    return height + window[0], width + window[1]


def _call(random: Random, given: tuple[Any, ...], **options: Any) -> Call:
    """Hand over the options by name, or some of the first ones by position."""
    by_position = int(random.integers(len(options) + 1))
    values = tuple(options.values())
    rest = dict(list(options.items())[by_position:])
    return Call((*given, *values[:by_position]), rest)


def _apply_window(random: Random) -> Call:
    shape = _pair(random, 5)
    return Call((_numbers(random, *shape), _numbers(random, *shape)))


def _convolve2d(random: Random) -> Call:
    window = _pair(random, 4)
    shape = _map_under(random, window, "valid")
    return Call((_numbers(random, *shape), _numbers(random, *window)))


def _pad_same(random: Random) -> Call:
    window, strides = _pair(random, 6), _pair(random, 4)
    feature_map = _numbers(random, *_map_under(random, window, "same"))
    options = {} if _chance(random, 4) else {"strides": _as_asked(random, strides)}
    return _call(random, (feature_map, _as_asked(random, window)), **options)


def _output_size(random: Random) -> Call:
    padding = _padding_in_any_letters(random)
    window, stride = (int(number) for number in random.integers(1, 8, 2))
    size = int(random.integers(1 if padding.lower() == "same" else window, window + 30))
    if _chance(random, 5):
        return Call((max(size, window), window))
    return _call(random, (size, window), stride=stride, padding=padding)


def _strided_convolve2d(random: Random) -> Call:
    padding, window = _padding(random), _pair(random, 5)
    shape = _map_under(random, window, padding)
    options = {"strides": _as_asked(random, _pair(random, 4)), "padding": padding}
    if _chance(random, 6):
        options = {"padding": padding}
    return _by_name_if_incomplete(
        random, (_numbers(random, *shape), _numbers(random, *window)), options, "strides"
    )


def _by_name_if_incomplete(
    random: Random, given: tuple[Any, ...], options: dict[str, Any], first: str
) -> Call:
    return _call(random, given, **options) if first in options else Call(given, options)


def _conv2d(random: Random) -> Call:
    padding, window = _padding(random), _pair(random, 4)
    shape = _map_under(random, window, padding)
    images, channels, filters = (int(number) for number in random.integers(1, 6, 3))
    given = (
        _numbers(random, images, *shape, channels),
        _numbers(random, *window, channels, filters),
    )
    return _call(
        random,
        given,
        bias=None if _chance(random, 3) else _numbers(random, filters),
        strides=_as_asked(random, _pair(random, 3)),
        padding=padding,
        activation=(None, None, _half_squared, _less_the_mean)[random.integers(4)],
    )


def _half_squared(y: Array) -> Array:
    return y * y / 2 - 1


def _less_the_mean(y: Array) -> Array:
    """Stand for an activation that must see the whole output, since it is not elementwise."""
    return y - y.mean()


def _pool2d(random: Random) -> Call:
    padding, window = _padding(random), _pair(random, 4)
    if _chance(random, 6):
        window = (2, 2)
    shape = _map_under(random, window, padding)
    images, channels = (int(number) for number in random.integers(1, 4, 2))
    x = _numbers(random, images, *shape, channels)
    if window == (2, 2) and _chance(random, 2):
        return Call((x,), {"padding": padding})
    strides = None if _chance(random, 3) else _as_asked(random, _pair(random, 4))
    return _call(
        random, (x,), pool_size=_as_asked(random, window), strides=strides, padding=padding
    )


def _any_shape(random: Random, fewest: int) -> tuple[int, ...]:
    axes = int(random.integers(fewest, 5))
    return tuple(int(number) for number in random.integers(1, 5, axes))


def _relu(random: Random) -> Call:
    return Call((_numbers(random, *_any_shape(random, 1)),))


def _softmax(random: Random) -> Call:
    x = _numbers(random, *_any_shape(random, 1))
    if _chance(random, 4):
        x = x.astype(float) * random.choice([50, 300, 2000])
    if _chance(random, 4):
        x = x.astype(float) + random.choice([-3000, 3000])
    return Call((x,))


def _dense(random: Random) -> Call:
    images, features, units = (int(number) for number in random.integers(1, 6, 3))
    return Call(
        (
            _numbers(random, images, features),
            _numbers(random, features, units),
            _numbers(random, units),
        )
    )


def _count_parameters(random: Random) -> Call:
    channels, filters = (int(number) for number in random.integers(1, 40, 2))
    given = (_as_asked(random, _pair(random, 7)), channels, filters)
    if _chance(random, 3):
        return Call(given)
    return _call(random, given, use_bias=_chance(random, 2))


def _prepare_images(random: Random) -> Call:
    brightest = int(random.choice([1, 40, 254, 255]))
    shape = (int(random.integers(1, 5)), 28, 28)
    images = random.integers(0, brightest + 1, shape)
    return Call((images.astype(random.choice(["uint8", "int64", "int32"])),))


def _predict(random: Random) -> Call:
    weights = [
        random.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape).astype(np.float32)
        if len(shape) > 1
        else random.normal(0, 0.3, shape).astype(np.float32)
        for shape in cnn_reference.network.WEIGHT_SHAPES
    ]
    images = random.random((int(random.integers(1, 4)), 28, 28, 1), dtype=np.float32)
    return Call((weights, images))


MAKERS: dict[str, Callable[[Random], Call]] = {
    "apply_window": _apply_window,
    "convolve2d": _convolve2d,
    "pad_same": _pad_same,
    "output_size": _output_size,
    "strided_convolve2d": _strided_convolve2d,
    "conv2d": _conv2d,
    "max_pool2d": _pool2d,
    "average_pool2d": _pool2d,
    "relu": _relu,
    "softmax": _softmax,
    "dense": _dense,
    "count_parameters": _count_parameters,
    "prepare_images": _prepare_images,
    "predict": _predict,
} | BACKWARD_MAKERS
EXERCISES_WITH_CALLS = tuple(MAKERS)
