"""Submissions that are broken, one kind each, for a course with the one notebook 2_pooling.

A kind changes the folder of a submission that is right in everything.
"""

import json
import os
import re
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

NAME = "2_pooling"
FILE = f"{NAME}.ipynb"
WRITTEN = "why"
SOLUTION = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)
MAX, AVERAGE = 10, 5
ALL = MAX + AVERAGE


@dataclass(frozen=True)
class Kind:
    """What is done to a folder, the points that are left, and what is said of it."""

    change: Callable[[Path], None]
    points: float
    said: str
    """A piece of the message to student and instructor; nothing is said if it is empty."""
    is_read_by_a_person: bool = True
    """Whether the written answer is there to be read."""


KINDS: dict[str, Kind] = {}


def kind(points, said="", is_read_by_a_person=True):
    def register(change):
        KINDS[change.__name__] = Kind(change, points, said, is_read_by_a_person)
        return change

    return register


def unread(said):
    return kind(0, said, is_read_by_a_person=False)


def write_source(folder):
    """Write the instructor's notebook: the lab's own, and a written answer."""
    folder.mkdir(parents=True)
    notebook = nbformat.read(f"source/lab6/{FILE}", as_version=4)
    marks = {"grade": True, "solution": True, "locked": False, "task": False, "points": 2}
    cell = nbformat.v4.new_markdown_cell("Your answer here.", id=WRITTEN)
    cell.metadata["nbgrader"] = marks | {"grade_id": WRITTEN, "schema_version": 3}
    notebook.cells.append(cell)
    nbformat.write(notebook, folder / FILE)
    (folder / "figures").mkdir()
    (folder / "figures/cross.svg").write_text("<svg/>", encoding="utf-8")


def hand_in_right(course, student, timestamp):
    """Hand in the solution, in the place of an earlier submission."""
    folder = course / "submitted" / student / "lab6"
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    solved = {
        cell.id: SOLUTION.sub("", cell.source)
        for cell in nbformat.read(course / "source/lab6" / FILE, as_version=4).cells
    }
    notebook = nbformat.read(course / "release/lab6" / FILE, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = "Few numbers are left." if cell.id == WRITTEN else solved[cell.id]
    nbformat.write(notebook, folder / FILE)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp, encoding="utf-8")
    return folder


def raw(folder):
    return json.loads((folder / FILE).read_text(encoding="utf-8"))


def save(folder, content):
    (folder / FILE).write_text(json.dumps(content), encoding="utf-8")


def edited(points, said="", is_read_by_a_person=True):
    """Register a change of the notebook's JSON: of its cells by id, or of all of it."""

    def register(change):
        def of_folder(folder):
            content = raw(folder)
            change(content, {cell["id"]: cell for cell in content["cells"]})
            save(folder, content)

        of_folder.__name__ = change.__name__
        kind(points, said, is_read_by_a_person)(of_folder)
        return change

    return register


# Files that are no notebook


@unread("not JSON")
def not_json(folder):
    (folder / FILE).write_text("my homework", encoding="utf-8")


@unread("2_pooling.ipynb is empty")
def empty(folder):
    (folder / FILE).write_bytes(b"")


@unread("it has no cells")
def another_json(folder):
    (folder / FILE).write_text('{"grade": 15}', encoding="utf-8")


@unread("it holds a list")
def a_list(folder):
    (folder / FILE).write_text("[]", encoding="utf-8")


