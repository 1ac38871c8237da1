"""What each process of a run imports first."""

import importlib
import subprocess
import sys

import pytest

from autograder.grading.batch import command

SLOW = {"nbgrader", "nbconvert", "keras", "tensorflow"}


def test_the_command_imports_nothing_slow():
    program = "import autograder.grading.batch.command, sys; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert SLOW.isdisjoint(told.stdout.split())


def test_help_lists_every_subcommand(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["autograder", "--help"])
    command.main()
    said = capsys.readouterr().out
    for name, (_, purpose) in command.SUBCOMMANDS.items():
        assert f"  {name}" in said
        assert purpose in said


@pytest.mark.parametrize("arguments", [[], ["gradde", "lab6"]])
def test_what_is_no_subcommand_gets_the_list(monkeypatch, arguments):
    monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
    with pytest.raises(SystemExit, match="autograder COMMAND ASSIGNMENT"):
        command.main()


@pytest.mark.parametrize("name", command.SUBCOMMANDS)
def test_every_subcommand_has_a_main(name):
    module, _ = command.SUBCOMMANDS[name]
    assert callable(importlib.import_module(module).main)
