"""What `collect` keeps for the way back: the LMS's ids and names, by student.

It lies beside the submissions, ``submitted/.lms/ASSIGNMENT.json``, where nbgrader doesn't look.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.grading.lms.plan import Plan, Submission, timestamp_text

__all__ = ["KEPT", "Ledger", "Record", "read_ledger", "with_plan", "write_ledger"]

KEPT = ".lms"
"""The folder in ``submitted/``."""


@dataclass(frozen=True)
class Record:
    """How the LMS names a student's submission."""

    lms_id: str
    name: str = ""
    files: dict[str, str] = field(default_factory=dict)
    """The names in the download, by those in the submission."""
    members: tuple[str, ...] = ()
    """The LMS's ids of a group's members."""
    time: str = ""
    is_late: bool = False
    is_anonymous: bool = False


@dataclass(frozen=True)
class Ledger:
    """All of an assignment."""

    lms: str = ""
    records: dict[str, Record] = field(default_factory=dict)


def read_ledger(submitted: Path, assignment: str) -> Ledger:
    """Return what was kept; nothing if nothing was collected."""
    try:
        said: dict[str, Any] = json.loads(_path(submitted, assignment).read_text("utf-8"))
        records = {
            student: Record(**record | {"members": tuple(record.get("members", ()))})
            for student, record in said["students"].items()
        }
        return Ledger(str(said["lms"]), records)
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(
            f"{_path(submitted, assignment)} can't be read ({error}). Remove it, and collect again."
        ) from None


def with_plan(ledger: Ledger, plan: Plan, students: Iterable[str]) -> Ledger:
    """Return a ledger that knows of these students what the plan knows."""
    wanted = set(students)
    newer = {one.student: _record(one) for one in plan.submissions if one.student in wanted}
    return Ledger(plan.lms, ledger.records | newer)


def write_ledger(submitted: Path, assignment: str, ledger: Ledger) -> None:
    """Keep it."""
    path = _path(submitted, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    students = {student: asdict(ledger.records[student]) for student in sorted(ledger.records)}
    text = json.dumps({"lms": ledger.lms, "students": students}, indent=1, ensure_ascii=False)
    partial = path.with_suffix(".json.part")
    partial.write_text(f"{text}\n", encoding="utf-8", errors="replace")
    partial.replace(path)


def _record(one: Submission) -> Record:
    return Record(
        one.owner.lms_id,
        one.owner.name,
        {file.path: file.lms_name for file in one.files},
        tuple(person.lms_id for person in one.members),
        timestamp_text(one.time) if one.time else "",
        one.is_late,
        one.owner.is_anonymous,
    )


def _path(submitted: Path, assignment: str) -> Path:
    return submitted / KEPT / f"{assignment}.json"
