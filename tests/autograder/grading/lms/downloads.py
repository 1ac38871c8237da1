"""Downloads as each LMS makes them, of a class that is made up; by the rules named in docs/lms.md.

What is known of who handed in what is kept beside the zip, so that a test can compare.
"""

import hashlib
import io
import json
import re
import unicodedata
import uuid
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

NOTEBOOKS = ("1_convolution.ipynb", "2_pooling.ipynb", "3_mnist_cnn.ipynb", "4_from_scratch.ipynb")
WEIGHTS = "mnist_cnn_weights.npz"
LAB = (*NOTEBOOKS, WEIGHTS)
MONDAY = datetime(2026, 11, 23, 9, 0)


@dataclass(frozen=True)
class Student:
    number: int
    first: str
    last: str
    login: str
    files: tuple[str, ...] = LAB
    is_late: bool = False
    attempts: int = 1

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def sortable(self) -> str:
        return f"{self.last}, {self.first}"

    @property
    def lms_id(self) -> str:
        return str(4700 + self.number)

    @property
    def participant(self) -> str:
        return str(900 + 7 * self.number)

    def time(self, attempt: int) -> datetime:
        return MONDAY + timedelta(hours=self.number, days=attempt)

    def content(self, file: str, attempt: int = -1) -> bytes:
        """What is handed in; the last attempt unless another is asked for."""
        attempt = self.attempts - 1 if attempt < 0 else attempt
        return f"{self.number} {file} attempt {attempt}".encode()


def make_class() -> tuple[Student, ...]:
    """40 students: late ones, second attempts, missing files and people, names of all kinds."""
    names = [
        ("Zoë", "O’Neill-Müller"),
        ("Jürgen", "de la 12 Cruz"),
        ("李", "小龙"),
        ("Ana, María", "Núñez"),
        ("Mohammed", "al-Ḥasan"),
        ("=cmd", "+Formula"),
        ("12", "34"),
        ("Under", "Score_5_Name"),
    ]
    names += [(f"First{number}", f"Last{number}") for number in range(len(names), 40)]
    made = []
    for number, (first, last) in enumerate(names):
        files = LAB
        if number in (10, 11, 12):
            files = ()  # handed in nothing
        elif number == 13:
            files = (*NOTEBOOKS[:3], WEIGHTS)
        elif number == 14:
            files = NOTEBOOKS
        made.append(
            Student(
                number,
                first,
                last,
                f"u{number:03}",
                files,
                is_late=number in (15, 16, 17),
                attempts=2 if number in (18, 19, 20) else 1,
            )
        )
    return tuple(made)


CLASS = make_class()
HANDED_IN = tuple(student for student in CLASS if student.files)


@dataclass
class Zip:
    """A zip that is being made, with entries as they are wanted."""

    content: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.archive = zipfile.ZipFile(self.content, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, content: bytes, utf8_flag: bool = True) -> None:
        """Add a file; without the flag, as a program that writes UTF-8 and doesn't say so."""
        if utf8_flag:
            self.archive.writestr(name, content)
        else:
            self.archive.writestr(_Unflagged(name), content)

    def save(self, path: Path) -> Path:
        self.archive.close()
        path.write_bytes(self.content.getvalue())
        return path


class _Unflagged(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):  # noqa: N802 - zipfile's own name
        return self.filename.encode(), self.flag_bits & ~0x800


# Canvas: lib/content_zipper.rb, `get_filename`, `sanitize_user_name`, `sanitize_file_name`.


def canvas_prefix(student: Student, sortable: str = "") -> str:
    name = re.sub(r"_(\d+)_", r"\1", sortable or student.sortable).lower()
    parts = [name, *(["LATE"] if student.is_late else []), student.lms_id]
    # Ruby's [[:word:]]: letters, marks, decimal digits, connectors.
    return "".join(
        letter
        for letter in "_".join(parts)
        if unicodedata.category(letter)[0] in "LM" or unicodedata.category(letter) in ("Nd", "Pc")
    )