@unread("not JSON")
def cut_off(folder):
    data = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(data[: len(data) // 2])


@unread("nested too deeply")
def nested(folder):
    (folder / FILE).write_text("[" * 200_000, encoding="utf-8")


@unread("is a link and not a plain file")
def link_to_the_gradebook(folder):
    (folder / FILE).unlink()
    (folder / FILE).symlink_to("../../../gradebook.db")


@unread("is a link and not a plain file")
def link_to_a_solution(folder):
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(f"../../../source/lab6/{FILE}")


@unread("is a folder and not a plain file")
def folder_for_a_notebook(folder):
    (folder / FILE).unlink()
    (folder / FILE).mkdir()
    (folder / FILE / "inside.txt").write_text("hello", encoding="utf-8")


@unread("is a pipe and not a plain file")
def pipe_for_a_notebook(folder):
    (folder / FILE).unlink()
    os.mkfifo(folder / FILE)


@unread("The submission is a link where a folder should be")
def folder_is_a_link(folder):
    shutil.rmtree(folder)
    folder.symlink_to("../a_right_one/lab6")


@unread("The submission is a file where a folder should be")
def folder_is_a_file(folder):
    shutil.rmtree(folder)
    folder.write_text("lab6", encoding="utf-8")


@kind(ALL, "`2_pooling (1).ipynb` was graded as 2_pooling.ipynb")
def name_of_a_copy(folder):
    (folder / FILE).rename(folder / "2_pooling (1).ipynb")


@kind(ALL, "`2_Pooling.ipynb` was graded as 2_pooling.ipynb")
def name_in_capitals(folder):
    (folder / FILE).rename(folder / "2_Pooling.ipynb")


@unread("Is it one of `2_Pooling.ipynb`, `2_pooling-Copy1.ipynb`?")
def names_of_two(folder):
    text = (folder / FILE).read_text(encoding="utf-8")
    other = text.replace("def max_pool2d(", "def another_one(")
    (folder / "2_pooling-Copy1.ipynb").write_text(other, encoding="utf-8")
    (folder / FILE).rename(folder / "2_Pooling.ipynb")


@kind(ALL, "`lab6/2_pooling.ipynb` was graded as 2_pooling.ipynb")
def folder_in_the_folder(folder):
    (folder / "lab6").mkdir()
    (folder / FILE).rename(folder / "lab6" / FILE)


@unread("2_pooling.ipynb is not there")
def missing(folder):
    (folder / FILE).unlink()


# Files that are a notebook all the same


@kind(ALL, "Not part of the lab, and not graded: `notes.ipynb`")
def one_more_notebook(folder):
    shutil.copy(folder / FILE, folder / "notes.ipynb")


@edited(ALL, "old version 3")
def version_3(content, _):
    cells = [
        {"cell_type": cell["cell_type"], "metadata": cell["metadata"], "source": cell["source"]}
        for cell in content.pop("cells")
    ]
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"input": cell.pop("source"), "language": "python", "outputs": []}
    content |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}


@edited(ALL)
def version_4_0(content, _):
    content["nbformat_minor"] = 0
    for cell in content["cells"]:
        del cell["id"]


@edited(ALL, "version 5.0 of the notebook format, newer than 4.5")
def version_5(content, _):
    content |= {"nbformat": 5, "nbformat_minor": 0}


@edited(ALL, "version 4.99")
def version_4_99(content, _):
    content["nbformat_minor"] = 99


@edited(ALL, "Its kernel was R")
def kernel_of_r(content, _):
    content["metadata"]["kernelspec"] = {"name": "ir", "display_name": "R", "language": "R"}


@edited(ALL)
def nan_in_metadata(content, cells):
    content["metadata"]["score"] = float("nan")
    cells["check-max_pool2d"]["metadata"]["nbgrader"]["nan"] = float("inf")


@edited(ALL, "Some cells held what is no text")
def half_a_character(content, cells):
    cells["max_pool2d"]["source"].append("\n# \ud800")


@edited(MAX, "Some cells held what is no text")
def null_byte(content, cells):
    cells["average_pool2d"]["source"].append("\n\x00")


@edited(MAX, "Some cells held what is no text")
def source_is_a_number(content, cells):
    cells["average_pool2d"]["source"] = 17


@edited(MAX, "Cells of more than 200,000 characters were left out")
def source_is_huge(content, cells):
    cells["average_pool2d"]["source"] = "x = 1\n" * 100_000


@edited(ALL)
def output_of_60_mb(content, cells):
    text = {"output_type": "stream", "name": "stdout", "text": "π" * 5_000_000}
    lines = {"output_type": "stream", "name": "stdout", "text": ["a, line\n"] * 1_500_000}
    cells["max_pool2d"]["outputs"] = [text, lines]


@unread("parts, and at most 3,000,000 are read")
def millions_of_parts(folder):
    (folder / FILE).write_text('{"cells": [' + "[]," * 3_000_000 + "[]]}", encoding="utf-8")


@edited(ALL, "cells, and at most 1,000 are graded")
def cells_100_000(content, _):
    cell = {"cell_type": "code", "source": "", "metadata": {}, "outputs": []}
    content["cells"] += [cell] * 99_999


@edited(ALL, "only the cells that were handed out were kept")
def cells_2_000(content, _):
    cell = {"cell_type": "code", "source": "raise SystemExit", "metadata": {}, "outputs": []}
    content["cells"] = [cell] * 2_000 + content["cells"]


# Cells


def without(content, *names):
    content["cells"] = [cell for cell in content["cells"] if cell["id"] not in names]


