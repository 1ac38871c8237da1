"""A class of attackers, graded by our command in kernels that are forked."""

import pytest

from tests.hostile.batch import AUTOGRADER_GRADE
from tests.hostile.checks_of_batch import BatchChecks, needs_the_sandbox
from tests.hostile.corpus import ATTACKS, some_of_each_family

pytestmark = [pytest.mark.slow, needs_the_sandbox]


class TestSomeInWarmKernels(BatchChecks):
    attacks = some_of_each_family()
    program = AUTOGRADER_GRADE
    kernels = "--TrustedExecute.warm=True"


@pytest.mark.exhaustive
class TestWarmKernels(BatchChecks):
    attacks = ATTACKS
    program = AUTOGRADER_GRADE
    kernels = "--TrustedExecute.warm=True"
