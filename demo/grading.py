"""Take a class through the lab: release, hand in, grade, hand in again, grade, report."""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.progress import Progress

from demo.classroom import ASSIGNMENT, hand_in, make_course
from demo.commands import run_autograder, run_grade, run_nbgrader
from demo.gradebook import Scores, read_scores
from demo.students import NOTEBOOKS, Student

__all__ = ["GRADES_FILE", "REPORT_PAGE", "grade_class"]

GRADES_FILE = "grades.csv"
REPORT_PAGE = f"report/{ASSIGNMENT}/index.html"

# What nbgrader logs before it turns to a notebook.
CREATING = re.compile(r"Converting notebook .*[/\\](?P<notebook>[^/\\]+)\.ipynb")
ANY_LEVEL = "--TrustedExecute.minimum_level=NONE"
"""These students are made up: a machine without a sandbox can show them, too."""
REPORTING = re.compile(
    r"Converting notebook .*[/\\](?P<student>[^/\\]+)[/\\][^/\\]+[/\\](?P<notebook>[^/\\]+)\.ipynb"
)


def grade_class(
    students: Sequence[Student], course: Path, progress: Progress
) -> tuple[Scores, ...]:
    """Make the course, grade every round of submissions, and return the scores after each.

    Raises
    ------
    CommandError
        If one of the commands fails.
    """
    make_course(course)
    releasing = partial(run_nbgrader, course, "generate_assignment", ASSIGNMENT)
    _show(progress, "release", len(NOTEBOOKS), _logged(CREATING), releasing)
    rounds = max(len(student.submissions) for student in students)
    scores = tuple(_grade_round(students, number, course, progress) for number in range(rounds))
    reporting = partial(run_nbgrader, course, "generate_feedback", ASSIGNMENT)
    _show(progress, "feedback", len(NOTEBOOKS) * len(students), _logged(REPORTING), reporting)
    exporting = partial(run_nbgrader, course, "export", f"--to={GRADES_FILE}")
    _show(progress, "export", 1, _logged(CREATING), exporting)
    writing = partial(run_autograder, course, "report", ASSIGNMENT)
    _show(progress, "report", 1, _logged(CREATING), writing)
    return scores


def _grade_round(
    students: Sequence[Student], number: int, course: Path, progress: Progress
) -> Scores:
    """Hand in and grade the submissions with this number."""
    handed_in = [student for student in students if number < len(student.submissions)]
    for student in handed_in:
        hand_in(course, student, number)
    title = "grade" if number == 0 else "grade what was handed in again"
    grading = partial(run_grade, course, ASSIGNMENT, ANY_LEVEL)
    _show(progress, title, len(NOTEBOOKS) * len(handed_in), _finished, grading)
    return read_scores(course, handed_in)


def _logged(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def done(line: str) -> str:
        found = pattern.search(line)
        return " ".join(found.groupdict().values()) if found else ""

    return done


def _finished(line: str) -> str:
    try:
        event = json.loads(line)
    except ValueError:
        return ""
    return f"{event['student']} {event['notebook']}" if event["event"] == "finished" else ""


def _show(
    progress: Progress,
    title: str,
    steps: int,
    done: Callable[[str], str],
    command: Callable[..., None],
) -> None:
    """Run a command behind a progress bar, which moves when a line tells what is done."""
    task = progress.add_task(title, total=steps, now="")

    def follow(line: str) -> None:
        what = done(line)
        if what:
            progress.update(task, advance=1, now=what)

    command(on_line=follow)
    progress.update(task, completed=steps, now="")
