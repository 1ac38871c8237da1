"""`python -m bench.explorer` draws a digit again and again, and says how long it took."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from bench.explorer import CHANGES


@pytest.mark.browser
@pytest.mark.exhaustive
@pytest.mark.slow
def test_every_change_is_measured():
    if shutil.which("chromium") is None:
        assert not os.environ.get("AUTOGRADER_REQUIRE_BROWSER")
        pytest.skip("there is no chromium here: apt-get install chromium")
    run = subprocess.run(
        [sys.executable, "-m", "bench.explorer", "--rounds", "3"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert len(re.findall(r"│ +\d+ ms +│ +\d+ ms +│", run.stdout)) == len(CHANGES)
