"""Draw calls that nobody has seen, of the same kind as those that everybody can read.

A grading run asks them besides the others, so that an answer can't know its questions. All
submissions of a run meet the same ones, and the seed brings them back if a grade is disputed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.judge.unseen_sizes import sizes_seen, with_unseen_sizes
from autograder.vocabulary.exercise import Call, Case, Exercise
from autograder.vocabulary.inputs import Array, as_many

__all__ = ["with_hidden_calls"]

FIXED = "."
LARGEST_GROWTH = 2
TRIES = 20
"""A few numbers may come back in the order that everybody knows: then they are drawn again."""


def with_hidden_calls(exercise: Exercise, seed: str) -> Exercise:
    """Return the exercise with a hidden twin of each call, in twice the time.

    A twin has the same numbers in another order, and some more of their kind where it grows. An
    axis with a letter, of `Exercise.hidden_axes`, grows by up to two, and by the same in all
    arguments that share the letter; an axis of length 1 stays as it is, and so does one with a dot.
    A number with a letter grows likewise. Where `Case.is_asked_twice` says no, twins of the same
    shapes take the place of the calls. Where a window slides over a map, one more call of each case
    has other sizes of all of them.

    Parameters
    ----------
    exercise : Exercise
        As it is declared.
    seed : str
        The secret of the grading run.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> conv2d = with_hidden_calls(EXERCISES["conv2d"], seed="a secret")
    >>> [call.hidden for call in conv2d.cases[3].calls]
    [False, True, True]
    >>> [call.arguments[0].ndim for call in conv2d.cases[3].calls]
    [4, 4, 4]
    """
    rng = np.random.default_rng([*seed.encode(), 0, *exercise.name.encode()])
    twins: dict[Call, Call] = {}
    cases = tuple(_with_twins(exercise, case, twins, rng) for case in exercise.cases)
    if exercise.hidden_axes:
        cases = tuple(_with_unseen(exercise, case, rng) for case in cases)
    return replace(exercise, cases=cases, seconds=2 * exercise.seconds)


def _with_twins(
    exercise: Exercise, case: Case, twins: dict[Call, Call], rng: np.random.Generator
) -> Case:
    """Add twins, or put them in the calls' places; one that other cases have, too, has one twin."""
    if not exercise.hidden_axes:
        return case
    most = LARGEST_GROWTH if case.is_asked_twice else 0
    for call in case.calls:
        if call not in twins:
            twins[call] = _other_twin(exercise, call, most, rng)
    drawn = tuple(twins[call] for call in case.calls)
    return replace(case, calls=case.calls + drawn if case.is_asked_twice else drawn)


def _with_unseen(exercise: Exercise, case: Case, rng: np.random.Generator) -> Case:
    known = [call for call in case.calls if not call.hidden]
    call = with_unseen_sizes(exercise, known, sizes_seen(exercise), rng)
    if call is None:
        return case
    return replace(case, calls=(*case.calls, _twin(exercise, call, LARGEST_GROWTH, rng)))


def _other_twin(exercise: Exercise, call: Call, most: int, rng: np.random.Generator) -> Call:
    """Return a twin that is not the call itself, if there is one."""
    twins = (_twin(exercise, call, most, rng) for _ in range(TRIES))
    first = next(twins)
    if not _is_same(first, call):
        return first
    return next((twin for twin in twins if not _is_same(twin, call)), first)


def _is_same(twin: Call, call: Call) -> bool:
    pairs = [*zip(twin.arguments, call.arguments, strict=True)]
    pairs += [(value, call.options[name]) for name, value in twin.options.items()]
    return all(_is_equal(one, other) for one, other in pairs)


def _is_equal(one: Any, other: Any) -> bool:
    if isinstance(one, list):
        return all(map(np.array_equal, one, other))
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else bool(one == other)


def _twin(exercise: Exercise, call: Call, most: int, rng: np.random.Generator) -> Call:
    growth = {
        letter: int(rng.integers(0, most + 1))
        for letter in sorted({*"".join(exercise.hidden_axes.values())} - {FIXED})
    }
    drawn = dict(_hidden_arguments(exercise, call, growth, rng))
    positional = zip(exercise.parameters, call.arguments, strict=False)
    return Call(
        tuple(drawn.get(name, value) for name, value in positional),
        {name: drawn.get(name, value) for name, value in call.options.items()},
        hidden=True,
    )


def _hidden_arguments(
    exercise: Exercise, call: Call, growth: Mapping[str, int], rng: np.random.Generator
) -> Iterator[tuple[str, Any]]:
    for name, value in exercise.named_arguments(call).items():
        letters = exercise.hidden_axes.get(name)
        if letters is None or value is None:
            continue
        if isinstance(value, list):
            yield name, [_shuffled(array, array.shape, rng) for array in value]
        elif isinstance(value, np.ndarray):
            yield name, _shuffled(value, _grown(value.shape, letters, growth), rng)
        else:
            yield name, value + growth[letters]


def _grown(shape: tuple[int, ...], letters: str, growth: Mapping[str, int]) -> tuple[int, ...]:
    return tuple(
        size if letter == FIXED or size == 1 else size + growth[letter]
        for size, letter in zip(shape, letters.ljust(len(shape), FIXED), strict=True)
    )


def _shuffled(array: Array, shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    numbers = rng.permutation(as_many(array, int(np.prod(shape))))
    is_by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    return np.reshape(numbers, shape).copy(order="F" if is_by_columns else "C")
