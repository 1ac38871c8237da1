"""Where the time of a submission goes: ``python -m bench.life [--submissions 8] [--jobs 1 2]``.

Processor time is added up by what a process is for, wall time by notebook and kind of student.
"""

import argparse
import contextlib
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from rich import box
from rich.console import Console
from rich.table import Table

from autograder.grading.execution.oracle import NAME as NAME_OF_ORACLES
from bench.classroom import NAMES, build
from bench.grading import OURS
from bench.processor import processor
from bench.running import busy_seconds, watching

__all__ = ["Life", "kind_of_student", "live", "main", "role_of"]

COMMAND = (*OURS, "--json")
COORDINATOR, WORKERS, ORACLE = "coordinator", "workers", "oracle"
IMPORTS, KERNELS = "what kernels are forked from", "kernels and their sandboxes"
RIGHT, SLOW, MISTAKEN = "right", "right, by loops", "with mistakes"
ALL_RIGHT, LOOPS = NAMES[:4], ("ada",)
SECONDS_BETWEEN_LOOKS = 0.25
"""A kernel lasts half a second; what it has had since the last look is counted as the rest."""
ROLES = (COORDINATOR, WORKERS, KERNELS, ORACLE, IMPORTS)


@dataclass(frozen=True)
class Life:
    """A class that was graded."""

    jobs: int
    submissions: int
    seconds: float
    of_roles: Mapping[str, float]
    """Seconds of processors."""
    busy: float
    """Of the whole machine."""
    first: float
    """Seconds until the first notebook came back."""
    of_notebooks: Mapping[tuple[str, str], list[float]]
    """Seconds, by the student's name and the notebook's."""


def role_of(name: str, command: str, is_top: bool) -> str | None:
    """Tell what a process is for by its name and command; None if that is counted elsewhere.

    Examples
    --------
    >>> role_of("python", "python -c from multiprocessing.forkserver import main", is_top=False)
    'workers'
    >>> role_of("oracle", "python -c from multiprocessing.forkserver import main", is_top=False)
    'oracle'
    >>> role_of("bwrap", "bwrap --unshare-user", is_top=False) is None
    True
    """
    if is_top:
        return COORDINATOR
    if name == NAME_OF_ORACLES:
        return ORACLE
    if "multiprocessing.forkserver" in command:
        return WORKERS
    is_python = "python" in command.partition(" ")[0]
    return IMPORTS if is_python and "ipykernel.kernelapp" in command else None


def kind_of_student(name: str) -> str:
    """Tell what kind of answers a student of the class has.

    Examples
    --------
    >>> kind_of_student("ada"), kind_of_student("bela"), kind_of_student("emre")
    ('right, by loops', 'right', 'with mistakes')
    """
    return SLOW if name in LOOPS else RIGHT if name in ALL_RIGHT else MISTAKEN


def live(course: Path, jobs: int) -> Life:
    """Grade a class, and look at what its processes have had of the processors."""
    before, begin = busy_seconds(), time.monotonic()
    command = subprocess.Popen(
        [*COMMAND, f"--jobs={jobs}"],
        cwd=course,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert command.stdout is not None  # noqa: S101 - asked for above
    times: dict[tuple[int, str], float] = {}
    top = psutil.Process(command.pid)
    with watching(lambda: times.update(_times_of(top)), SECONDS_BETWEEN_LOOKS):
        events = [json.loads(line) | {"after": time.monotonic() - begin} for line in command.stdout]
        code = command.wait()
    seconds = time.monotonic() - begin
    if code:
        raise RuntimeError(f"{COMMAND} failed with {code}")
    of_roles: dict[str, float] = defaultdict(float)
    for (_, role), spent in times.items():
        of_roles[role] += spent
    of_notebooks: dict[tuple[str, str], list[float]] = defaultdict(list)
    for event in events:
        if event["event"] == "finished":
            student = event["student"].partition("-")[0]
            of_notebooks[student, event["notebook"]].append(event["seconds"])
    graded = sum(event["event"] == "graded" for event in events)
    first = next(event["after"] for event in events if event["event"] == "finished")
    return Life(jobs, graded, seconds, of_roles, busy_seconds() - before, first, of_notebooks)


def _times_of(top: psutil.Process) -> dict[tuple[int, str], float]:
    """Return what each process has had. A kernel is below the worker that wanted its sandbox."""
    times: dict[tuple[int, str], float] = {}
    waiting = [(top, False)]
    while waiting:
        process, is_below_worker = waiting.pop()
        with contextlib.suppress(psutil.Error):
            role = role_of(process.name(), " ".join(process.cmdline()), process == top)
            if role == IMPORTS and is_below_worker:
                role = KERNELS
            if role is not None:
                had = process.cpu_times()
                times[process.pid, role] = had.user + had.system
            waiting += [(one, is_below_worker or role == WORKERS) for one in process.children()]
    return times


def _processors(lives: Iterable[Life]) -> Table:
    lives = [*lives]
    table = Table(
        "processor seconds a submission",
        *(f"--jobs={life.jobs}" for life in lives),
        title=f"Where processor time goes ({processor()})",
        caption="rest: of the whole machine, what no process of the command had had when it was "
        "looked at. Wall: for all, divided by submissions, the start included.",
        caption_justify="left",
        box=box.SIMPLE,
    )
    for role in ROLES:
        table.add_row(role, *(f"{life.of_roles[role] / life.submissions:.2f}" for life in lives))
    rest = (life.busy - sum(life.of_roles.values()) for life in lives)
    table.add_row(
        "rest", *(f"{s / life.submissions:.2f}" for s, life in zip(rest, lives, strict=True))
    )
    table.add_row("all", *(f"{life.busy / life.submissions:.2f}" for life in lives))
    table.add_row("wall", *(f"{life.seconds / life.submissions:.2f}" for life in lives))
    return table


def _notebooks(lives: Iterable[Life]) -> Table:
    lives = [*lives]
    kinds = (RIGHT, SLOW, MISTAKEN)
    table = Table(
        "seconds of a notebook",
        *(f"{kind}, --jobs={life.jobs}" for life in lives for kind in kinds),
        title="How long a notebook takes, from the worker's hand to the verdicts (median)",
        box=box.SIMPLE,
    )
    for name in sorted({notebook for life in lives for _, notebook in life.of_notebooks}):
        table.add_row(name, *(_median(life, name, kind) for life in lives for kind in kinds))
    return table


def _median(life: Life, notebook: str, kind: str) -> str:
    found = [
        seconds
        for (student, name), all_of_it in life.of_notebooks.items()
        for seconds in all_of_it
        if name == notebook and kind_of_student(student) == kind
    ]
    return f"{statistics.median(found):.2f}" if found else ""


def main() -> int:
    """Print two tables."""
    parser = argparse.ArgumentParser(prog="bench.life", description=__doc__)
    parser.add_argument("--submissions", type=int, default=len(NAMES))
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    console = Console()
    lives = []
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as place:
        root = Path(place)
        root.chmod(0o755)  # sandboxes of another user look in
        with console.status("Building the class ..."):
            course = build(root / "course", options.submissions)
        for jobs in options.jobs:
            with console.status(f"--jobs={jobs} ..."):
                shutil.copytree(course, root / "graded")
                lives.append(live(root / "graded", jobs))
                shutil.rmtree(root / "graded")
    console.print(_processors(lives))
    console.print(_notebooks(lives))
    for life in lives:
        console.print(f"--jobs={life.jobs}: the first notebook came back after {life.first:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
