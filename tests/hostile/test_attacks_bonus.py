"""Attackers on the bonus, graded by our command in kernels that are forked."""

import pytest

from autograder.answer import offer_of
from autograder.assignments import LAB6_BACKPROPAGATION
from autograder.exercises import NOTEBOOKS
from autograder.judge.comparison import compare
from tests.hostile.attack import cells_of
from tests.hostile.batch import AUTOGRADER_GRADE
from tests.hostile.bonus import BONUS_ATTACKS
from tests.hostile.checks_of_batch import BatchChecks, needs_the_sandbox
from tests.hostile.files import table_of


@pytest.mark.slow
@pytest.mark.exhaustive
@needs_the_sandbox
class TestBonusInWarmKernels(BatchChecks):
    assignment = LAB6_BACKPROPAGATION.name
    attacks = BONUS_ATTACKS
    program = AUTOGRADER_GRADE
    kernels = "--TrustedExecute.warm=True"


@pytest.mark.parametrize("notebook", LAB6_BACKPROPAGATION.notebooks)
def test_the_table_holds_the_answers_to_all_visible_calls(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(offer_of, "first_forbidden", offer_of.first_forbidden)  # the cell's, undone
    (tmp_path / "answers.json.gz").write_bytes(table_of(notebook, LAB6_BACKPROPAGATION.name)())
    (cell,) = cells_of("looked-up")
    names = {}
    exec(cell.source, names)  # noqa: S102 - an attack that only reads its table
    for exercise in NOTEBOOKS[f"{LAB6_BACKPROPAGATION.name}/{notebook}"]:
        if exercise.expected is not None:
            answer = names["looked_up"](exercise.name)
            for call in exercise.calls:
                expected = exercise.expected(*call.arguments, **call.options)
                received = answer(*call.arguments, **call.options)
                assert compare(exercise, call, received, expected) is None
