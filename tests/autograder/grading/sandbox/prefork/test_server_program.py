"""What a fork server does before it forks."""

import gc
import sys

from autograder.grading.sandbox.prefork.server_program import _import

MODULE = "import gc\nwas_on = gc.isenabled()\n"


def test_imports_are_made_with_the_collector_off_and_are_left_alone(tmp_path, monkeypatch):
    (tmp_path / "imported_by_a_test.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    try:
        _import(["imported_by_a_test"])
        assert not sys.modules.pop("imported_by_a_test").was_on
        assert gc.isenabled()
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
