"""A class of attackers, graded by nbgrader's command in kernels that start anew."""

import pytest

from tests.hostile.batch import NBGRADER_AUTOGRADE
from tests.hostile.checks_of_batch import BatchChecks, needs_the_sandbox
from tests.hostile.corpus import ATTACKS

pytestmark = [pytest.mark.slow, pytest.mark.exhaustive, needs_the_sandbox]


class TestColdKernels(BatchChecks):
    attacks = ATTACKS
    program = NBGRADER_AUTOGRADE
    kernels = "--TrustedExecute.warm=False"
