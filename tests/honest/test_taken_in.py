"""What the intake makes of every honest submission: it finds the files, and loses nothing.

No kernel runs here: `test_graded.py` has those. What is the same for a kernel gets the same points.
"""

import logging

import pytest

from autograder.exercises import NOTEBOOKS as EXERCISES_OF
from tests.honest.corpus import CORPUS
from tests.honest.grading import class_of
from tests.honest.intake import taken_in
from tests.honest.submission import NOTEBOOKS, WEIGHTS
from tests.honest.variant import Variant

pytestmark = pytest.mark.slow

RIGHT = Variant("a_right_one", "", "nothing is different")
SAME = {"tool", "layout"}
"""Families in which a kernel runs what it runs of the right one, but for those below."""
WITH_MORE = {
    *("colab_forms", "pycharm_marks", "papermill", "ids_twice", "empty_cells"),  # own lines
    *("some_lines_without_ends", "merged_ids"),
    *("colab_copied", "copilot_all", "written_by_an_assistant", "marimo"),  # no marks, no ids
    *("jupytext_from_a_script", "nbstripout_metadata"),
    *("weights_in_a_zip", "zip_and_its_files", "exports", "whole_kit", "time_in_iso"),  # files
}


@pytest.fixture(scope="module")
def taken():
    logging.disable(logging.CRITICAL)
    try:
        with class_of([RIGHT, *CORPUS]) as course:
            yield {variant.name: one for variant, one in taken_in(course, [RIGHT, *CORPUS])}
    finally:
        logging.disable(logging.NOTSET)


def test_there_are_enough():
    assert len(CORPUS) >= 150


@pytest.mark.parametrize("variant", CORPUS, ids=str)
def test_a_person_reads_what_was_written(taken, variant):
    assert taken[variant.name].to_be_read == variant.written


@pytest.mark.parametrize("variant", CORPUS, ids=str)
def test_every_check_is_there_once(taken, variant):
    checks = [name for _, _, name, *_ in taken[variant.name].cells if name.startswith("check-")]
    declared = [f"check-{one.name}" for n in NOTEBOOKS for one in EXERCISES_OF[f"lab6/{n}"]]
    assert sorted(checks) == sorted(declared)


@pytest.mark.parametrize(
    "variant",
    [one for one in CORPUS if one.family in SAME and one.name not in WITH_MORE],
    ids=str,
)
def test_tools_and_ways_of_handing_in_make_no_difference(taken, variant):
    assert taken[variant.name].graded == taken[RIGHT.name].graded


def test_the_weights_lie_beside_the_notebooks(taken):
    names = {name for name, _ in taken[RIGHT.name].files}
    assert names == {WEIGHTS}
