import ast

import pytest

from autograder.assignments import LAB6, LAB6_BACKPROPAGATION
from autograder.exercises import EXERCISES
from autograder.exercises import NOTEBOOKS as EXERCISES_BY_NOTEBOOK
from demo.bonus import BONUS_CLASS, BONUS_EVERYTHING, BONUS_MAXIMUM
from demo.cells import FOLDER, read_answers
from demo.students import AUTOMATIC, CLASS, EVERYTHING, MAXIMUM, NOTEBOOKS, WRITTEN

SUBMISSIONS = [submission for student in CLASS for submission in student.submissions]
BONUS_SUBMISSIONS = [submission for student in BONUS_CLASS for submission in student.submissions]
FILES = sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.py"))


def test_the_class_is_large_enough_to_show_something():
    assert len(CLASS) >= 12
    assert sum(student.submissions[-1].expected == AUTOMATIC for student in CLASS) >= 4


def test_names_can_be_told_apart():
    names = [student.name for student in CLASS]
    assert len(set(names)) == len(names)
    assert all(name.isalpha() and name.islower() for name in names)


def test_the_maxima_are_those_of_the_exercises():
    points = tuple(
        sum(exercise.points for exercise in EXERCISES_BY_NOTEBOOK[path]) for path in LAB6.paths
    )
    assert points == AUTOMATIC
    assert sum(AUTOMATIC) + 2 * len(WRITTEN) == sum(MAXIMUM) == 100


@pytest.mark.parametrize("submission", SUBMISSIONS)
def test_no_score_is_above_its_maximum(submission):
    assert len(submission.expected) == len(NOTEBOOKS)
    for notebook, score, most in zip(NOTEBOOKS, submission.expected, AUTOMATIC, strict=True):
        assert 0 <= score <= most
        assert score == 0 or notebook not in submission.missing


@pytest.mark.parametrize("submission", SUBMISSIONS)
def test_submissions_speak_of_what_there_is(submission):
    assert submission.untouched <= EVERYTHING
    assert submission.missing <= set(NOTEBOOKS)
    assert submission.answers in ("", *FILES)
    own = {cell.name for cell in read_answers(submission.answers)} if submission.answers else set()
    assert not own & submission.untouched


def test_every_file_of_answers_is_handed_in_by_somebody():
    everybody = [*SUBMISSIONS, *BONUS_SUBMISSIONS]
    assert {submission.answers for submission in everybody} - {""} == set(FILES)


@pytest.mark.parametrize("file", FILES)
def test_every_cell_defines_the_exercise_that_it_is_named_after(file):
    defined = set()
    for cell in read_answers(file):
        nodes = ast.parse(cell.source).body
        defined |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        assert cell.is_extra or cell.name in EXERCISES
        assert cell.is_extra or cell.name in defined


def test_the_bonus_has_those_who_do_it_and_one_who_does_not():
    scores = [student.submissions[-1].expected for student in BONUS_CLASS]
    assert scores.count(BONUS_MAXIMUM) >= 2
    assert (0, 0) in scores
    assert any(0 < sum(score) < sum(BONUS_MAXIMUM) for score in scores)
    assert {student.name for student in BONUS_CLASS} <= {student.name for student in CLASS}


def test_the_bonus_s_maxima_are_those_of_its_exercises():
    points = tuple(
        sum(exercise.points for exercise in EXERCISES_BY_NOTEBOOK[path])
        for path in LAB6_BACKPROPAGATION.paths
    )
    assert points == BONUS_MAXIMUM
    assert sum(BONUS_MAXIMUM) == 50


@pytest.mark.parametrize("submission", BONUS_SUBMISSIONS)
def test_submissions_of_the_bonus_speak_of_what_there_is(submission):
    assert submission.untouched <= BONUS_EVERYTHING
    assert len(submission.expected) == len(LAB6_BACKPROPAGATION.notebooks)
