"""The command ``autograder return``: feedback, as one zip that the LMS takes back."""

import io
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.text import Text

from autograder.grading.course import Course, course_parser, open_course
from autograder.grading.lms import canvas, moodle
from autograder.grading.lms.feedback_page import NotebookPage, joined
from autograder.grading.lms.ledger import Ledger, Record, read_ledger
from autograder.grading.lms.scores import Score, points_text, read_scores

__all__ = ["Feedback", "canvas_names", "main", "moodle_names", "read_feedback", "zipped"]

DESCRIPTION = (
    "Pack the feedback that `nbgrader generate_feedback` wrote: a page for each student, named as "
    "the LMS takes it."
)
PAGE = "feedback.html"
DATE = (1980, 1, 1, 0, 0, 0)
"""Of each file in a zip, so that the same feedback makes the same zip."""
CANVAS_SHOWS = (
    "Canvas shows each page under the name of a file that the student handed in, for instance "
    "1_convolution.ipynb. It is a web page all the same: tell them to save it as feedback.html."
)


@dataclass
class Feedback:
    """The pages of a class."""

    pages: dict[str, str] = field(default_factory=dict)
    """By student."""
    left_out: list[str] = field(default_factory=list)


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    parser = course_parser("return", DESCRIPTION)
    parser.add_argument("--to", required=True, choices=("canvas", "moodle", "folder"))
    parser.add_argument("--out", type=Path, metavar="PATH", help="the zip, or the folder")
    parser.add_argument("--yes", action="store_true", help="write over what is there")
    chosen = parser.parse_args(arguments)
    console = Console(highlight=False)
    course = open_course(chosen.assignment, chosen.course_dir)
    try:
        with course.gradebook() as gradebook:
            scores = read_scores(gradebook, chosen.assignment)
        ledger = read_ledger(course.submitted, chosen.assignment)
        feedback = read_feedback(course, scores)
        default = f"{chosen.assignment}-feedback"
        if chosen.to == "folder":
            out = chosen.out or Path(default)
            count = _write_folder(feedback, out, chosen.yes)
        else:
            out = chosen.out or Path(f"{default}-{chosen.to}.zip")
            count = _write_zip(chosen.to, feedback, ledger, out, chosen.yes)
    except (LookupError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in feedback.left_out:
        console.print(Text(f"Left out: {line}"))
    console.print(Text(f"{out}: the feedback of {count} students."))
    if chosen.to == "canvas":
        console.print(CANVAS_SHOWS)
    return 0


def read_feedback(course: Course, scores: Mapping[str, Score]) -> Feedback:
    """Join the pages that nbgrader wrote, student by student."""
    feedback = Feedback()
    for student, score in scores.items():
        folder = course.feedback / student / course.assignment
        found = sorted(folder.glob("*.html"))
        if not found:
            feedback.left_out.append(
                f"{student}: has no feedback; `nbgrader generate_feedback {course.assignment}` "
                "writes it."
            )
            continue
        if _is_older(found, course.autograded / student / course.assignment):
            feedback.left_out.append(
                f"{student}: the feedback is older than the grades; `nbgrader generate_feedback "
                f"{course.assignment} --force` writes it anew."
            )
            continue
        of = {notebook.name: notebook for notebook in score.notebooks}
        pages = [
            NotebookPage(
                path.stem,
                path.read_text(encoding="utf-8"),
                of[path.stem].points if path.stem in of else None,
                of[path.stem].max_points if path.stem in of else 0.0,
            )
            for path in found
        ]
        feedback.pages[student] = joined(course.assignment, student, pages, _in_words(score))
    return feedback


def canvas_names(record: Record) -> list[str]:
    """Return the name that Canvas wants back: with user id and attachment id, as it gave them.

    Examples
    --------
    >>> canvas_names(Record("4711", "", {"a.ipynb": "doejane_LATE_4711_99120_a-1.ipynb"}))
    ['doejane_LATE_4711_99120_feedback.html']
    """
    for path in sorted(record.files):
        name = record.files[path].rpartition("/")[2]
        found = canvas.ANONYMOUS.match(name)
        if found is not None:
            return [f"{name[: found.start('file')]}{PAGE}"]
        meant = [way for way in canvas.split(name) if way.user == record.lms_id]
        if meant:
            way = meant[0]
            # Canvas takes the first two numbers for the ids, also those that are in a name.
            has_number = any(part.isdecimal() for part in way.who.split("_"))
            who = "" if has_number or not way.who else f"{way.who}_"
            return [f"{who}{way.user}_{way.attachment}_{PAGE}"]
    return []


def moodle_names(record: Record) -> list[str]:
    """Return the names that Moodle wants back: with its own folder, or one for each member.

    Examples
    --------
    >>> moodle_names(Record("17", "", {"a.ipynb": "Jane Doe_17_assignsubmission_file/a.ipynb"}))
    ['Jane Doe_17_assignsubmission_file/feedback.html']
    """
    if record.members:
        return [f"Participant_{member}_assignsubmission_file/{PAGE}" for member in record.members]
    for path in sorted(record.files):
        parts = record.files[path].split("/")
        for part in parts:
            found = moodle.PREFIX.match(part)
            if found is None or found["id"] != record.lms_id:
                continue
            if found["rest"]:  # delivered without folders
                return [f"{part[: found.start('rest')]}{PAGE}"]
            return [f"{part}/{PAGE}"]
    return []


NAMES: dict[str, Callable[[Record], list[str]]] = {"canvas": canvas_names, "moodle": moodle_names}


def zipped(feedback: Feedback, ledger: Ledger, names_of: Callable[[Record], list[str]]) -> bytes:
    """Return a zip of the pages, by the LMS's names; name those that it has no name for."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in feedback.pages.items():
            record = ledger.records.get(student)
            names = names_of(record) if record else []
            if not names:
                feedback.left_out.append(
                    f"{student}: was not collected from this LMS, which would not know the page."
                )
            for name in names:
                archive.writestr(zipfile.ZipInfo(name, DATE), page, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _write_zip(to: str, feedback: Feedback, ledger: Ledger, out: Path, may_replace: bool) -> int:
    if ledger.lms != to:
        had = f"this was collected from {ledger.lms}" if ledger.lms else "nothing was collected"
        raise ValueError(
            f"{to.title()} wants the names back that it gave its files, and {had}. Collect its "
            "download with `autograder collect`, or take `--to=folder`."
        )
    content = zipped(feedback, ledger, NAMES[to])
    if out.exists() and not may_replace and out.read_bytes() != content:
        raise ValueError(f"{out} is there already; `--yes` writes over it.")
    out.write_bytes(content)
    return sum(bool(NAMES[to](record)) for record in _records(feedback, ledger))


def _records(feedback: Feedback, ledger: Ledger) -> list[Record]:
    return [ledger.records[student] for student in feedback.pages if student in ledger.records]


def _write_folder(feedback: Feedback, out: Path, may_replace: bool) -> int:
    texts = {out / f"{student}.html": page for student, page in feedback.pages.items()}
    differ = [
        path
        for path, page in texts.items()
        if path.exists() and path.read_text(encoding="utf-8") != page
    ]
    if differ and not may_replace:
        raise ValueError(f"{differ[0]} is there already; `--yes` writes over it.")
    out.mkdir(parents=True, exist_ok=True)
    for path, page in texts.items():
        path.write_text(page, encoding="utf-8")
    return len(texts)


def _is_older(pages: Sequence[Path], graded: Path) -> bool:
    newest = max((path.stat().st_mtime for path in graded.glob("*.ipynb")), default=0.0)
    return min(path.stat().st_mtime for path in pages) < newest


def _in_words(score: Score) -> str:
    text = f"{points_text(score.points)} of {points_text(score.max_points)} points"
    late = f", after {points_text(score.penalty)} taken off for being late" if score.penalty else ""
    unread = ", before a person has read the written answers" if score.to_read else ""
    return f"{text}{late}{unread}."
