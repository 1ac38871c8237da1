"""Who is in the course: the LMS's ids, and which student of the course each of them is.

A roster is the LMS's own export, Canvas's gradebook or Moodle's grading worksheet, or a CSV with
a column ``lms_id`` and a column ``student``. Moodle's worksheet also knows when each student
handed in, and in which group they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autograder.grading.lms.names import plain, student_folder
from autograder.grading.lms.pieces import Owner
from autograder.grading.lms.tables import Table, TableError, read_table

__all__ = ["CANVAS", "MOODLE", "PLAIN", "Person", "Roster", "read_roster"]

CANVAS, MOODLE, PLAIN = "canvas", "moodle", "plain"
IDS_OF_CANVAS = ("SIS Login ID", "SIS User ID")
IDS_OF_MOODLE = ("Username", "ID number", "Email address")
NOT_PEOPLE = ("points possible", "student, test", "test student")
NUMBER_AT_END = re.compile(r"(\d+)\s*$")
TEAMS = ("Group", "Groups", "Team")
DATES = (
    "%A, %d %B %Y, %I:%M %p",
    "%A, %B %d, %Y, %I:%M %p",
    "%A, %d %B %Y, %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
)


@dataclass(frozen=True)
class Person:
    """Somebody in the roster."""

    lms_id: str
    student: str
    """The course's id: the name of the folder in ``submitted/``."""
    name: str
    row: int
    """Of the table."""
    group: str = ""
    time: datetime | None = None
    """When they handed in, without a time zone."""


@dataclass(frozen=True)
class Roster:
    """All of them."""

    kind: str = PLAIN
    people: tuple[Person, ...] = ()
    table: Table | None = None
    problems: tuple[str, ...] = ()
    _by_id: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_id.update({person.lms_id: person for person in self.people})

    @property
    def ids(self) -> frozenset[str]:
        """The LMS's ids."""
        return frozenset(self._by_id)

    def person(self, owner: Owner) -> Person | None:
        """Return who handed something in, if the roster has them."""
        return self._by_id.get(owner.lms_id)

    def members(self, owner: Owner) -> tuple[Person, ...]:
        """Return the members of the group that has this name, if there is one."""
        wanted = plain(owner.name or owner.lms_id)
        return tuple(
            person for person in self.people if person.group and plain(person.group) == wanted
        )

    def of_student(self, student: str) -> Person | None:
        """Return who this student of the course is."""
        return next((person for person in self.people if person.student == student), None)


def read_roster(path: Path, id_column: str = "") -> Roster:
    """Read a roster.

    Parameters
    ----------
    path
        A CSV.
    id_column
        The column with the course's ids. Otherwise it is the first of "SIS Login ID" and
        "SIS User ID" that is filled in (Canvas), or of "Username", "ID number" and "Email
        address" (Moodle); where there is none, the LMS's own id.

    Raises
    ------
    TableError
        If it can't be read as one.
    """
    table = read_table(path)
    if id_column and table.column(id_column) is None:
        raise TableError(f"{path}: has no column {id_column!r}, but {', '.join(table.header)}.")
    if _is_canvas(table):
        return _checked(CANVAS, table, _people_of_canvas(table, id_column), path.name)
    if table.column("Identifier") is not None and table.column("Grade") is not None:
        return _checked(MOODLE, table, _people_of_moodle(table, id_column), path.name)
    lms = table.column("lms_id", "id")
    if lms is None:
        raise TableError(
            f"{path}: is no roster. It is read if it is Canvas's gradebook (columns Student, ID, "
            "…, Section), Moodle's grading worksheet as saved with the site in English (columns "
            f"Identifier, …, Grade), or has a column lms_id. It has {', '.join(table.header)}."
        )
    return _checked(PLAIN, table, _people(table, id_column, lms), path.name)


def _is_canvas(table: Table) -> bool:
    first, second = table.header[:2]
    named = first == "LastName" and second == "FirstName" and "ID" in table.header[2:3]
    return table.column("Section") is not None and (
        ("Student" in first and "ID" in second) or named
    )


def _people_of_canvas(table: Table, id_column: str) -> Iterator[Person]:
    lms = table.column("ID")
    assert lms is not None  # noqa: S101 - `_is_canvas` has seen it
    ids = _id_columns(table, id_column, IDS_OF_CANVAS)
    for number, row in enumerate(table.rows):
        name = f"{row[0]}, {row[1]}" if lms == 2 else row[0]
        if row[lms].isdecimal() and name.casefold() not in NOT_PEOPLE:
            yield _person(table, number, row[lms], name, ids)


def _people_of_moodle(table: Table, id_column: str) -> Iterator[Person]:
    lms, name = table.column("Identifier"), table.column("Full name")
    assert lms is not None  # noqa: S101 - `read_roster` has seen it
    ids = _id_columns(table, id_column, IDS_OF_MOODLE)
    group, when = table.column(*TEAMS), table.column("Last modified (submission)")
    for number, row in enumerate(table.rows):
        found = NUMBER_AT_END.search(row[lms])
        if found is not None:
            shown = row[name] if name is not None else ""
            team = row[group] if group is not None else ""
            time = _time(row[when]) if when is not None else None
            yield _person(table, number, found[1], shown, ids, team, time)


def _people(table: Table, id_column: str, lms: int) -> Iterator[Person]:
    ids = _id_columns(table, id_column, ("student", "student_id"))
    name, group = table.column("name", "full name"), table.column("group")
    for number, row in enumerate(table.rows):
        if row[lms]:
            shown = row[name] if name is not None else ""
            team = row[group] if group is not None else ""
            yield _person(table, number, row[lms], shown, ids, team)


def _person(
    table: Table,
    number: int,
    lms_id: str,
    name: str,
    ids: Iterable[int],
    group: str = "",
    time: datetime | None = None,
) -> Person:
    row = table.rows[number]
    wanted = next((row[column] for column in ids if row[column]), lms_id)
    try:
        student = student_folder(wanted)
    except ValueError:
        student = student_folder(lms_id)
    return Person(lms_id, student, name, number, group, time)


def _id_columns(table: Table, chosen: str, usual: Iterable[str]) -> list[int]:
    names = (chosen,) if chosen else tuple(usual)
    return [column for name in names if (column := table.column(name)) is not None]


def _checked(kind: str, table: Table, people: Iterable[Person], name: str) -> Roster:
    """Leave out whom the roster has twice: nobody could say which of the two is meant."""
    listed = list(people)
    problems = list(table.problems)
    students = Counter(person.student.casefold() for person in listed)
    ids = Counter(person.lms_id for person in listed)
    kept = []
    for person in listed:
        if ids[person.lms_id] > 1:
            problems.append(f"{name}: the id {person.lms_id} is there {ids[person.lms_id]} times.")
        elif students[person.student.casefold()] > 1:
            problems.append(
                f"{name}: more than one row has the course's id {person.student!r}; "
                f"{person.name or person.lms_id} is left out. Choose the column: `--id=COLUMN`."
            )
        else:
            kept.append(person)
    if not kept:
        problems.append(f"{name}: nobody is in it.")
    return Roster(kind, tuple(kept), table, tuple(dict.fromkeys(problems)))


def _time(text: str) -> datetime | None:
    """Read a date as Moodle writes it in English: ``Saturday, 28 November 2026, 6:00 PM``."""
    for form in DATES:
        try:
            return datetime.strptime(text.replace("\u202f", " "), form)
        except ValueError:
            continue
    return None
