"""Take a class through nbgrader: release, hand in, grade, hand in again, grade, report."""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.progress import Progress

from demo.classroom import ASSIGNMENT, hand_in, make_course
from demo.commands import run_nbgrader
from demo.gradebook import Scores, read_scores
from demo.students import NOTEBOOKS, Student

__all__ = ["GRADES_FILE", "grade_class"]

GRADES_FILE = "grades.csv"
AT_ONCE = min(4, os.cpu_count() or 1)
"""Processes that grade, each of them its own students. Each needs most of a gigabyte."""

# What nbgrader logs before it turns to a notebook.
CREATING = re.compile(r"Converting notebook .*[/\\](?P<notebook>[^/\\]+)\.ipynb")
GRADING = re.compile(
    r"Autograding .*[/\\](?P<student>[^/\\]+)[/\\][^/\\]+[/\\](?P<notebook>[^/\\]+)\.ipynb"
)
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
        If one of nbgrader's commands fails.
    """
    make_course(course)
    _run(course, progress, "release", len(NOTEBOOKS), CREATING, ("generate_assignment", ASSIGNMENT))
    rounds = max(len(student.submissions) for student in students)
    scores = tuple(_grade_round(students, number, course, progress) for number in range(rounds))
    _run(
        course,
        progress,
        "feedback",
        sum(_notebooks(student, -1) for student in students),
        REPORTING,
        *(("generate_feedback", ASSIGNMENT, f"--student={group}") for group in _groups(students)),
    )
    _run(course, progress, "export", 0, CREATING, ("export", f"--to={GRADES_FILE}"))
    return scores


def _grade_round(
    students: Sequence[Student], number: int, course: Path, progress: Progress
) -> Scores:
    """Hand in and grade the submissions with this number."""
    handed_in = [student for student in students if number < len(student.submissions)]
    for student in handed_in:
        hand_in(course, student, number)
    _run(
        course,
        progress,
        "grade" if number == 0 else "grade what was handed in again",
        sum(_notebooks(student, number) for student in handed_in),
        GRADING,
        *(
            ("autograde", ASSIGNMENT, f"--student={group}", ANY_LEVEL)
            for group in _groups(handed_in)
        ),
    )
    return read_scores(course, handed_in)


def _notebooks(student: Student, number: int) -> int:
    return len(NOTEBOOKS) - len(student.submissions[number].missing)


def _groups(students: Sequence[Student]) -> tuple[str, ...]:
    """Deal the students to groups, each as a pattern for ``--student``: ``"[ace]*"``."""
    initials = [student.name[0] for student in students]
    dealt = (initials[number::AT_ONCE] for number in range(AT_ONCE))
    return tuple(f"[{''.join(group)}]*" for group in dealt if group)


def _run(
    course: Path,
    progress: Progress,
    title: str,
    steps: int,
    step: re.Pattern[str],
    *commands: tuple[str, ...],
) -> None:
    """Run commands at once behind one progress bar, which moves with their logs."""
    task = progress.add_task(title, total=steps or None, now="")

    def follow(line: str) -> None:
        found = step.search(line)
        if found:
            progress.update(task, advance=1, now=" ".join(found.groupdict().values()))

    with ThreadPoolExecutor(len(commands)) as pool:
        running = [
            pool.submit(run_nbgrader, course, *command, on_line=follow) for command in commands
        ]
    for command in running:
        command.result()
    progress.update(task, total=steps or 1, completed=steps or 1, now="")
