"""Write what a plan says: into ``submitted/``, and nowhere else.

A submission is made whole beside its place, and moved there; what was there is kept in
``submitted/.lms/replaced``.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.grading.lms.archive import UnreadableFileError
from autograder.grading.lms.ledger import KEPT, read_ledger, with_plan, write_ledger
from autograder.grading.lms.plan import (
    SAME,
    TIMESTAMP,
    Plan,
    PlannedFile,
    Submission,
    timestamp_text,
)

__all__ = ["apply_plan"]

REPLACED = "replaced"


def apply_plan(
    plan: Plan,
    submitted: Path,
    assignment: str,
    failed: Callable[[Submission, str], None] = lambda *_: None,
) -> list[Submission]:
    """Write the submissions that are new or changed.

    Parameters
    ----------
    failed
        Is told of a submission that could not be written; the others are all the same.

    Returns
    -------
    list of Submission
        Those that are written.
    """
    done: list[Submission] = []
    kept = submitted / KEPT
    known = [one.student for one in plan.submissions if one.state == SAME]
    if any(one.is_written for one in plan.submissions):
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept, prefix="incoming-") as incoming:
            for number, one in enumerate(plan.submissions):
                if not one.is_written:
                    continue
                try:
                    made = _make(one, Path(incoming, str(number)))
                    _move(made, submitted / one.student / assignment, kept / REPLACED)
                except (OSError, UnreadableFileError) as error:
                    failed(one, str(error))
                else:
                    done.append(one)
    ledger = read_ledger(submitted, assignment)
    newer = with_plan(ledger, plan, [*known, *(one.student for one in done)])
    if newer != ledger:
        write_ledger(submitted, assignment, newer)
    return done


def _make(one: Submission, folder: Path) -> Path:
    folder.mkdir()
    for file in one.files:
        _copy(file, folder / file.path)
    if one.time is not None:
        (folder / TIMESTAMP).write_text(timestamp_text(one.time), encoding="utf-8")
    return folder


def _copy(file: PlannedFile, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    sha = hashlib.sha256()
    with target.open("xb") as written:
        for piece in file.entry.pieces():
            sha.update(piece)
            written.write(piece)
    if sha.hexdigest() != file.digest:
        raise UnreadableFileError(f"{file.lms_name} has changed since the table was shown")


def _move(made: Path, place: Path, replaced: Path) -> None:
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        aside = replaced / place.parent.name
        aside.mkdir(parents=True, exist_ok=True)
        number = 1 + max((int(old.name.rpartition("-")[2]) for old in aside.iterdir()), default=0)
        shutil.move(place, aside / f"{place.name}-{number}")
    made.rename(place)
