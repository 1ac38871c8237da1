"""A class of attackers, graded by our command in kernels that are forked."""

import pytest

from tests.hostile.batch import AUTOGRADER_GRADE
from tests.hostile.checks_of_batch import BatchChecks, needs_the_sandbox

pytestmark = [pytest.mark.slow, needs_the_sandbox]


class TestWarmKernels(BatchChecks):
    program = AUTOGRADER_GRADE
    kernels = "--TrustedExecute.warm=True"
