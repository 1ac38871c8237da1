"""The parts of the intake by themselves; tests/course/test_broken_submissions.py has the whole."""

import json
import os
import tempfile
import time
from pathlib import Path

import nbformat
import pytest

from autograder.grading.intake.handed_in.files import (
    UnreadableError,
    list_files,
    read_plain,
    shown,
)
from autograder.grading.intake.handed_in.names import candidates
from autograder.grading.intake.parse import NotANotebookError, read_notebook
from autograder.grading.intake.placeholder import fail_checks, placeholder
from autograder.grading.intake.repair import repair
from autograder.grading.sandbox.limits import SUBMISSION

RELEASED = nbformat.read("release/lab6/2_pooling.ipynb", as_version=4).cells
CODE = {"cell_type": "code", "metadata": {}, "outputs": []}


def read(*cells, **content):
    standard = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}}
    return read_notebook(json.dumps(standard | content | {"cells": list(cells)}).encode())


def restored(*cells):
    return repair(read(*cells), RELEASED)


def as_released():
    return json.loads(json.dumps(RELEASED))


def sources(cells):
    return [cell.source for cell in cells]


def test_pictures_are_kept_up_to_a_limit():
    def with_picture(size):
        picture = {"a.png": {"image/png": size * "A"}}
        return read(
            {"cell_type": "markdown", "source": "Mine", "attachments": picture},
            {"cell_type": "markdown", "source": "![](a.png)", "attachments": picture},
        )

    most = SUBMISSION.attachments // 2
    named = len("a.png") + len("image/png")
    kept, left_out = with_picture(most - named), with_picture(most - named + 1)
    assert all(cell.attachments for cell in kept.cells)
    assert kept.remarks == []
    assert [cell.source for cell in left_out.cells] == ["Mine", "![](a.png)"]
    assert not any(cell.attachments for cell in left_out.cells)
    (remark,) = left_out.remarks
    assert "at most 16 MiB are kept: they were left out. Make them smaller" in remark


def test_what_was_released_stays_as_it_is():
    cells, remarks = restored(*as_released())
    assert sources(cells) == sources(RELEASED)
    assert [cell.id for cell in cells] == [cell.id for cell in RELEASED]
    assert remarks == []


def test_a_check_that_was_deleted_comes_after_what_a_student_added_to_its_answer():
    cells = [cell for cell in as_released() if cell["id"] != "check-max_pool2d"]
    place = [cell["id"] for cell in cells].index("max_pool2d")
    cells.insert(place + 1, CODE | {"source": "def max_pool2d(x): ...", "id": "mine"})
    names = [cell.id for cell in restored(*cells)[0]]
    assert names[names.index("max_pool2d") :][:3] == ["max_pool2d", "mine", "check-max_pool2d"]


def test_a_setup_that_was_deleted_comes_first_again():
    cells = [cell for cell in as_released() if cell["id"] != "setup"]
    assert [cell.id for cell in restored(*cells)[0]][:3] == ["title", "colab", "setup"]


def test_an_own_cell_gets_no_tags_by_the_name_of_another():
    """`TrustedMetadata` looks tags up by a cell's id."""
    copy = CODE | {"source": "helper = 1", "id": "see-pooling-run"}
    cells, _ = restored(*as_released(), copy)
    assert [cell.id for cell in cells].count("see-pooling-run") == 1


def test_ids_are_unique():
    own = [CODE | {"source": str(number), "id": "same"} for number in range(3)]
    names = [cell.id for cell in restored(*own, *as_released(), *own)[0]]
    assert len(set(names)) == len(names)
    nbformat.validate(nbformat.v4.new_notebook(cells=restored(*own)[0]))


