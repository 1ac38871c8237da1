"""Let nbgrader grade a clean copy of each submission, whatever was handed in.

nbgrader copies what links point to, stops at pipes and garbled dates, leaves the old points of a
submission that it can't read, and gives one without marks no points. So it never meets what was
handed in: an `Intake` has it grade copies, made one submission at a time, in which every
notebook of the assignment is there and can be read. Submissions stay as they are; only a
``timestamp.txt`` that is no date is set aside, since formgrader's pages fail on it.
"""

import hashlib
import json
import os
import re
import tempfile
import weakref
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from autograder.grading.intake.handed_in.archives import unpack
from autograder.grading.intake.handed_in.beside import copy_beside
from autograder.grading.intake.handed_in.choice import (
    Choice,
    SeveralError,
    choose,
)
from autograder.grading.intake.handed_in.data_files import (
    data_files,
    missing_everywhere,
    read_instead,
)
from autograder.grading.intake.handed_in.files import (
    SubmittedFiles,
    UnreadableError,
    list_files,
    read_plain,
    shown,
    some,
)
from autograder.grading.intake.handed_in.names import candidates, folder_of, is_left_behind
from autograder.grading.intake.handed_in.timestamps import UnknownZoneError, in_utc
from autograder.grading.intake.handed_out import (
    amiss_with_points,
    has_our_checks,
    notebooks_of,
    released_cells,
)
from autograder.grading.intake.parse import NotANotebookError
from autograder.grading.intake.placeholder import BY_NBGRADER, INTAKE, placeholder, with_remarks
from autograder.grading.intake.python_version import graded_by, is_newer
from autograder.grading.intake.repair import repair
from autograder.grading.intake.submission_mark import as_metadata, mark_in
from autograder.grading.intake.written import is_document, read_documents
from autograder.grading.sandbox.folders.private_folder import PrivateFolder
from autograder.grading.sandbox.folders.trees import remove_tree
from autograder.grading.sandbox.limits import SUBMISSION

__all__ = ["Intake"]

STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"
TIMESTAMP = "timestamp.txt"
SET_ASIDE = "timestamp.txt.unreadable"


