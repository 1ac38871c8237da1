"""What must hold when a class of attackers among three who did the work is graded.

Each way to grade has its own file, since each file's tests run in a process of their own.
"""

import shutil

import pytest

from autograder.assignments import LAB6
from autograder.grading.sandbox.level import Level, probe
from tests.hostile.attack import Attack
from tests.hostile.batch import HONEST, HONEST_NOTEBOOKS, OPTIONS, Batch, course_of, grade
from tests.hostile.table import lines

__all__ = ["BatchChecks", "needs_the_sandbox"]

needs_the_sandbox = pytest.mark.skipif(
    shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
)


class BatchChecks:
    """Tests of one batch; a subclass names the command and the attackers."""

    assignment = LAB6.name
    attacks: tuple[Attack, ...]
    program: tuple[str, ...]
    kernels: str

    def pytest_generate_tests(self, metafunc):
        if "attack" in metafunc.fixturenames:
            metafunc.parametrize("attack", self.attacks, ids=str)

    @pytest.fixture(scope="class")
    @classmethod
    def batch(cls) -> Batch:
        with course_of(assignment=cls.assignment) as course:
            graded = grade(cls.attacks, course, *OPTIONS, cls.kernels, program=cls.program)
        print(*lines(graded.results, attacks=cls.attacks), sep="\n")
        print(f"{len(cls.attacks)} attackers in {graded.seconds:.0f} seconds")
        return graded

    def test_no_point_is_forged(self, batch, attack):
        assert batch.results[attack.name].points == 0

    def test_no_secret_is_shown(self, batch, attack):
        assert batch.results[attack.name].leaks == ()

    def test_the_attacker_is_graded_like_everybody(self, batch, attack):
        result = batch.results[attack.name]
        assert result.scores
        assert result.handed_back

    @pytest.mark.parametrize("name", HONEST)
    def test_neighbours_have_what_they_earned(self, batch, name):
        scores = batch.results[name].scores
        earned = {notebook: score for notebook, score in scores.items() if score}
        assert earned == HONEST_NOTEBOOKS[self.assignment]

    def test_the_batch_is_not_stopped(self, batch):
        assert batch.exit_status == 0, batch.log[-3000:]

    def test_kernels_are_started_as_asked(self, batch):
        assert "started anew" not in batch.log

    def test_no_process_is_left(self, batch):
        assert batch.left_over == ()

    def test_no_file_outside_is_touched(self, batch):
        assert batch.touched == ()

    def test_no_server_is_reached(self, batch):
        assert batch.connections == 0
