"""Let nbgrader grade a clean copy of each submission, whatever was handed in.

nbgrader copies what links point to, stops at pipes and garbled dates, leaves the old points of a
submission that it can't read, and gives one without marks no points. So it never meets what was
handed in: an `Intake` has it grade copies, made one submission at a time, in which every
notebook of the assignment is there and can be read. Submissions stay as they are; only a
``timestamp.txt`` that is no date is set aside, since formgrader's pages fail on it.
"""

import hashlib
import os
import re
import shutil
import weakref
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from autograder.grading.intake.files import (
    SubmittedFiles,
    UnreadableError,
    candidates,
    list_files,
    read_plain,
    shown,
)
from autograder.grading.intake.parse import NotANotebookError, read_notebook
from autograder.grading.intake.placeholder import INTAKE, placeholder, with_remarks
from autograder.grading.intake.repair import repair
from autograder.grading.sandbox.limits import SUBMISSION, in_words
from autograder.grading.sandbox.private_folder import PrivateFolder

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
    """

    def __init__(self, converter: Autograde) -> None:
        course = converter.coursedir
        if course.directory_structure != STRUCTURE:
            raise ValueError(
                f"Grading needs c.CourseDirectory.directory_structure to be {STRUCTURE!r}, and it "
                f"is {course.directory_structure!r}. Remove that line from nbgrader_config.py."
            )
        self._log = converter.log
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
        self._copies = private.path / "submitted"
        self._copies.mkdir()
        self._folders: dict[Path, Path] = {}
        self._last: Path | None = None
        self._next_hook = converter.pre_convert_hook
        converter.coursedir = _with_submissions_in(course, self._copies)
        converter.assignments = self._assignments(converter.force)
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
            copy.mkdir(parents=True)
            self._folders[copy] = folder
            time = self._timestamp(folder, student)
            if time is not None:
                (copy / TIMESTAMP).write_text(time, encoding="utf-8")
            if not is_forced and self._is_graded(student):
                has_date = time is not None and (self._graded_folder(student) / TIMESTAMP).is_file()
                if not has_date:  # nbgrader would take the older one for the newest
                    self._forget_if_changed(student, copy)
            assignments[str(copy)] = [str(copy / f"{name}.ipynb") for name in self._names]
        return assignments

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
            parse_utc(text)
        except Exception as error:  # dateutil raises many
            reason = str(error) if isinstance(error, UnreadableError) else "is no date"
            self._warn(student, f"{TIMESTAMP} {reason}; renamed to {SET_ASIDE}.")
            try:
                path.rename(folder / SET_ASIDE)
            except OSError as problem:
                self._warn(student, f"{TIMESTAMP} could not be renamed: {problem.strerror}.")
            return None
        return text

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
            shutil.rmtree(graded)
            course = self._course
            feedback = course.format_path(course.feedback_directory, student, self._assignment)
            shutil.rmtree(feedback, ignore_errors=True)  # nbgrader would keep the old page

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
        if self._last is not None:
            shutil.rmtree(self._last)
        self._last = copy
        folder, who = self._folders[copy], copy.parent.name
        found = list_files(folder, self._course.ignore)
        remarks = self._copy_files(folder, copy, found)
        if found.problem and found.is_folder:
            remarks.append(found.problem)
        extra = self._not_part_of_the_lab(found)
        if extra:
            remarks.append(f"Not part of the lab, and not graded: {_some(extra)}.")
        if remarks:
            self._warn(who, " ".join(remarks))
        mark = self._mark(folder)
        for path in map(Path, notebooks):
            notebook = self._notebook(path.stem, folder, who, found, remarks)
            remarks = []  # the first page says it
            notebook.metadata[INTAKE] = notebook.metadata.get(INTAKE, {}) | {"submission": mark}
            nbformat.write(notebook, path)
        for name in self._not_asked_for:
            # nbgrader gives 0 for a notebook that isn't there, and would take what it has earned.
            (copy / f"{name}.ipynb").touch()

    def _notebook(
        self, name: str, folder: Path, student: str, found: SubmittedFiles, remarks: list[str]
    ) -> NotebookNode:
        """Return a notebook as it can be graded."""
        released = self._released[name]
        if not found.is_folder:
            self._warn(f"{student}, {name}", found.problem)
            return placeholder(released, f"{found.problem} So its exercises get no points.")
        try:
            read = read_notebook(read_plain(folder / f"{name}.ipynb", SUBMISSION.notebook))
            cells, repairs = repair(read, released)
        except (UnreadableError, NotANotebookError) as error:
            reason = _why_missing(name, error, found)
        except Exception as error:  # an unforeseen kind must not cost the others their grades
            self._log.exception("%s, %s: the intake failed", student, name)
            reason = _why_missing(name, error, found)
        else:
            repairs = [*read.remarks, *repairs]
            if repairs:
                self._warn(f"{student}, {name}", " ".join(repairs))
            return with_remarks(cells, [*repairs, *remarks])
        self._warn(f"{student}, {name}", reason)
        return placeholder(released, reason, remarks)

    def _not_part_of_the_lab(self, found: SubmittedFiles) -> list[str]:
        """Name the notebooks that are no one's, not even under a wrong name."""
        if self._course.notebook_id != "*":
            return []
        lab = {f"{name}.ipynb" for name in self._names}
        missing = [name for name in self._names if f"{name}.ipynb" not in found.files]
        meant = {near for name in missing for near in candidates(name, found.files)}
        return [
            name
            for name in found.files
            if name.endswith(".ipynb") and name not in lab and name not in meant
        ]

    def _copy_files(self, folder: Path, copy: Path, found: SubmittedFiles) -> list[str]:
        """Copy what lies beside the notebooks; first what they speak of."""
        text = "".join(cell.source for cells in self._released.values() for cell in cells)
        ours = {TIMESTAMP, SET_ASIDE, *(f"{name}.ipynb" for name in self._names)}
        names = [name for name in found.files if ".ipynb/" not in f"{name}/" and name not in ours]
        names.sort(key=lambda name: (name not in text, name.count("/"), name))
        long = {name for name in names if len(name.encode()) > SUBMISSION.path}
        names = [name for name in names if name not in long]
        others = {name: what for name, what in found.others.items() if name not in ours}
        others |= dict.fromkeys(sorted(long), f"a path of more than {SUBMISSION.path} bytes")
        left_out = [f"{shown(name)} ({what})" for name, what in others.items()]
        beyond, names = names[SUBMISSION.files :], names[: SUBMISSION.files]
        left, folders = SUBMISSION.beside, set[Path]()
        for name in names:
            above = folders.union(Path(name).parents[:-1])
            if len(above) > SUBMISSION.folders or found.files[name] > left:
                beyond.append(name)
                continue
            folders = above
            try:
                content = read_plain(folder / name, left)
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                (copy / name).write_bytes(content)
            except UnreadableError as error:
                left_out.append(f"{shown(name)} ({error})")
            except OSError as error:
                left_out.append(f"{shown(name)} ({error.strerror})")
            else:
                left -= len(content)
        remarks = []
        if left_out:
            remarks.append(f"Left out, since only plain files are taken: {_first(left_out)}.")
        if beyond:
            remarks.append(
                f"Left out, since at most {SUBMISSION.files} files, {SUBMISSION.folders} folders "
                f"and {in_words(SUBMISSION.beside)} are taken beside the notebooks: "
                f"{_some(beyond)}."
            )
        return remarks

    def _warn(self, who: str, text: str) -> None:
        self._log.warning("%s: %s", who, text)


