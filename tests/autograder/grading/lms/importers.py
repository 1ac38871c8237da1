"""What LMSs do with what they are handed: their importers' rules, as far as their code was read.

Canvas: lib/gradebook_importer.rb, app/models/abstract_assignment.rb. Moodle: in
mod/assign/feedback, offline/{importgradeslib,locallib}.php and file/importziplib.php.
"""

import csv
import io
import re
import zipfile

STUDENT_COLUMNS = {"Student", "LastName", "FirstName", "ID", "SIS User ID", "SIS Login ID"}
STUDENT_COLUMNS |= {"Section", "Integration ID", "Root Account"}


class RefusedError(Exception):
    """The LMS would not take the file, or would make something new of it."""


def canvas_grades(text: str, students: dict[str, str], assignments: dict[str, str]):
    """Return ``{(user id, assignment id): grade}``.

    `students` are names by user id, `assignments` titles by id.
    """
    lines = text.splitlines(keepends=True)[:3]
    counts = {}
    for separator in ";,":
        sizes = {len(next(csv.reader([line], delimiter=separator))) for line in lines}
        counts[separator] = sizes.pop() if len(sizes) == 1 else 0
    delimiter = ";" if counts[";"] > counts[","] else ","
    rows = [
        [_decimal(field) for field in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        if not re.match(r"^[;, ]+$", delimiter.join(row))
    ]
    header = rows.pop(0)
    if not (len(header) > 3 and "Student" in header[0] and "ID" in header[1]):
        raise RefusedError("Invalid header row")
    columns = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        columns = 4
    elif re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3]):
        columns = 5 + bool(re.search(r"Integration\s+ID", header[4]))
        columns += bool(re.search(r"Root\s+Account", header[columns - 1]))
    if "Section" not in header[columns - 1]:
        raise RefusedError("Invalid header row")
    places = {}
    for title in header[columns:]:
        found = re.fullmatch(r"(.*)\s\((\d+)\)", title, re.S)
        known = found[2] if found and found[2] in assignments else None
        known = known or next((k for k, name in assignments.items() if name == title), None)
        if known is None:
            raise RefusedError(f"would make a new assignment {title!r}")
        places[known] = header.index(title)
    grades = {}
    for row in rows:
        if "Points Possible" in row[0] or all(
            re.match(r"^\s*(Muted|Manual Posting.*)?\s*$", field, re.I) for field in row if field
        ):
            continue
        user = re.match(r"\s*\d*", row[1])[0]
        if user not in students:
            user = next((key for key, name in students.items() if name == row[0]), None)
        if user is None:
            raise RefusedError(f"would ask who {row[0]!r} is")
        for assignment, place in places.items():
            grades[user, assignment] = row[place].strip()
    return grades


def _decimal(field: str) -> str:
    if not re.match(r"^-?[0-9.,]+%?$", field):
        return field
    *parts, last = re.split(r"[,.]", field)
    return f"{''.join(parts)}.{last}" if parts else last


def moodle_grades(text: str, participants: set[str], maximum: float, modified=None):
    """Return ``{participant id: grade}``, and which comments it would overwrite."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    header = rows.pop(0)
    if not {"Identifier", "Grade", "Last modified (grade)"} <= {*header}:
        raise RefusedError("invalidgradeimport")
    if any(len(row) != len(header) for row in rows):
        raise RefusedError("csvweirdcolumns")
    at = {title: place for place, title in enumerate(header)}
    grades, comments = {}, {}
    for row in rows:
        participant = row[at["Identifier"]][len("Participant ") :]
        if participant not in participants:
            continue
        stale = (modified or {}).get(participant, 0) > 60
        grade = row[at["Grade"]]
        if grade == "" or float(grade) < 0 or float(grade) > maximum or stale:
            continue
        grades[participant] = float(grade)
        if "Feedback comments" in at:
            comments[participant] = row[at["Feedback comments"]]
    return grades, comments


def canvas_comments(content: bytes, attachments: dict[str, set[str]], anonymous=None):
    """Return ``{user id: pages}``; `attachments` are the ids of what each user handed in."""
    comments: dict[str, list[bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            parts = [part for part in name.rpartition("/")[2].split("_") if part != "LATE"]
            if parts[0] == "anon":
                user, attachment = (anonymous or {}).get(parts[1]), parts[2]
            else:
                digits = [part for part in parts if re.fullmatch(r"\d+", part)]
                user, attachment = (*digits, None, None)[:2]
            if attachment not in attachments.get(user, ()):
                raise RefusedError(f"{name} would be ignored")
            comments.setdefault(user, []).append(archive.read(name))
    return comments


def moodle_feedback(content: bytes, participants: set[str]):
    """Return ``{participant id: {file name: page}}``."""
    feedback: dict[str, dict[str, bytes]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.rpartition("/")[2][:1] in (".", "~"):
                continue
            parts = name.split("/")
            while parts:
                part = parts.pop(0)
                info = part.split("_", 4)
                if len(info) < 4 or not info[1].isdigit() or str(int(info[1])) not in participants:
                    continue
                if (info[2], info[3]) != ("assignsubmission", "file"):
                    continue
                file = "/".join([*info[4:5], *parts] if len(info) == 5 else ["", *parts])
                feedback.setdefault(info[1], {})[file.lstrip("/")] = archive.read(name)
                break
            else:
                raise RefusedError(f"{name} would be ignored")
    return feedback
