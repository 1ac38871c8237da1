"""What lab 6 teaches: its sections, questions and glossary, and what it is worth."""

import re

import pytest

from autograder.assignments import LAB6
from tests.assignments.test_source import graded, read

WRITTEN = {"why_pooling": 2, "deeper_filters": 2}


def test_the_lab_is_worth_100_points():
    cells = [cell for path in LAB6.paths for cell in graded(read(path)).values()]
    assert sum(cell.metadata.nbgrader.get("points", 0) for cell in cells) == 100


def test_two_answers_are_written_in_words():
    cells = graded(read("lab6/3_mnist_cnn"))
    assert {name: cells[name].metadata.nbgrader.points for name in WRITTEN} == WRITTEN


SECTIONS = ["6.1", "6.2", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.3", "6.3.1", "6.3.2"]
SECTIONS += ["6.5", "6.5.1", "6.5.2", "6.5.3", "6.5.4"]


# Numbers of sections that hold others, and nothing of their own.
FRAMES = {"6.2", "6.3", "6.5"}


def lab_text():
    return "\n".join(cell.source for path in LAB6.paths for cell in read(path).cells)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_of_the_lab_is_taught(section):
    assert re.search(rf"^##+ {re.escape(section)} ", lab_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("section", [section for section in SECTIONS if section not in FRAMES])
def test_every_section_has_a_question_with_a_folded_answer_and_says_how_long_it_takes(section):
    begin = rf"^##+ {re.escape(section)} "
    text = re.split(begin, lab_text(), flags=re.MULTILINE)[1]
    text = re.split(r"^##+ (?:6\.\d|Glossary)", text, flags=re.MULTILINE)[0]
    assert "<details><summary><b>Check yourself.</b> " in text
    assert re.search(rf"^\| {re.escape(section)} .*\| \d+ min \|$", lab_text(), flags=re.MULTILINE)


def test_the_glossarys_sections_explain_its_words():
    text = lab_text()
    rows = re.findall(
        r"^\| (.+) \| .+ \| (.+) \| .+ \|$", text.split("## Glossary")[1], re.MULTILINE
    )
    rows = [row for row in rows if row[1] in {*SECTIONS, "notebook 4"}]
    assert len(rows) >= 20
    for words, section in rows:
        begin = re.escape("# Lab 6 · 4" if section == "notebook 4" else f"# {section} ")
        explained = re.split(begin, text)[1].lower()
        if section != "notebook 4":
            explained = re.split(r"\n##+ (?:6\.\d|glossary)", explained)[0]
        assert any(word in explained for word in words.split(", ")), words
