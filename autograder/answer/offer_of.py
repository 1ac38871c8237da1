"""Look at an answer without calling it: what kind of thing it is, and what its code uses."""

from typing import Any

from autograder.answer.forbidden_use import forbidden_use_of
from autograder.vocabulary.exercise import Exercise
from autograder.vocabulary.offer import Offer

__all__ = ["offer_of"]


def offer_of(exercise: Exercise, answer: Any) -> Offer:
    """Return what can be told before any call; what is seen in code only ever counts against it.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> offer_of(EXERCISES["relu"], 3)
    Offer(exercise='relu', type_name='int', is_callable=False, forbidden=None, outcomes=None, \
problem=None)
    """
    is_callable = callable(answer)
    forbidden = forbidden_use_of(answer) if exercise.numpy_only and is_callable else None
    return Offer(exercise.name, type(answer).__name__, is_callable, forbidden)