def copied(content, name, source=None):
    """Copy a cell right behind itself, id and marks and all."""
    place = [cell["id"] for cell in content["cells"]].index(name)
    copy = json.loads(json.dumps(content["cells"][place]))
    content["cells"].insert(place + 1, copy | ({} if source is None else {"source": source}))


@edited(MAX, "cells for these answers were not found: average_pool2d")
def answer_deleted(content, _):
    without(content, "average_pool2d")


@edited(ALL, "were put in: check-max_pool2d")
def check_deleted(content, _):
    without(content, "check-max_pool2d")


@edited(MAX, "were put in: check-average_pool2d")
def answer_and_check_deleted(content, _):
    without(content, "average_pool2d", "check-average_pool2d")


@edited(ALL, "were put in: check-max_pool2d, check-average_pool2d")
def checks_deleted_and_answers_elsewhere(content, cells):
    without(content, "check-max_pool2d", "check-average_pool2d", "max_pool2d", "average_pool2d")
    for name in ("max_pool2d", "average_pool2d"):
        place = [cell["id"] for cell in content["cells"]].index("exercise-average_pool2d")
        own = cells[name] | {"id": f"my-{name}", "metadata": {}}
        content["cells"].insert(place + (name == "average_pool2d"), own)


@edited(0, "were put in", is_read_by_a_person=False)
def all_cells_deleted(content, _):
    content["cells"] = []


@edited(ALL, "were put in: why", is_read_by_a_person=False)
def written_answer_deleted(content, _):
    without(content, WRITTEN)


@edited(ALL, "there twice, and the last one counted: check-max_pool2d")
def check_twice(content, _):
    copied(content, "check-max_pool2d")


@edited(MAX, "there twice, and the last one counted: average_pool2d")
def answer_twice(content, _):
    copied(content, "average_pool2d", "average_pool2d = None")


@edited(ALL, "were graded as the one that they were handed out as: check-max_pool2d")
def check_is_markdown(content, cells):
    cells["check-max_pool2d"]["cell_type"] = "markdown"


@edited(ALL, "were graded as the one that they were handed out as: max_pool2d")
def answer_is_raw(content, cells):
    cells["max_pool2d"]["cell_type"] = "raw"


@edited(ALL, "Tags such as skip-execution play no part")
def tagged(content, cells):
    for name in ("max_pool2d", "check-max_pool2d"):
        cells[name]["metadata"]["tags"] = ["skip-execution"]


@edited(ALL, "what nbgrader keeps in these cells, and that was put back: ")
def marks_swapped(content, cells):
    answer, check = cells["max_pool2d"], cells["check-max_pool2d"]
    answer["metadata"], check["metadata"] = check["metadata"], answer["metadata"]


@edited(ALL, "what nbgrader keeps in these cells, and that was put back: ")
def everything_swapped(content, cells):
    answer, check = cells["max_pool2d"], cells["check-max_pool2d"]
    answer["metadata"], check["metadata"] = check["metadata"], answer["metadata"]
    answer["id"], check["id"] = check["id"], answer["id"]


@edited(ALL, "what nbgrader keeps in these cells, and that was put back: ")
def marks_of_others(content, cells):
    cells["max_pool2d"]["metadata"]["nbgrader"]["grade_id"] = "someone-else"
    cells["check-max_pool2d"]["metadata"]["nbgrader"]["grade_id"] = ["a", "list"]


@edited(ALL, "what nbgrader keeps in these cells, and that was put back: ")
def marks_stripped(content, _):
    for cell in content["cells"]:
        cell["metadata"] = {}


@edited(ALL, "what nbgrader keeps in these cells, and that was put back: ")
def marks_and_ids_stripped(content, _):
    for number, cell in enumerate(content["cells"]):
        cell |= {"metadata": {}, "id": f"cell-{number}"}


@edited(0, "what nbgrader keeps in these cells, and that was put back: ")
def no_points_wanted(content, cells):
    cells["max_pool2d"]["source"] = cells["average_pool2d"]["source"] = "0"
    for name in ("max_pool2d", "average_pool2d"):
        marks = cells[f"check-{name}"]["metadata"]["nbgrader"]
        marks |= {"grade": False, "points": 1000, "schema_version": 99}


@edited(0, "as they were handed out: check-max_pool2d, check-average_pool2d")
def checks_edited(content, cells):
    for name in ("max_pool2d", "average_pool2d"):
        cells[name]["source"] = "0"
        cells[f"check-{name}"]["source"] = "points = 15\npoints"