def notebooks_of(course: CourseDirectory) -> list[str]:
    """Return the names of the assignment's notebooks, as nbgrader's gradebook has them."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            assignment = gradebook.find_assignment(course.assignment_id)
        except MissingEntry:
            return []
        return [notebook.name for notebook in assignment.notebooks]


def released_cells(course: CourseDirectory, name: str) -> list[NotebookNode]:
    """Return the cells as they were handed out, or those of the gradebook, which has no others."""
    folder = course.format_path(course.release_directory, ".", course.assignment_id)
    path = Path(folder) / f"{name}.ipynb"
    if path.is_file():
        return list(nbformat.read(path, as_version=4).cells)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        notebook = gradebook.find_notebook(name, course.assignment_id)
        graded = {cell.name: cell.max_score for cell in notebook.grade_cells}
        points = graded | {cell.name: cell.max_score for cell in notebook.task_cells}
        solutions = {cell.name for cell in notebook.solution_cells}
        tasks = {cell.name for cell in notebook.task_cells}
        cells = []
        for cell in notebook.source_cells:
            marks = {
                "grade_id": cell.name,
                "grade": cell.name in graded,
                "solution": cell.name in solutions,
                "task": cell.name in tasks,
                "locked": cell.locked,
                "cell_type": cell.cell_type,
                "checksum": cell.checksum,
                "schema_version": 3,
            }
            if cell.name in points:
                marks["points"] = points[cell.name]
            new: Any = new_code_cell if cell.cell_type == "code" else new_markdown_cell
            cells.append(new(cell.source, metadata={"nbgrader": marks}))
    return cells


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
        return str(metadata.get(INTAKE, {}).get("submission", ""))
    except (OSError, ValueError):
        return ""


def _why_missing(name: str, error: Exception, found: SubmittedFiles) -> str:
    file = f"{name}.ipynb"
    said = error if isinstance(error, UnreadableError | NotANotebookError) else "can't be read"
    near = candidates(name, found.files)
    if near:
        which = f"Is it {shown(near[0])}?" if len(near) == 1 else f"Is it one of {_some(near)}?"
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


def _some(names: Iterable[str]) -> str:
    return _first(list(map(shown, names)))


def _first(words: list[str]) -> str:
    more = f", and {len(words) - 5} more" if len(words) > 6 else ""
    return ", ".join(words[:5] if more else words) + more
