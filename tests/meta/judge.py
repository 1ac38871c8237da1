"""Judge the checks: ``python -m tests.meta.judge``.

Right answers in many styles must earn all points. Wrong ones must not, whether written by hand or
made from right ones by `mutator`, and those written by hand must get the code of their mistake.
A mutant that earns all points is asked again, by `equivalence`: if that finds it right, too, the
change made no difference; if not, it is a survivor, and the cases have a hole. Mistakes that people
make (`real_mistakes`) must get their names, most of them, and none another one.
"""

import argparse
import importlib
import importlib.util
import inspect
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_NUM_THREADS", "1")  # the pool uses the cores

from rich.console import Console
from rich.progress import track
from rich.table import Table

from autograder import EXERCISES, Verdict
from autograder.checking import check_answer
from tests.meta import real_mistakes
from tests.meta.equivalence import EXERCISES_WITH_CALLS, difference
from tests.meta.mutator import load, mutants_of, spread, standalone
from tests.meta.real_mistakes import RealFinding

__all__ = ["Finding", "Score", "judge", "main"]

PROCESSES = 2
ANSWERS_OF_A_TASK = 12
STYLES = 5
"""So many right answers of an exercise are mutated."""
MUTANTS_OF_A_STYLE = 60
SHORT = 2.0
"""Seconds for all calls of a wrong answer; a right one has its full time."""
SLOW = frozenset({"predict", "train_step", "build_cnn", "compile_cnn", "train_cnn"})
"""They need more than `SHORT`; of a network, fewer and faster mutants are made."""
SLOW_SECONDS = 20.0
EXACT = 0.9
"""This share of the wrong answers with a code must get exactly that code."""
OFFENCES = {
    "right": "right answers that fail",
    "passed": "wrong answers that pass",
    "misdiagnosed": "wrong codes",
    "undiagnosed": "answers without their code",
    "survivor": "mutants that pass though they are wrong",
}


@dataclass(frozen=True)
class Task:
    """Answers that one process judges one after the other."""

    kind: str
    """``"right"``, ``"wrong"``, ``"real"`` or ``"mutants"``."""
    exercise: str
    styles: tuple[str, ...]
    mutants: int = MUTANTS_OF_A_STYLE
    """At most so many of each style."""


@dataclass(frozen=True)
class Finding:
    """What became of one answer."""

    exercise: str
    name: str
    kind: str
    """``"right"``, ``"wrong"``, ``"real"`` or ``"mutant"``."""
    passed: bool
    code: str | None = None
    """What a wrong answer must get."""
    given: tuple[str, ...] = ()
    equivalent: bool = False
    revealed_by: str = ""
    real: RealFinding | None = None
    """What a mistake that people make was called."""

    @property
    def offence(self) -> str:
        """A key of `OFFENCES`, or "" if all is as it should be."""
        if self.kind == "mutant":
            return "survivor" if self.passed and not self.equivalent else ""
        if self.kind == "right":
            return "" if self.passed and not self.given and not self.revealed_by else "right"
        if self.passed:
            return "passed"
        if self.real is not None:
            return "misdiagnosed" if self.real.verdict == "falsely" else ""
        if self.is_misdiagnosed:
            return "misdiagnosed"
        return "undiagnosed" if self.code and not self.given else ""

    @property
    def is_exact(self) -> bool:
        """Tell whether a wrong answer got its code and no other."""
        return self.code is not None and self.given == (self.code,)

    @property
    def is_misdiagnosed(self) -> bool:
        """Tell whether a wrong answer got another code than its own."""
        return bool(self.given) and not self.is_exact

    def __str__(self) -> str:
        if self.real is not None:
            return str(self.real)
        codes = f" ({self.code or 'no code'}, given {', '.join(self.given) or 'none'})"
        wanted = codes if self.kind == "wrong" else ""
        return f"{self.exercise}.{self.name}{wanted}" + (
            f"\n    {self.revealed_by}" if self.revealed_by else ""
        )


