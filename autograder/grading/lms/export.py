"""The command ``autograder export``: the grades of an assignment, as an LMS takes them."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder.grading.course import course_parser, open_course
from autograder.grading.lms.export_plugins import CanvasExport, CsvExport, LmsExport, MoodleExport
from autograder.grading.lms.grade_files import FileError
from autograder.grading.lms.scores import read_scores
from autograder.grading.lms.tables import TableError

__all__ = ["main"]

PLUGINS: dict[str, type[LmsExport]] = {
    "canvas": CanvasExport,
    "moodle": MoodleExport,
    "csv": CsvExport,
}
DESCRIPTION = "Write the grades of an assignment as an LMS imports them; who is left out is named."


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    parser = course_parser("export", DESCRIPTION)
    parser.add_argument("--to", required=True, choices=sorted(PLUGINS))
    parser.add_argument(
        "--roster", default="", metavar="CSV", help="the LMS's own export, whose ids are written"
    )
    parser.add_argument("--id", default="", metavar="COLUMN", help="the roster's column of ids")
    parser.add_argument(
        "--column", default="", metavar="TITLE", help="of the assignment, in the LMS's export"
    )
    parser.add_argument("--out", default="", metavar="FILE", help="otherwise LMS-grades.csv")
    parser.add_argument("--yes", action="store_true", help="write over a file that is there")
    chosen = parser.parse_args(arguments)
    console = Console(highlight=False)
    course = open_course(chosen.assignment, chosen.course_dir)
    plugin = PLUGINS[chosen.to](
        parent=None,
        roster=chosen.roster,
        id_column=chosen.id,
        column=chosen.column,
        to=chosen.out,
        replaces=chosen.yes,
        submitted=str(course.submitted),
    )
    try:
        with course.gradebook() as gradebook:
            file = plugin.file(gradebook, chosen.assignment)
            unread = sum(
                score.to_read > 0 for score in read_scores(gradebook, chosen.assignment).values()
            )
    except (FileError, TableError, LookupError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in file.left_out:
        console.print(Text(f"Left out: {line}"))
    if unread:
        console.print(
            f"{unread} of the submissions have written answers that nobody has read yet: these "
            "count 0 so far."
        )
    where = Path(chosen.out or plugin.default_name)
    console.print(Text(f"{where}: the points of {len(file.written)} students."))
    return 0
