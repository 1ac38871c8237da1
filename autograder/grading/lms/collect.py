"""The command ``autograder collect``: an LMS's download becomes ``submitted/``."""

import sys
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.grading.course import Course, course_parser, open_course
from autograder.grading.lms.apply import apply_plan
from autograder.grading.lms.archive import Entry, entries_of
from autograder.grading.lms.names import one_line
from autograder.grading.lms.pieces import Reading
from autograder.grading.lms.plan import (
    BLOCKED,
    CHANGED,
    NEW,
    OLDER,
    SAME,
    Plan,
    Submission,
    make_plan,
)
from autograder.grading.lms.recognise import ALL, UnknownLmsError, recognise
from autograder.grading.lms.rosters import Roster, read_roster
from autograder.grading.lms.tables import TableError

__all__ = ["collect", "main"]

DESCRIPTION = (
    "Sort what an LMS delivers into submitted/. Without --yes nothing is written: a table shows "
    "who handed in what."
)
STATES = {
    NEW: "new",
    SAME: "is there already",
    CHANGED: "takes the place of what is there",
    OLDER: "older than what is there",
    BLOCKED: "not taken",
}


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status, 1 if nothing could be collected."""
    parser = course_parser("collect", DESCRIPTION)
    parser.add_argument("downloads", nargs="+", type=Path, help="zips, or folders they became")
    parser.add_argument("--from", dest="lms", default="", help=f"one of {', '.join(sorted(ALL))}")
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="Canvas's gradebook, Moodle's grading worksheet, or columns lms_id, student",
    )
    parser.add_argument(
        "--id", default="", metavar="COLUMN", help="of the roster: the course's ids"
    )
    parser.add_argument("--timezone", default="", metavar="ZONE", help="of the LMS, Europe/Berlin")
    parser.add_argument(
        "--unmatched", action="store_true", help="take those, too, that the roster doesn't have"
    )
    parser.add_argument("--yes", action="store_true", help="write what the table shows")
    chosen = parser.parse_args(arguments)
    console = Console(highlight=False)
    try:
        zone = ZoneInfo(chosen.timezone) if chosen.timezone else _local_zone()
    except (ZoneInfoNotFoundError, ValueError):
        return _fail(f"--timezone={chosen.timezone}: there is no such time zone.")
    course = open_course(chosen.assignment, chosen.course_dir)
    try:
        roster = read_roster(chosen.roster, chosen.id) if chosen.roster else Roster()
        plan = collect(course, chosen.downloads, roster, chosen.lms, zone, chosen.unmatched)
    except (TableError, UnknownLmsError) as error:
        return _fail(str(error))
    show(plan, console, zone)
    if not chosen.yes:
        to_write = sum(one.is_written for one in plan.submissions)
        if to_write:
            console.print(f"Nothing is written yet. `--yes` writes these {to_write}.")
        return 0
    failures: list[str] = []
    try:
        done = apply_plan(
            plan,
            course.submitted,
            course.assignment,
            lambda one, why: failures.append(f"{one.student}: not written: {why}"),
        )
    except (OSError, ValueError) as error:
        return _fail(str(error))
    for line in failures:
        print(line, file=sys.stderr)
    console.print(f"Written: {len(done)} of {len(plan.submissions)} submissions.")
    return 1 if failures else 0


def collect(
    course: Course,
    downloads: Sequence[Path],
    roster: Roster,
    lms_name: str = "",
    zone: tzinfo | None = None,
    keeps_unmatched: bool = False,
) -> Plan:
    """Make the plan of a collection; nothing is written.

    Raises
    ------
    UnknownLmsError
        If the downloads are of no LMS that is known.
    """
    entries: list[Entry] = []
    problems: list[str] = []
    for path in downloads:
        found = entries_of(path)
        entries += found.entries
        problems += found.problems
    if not entries and problems:
        raise UnknownLmsError("\n".join(problems))
    lms = recognise(entries, lms_name)
    reading = lms.read(entries, roster.ids)
    return make_plan(
        lms.NAME,
        Reading(reading.pieces, (*problems, *reading.problems)),
        roster,
        course.submitted,
        course.assignment,
        course.expected_files(),
        zone or _local_zone(),
        keeps_unmatched,
    )


def show(plan: Plan, console: Console, zone: tzinfo) -> None:
    """Show who handed in what, when, what is missing, and what could not be understood."""
    title = ALL[plan.lms].TITLE
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for heading in ("student", "in the LMS", "handed in", "files", "missing", "what becomes of it"):
        table.add_column(heading)
    for one in plan.submissions:
        owner = one.owner
        in_lms = " ".join(filter(None, (one_line(owner.name, 30), f"({one_line(owner.lms_id)})")))
        if one.members:
            in_lms += f", a group of {len(one.members)}"
        table.add_row(
            *map(
                Text,
                (
                    one.student,
                    in_lms,
                    _when(one, zone),
                    str(len(one.files)),
                    ", ".join(one.missing),
                    "; ".join([STATES[one.state], *(one_line(text, 160) for text in one.remarks)]),
                ),
            )
        )
    console.print(table)
    for line in _lines(plan):
        console.print(Text(line))
    states = [one.state for one in plan.submissions]
    counts = [f"{states.count(state)} {STATES[state]}" for state in STATES if state in states]
    console.print(
        Text(f"{title}: {len(states)} submissions" + (f": {', '.join(counts)}." if counts else "."))
    )


def _lines(plan: Plan) -> list[str]:
    lines = [*plan.unmatched, *(one_line(problem, 300) for problem in plan.problems)]
    if plan.absent:
        names = ", ".join(person.student for person in plan.absent)
        lines.append(f"In the roster, and handed in nothing ({len(plan.absent)}): {names}.")
    return lines


def _when(one: Submission, zone: tzinfo) -> str:
    parts = [f"{one.time.astimezone(zone):%Y-%m-%d %H:%M %Z}"] if one.time else []
    if one.is_late:
        parts.append("late")
    if one.attempts > 1:
        parts.append(f"the last of {one.attempts}")
    return ", ".join(parts)


def _local_zone() -> tzinfo:
    zone = datetime.now().astimezone().tzinfo
    assert zone is not None  # noqa: S101 - an aware time has one
    return zone


def _fail(text: str) -> int:
    print(text, file=sys.stderr)
    return 1
