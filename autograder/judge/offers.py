"""Judge what is offered as an answer: the one way to findings, whoever asked the answer, and where.

A check asks in its own process; a grading run asks through a socket, and judges in a third one.
"""

from dataclasses import replace

from autograder.judge.judge import Ask, all_failed, ask_all, judge
from autograder.labs import lab_packages
from autograder.vocabulary.articles import with_article
from autograder.vocabulary.exercise import Exercise, Problem
from autograder.vocabulary.findings import Findings
from autograder.vocabulary.misconception import Misconception
from autograder.vocabulary.offer import ForbiddenUse, Offer

__all__ = ["USES_A_LIBRARY", "asked", "judge_offer", "problem_of_use"]

USES_A_LIBRARY = Misconception(
    "USES-A-LIBRARY",
    "a library computes the answer",
    "Your answer hands the work to Keras, SciPy or the like, or uses Python in a way that could "
    "hide it. These exercises are about writing the computation itself.",
    "Write it with NumPy and plain Python: `import numpy as np` is all that you need.",
)
"""Seen in the code of an answer, not in its results."""


def judge_offer(exercise: Exercise, offer: Offer, with_diagnosis: bool = True) -> Findings:
    """Judge an answer by its offer.

    Parameters
    ----------
    exercise : Exercise
        The one that was asked; that of a grading run has hidden calls, too.
    offer : Offer
        With the outcomes of all calls, as `asked` returns it.
    with_diagnosis : bool
        Whether to look for the misconception behind a wrong answer.

    Examples
    --------
    >>> from autograder.exercises import EXERCISES
    >>> offer = Offer("relu", type_name="int", is_callable=False)
    >>> judge_offer(EXERCISES["relu"], offer).first_failed.problem.symptom
    'relu is an int, not a function.'
    """
    if offer.exercise != exercise.name:
        raise ValueError(f"The offer is one for {offer.exercise}, and not for {exercise.name}.")
    findings = _findings_before_calls(exercise, offer)
    if findings is not None:
        return findings
    if offer.outcomes is None:
        return all_failed(exercise, Problem("There is no answer."))
    outcomes = dict(zip(exercise.calls, offer.outcomes, strict=True))
    return replace(judge(exercise, outcomes, with_diagnosis), helpers=offer.helpers)


def asked(exercise: Exercise, offer: Offer, ask: Ask) -> Offer:
    """Return the offer with what came of all calls; no call is made of what fails without."""
    if _findings_before_calls(exercise, offer) is not None:
        return offer
    return replace(offer, outcomes=tuple(ask_all(exercise, ask).values()))


def problem_of_use(forbidden: ForbiddenUse, also: tuple[str, ...] = ()) -> Problem:
    """Word a forbidden use for the student.

    Parameters
    ----------
    forbidden : ForbiddenUse
        What is used.
    also : tuple of str
        What the exercise forbids besides, `Exercise.forbidden`.

    Examples
    --------
    >>> problem_of_use(ForbiddenUse("scipy.signal")).symptom
    'It uses `scipy.signal`, and the answer is to be computed with NumPy alone.'
    >>> problem_of_use(ForbiddenUse("eval")).symptom
    'It uses `eval`, which can hide what is computed.'
    >>> problem_of_use(ForbiddenUse("numpy.fft"), ("numpy.fft",)).symptom
    'It uses `numpy.fft`, which computes what you are asked to write.'
    """
    if forbidden.what in also:
        return Problem(
            f"It uses `{forbidden.what}`, which computes what you are asked to write.",
            detail=forbidden.line,
            next_step=f"Write the computation itself, without `{forbidden.what}`.",
        )
    if forbidden.is_library or forbidden.what.partition(".")[0] in lab_packages():
        return Problem(
            f"It uses `{forbidden.what}`, and the answer is to be computed with NumPy alone.",
            detail=forbidden.line,
            next_step="Write the loops or the NumPy operations yourself; "
            "`import numpy as np` is all that you need.",
        )
    return Problem(
        f"It uses `{forbidden.what}`, which can hide what is computed.",
        detail=forbidden.line,
        next_step="Do without it: call NumPy and your own functions by their names.",
    )


def _findings_before_calls(exercise: Exercise, offer: Offer) -> Findings | None:
    """Return the findings on an answer that need not be called; None if its calls decide."""
    if offer.problem is not None:
        return all_failed(exercise, offer.problem)
    if exercise.is_function and not offer.is_callable:
        return all_failed(exercise, _not_a_function(exercise, offer.type_name))
    if offer.near:
        return all_failed(exercise, _under_another_name(exercise, offer.near))
    if offer.forbidden is not None:
        problem = problem_of_use(offer.forbidden, exercise.forbidden)
        return all_failed(exercise, problem, (USES_A_LIBRARY.code,))
    return None


def _under_another_name(exercise: Exercise, near: str) -> Problem:
    return Problem(
        f"There is no answer yet under the name {exercise.name}, but there is a function `{near}`.",
        next_step=f"If it is the answer, begin it with `{exercise.first_line}`, and run its cell.",
    )


def _not_a_function(exercise: Exercise, type_name: str) -> Problem:
    kind = "None" if type_name == "NoneType" else with_article(type_name)
    what = f"{kind}, not a function" if type_name else "not a function"
    return Problem(
        f"{exercise.name} is {what}.",
        next_step=f"Run the cell that begins with `{exercise.first_line}` again.",
    )
