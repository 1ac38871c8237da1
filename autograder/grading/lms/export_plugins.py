"""Plugins for ``nbgrader export --exporter=autograder.grading.lms.export_plugins.CanvasExport``.

`autograder export` uses the same ones.
"""

from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Bool, Unicode

from autograder.grading.lms.grade_files import (
    FileError,
    GradeFile,
    canvas_file,
    moodle_file,
    plain_file,
)
from autograder.grading.lms.ledger import Ledger, read_ledger
from autograder.grading.lms.rosters import Roster, read_roster
from autograder.grading.lms.scores import Score, read_scores
from autograder.grading.lms.tables import written

__all__ = ["CanvasExport", "CsvExport", "LmsExport", "MoodleExport"]


class LmsExport(ExportPlugin):  # type: ignore[misc]
    """Writes the grades of one assignment; who is left out is named in the log."""

    roster = Unicode(help="The LMS's own export, a CSV, with its ids.").tag(config=True)
    id_column = Unicode(help="The roster's column with the course's ids.").tag(config=True)
    column = Unicode(help="The LMS's column of the assignment, if it is named otherwise.").tag(
        config=True
    )
    submitted = Unicode(
        help="The folder submitted/, in which `autograder collect` keeps ids; the course's."
    ).tag(config=True)
    replaces = Bool(True, help="Whether a file that is there is written over.").tag(config=True)
    default_name = "grades.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the file; nbgrader calls it with its gradebook."""
        if len(self.assignment) != 1:
            raise FileError(
                "Name one assignment, `--assignment=\"['lab6']\"`: a file has one column."
            )
        file = self.file(gradebook, str(self.assignment[0]))
        for line in file.left_out:
            self.log.warning("%s", line)

    def file(self, gradebook: Gradebook, assignment: str) -> GradeFile:
        """Write the file, and return what is in it."""
        scores = read_scores(gradebook, assignment)
        wanted = {str(student) for student in self.student}
        if wanted:
            scores = {student: score for student, score in scores.items() if student in wanted}
        roster = read_roster(Path(self.roster), self.id_column) if self.roster else Roster()
        for problem in roster.problems:
            self.log.warning("%s", problem)
        course = CourseDirectory(parent=self.parent)
        submitted = self.submitted or Path(course.root, course.submitted_directory)
        file = self._file(scores, roster, read_ledger(Path(submitted), assignment), assignment)
        out, text = Path(self.to or self.default_name), written(file.rows)
        if out.exists() and not self.replaces and out.read_bytes() != text.encode():
            raise FileError(f"{out} is there already; `--yes` writes over it.")
        out.write_bytes(text.encode())
        return file

    def _file(
        self, scores: Mapping[str, Score], roster: Roster, ledger: Ledger, assignment: str
    ) -> GradeFile:
        raise NotImplementedError


class CanvasExport(LmsExport):
    """What Canvas's gradebook imports."""

    default_name = "canvas-grades.csv"

    def _file(
        self, scores: Mapping[str, Score], roster: Roster, ledger: Ledger, assignment: str
    ) -> GradeFile:
        return canvas_file(scores, roster, ledger, assignment, self.column)


class MoodleExport(LmsExport):
    """What Moodle's assignment imports as its grading worksheet."""

    default_name = "moodle-grades.csv"

    def _file(
        self, scores: Mapping[str, Score], roster: Roster, ledger: Ledger, assignment: str
    ) -> GradeFile:
        return moodle_file(scores, roster, ledger, assignment, self.column)


class CsvExport(LmsExport):
    """A row for each student, quoted as it should be."""

    def _file(
        self, scores: Mapping[str, Score], roster: Roster, ledger: Ledger, assignment: str
    ) -> GradeFile:
        del assignment
        return plain_file(scores, roster, ledger)
