"""The command ``autograder regrade``: one submission once more, for whom doubts a grade.

It is graded in a private folder, with a gradebook of its own and the seed of the run that gave the
grade: the hidden calls are the same. The course is only read. What differs is printed.
"""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.grading.course import Course, course_parser, open_course
from autograder.grading.intake.handed_in.files import list_files
from autograder.grading.lms.scores import Score, points_text, read_scores
from autograder.grading.report.read import Check, checks_of, seeds_of
from autograder.grading.sandbox.folders.private_folder import PrivateFolder

__all__ = ["Difference", "compare", "main", "regrade"]

DESCRIPTION = (
    "Grade one submission again with the seed of its run, change nothing, and print what differs."
)
CONFIG = "nbgrader_config.py"
LAST_LINES = 20


class RegradeError(Exception):
    """Why a submission can't be graded again."""


@dataclass(frozen=True)
class Difference:
    """Something that came out otherwise."""

    what: str
    was: str
    now: str


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 if nothing differs, 2 if something does, 1 if it can't tell."""
    parser = course_parser("regrade", DESCRIPTION)
    parser.add_argument("student", help="the student's id in the course")
    chosen = parser.parse_args(arguments)
    console = Console(highlight=False)
    course = open_course(chosen.assignment, chosen.course_dir)
    try:
        was, now = regrade(course, chosen.student)
    except (RegradeError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    differences = list(compare(was, now))
    total = f"{points_text(now.points)} of {points_text(now.max_points)} points"
    if not differences:
        console.print(Text(f"{chosen.student}: the same, {total}."))
        return 0
    table = Table("what", "was", "is now", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in differences:
        table.add_row(*map(Text, (one.what, one.was, one.now)))
    console.print(table)
    console.print(Text(f"{chosen.student}: {total} now. Nothing was changed."))
    return 2


@dataclass(frozen=True)
class Graded:
    """What came of a grading, by cell and by exercise."""

    score: Score
    checks: dict[str, Check]

    @property
    def points(self) -> float:
        """All points of checks and people, without late penalties."""
        return sum(book.points for book in self.score.notebooks)

    @property
    def max_points(self) -> float:
        """All that there is to earn."""
        return self.score.max_points


def regrade(course: Course, student: str) -> tuple[Graded, Graded]:
    """Grade a submission again, elsewhere.

    Returns
    -------
    was, now : Graded
        As the course has it, and as it came out.

    Raises
    ------
    RegradeError
        If it has never been graded, or the grading fails.
    """
    with course.gradebook() as gradebook:
        scores = read_scores(gradebook, course.assignment)
    folder = course.autograded / student / course.assignment
    seeds = seeds_of(folder)
    if student not in scores or not seeds:
        raise RegradeError(
            f"{student} has no graded {course.assignment} in {course.autograded}: there is "
            "nothing to compare with."
        )
    was = Graded(scores[student], checks_of(folder))
    private = PrivateFolder()
    try:
        copy = _copy_course(course, student, private.path / "course")
        for seed, notebooks in seeds.items():
            for notebook in notebooks if len(seeds) > 1 else ("*",):
                _grade(copy, course, student, seed, notebook)
        with Gradebook(_url(copy), course.directory.course_id) as gradebook:
            score = read_scores(gradebook, course.assignment)[student]
        now = Graded(score, checks_of(copy / "autograded" / student / course.assignment))
    finally:
        private.remove()
    return was, now


def compare(was: Graded, now: Graded) -> Iterator[Difference]:
    """Yield what differs: points, cases, and names of mistakes; what people gave is left out."""
    before = {cell.name: cell for book in was.score.notebooks for cell in book.cells}
    after = {cell.name: cell for book in now.score.notebooks for cell in book.cells}
    for name in sorted({*before, *after}):
        first, second = before.get(name), after.get(name)
        if not name.startswith("check-") or (first and second and first.points == second.points):
            continue
        yield Difference(
            f"{name.removeprefix('check-')}, points",
            points_text(first.points) if first else "none",
            points_text(second.points) if second else "none",
        )
    for exercise in sorted({*was.checks} & {*now.checks}):
        yield from _in_check(exercise, was.checks[exercise], now.checks[exercise])


def _in_check(exercise: str, was: Check, now: Check) -> Iterator[Difference]:
    passed = {case.name: case.passed for case in now.cases}
    for case in was.cases:
        if passed.get(case.name, case.passed) != case.passed:
            words = ("right", "wrong") if case.passed else ("wrong", "right")
            yield Difference(f"{exercise}, {case.name}", *words)
    if was.misconceptions != now.misconceptions:
        names = (", ".join(check.misconceptions) or "none" for check in (was, now))
        yield Difference(f"{exercise}, named mistake", *names)


def _copy_course(course: Course, student: str, copy: Path) -> Path:
    """Make a course of one submission; all else in it is a link to read."""
    copy.mkdir()
    for name in (course.directory.source_directory, course.directory.release_directory):
        if (course.root / str(name)).is_dir():
            (copy / str(name)).symlink_to(course.root / str(name))
    handed_in = course.submitted / student / course.assignment
    if not handed_in.is_dir():
        raise RegradeError(f"{handed_in} is not there any more.")
    _copy_submission(handed_in, copy / "submitted" / student / course.assignment)
    config = course.root / CONFIG
    (copy / CONFIG).write_text(config.read_text(encoding="utf-8") if config.exists() else "")
    with course.gradebook() as gradebook, Gradebook(_url(copy), course.directory.course_id) as own:
        _copy_assignment(gradebook, own, course.assignment, student)
    return copy


def _copy_submission(handed_in: Path, copy: Path) -> None:
    """Copy what the intake looks at, links as links; what can't be read is left out."""
    found = list_files(handed_in)
    copy.parent.mkdir(parents=True)
    if not found.is_folder:
        copy.symlink_to(handed_in)
        return
    copy.mkdir()
    for name in (*found.files, *found.others):
        path = handed_in / name
        with contextlib.suppress(OSError):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            if name in found.files or path.is_symlink():
                shutil.copy(path, copy / name, follow_symlinks=False)


def _copy_assignment(gradebook: Gradebook, own: Gradebook, assignment: str, student: str) -> None:
    """Write what an assignment consists of into another gradebook."""
    found = gradebook.find_assignment(assignment)
    own.update_or_create_assignment(assignment, duedate=found.duedate)
    own.update_or_create_student(student)
    for notebook in found.notebooks:
        own.update_or_create_notebook(notebook.name, assignment)
        where = (notebook.name, assignment)
        for cell in notebook.grade_cells:
            kept = {"max_score": cell.max_score, "cell_type": cell.cell_type}
            own.update_or_create_grade_cell(cell.name, *where, **kept)
        for cell in notebook.solution_cells:
            own.update_or_create_solution_cell(cell.name, *where)
        for cell in notebook.task_cells:
            kept = {"max_score": cell.max_score, "cell_type": cell.cell_type}
            own.update_or_create_task_cell(cell.name, *where, **kept)
        for cell in notebook.source_cells:
            kept = {
                "cell_type": cell.cell_type,
                "locked": cell.locked,
                "source": cell.source,
                "checksum": cell.checksum,
            }
            own.update_or_create_source_cell(cell.name, *where, **kept)


def _grade(copy: Path, course: Course, student: str, seed: str, notebook: str) -> None:
    """Grade in the copy. The seed stands in a private file: others see a command's arguments."""
    config = course.root / CONFIG
    text = config.read_text(encoding="utf-8") if config.exists() else ""
    lines = (
        f"get_config().TrustedExecute.seed = {seed!r}",
        f"get_config().CourseDirectory.root = {str(copy)!r}",
        f"get_config().CourseDirectory.db_url = {_url(copy)!r}",
    )
    (copy / CONFIG).write_text("\n".join([text, *lines, ""]), encoding="utf-8")
    command = [
        *(sys.executable, "-c", "from autograder.grading.batch.command import main; main()"),
        *("grade", course.assignment, f"--student={student}", "--jobs=1", "--quiet", "--force"),
    ]
    if notebook != "*":
        command.append(f"--notebook={notebook}")
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PATH": programs},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).splitlines()[-LAST_LINES:])
        raise RegradeError(f"The grading failed. It said last:\n{said}")


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'gradebook.db'}"
