"""Measure how fast a class is graded, in several ways: ``python -m bench.grading``."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from rich.console import Console

from bench.classroom import ASSIGNMENT, SEED, build, change_one, keep_only, stock_of, train_in
from bench.otter import measure_otter
from bench.running import CommandFailedError, Measured, run
from bench.tables import Result, print_results

__all__ = ["main"]

SUBMISSIONS = 24
TRAINED = 1
"""So many are graded with training, which takes minutes for each."""
STOCK_GRADES = 8
"""So many are graded by nbgrader as it comes, one of each kind: it shares nothing among them."""
OUTSIDE = 2
"""So many are graded by Otter-Grader."""
NBGRADER = (sys.executable, "-m", "nbgrader", "autograde", ASSIGNMENT)
REUSING = (
    *(sys.executable, "-c", "from autograder.grading.batch.command import main; main()", "grade"),
    *(ASSIGNMENT, f"--TrustedExecute.seed={SEED}"),
)
OURS = (*REUSING, "--anew")
"""The class is some students again and again, and each of them is to be run."""
Scores = Mapping[str, float]


@dataclass(frozen=True)
class Way:
    """One way to grade the class."""

    name: str
    command: tuple[str, ...]
    is_stock: bool = False
    trains: bool = False
    is_again: bool = False
    """Whether the class was graded before, and one notebook has changed since."""


STOCK = Way("nbgrader", NBGRADER, is_stock=True)
TRAINING = Way("nbgrader that trains", NBGRADER, is_stock=True, trains=True)
COLD = Way("--jobs=1, kernels not forked", (*OURS, "--jobs=1", "--TrustedExecute.warm=False"))
"""What the kernels that are forked bring is the difference to this one."""


def _ways(trains: bool, workers: int) -> tuple[Way, ...]:
    seed = f"--TrustedExecute.seed={SEED}"
    return (
        *((TRAINING,) if trains else ()),
        STOCK,
        Way("nbgrader, our plugins", (*NBGRADER, seed)),
        COLD,
        *(
            Way(f"autograder --jobs={jobs}", (*OURS, f"--jobs={jobs}"))
            for jobs in range(1, workers + 1)
        ),
        Way(
            f"--jobs={workers} again, one changed",
            (*REUSING, f"--jobs={workers}", "--force"),
            is_again=True,
        ),
    )


def main() -> int:
    """Print submissions a minute, ratios, memory and stages; return 1 if scores differ."""
    options = _options()
    console = Console()
    with tempfile.TemporaryDirectory(prefix="lab-bench-") as place:
        root = Path(place)
        root.chmod(0o755)  # sandboxes of another user look in
        with console.status("Building the class ..."):
            course = build(root / "course", options.submissions)
        results, scores = [], []
        for way in _ways(options.training, options.workers):
            with console.status(f"{way.name} ..."):
                result, found = _measure(way, course, root / "graded", options.submissions)
            results.append(result)
            scores.append(found)
        with console.status("The students' own code alone ..."):
            floor = _floor(course, options.submissions)
        outside = _by_otter(course, root / "otter", console) if options.otter else None
    print_results(console, results, floor, outside)
    agree = all(_agree(found, scores[-1]) for found in scores)
    console.print("Same scores in all of them." if agree else "[bold red]The scores differ.[/]")
    load = os.getloadavg()[0]
    console.print(f"{os.cpu_count()} cores, load {load:.1f} at the end: above 3, other work ran.")
    return 0 if agree else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.grading", description=__doc__)
    parser.add_argument("--submissions", type=int, default=SUBMISSIONS, help="in the class")
    parser.add_argument("--workers", type=int, default=2, help="measure with 1 to so many")
    parser.add_argument("--no-training", dest="training", action="store_false")
    parser.add_argument("--otter", action="store_true", help="install Otter-Grader and measure it")
    return parser.parse_args()


def _measure(way: Way, course: Path, folder: Path, submissions: int) -> tuple[Result, Scores]:
    if way.is_stock:
        stock_of(course, folder)
    else:
        shutil.copytree(course, folder)
    try:
        if way.is_stock:
            submissions = min(TRAINED if way.trains else STOCK_GRADES, submissions)
            keep_only(folder, submissions)
        if way.trains:
            train_in(folder)
        if way.is_again:
            run(way.command, folder)
            change_one(folder)
        measured = run(way.command, folder)
        return Result(way.name, submissions, measured, way.trains), _scores(folder)
    finally:
        shutil.rmtree(folder)


def _by_otter(course: Path, folder: Path, console: Console) -> Result | None:
    with console.status("otter run ..."):
        try:
            measured = measure_otter(course, folder, OUTSIDE)
        except (OSError, subprocess.CalledProcessError, CommandFailedError) as error:
            console.print(f"Otter-Grader was not measured: {error}", markup=False)
            return None
    return Result("otter run (notebooks 1 and 2 only)", OUTSIDE, measured)


def _scores(course: Path) -> Scores:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            f"{submission.student.id} {notebook.name}": float(notebook.score)
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
        }


def _agree(scores: Scores, others: Scores) -> bool:
    """Tell whether two ways give all submissions that both have graded the same scores.

    Examples
    --------
    >>> _agree({"ada 1": 40.0}, {"ada 1": 40.0, "bela 1": 39.0})
    True
    >>> _agree({}, {"ada 1": 40.0})
    False
    """
    return bool(scores) and all(others.get(name) == score for name, score in scores.items())


def _floor(course: Path, submissions: int) -> Result:
    command = [sys.executable, "-m", "bench.floor", str(course)]
    done = subprocess.run(
        command,
        cwd=Path(__file__).resolve().parents[1],
        env=os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    measured = Measured(told["seconds"], told["cpu_seconds"], 0)
    return Result("students' own code alone", submissions, measured)


if __name__ == "__main__":
    sys.exit(main())
