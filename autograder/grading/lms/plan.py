"""Decide what becomes of a download, before anything is written: a `Plan` is data.

The newest attempt of each owner counts, with all its files. What a submission's files are called
in the lab is their name here, whatever the LMS or a browser added to it.
"""

import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path, PurePosixPath

from autograder.grading.lms.archive import (
    LARGEST_FILE,
    Entry,
    UnreadableFileError,
    inner,
)
from autograder.grading.lms.names import lab_name, one_line, safe_path, student_folder
from autograder.grading.lms.products.pieces import Owner, Piece, Reading
from autograder.grading.lms.rosters import Person, Roster
from autograder.grading.sandbox.folders.trees import walk
from autograder.grading.sandbox.limits import SUBMISSION, in_words

__all__ = ["Plan", "PlannedFile", "Submission", "make_plan", "timestamp_text"]

MOST_FILES = SUBMISSION.files
MOST_BYTES = SUBMISSION.whole
EARLIER = "earlier"
"""The folder for files of a submission that newer ones of the same name replace."""
TIMESTAMP = "timestamp.txt"
HANDED_IN = "handed-in-"
"""Before a name that can't be that of a file or folder here."""
NEW, SAME, CHANGED, OLDER, BLOCKED = "new", "same", "changed", "older", "blocked"


@dataclass(frozen=True)
class PlannedFile:
    """A file of a submission, and where it comes from."""

    path: str
    entry: Entry
    digest: str
    size: int
    lms_name: str = ""
    """The name in the download, which an LMS may want back."""


@dataclass(frozen=True)
class Submission:
    """What one student, or a group, handed in last."""

    student: str
    owner: Owner
    files: tuple[PlannedFile, ...]
    time: datetime | None = None
    """In UTC."""
    is_late: bool = False
    attempts: int = 1
    members: tuple[Person, ...] = ()
    """Of a group."""
    missing: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    state: str = NEW
    """Beside what is in ``submitted/``: new, same, changed, older, or blocked."""

    @property
    def is_written(self) -> bool:
        """Tell whether `--yes` writes it."""
        return self.state in (NEW, CHANGED)


@dataclass(frozen=True)
class Plan:
    """What `--yes` would do, and what could not be understood."""

    lms: str
    submissions: tuple[Submission, ...]
    absent: tuple[Person, ...] = ()
    """In the roster, and handed in nothing."""
    unmatched: tuple[str, ...] = ()
    """A sentence for each submission that the roster has nobody for."""
    problems: tuple[str, ...] = ()


def make_plan(
    lms: str,
    reading: Reading,
    roster: Roster,
    submitted: Path,
    assignment: str,
    expected: Sequence[str] = (),
    zone: tzinfo = UTC,
    keeps_unmatched: bool = False,
) -> Plan:
    """Decide.

    Parameters
    ----------
    lms
        The name of the LMS.
    reading
        What its module made of the download.
    roster
        Who is in the course; an empty one takes the LMS's ids for the students'.
    submitted
        The folder ``submitted/``, which is only looked at.
    assignment
        Its name, ``"lab6"``.
    expected
        The files that a whole submission has.
    zone
        Of times that say none.
    keeps_unmatched
        Whether a submission that is nobody's in the roster is taken under the LMS's id.
    """
    problems = [*reading.problems]
    unmatched: list[str] = []
    found: list[Submission] = []
    for owner, pieces in _by_owner(reading.pieces).items():
        person, members = roster.person(owner), roster.members(owner)
        if members and (owner.is_group or person is None or person.name != owner.name):
            person = None
        if person is None and not members and roster.people and not owner.is_anonymous:
            unmatched.append(
                f"{_who(owner)} is not in the roster"
                + (": taken under that id." if keeps_unmatched else ", and is not taken.")
            )
            if not keeps_unmatched:
                continue
        try:
            student = person.student if person else student_folder(_id_of(owner, members))
        except ValueError as error:
            problems.append(f"{error}; the submission is not taken.")
            continue
        whole = _submission(student, owner, pieces, expected, zone, person)
        found.append(replace(whole, members=members))
    found, twice = _without_clashes(found)
    problems += twice
    if found and expected and all(set(expected) <= set(one.missing) for one in found):
        problems.append(
            f"None of the {len(found)} submissions holds a file of {assignment}: is this the "
            "download of another assignment?"
        )
    here = [_beside(one, submitted, assignment) for one in found]
    there = {one.owner.lms_id for one in here}
    in_groups = {person.lms_id for one in here for person in one.members}
    absent = [one for one in roster.people if one.lms_id not in there | in_groups]
    order = sorted(here, key=lambda one: (one.owner.name.casefold(), one.student))
    problems += list(roster.problems)
    return Plan(lms, tuple(order), tuple(absent), tuple(unmatched), tuple(problems))


