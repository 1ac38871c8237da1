"""Submissions that are left as they are: nothing has changed since they were graded.

A class that is graded anew would have each submission taken in, sanitized and saved, though every
verdict is kept (`graded_before`) and what comes of it is what is there. So a record says of a
submission what it was graded from and what came of it: its files, those of the instructor, the
settings, the code; its rows in the gradebook, its folder in ``autograded/``. If all of that is as
it was, nothing is to be done. If a person has given points since, say, the rows are others, and it
is graded like any other.
"""

import contextlib
import functools
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    GradeCell,
    Notebook,
    SolutionCell,
    SourceCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files
from sqlalchemy import select
from traitlets.config import Config

from autograder.grading.batch.graded_before import run_of, write_whole
from autograder.grading.intake.handed_in.files import UnreadableError, list_files, read_plain
from autograder.grading.sandbox.limits import SUBMISSION

__all__ = ["AsGraded", "Record", "has_news", "is_known_code"]

OF_NO_EFFECT = (
    {"GenerateFeedback", "GradeApp", "HTMLExporter"},
    {"force", "log_level", "student_id"},
)
"""Classes, and traits of any class, whose settings change no grade."""
MOST_LOOKED_AT = 100
"""Files of a submission, of which one that is new is enough."""
HOOKS = ("pre_convert_hook", "post_convert_hook")
KNOWN = {"autograder", "nbgrader"}
"""Packages whose code and version are part of what is compared."""


@dataclass(frozen=True)
class Record:
    """A submission as it was when it had been graded."""

    state: str
    """A digest of all that grading it reads and writes."""
    notebooks: tuple[str, ...]
    points: float
    max_points: float


