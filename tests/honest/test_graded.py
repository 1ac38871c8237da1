"""Every honest submission earns what it must: graded by both commands, and at home.

A dozen by our command; before a release some of each family, by each command once; of those that
the intake makes the same of at most one (`test_taken_in.py` shows that they are). `python -m
tests.honest` grades them all, which takes a quarter of an hour, and says how long each takes.
"""

import shutil

import pytest

from autograder.grading.sandbox.level import Level, probe
from tests.honest.corpus import CORPUS
from tests.honest.grading import (
    AUTOGRADER_GRADE,
    NBGRADER_AUTOGRADE,
    class_of,
    expected,
    grade,
    is_green_only_at_home,
)
from tests.honest.home import at_home
from tests.honest.intake import without_doubles

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
    ),
]
RUNS = {
    "autograder grade": AUTOGRADER_GRADE,
    "nbgrader autograde": (*NBGRADER_AUTOGRADE, "--force"),
}


SHARE = 14
DOZEN = (
    *("colab", "copilot_lines", "utf_16", "merged_with_checks", "written_below", "exit_between"),
    *("browser_copy", "zip_of_a_mac", "originals_beside_copies", "model_keras", "cd_up"),
    *("weights_browser",),
)
"""At least one of each kind that has cost points."""


def dozen(variants):
    """Return those that stand for what has cost points."""
    return [variant for variant in variants if variant.name in DOZEN]


def some_of_each(variants):
    """Return the first of each family, every fourteenth after it, and the dozen."""
    by_family = {}
    for variant in variants:
        by_family.setdefault(variant.family, []).append(variant)
    some = {variant.name for family in by_family.values() for variant in family[::SHARE]}
    return [variant for variant in variants if variant.name in {*some, *DOZEN}]


CLASSES = [
    pytest.param((dozen, "autograder grade"), id="dozen"),
    *(
        pytest.param((some_of_each, run), id=f"some of each, {run}", marks=pytest.mark.exhaustive)
        for run in RUNS
    ),
]


@pytest.fixture(scope="module", params=CLASSES)
def graded(request):
    choose, run = request.param
    some = choose(CORPUS)
    with class_of(some) as course:
        chosen = without_doubles(course, some)
        for variant in some:
            if variant not in chosen:
                shutil.rmtree(course / "submitted" / variant.name)
        return chosen, grade(course, RUNS[run])


def lost(variants, points_of):
    """Name what is not as it must be."""
    return {
        variant.name: {
            name: points_of(variant).get(name)
            for name, points in expected(variant).items()
            if points_of(variant).get(name) != points
        }
        for variant in variants
        if points_of(variant) != expected(variant)
    }


def test_it_earns_what_it_must(graded):
    chosen, results = graded
    assert lost(chosen, lambda variant: results[variant.name].points) == {}


def test_a_person_reads_what_was_written(graded):
    chosen, results = graded
    assert {v.name: results[v.name].written for v in chosen} == {v.name: v.written for v in chosen}


def test_what_happened_is_said(graded, request):
    chosen, results = graded
    if request.node.callspec.params["graded"][1] == "nbgrader autograde":
        pytest.skip("nbgrader's own command says nothing")
    assert [v.name for v in chosen if v.said not in results[v.name].said] == []


@pytest.mark.exhaustive
def test_home_and_grading_agree():
    """What the docs say is lost when graded is there at home."""
    done = [variant for variant in some_of_each(CORPUS) if variant.work is not None]
    points = {variant.name: found for variant, found in at_home(done)}
    agree = [v for v in done if not is_green_only_at_home(v)]
    assert lost(agree, lambda variant: points[variant.name]) == {}