def timestamp_text(time: datetime) -> str:
    """Return a time as nbgrader reads it whole: three words, the third one a time zone.

    Examples
    --------
    >>> timestamp_text(datetime(2026, 11, 28, 18, 0, tzinfo=UTC))
    '2026-11-28 18:00:00 UTC'
    """
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _by_owner(pieces: Iterable[Piece]) -> dict[Owner, list[Piece]]:
    """Sort pieces by owner; one id is one owner, whatever the name beside it."""
    owners: dict[tuple[str, bool], Owner] = {}
    sorted_pieces: dict[Owner, list[Piece]] = defaultdict(list)
    for piece in pieces:
        owner = owners.setdefault((piece.owner.lms_id, piece.owner.is_group), piece.owner)
        sorted_pieces[owner].append(piece)
    return sorted_pieces


def _id_of(owner: Owner, members: Sequence[Person]) -> str:
    return (owner.name or owner.lms_id) if members else owner.lms_id


def _who(owner: Owner) -> str:
    return (
        f"{one_line(owner.name)} ({one_line(owner.lms_id)})"
        if owner.name
        else one_line(owner.lms_id)
    )


def _submission(
    student: str,
    owner: Owner,
    pieces: Sequence[Piece],
    expected: Sequence[str],
    zone: tzinfo,
    person: Person | None,
) -> Submission:
    attempts: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        attempts[piece.attempt].append(piece)
    newest = max(attempts.values(), key=lambda some: max(piece.order for piece in some))
    remarks = []
    if any(piece.is_text for piece in newest):
        remarks.append("wrote into a text field of the LMS, which is not taken")
    files, more = _files([piece for piece in newest if not piece.is_text], expected)
    remarks += more
    missing = tuple(name for name in expected if name not in {file.path for file in files})
    older = {lab_name(piece.name.rpartition("/")[2], expected) for piece in pieces} - {
        file.path for file in files
    }
    only_before = [name for name in missing if name in older]
    if only_before:
        remarks.append(f"only in an older attempt: {', '.join(only_before)}")
    if not files:
        remarks.append("there is no file that can be taken")
    time = next((piece.time for piece in newest if piece.time), person.time if person else None)
    if time is not None:
        time = (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)
    return Submission(
        student,
        owner,
        files,
        time,
        any(piece.is_late for piece in newest),
        len(attempts),
        missing=missing,
        remarks=tuple(remarks),
    )


def _files(
    pieces: Sequence[Piece], expected: Sequence[str]
) -> tuple[tuple[PlannedFile, ...], list[str]]:
    """Return the files of one attempt, by the names that they have in the lab."""
    named, remarks = [], []
    for piece in sorted(pieces, key=lambda piece: piece.order):
        lms_name = piece.entry.path
        if piece.name.casefold().endswith(".zip"):
            try:
                unpacked = inner(piece.entry)
            except UnreadableFileError as error:
                remarks.append(f"{one_line(piece.name)} {error}")
            else:
                remarks += [one_line(problem, 200) for problem in unpacked.problems]
                named += [(entry.path, entry, lms_name) for entry in unpacked.entries]
                continue
        named.append((piece.name, piece.entry, lms_name))
    files: dict[str, PlannedFile] = {}
    total = 0
    for name, entry, lms_name in named:
        if len(files) >= MOST_FILES or total > MOST_BYTES:
            remarks.append(f"more than {MOST_FILES} files or {in_words(MOST_BYTES)}: not all taken")
            break
        try:
            digest, size = _digest(entry)
        except UnreadableFileError as error:
            remarks.append(f"{one_line(name)} {error}")
            continue
        total += size
        base = lab_name(name.rpartition("/")[2], expected)
        path = base if base in expected else _own_name(name)
        taken = files.get(path.casefold())
        if taken is not None and taken.digest == digest:
            continue
        if taken is not None:
            aside = _unused(f"{EARLIER}/{path}", files)
            files[aside.casefold()] = replace(taken, path=aside)
            remarks.append(f"more than one {one_line(path)}: the last counts")
        files[path.casefold()] = PlannedFile(path, entry, digest, size, lms_name)
    files, moved = _folders_apart(files)
    return tuple(files.values()), remarks + moved