@edited(ALL, "as they were handed out: setup, check-max_pool2d")
def helper_in_a_check(content, cells):
    answer = "".join(cells["max_pool2d"]["source"])
    cells["max_pool2d"]["source"] = "'see below'"
    cells["check-max_pool2d"]["source"] = f"{answer}\n\ncheck('max_pool2d', max_pool2d)"
    cells["setup"]["source"].append("\nimport math")


# Files beside the notebook


@kind(ALL, "`gradebook` (a link)")
def links(folder):
    (folder / "gradebook").symlink_to("../../../gradebook.db")
    (folder / "passwd").symlink_to("/etc/passwd")
    (folder / "everything").symlink_to("/")
    (folder / "nothing").symlink_to("nowhere")


@kind(ALL, "(a device)")
def special_files(folder):
    os.mkfifo(folder / "pipe")
    if os.geteuid() == 0:
        os.mknod(folder / "zeros", 0o20666, os.makedev(1, 5))
    else:
        (folder / "zeros (a device)").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket must be short
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)


@kind(ALL)
def odd_names(folder):
    for name in ("a file", "two\nlines", "Ünïcödé 🐍", "-rf", "[x]*?", "$(reboot)"):
        (folder / name).write_text("hello", encoding="utf-8")


@kind(ALL, "a name that is not UTF-8")
def name_that_is_no_text(folder):
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe")).write_text("hello", encoding="utf-8")


@kind(ALL, "at most 500 files, 500 folders and 100 MiB are taken")
def files_10_000(folder):
    for number in range(10_000):
        (folder / f"{number:05}.txt").write_bytes(b"")


@kind(ALL, "at most 500 files, 500 folders and 100 MiB are taken")
def file_of_10_gb(folder):
    with (folder / "sparse").open("wb") as file:
        file.truncate(10 << 30)


@kind(ALL)
def file_larger_than_a_kernel_may_write(folder):
    (folder / "data.bin").write_bytes(bytes(70 << 20))


@kind(ALL, "a path of more than 500 bytes")
def folders_600_deep(folder):
    deep = folder / Path(*["d"] * 600)
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("hello", encoding="utf-8")


@kind(ALL, "at most 500 files, 500 folders and 100 MiB are taken")
def folders_1_000(folder):
    for number in range(40):
        deep = folder / f"{number}" / Path(*["d"] * 24)
        deep.mkdir(parents=True)
        (deep / "deep.txt").write_text("hello", encoding="utf-8")


@kind(ALL, "where the lab has a folder, or a folder where it has a file: `figures`.")
def file_for_a_folder_of_the_lab(folder):
    (folder / "figures").write_text("hello", encoding="utf-8")


@kind(ALL, "where the lab has a folder, or a folder where it has a file: `figures/cross.svg/a`.")
def folder_for_a_file_of_the_lab(folder):
    (folder / "figures/cross.svg").mkdir(parents=True)
    (folder / "figures/cross.svg/a").write_text("hello", encoding="utf-8")


@kind(ALL, "at most 16 MiB are kept: they were left out")
def pasted_pictures_of_20_mib(folder):
    notebook = json.loads((folder / FILE).read_text("utf-8"))
    picture = {"picture.png": {"image/png": (20 << 20) * "A"}}
    own = {"cell_type": "markdown", "id": "own", "metadata": {}, "source": "![](picture.png)"}
    notebook["cells"].append(own | {"attachments": picture})
    (folder / FILE).write_text(json.dumps(notebook), "utf-8")


@kind(ALL)
def shadows(folder):
    for name in ("numpy.py", "autograder.py", "json.py", "sitecustomize.py"):
        (folder / name).write_text("raise SystemExit", encoding="utf-8")
    (folder / "autograder").mkdir()
    (folder / "autograder/__init__.py").write_text("def check(*_): return 15.0", encoding="utf-8")


@kind(ALL, "timestamp.txt is no date")
def garbled_timestamp(folder):
    (folder / "timestamp.txt").write_bytes(b"\xff\x00 soon")


@kind(ALL, "timestamp.txt is a pipe")
def pipe_for_a_timestamp(folder):
    (folder / "timestamp.txt").unlink(missing_ok=True)
    os.mkfifo(folder / "timestamp.txt")


@kind(ALL)
def no_timestamp(folder):
    (folder / "timestamp.txt").unlink(missing_ok=True)


@kind(ALL)
def a_right_one(folder):
    pass
