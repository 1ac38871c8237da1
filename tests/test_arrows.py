"""Arrows between packages go one way, and a new one that goes the other way is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PACKAGES = ("autograder", "bench", "cnn_reference", "demo", "figures", "mnist_data", "tools")
AGAINST = [  # a module, what it must not import, and the contract that says so
    ("vocabulary/inputs.py", "autograder.truth.quiet", "The rooms of the autograder"),
    ("answer/call_answer.py", "autograder.judge.comparison", "The rooms of the autograder"),
    ("judge/comparison.py", "autograder.messages.text", "The rooms of the autograder"),
    ("exercises/pooling.py", "autograder.grading.sandbox.level", "The rooms of the autograder"),
    ("grading/sandbox/level.py", "autograder.grading.intake.parse", "The rooms of the grading"),
    ("grading/pages/feedback.py", "autograder.grading.sandbox.limits", "The rooms of the grading"),
    ("grading/intake/repair.py", "autograder.grading.execution.oracle", "The rooms of the grading"),
    ("grading/execution/oracle.py", "autograder.grading.intake.clean_copies", "Who runs"),
    ("grading/execution/outputs.py", "autograder.grading.pages.safe_html", "The pages"),
    ("grading/sandbox/level.py", "autograder.exercises", "The sandbox knows no exercise"),
    ("misconceptions/pooling.py", "cnn_reference", "The solution is imported by what grades"),
    ("notebooks/plots.py", "demo.answers", "What is installed"),
    ("exercises/pooling.py", "autograder.exercises.convolution", None),  # as it may
    ("messages/evidence.py", "autograder.messages.html", "No circles"),
]


def lint(folder):
    program = str(Path(sys.executable).with_name("lint-imports"))
    return subprocess.run(
        [program, "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        for path in (PROJECT / package).rglob("*.py"):
            target = folder / path.relative_to(PROJECT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    shutil.copyfile(PROJECT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def test_all_contracts_are_kept():
    told = lint(PROJECT)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize(("module", "imported", "contract"), AGAINST)
def test_an_arrow_the_other_way_is_noticed(copy, module, imported, contract):
    path = copy / "autograder" / module
    before = path.read_text()
    path.write_text(f"{before}\nimport {imported}\n")
    try:
        told = lint(copy)
    finally:
        path.write_text(before)
    broken = [line for line in told.stdout.splitlines() if " BROKEN" in line]
    if contract is None:
        assert not broken
    else:
        assert any(line.startswith(contract) for line in broken), told.stdout


def test_a_room_that_no_contract_names_is_noticed(copy):
    room = copy / "autograder" / "attic"
    room.mkdir()
    (room / "__init__.py").touch()
    try:
        told = lint(copy)
    finally:
        shutil.rmtree(room)
    assert told.returncode != 0
    assert "attic" in told.stdout


def test_the_solution_that_imports_the_autograder_is_noticed(copy):
    path = copy / "cnn_reference" / "pooling.py"
    before = path.read_text()
    path.write_text(f"{before}\nimport autograder.vocabulary.inputs\n")
    try:
        told = lint(copy)
    finally:
        path.write_text(before)
    assert "The solution is written without the autograder BROKEN" in told.stdout
