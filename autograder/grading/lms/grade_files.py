"""Grades as the LMSs import them: rows of text, made from scores, a roster and the ledger.

Only the column of this assignment is in a file: an LMS takes an empty cell of another column for
a grade, or a comment, that is to be removed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from autograder.assignments import all_assignments
from autograder.grading.lms.ledger import Ledger
from autograder.grading.lms.names import plain
from autograder.grading.lms.rosters import CANVAS, MOODLE, Person, Roster
from autograder.grading.lms.scores import Score, points_text
from autograder.grading.lms.tables import Table

__all__ = ["FileError", "GradeFile", "canvas_file", "moodle_file", "plain_file"]

CANVAS_STUDENT_COLUMNS = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
"""In the order in which Canvas's importer wants them."""
POINTS_POSSIBLE = "Points Possible"
PLAIN_COLUMNS = ("student", "lms_id", "name", "points", "max_points", "late_penalty", "handed_in")
ID_AT_END = re.compile(r"\s*\(\d+\)$")
"""What Canvas puts after an assignment's title."""
NOT_TO_BE_GRADED = {"ex": "is excused in Canvas", "n/a": "is not given this assignment in Canvas"}


class FileError(Exception):
    """Why a file of grades can't be written."""


@dataclass
class GradeFile:
    """The rows of a file, and who is not in it."""

    rows: list[list[str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """A line for each: who, and why."""
    written: dict[str, float] = field(default_factory=dict)
    """The points, by the LMS's ids."""


def canvas_file(
    scores: Mapping[str, Score], roster: Roster, ledger: Ledger, assignment: str, column: str = ""
) -> GradeFile:
    """Return what Canvas's gradebook imports.

    Parameters
    ----------
    scores
        By student.
    roster
        Canvas's own gradebook, exported: its names and ids are written as they are.
    ledger
        What `autograder collect` kept.
    assignment, column
        The name of the assignment, and of its column if that begins otherwise.

    Raises
    ------
    FileError
        If the roster is none of Canvas's, or doesn't say which column it is.
    """
    table = _table_of(roster, CANVAS, "Canvas's gradebook: Grades, Export, Export Entire Gradebook")
    grades = _column_of(table, assignment, column, len(_student_columns(table)))
    shown = [*_student_columns(table), grades]
    file = GradeFile([[table.header[at] for at in shown]])
    possible = next((row for row in table.rows if row[0] == POINTS_POSSIBLE), None)
    if possible is not None:
        _check_maximum(possible[grades], scores, "Canvas", "Points Possible")
        file.rows.append([f"    {POINTS_POSSIBLE}", *(possible[at] for at in shown[1:])])
    for score, people in _whom(scores, roster, ledger, file):
        for person in people:
            row = table.rows[person.row]
            why = NOT_TO_BE_GRADED.get(row[grades].casefold())
            if why:
                file.left_out.append(f"{score.student}: {why}.")
                continue
            file.rows.append([*(row[at] for at in shown[:-1]), points_text(score.points)])
            file.written[person.lms_id] = score.points
    _name_absent(scores, roster, ledger, file)
    return file


def moodle_file(
    scores: Mapping[str, Score], roster: Roster, ledger: Ledger, assignment: str, column: str = ""
) -> GradeFile:
    """Return what Moodle's assignment imports as its offline grading worksheet.

    The columns for feedback are left out: Moodle would take their empty cells for the comments.
    Raises and takes what `canvas_file` does; the roster is Moodle's own worksheet.
    """
    table = _table_of(
        roster, MOODLE, "Moodle's worksheet: in the assignment, Download grading worksheet"
    )
    identifier, modified = table.column("Identifier"), table.column("Last modified (grade)")
    grade = table.column(column or "Grade")
    if identifier is None or modified is None or grade is None:
        raise FileError(
            "The worksheet has no column Identifier, Grade or 'Last modified (grade)', which "
            f"Moodle wants back for {assignment}. It has {', '.join(table.header)}."
        )
    shown = [at for at in (identifier, table.column("Full name")) if at is not None]
    maximum, changeable = table.column("Maximum grade"), table.column("Grade can be changed")
    rest = [at for at in (maximum, modified) if at is not None]
    file = GradeFile([[table.header[at] for at in (*shown, grade, *rest)]])
    if maximum is not None and table.rows:
        _check_maximum(table.rows[0][maximum], scores, "Moodle", "Maximum grade")
    for score, people in _whom(scores, roster, ledger, file):
        for person in people:
            row = table.rows[person.row]
            if changeable is not None and row[changeable].casefold() == "no":
                file.left_out.append(f"{score.student}: Moodle says the grade can't be changed.")
                continue
            cells = [row[at] for at in shown]
            file.rows.append([*cells, points_text(score.points), *(row[at] for at in rest)])
            file.written[person.lms_id] = score.points
    _name_absent(scores, roster, ledger, file)
    return file


def plain_file(scores: Mapping[str, Score], roster: Roster, ledger: Ledger) -> GradeFile:
    """Return a file for people, and for other LMSs: a row for each student who is graded."""
    file = GradeFile([[*PLAIN_COLUMNS]])
    for score in scores.values():
        if not score.is_graded:
            file.left_out.append(_ungraded(score))
            continue
        person = roster.of_student(score.student)
        record = ledger.records.get(score.student)
        lms_id = person.lms_id if person else record.lms_id if record else ""
        name = person.name if person else record.name if record else ""
        time = f"{score.time:%Y-%m-%d %H:%M:%S} UTC" if score.time else ""
        numbers = map(points_text, (score.points, score.max_points, score.penalty))
        file.rows.append([score.student, lms_id, harmless(name), *numbers, time])
        file.written[score.student] = score.points
    return file


def harmless(text: str) -> str:
    """Return a text that a spreadsheet takes for no formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Doe, Jane")
    ("'=1+1", 'Doe, Jane')
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _table_of(roster: Roster, kind: str, which: str) -> Table:
    if roster.kind != kind or roster.table is None:
        raise FileError(
            f"It takes {which}. Hand over that file, `--roster=FILE`: its ids and column names are "
            "written as they are, so that every point arrives at whom it belongs to."
        )
    return roster.table


def _student_columns(table: Table) -> list[int]:
    places = [table.column(name) for name in CANVAS_STUDENT_COLUMNS]
    return sorted(place for place in places if place is not None)


def _column_of(table: Table, assignment: str, column: str, first: int) -> int:
    if column:
        place = table.column(column)
        if place is None:
            raise FileError(f"The roster has no column {column!r}, but {_titles(table, first)}.")
        return place
    wanted = plain(assignment)
    bases = {
        at: plain(ID_AT_END.sub("", table.header[at])) for at in range(first, len(table.header))
    }
    titles = {plain(known.title) for known in all_assignments() if known.name == assignment}
    exact = [at for at, base in bases.items() if base in {wanted, *titles}]
    found = [
        at
        for at, base in bases.items()
        if base.startswith(wanted) and not base[len(wanted) :][:1].isdecimal()
    ]
    if len(exact or found) != 1:
        which = "more than one column" if found else "no column"
        raise FileError(
            f"The roster has {which} that begins with {assignment!r}. Say which it is, "
            f"`--column=TITLE`: {_titles(table, first)}."
        )
    return (exact or found)[0]


def _titles(table: Table, first: int) -> str:
    return ", ".join(repr(title) for title in table.header[first:]) or "none"


def _check_maximum(text: str, scores: Mapping[str, Score], lms: str, name: str) -> None:
    try:
        said = float(text.replace(",", "."))
    except ValueError:
        return
    ours = max((score.max_points for score in scores.values()), default=said)
    if abs(said - ours) > 1e-6:
        raise FileError(
            f"The assignment is out of {points_text(said)} points in {lms} ({name}), and out of "
            f"{points_text(ours)} here. Set it to {points_text(ours)} there, export again, and "
            "nobody's points change their meaning."
        )


def _whom(
    scores: Mapping[str, Score], roster: Roster, ledger: Ledger, file: GradeFile
) -> Iterable[tuple[Score, list[Person]]]:
    """Yield each score with those that it is for: one student, or the members of a group."""
    by_id = {person.lms_id: person for person in roster.people}
    for score in scores.values():
        if not score.is_graded:
            file.left_out.append(_ungraded(score))
            continue
        record = ledger.records.get(score.student)
        of_ledger = [*record.members] or [record.lms_id] if record else []
        people = [by_id[lms_id] for lms_id in of_ledger if lms_id in by_id]
        if not people:
            person = roster.of_student(score.student)
            people = [person] if person else []
        if not people:
            why = "handed in anonymously: " if record and record.is_anonymous else ""
            file.left_out.append(f"{score.student}: {why}is not in the roster.")
            continue
        yield score, people


def _name_absent(
    scores: Mapping[str, Score], roster: Roster, ledger: Ledger, file: GradeFile
) -> None:
    """Name those in the roster who handed in nothing; the LMS keeps what it has for them."""
    handed_in = {*scores}
    for record in (ledger.records[student] for student in handed_in & set(ledger.records)):
        handed_in |= {record.lms_id, *record.members}
    absent = [one for one in roster.people if not {one.lms_id, one.student} & handed_in]
    if absent:
        names = ", ".join(person.student for person in absent)
        file.left_out.append(f"{names}: handed in nothing.")


def _ungraded(score: Score) -> str:
    return f"{score.student}: is not graded."