def test_an_image_in_a_written_answer_stays():
    cells = [{"cell_type": "markdown", "source": "![](attachment:a.png)", "metadata": {}}]
    cells[0]["attachments"] = {"a.png": {"image/png": "aGVsbG8="}, "bad": 3}
    (own,) = (cell for cell in restored(*cells)[0] if "attachment:" in cell.source)
    assert own.attachments == {"a.png": {"image/png": "aGVsbG8="}}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"\xff\xfe\x00",
        b'{"cells": 3}',
        b'{"cells": ' * 5000,
        b'{"worksheets": "none"}',
        b'"' + b'\\"' * 3_000_000,
        b'"a' * 10_000_000,
        b"[" * 20_000_000,
    ],
    ids=lambda data: repr(data[:12]),
)
def test_what_is_no_notebook_is_refused_at_once(data):
    begin = time.monotonic()
    with pytest.raises(NotANotebookError):
        read_notebook(data)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize(
    "content",
    [
        {"cells": [None, 3, [], {}, {"cell_type": []}, {"metadata": 3, "source": {}}]},
        {"cells": [{"source": [1], "metadata": {"nbgrader": [], "tags": {}}, "id": {}}]},
        {"worksheets": [None, {}, {"cells": 3}, {"cells": [{"input": "x"}]}]},
        {"cells": [], "metadata": [], "nbformat": {}, "nbformat_minor": "x"},
        {"cells": [], "metadata": {"kernelspec": {"language": ["R"]}}},
    ],
    ids=str,
)
def test_odd_parts_of_a_notebook_do_no_harm(content):
    cells, _ = repair(read_notebook(json.dumps(content).encode()), RELEASED)
    nbformat.validate(nbformat.v4.new_notebook(cells=cells))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_notebook_may_be_in_any_encoding_of_json(encoding):
    text = json.dumps({"cells": [CODE | {"source": "# π"}]}, ensure_ascii=False)
    assert read_notebook(text.encode(encoding)).cells[0].source == "# π"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a = 1", "b = 2"], "a = 1\nb = 2"),
        (["a = 1\n", "b = 2"], "a = 1\nb = 2"),
        (["a = 1\n", "b = 2", "c = 3\n"], "a = 1\nb = 2\nc = 3\n"),
        (["a = 1\r\n", "b = 2\r"], "a = 1\nb = 2\n"),
        ([""], ""),
        ([], ""),
        (None, ""),
        ("a\r\nb", "a\nb"),
    ],
)
def test_lines_are_joined_as_an_editor_shows_them(lines, text):
    assert read(CODE | {"source": lines}).cells[0].source == text


def test_what_formatters_change_is_no_edit():
    cells = as_released()
    for cell in cells:
        cell["source"] = cell["source"].replace('"', "'").replace("\n", "  \r\n")
    assert "handed out: setup" not in " ".join(restored(*cells)[1])


@pytest.mark.parametrize("version", ["3.13.1", "3.9", "three", None, [3]])
def test_the_version_of_python_is_read(version):
    language = {"name": "python", "version": version}
    read_version = read(metadata={"language_info": language}).python
    assert read_version == {"3.13.1": (3, 13), "3.9": (3, 9)}.get(str(version))


def test_a_stand_in_holds_no_answer_and_gets_no_points():
    notebook = placeholder(RELEASED, "It <is> missing.")
    assert fail_checks(notebook)
    shown_by = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.id for cell in shown_by] == ["check-max_pool2d", "check-average_pool2d"]
    assert {cell.outputs[0].data["text/plain"] for cell in shown_by} == {"0.0"}
    assert "<is>" not in shown_by[0].outputs[0].data["text/html"]
    nbformat.validate(notebook)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_file_that_may_not_be_read_is_said_so(tmp_path):
    path = tmp_path / "2_pooling.ipynb"
    path.write_text("{}", encoding="utf-8")
    path.chmod(0)
    for folder in (tmp_path, *tmp_path.parents):
        if folder.is_relative_to(tempfile.gettempdir()) and folder != Path(tempfile.gettempdir()):
            folder.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(UnreadableError, match="can't be read \\(Permission denied\\)"):
            read_plain(path, 100)
    finally:
        os.seteuid(0)


def test_a_loop_of_links_and_a_deep_folder_come_to_an_end(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path)
    folder = tmp_path
    for depth in range(110):
        folder /= "deep"
        folder.mkdir()
        if depth in (98, 109):
            (folder / "file").write_text("", encoding="utf-8")
    found = list_files(tmp_path)
    assert list(found.others.values()) == ["a link", "a path of more than 500 bytes"]
    assert list(found.files) == ["deep/" * 99 + "file"]


def test_names_with_a_meaning_in_markdown_or_logs_are_harmless():
    said = shown("`<b>\n[AutogradeApp | ERROR]\x1b[31m" + "x" * 500)
    assert "\n" not in said
    assert "<" not in said
    assert "\x1b" not in said
    assert len(said) < 100


def test_only_what_is_near_is_a_candidate():
    names = ["2_pooling.ipynb", "2 Pooling-Copy2.ipynb", "1_convolution.ipynb.txt", "x.ipynb"]
    assert candidates("1_convolution", names) == ["1_convolution.ipynb.txt"]
    assert candidates("2_pooling", names) == ["2 Pooling-Copy2.ipynb"]