@dataclass(frozen=True)
class Score:
    """The findings of all exercises, counted."""

    findings: tuple[Finding, ...]

    def of(self, exercise: str, *kinds: str) -> list[Finding]:
        """Return the findings of one exercise, or of all for ``"all"``."""
        return [
            finding
            for finding in self.findings
            if exercise in ("all", finding.exercise) and finding.kind in kinds
        ]

    def offending(self, offence: str) -> list[Finding]:
        """Return the findings with this offence."""
        return [finding for finding in self.findings if finding.offence == offence]

    @property
    def exact_share(self) -> float:
        """The share of wrong answers with a code that got exactly it."""
        coded = [finding for finding in self.of("all", "wrong") if finding.code]
        return sum(finding.is_exact for finding in coded) / max(len(coded), 1)

    @property
    def is_good(self) -> bool:
        """Tell whether nothing is wrong and enough is diagnosed."""
        grave = ("right", "passed", "misdiagnosed", "survivor")
        return (
            not any(self.offending(offence) for offence in grave)
            and self.exact_share >= EXACT
            and real_mistakes.is_good(self.real)
        )

    @property
    def real(self) -> list[RealFinding]:
        """What the mistakes that people make were called."""
        return [finding.real for finding in self.findings if finding.real is not None]


def answers_to(kind: str, exercise: str) -> dict[str, Callable[..., Any]]:
    """Return the right, wrong or real answers to an exercise by name, as in their file."""
    module_name = f"tests.meta.{kind}.{exercise}"
    if importlib.util.find_spec(module_name) is None:
        return {}
    module = importlib.import_module(module_name)
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and value.__module__ == module_name
    }


def tasks(exercises: Iterable[str], mutants: int = MUTANTS_OF_A_STYLE) -> Iterator[Task]:
    """Yield what is to do: some answers by hand in a task, each mutated style in its own."""
    for exercise in exercises:
        if exercise in EXERCISES_WITH_CALLS:
            for style in mutated_styles(exercise):
                yield Task("mutants", exercise, (style,), mutants)
        for kind in ("right", "wrong", "real"):
            names = tuple(answers_to(kind, exercise))
            for start in range(0, len(names), ANSWERS_OF_A_TASK):
                yield Task(kind, exercise, names[start : start + ANSWERS_OF_A_TASK])