class Intake:
    """Makes clean copies of the submissions to one assignment.

    Parameters
    ----------
    converter : nbgrader.converters.Autograde
        What is going to grade them. From now on it reads the copies.

    Raises
    ------
    NbGraderException
        If the assignment can't be graded at all; nothing has been said of it yet.
    """

    def __init__(self, converter: Autograde) -> None:
        course = converter.coursedir
        if course.directory_structure != STRUCTURE:
            raise ValueError(
                f"Grading needs c.CourseDirectory.directory_structure to be {STRUCTURE!r}, and it "
                f"is {course.directory_structure!r}. Remove that line from nbgrader_config.py."
            )
        self._log = converter.log
        self.failures: dict[str, Exception] = {}
        """Why submissions can't be graded, by their folders among `converter.assignments`."""
        self._course = course
        self._assignment = course.assignment_id
        names = notebooks_of(course)
        if not names:
            return  # the converter says that `nbgrader generate_assignment` must be run first
        self._names = [name for name in names if fnmatch(name, course.notebook_id)]
        self._not_asked_for = sorted({*names} - {*self._names})
        self._released = {name: released_cells(course, name) for name in self._names}
        private = PrivateFolder()
        weakref.finalize(self, private.remove)
        self._private = private.path
        self._copies = private.path / "submitted"
        self._copies.mkdir()
        self._folders: dict[Path, Path] = {}
        self._of_source = _files_of_source(course)
        self._data_files = data_files(self._released)
        self._is_graded_by_nbgrader = not has_our_checks(self._released)
        for sentence in amiss_with_points(self._released):
            self._log.warning(sentence)
        self._to_remove: list[Path] = []
        self._newer: set[tuple[int, int]] = set()
        self._next_hook = converter.pre_convert_hook
        converter.coursedir = _with_submissions_in(course, self._copies)
        converter.assignments = self._assignments(converter.force)
        missing = missing_everywhere(self._data_files, list(self._folders.values()))
        if missing:
            self._log.warning(missing)
        converter.pre_convert_hook = self.take_in

    def _assignments(self, is_forced: bool) -> dict[str, list[str]]:
        """Name the copies that there will be, also of submissions without a notebook."""
        assignments = {}
        for folder in self._submissions():
            student = folder.parent.name
            if not student.isprintable():
                self._warn(shown(student), "nbgrader can't grade this student's id. Rename it.")
                continue
            copy = self._copies / student / self._assignment
            self._folders[copy] = folder
            assignments[str(copy)] = [str(copy / f"{name}.ipynb") for name in self._names]
            try:
                self._begin(copy, folder, student, is_forced)
            except Exception as error:  # it must not cost the others their grades
                self._log.exception("%s: not graded, since the intake failed", student)
                self.failures[str(copy)] = error
        return assignments

    def _begin(self, copy: Path, folder: Path, student: str, is_forced: bool) -> None:
        """Make the copy's folder, with all by which nbgrader tells whether it is to be graded."""
        copy.mkdir(parents=True)
        time = self._timestamp(folder, student)
        if time is not None:
            (copy / TIMESTAMP).write_text(time, encoding="utf-8")
        if not is_forced and self._is_graded(student):
            has_date = time is not None and (self._graded_folder(student) / TIMESTAMP).is_file()
            if not has_date:  # nbgrader would take the older one for the newest
                self._forget_if_changed(student, copy)

    def _submissions(self) -> list[Path]:
        course = self._course
        students = Path(course.root, course.submitted_directory)
        if not students.is_dir():
            return []
        return [
            student / self._assignment
            for student in sorted(students.iterdir())
            if fnmatch(student.name, course.student_id)
            and not student.name.startswith(".")
            and os.path.lexists(student / self._assignment)
        ]

    def _timestamp(self, folder: Path, student: str) -> str | None:
        """Return when it was handed in, and set aside what is no date."""
        path = folder / TIMESTAMP
        if folder.is_symlink() or not (path.exists() or path.is_symlink()):
            return None
        try:
            text = read_plain(path, 1000).decode().strip()
            return in_utc(text)
        except UnknownZoneError as error:
            self._warn(student, f"{TIMESTAMP} {error}. It was taken for UTC.")
            return in_utc(text.rpartition(" ")[0])
        except Exception as error:  # dateutil raises many
            reason = str(error) if isinstance(error, UnreadableError) else "is no date"
            self._warn(student, f"{TIMESTAMP} {reason}; renamed to {SET_ASIDE}.")
            try:
                path.rename(folder / SET_ASIDE)
            except OSError as problem:
                self._warn(student, f"{TIMESTAMP} could not be renamed: {problem.strerror}.")
            return None

    def _is_graded(self, student: str) -> bool:
        excluded = self._course.student_id_exclude.split(",")
        return student not in excluded and self._graded_folder(student).is_dir()

    def _graded_folder(self, student: str) -> Path:
        course = self._course
        path = course.format_path(course.autograded_directory, student, self._assignment)
        return Path(path)

    def _forget_if_changed(self, student: str, copy: Path) -> None:
        """See to it that nbgrader grades anew what it can't know to be newer."""
        if self._course.notebook_id != "*":
            return
        graded = self._graded_folder(student)
        marks = {_mark_of(path) for path in graded.glob("*.ipynb")}
        if marks != {self._mark(self._folders[copy])}:
            self._warn(student, "handed in again without a date: it is graded again.")
            if not remove_tree(graded):
                self._warn(student, f"{graded} could not be removed. Remove it, and grade again.")
            course = self._course
            feedback = course.format_path(course.feedback_directory, student, self._assignment)
            remove_tree(Path(feedback))  # nbgrader would keep the old page

    def _mark(self, folder: Path) -> str:
        """Return what tells one state of a submission from another."""
        found = list_files(folder, self._course.ignore)
        digest = hashlib.sha256(repr((sorted(found.others.items()), found.problem)).encode())
        for name, size in sorted(found.files.items()):
            if name in (TIMESTAMP, SET_ASIDE):
                continue
            digest.update(repr((name, size)).encode())
            try:
                content = read_plain(folder / name, SUBMISSION.notebook)
            except UnreadableError:
                continue
            digest.update(hashlib.sha256(content).digest())
        return digest.hexdigest()

    def take_in(self, assignment: str, student: str, notebooks: list[str]) -> None:
        """Fill the copy of one submission. nbgrader calls it as its ``pre_convert_hook``."""
        try:
            self._take_in(notebooks)
        except Exception:
            self._log.exception("%s: not graded, since the intake failed", notebooks[0])
            notebooks.clear()  # so that nbgrader fails, too; it would give 0 for a missing copy
            return
        if self._next_hook is not None:
            self._next_hook(assignment=assignment, student=student, notebooks=notebooks)

    def _take_in(self, notebooks: list[str]) -> None:
        copy = Path(notebooks[0]).parent
        if str(copy) in self.failures:
            raise self.failures[str(copy)]
        for last in self._to_remove:
            remove_tree(last)
        unpacked = Path(tempfile.mkdtemp(prefix="unpacked-", dir=self._private))
        self._to_remove = [copy, unpacked]
        folder, who = self._folders[copy], copy.parent.name
        found = list_files(folder, self._course.ignore)
        remarks = unpack(found, unpacked)
        chosen = {path.stem: self._choice(path.stem, found) for path in map(Path, notebooks)}
        taken = [choice.name for choice in chosen.values() if isinstance(choice, Choice)]
        remarks += self._copy_files(found, copy, taken)
        remarks += read_instead(self._data_files, copy)
        if found.problem and found.is_folder:
            remarks.append(found.problem)
        extra = self._not_part_of_the_lab(found, taken)
        if extra:
            remarks.append(f"Not part of the lab, and not graded: {some(extra)}.")
        if remarks:
            self._warn(who, " ".join(remarks))
        documents = some(filter(is_document, found.files))
        mark = self._mark(folder)
        for path in map(Path, notebooks):
            notebook = self._notebook(path.stem, who, found, chosen[path.stem], remarks, documents)
            remarks = []  # the first page says it
            about = as_metadata(mark) | {BY_NBGRADER: self._is_graded_by_nbgrader}
            about |= self._python_of(chosen[path.stem])
            notebook.metadata[INTAKE] = notebook.metadata.get(INTAKE, {}) | about
            path.write_text(json.dumps(notebook), encoding="utf-8")
        for name in self._not_asked_for:
            # nbgrader gives 0 for a notebook that isn't there, and would take what it has earned.
            (copy / f"{name}.ipynb").touch()

    def _choice(self, name: str, found: SubmittedFiles) -> Choice | Exception:
        try:
            return choose(name, found, self._released)
        except Exception as error:  # an unforeseen kind must not cost the others their grades
            return error

    def _python_of(self, choice: Choice | Exception) -> dict[str, Any]:
        """Return what is kept of a newer Python than ours; the first of its kind is told."""
        python = choice.notebook.python if isinstance(choice, Choice) else None
        if python is None or not is_newer(python):
            return {}
        if python not in self._newer:
            self._newer.add(python)
            self._log.warning("%s Grade with the newer one if you can.", graded_by(python))
        return {"python": list(python)}

    def _notebook(
        self,
        name: str,
        student: str,
        found: SubmittedFiles,
        choice: Choice | Exception,
        remarks: list[str],
        documents: str,
    ) -> NotebookNode:
        """Return a notebook as it can be graded."""
        released = self._released[name]
        if not found.is_folder:
            self._warn(f"{student}, {name}", found.problem)
            return placeholder(released, f"{found.problem} So its exercises get no points.")
        try:
            if isinstance(choice, Exception):
                raise choice
            cells, repairs = repair(choice.notebook, released)
        except (UnreadableError, NotANotebookError, SeveralError) as error:
            reason = _why_missing(name, error, found)
        except Exception as error:
            self._log.exception("%s, %s: the intake failed", student, name)
            reason = _why_missing(name, error, found)
        else:
            unread = read_documents(cells, released, documents)
            python = choice.notebook.python
            newer = [graded_by(python)] if python and is_newer(python) else []
            repairs = [*filter(None, [choice.remark]), *choice.notebook.remarks, *repairs]
            if unread:
                repairs.append(f"A person looks for {', '.join(unread)} in {documents}.")
            if repairs:
                self._warn(f"{student}, {name}", " ".join(repairs))
            return with_remarks(cells, [*repairs, *newer, *remarks])
        self._warn(f"{student}, {name}", reason)
        return placeholder(released, reason, remarks)

    def _not_part_of_the_lab(self, found: SubmittedFiles, taken: Iterable[str]) -> list[str]:
        """Name the notebooks that are no one's, not even under a wrong name."""
        if self._course.notebook_id != "*":
            return []
        meant = {near for name in self._names for near in candidates(name, found.files)}
        known = {*meant, *taken, *(f"{name}.ipynb" for name in self._names)}
        return [
            name
            for name in found.files
            if name.endswith(".ipynb") and name not in known and not is_left_behind(name)
        ]

    def _copy_files(self, found: SubmittedFiles, copy: Path, taken: list[str]) -> list[str]:
        """Copy what lies beside the notebooks."""
        text = "".join(cell.source for cells in self._released.values() for cell in cells)
        notebooks = (f"{name}.ipynb" for name in self._names)
        ours = {TIMESTAMP, SET_ASIDE, *notebooks, *taken}
        folders = {folder_of(name) for name in taken} - {""}
        return copy_beside(found, copy, ours, self._of_source, folders, text)

    def _warn(self, who: str, text: str) -> None:
        self._log.warning("%s: %s", who, text)


