"""Sakai: ``Title/Last, First(eid)/Submission attachment(s)/NAME``, with timestamp.txt beside it.

Read in sakaiproject/sakai: ``assignment/impl/…/AssignmentServiceImpl.java``, ``zipSubmissions``.
Without folders, ``/`` becomes ``_`` after the student, and no times are delivered. Anonymous
folders have the number of the submission for a name, and no eid.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from autograder.grading.lms.archive import Entry, UnreadableFileError
from autograder.grading.lms.products.pieces import Owner, Piece, Reading
from autograder.grading.sandbox.limits import MIB

__all__ = ["NAME", "TITLE", "matches", "read"]

NAME, TITLE = "sakai", "Sakai"
FOLDER = re.compile(r"^(?P<name>.+?)\s*\((?P<id>[^()]+)\)(?P<rest>_.*)?$", re.S)
ATTACHMENTS = "submission attachment(s)"
TIMESTAMP = "timestamp.txt"
OURS = {TIMESTAMP, "comments.txt", "feedbacktext.html"}
OLD_TIME = re.compile(r"^(\d{14})\d{3}$")
ROOT_FILES = re.compile(r"^(grades\.\w+|.*\.html)$", re.I)


def matches(path: str) -> bool:
    """Tell whether a path can be a file that Sakai delivers.

    Examples
    --------
    >>> matches("Lab 6/Doe, Jane(jdoe)/Submission attachment(s)/1_convolution.ipynb")
    True
    """
    lower = path.casefold()
    return ATTACHMENTS in lower or lower.endswith((f")/{TIMESTAMP}", "_submissiontext.html"))


def read(entries: Sequence[Entry], known: Iterable[str] = ()) -> Reading:  # noqa: ARG001 - clear
    """Return what everybody handed in."""
    times, problems = _times(entries)
    pieces = []
    for entry in entries:
        parts = entry.path.split("/")
        last = parts[-1].casefold()
        depth = next((at for at, part in enumerate(parts) if ATTACHMENTS in part.casefold()), None)
        if depth is None:
            if last.endswith("_submissiontext.html") and len(parts) > 1:
                folder = parts[-2] if FOLDER.match(parts[-2]) else parts[-1].rpartition("_")[0]
                owner = _owner(folder)
                pieces.append(Piece(entry, owner, "text.html", is_text=True))
            elif not (last in OURS or ROOT_FILES.match(last) or "feedback" in last):
                problems.append(f"{entry.path}: is not named as Sakai names what is handed in.")
            continue
        part = parts[depth]
        if part.casefold() == ATTACHMENTS:  # in folders
            if depth == 0 or depth + 1 == len(parts):
                continue
            folder, name = parts[depth - 1], "/".join(parts[depth + 1 :])
        else:  # without folders: `Doe, Jane(jdoe)_Submission attachment(s)_NAME`
            at = part.casefold().index(ATTACHMENTS)
            folder, name = part[:at].rstrip("_"), part[at + len(ATTACHMENTS) :].lstrip("_")
        time = times.get("/".join(parts[:depth]))
        if name:
            pieces.append(Piece(entry, _owner(folder), name, time=time))
    return Reading(tuple(pieces), tuple(problems))


def _owner(folder: str) -> Owner:
    found = FOLDER.match(folder)
    if found is None:
        return Owner(folder, is_anonymous=True)
    return Owner(found["id"].strip(), found["name"].strip())


def _times(entries: Sequence[Entry]) -> tuple[dict[str, datetime], list[str]]:
    times, problems = {}, []
    for entry in entries:
        folder, _, name = entry.path.rpartition("/")
        if name.casefold() != TIMESTAMP or ATTACHMENTS in folder.casefold():
            continue
        try:
            text = entry.read(MIB).decode("utf-8", "replace").strip()
        except UnreadableFileError as error:
            problems.append(f"{entry.path}: {error}.")
            continue
        time = _time(text)
        if time is None:
            problems.append(f"{entry.path}: is no date.")
        else:
            times[folder] = time
    return times, problems


def _time(text: str) -> datetime | None:
    """Read what Java writes: an instant, or in old versions digits, both in UTC."""
    old = OLD_TIME.match(text)
    try:
        if old:
            return datetime.strptime(old[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
