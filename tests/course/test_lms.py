"""The README's day, word for word, from Canvas's zip to Canvas's grades; then a regrade."""

import io
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from demo.classroom import hand_in, make_course
from demo.commands import run_autograder
from demo.students import CLASS
from tests.autograder.grading.lms.downloads import CLASS as IN_CANVAS
from tests.autograder.grading.lms.downloads import canvas_gradebook
from tests.autograder.grading.lms.importers import canvas_comments, canvas_grades
from tests.course.commands import run

pytestmark = [pytest.mark.course, pytest.mark.slow, pytest.mark.exhaustive]
NAMES = ("bela", "emre", "mateo")
ROOT = Path(__file__).parents[2]
DAY = re.findall(
    r"^## An instructor's day\n.*?^```\n(.*?)^```",
    (ROOT / "README.md").read_text(encoding="utf-8"),
    re.DOTALL | re.MULTILINE,
)[0]
COMMANDS = [shlex.split(line, comments=True) for line in DAY.splitlines()]


def test_from_canvas_and_back(tmp_path):
    course = tmp_path / "course"
    make_course(course)
    shutil.copytree(ROOT / "release", course / "release")
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c.TrustedExecute.minimum_level = "NONE"\n')  # wherever the test runs
    students = [student for student in CLASS if student.name in NAMES]
    of_canvas = dict(zip(NAMES, IN_CANVAS, strict=False))
    download, attachments = _download(course, tmp_path, students, of_canvas)
    canvas_gradebook(course / "gradebook.csv")
    shutil.move(download, course / "submissions.zip")
    for command in COMMANDS:
        done = run(course, *command)
        assert done.returncode == 0, f"{command}: {done.stderr[-3000:]}"
    run_autograder(course, "report", "lab6", "--roster=gradebook.csv")

    people = {student.lms_id: student.sortable for student in IN_CANVAS}
    text = (course / "canvas-grades.csv").read_text(encoding="utf-8")
    grades = canvas_grades(text, people, {"31337": "Lab 6: Convolutional neural networks"})
    assert {user: float(grade) for (user, _), grade in grades.items()} == {
        of_canvas[student.name].lms_id: sum(student.submissions[-1].expected)
        for student in students
    }
    content = (course / "lab6-feedback-canvas.zip").read_bytes()
    assert set(canvas_comments(content, attachments)) == {one.lms_id for one in of_canvas.values()}
    page = (course / "report" / "lab6" / "index.html").read_text(encoding="utf-8")
    assert "SAME-EXTRA-FIRST" in page
    assert "1 of 3</b> make it" in page

    before = _state(course)
    regraded = _regrade(course, of_canvas["emre"].login)
    assert regraded.returncode == 0, regraded.stdout + regraded.stderr
    assert ": the same, 86 of 100 points." in regraded.stdout
    assert _state(course) == before
    # What is handed in is not what was graded any more: the answer to one exercise is gone.
    _spoil(course / "submitted" / of_canvas["emre"].login / "lab6" / "4_from_scratch.ipynb")
    regraded = _regrade(course, of_canvas["emre"].login)
    assert regraded.returncode == 2, regraded.stdout + regraded.stderr
    assert "relu, points" in regraded.stdout


def _download(course: Path, folder: Path, students, of_canvas):
    """Make the zip, with the newest attempt of each, as Canvas does."""
    content, attachments = io.BytesIO(), {}
    with zipfile.ZipFile(content, "w") as archive:
        for student in students:
            one = of_canvas[student.name]
            hand_in(course, replace(student, name="someone"), len(student.submissions) - 1)
            handed_in = course / "submitted" / "someone" / "lab6"
            for place, path in enumerate(sorted(handed_in.glob("*.*"))):
                if path.name == "timestamp.txt":
                    continue
                attachment = str(70_000 + 100 * one.number + place)
                attachments.setdefault(one.lms_id, set()).add(attachment)
                name = f"someone_{one.lms_id}_{attachment}_{path.name}"
                archive.writestr(name, path.read_bytes())
    subprocess.run(["rm", "-r", course / "submitted"], check=True)
    path = folder / "submissions.zip"
    path.write_bytes(content.getvalue())
    return path, attachments


def _regrade(course: Path, student: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "autograder"
    command = [program, "regrade", "lab6", student]
    return subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)


def _spoil(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("def relu(", "def no_relu("), encoding="utf-8")


def _state(course: Path) -> dict[Path, tuple[int, int]]:
    folders = ("submitted", "autograded", "gradebook.db")
    files = [path for name in folders for path in (course / name, *(course / name).rglob("*"))]
    return {
        path: (path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file()
    }
