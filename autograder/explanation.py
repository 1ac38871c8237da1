"""`explain`: the longer text about a misconception, with an example worked out."""

import difflib
import itertools
from dataclasses import dataclass

import numpy as np

from autograder.exercises import EXERCISES
from autograder.judge.comparison import compare
from autograder.judge.effort import effort
from autograder.judge.other_calls import other_calls
from autograder.messages.html import html_of
from autograder.messages.message import Message, explanation_message
from autograder.messages.text import text_of
from autograder.misconceptions import ALL
from autograder.truth.quiet import quiet_stderr
from autograder.vocabulary.exercise import Call, Exercise, Problem
from autograder.vocabulary.misconception import (
    Misconception,
    Prediction,
    UndeterminedError,
    UnpredictableError,
)

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True)
class Explanation:
    """A misconception, with an example.

    It shows as text in a terminal and as a card in a notebook.
    """

    misconception: Misconception
    exercises: tuple[str, ...]
    """In which it can be made."""
    example: tuple[Exercise, Problem] | None = None
    """Where it shows in numbers: a call, what comes with the mistake, and what should."""

    def __str__(self) -> str:
        return text_of(self._message)

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - IPython's signature
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        return {"text/plain": str(self), "text/html": html_of(self._message)}

    @property
    def _message(self) -> Message:
        return explanation_message(self.misconception, self.exercises, self.example)


def explain(code: str, exercise: str = "") -> Explanation:
    """Explain the mistake that a message names.

    Parameters
    ----------
    code : str
        As it stands in the headline of a check, ``"KERNEL-FLIPPED"``.
    exercise : str
        Where pooling, say, has another text for it than convolution: ``"max_pool2d"``.

    Returns
    -------
    Explanation
        With an example, worked out by Keras, if the mistake shows in numbers.

    Raises
    ------
    ValueError
        If there is no such code, or not in this exercise.

    Examples
    --------
    >>> print(explain("RELU-ABSOLUTE"))
    RELU-ABSOLUTE: negative numbers become positive
    Your function returns the absolute value.
    For example:
      relu(x)
      x: shape (3,), [2.5, -3, 0]
      with the mistake (* wrong)    expected
      2.5    3*   0                 2.5    0    0
    What to do: Let negative numbers become 0.
    It is looked for in relu.
    """
    every = _every_misconception()
    same_code = [known for known in every if known.code == str(code).upper()]
    if not same_code:
        near = difflib.get_close_matches(str(code).upper(), [known.code for known in every], n=1)
        hint = f"Did you mean {near[0]!r}?" if near else "The codes stand in the checks' headlines."
        raise ValueError(f"There is no misconception {code!r}. {hint}")
    names = tuple(name for name in EXERCISES for known in same_code if name in _made_in(known))
    if exercise and exercise not in names:
        known_in = f" It is looked for in {', '.join(names)}." if names else ""
        raise ValueError(f"{same_code[0].code} is not looked for in {exercise!r}.{known_in}")
    texts = [known for known in same_code if not exercise or exercise in _made_in(known)]
    with quiet_stderr():
        for known, shown in itertools.product(texts, EXERCISES.values()):
            problem = _example(known, shown)
            if problem is not None:
                return Explanation(known, names, (shown, problem))
    return Explanation(texts[0], names)


def _made_in(known: Misconception) -> set[str]:
    return {*known.predictions, *known.signs}


def _every_misconception() -> list[Misconception]:
    """Return those of the lab, then those that an exercise brings along."""
    every = list(ALL)
    for exercise in EXERCISES.values():
        every += [known for known in exercise.misconceptions if known not in every]
    return every


def _example(known: Misconception, exercise: Exercise) -> Problem | None:
    """Return what happens in a call like the one that is read most easily, but not in it.

    A check shows that one itself.
    """
    for call in sorted(exercise.calls, key=effort):
        for prediction in known.predictions.get(exercise.name, ()):
            shown = _wrong(exercise, call, prediction)
            if shown is None:
                continue
            others = (_wrong(exercise, other, prediction) for other in other_calls(exercise, call))
            alike = (other for other in others if other and _is_alike(other, shown))
            return next(alike, shown)
    return None


def _wrong(exercise: Exercise, call: Call, prediction: Prediction) -> Problem | None:
    """Return what is wrong with what a mistake leads to; None if nothing is, or nothing comes."""
    if exercise.expected is None:
        return None
    try:
        with np.errstate(all="ignore"):  # a mistake may divide by zero
            predicted = prediction(*call.arguments, **call.options)
        expected = exercise.expected(*call.arguments, **call.options)
    except (UndeterminedError, UnpredictableError, ValueError):  # Keras: a size that can't be
        return None
    if exercise.parts:
        return compare(exercise, call, predicted, expected)
    if exercise.result == "array" and not np.size(expected):
        return None
    received = np.asarray(predicted)
    return compare(
        exercise, call, received if exercise.result == "array" else received.item(), expected
    )


def _is_alike(one: Problem, other: Problem) -> bool:
    """Tell whether both are about numbers, or both about shapes."""
    shapes = [(np.shape(each.received), np.shape(each.expected)) for each in (one, other)]
    return (shapes[0][0] == shapes[0][1]) is (shapes[1][0] == shapes[1][1])
