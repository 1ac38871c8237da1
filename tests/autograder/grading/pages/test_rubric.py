"""The sample answer stands where it is graded, and nowhere else."""

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from autograder.grading import configure
from autograder.grading.pages.feedback import OfflineFeedbackExporter
from autograder.grading.pages.rubric import HEADING

SAMPLE = "Pooling looks everywhere first.\n\n(1 point: looks; 1 point: everywhere.)"
FORMGRADER = {
    "assignment_id": "lab",
    "notebook_id": "small",
    "submission_id": "1",
    "base_url": "",
    "index": 0,
    "total": 1,
    "student": "ada",
    "notebook_path": "autograded/ada/lab/small.ipynb",
}


def answer(text):
    marks = {"grade_id": "why", "grade": True, "solution": True, "points": 2, "score": 0}
    return new_notebook(
        cells=[
            new_markdown_cell("Why?"),
            new_markdown_cell(text, metadata={"nbgrader": {"schema_version": 3, **marks}}),
        ]
    )


@pytest.fixture
def graded(tmp_path):
    source, graded = (
        tmp_path / "source/lab/small.ipynb",
        tmp_path / "autograded/ada/lab/small.ipynb",
    )
    for path in (source, graded):
        path.parent.mkdir(parents=True)
    nbformat.write(answer(f"### BEGIN SOLUTION\n{SAMPLE}\n### END SOLUTION"), source)
    nbformat.write(answer("Because it is smaller."), graded)
    return graded


@pytest.fixture
def config():
    config = Config()
    configure(config)
    config.HTMLExporter.template_name = "formgrade"  # as formgrader has it
    return config


def test_formgrader_shows_it_above_the_answer(graded, config):
    page, _ = HTMLExporter(config=config).from_filename(str(graded), resources=dict(FORMGRADER))
    places = [page.index(words) for words in ("only you see it", "1 point: looks", "is smaller")]
    assert places == sorted(places)


def test_feedback_does_not_show_it(graded, config):
    own = {"nbgrader": {"student": "ada", "assignment": "lab", "notebook": "small"}}
    own["nbgrader"] |= {"score": 0, "max_score": 2, "late_penalty": 0}
    page, _ = OfflineFeedbackExporter(config=config).from_filename(str(graded), resources=own)
    assert "is smaller" in page
    assert HEADING not in page
    assert "Pooling looks" not in page


def test_without_the_instructor_s_notebook_the_page_is_as_before(graded, config):
    (graded.parents[3] / "source/lab/small.ipynb").unlink()
    page, _ = HTMLExporter(config=config).from_filename(str(graded), resources=dict(FORMGRADER))
    assert "is smaller" in page
    assert "only you see it" not in page
