"""A dozen honest submissions, made of one notebook's worth of trouble each, are graded right."""

import shutil

import pytest

from autograder.grading.sandbox.level import Level, probe
from tests.honest import corpus  # noqa: F401 - it fills them
from tests.honest.grading import AUTOGRADER_GRADE, class_of, expected, grade
from tests.honest.variant import VARIANTS

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
)
DOZEN = (
    *("colab", "copilot_lines", "utf_16", "merged_with_checks", "written_below", "exit_between"),
    *("browser_copy", "zip_of_a_mac", "originals_beside_copies", "model_keras", "cd_up"),
    *("weights_browser",),
)
"""At least one of each kind that has cost points."""


def test_a_dozen_earn_what_they_must():
    variants = [VARIANTS[name] for name in DOZEN]
    with class_of(variants) as course:
        results = grade(course, AUTOGRADER_GRADE)
    assert {name: result.points for name, result in results.items()} == {
        variant.name: expected(variant) for variant in variants
    }
    assert {name: result.written for name, result in results.items()} == {
        variant.name: variant.written for variant in variants
    }
