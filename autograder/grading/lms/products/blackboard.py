"""Blackboard Learn: ``Assignment_USER_attempt_2026-11-28-18-00-00_NAME``, and a .txt an attempt.

Not read in its source, which is not public; seen in public scripts that read such downloads (named
in docs/lms.md). The .txt of an attempt says who it is by, when, and how the files were called, so
it is believed rather than the names, in which the assignment and the user may hold ``_``, too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from autograder.grading.lms.archive import Entry, UnreadableFileError
from autograder.grading.lms.products.pieces import Owner, Piece, Reading
from autograder.grading.sandbox.limits import MIB

__all__ = ["NAME", "TITLE", "matches", "read"]

NAME, TITLE = "blackboard", "Blackboard"
NAMED = re.compile(
    r"^(?P<before>.+)_attempt_(?P<date>\d{4}(?:-\d\d){5})(?P<after>(?:_.+)?\.[^.]+|_.+|)$", re.S
)
DATE = "%Y-%m-%d-%H-%M-%S"
WHO, ORIGINAL, FILE = "Name:", "Original filename:", "Filename:"
"""How lines begin. The text holds what a student wrote, too: it is looked at line by line, once."""


@dataclass(frozen=True)
class Slip:
    """What the .txt of an attempt says."""

    lms_id: str
    name: str
    originals: dict[str, str] = field(default_factory=dict)
    """The student's name of a file, by Blackboard's."""


def matches(path: str) -> bool:
    """Tell whether a path can be a file that Blackboard delivers.

    Examples
    --------
    >>> matches("Lab 6_jdoe_attempt_2026-11-28-18-00-00_1_convolution.ipynb")
    True
    """
    return NAMED.match(path.rpartition("/")[2]) is not None


def read(entries: Sequence[Entry], known: Iterable[str] = ()) -> Reading:
    """Return what everybody handed in."""
    ids = frozenset(known)
    slips: dict[str, Slip] = {}
    problems: list[str] = []
    named = [(entry, NAMED.match(entry.path.rpartition("/")[2])) for entry in entries]
    for entry, found in named:
        if found is not None and found["after"] == ".txt":
            try:
                slip = read_slip(entry.read(MIB).decode("utf-8-sig", "replace"))
            except UnreadableFileError as error:
                problems.append(f"{entry.path}: {error}.")
                continue
            if slip is not None:
                slips[_key(found)] = slip
    pieces = []
    for entry, found in named:
        if found is None:
            problems.append(f"{entry.path}: is not named as Blackboard names what is handed in.")
        elif found["after"] != ".txt":
            pieces.append(_piece(entry, found, slips.get(_key(found)), ids))
    pieces += _without_files(named, pieces, slips, ids)
    return Reading(tuple(pieces), tuple(problems))


def read_slip(text: str) -> Slip | None:
    r"""Read the .txt of an attempt.

    Examples
    --------
    >>> read_slip("Name: Jane Doe (jdoe)\nAssignment: Lab 6\n").lms_id
    'jdoe'
    """
    lines = [line.strip() for line in text.splitlines()]
    who = next(filter(None, map(_who, lines)), None)
    if who is None:
        return None
    name, lms_id = who
    return Slip(lms_id, name, dict(_originals(filter(None, lines))))


def _who(line: str) -> tuple[str, str] | None:
    """Return the name and the id that a line tells.

    Examples
    --------
    >>> _who("Name: Jane (Jo) Doe (jdoe)"), _who("Name: Jane Doe")
    (('Jane (Jo) Doe', 'jdoe'), None)
    """
    name, bracket, lms_id = line.removeprefix(WHO).removesuffix(")").rpartition("(")
    if not (line.startswith(WHO) and line.endswith(")") and bracket and lms_id.strip()):
        return None
    return (name.strip(), lms_id.strip()) if ")" not in lms_id else None


def _originals(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield Blackboard's name of each file, and the student's, which stands in the line before."""
    was = ""
    for line in lines:
        if was and line.startswith(FILE) and line != FILE:
            yield line.removeprefix(FILE).strip(), was
        was = line.removeprefix(ORIGINAL).strip() if line.startswith(ORIGINAL) else ""


def _key(found: re.Match[str]) -> str:
    return f"{found['before']}_{found['date']}"


def _piece(entry: Entry, found: re.Match[str], slip: Slip | None, known: frozenset[str]) -> Piece:
    here = entry.path.rpartition("/")[2]
    name = found["after"].removeprefix("_")
    if slip is not None:
        name = slip.originals.get(here, name)
    time = _time(found["date"])
    order = (time.timestamp() if time else 0.0,)
    return Piece(entry, _owner(found, slip, known), name, order, found["date"], time)


def _without_files(
    named: Sequence[tuple[Entry, "re.Match[str] | None"]],
    pieces: Sequence[Piece],
    slips: dict[str, Slip],
    known: frozenset[str],
) -> Iterator[Piece]:
    """Yield the attempts that are nothing but a .txt."""
    there = {(piece.owner, piece.attempt) for piece in pieces}
    for entry, found in named:
        if found is None or found["after"] != ".txt":
            continue
        owner = _owner(found, slips.get(_key(found)), known)
        if (owner, found["date"]) not in there:
            time = _time(found["date"])
            order = (time.timestamp() if time else 0.0,)
            yield Piece(entry, owner, "attempt.txt", order, found["date"], time, is_text=True)


def _owner(found: re.Match[str], slip: Slip | None, known: frozenset[str]) -> Owner:
    if slip is not None:
        return Owner(slip.lms_id, slip.name)
    parts = found["before"].split("_")
    endings = ["_".join(parts[start:]) for start in range(1, len(parts))]
    user = next((ending for ending in endings if ending in known), parts[-1])
    return Owner(user)


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, DATE)
    except ValueError:
        return None
