"""What is kept of a cell for the next pages, and what isn't."""

from base64 import b64encode

import pytest
from nbformat.v4 import new_markdown_cell

from autograder.grading.pages import filters
from autograder.grading.pages.filters import highlight_code, markdown2html


def context(path="", **cell):
    resources = {"metadata": {"path": str(path)}}
    return {"resources": resources, "cell": {**new_markdown_cell(), **cell}}


@pytest.fixture(autouse=True)
def nothing_kept():
    for kept in (filters._without_pictures, filters._coloured):
        kept.cache_clear()


def test_a_cell_that_everybody_has_is_converted_once():
    pages = {markdown2html(context(), "**Bold** and $x^2$") for _ in range(3)}
    assert len(pages) == 1
    assert "<math" in pages.pop()
    assert filters._without_pictures.cache_info().misses == 1
    pages = {highlight_code(context(), "x = 1") for _ in range(3)}
    assert len(pages) == 1
    assert filters._coloured.cache_info().misses == 1


@pytest.mark.parametrize(
    "source",
    ["![map](map.svg)", '<img src="map.svg">', "<img src='map.svg'>", "![map][1]\n\n[1]: map.svg"],
)
def test_a_picture_is_the_one_beside_its_notebook(tmp_path, source):
    for name in ("ada", "bela"):
        folder = tmp_path / name
        folder.mkdir()
        drawing = f"<svg><title>{name}</title></svg>".encode()
        (folder / "map.svg").write_bytes(drawing)
        page = markdown2html(context(folder), source)
        assert b64encode(drawing).decode()[:40] in page.replace("\n", "")


def test_a_picture_is_the_one_attached_to_its_cell():
    pages = set()
    for data in ("AAAA", "BBBB"):
        attached = context(attachments={"a.png": {"image/png": data}})
        page = markdown2html(attached, "![](attachment:a.png)")
        assert data in page
        pages.add(page)
    assert len(pages) == 2


def test_code_of_another_language_is_coloured_as_that():
    as_python = highlight_code(context(), "def f(): pass", metadata={})
    as_text = highlight_code(context(), "def f(): pass", metadata={"magics_language": "text"})
    assert "<span" in as_python
    assert "<span" not in as_text.replace("<span></span>", "")


def test_what_is_longer_than_a_cell_of_the_lab_is_not_kept():
    source = "x = 1\n" * (filters.LONGEST_KEPT // 5)
    assert "highlight" in highlight_code(context(), source)
    assert "x = 1" in markdown2html(context(), source)
    assert filters._coloured.cache_info().currsize == 0
    assert filters._without_pictures.cache_info().currsize == 0
