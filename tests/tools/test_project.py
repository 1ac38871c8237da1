"""What surrounds the code: one version, licences, and what looks at a commit."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import autograder

PROJECTS = (Path("pyproject.toml"), Path("student/pyproject.toml"))
HOOKS = [
    hook
    for repository in yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"]
    for hook in repository["hooks"]
]


def read(project):
    return tomllib.loads(project.read_text(encoding="utf-8"))


@pytest.mark.parametrize("project", PROJECTS, ids=str)
def test_the_version_is_said_in_one_place(project):
    content = read(project)
    assert content["project"]["dynamic"] == ["version"]
    place = project.parent / content["tool"]["hatch"]["version"]["path"]
    assert place.resolve() == Path(autograder.__file__).resolve()
    assert autograder.__version__ not in project.read_text(encoding="utf-8")


def test_the_changelog_says_what_a_version_and_what_its_tag_is():
    text = Path("CHANGELOG.md").read_text(encoding="utf-8")
    assert f"`v{autograder.__version__}`" in text
    assert "`autograder.labs`" in text.partition("## ")[0]


def test_the_changelog_tells_of_this_version():
    headings = re.findall(r"^## (\S+?),? ", Path("CHANGELOG.md").read_text(), re.MULTILINE)
    assert headings[0] == autograder.__version__


@pytest.mark.parametrize("project", PROJECTS, ids=str)
def test_code_and_data_have_their_licences(project):
    content = read(project)["project"]
    assert content["license"] == "BSD-3-Clause AND CC-BY-SA-3.0"
    for path in content.get("license-files", ()):
        assert (project.parent / path).is_file()


@pytest.mark.parametrize("package", ["autograder", "cnn_reference", "mnist_data"])
def test_packages_carry_their_types(package):
    assert (Path(package) / "py.typed").is_file()


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_commit_is_looked_at_by_what_is_installed(hook):
    program, *arguments = hook["entry"].split()
    assert hook["language"] == "system"
    if program == "make":
        (target,) = arguments
        assert re.search(rf"^{target}:", Path("Makefile").read_text(), re.MULTILINE)
    else:
        assert program.startswith(".venv/bin/")
        assert (Path(sys.executable).parent / Path(program).name).exists()


def test_nothing_is_fetched_to_look_at_a_commit():
    repositories = yaml.safe_load(Path(".pre-commit-config.yaml").read_text())["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
