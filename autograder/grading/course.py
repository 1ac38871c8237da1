"""Open a course as nbgrader does: with its ``nbgrader_config.py``."""

import argparse
import logging
import re
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory

__all__ = ["Course", "course_parser", "open_course"]

DATA_FILE = re.compile(r"""["'`/]([\w.-]+\.(?:npz|npy|h5|keras))["'`]""")
"""What a notebook names and what holds arrays: trained weights."""


class Course:
    """A course's folders and its gradebook, for one assignment.

    Parameters
    ----------
    directory
        nbgrader's own description of it.
    assignment
        The name of the assignment, ``"lab6"``.
    """

    def __init__(self, directory: CourseDirectory, assignment: str) -> None:
        self.directory = directory
        self.assignment = assignment
        self.root = Path(directory.root).resolve()
        self.submitted = self.root / str(directory.submitted_directory)
        self.autograded = self.root / str(directory.autograded_directory)
        self.feedback = self.root / str(directory.feedback_directory)

    def gradebook(self) -> Gradebook:
        """Open the gradebook; use it in a ``with``."""
        return Gradebook(self.directory.db_url, self.directory.course_id)

    @property
    def instructors_copy(self) -> Path | None:
        """The folder of the assignment as it was released, or else its source."""
        for step in (self.directory.release_directory, self.directory.source_directory):
            folder = self.root / str(step) / self.assignment
            if folder.is_dir():
                return folder
        return None

    def expected_files(self) -> tuple[str, ...]:
        """Return the files that a whole submission has.

        They are the notebooks, and the files of arrays that those name and that aren't handed out.
        """
        folder = self.instructors_copy
        if folder is None:
            return ()
        notebooks = sorted(folder.glob("*.ipynb"))
        handed_out = {path.name for path in folder.iterdir()}
        named: set[str] = set()
        for path in notebooks:
            named |= set(DATA_FILE.findall(path.read_text(encoding="utf-8").replace('\\"', '"')))
        return (*(path.name for path in notebooks), *sorted(named - handed_out))


def course_parser(command: str, description: str) -> argparse.ArgumentParser:
    """Return a parser of arguments that has what every such command takes."""
    parser = argparse.ArgumentParser(prog=f"autograder {command}", description=description)
    parser.add_argument("assignment", help="its name, such as lab6")
    parser.add_argument(
        "--course-dir", type=Path, metavar="DIR", help="the course; otherwise the current folder"
    )
    return parser


def open_course(assignment: str, folder: Path | None = None) -> Course:
    """Open a course, with its own configuration.

    Parameters
    ----------
    assignment
        The name of the assignment.
    folder
        The course's; otherwise what the configuration in the current folder says.
    """
    app = NbGrader(log_level=logging.ERROR)
    app.initialize([] if folder is None else [f"--CourseDirectory.root={folder.resolve()}"])
    app.coursedir.assignment_id = assignment
    return Course(app.coursedir, assignment)
