"""What a misconception is: a mistake with a name, and what it predicts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Misconception",
    "Prediction",
    "RefusedError",
    "UndeterminedError",
    "UnpredictableError",
]

Prediction = Callable[..., Any]
"""Takes what the exercise takes; returns what somebody with this mistake returns.

One with a method ``after`` can be joined with another one, to predict what both mistakes lead to.
"""


class UnpredictableError(Exception):
    """Raised by a prediction: with these arguments, the mistake ends in an error.

    An answer with this mistake then raises, too, or returns nothing that is a finite number.
    """


class RefusedError(UnpredictableError):
    """Raised by a prediction: with these arguments the answer stops, and that is the mistake."""


class UndeterminedError(Exception):
    """Raised by a prediction: what comes out depends on how the answer is written.

    An answer with this mistake is then wrong in some way.
    """


@dataclass(frozen=True)
class Misconception:
    """A mistake that people make, seen in what they compute."""

    code: str
    """Stable: ``"SAME-EXTRA-FIRST"``."""
    title: str
    explanation: str
    """Why the result is what it is, in one or two plain sentences."""
    next_step: str
    predictions: Mapping[str, tuple[Prediction, ...]] = field(default_factory=dict)
    """By exercise: the ways in which the mistake is made there, none of them the right answer."""
    signs: Mapping[str, Callable[[Any], bool]] = field(default_factory=dict)
    """By exercise that is observed rather than compared: whether this mistake is all that shows."""
    about: str = ""
    """What it is a mistake in, ``"strides"``: of two about one thing, a mistake has but one."""
    told_in: str = ""
    """An exercise, where the code has another text in others: ``explain(code, told_in)``."""

    @property
    def explain_call(self) -> str:
        """The call that tells more.

        Examples
        --------
        >>> Misconception("RELU-STEP", "", "", "").explain_call
        'explain("RELU-STEP")'
        >>> Misconception("SAME-IGNORED", "", "", "", told_in="max_pool2d").explain_call
        'explain("SAME-IGNORED", "max_pool2d")'
        """
        exercise = f', "{self.told_in}"' if self.told_in else ""
        return f'explain("{self.code}"{exercise})'
