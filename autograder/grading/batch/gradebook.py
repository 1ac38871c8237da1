"""nbgrader's gradebook, opened once for a run and written to once for a submission."""

import contextlib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from typing import Any

from nbgrader.api import Gradebook, Student
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

__all__ = ["RunGradebook", "clear_scores", "score_zero", "why_nothing_is_found"]

SECONDS_FOR_A_LOCK = 30


class _Session(Session):
    """Leaves it to somebody else when to commit, if told so."""

    waits = False

    def commit(self) -> None:
        if self.waits:
            self.flush()
        else:
            super().commit()


class RunGradebook(Gradebook):  # type: ignore[misc]
    """One connection for a whole run.

    Parameters
    ----------
    db_url, course_id
        As nbgrader has them.
    """

    def __init__(self, db_url: str, course_id: str) -> None:
        super().__init__(_with_lock_timeout(db_url), course_id)
        self.db.remove()
        self.db: Any = scoped_session(sessionmaker(bind=self.engine, future=True, class_=_Session))

    def ensure_student(self, student: str) -> None:
        """Let there be a student of this id, whoever else adds it at the same moment."""
        if self.db.get(Student, student) is None:
            self.db.add(Student(id=student))
            try:
                self.db.commit()
            except IntegrityError:
                self.db.rollback()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all that is done within, or nothing if it raises."""
        session: Any = self.db()
        session.waits = True
        try:
            yield
            session.waits = False
            session.commit()
        finally:
            self.db.remove()  # what is not committed is rolled back


def _with_lock_timeout(db_url: str) -> str:
    """Wait for somebody who writes to the same file; nbgrader waits 5 seconds.

    Examples
    --------
    >>> _with_lock_timeout("sqlite:////course/gradebook.db")
    'sqlite:////course/gradebook.db?timeout=30'
    >>> _with_lock_timeout("postgresql://grader@host/course")
    'postgresql://grader@host/course'
    """
    is_file = db_url.startswith("sqlite:") and "?" not in db_url
    return f"{db_url}?timeout={SECONDS_FOR_A_LOCK}" if is_file else db_url


def clear_scores(
    gradebook: Gradebook, assignment: str, student: str, notebooks: Iterable[str]
) -> None:
    """Leave no points of an earlier submission, whatever becomes of the new one.

    What a person gave stays, to be looked at again, as nbgrader has it.
    """
    for name in notebooks:
        notebook = gradebook.find_submission_notebook(name, assignment, student)
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True


def score_zero(gradebook: Gradebook, assignment: str, student: str, notebook: str) -> None:
    """Give a notebook that was not handed in no points, as nbgrader does."""
    for grade in gradebook.find_submission_notebook(notebook, assignment, student).grades:
        grade.auto_score = 0
        grade.needs_manual_grade = False


def why_nothing_is_found(course: CourseDirectory) -> str:
    """Say why there is nothing to grade, and what to do."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assignments = {
            assignment.name: [notebook.name for notebook in assignment.notebooks]
            for assignment in gradebook.assignments
        }
    asked = course.assignment_id
    if not assignments:
        return f"Nothing is released yet. Run `nbgrader generate_assignment {asked}` first."
    if asked not in assignments:
        return (
            f"The gradebook has no assignment {asked!r}; it has {_listed(assignments)}. Name one "
            f"of those, or run `nbgrader generate_assignment {asked}` first."
        )
    notebooks = assignments[asked]
    if not any(fnmatch(name, course.notebook_id) for name in notebooks):
        return f"No notebook is called {course.notebook_id!r}: {asked} has {_listed(notebooks)}."
    students = "Nobody" if course.student_id == "*" else f"No student {course.student_id!r}"
    folder = f"{course.submitted_directory}/{course.student_id}/{asked}"
    return f"{students} has handed in {asked}: there is no folder {folder}."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
