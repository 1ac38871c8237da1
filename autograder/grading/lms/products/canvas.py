"""Canvas: ``sortablename[_LATE]_USERID_ATTACHMENTID_displayname``, in one flat zip.

Read in instructure/canvas-lms: ``lib/content_zipper.rb`` (the names), ``app/models/attachment.rb``
(a name that is there already gets ``-1``, from the eighth on ``-UUID``),
``app/models/abstract_assignment.rb`` (a group's submission has the group's name and one member's
user id). The zip holds the newest attempt only, and no times.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.grading.lms.archive import Entry
from autograder.grading.lms.products.pieces import Owner, Piece, Reading

__all__ = ["ANONYMOUS", "NAME", "TITLE", "matches", "read", "split"]

NAME, TITLE = "canvas", "Canvas"
LATE = "LATE"
ANONYMOUS = re.compile(
    r"^(?P<late>LATE_)?anon_(?P<id>[^_]+)_(?P<attachment>\d+)_(?P<file>.+)$", re.S
)
NUMBERED = re.compile(r"(?:^|_)(?P<user>\d+)_(?P<attachment>\d+)_(?=.)", re.S)
FIELD = re.compile(r"^(?P<who>.+)_(?P<kind>text|link)\.html$", re.S)


def matches(path: str) -> bool:
    """Tell whether a path can be a file that Canvas delivers.

    Examples
    --------
    >>> matches("doejane_LATE_4711_99120_1_convolution-1.ipynb"), matches("1_convolution.ipynb")
    (True, False)
    """
    name = path.rpartition("/")[2]
    return bool(ANONYMOUS.match(name) or NUMBERED.search(name)) or _field(name) is not None


@dataclass(frozen=True)
class Parts:
    """What is in a name of Canvas's."""

    who: str
    user: str
    attachment: str
    file: str


def split(name: str) -> tuple[Parts, ...]:
    """Return the ways in which a name can be read, the likeliest first.

    A student whose name is a number, or a file that begins with one, makes more of them; the
    file's own number is the last thing that is taken for an attachment's.

    Examples
    --------
    >>> [one.file for one in split("doejane_LATE_4711_99120_1_convolution.ipynb")]
    ['1_convolution.ipynb', 'convolution.ipynb']
    >>> [one.user for one in split("34_4711_99120_a.txt")]
    ['34', '4711']
    """
    found = []
    start = 0
    while pair := NUMBERED.search(name, start):
        who = name[: pair.start()]
        found.append(Parts(who, pair["user"], pair["attachment"], name[pair.end() :]))
        start = pair.start("attachment") - 1
    return tuple(found)


def read(entries: Sequence[Entry], known: Iterable[str] = ()) -> Reading:
    """Return what everybody handed in."""
    ids = frozenset(known)
    ways = {entry.path: split(entry.path.rpartition("/")[2]) for entry in entries}
    first = Counter(parts[0].attachment for parts in ways.values() if parts)
    pieces, problems = [], []
    for entry in entries:
        piece = _piece(entry, _meant(ways[entry.path], ids, first))
        if piece is None:
            problems.append(f"{entry.path}: is not named as Canvas names what is handed in.")
        else:
            pieces.append(piece)
    return Reading(tuple(pieces), tuple(problems))


def _meant(ways: Sequence[Parts], known: frozenset[str], first: Counter[str]) -> Parts | None:
    """Return the way that is meant: to somebody who is known, and each attachment is one file."""
    by_roster = next((one for one in ways if one.user in known), None)
    by_attachment = next((one for one in ways if first[one.attachment] <= 1), None)
    return by_roster or by_attachment or next(iter(ways), None)


def _piece(entry: Entry, parts: Parts | None) -> Piece | None:
    name = entry.path.rpartition("/")[2]
    anonymous = ANONYMOUS.match(name)
    if anonymous:
        owner = Owner(f"anon_{anonymous['id']}", is_anonymous=True)
        order = (float(anonymous["attachment"]),)
        is_late = anonymous["late"] is not None
        return Piece(entry, owner, anonymous["file"], order, is_late=is_late)
    if parts is not None:
        who = parts.who.removesuffix(f"_{LATE}")
        owner = Owner(parts.user, who)
        is_late = who != parts.who
        return Piece(entry, owner, parts.file, (float(parts.attachment),), is_late=is_late)
    field = _field(name)
    if field is None:
        return None
    owner, is_late, kind = field
    return Piece(entry, owner, f"{kind}.html", is_late=is_late, is_text=True)


def _field(name: str) -> tuple[Owner, bool, str] | None:
    """Read the name of a text or a link, which has no attachment."""
    field = FIELD.match(name)
    if field is None:
        return None
    parts = field["who"].split("_")
    is_late = LATE in parts
    parts = [part for part in parts if part != LATE]
    if parts[0] == "anon" and len(parts) == 2:
        return Owner("_".join(parts), is_anonymous=True), is_late, field["kind"]
    if not parts[-1].isdecimal():
        return None
    return Owner(parts[-1], "_".join(parts[:-1])), is_late, field["kind"]