def canvas_attachment(student: Student, place: int) -> int:
    return 990_000 + 10 * student.number + place


def canvas(path: Path, students=HANDED_IN, decomposed: bool = False) -> Path:
    made = Zip()
    for student in students:
        for place, file in enumerate(student.files):
            stem, _, ending = file.rpartition(".")
            shown = file
            if student.attempts > 1:
                again = "-1" if student.number != 20 else f"-{uuid.UUID(int=7)}"
                shown = f"{stem}{again}.{ending}"
            name = f"{canvas_prefix(student)}_{canvas_attachment(student, place)}_{shown}"
            if decomposed:
                name = unicodedata.normalize("NFD", name)
            made.add(name, student.content(file), utf8_flag=student.number % 2 == 0)
    return made.save(path)


def canvas_anonymous(path: Path, students=HANDED_IN) -> tuple[Path, dict[str, Student]]:
    made, by_id = Zip(), {}
    for student in students:
        anonymous = hashlib.sha256(student.login.encode()).hexdigest()[:5]
        by_id[f"anon_{anonymous}"] = student
        late = "LATE_" if student.is_late else ""
        for place, file in enumerate(student.files):
            made.add(
                f"{late}anon_{anonymous}_{canvas_attachment(student, place)}_{file}",
                student.content(file),
            )
    return made.save(path), by_id


def canvas_groups(path: Path, groups: dict[str, list[Student]]) -> Path:
    """A group's submission has its name, and the user id of one member."""
    made = Zip()
    for name, members in groups.items():
        first = members[0]
        for place, file in enumerate(first.files):
            attachment = canvas_attachment(first, place)
            made.add(f"{canvas_prefix(first, name)}_{attachment}_{file}", first.content(file))
    return made.save(path)


CANVAS_COLUMN = "Lab 6: Convolutional neural networks (31337)"


