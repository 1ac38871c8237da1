"""Grade the honest corpus as a long class, one attacker in ten, and look at what stays.

``python -m tests.hostile.soak [--submissions 500]``: nobody's points change, the memory of each
process is flat, and no process and no file is left behind.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import psutil

from tests.honest.corpus import CORPUS
from tests.honest.grading import Result, offences, results_in
from tests.honest.submission import Submission, code
from tests.honest.variant import Variant
from tests.hostile.attack import hand_in
from tests.hostile.batch import (
    AUTOGRADER_GRADE,
    Course,
    course_of,
    environment_of,
    left_over,
    values_for,
)
from tests.hostile.corpus import ATTACKS

ATTACK_EVERY = 10
LIMITS = ("--TrustedExecute.cell_seconds=30", "--TrustedExecute.seconds=60")
SECONDS_BETWEEN_LOOKS = 2.0
MIB = 1 << 20
LABEL = 60
PLAIN = "plain"
LOCK = "cnn-lab-kernels-"
"""Where graders of one user wait for each other: it stays."""
NOBODY_LISTENS = 9
NEIGHBOURS = 2
"""So many before and after it may run at the same time."""


@dataclass(frozen=True)
class Look:
    """What one process had at one moment."""

    second: float
    memory: int
    files: int
    threads: int


@dataclass(frozen=True)
class Growth:
    """What a process had in the second quarter of its life, and in the last one."""

    program: str
    early: Look
    late: Look

    @property
    def of_memory(self) -> float:
        """As a share of what it had."""
        return self.late.memory / self.early.memory - 1


def main() -> int:
    """Print what grew, what is left, and whose points are wrong; 1 if there is any of these."""
    parser = argparse.ArgumentParser(prog="tests.hostile.soak", description=__doc__)
    parser.add_argument("--submissions", type=int, default=500)
    parser.add_argument("--most-growth", type=float, default=0.1, help="as a share of memory")
    parser.add_argument("--jobs", type=int, default=0, help="workers; as many as cores if not said")
    options = parser.parse_args()
    with course_of() as course:
        handed_in = hand_in_all(course, options.submissions)
        begin = time.monotonic()
        looks, results = graded(course, [f"--jobs={options.jobs}"] if options.jobs else [])
        seconds = time.monotonic() - begin
        files = (path for path in course.temporary.iterdir() if not path.name.startswith(LOCK))
        left = [*left_over(course), *map(str, files)]
    wrong = [*wrongly_graded(handed_in, results)]
    print(f"{len(handed_in)} submissions in {seconds / 60:.1f} minutes")
    print("wrongly graded:", *(wrong or ["nobody"]), sep="\n  ")
    print("left behind:", *(left or ["nothing"]), sep="\n  ", flush=True)
    beside, others = seconds_of_the_plain(handed_in, results)
    if beside and others:
        print(f"seconds beside an attacker: {spread(beside)}; elsewhere: {spread(others)}")
    grown = [*growths(looks)]
    for growth in grown:
        early, late = growth.early, growth.late
        print(
            f"{growth.program:68} {early.memory / MIB:7.0f} MiB -> {late.memory / MIB:7.0f}, "
            f"files {early.files} -> {late.files}, threads {early.threads} -> {late.threads}"
        )
    is_flat = all(growth.of_memory < options.most_growth for growth in grown)
    return int(bool(left or wrong or not grown or not is_flat))


def hand_in_all(course: Course, number: int) -> Mapping[str, Variant | None]:
    """Write the class; return what each student is, None for an attacker.

    When all of the corpus have handed in, plain ones follow, each with another comment, so
    that each is run.
    """
    handed_in: dict[str, Variant | None] = {}
    for index in range(number):
        turn, place = divmod(index - index // ATTACK_EVERY, len(CORPUS))
        name = f"s{index:04}"
        if index % ATTACK_EVERY == ATTACK_EVERY - 1:
            known = ATTACKS[index // ATTACK_EVERY * 3 % len(ATTACKS)]
            attack = replace(known, name=f"{name}-{known}", cells=known.cells or known.name)
            hand_in(attack, course.folder, values_for(course, NOBODY_LISTENS))
            handed_in[attack.name] = None
        else:
            variant = CORPUS[place] if not turn else plain(name)
            variant.hand_in(course.folder / "submitted" / name / course.assignment)
            handed_in[name] = variant
    return handed_in


def plain(name: str) -> Variant:
    """Return a right submission that is like no other."""

    def comment(submission: Submission) -> None:
        for notebook in submission.notebooks.values():
            notebook["cells"].append(code(f"# by {name}", "own"))

    return Variant(name, PLAIN, "nothing is special", work=comment)


def graded(
    course: Course, options: Sequence[str] = ()
) -> tuple[dict[str, list[Look]], dict[str, Result]]:
    """Grade the class; return the looks at each process, and what became of each submission."""
    looks: dict[str, list[Look]] = defaultdict(list)
    begin = time.monotonic()
    told = course.root / "told"
    with told.open("wb") as output:
        command = subprocess.Popen(
            [*AUTOGRADER_GRADE, course.assignment, *LIMITS, "--json", *options],
            cwd=course.folder,
            env=environment_of(course, str(course.root)),
            stdin=subprocess.DEVNULL,
            stdout=output,
        )
        top = psutil.Process(command.pid)
        while command.poll() is None:
            for process in _alive(top):
                with contextlib.suppress(psutil.Error):
                    looks[_label(process)].append(_look(process, time.monotonic() - begin))
            with contextlib.suppress(subprocess.TimeoutExpired):
                command.wait(SECONDS_BETWEEN_LOOKS)
    return looks, results_in(course.folder, told.read_text(encoding="utf-8"))


def _alive(top: psutil.Process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return [top, *top.children(recursive=True)]
    return []


def _label(process: psutil.Process) -> str:
    """Name a process: its number, and the end of its command."""
    return f"{process.pid} {' '.join(process.cmdline())[-LABEL:]}"


def _look(process: psutil.Process, second: float) -> Look:
    with process.oneshot():
        # Not what is its own alone: of what forks kernels, that rises whenever one of them ends.
        memory = process.memory_info().rss
        return Look(second, memory, process.num_fds(), process.num_threads())


def wrongly_graded(
    handed_in: Mapping[str, Variant | None], results: Mapping[str, Result]
) -> Iterator[str]:
    """Say who got other points, or was told other things, than they must be."""
    for name, variant in handed_in.items():
        result = results.get(name, Result())
        if variant is not None:
            found = offences(variant, result)
            if found:
                yield f"{name} ({variant}): {'; '.join(found)}"
        elif not result.points or any(result.points.values()):
            yield f"{name}: {result.points}"


def seconds_of_the_plain(
    handed_in: Mapping[str, Variant | None], results: Mapping[str, Result]
) -> tuple[list[float], list[float]]:
    """Return the seconds of equal submissions: of those that ran beside an attacker, and others."""
    names = [*handed_in]
    beside: list[float] = []
    others: list[float] = []
    for index, name in enumerate(names):
        variant = handed_in[name]
        if variant is not None and variant.family == PLAIN and name in results:
            around = names[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]
            is_beside = any(handed_in[other] is None for other in around)
            (beside if is_beside else others).append(results[name].seconds)
    return beside, others


def spread(seconds: list[float]) -> str:
    """Write a median and the longest."""
    return f"median {statistics.median(seconds):.1f}, at most {max(seconds):.1f} ({len(seconds)})"


def growths(looks: Mapping[str, list[Look]]) -> Iterator[Growth]:
    """Compare quarters of the lives of those processes that lived for half of the run."""
    end = max(look.second for seen in looks.values() for look in seen)
    for program, seen in looks.items():
        quarter = len(seen) // 4
        if quarter and seen[-1].second - seen[0].second > end / 2:
            early, late = seen[quarter : 2 * quarter], seen[3 * quarter :]
            yield Growth(program, _typical(early), _typical(late))


def _typical(looks: list[Look]) -> Look:
    return Look(
        looks[-1].second,
        int(statistics.median(look.memory for look in looks)),
        int(statistics.median(look.files for look in looks)),
        int(statistics.median(look.threads for look in looks)),
    )


if __name__ == "__main__":
    sys.exit(main())
