"""Draw calls that nobody has seen, of the same kind as those that everybody can read.

A grading run asks them besides the others, so that an answer can't know its questions. All
submissions of a run meet the same ones, and the seed brings them back if a grade is disputed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.exercise import Call, Case, Exercise
from autograder.inputs import Array

__all__ = ["with_fresh_calls"]

FIXED = "."
LARGEST_GROWTH = 2


def with_fresh_calls(exercise: Exercise, seed: str) -> Exercise:
    """Return the exercise with a hidden twin of each call, in twice the time.

    A twin has the same numbers in another order. An axis with a letter, of `Exercise.drawn_anew`,
    grows by up to two, and by the same in all arguments that share the letter; an axis of
    length 1 stays as it is, and so does one with a dot. A number with a letter grows likewise.

    Parameters
    ----------
    exercise : Exercise
        As it is declared.
    seed : str
        The secret of the grading run.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> conv2d = with_fresh_calls(EXERCISES["conv2d"], seed="a secret")
    >>> [call.hidden for call in conv2d.cases[3].calls]
    [False, True]
    >>> visible, hidden = (call.arguments[0].shape for call in conv2d.cases[3].calls)
    >>> len(visible) == len(hidden) == 4
    True
    """
    rng = np.random.default_rng([*seed.encode(), 0, *exercise.name.encode()])
    cases = tuple(_with_twins(exercise, case, rng) for case in exercise.cases)
    return replace(exercise, cases=cases, seconds=2 * exercise.seconds)


def _with_twins(exercise: Exercise, case: Case, rng: np.random.Generator) -> Case:
    if not (case.is_drawn_anew and exercise.drawn_anew):
        return case
    twins = tuple(_twin(exercise, call, rng) for call in case.calls)
    return replace(case, calls=case.calls + twins)


def _twin(exercise: Exercise, call: Call, rng: np.random.Generator) -> Call:
    growth = {
        letter: int(rng.integers(0, LARGEST_GROWTH + 1))
        for letter in sorted({*"".join(exercise.drawn_anew.values())} - {FIXED})
    }
    drawn = dict(_drawn(exercise, call, growth, rng))
    positional = zip(exercise.parameters, call.arguments, strict=False)
    return Call(
        tuple(drawn.get(name, value) for name, value in positional),
        {name: drawn.get(name, value) for name, value in call.options.items()},
        hidden=True,
    )


def _drawn(
    exercise: Exercise, call: Call, growth: Mapping[str, int], rng: np.random.Generator
) -> Iterator[tuple[str, Any]]:
    for name, value in exercise.named_arguments(call).items():
        letters = exercise.drawn_anew.get(name)
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
    numbers = rng.permutation(np.resize(array.ravel(), int(np.prod(shape))))
    is_by_columns = array.flags.f_contiguous and not array.flags.c_contiguous
    return np.reshape(numbers, shape).copy(order="F" if is_by_columns else "C")