def canvas_gradebook(path: Path, students=CLASS, delimiter: str = ",", bom: bool = True) -> Path:
    """As lib/gradebook_exporter.rb writes it, with other assignments and totals around ours."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    header += ["Lab 5 (31336)", CANVAS_COLUMN, "Lab 60 (31999)", "Final Score"]
    rows = [header, [*[""] * 6, "Manual Posting", "", ""]]
    rows.append(["    Points Possible", *[""] * 4, "10.00", "100.00", "5.00", "(read only)"])
    for student in students:
        ids = [student.lms_id, f"sis{student.number}", student.login]
        rows.append([student.sortable, *ids, "Section, A", "9.00", "", "4.00", "90.00"])
    rows.append(["Student, Test", "4999", "", "f00", "Section, A", "", "", "", ""])
    return write_csv(path, rows, delimiter, bom)


def moodle_folder(student: Student, ending: str = "") -> str:
    name = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*&#]', "", student.name.replace("_", " "))
    return f"{name}_{student.participant}_assignsubmission_file{ending}"


def moodle(
    path: Path, students=HANDED_IN, ending: str = "", folders: bool = True, blind: bool = False
) -> Path:
    made = Zip()
    for student in students:
        folder = moodle_folder(student, ending)
        if blind:
            folder = f"Participant_{student.participant}_assignsubmission_file{ending}"
        for file in student.files:
            between = "/" if folders else "_"
            made.add(f"{folder}{between}{file}", student.content(file))
    return made.save(path)


def moodle_groups(path: Path, groups: dict[str, list[Student]]) -> Path:
    made = Zip()
    for number, (name, members) in enumerate(groups.items(), 70):
        for file in members[0].files:
            content = members[0].content(file)
            made.add(f"{name.replace('_', ' ')}_{number}_assignsubmission_file/{file}", content)
    return made.save(path)


def moodle_worksheet(
    path: Path, students=CLASS, groups=None, delimiter: str = ",", bom: bool = True, blind=False
) -> Path:
    of_student = {
        member.number: name for name, members in (groups or {}).items() for member in members
    }
    header = ["Identifier", "Full name", "ID number", "Email address", "Status"]
    header += ["Group", "Grade", "Maximum grade", "Grade can be changed"]
    header += ["Last modified (submission)", "Last modified (grade)", "Feedback comments"]
    if blind:
        header = [title for title in header if title not in {*header[1:4]}]
    rows = [header]
    for student in students:
        who = [] if blind else [student.name, student.login, f"{student.login}@uni.example"]
        time = student.time(student.attempts - 1)
        when = (
            f"{time:%A, {time.day} %B %Y, {time.hour % 12 or 12}:%M %p}" if student.files else "-"
        )
        rows.append(
            [
                f"Participant {student.participant}",
                *who,
                "Submitted for grading" if student.files else "No submission",
                of_student.get(student.number, ""),
                "",
                "100.00",
                "No" if student.number == 21 else "Yes",
                when,
                "-",
                "well done, as before" if student.number == 22 else "",
            ]
        )
    return write_csv(path, rows, delimiter, bom)


def blackboard(path: Path, students=HANDED_IN) -> Path:
    made = Zip()
    for student in students:
        for attempt in range(student.attempts):
            time = student.time(attempt)
            base = f"Lab_6_CNN_{student.login}_attempt_{time:%Y-%m-%d-%H-%M-%S}"
            listed = []
            for file in student.files:
                mangled = file.replace("_", "-") if student.number == 30 else file
                made.add(f"{base}_{mangled}", student.content(file, attempt))
                listed.append(f"\tOriginal filename: {file}\n\tFilename: {base}_{mangled}\n")
            slip = (
                f"Name: {student.name} ({student.login})\nAssignment: Lab_6_CNN\n"
                f"Date Submitted: {time:%A, %B %d, %Y %I:%M:%S %p} CET\nCurrent Grade: Needs "
                "Grading\n\nSubmission Field:\nThere is no student submission text data for this "
                "assignment.\n\nComments:\nThere are no student comments for this assignment.\n\n"
                f"Files:\n{chr(10).join(listed)}"
            )
            made.add(f"{base}.txt", slip.encode())
    return made.save(path)


def brightspace(path: Path, students=HANDED_IN) -> Path:
    made = Zip()
    made.add("index.html", b"<html>a list</html>")
    for student in students:
        for attempt in range(student.attempts):
            time = student.time(attempt)
            when = f"{time:%b} {time.day}, {time.year} {time.hour % 12 or 12}{time:%M %p}"
            name = re.sub(r'[<>:"/\\|?*]', "", student.name)
            for file in student.files:
                folder = f"{student.lms_id}-88123 - {name} - {when}"
                made.add(f"{folder}/{file}", student.content(file, attempt))
    return made.save(path)


def sakai(path: Path, students=HANDED_IN, folders: bool = True) -> Path:
    made = Zip()
    made.add("Lab 6/grades.csv", b"Lab 6,Points\n")
    for student in students:
        folder = f"Lab 6/{student.last}, {student.first}({student.login})"
        if folders:
            time = student.time(student.attempts - 1)
            made.add(f"{folder}/timestamp.txt", f"{time.isoformat()}Z".encode())
        for file in student.files:
            between = "/" if folders else "_"
            name = f"{folder}{between}Submission attachment(s){between}{file}"
            made.add(name, student.content(file))
    return made.save(path)


def write_csv(path: Path, rows, delimiter: str = ",", bom: bool = False) -> Path:
    import csv

    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig" if bom else "utf-8", newline="")
    return path


def release(course: Path) -> None:
    """Hand out notebooks, one of which names the weights file."""
    folder = course / "release" / "lab6"
    folder.mkdir(parents=True)
    for name in NOTEBOOKS:
        source = f'network.save_weights("{WEIGHTS}")' if name.startswith("3") else "1 + 1"
        cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
        (folder / name).write_text(json.dumps({"cells": [cell]}))