def mutated_styles(exercise: str) -> list[str]:
    """Choose right answers to mutate, spread over their file.

    Never those with ``as_strided``, which reads memory beyond the array where it is wrong; of
    a network, none with ``slow`` in its name.
    """
    styles = [
        name
        for name, answer in answers_to("right", exercise).items()
        if "as_strided" not in standalone(answer).replace(f"def {name}", "")
        and not (exercise in SLOW and "slow" in name)
    ]
    number = min(STYLES, len(styles))
    return [styles[index * len(styles) // number] for index in range(number)]


def judge_task(task: Task) -> list[Finding]:
    """Judge the answers of one task."""
    judges = {
        "right": _judge_right,
        "wrong": _judge_wrong,
        "real": _judge_real,
        "mutants": partial(_judge_mutants, number=task.mutants),
    }
    return [finding for style in task.styles for finding in judges[task.kind](task.exercise, style)]


def _check(
    exercise: str,
    answer: Callable[..., Any],
    seconds: float | None = None,
    with_diagnosis: bool = True,
) -> Verdict:
    """Check with less time than students have."""
    declared = EXERCISES[exercise]
    shortened = declared.seconds if seconds is None else min(seconds, declared.seconds)
    return check_answer(replace(declared, seconds=shortened), answer, with_diagnosis)


def _short(exercise: str) -> float:
    return SLOW_SECONDS if exercise in SLOW else SHORT


def _judge_right(exercise: str, style: str) -> list[Finding]:
    answer = answers_to("right", exercise)[style]
    verdict = _check(exercise, answer)
    problem = "" if verdict.passed else str(verdict).replace("\n", "\n    ")
    if verdict.passed and exercise in EXERCISES_WITH_CALLS:
        problem = str(difference(exercise, answer) or "")
    given = verdict.misconceptions
    if given and not problem:
        problem = f"given {', '.join(given)}"
    return [Finding(exercise, style, "right", verdict.passed, None, given, False, problem)]


def _judge_wrong(exercise: str, style: str) -> list[Finding]:
    answer = answers_to("wrong", exercise)[style]
    code = answer.code  # type: ignore[attr-defined]
    verdict = _check(exercise, answer, _short(exercise))
    revealed = ""
    if verdict.passed and exercise in EXERCISES_WITH_CALLS:
        revealed = str(difference(exercise, answer) or "right on all calls")
    return [
        Finding(
            exercise, style, "wrong", verdict.passed, code, verdict.misconceptions, False, revealed
        )
    ]


def _judge_real(exercise: str, style: str) -> list[Finding]:
    answer: Any = answers_to("real", exercise)[style]
    verdict = _check(exercise, answer, _short(exercise))
    given = verdict.misconceptions
    real = RealFinding(exercise, style, answer.times, frozenset(answer.codes), frozenset(given))
    return [Finding(exercise, style, "real", verdict.passed, given=given, real=real)]


def _judge_mutants(exercise: str, style: str, number: int) -> list[Finding]:
    answer = answers_to("right", exercise)[style]
    number = number // 2 if exercise in SLOW else number
    return [
        _judge_mutant(exercise, f"{style}, {mutant.description}", load(mutant))
        for mutant in spread(mutants_of(exercise, answer), number)
    ]


def _judge_mutant(exercise: str, name: str, answer: Callable[..., Any]) -> Finding:
    if not _check(exercise, answer, _short(exercise), with_diagnosis=False).passed:
        return Finding(exercise, name, "mutant", passed=False)
    found = difference(exercise, answer)
    return Finding(
        exercise, name, "mutant", True, equivalent=found is None, revealed_by=str(found or "")
    )


def judge(
    exercises: Iterable[str] = tuple(EXERCISES),
    processes: int = PROCESSES,
    mutants: int = MUTANTS_OF_A_STYLE,
) -> Score:
    """Judge all answers to these exercises, in parallel."""
    everything = list(tasks(exercises, mutants))
    findings: dict[Task, list[Finding]] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_be_quiet) as pool:
        running = {pool.submit(judge_task, task): task for task in everything}
        finished = track(
            as_completed(running),
            "Judging",
            total=len(running),
            console=Console(stderr=True),
            transient=True,
        )
        for future in finished:
            findings[running[future]] = future.result()
    return Score(tuple(finding for task in everything for finding in findings[task]))


def _be_quiet() -> None:
    """Keep TensorFlow's chatter off the terminal; what goes wrong comes back as an exception."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def score_table(score: Score) -> Table:
    """Return one row for each exercise, and their sum."""
    table = Table(title="The checks, judged")
    table.add_column("exercise")
    columns = (
        "right answers (failed)",
        "wrong ones (passed)",
        "diagnosed exactly",
        "wrongly",
        "not, though they have a code",
        "mutants",
        "equivalent",
        "survivors",
    )
    for column in columns:
        table.add_column(column, justify="right")
    judged = [exercise for exercise in EXERCISES if score.of(exercise, "right", "wrong", "mutant")]
    for exercise in (*judged, "all"):
        if exercise == "all":
            table.add_section()
        table.add_row(exercise, *_numbers(score, exercise))
    return table


def _numbers(score: Score, exercise: str) -> tuple[str, ...]:
    right, wrong, mutants = (score.of(exercise, kind) for kind in ("right", "wrong", "mutant"))
    coded = [finding for finding in wrong if finding.code]
    return (
        f"{len(right)} ({sum(bool(finding.offence) for finding in right)})",
        f"{len(wrong)} ({sum(finding.passed for finding in wrong)})",
        f"{sum(finding.is_exact for finding in coded)} of {len(coded)}",
        str(sum(finding.is_misdiagnosed for finding in wrong)),
        str(sum(not finding.given for finding in coded)),
        str(len(mutants)),
        str(sum(finding.equivalent for finding in mutants)),
        str(sum(finding.offence == "survivor" for finding in mutants)),
    )


def main(arguments: list[str]) -> int:
    """Judge the named exercises, or all; return 0 if the checks are good."""
    parser = argparse.ArgumentParser(prog="tests.meta.judge")
    parser.add_argument("exercises", nargs="*", choices=[*EXERCISES, []], metavar="EXERCISE")
    parser.add_argument(
        "--mutants",
        type=int,
        default=MUTANTS_OF_A_STYLE,
        help="at most so many of each style (default: %(default)s)",
    )
    options = parser.parse_args(arguments)
    started = time.monotonic()
    score = judge(options.exercises or tuple(EXERCISES), mutants=options.mutants)
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(score_table(score))
    if score.real:
        console.print(real_mistakes.table(score.real))
    for offence, heading in OFFENCES.items():
        found = score.offending(offence)
        if found:
            console.print(f"\n[bold]{heading}: {len(found)}[/bold]")
            for finding in found:
                console.print(f"  {finding}", markup=False, highlight=False)
    console.print(
        f"\n{len(score.findings)} answers in {time.monotonic() - started:.0f} seconds; "
        f"{score.exact_share:.0%} of the mistakes with a code got exactly it: "
        f"{'good' if score.is_good else 'not good'}."
    )
    return 0 if score.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
