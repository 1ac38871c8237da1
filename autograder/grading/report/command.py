"""The command ``autograder report``: which mistakes the class makes."""

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder.grading.course import Course, course_parser, open_course
from autograder.grading.lms.rosters import read_roster
from autograder.grading.lms.tables import TableError
from autograder.grading.report.equal import equal_mistakes
from autograder.grading.report.page import Report, make_report, written_page
from autograder.grading.report.read import read_class, read_example, read_lab
from autograder.grading.report.sheets import sheets

__all__ = ["main", "report_on", "write_report"]

DESCRIPTION = (
    "Write a page, and tables, on what a class can do and which mistakes it makes; from the "
    "gradebook and autograded/, nothing is run again."
)
PAGE = "index.html"


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    parser = course_parser("report", DESCRIPTION)
    parser.add_argument("--roster", type=Path, metavar="CSV", help="to say who handed in nothing")
    parser.add_argument("--id", default="", metavar="COLUMN", help="the roster's column of ids")
    parser.add_argument(
        "--bound",
        type=float,
        default=50,
        metavar="PERCENT",
        help="of the points; who has less is to be looked at (50)",
    )
    parser.add_argument(
        "--equal-mistakes", action="store_true", help="say, too, who is wrong in the same numbers"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="otherwise report/ASSIGNMENT")
    chosen = parser.parse_args(arguments)
    course = open_course(chosen.assignment, chosen.course_dir)
    try:
        people = read_roster(chosen.roster, chosen.id).people if chosen.roster else ()
        roster = [person.student for person in people]
        report = report_on(course, chosen.bound / 100, chosen.equal_mistakes, roster)
        folder = chosen.out or course.root / "report" / course.assignment
        page = write_report(report, folder)
    except (TableError, LookupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    console = Console(highlight=False, soft_wrap=True)
    console.print(Text(f"{page}: {len(report.graded)} submissions; the tables lie beside it."))
    return 0


def report_on(
    course: Course, bound: float = 0.5, with_pairs: bool = False, roster: Sequence[str] = ()
) -> Report:
    """Make the report on a course's assignment.

    Parameters
    ----------
    course
        With what was graded.
    bound
        The share of the points below which somebody is to be looked at.
    with_pairs
        Whether equal mistakes are looked for.
    roster
        The students, to say who handed in nothing.
    """
    graded = read_class(course)
    return make_report(
        course.assignment,
        graded,
        read_lab(course),
        bound,
        partial(read_example, course),
        equal_mistakes(graded) if with_pairs else None,
        roster,
    )


def write_report(report: Report, folder: Path) -> Path:
    """Write the page and the tables into a folder; return the page's place."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sheets(report).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    page = folder / PAGE
    page.write_text(written_page(report), encoding="utf-8")
    return page
