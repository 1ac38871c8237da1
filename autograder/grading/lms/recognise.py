"""Tell by the names in a download which LMS it is from."""

from collections.abc import Sequence

from autograder.grading.lms import blackboard, brightspace, canvas, moodle, sakai
from autograder.grading.lms.archive import Entry
from autograder.grading.lms.pieces import Lms, as_lms

__all__ = ["ALL", "UnknownLmsError", "recognise"]

ALL: dict[str, Lms] = {
    module.NAME: as_lms(module) for module in (moodle, sakai, brightspace, blackboard, canvas)
}
"""By the name that `--from` takes, those with the most telling names first."""
ENOUGH = 0.5


class UnknownLmsError(Exception):
    """No LMS, or more than one, names files like these."""


def recognise(entries: Sequence[Entry], named: str = "") -> Lms:
    """Return the module of the LMS that a download is from.

    Parameters
    ----------
    entries
        Its files.
    named
        What the instructor said, if anything.

    Raises
    ------
    UnknownLmsError
        If less than half of the names are those of one LMS.
    """
    if named:
        try:
            return ALL[named]
        except KeyError:
            raise UnknownLmsError(
                f"--from={named}: there is no such LMS here. There are {', '.join(sorted(ALL))}."
            ) from None
    if not entries:
        raise UnknownLmsError("There is no file in the download.")
    hits = {name: sum(lms.matches(entry.path) for entry in entries) for name, lms in ALL.items()}
    best = max(hits, key=lambda name: hits[name])
    if hits[best] < ENOUGH * len(entries):
        raise UnknownLmsError(
            f"The {len(entries)} files are not named as an LMS names what it delivers; the first "
            f"is {entries[0].path[:80]!r}. If it is a download of Canvas, Moodle, Blackboard, "
            "Brightspace or Sakai all the same, say so: `--from=canvas`."
        )
    return ALL[best]
