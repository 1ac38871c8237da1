"""Take a class through the lab: release, hand in, grade, hand in again, grade, report."""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from rich.progress import Progress

from autograder.assignments import Assignment
from demo.classroom import hand_in, make_course
from demo.commands import run_autograder, run_grade, run_nbgrader
from demo.gradebook import Scores, read_scores
from demo.groups import Group
from demo.students import Student

__all__ = ["GRADES_FILE", "REPORT_PAGE", "grade_class"]

GRADES_FILE = "grades.csv"
REPORT_PAGE = "report/{}/index.html"

# What nbgrader logs before it turns to a notebook.
CREATING = re.compile(r"Converting notebook .*[/\\](?P<notebook>[^/\\]+)\.ipynb")
ANY_LEVEL = "--TrustedExecute.minimum_level=NONE"
"""These students are made up: a machine without a sandbox can show them, too."""
REPORTING = re.compile(
    r"Converting notebook .*[/\\](?P<student>[^/\\]+)[/\\][^/\\]+[/\\](?P<notebook>[^/\\]+)\.ipynb"
)


def grade_class(
    groups: Sequence[Group], course: Path, progress: Progress
) -> tuple[tuple[Scores, ...], ...]:
    """Make the course, grade every group's rounds, and return the scores after each round.

    Raises
    ------
    CommandError
        If one of the commands fails.
    """
    make_course(course, *(group.assignment for group in groups))
    scores = tuple(_grade_group(group, course, progress) for group in groups)
    exporting = partial(run_nbgrader, course, "export", f"--to={GRADES_FILE}")
    _show(progress, "export", 1, _logged(CREATING), exporting)
    return scores


def _grade_group(group: Group, course: Path, progress: Progress) -> tuple[Scores, ...]:
    """Release one assignment, grade it, hand back, and report on it."""
    name, notebooks = group.assignment.name, len(group.assignment.notebooks)
    releasing = partial(run_nbgrader, course, "generate_assignment", name)
    _show(progress, f"release {name}", notebooks, _logged(CREATING), releasing)
    rounds = max(len(student.submissions) for student in group.students)
    scores = tuple(
        _grade_round(group.assignment, group.students, number, course, progress)
        for number in range(rounds)
    )
    reporting = partial(run_nbgrader, course, "generate_feedback", name)
    pages = notebooks * len(group.students)
    _show(progress, "feedback", pages, _logged(REPORTING), reporting)
    writing = partial(run_autograder, course, "report", name)
    _show(progress, "report", 1, _logged(CREATING), writing)
    return scores


def _grade_round(
    assignment: Assignment,
    students: Sequence[Student],
    number: int,
    course: Path,
    progress: Progress,
) -> Scores:
    """Hand in and grade the submissions with this number."""
    handed_in = [student for student in students if number < len(student.submissions)]
    for student in handed_in:
        hand_in(course, student, number, assignment)
    title = "grade" if number == 0 else "grade what was handed in again"
    grading = partial(run_grade, course, assignment.name, ANY_LEVEL)
    _show(progress, title, len(assignment.notebooks) * len(handed_in), _finished, grading)
    return read_scores(course, handed_in, assignment)


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
