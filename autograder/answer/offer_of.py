"""Look at an answer without calling it: what kind of thing it is, and what its code uses."""

from typing import Any

from autograder.answer.forbidden_use import first_forbidden
from autograder.answer.helpers import helpers_of, written_instead
from autograder.answer.names_used import uses_of
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
problem=None, helpers=(), near='')
    """
    is_callable = callable(answer)
    uses = tuple(uses_of(answer)) if is_callable else ()
    forbidden = first_forbidden(uses, exercise.forbidden) if exercise.numpy_only else None
    return Offer(
        exercise.name,
        type(answer).__name__,
        is_callable,
        forbidden,
        helpers=helpers_of(answer, uses) if exercise.is_function else (),
        near=written_instead(exercise.name, answer),
    )
