import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.assignments import LAB6_BACKPROPAGATION
from demo.bonus import BONUS_CLASS
from demo.cells import read_answers
from demo.classroom import ASSIGNMENT, hand_in
from demo.students import CLASS, NOTEBOOKS

REPOSITORY = Path(__file__).resolve().parents[2]
STUDENTS = {student.name: student for student in CLASS}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course whose release is made here, without nbgrader: the solutions cut out."""
    folder = tmp_path_factory.mktemp("course")
    for name in (ASSIGNMENT, LAB6_BACKPROPAGATION.name):
        shutil.copytree(REPOSITORY / "source" / name, folder / "source" / name)
    shutil.copytree(folder / "source", folder / "release")
    for path in folder.glob("release/*/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                cell.source = "raise NotImplementedError()"
        nbformat.write(notebook, path)
    return folder


def handed_in(course, name, number=0):
    hand_in(course, STUDENTS[name], number)
    return course / "submitted" / name / ASSIGNMENT


def cells_by_id(path):
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


@pytest.mark.parametrize("student", CLASS, ids=lambda student: student.name)
def test_only_answer_cells_are_written_to(course, student):
    for number, submission in enumerate(student.submissions):
        folder = handed_in(course, student.name, number)
        for notebook in NOTEBOOKS:
            path = folder / f"{notebook}.ipynb"
            assert path.exists() == (notebook not in submission.missing)
            if not path.exists():
                continue
            nbformat.validate(nbformat.read(path, as_version=4))
            released = cells_by_id(course / "release" / ASSIGNMENT / path.name)
            written = cells_by_id(path)
            kept = [name for name in written if not name.startswith("helpers")]
            assert kept == list(released)
            for name, cell in released.items():
                assert written[name].metadata == cell.metadata
                if not cell.metadata.get("nbgrader", {}).get("solution"):
                    assert written[name] == cell


def test_own_answers_go_into_their_cells_and_solutions_into_the_others(course):
    cells = cells_by_id(handed_in(course, "emre") / "1_convolution.ipynb")
    own = {cell.name: cell.source for cell in read_answers("extra_zero_first")}
    assert cells["pad_same"].source == own["pad_same"]
    assert cells["apply_window"].source.startswith("def apply_window(window, kernel):")
    assert not any("SOLUTION" in cell.source for cell in cells.values())


def test_helpers_stand_in_a_cell_of_their_own_before_the_answer_that_follows(course):
    folder = handed_in(course, "chloe")
    for notebook, helpers, answer in (
        ("1_convolution", "helpers-convolution", "apply_window"),
        ("2_pooling", "helpers-pooling", "max_pool2d"),
    ):
        names = list(cells_by_id(folder / f"{notebook}.ipynb"))
        assert names.index(helpers) == names.index(answer) - 1


def test_what_is_left_untouched_is_as_it_was_released(course):
    folder = handed_in(course, "ilya")
    for notebook in NOTEBOOKS:
        released = cells_by_id(course / "release" / ASSIGNMENT / f"{notebook}.ipynb")
        assert cells_by_id(folder / f"{notebook}.ipynb") == released


def test_the_weights_are_handed_in_by_those_who_have_them(course):
    for student in CLASS:
        folder = handed_in(course, student.name)
        has_file = (folder / "mnist_cnn_weights.npz").exists()
        assert has_file == student.submissions[0].has_weights


def test_a_later_submission_takes_the_place_of_the_first_and_is_newer(course):
    first = handed_in(course, "nia")
    assert len(list(first.glob("*.ipynb"))) == 1
    before = (first / "timestamp.txt").read_text()
    second = handed_in(course, "nia", 1)
    assert len(list(second.glob("*.ipynb"))) == len(NOTEBOOKS)
    assert (second / "timestamp.txt").read_text() > before


@pytest.mark.parametrize("student", BONUS_CLASS, ids=lambda student: student.name)
def test_the_bonus_is_handed_in_beside_the_lab(course, student):
    handed_in(course, student.name)
    hand_in(course, student, 0, LAB6_BACKPROPAGATION)
    folder = course / "submitted" / student.name
    assert len(list((folder / ASSIGNMENT).glob("*.ipynb"))) == len(NOTEBOOKS)
    bonus = folder / LAB6_BACKPROPAGATION.name
    assert sorted(path.stem for path in bonus.glob("*.ipynb")) == ["1_backward", "2_training"]
    has_file = (bonus / "trained_by_hand.npz").exists()
    assert has_file == student.submissions[0].has_weights
    layers = cells_by_id(bonus / "2_training.ipynb")["layers"].source
    assert ("NotImplementedError" in layers) != student.submissions[0].has_weights
