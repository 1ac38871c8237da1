"""Brightspace (D2L): folders ``ID-ID - Name - Nov 28, 2026 600 PM``, and an index.html.

Not read in its source, which is not public; see docs/lms.md. Each time that somebody handed in is
a folder of its own; the newest counts. Of the two numbers one is the assignment's, the same in
every folder, and the other the student's.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from autograder.grading.lms.archive import Entry
from autograder.grading.lms.pieces import Owner, Piece, Reading

__all__ = ["NAME", "TITLE", "matches", "read"]

NAME, TITLE = "brightspace", "Brightspace"
FOLDER = re.compile(
    r"^(?P<first>\d+)-(?P<second>\d+) - (?P<name>.+) - "
    r"(?P<date>[A-Za-z]{3,9}\.? \d{1,2}, \d{4}) (?P<hour>\d{1,2}):?(?P<minute>\d\d)"
    r" ?(?P<half>[AP]M)?$",
    re.S | re.I,
)
DATES = ("%b %d, %Y", "%B %d, %Y")


def matches(path: str) -> bool:
    """Tell whether a path can be a file that Brightspace delivers.

    Examples
    --------
    >>> matches("204-77 - Jane Doe - Nov 28, 2026 600 PM/1_convolution.ipynb")
    True
    """
    return path == "index.html" or any(FOLDER.match(part) for part in path.split("/")[:-1])


def read(entries: Sequence[Entry], known: Iterable[str] = ()) -> Reading:
    """Return what everybody handed in."""
    found = [(entry, *_folder(entry.path)) for entry in entries]
    folders = {match[0]: match for _, match, _ in found if match is not None}
    of_student = _which_is_the_student(list(folders.values()), frozenset(known))
    pieces, problems = [], []
    for entry, match, name in found:
        if match is None:
            if entry.path != "index.html":
                problems.append(
                    f"{entry.path}: is not named as Brightspace names what is handed in."
                )
            continue
        time = _time(match)
        order = (time.timestamp() if time else 0.0,)
        owner = Owner(match[of_student], match["name"])
        pieces.append(Piece(entry, owner, name, order, match[0], time))
    return Reading(tuple(pieces), tuple(problems))


def _folder(path: str) -> tuple[re.Match[str] | None, str]:
    parts = path.split("/")
    for depth, part in enumerate(parts[:-1]):
        match = FOLDER.match(part)
        if match is not None:
            return match, "/".join(parts[depth + 1 :])
    return None, path


def _which_is_the_student(folders: Sequence[re.Match[str]], known: frozenset[str]) -> str:
    """Return ``"first"`` or ``"second"``: the one that differs, or that the roster knows."""
    ids = {which: {folder[which] for folder in folders} for which in ("first", "second")}
    hits = {which: len(values & known) for which, values in ids.items()}
    if hits["first"] != hits["second"]:
        return max(hits, key=lambda which: hits[which])
    return "second" if len(ids["second"]) > len(ids["first"]) else "first"


def _time(match: re.Match[str]) -> datetime | None:
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match["half"] or "").upper()
    if half:
        hour = hour % 12 + (12 if half == "PM" else 0)
    for form in DATES:
        try:
            day = datetime.strptime(match["date"].replace(".", ""), form)
            return day.replace(hour=hour, minute=minute)
        except ValueError:
            continue
    return None
