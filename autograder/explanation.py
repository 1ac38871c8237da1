"""`explain`: the longer text about a misconception, with an example worked out."""

import difflib
import itertools
from dataclasses import dataclass

import numpy as np

from autograder.exercises import EXERCISES
from autograder.judge.comparison import compare
from autograder.judge.effort import effort
from autograder.messages.html import html_of
from autograder.messages.message import Message, explanation_message
from autograder.messages.text import text_of
from autograder.misconceptions import ALL
from autograder.truth.quiet import quiet_stderr
from autograder.vocabulary.exercise import Exercise, Problem
from autograder.vocabulary.misconception import Misconception, UndeterminedError, UnpredictableError

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


def explain(code: str) -> Explanation:
    """Explain the mistake that a message names.

    Parameters
    ----------
    code : str
        As it stands in the headline of a check, ``"KERNEL-FLIPPED"``.

    Returns
    -------
    Explanation
        With an example, worked out by Keras, if the mistake shows in numbers.

    Raises
    ------
    ValueError
        If there is no such code.

    Examples
    --------
    >>> print(explain("RELU-ABSOLUTE"))
    RELU-ABSOLUTE: negative numbers become positive
    Your function returns the absolute value.
    For example:
      relu(x)
      x: shape (3,), [-3, 0, 2.5]
      with the mistake (* wrong)    expected
        3*   0  2.5                   0    0  2.5
    What to do: Let negative numbers become 0.
    It is looked for in relu.
    """
    every = _every_misconception()
    same_code = [known for known in every if known.code == str(code).upper()]
    if not same_code:
        near = difflib.get_close_matches(str(code).upper(), [known.code for known in every], n=1)
        hint = f"Did you mean {near[0]!r}?" if near else "The codes stand in the checks' headlines."
        raise ValueError(f"There is no misconception {code!r}. {hint}")
    names = tuple(
        name
        for name in EXERCISES
        for known in same_code
        if name in {**known.predictions, **known.signs}
    )
    with quiet_stderr():
        for known, exercise in itertools.product(same_code, EXERCISES.values()):
            problem = _example(known, exercise)
            if problem is not None:
                return Explanation(known, names, (exercise, problem))
    return Explanation(same_code[0], names)


def _every_misconception() -> list[Misconception]:
    """Return those of the lab, then those that an exercise brings along."""
    every = list(ALL)
    for exercise in EXERCISES.values():
        every += [known for known in exercise.misconceptions if known not in every]
    return every


def _example(known: Misconception, exercise: Exercise) -> Problem | None:
    """Return what happens in the call that is read most easily."""
    for call in sorted(exercise.calls, key=effort):
        for prediction in known.predictions.get(exercise.name, ()):
            if exercise.expected is None:
                continue
            try:
                predicted = np.asarray(prediction(*call.arguments, **call.options))
            except (UndeterminedError, UnpredictableError):
                continue
            expected = exercise.expected(*call.arguments, **call.options)
            received = predicted if exercise.result == "array" else predicted.item()
            problem = compare(exercise, call, received, expected)
            if problem is not None:
                return problem
    return None
