"""Which column of a Canvas gradebook is an assignment's."""

import pytest

from autograder.assignments import ASSIGNMENTS
from autograder.grading.lms.grade_files import _column_of
from autograder.grading.lms.tables import Table

BEFORE = ["Student", "ID", "SIS Login ID", "Section"]
TITLES = [f"{one.title} ({100 + number})" for number, one in enumerate(ASSIGNMENTS)]


def table(titles):
    return Table([*BEFORE, *titles], [])


@pytest.mark.parametrize("number", range(len(ASSIGNMENTS)))
def test_an_assignment_is_found_by_its_own_title(number):
    found = _column_of(table(TITLES), ASSIGNMENTS[number].name, "", len(BEFORE))
    assert found == len(BEFORE) + number


def test_one_of_no_title_of_ours_is_found_by_its_name():
    titles = ["lab5 (1)", "lab6 Convolutional networks (2)", "lab60 (3)"]
    assert _column_of(table(titles), "lab6", "", len(BEFORE)) == len(BEFORE) + 1