def _files_of_source(course: CourseDirectory) -> set[str]:
    """Name the files that nbgrader puts in the place of a student's."""
    source = course.format_path(course.source_directory, ".", course.assignment_id)
    files = find_all_files(source, [*course.ignore, "*.ipynb"])
    return {Path(path).relative_to(source).as_posix() for path in files}


def _with_submissions_in(course: CourseDirectory, folder: Path) -> CourseDirectory:
    if not re.fullmatch(str(folder), str(folder)):
        raise ValueError(  # nbgrader uses it as a pattern
            f"nbgrader can't read submissions in {folder}. Set TMPDIR to a folder whose name has "
            "only letters, digits, hyphens and slashes."
        )
    values = {name: getattr(course, name) for name in course.trait_names(config=True)}
    values["submitted_directory"] = str(folder)
    return CourseDirectory(parent=course.parent, **values)


def _mark_of(graded: Path) -> str:
    try:
        metadata = nbformat.read(graded, as_version=4).metadata
        return mark_in(metadata.get(INTAKE, {}))
    except (OSError, ValueError):
        return ""


def _why_missing(name: str, error: Exception, found: SubmittedFiles) -> str:
    file = f"{name}.ipynb"
    said = error if isinstance(error, UnreadableError | NotANotebookError) else "can't be read"
    if isinstance(error, SeveralError) and file not in found.files:
        said = "is not there"
    near = error.names if isinstance(error, SeveralError) else candidates(name, found.files)
    if near:
        which = f"Is it {shown(near[0])}?" if len(near) == 1 else f"Is it one of {some(near)}?"
        advice = f"{which} Then name that {file}, and hand it in again."
    elif "not a plain file" in str(said):
        advice = "Hand in the notebook itself."
    elif file not in found.files:
        advice = "Hand it in under that name, beside the others."
    elif "at most" in str(said):
        advice = "Clear its outputs in JupyterLab, save it, and hand it in again."
    else:
        advice = f"Open it in JupyterLab, run it, save it as {file}, and hand it in again."
    return f"{file} {said}, so its exercises get no points. {advice}"
