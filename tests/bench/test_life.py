"""`python -m bench.life`: where a submission's time goes."""

import re
import subprocess
import sys

import pytest


@pytest.mark.exhaustive
@pytest.mark.slow
def test_every_role_has_had_a_processor_and_every_notebook_its_time():
    command = [sys.executable, "-m", "bench.life", "--submissions", "1", "--jobs", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    roles = ("coordinator", "workers", "kernels and", "oracle", "what kernels", "all", "wall")
    notebooks = ("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch")
    for name in (*roles, *notebooks):
        found = re.search(rf"^ *{name}.* (\d+\.\d\d)", run.stdout, re.MULTILINE)
        assert found, name
        assert float(found[1]) > 0, name
