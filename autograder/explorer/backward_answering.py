"""Ask a student's backward function what the explorer shows, and say where it departs."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.answer.call_answer import ask
from autograder.exercises import EXERCISES
from autograder.explorer.answering import LARGEST_SHOWN, SECONDS, told_of, written_rows
from autograder.judge.comparison import matches_keras, tolerance
from autograder.truth.quiet import quiet_stderr
from autograder.vocabulary.exercise import Call, Exercise
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.outcome import Outcome

__all__ = ["answer_backward", "backward_call", "names_of", "rows_of"]

RIGHT = "The same as the gradients of Keras's layer."


def names_of(exercise: Exercise) -> tuple[str, ...]:
    """Return what the gradients are called that an answer returns.

    Examples
    --------
    >>> names_of(EXERCISES["conv2d_backward"]), names_of(EXERCISES["max_pool2d_backward"])
    (('dx', 'dkernel', 'dbias'), ('dx',))
    """
    return tuple(part.name for part in exercise.parts) or ("dx",)


def answer_backward(
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
        What the page shows: ``x``, ``kernel``, ``dy``, ``window``, ``strides``, ``padding``; and
        ``id``.

    Returns
    -------
    dict
        ``right``; ``words``, one sentence, and ``more`` of them; ``parts``: for each gradient that
        is a map, ``received``, rows of text, and ``wrong``, which of its numbers are.

    Examples
    --------
    >>> request = {"id": 1, "x": [[1, 3], [3, 2]], "dy": [[5]], "window": [2, 2], "strides": [2, 2]}
    >>> def all_ties(dy, x, pool_size=2, strides=None, padding="valid"):
    ...     return dy * (x == x.max())
    >>> answer_backward("max_pool2d_backward", all_ties, request)["parts"]
    {'dx': {'received': [['0', '5'], ['5', '0']], 'wrong': [[False, False], [True, False]]}}
    """
    exercise = replace(EXERCISES[exercise_name], seconds=SECONDS)
    call = backward_call(exercise_name, request)
    with quiet_stderr(), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        outcome = ask(exercise, function, call, SECONDS)
        problem = matches_keras(exercise, call, outcome)
        told = told_of(exercise, call, outcome, problem, RIGHT)
        return {"id": request.get("id")} | told | {"parts": _parts(exercise, call, outcome)}


def backward_call(exercise_name: str, request: Mapping[str, Any]) -> Call:
    """Return the call that the page asks for: one image, one channel, one filter."""
    dy, x = (np.asarray(request[name], dtype=float)[None, :, :, None] for name in ("dy", "x"))
    options = {
        "strides": tuple(request["strides"]),
        "padding": request.get("padding", "valid"),
    }
    if exercise_name == "conv2d_backward":
        kernel = np.asarray(request["kernel"], dtype=float)[:, :, None, None]
        return Call((dy, x, kernel), options)
    return Call((dy, x, tuple(request["window"])), options)


def _parts(exercise: Exercise, call: Call, outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Return each gradient that came as rows, with marks where it has the right shape."""
    names = names_of(exercise)
    received = outcome.value if isinstance(outcome.value, tuple | list) else (outcome.value,)
    if exercise.expected is None or len(received) != len(names):
        return {}
    expected = exercise.expected(*call.arguments, **call.options)
    truths = expected if len(names) > 1 else (expected,)
    found = {
        name: _part(exercise, name, got, np.asarray(truth))
        for name, got, truth in zip(names, received, truths, strict=True)
        if type(got) is np.ndarray and got.dtype.kind in "iuf"
    }
    return {name: part for name, part in found.items() if part is not None}


def _part(exercise: Exercise, name: str, got: Array, truth: Array) -> dict[str, Any] | None:
    rows, wrong = rows_of(name, got), None
    if rows is None:
        return None
    if got.shape == truth.shape:
        marks = rows_of(name, ~np.isclose(got, truth, rtol=0, atol=tolerance(exercise, truth)))
        wrong = None if marks is None else marks.tolist()
    return {"received": written_rows(rows), "wrong": wrong}


def rows_of(name: str, array: Array) -> Array | None:
    """Return the one map of a gradient, without the axes of length 1.

    Examples
    --------
    >>> rows_of("dx", np.zeros((1, 2, 1, 1))).shape
    (2, 1)
    >>> rows_of("dkernel", np.zeros((2, 3, 1, 1))).shape
    (2, 3)
    >>> rows_of("dbias", np.zeros(1)).shape
    (1, 1)
    """
    if array.ndim == 4:
        ones = (0, 3) if name == "dx" else (2, 3)
        if all(array.shape[axis] == 1 for axis in ones):
            array = array.squeeze(ones)
    elif array.ndim < 2:
        array = array.reshape(1, -1)
    is_map = array.ndim == 2 and array.size and max(array.shape) <= LARGEST_SHOWN
    return array if is_map else None
