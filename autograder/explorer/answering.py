"""Ask a student's function what the explorer shows, and say where it departs from Keras."""

import itertools
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answer.call_answer import ask
from autograder.exercises import EXERCISES
from autograder.judge.comparison import matches_keras, tolerance
from autograder.judge.diagnosis import diagnose
from autograder.messages.evidence import number
from autograder.truth.quiet import quiet_stderr
from autograder.vocabulary.exercise import Call, Exercise, Problem
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.outcome import Outcome

__all__ = ["LARGEST_SHOWN", "SECONDS", "answer", "call_of", "told_of", "written_rows"]

SECONDS = 5.0
LARGEST_SHOWN = 64


def answer(
    exercise_name: str, function: Callable[..., Any], request: Mapping[str, Any]
) -> dict[str, Any]:
    """Make one call of the function, and return what the page shows of it.

    Parameters
    ----------
    exercise_name : str
        Which exercise it answers.
    function : function
        The student's.
    request : mapping
        What the page shows: ``x``, ``kernel``, ``window``, ``strides``, ``padding``; and ``id``.

    Returns
    -------
    dict
        ``right``; ``words``, one sentence, and ``more`` of them; ``received``, the map as rows of
        text, if it is one; ``wrong``, which of its numbers are; ``shades``, finite numbers.

    Examples
    --------
    >>> request = {"id": 1, "x": [[1, 2], [3, 4]], "window": [2, 2], "strides": [2, 2]}
    >>> answer("max_pool2d", lambda x, *rest: x.max((1, 2), keepdims=True), request)["words"]
    "The same as Keras's layer."
    """
    exercise = replace(EXERCISES[exercise_name], seconds=SECONDS)
    call = call_of(exercise, request)
    with quiet_stderr(), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        outcome = ask(exercise, function, call, SECONDS)
        return {"id": request.get("id")} | _judged(exercise, call, outcome)


def call_of(exercise: Exercise, request: Mapping[str, Any]) -> Call:
    """Return the call that the page asks for, as this exercise takes it."""
    declared = exercise.window
    if declared is None:
        raise TypeError(f"{exercise.name} has no window that could be shown")
    asked: dict[str, Any] = {
        declared.map: _with_axes(request["x"], declared.map_axes),
        declared.strides: tuple(request["strides"]),
        declared.padding: request.get("padding", "valid"),
    }
    if declared.kernel:
        asked[declared.kernel] = _with_axes(request["kernel"], declared.kernel_axes)
    else:
        asked[declared.size] = tuple(request["window"])
    given = {name: asked[name] for name in exercise.parameters if name in asked}
    first = tuple(itertools.takewhile(given.__contains__, exercise.parameters))
    return Call(tuple(given.pop(name) for name in first), given)


def _with_axes(rows: Any, axes: str) -> Array:
    """Return rows and columns as an array that has these axes, the others of length 1."""
    places = tuple(slice(None) if axis in "HW" else np.newaxis for axis in axes)
    return np.asarray(rows, dtype=float)[places]


def _judged(exercise: Exercise, call: Call, outcome: Outcome) -> dict[str, Any]:
    problem = matches_keras(exercise, call, outcome)
    told = told_of(exercise, call, outcome, problem, "The same as Keras's layer.")
    shown = _shown(outcome.value)
    if problem is None:
        return told | shown
    return told | shown | {"wrong": _wrong(exercise, problem.received, problem.expected)}


def told_of(
    exercise: Exercise, call: Call, outcome: Outcome, problem: Problem | None, right: str
) -> dict[str, Any]:
    """Return what the page says of an outcome: ``right``, ``words`` and ``more`` of them."""
    if problem is None:
        changed = [
            f"But it changed its argument {name}: work on a copy." for name in outcome.changed
        ]
        return {"right": not changed, "words": right, "more": changed}
    more = [f"In this line: {problem.detail}"] if problem.detail else []
    if problem.next_step:
        more.append(problem.next_step)
    for known in diagnose(exercise, {call: outcome}):
        more += [known.explanation, f"More: {known.explain_call}"]
    if outcome.printed:
        more.append(f"It printed: {outcome.printed[:300]}")
    return {"right": False, "words": problem.symptom, "more": more}


def _shown(value: Any) -> dict[str, Any]:
    """Return a result as rows of text, if it is one map."""
    nothing = {"received": None, "shades": None, "wrong": None}
    if type(value) is not np.ndarray or value.dtype.kind not in "iufb":
        return nothing
    rows = _one_map(value)
    if rows is None:
        return nothing
    shades = np.nan_to_num(rows.astype(float), nan=0.0, posinf=0.0, neginf=0.0)
    return nothing | {
        "received": written_rows(rows),
        "shades": shades.tolist(),
    }


def written_rows(rows: Array) -> list[list[str]]:
    """Return the numbers of a map as text, as messages write them."""
    return [[number(one) for one in row] for row in rows.tolist()]


def _one_map(array: Array) -> Array | None:
    if array.ndim == 4 and array.shape[0] == array.shape[3] == 1:
        array = array[0, :, :, 0]
    is_map = array.ndim == 2 and array.size and max(array.shape) <= LARGEST_SHOWN
    return array if is_map else None


def _wrong(exercise: Exercise, received: Any, expected: Any) -> list[list[bool]] | None:
    if not isinstance(received, np.ndarray) or np.shape(received) != np.shape(expected):
        return None
    marks = ~np.isclose(received, expected, rtol=0, atol=tolerance(exercise, expected))
    rows = _one_map(marks)
    return None if rows is None else [[bool(mark) for mark in row] for row in rows]
