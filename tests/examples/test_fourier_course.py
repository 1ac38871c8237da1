"""A lab of another package: the commands of its page, from an empty folder, word for word.

They run in an environment that sees this one's libraries, in place of cloning and installing them.
"""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.course.commands import BIN, ENVIRONMENT, run

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "fourier_course"
PAGE = (ROOT / "docs" / "another-lab.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```\n(git clone .*?)^```", PAGE, re.DOTALL | re.MULTILINE)[0].splitlines()
CLONE, MAKE, ACTIVATE, COPY, INSTALL, *REST = COMMANDS
PROGRAMS = {
    "nbgrader": "-m nbgrader",
    "autograder": '-c "from autograder.grading.batch.command import main; main()"',
}


def test_there_are_ten_commands():
    assert len(COMMANDS) == 10
    assert MAKE == "make -C cnn-lab .venv/ready"
    assert ".venv/ready:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert ACTIVATE == "source cnn-lab/.venv/bin/activate"


def test_what_the_page_shows_of_the_example_stands_there():
    project = (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
    lab = (EXAMPLE / "fourier_lab" / "__init__.py").read_text(encoding="utf-8")
    toml, python = (
        re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)[0] for kind in ("toml", "python")
    )
    assert toml in project
    assert python in lab
    tree = re.findall(r"```\nmy-course/\n(.*?)```", PAGE, re.DOTALL)[0]
    for name in re.findall(r"^ {4}(\S+)", tree, re.MULTILINE):
        assert (EXAMPLE / name).exists()
    for name in re.findall(r"^ {8}(\S+)", tree, re.MULTILINE):
        assert (EXAMPLE / "fourier_lab" / name).exists()


def test_what_is_handed_in_is_the_notebook_with_other_answers():
    source = {cell.id: cell for cell in _cells(EXAMPLE / "source" / "fourier")}
    for folder in (EXAMPLE / "handed_in").glob("*/fourier"):
        handed_in = _cells(folder)
        assert [cell.id for cell in handed_in] == list(source)
        for cell in handed_in:
            if cell.id not in {"dft", "low_pass"}:
                assert cell.source == source[cell.id].source


def _cells(folder):
    return nbformat.read(folder / "1_transform.ipynb", as_version=4).cells


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory):
    """An empty folder but for what the first three commands make, and its environment."""
    folder = tmp_path_factory.mktemp("adopter")
    (folder / "cnn-lab").mkdir()
    (folder / "cnn-lab" / "examples").symlink_to(ROOT / "examples")
    made = folder / "cnn-lab" / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(made)], check=True)
    site = next((made / "lib").glob("python*/site-packages"))
    libraries = next(BIN.parent.glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(f"{libraries}\n{ROOT}\n", encoding="utf-8")
    programs = PROGRAMS | {"pip": f'-m pip --python "{made}/bin/python"'}
    for name, program in programs.items():
        python = sys.executable if name == "pip" else f"{made}/bin/python"
        offline = "--no-build-isolation --no-deps" if name == "pip" else ""
        script = made / "bin" / name
        script.write_text(f'#!/bin/sh\nexec "{python}" {program} "$@" {offline}\n')
        script.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def course(empty_folder):
    """The course, after all commands but the first two."""
    script = "\n".join(["set -e", ACTIVATE, COPY, INSTALL, *REST])
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONPATH"}
    done = run(empty_folder, "bash", "-c", script, environment=environment)
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-3000:]
    return empty_folder / "my-course"


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.course
def test_it_is_installed_where_the_commands_say(course):
    site = next((course.parent / "cnn-lab" / ".venv" / "lib").glob("python*/site-packages"))
    assert list(site.glob("fourier_lab-*.dist-info"))
    assert not list(BIN.parent.glob("lib/python*/site-packages/fourier_lab-*"))


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.course
def test_the_submissions_get_the_points_that_the_page_says(course):
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        scores = {one.student.id: one.score for one in gradebook.assignment_submissions("fourier")}
    assert scores == {"ada": 10, "bea": 1, "cleo": 6}
    assert "get 10, 1 and 6 points" in PAGE


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.course
def test_their_mistakes_are_named(course):
    for student, code in (("bea", "DFT-SIGN"), ("cleo", "LOW-PASS-ONE-SHORT")):
        graded = course / "autograded" / student / "fourier" / "1_transform.ipynb"
        assert code in graded.read_text(encoding="utf-8")
        assert code in (course / "report" / "fourier" / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.course
def test_the_kit_holds_both_packages_and_no_solution(course):
    with zipfile.ZipFile(course / "dist" / "fourier-kit.zip") as kit:
        names = {name.partition("/")[2] for name in kit.namelist()}
        wheels = sorted(name for name in names if name.endswith(".whl"))
        notebook = kit.read("fourier-kit/fourier/1_transform.ipynb").decode()
        first = json.loads(kit.read("fourier-kit/assignments.json"))
        with kit.open(f"fourier-kit/{wheels[1]}") as file, zipfile.ZipFile(file) as wheel:
            brought = {name.partition("/")[0] for name in wheel.namelist()}
    assert [name.partition("-")[0] for name in wheels] == ["cnn_lab_student", "fourier_lab"]
    assert brought == {"fourier_lab", "fourier_lab-1.0.dist-info"}
    assert "SOLUTION" not in notebook
    assert "np.outer(count" not in notebook
    assert first == {"fourier": "1_transform.ipynb"}  # and nothing of this repository's lab


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.course
def test_the_example_s_own_tests_pass(course):
    done = run(
        course, f"{course.parent}/cnn-lab/.venv/bin/python", "-m", "pytest", "-q", "-p", "no:xdist"
    )
    assert done.returncode == 0, done.stdout[-3000:]