def _folders_apart(files: Mapping[str, PlannedFile]) -> tuple[dict[str, PlannedFile], list[str]]:
    """Give a folder another name where a file has it already: a disk can't have both."""
    apart: dict[str, PlannedFile] = {}
    moved: dict[str, str] = {}
    for file in sorted(files.values(), key=lambda file: file.path.count("/")):
        path = file.path
        while taken := _folder_called_like_a_file(path, apart):
            place, _, name = taken.rpartition("/")
            moved[taken] = f"{place}/{HANDED_IN}{name}".lstrip("/")
            path = f"{moved[taken]}{path.removeprefix(taken)}"
        path = _unused(path, apart)
        apart[path.casefold()] = replace(file, path=path)
    return apart, [
        f"{one_line(taken)} is a file and a folder: the folder is called {one_line(other)}"
        for taken, other in moved.items()
    ]


def _folder_called_like_a_file(path: str, files: Mapping[str, PlannedFile]) -> str:
    folders = (str(folder) for folder in PurePosixPath(path).parents)
    return next((one for one in folders if one.casefold() in {*files, TIMESTAMP}), "")


def _own_name(name: str) -> str:
    path = safe_path(name)
    return f"{HANDED_IN}{path}" if path.casefold() == TIMESTAMP else path


def _unused(path: str, files: Mapping[str, PlannedFile]) -> str:
    number = 1
    candidate = path
    while candidate.casefold() in files:
        number += 1
        stem, dot, ending = path.rpartition(".")
        candidate = f"{stem} {number}{dot}{ending}" if dot else f"{path} {number}"
    return candidate


def _digest(entry: Entry) -> tuple[str, int]:
    sha, size = hashlib.sha256(), 0
    for piece in entry.pieces():
        sha.update(piece)
        size += len(piece)
    return sha.hexdigest(), size


def _without_clashes(found: Sequence[Submission]) -> tuple[list[Submission], list[str]]:
    """Leave out submissions that would lie in one folder: whose it is could not be said."""
    by_folder: dict[str, list[Submission]] = defaultdict(list)
    for one in found:
        by_folder[one.student.casefold()].append(one)
    kept, problems = [], []
    for same in by_folder.values():
        if len(same) == 1:
            kept += same
            continue
        who = " and ".join(_who(one.owner) for one in same)
        problems.append(
            f"{who} would both be the student {same[0].student!r}, so neither is taken. A roster "
            "says which student of the course each of them is: `--roster=FILE`."
        )
    return kept, problems


def _beside(one: Submission, submitted: Path, assignment: str) -> Submission:
    """Compare a submission with what is in its place."""
    student = submitted / one.student
    folder = student / assignment
    if not one.files:
        return replace(one, state=BLOCKED)
    for path in (student, folder):
        if os.path.lexists(path) and not stat.S_ISDIR(path.lstat().st_mode):
            remark = f"{path.relative_to(submitted.parent)} is a link or a file: nothing is written"
            return replace(one, state=BLOCKED, remarks=(*one.remarks, remark))
    if not folder.exists():
        return replace(one, state=NEW)
    was = _time_of(folder)
    if _digests(folder) == {file.path: file.digest for file in one.files}:
        is_same = one.time is None or was == one.time.replace(microsecond=0)
        return replace(one, state=SAME if is_same else CHANGED)
    if one.time is not None and was is not None and was > one.time:
        remark = f"submitted/ has a newer one, of {timestamp_text(was)}: it stays"
        return replace(one, state=OLDER, remarks=(*one.remarks, remark))
    return replace(one, state=CHANGED)


def _time_of(folder: Path) -> datetime | None:
    try:
        text = (folder / TIMESTAMP).read_text(encoding="utf-8")[:100].strip()
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC)
    except (OSError, ValueError):
        return None


def _digests(folder: Path) -> dict[str, str]:
    """Return what tells the files of a folder from others; links and pipes have no digest."""
    digests = {}
    for where, _, names in walk(str(folder)):
        for name in names:
            path = Path(where, name)
            inside = path.relative_to(folder).as_posix()
            if inside in (TIMESTAMP, f"{TIMESTAMP}.unreadable"):
                continue
            status = path.lstat()
            is_plain = stat.S_ISREG(status.st_mode) and status.st_size <= LARGEST_FILE
            digests[inside] = hashlib.sha256(path.read_bytes()).hexdigest() if is_plain else ""
    return digests
