"""Grade a long class, one attacker in ten, and look at memory and what is left behind.

``python -m tests.hostile.soak [--submissions 500]``
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from tests.course.gradebooks import rows
from tests.honest.submission import code, right
from tests.hostile.attack import hand_in
from tests.hostile.batch import AUTOGRADER_GRADE, Course, course_of, environment_of, left_over
from tests.hostile.corpus import ATTACKS

STYLES = ("im2col", "slices", "windows", "")
"""Right answers; the last are the solution's."""
WITH_KERAS_EVERY = 5
"""Of the honest, so many hand in the Keras notebook, too: the others show the rest sooner."""
SHORT = ("--TrustedExecute.cell_seconds=30", "--TrustedExecute.seconds=60")
SECONDS_BETWEEN_LOOKS = 2.0
MIB = 1 << 20
LABEL = 60


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
    options = parser.parse_args()
    with course_of() as course:
        expected = hand_in_all(course, options.submissions)
        begin = time.monotonic()
        looks, told = graded(course)
        seconds = time.monotonic() - begin
        left = [*left_over(course), *map(str, course.temporary.iterdir())]
    wrong = {name: told.get(name) for name, points in expected.items() if told.get(name) != points}
    grown = [*growths(looks)]
    print(f"{len(expected)} submissions in {seconds / 60:.1f} minutes")
    for growth in grown:
        early, late = growth.early, growth.late
        print(
            f"{growth.program:68} {early.memory / MIB:7.0f} MiB -> {late.memory / MIB:7.0f}, "
            f"files {early.files} -> {late.files}, threads {early.threads} -> {late.threads}"
        )
    print("left behind:", *(left or ["nothing"]), sep="\n  ")
    print("points that are wrong:", *(wrong.items() or ["none"]), sep="\n  ")
    is_flat = all(growth.of_memory < options.most_growth for growth in grown)
    return int(bool(left or wrong or not grown or not is_flat))


def hand_in_all(course: Course, number: int) -> dict[str, float]:
    """Write the class; return the points that each must have."""
    expected = {}
    for index in range(number):
        name = f"s{index:04}"
        if index % 10 == 3:
            known = ATTACKS[index // 10 * 3 % len(ATTACKS)]
            attack = replace(known, name=f"{name}-{known}", cells=known.cells or known.name)
            hand_in(attack, course.folder, {"PORT": "9", **_places(course)})
            expected[attack.name] = 0.0
        else:
            expected[name] = _hand_in_honestly(course, name, index)
    return expected


def _places(course: Course) -> dict[str, str]:
    repository = Path(__file__).resolve().parents[2]
    places = {"COURSE": course.folder, "OUTSIDE": course.outside, "HOME": course.home}
    return {name: str(place) for name, place in (places | {"REPOSITORY": repository}).items()}


def _hand_in_honestly(course: Course, name: str, index: int) -> float:
    submission = right(STYLES[index % len(STYLES)])
    with_keras = index % WITH_KERAS_EVERY == 0
    if not with_keras:
        del submission.notebooks["3_mnist_cnn"]
    for notebook in submission.notebooks.values():  # no two are the same, so that each is run
        notebook["cells"].append(code(f"# by {name}", "own"))
    submission.save(course.folder / "submitted" / name / course.assignment)
    return 96.0 if with_keras else 70.0


def graded(course: Course) -> tuple[dict[str, list[Look]], dict[str, float]]:
    """Grade the class; return the looks at each process, and the points of each submission."""
    looks: dict[str, list[Look]] = defaultdict(list)
    begin = time.monotonic()
    with (course.root / "told").open("wb") as told:
        command = subprocess.Popen(
            [*AUTOGRADER_GRADE, course.assignment, *SHORT, "--json"],
            cwd=course.folder,
            env=environment_of(course, str(course.root)),
            stdin=subprocess.DEVNULL,
            stdout=told,
        )
        top = psutil.Process(command.pid)
        while command.poll() is None:
            for process in _alive(top):
                with contextlib.suppress(psutil.Error):
                    looks[_label(process)].append(_look(process, time.monotonic() - begin))
            with contextlib.suppress(subprocess.TimeoutExpired):
                command.wait(SECONDS_BETWEEN_LOOKS)
    return looks, _points(course)


def _alive(top: psutil.Process) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        return [top, *top.children(recursive=True)]
    return []


def _label(process: psutil.Process) -> str:
    """Name a process: its number, and the end of its command."""
    return f"{process.pid} {' '.join(process.cmdline())[-LABEL:]}"


def _look(process: psutil.Process, second: float) -> Look:
    with process.oneshot():
        return Look(
            second, process.memory_full_info().uss, process.num_fds(), process.num_threads()
        )


def _points(course: Course) -> dict[str, float]:
    """Add up the points of the checks: written answers wait for a person."""
    points: dict[str, float] = defaultdict(float)
    for (student, _, cell), (given, _, _) in rows(course.folder).items():
        points[student] += given or 0.0 if cell.startswith("check-") else 0.0
    return dict(points)


def growths(looks: dict[str, list[Look]]) -> Iterator[Growth]:
    """Compare quarters of the lives of those processes that lived for half of the run."""
    end = max(look.second for seen in looks.values() for look in seen)
    for program, seen in looks.items():
        if seen[-1].second - seen[0].second < end / 2:
            continue
        quarter = len(seen) // 4
        yield Growth(
            program,
            _typical(seen[quarter : 2 * quarter]),
            _typical(seen[3 * quarter :]),
        )


def _typical(looks: list[Look]) -> Look:
    return Look(
        looks[-1].second,
        int(statistics.median(look.memory for look in looks)),
        int(statistics.median(look.files for look in looks)),
        int(statistics.median(look.threads for look in looks)),
    )


if __name__ == "__main__":
    sys.exit(main())
