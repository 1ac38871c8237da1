"""`python -m bench.explorer` draws a digit again and again, and says how long it took."""

import re
import sys

import pytest

from bench import explorer

pytestmark = pytest.mark.browser


@pytest.mark.skipif(sys.platform != "linux", reason="drives Debian's Chromium")
def test_every_change_is_measured(chromium, monkeypatch, capsys):
    monkeypatch.setattr(explorer, "ROUNDS", 3)
    explorer.main()
    assert len(re.findall(r"│ +\d+ ms │", capsys.readouterr().out)) == len(explorer.CHANGES)
