"""Compare what an answer returned with what Keras returns, in the order that helps.

Returned at all, type, shape, kind of numbers, finite, values: the first that is wrong is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.vocabulary.articles import with_article
from autograder.vocabulary.exercise import Call, Exercise, Judge, Problem
from autograder.vocabulary.outcome import Outcome
from autograder.vocabulary.parts import Part, in_words
from autograder.vocabulary.wire import Opaque

__all__ = ["compare", "matches_and_leaves_arguments", "matches_keras", "matches_parts"]
__all__ += ["run_problem", "tolerance"]

WANTED = {
    "array": "a NumPy array",
    "number": "one number",
    "integer": "an integer",
}
ONE_NUMBER = (
    "Only one number comes back, perhaps the last one. Write each into an array of the result's "
    "shape, `result[i, j] = ...`, and return that array."
)
AN_INTEGER = "Divide by `//` where a whole number is meant, or turn the result into an `int`."
STEPS_FOR_TYPES = {
    ("array", "list"): "Return an array: `np.array(...)` makes one of nested lists.",
    ("array", "tuple"): "Return one array. A comma behind `return` makes a tuple of its parts.",
    **{("array", name): ONE_NUMBER for name in ("int", "float", "float64", "float32", "int64")},
    **{("integer", name): AN_INTEGER for name in ("float", "float64", "float32")},
    ("array", "function"): "The function itself comes back: call it, with round brackets.",
    ("array", "generator"): "Round brackets around a `for` make no list: use square ones.",
    ("number", "list"): "Return one number: take it out of the list, or add up what is in it.",
    ("number", "tuple"): "Return one number. A comma behind `return` makes a tuple of its parts.",
}
"""What is wanted and the type that came, and what to do about it."""


def matches_keras(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
    """Judge one call of an exercise whose answer is a function of arrays and numbers."""
    return _matches(exercise, call, outcome, ())


def matches_parts(*names: str) -> Judge:
    """Judge these parts alone of an answer that returns several, as `matches_keras` does."""

    def judge(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
        return _matches(exercise, call, outcome, names)

    return judge


def _matches(
    exercise: Exercise, call: Call, outcome: Outcome, names: Sequence[str]
) -> Problem | None:
    problem = run_problem(exercise, call, outcome)
    if problem is not None:
        return problem
    if exercise.expected is None:
        raise TypeError(f"{exercise.name} has no expected result: its cases need judges")
    expected = exercise.expected(*call.arguments, **call.options)
    return compare(exercise, call, outcome.value, expected, names)


def matches_and_leaves_arguments(
    exercise: Exercise, call: Call, outcome: Outcome
) -> Problem | None:
    """Judge like `matches_keras`, and demand that the arguments are as they were."""
    if outcome.changed:
        changed = " and ".join(f"`{name}`" for name in outcome.changed)
        return Problem(f"It changed its argument {changed}: work on a copy.", call)
    return matches_keras(exercise, call, outcome)


def _is_unanswered(outcome: Outcome) -> bool:
    """Tell the line that was handed out from what a library has not implemented.

    Examples
    --------
    >>> _is_unanswered(Outcome(error="NotImplementedError", error_line="raise NotImplementedError"))
    True
    >>> _is_unanswered(Outcome(error="NotImplementedError: fit", error_line="model.fit(x, y)"))
    False
    """
    is_it = outcome.error.startswith("NotImplementedError")
    return is_it and (not outcome.error_line or "NotImplementedError" in outcome.error_line)


def run_problem(exercise: Exercise, call: Call, outcome: Outcome) -> Problem | None:
    """Tell what kept an answer from returning anything, if something did."""
    if outcome.refused:
        return Problem(
            "It can't be called like this.",
            call,
            next_step=f"Write the first line as `{exercise.first_line}`.",
        )
    if outcome.untried:
        return Problem("It was not tried: an earlier call used up the time.", call)
    if outcome.timed_out:
        return Problem(
            f"It did not come to an end within {exercise.seconds:g} seconds.",
            call,
            next_step="Look for a loop whose condition never becomes false.",
        )
    if _is_unanswered(outcome):
        return Problem(
            "There is no answer yet.",
            next_step="Write it in the cell above, in place of `raise NotImplementedError()`.",
        )
    if outcome.error:
        return Problem(
            f"It stopped with {outcome.error}",
            call,
            detail=outcome.error_line,
            error=outcome.error,
        )
    if outcome.value is None:
        return Problem(
            "It returned nothing.", call, next_step="End the function with `return` and the result."
        )
    return None


def compare(
    exercise: Exercise, call: Call, received: Any, expected: Any, names: Sequence[str] = ()
) -> Problem | None:
    """Return the first thing that is wrong with `received`, or None.

    Of an answer that returns several values, only the parts with these names are looked at, if
    there are names.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> problem = compare(EXERCISES["relu"], None, np.zeros(2), np.zeros(3))
    >>> problem.symptom
    'The shape is wrong: expected (3,), got (2,).'
    """
    if not exercise.parts:
        return _compare(exercise, exercise.result, call, received, expected)
    returned = ", ".join(part.name for part in exercise.parts)
    step = f"Return all of them, in this order: `return {returned}`."
    problem = _misfit(exercise.parts, received, call, step)
    if problem is not None:
        return problem
    found = dict(_compare_parts(exercise, call, exercise.parts, received, expected, names))
    wrong = [part for part, problem in found.items() if problem is not None]
    if not wrong:
        return None
    first = found[wrong[0]]
    return None if first is None else _of_part(first, wrong[0], [*found], wrong)


def _compare_parts(
    exercise: Exercise,
    call: Call,
    parts: Sequence[Part],
    received: Any,
    expected: Any,
    names: Sequence[str],
) -> Iterator[tuple[Part, Problem | None]]:
    for part, got, wanted in zip(parts, received, expected, strict=True):
        if not part.is_meant(names):
            continue
        if not part.members:
            yield part, _compare(exercise, part.result, call, got, wanted)
            continue
        problem = _misfit(part.members, got, call, "Put all of them into one list.")
        if problem is not None:
            yield part, problem
            continue
        inner = names if not {part.name}.intersection(names) else ()
        yield from _compare_parts(exercise, call, part.members, got, wanted, inner)


def _misfit(parts: Sequence[Part], received: Any, call: Call, step: str) -> Problem | None:
    """Tell whether what came is not as many values, in a tuple or a list."""
    names = in_words([part.name for part in parts])
    if type(received) not in {tuple, list}:
        return Problem(
            f"The type is wrong: expected {len(parts)} values, {names}, "
            f"got {_described(received)}.",
            call,
            next_step=step,
        )
    if len(received) != len(parts):
        symptom = f"Expected {len(parts)} values, {names}, got {len(received)}."
        return Problem(symptom, call, next_step=step)
    return None


def _of_part(problem: Problem, part: Part, parts: Sequence[Part], wrong: Sequence[Part]) -> Problem:
    """Say which of several values is wrong, and which ones are right."""
    if len(parts) == 1:
        return replace(problem, part=part)  # the case is named for it
    right = [one.name for one in parts if one not in wrong]
    others = f" {in_words(right)} {'is' if len(right) == 1 else 'are'} right." if right else ""
    return replace(problem, symptom=f"`{part.name}`: {problem.symptom}{others}", part=part)


def _compare(
    exercise: Exercise, result: str, call: Call, received: Any, expected: Any
) -> Problem | None:
    problem = _type_problem(result, call, received)
    if problem is not None:
        return problem
    wanted = np.asarray(expected)
    got = np.asarray(received)
    if got.shape != wanted.shape:
        return Problem(
            f"The shape is wrong: expected {wanted.shape}, got {got.shape}.", call, wanted, got
        )
    if not np.isfinite(got).all():
        return Problem("The result holds NaN or infinity.", call, wanted, got)
    if not np.allclose(got, wanted, rtol=0, atol=tolerance(exercise, wanted)):
        return Problem(_values_symptom(exercise, result, got, wanted), call, wanted, got)
    return None


def tolerance(exercise: Exercise, expected: Any) -> float:
    """Return how far a number may be off: float32 answers pass, rounded ones do not."""
    largest = float(np.max(np.abs(expected), initial=1.0))
    return exercise.tolerance * largest


def _type_problem(result: str, call: Call, received: Any) -> Problem | None:
    wanted = WANTED[result]
    kind = type(received)
    is_scalar = kind in {int, float} or issubclass(kind, np.integer | np.floating)
    is_array = kind is np.ndarray
    right = {
        "array": is_array,
        "number": is_scalar or (is_array and received.ndim == 0),
        "integer": kind is int or issubclass(kind, np.integer),
    }[result]
    if not right:
        return Problem(
            f"The type is wrong: expected {wanted}, got {_described(received)}.",
            call,
            next_step=STEPS_FOR_TYPES.get((result, _type_name(received)), ""),
        )
    if is_array and received.dtype.kind not in "iuf":
        return Problem(f"The array holds {received.dtype} elements: expected real numbers.", call)
    return None


def _type_name(value: Any) -> str:
    return value.type_name if isinstance(value, Opaque) else type(value).__name__


def _described(value: Any) -> str:
    name = _type_name(value)
    if type(value) is np.ndarray:
        return f"an array of shape {value.shape}"
    if value is None:
        return "None"
    return with_article(name)


def _values_symptom(exercise: Exercise, result: str, received: Any, expected: Any) -> str:
    if result != "array":
        return f"The value is wrong: expected {expected.item():g}, got {received.item():g}."
    wrong = int((np.abs(received - expected) > tolerance(exercise, expected)).sum())
    if expected.size == 1:
        which = "its one number is"
    elif wrong == expected.size:
        which = f"all {wrong} numbers are"
    else:
        which = f"{wrong} of its {expected.size} numbers {'is' if wrong == 1 else 'are'}"
    return f"The shape {expected.shape} is right, but {which} wrong."