class AsGraded:
    """The records of an assignment's submissions.

    Parameters
    ----------
    place
        A folder of its own; it is made when something is noted.
    course
        The instructor's own, not one of clean copies.
    gradebook
        Its gradebook.
    settings
        The whole configuration of the run, by class.
    """

    def __init__(
        self,
        place: Path,
        course: CourseDirectory,
        gradebook: Gradebook,
        settings: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._place, self._course, self._gradebook = place, course, gradebook
        self._settings = settings

    def find(self, student: str) -> Record | None:
        """Return what came of a student's submission if nothing has changed; None otherwise."""
        try:
            told = json.loads(self._path(student).read_bytes())
            record = Record(**told | {"notebooks": tuple(told["notebooks"])})
        except (OSError, ValueError, TypeError, KeyError):  # not there, or not whole
            return None
        return record if record.state == self._state(student) else None

    def note(self, student: str, notebooks: Iterable[str], points: float, maximum: float) -> None:
        """Note how a submission is, now that it is graded. Without room, nothing is noted."""
        state = self._state(student)
        if state is None:
            return
        told = {"state": state, "notebooks": sorted(notebooks), "points": points}
        with contextlib.suppress(OSError):
            write_whole(self._path(student), json.dumps(told | {"max_points": maximum}).encode())

    def _path(self, student: str) -> Path:
        return self._place / f"{quote(student, safe='')}.json"

    def _state(self, student: str) -> str | None:
        """Return a digest of a submission, before and after; None if some of it can't be read."""
        course = self._course
        try:
            graded_with = self._graded_with
            files = [
                _content_of(Path(course.format_path(step, student, course.assignment_id)))
                for step in (course.submitted_directory, course.autograded_directory)
            ]
        except UnreadableError:
            return None
        rows = self._rows_of(student)
        return _digest([graded_with, files, rows]) if rows else None

    @functools.cached_property
    def _graded_with(self) -> str:
        """What is the same for all submissions of a run."""
        course = self._course
        files = [
            _content_of_instructors(
                course.format_path(step, ".", course.assignment_id), [*course.ignore]
            )
            for step in (course.source_directory, course.release_directory)
        ]
        return run_of(_digest([_told(self._settings), files, self._rows_of_assignment()]))

    def _rows_of_assignment(self) -> list[str]:
        """Return all that the gradebook has of the assignment itself."""
        is_asked = Assignment.name == self._course.assignment_id
        of_it = select(Notebook.id).join(Assignment).where(is_asked)
        cells = select(BaseCell.__table__.c.id).where(BaseCell.__table__.c.notebook_id.in_(of_it))
        kinds = (table.__table__ for table in (GradeCell, SolutionCell, TaskCell))
        return self._all_of(
            select(Assignment.__table__).where(is_asked),
            select(Notebook.__table__).where(Notebook.id.in_(of_it)),
            select(BaseCell.__table__).where(BaseCell.__table__.c.notebook_id.in_(of_it)),
            *(select(kind).where(kind.c.id.in_(cells)) for kind in kinds),
            select(SourceCell.__table__).where(SourceCell.__table__.c.notebook_id.in_(of_it)),
        )

    def _rows_of(self, student: str) -> list[str]:
        """Return all that the gradebook has of a student's submission."""
        submitted = SubmittedAssignment.__table__
        its = submitted.c.student_id == student
        its &= submitted.c.assignment_id.in_(
            select(Assignment.id).where(Assignment.name == self._course.assignment_id)
        )
        notebooks = SubmittedNotebook.__table__
        of_it = notebooks.c.assignment_id.in_(select(submitted.c.id).where(its))
        ids = select(notebooks.c.id).where(of_it)
        given = (table.__table__ for table in (Grade, Comment))
        return self._all_of(
            select(submitted).where(its),
            select(notebooks).where(of_it),
            *(select(table).where(table.c.notebook_id.in_(ids)) for table in given),
        )

    def _all_of(self, *queries: Any) -> list[str]:
        session = self._gradebook.db
        try:
            return [row for query in queries for row in sorted(map(str, session.execute(query)))]
        finally:
            session.rollback()  # a connection that reads on keeps others from writing


def has_news(course: CourseDirectory) -> bool:
    """Guess, by dates, whether a notebook is to be run: of a new submission, or of a newer one.

    Parameters
    ----------
    course
        With the assignment and the students who are asked for.
    """
    submitted = Path(course.root, course.submitted_directory)
    assignment = course.assignment_id
    try:
        for student in submitted.iterdir():
            folder = student / assignment
            if not fnmatch(student.name, course.student_id) or not folder.exists():
                continue
            graded = course.format_path(course.autograded_directory, student.name, assignment)
            since = Path(graded).stat().st_mtime
            with os.scandir(folder) as entries:
                some = islice(entries, MOST_LOOKED_AT)
                if any(entry.stat(follow_symlinks=False).st_mtime > since for entry in some):
                    return True
    except OSError:  # it is not graded; or something that the intake will name
        return True
    return False


def is_known_code(converter: Autograde) -> bool:
    """Tell whether a submission is graded by nbgrader's code and ours alone.

    Whether an instructor's own plugin has changed, nobody could tell.
    """
    steps = [
        *converter.sanitize_preprocessors,
        *converter.autograde_preprocessors,
        converter.exporter_class,
    ]
    names = {str(getattr(step, "__module__", step)) for step in steps}
    if not {name.partition(".")[0] for name in names} <= KNOWN:
        return False
    settings = converter.config
    sections = [value for value in settings.values() if isinstance(value, Mapping)]
    has_hook = any(hook in section for section in sections for hook in HOOKS)
    return not (has_hook or "AssignLatePenalties" in settings)


def _told(settings: Mapping[str, Any]) -> list[str]:
    """Return what is set and may change a grade, in an order of its own.

    Examples
    --------
    >>> _told({"Execute": {"timeout": 180}, "Autograde": {"force": True}, "GradeApp": {"jobs": 2}})
    ['Execute.timeout=180']
    """
    classes, traits = OF_NO_EFFECT
    told = []
    for name, section in settings.items():
        if not isinstance(section, Mapping):  # a slip of the pen, which traitlets takes for one
            told.append(f"{name}={section!r}")
            continue
        told += [
            f"{name}.{trait}={value!r}"
            for trait, value in section.items()
            if trait not in traits and (name not in classes or isinstance(value, Config))
        ]
    return sorted(told)


def _content_of_instructors(folder: str, ignored: list[str]) -> list[Any]:
    """Return what nbgrader finds in a folder of the instructor's, who may have links there.

    Raises
    ------
    UnreadableError
        If some of it can't be read.
    """
    found = []
    for path in map(Path, find_all_files(folder, ignored)):
        if not path.is_file():
            raise UnreadableError("is no plain file")
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise UnreadableError(f"can't be read ({error.strerror})") from None
        found.append((path.relative_to(folder).as_posix(), digest))
    return sorted(found)


def _content_of(folder: Path) -> list[Any]:
    """Return what a folder holds, without following a link.

    Raises
    ------
    UnreadableError
        If some of it can't be read, or is more than is graded.
    """
    found = list_files(folder)
    if found.problem or not found.is_folder or sum(found.files.values()) > SUBMISSION.whole:
        raise UnreadableError(found.problem or "is too large")
    files = {
        name: hashlib.sha256(read_plain(folder / name, SUBMISSION.whole)).hexdigest()
        for name in found.files
    }
    return [sorted(files.items()), sorted(found.others.items())]


def _digest(told: Any) -> str:
    return hashlib.sha256(json.dumps(told).encode(errors="surrogateescape")).hexdigest()
