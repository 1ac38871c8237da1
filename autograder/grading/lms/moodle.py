"""Moodle: ``Full name_PARTICIPANTID_assignsubmission_file/…``, or the same without folders.

Read in moodle/moodle: ``mod/assign/classes/downloader.php`` (the names) and
``mod/assign/feedback/file/importziplib.php`` (how it reads them back). Versions before 4.1 end
the folder's name with an ``_``. A blind submission is by ``Participant``; one of a group has the
group's name and the group's number. The zip holds the newest attempt only, and no times: those
are in the grading worksheet.
"""

import re
from collections.abc import Iterable, Sequence

from autograder.grading.lms.archive import Entry
from autograder.grading.lms.pieces import Owner, Piece, Reading

__all__ = ["NAME", "TITLE", "matches", "read"]

NAME, TITLE = "moodle", "Moodle"
PREFIX = re.compile(
    r"^(?P<name>.*?)_?(?P<id>\d+)?_assignsubmission_(?P<plugin>file|onlinetext|comments)"
    r"(?:_(?P<rest>.*))?$",
    re.S,
)
BLIND = "Participant"


def matches(path: str) -> bool:
    """Tell whether a path can be a file that Moodle delivers.

    Examples
    --------
    >>> matches("Jane Doe_17_assignsubmission_file/1_convolution.ipynb")
    True
    >>> matches("Jane Doe_17_assignsubmission_file_1_convolution.ipynb")
    True
    """
    return any(PREFIX.match(part) for part in path.split("/"))


def read(entries: Sequence[Entry], known: Iterable[str] = ()) -> Reading:  # noqa: ARG001 - clear
    """Return what everybody handed in."""
    pieces, problems = [], []
    for entry in entries:
        piece = _piece(entry)
        if piece is None:
            problems.append(f"{entry.path}: is not named as Moodle names what is handed in.")
        else:
            pieces.append(piece)
    return Reading(tuple(pieces), tuple(problems))


def _piece(entry: Entry) -> Piece | None:
    parts = entry.path.split("/")
    for depth, part in enumerate(parts):
        prefix = PREFIX.match(part)
        if prefix is None:
            continue
        rest = [prefix["rest"]] if prefix["rest"] else []
        name = "/".join(rest + parts[depth + 1 :])
        if not name:
            return None
        who = prefix["name"]
        number = prefix["id"] or ""
        blind = who.rpartition(" ")[2] == BLIND or who == BLIND
        owner = Owner(number or who, "" if blind else who, blind and bool(number), not number)
        return Piece(entry, owner, name, is_text=prefix["plugin"] != "file")
    return None
