"""The page of settings is complete, and its defaults and examples are those of the code."""

import ast
import functools
import importlib
import pkgutil
import re
from dataclasses import fields
from pathlib import Path

import pytest
from traitlets import HasTraits
from traitlets.config import Config

import autograder
from autograder.grading import configure
from autograder.grading.batch.app import GradeApp
from autograder.grading.sandbox.limits import SUBMISSION, Limits, in_words

PROJECT = Path(__file__).parents[2]
PAGE = (PROJECT / "docs" / "settings.md").read_text()
ROWS = [
    [column.strip() for column in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in PAGE.splitlines()
    if line.startswith("| `")
]
BY_NAME = {name: row for row in ROWS for name in re.findall("`(.+?)`", row[0])}
NOT_TO_BE_SET = {"`AUTOGRADER_ORACLE_FD`", "`c.CourseDirectory.directory_structure`"}
OF_A_PROCESS_OF_OURS = {"PATH", "OMP_NUM_THREADS", "MPLBACKEND"}


@functools.cache
def traits():
    """Find what can be set of our own classes, by the name that nbgrader_config.py has for it."""
    found = []
    for module in pkgutil.walk_packages(autograder.__path__, "autograder."):
        if not module.name.endswith("__main__"):
            found += vars(importlib.import_module(module.name)).values()
    ours = [each for each in found if isinstance(each, type) and issubclass(each, HasTraits)]
    return {
        f"c.{each.__name__}.{name}": (each, trait)
        for each in ours
        if each.__module__.startswith("autograder.")
        for name, trait in each.class_own_traits(config=True).items()
    }


OF_GRADING = [name for name in BY_NAME if name.startswith("c.TrustedExecute.")]


def test_every_row_has_a_default_a_meaning_and_an_example():
    assert len(ROWS) > 40
    for name, default, meaning, example in ROWS:
        assert default, name
        assert meaning.endswith("."), name
        assert example or name in (
            "`AUTOGRADER_ORACLE_FD`",
            "`c.CourseDirectory.directory_structure`",
        )


def test_every_trait_is_on_the_page():
    assert {f"c.TrustedExecute.{name}" for name in ("memory", "seed", "warm")} <= traits().keys()
    assert [name for name in traits() if f"`{name}`" not in PAGE] == []


def test_the_page_has_no_trait_that_is_not_there():
    named = set(re.findall(r"`(c\.(?:TrustedExecute|GradeApp)\.\w+)`", PAGE))
    assert named <= traits().keys()


@pytest.mark.parametrize("name", OF_GRADING)
def test_the_default_is_that_of_the_trait(name):
    _, trait = traits()[name]
    assert ast.literal_eval(BY_NAME[name][1].strip("`")) == trait.default_value


@pytest.mark.parametrize("name", OF_GRADING)
def test_the_example_sets_it_to_something_else(name):
    owner, trait = traits()[name]
    setting, value = BY_NAME[name][3].strip("`").split(" = ")
    assert setting == name
    config = Config({owner.__name__: {trait.name: ast.literal_eval(value)}})
    assert getattr(owner(config=config), trait.name) == ast.literal_eval(value)
    assert ast.literal_eval(value) != trait.default_value


def test_every_option_of_the_command_is_on_the_page():
    long = {f"--{name}" for name in (*GradeApp.aliases, *GradeApp.flags) if len(name) > 1}
    short = {f"-{name}" for name in GradeApp.flags if len(name) == 1}
    assert {name for name in BY_NAME if name.startswith("-")} == long | short


def test_what_configure_sets_is_named():
    config = Config()
    configure(config)
    for section, traits in config.items():
        for name in traits:
            assert f"`c.{section}.{name}`" in PAGE


def test_what_the_course_s_own_file_sets_is_on_the_page():
    text = (PROJECT / "nbgrader_config.py").read_text()
    assert set(re.findall(r"^(c\.\w+\.\w+) =", text, re.MULTILINE)) <= BY_NAME.keys()


PACKAGES = ("autograder", "bench", "cnn_reference", "demo", "mnist_data", "tools")


def sources(*folders):
    return [path.read_text() for folder in folders for path in (PROJECT / folder).rglob("*.py")]


def test_every_variable_of_the_environment_is_on_the_page():
    asked = re.compile(r"""environ(?:\.get|\.setdefault)?[\[(]["']([A-Z_]+)["']""")
    texts = [*sources(*PACKAGES), (PROJECT / "tests" / "conftest.py").read_text()]
    found = {name for text in texts for name in asked.findall(text)} - OF_A_PROCESS_OF_OURS
    found.update(*(re.findall(r"\bAUTOGRADER_REQUIRE_[A-Z]+\b", text) for text in sources("tests")))
    assert {"CI", "TF_CPP_MIN_LOG_LEVEL", "AUTOGRADER_REQUIRE_SANDBOX"} <= found
    assert [name for name in found if name not in BY_NAME] == []


def test_every_variable_of_make_is_on_the_page():
    makefile = (PROJECT / "Makefile").read_text()
    to_be_set = dict(re.findall(r"^(\w+) \?= (.*)$", makefile, re.MULTILINE))
    used = set(re.findall(r"\$\(([A-Z_]+)\)", makefile))
    own = set(re.findall(r"^(?:export )?(\w+) :=", makefile, re.MULTILINE)) | {"CURDIR"}
    assert {"PYTHON", "PORT"} <= to_be_set.keys()
    for name in used - own:
        assert BY_NAME[name][1] == (f"`{to_be_set[name]}`" if name in to_be_set else "nothing")


def test_the_numbers_that_are_no_settings_are_those_of_the_module():
    numbers = PAGE.partition("## Numbers that are no settings")[2]
    for said in (
        f"{SUBMISSION.files} files and {in_words(SUBMISSION.beside)} beside its notebooks",
        f"{Limits.threads} threads, {in_words(Limits.file_size)} for one file",
    ):
        assert said in " ".join(numbers.split())
    assert {"memory", "processes", "disk"} < {each.name for each in fields(Limits)}
