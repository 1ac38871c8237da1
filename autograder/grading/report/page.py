"""Write the report as one page that loads nothing."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from autograder.grading.report.anonymous import anonymous_card, anonymous_code
from autograder.grading.report.draw import histogram, share_bar
from autograder.grading.report.equal import Pair
from autograder.grading.report.read import Graded, Place
from autograder.grading.report.shape import (
    FEWEST,
    CaseNumbers,
    Distribution,
    LookAt,
    MistakeNumbers,
    cases_of,
    distributions,
    look_at,
    mistakes_of,
)
from autograder.misconceptions import ALL, of_exercise
from autograder.vocabulary.misconception import Misconception

__all__ = ["Report", "ShownMistake", "make_report", "written_page"]

TEMPLATES = Path(__file__).parent / "templates"
TRIES = 5
"""Answers that are looked at for an example, the shortest first."""


@dataclass(frozen=True)
class ShownMistake:
    """A mistake as the page shows it."""

    code: str
    title: str
    explanation: str
    next_step: str
    count: int
    exercises: tuple[str, ...]
    taught: tuple[str, ...]
    code_of_example: str
    card: str
    bar: str


@dataclass(frozen=True)
class Report:
    """All that a report says."""

    assignment: str
    graded: tuple[Graded, ...]
    whole: Distribution
    notebooks: tuple[Distribution, ...]
    exercises: tuple[Distribution, ...]
    cases: tuple[CaseNumbers, ...]
    mistakes: tuple[ShownMistake, ...]
    look: tuple[LookAt, ...]
    pairs: tuple[Pair, ...] | None = None
    """None unless asked for."""
    roster_size: int = 0
    absent: tuple[str, ...] = ()


def make_report(
    assignment: str,
    graded: Sequence[Graded],
    lab: Sequence[Place],
    bound: float,
    example_of: Callable[[str, Place], tuple[str, str]],
    pairs: tuple[Pair, ...] | None = None,
    roster: Iterable[str] = (),
) -> Report:
    """Put a report together.

    Parameters
    ----------
    assignment
        Its name.
    graded
        The class.
    lab
        The exercises, in the order of the lab.
    bound
        The share of the points below which somebody is to be looked at.
    example_of
        Returns code and card of a student's answer.
    pairs
        Equal mistakes, if they were asked for.
    roster
        The students of the course, if they are known.
    """
    places = {place.exercise: place for place in lab}
    whole, notebooks, exercises = distributions(graded, lab)
    in_course = tuple(roster)
    size = sum(one.score.is_graded for one in graded)
    here = {one.student for one in graded}
    mistakes = tuple(
        _shown(one, _known(one), places, size, example_of) for one in mistakes_of(graded)
    )
    return Report(
        assignment,
        tuple(graded),
        whole,
        notebooks,
        exercises,
        cases_of(graded),
        mistakes,
        look_at(graded, bound),
        pairs,
        len(in_course),
        tuple(student for student in in_course if student not in here),
    )


def written_page(report: Report) -> str:
    """Return the page."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "histogram": histogram,
        "failed_bar": lambda case: share_bar(case.failed, case.asked),
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
        "code": _with_code,
    }
    graded = report.graded
    missing = Counter(name for one in graded for name in one.not_read)
    return environment.get_template("report.html.j2").render(
        vars(report),
        style=(TEMPLATES / "style.css").read_text(encoding="utf-8"),
        late=sum(one.score.penalty > 0 for one in graded),
        incomplete=sorted(missing.items()),
        ungraded=[one.student for one in graded if not one.score.is_graded],
        readers=[one.student for one in graded if one.score.is_graded and one.score.to_read],
        to_read=sum(one.score.to_read for one in graded),
        without_checks=sum(not one.has_checks for one in graded),
        fewest=FEWEST,
    )


def _shown(
    one: MistakeNumbers,
    known: Misconception | None,
    places: dict[str, Place],
    size: int,
    example_of: Callable[[str, Place], tuple[str, str]],
) -> ShownMistake:
    code, card = _example(one, places, example_of)
    taught = dict.fromkeys(
        f"{places[name].notebook}, “{places[name].heading}”"
        for name in one.exercises
        if name in places
    )
    return ShownMistake(
        one.code,
        known.title if known else one.code,
        known.explanation if known else "",
        known.next_step if known else "",
        len(one.students),
        one.exercises,
        tuple(taught),
        code,
        card,
        share_bar(len(one.students), size),
    )


def _known(one: MistakeNumbers) -> Misconception | None:
    """Return the mistake as it is worded for the exercise in which most make it."""
    worded = (known for name in one.exercises for known in of_exercise(name))
    return next((known for known in (*worded, *ALL) if known.code == one.code), None)


def _example(
    one: MistakeNumbers,
    places: dict[str, Place],
    example_of: Callable[[str, Place], tuple[str, str]],
) -> tuple[str, str]:
    """Return the shortest of some answers in the exercise in which most make the mistake."""
    for exercise in one.exercises:
        place = places.get(exercise)
        if place is None:
            continue
        students = [student for student, where in one.seen if where == exercise][:TRIES]
        found = [example_of(student, place) for student in students]
        answers = [
            (anonymous_code(code, exercise), anonymous_card(card)) for code, card in found if card
        ]
        if answers:
            return min(answers, key=lambda answer: (not answer[0], len(answer[0])))
    return "", ""


def _with_code(text: str) -> Markup:
    """Escape, and show `code` as such."""
    shown = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
    return Markup(shown)  # noqa: S704 - escaped the line before
