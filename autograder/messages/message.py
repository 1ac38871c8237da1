"""What a check found, or an explanation, as one message: ordered parts without a look.

`text` and `html` show the parts, each in its own way; which there are, and in what order, is
decided here alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from autograder.messages.evidence import Evidence, Values, describe_call, evidence_of, number
from autograder.messages.next_steps import next_step_about
from autograder.vocabulary.exercise import Exercise, Problem
from autograder.vocabulary.findings import CaseResult, Findings
from autograder.vocabulary.misconception import Misconception

__all__ = ["Code", "Details", "Headline", "Message", "Part", "Sentence", "Title"]
__all__ += ["explanation_message", "message_of"]

PRINTED_LINES = 10
MOST_NAMED = 3
CONTROL = re.compile(r"\x1b\[[0-9;]*[A-Za-z]|[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f]")
"""Colours, cursor movements and the like: they are for terminals, and can fool one."""


@dataclass(frozen=True)
class Headline:
    """What was checked, and what it earns."""

    name: str
    """With a mark: ``"✗ conv2d"``."""
    points: str
    """``"8 of 12 points"``"""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Title:
    """The code of a misconception, and what it is in a few words."""

    code: str
    words: str


@dataclass(frozen=True)
class Sentence:
    """One sentence, or a few; what stands between backticks is code."""

    text: str
    label: str = ""
    """What it is about, ``"Next"``."""
    is_faint: bool = False
    """Whether it matters less than the others."""
    code: str = ""
    """Something to type, at the end."""


@dataclass(frozen=True)
class Code:
    """Lines of code, or of what code printed."""

    text: str


@dataclass(frozen=True)
class Details:
    """What belongs to the sentence before it."""

    parts: "tuple[Part, ...]"


Part: TypeAlias = Headline | Title | Sentence | Code | Evidence | Values | Details


@dataclass(frozen=True)
class Message:
    """All that is said at once."""

    tone: Literal["right", "wrong", "neutral"]
    parts: tuple[Part, ...]


def message_of(findings: Findings) -> Message:
    """Return the headline, the first problem with its evidence, and one next step.

    Examples
    --------
    >>> from autograder import check
    >>> [type(part).__name__ for part in message_of(check("relu", lambda x: None)).parts]
    ['Headline', 'Sentence', 'Details', 'Sentence']
    """
    first = findings.first_failed
    headline = Headline(
        f"{'✓' if findings.passed else '✗'} {findings.exercise.name}",
        f"{number(findings.points)} of {number(findings.max_points)} points",
        findings.misconceptions,
    )
    body = (
        [Sentence(f"All right: {_names(findings.results)}.", is_faint=True)]
        if first is None or first.problem is None
        else _failed(findings, first, first.problem)
    )
    tone: Literal["right", "wrong"] = "right" if findings.passed else "wrong"
    return Message(tone, (headline, *body, *_printed(findings)))


def explanation_message(
    known: Misconception, exercises: Iterable[str], example: tuple[Exercise, Problem] | None
) -> Message:
    """Return the longer text about a misconception, with a call in which it shows."""
    body = [
        Title(known.code, known.title),
        Sentence(known.explanation),
        *([] if example is None else _example(*example)),
        Sentence(known.next_step, "What to do"),
        Sentence(
            f"It is looked for in {', '.join(exercises) or 'all answers in NumPy'}.", is_faint=True
        ),
    ]
    return Message("neutral", tuple(body))


def _failed(findings: Findings, first: CaseResult, problem: Problem) -> Iterator[Part]:
    right = [result for result in findings.results if result.passed]
    others = [result for result in findings.results if not result.passed][1:]
    alike = findings.fails_everywhere_alike
    known = _misconceptions_of(findings)
    next_step = known[0].next_step if known else _next_step(first, problem)
    yield Sentence(problem.symptom, "" if alike else first.name)
    evidence = evidence_of(findings.exercise, problem)
    details = (*_call(findings.exercise, problem), *([evidence] if evidence else []))
    if details:
        yield Details(details)
    if known:
        yield Sentence(known[0].explanation, "Why")
    for second in known[1:]:
        yield Sentence(f"{second.title}. {second.next_step}", "There is a second mistake")
    if right:
        yield Sentence(f"Already right: {_names(right)}.", is_faint=True)
    if next_step:
        yield Sentence(next_step, "Next")
    if findings.helpers and not problem.error:
        yield Sentence(_where_else(findings), is_faint=True)
    if others and not alike:
        yield Sentence(_what_of(others, findings, known), is_faint=True)
    for one in known:
        more = "More:" if problem.error else "More, with an example:"
        yield Sentence(more, is_faint=True, code=one.explain_call)


def _next_step(first: CaseResult, problem: Problem) -> str:
    """Return what is about the problem itself, before what is about its case."""
    about = next_step_about(problem, first.case_step)
    return problem.next_step or about or first.case_step


def _where_else(findings: Findings) -> str:
    """Name the functions that the answer calls, the first ones."""
    named = ", ".join(f"`{name}`" for name in findings.helpers[:MOST_NAMED])
    more = ", …" if len(findings.helpers) > MOST_NAMED else ""
    return f"Look in {findings.exercise.name}, and in what it calls: {named}{more}."


def _example(exercise: Exercise, problem: Problem) -> Iterator[Part]:
    evidence = evidence_of(exercise, problem, "with the mistake")
    is_shown = isinstance(evidence, Values) or (evidence and evidence.table is not None)
    yield Sentence("For example:")
    yield Details(
        (
            *_call(exercise, problem),
            *([] if is_shown else [Sentence(problem.symptom)]),
            *([evidence] if evidence else []),
        )
    )


def _call(exercise: Exercise, problem: Problem) -> Iterator[Code]:
    """Yield the call, what its arrays are, and the line of code that raised, as far as known."""
    if problem.call is not None and exercise.is_function:
        yield from map(Code, filter(None, describe_call(exercise, problem.call)))
    if problem.detail:
        yield Code(f"at: {problem.detail}")


def _printed(findings: Findings) -> Iterator[Part]:
    """Yield the first lines that the answer printed, without control characters."""
    lines = CONTROL.sub("", findings.printed).splitlines()[:PRINTED_LINES]
    if lines:
        yield Sentence("It printed:", is_faint=True)
        yield Details((Code("\n".join(lines)),))


def _misconceptions_of(findings: Findings) -> tuple[Misconception, ...]:
    """Return the misconceptions that the findings name, in their order."""
    by_code = {known.code: known for known in findings.exercise.misconceptions}
    return tuple(by_code[code] for code in findings.misconceptions if code in by_code)


def _what_of(others: list[CaseResult], findings: Findings, known: tuple[Misconception, ...]) -> str:
    """Tell of the other cases that are wrong."""
    if not known or findings.exercise.expected is None:
        return f"After that: {_names(others)}."
    # Their prediction fits all that was returned; but an argument may be changed in place besides.
    cases = "other wrong case" if len(others) == 1 else f"other {len(others)} wrong cases"
    what = "That" if len(known) == 1 else "The two together"
    return f"{what} should put the {cases} right, too."


def _names(results: Iterable[CaseResult]) -> str:
    return "; ".join(result.name for result in results)
