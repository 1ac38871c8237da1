"""A class of attackers among three who did the work, graded by nbgrader's command and by ours."""

import shutil

import pytest

from autograder.grading.sandbox import Level, probe
from tests.hostile.batch import (
    AUTOGRADER_GRADE,
    HONEST,
    HONEST_NOTEBOOKS,
    NBGRADER_AUTOGRADE,
    OPTIONS,
    course_of,
    grade,
)
from tests.hostile.corpus import ATTACKS
from tests.hostile.table import lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
    ),
]


WAYS = {
    "nbgrader autograde, cold kernels": (NBGRADER_AUTOGRADE, "--TrustedExecute.warm=False"),
    "autograder grade, warm kernels": (AUTOGRADER_GRADE, "--TrustedExecute.warm=True"),
}


@pytest.fixture(scope="module", params=WAYS.values(), ids=WAYS)
def batch(request):
    program, kernels = request.param
    with course_of() as course:
        graded = grade(ATTACKS, course, *OPTIONS, kernels, program=program)
    print(*lines(graded.results), sep="\n")
    print(f"{len(ATTACKS)} attackers in {graded.seconds:.0f} seconds")
    return graded


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_no_point_is_forged(batch, attack):
    assert batch.results[attack.name].points == 0


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_no_secret_is_shown(batch, attack):
    assert batch.results[attack.name].leaks == ()


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_the_attacker_is_graded_like_everybody(batch, attack):
    result = batch.results[attack.name]
    assert result.scores
    assert result.handed_back


@pytest.mark.parametrize("name", HONEST)
def test_neighbours_have_what_they_earned(batch, name):
    scores = batch.results[name].scores
    assert {notebook: score for notebook, score in scores.items() if score} == HONEST_NOTEBOOKS


def test_the_batch_is_not_stopped(batch):
    assert batch.exit_status == 0, batch.log[-3000:]


def test_kernels_are_started_as_asked(batch):
    assert "started anew" not in batch.log


def test_no_process_is_left(batch):
    assert batch.left_over == ()


def test_no_file_outside_is_touched(batch):
    assert batch.touched == ()


def test_no_server_is_reached(batch):
    assert batch.connections == 0
