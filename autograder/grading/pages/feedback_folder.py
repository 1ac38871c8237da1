"""Which feedback pages are written anew, and what lies beside them.

nbgrader writes a student's pages again only if a newer submission was graded, so points and
comments that are given by hand later would not reach them; and it copies all that was handed in
into the folder of the pages, which hold their pictures already.
"""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateFeedback

__all__ = ["FeedbackFolders"]

MARK = re.compile(r'<meta (?=[^>]*name="made-of")[^>]*content="([0-9a-f]{64})"')
HEAD = 4096
"""Characters of a page in which its mark stands."""
TIMESTAMP = "timestamp.txt"


class FeedbackFolders:
    """What a converter is to write, once the pages are gone that are not what they should be.

    Parameters
    ----------
    converter : GenerateFeedback
        It has listed what is graded, and has not begun.
    """

    def __init__(self, converter: GenerateFeedback) -> None:
        course = converter.coursedir
        self._course = course
        self._log = converter.log
        self._next_hook: Callable[..., Any] | None = converter.post_convert_hook
        self._marks: dict[Path, str] = {}
        with Gradebook(course.db_url, course.course_id) as gradebook:
            for folder, notebooks in converter.assignments.items():
                grades = _grades(gradebook, Path(folder))
                for path in map(Path, notebooks):
                    self._marks[path.resolve()] = _mark(path, grades.get(path.stem))
                if not converter.force:
                    self._remove_what_changed(Path(folder), list(map(Path, notebooks)))
        converter.post_convert_hook = self.keep_pages_only

    def mark(self, notebook: Path) -> str:
        """Return what a notebook's page is made of, as a digest."""
        return self._marks.get(notebook.resolve(), "")

    def _remove_what_changed(self, folder: Path, notebooks: list[Path]) -> None:
        student = folder.parent.name
        if student in self._course.student_id_exclude.split(","):
            return
        pages = self._folder(student)
        stale = [
            page
            for notebook in notebooks
            if (page := pages / f"{notebook.stem}.html").is_file()
            and _mark_in(page) != self.mark(notebook)
        ]
        if not stale:
            return
        self._log.info("%s has other grades or comments now: the pages are written anew.", student)
        if self._course.notebook_id == "*":
            shutil.rmtree(pages)
            return
        for page in stale:
            page.unlink()

    def keep_pages_only(self, notebooks: list[str], **told: Any) -> None:
        """Remove what is no page. nbgrader calls it when the pages of a student are written."""
        folder = self._folder(Path(notebooks[0]).parent.parent.name)
        kept = {TIMESTAMP, *(f"{Path(path).stem}.html" for path in notebooks)}
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in kept and path.suffix != ".html":
                path.unlink()
        if self._next_hook is not None:
            self._next_hook(notebooks=notebooks, **told)

    def _folder(self, student: str) -> Path:
        course = self._course
        path = course.format_path(course.feedback_directory, student, course.assignment_id)
        return Path(path)


def _grades(gradebook: Gradebook, folder: Path) -> Mapping[str, Any]:
    """Return what the gradebook says of each notebook of a submission."""
    try:
        submission = gradebook.find_submission(folder.name, folder.parent.name)
    except MissingEntry:
        return {}
    return {
        notebook.name: [
            sorted((grade.name, grade.score, grade.max_score) for grade in notebook.grades),
            sorted((comment.name, comment.comment or "") for comment in notebook.comments),
            notebook.late_submission_penalty,
        ]
        for notebook in submission.notebooks
    }


def _mark(notebook: Path, grades: Any) -> str:
    digest = hashlib.sha256(json.dumps(grades).encode())
    digest.update(notebook.read_bytes())
    return digest.hexdigest()


def _mark_in(page: Path) -> str:
    with page.open(encoding="utf-8", errors="replace") as file:
        found = MARK.search(file.read(HEAD))
    return found[1] if found else ""
