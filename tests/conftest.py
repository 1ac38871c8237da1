"""Set up what must be set before anything imports Keras, and how Hypothesis searches."""

import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("tests.hostile.checks_of_batch")

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Import nothing but tests: beside them lie answers, attacks, and half a Python."""
    is_other = collection_path.suffix == ".py" and not collection_path.name.startswith("test_")
    return True if is_other else None
