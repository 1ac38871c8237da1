"""What each process of a run imports first."""

import gc
import importlib
import subprocess
import sys

import pytest

from autograder.grading.batch import command
from autograder.grading.batch.app import GradeApp
from autograder.grading.batch.executors import local_executor

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


@pytest.mark.parametrize(
    ("arguments", "starts"),
    [
        (["grade", "lab6"], True),
        (["grade", "lab6", "--student=hana"], True),
        (["grade", "--help"], False),
        (["grade", "lab6", "-h"], False),
        (["grade", "lab6", "--scheduler=tcp://10.0.0.5:8786"], False),
        (["report", "lab6"], False),
    ],
)
def test_what_forks_workers_is_started_before_the_slow_imports(monkeypatch, arguments, starts):
    happened = []

    class Module:
        @staticmethod
        def main(rest):
            happened.append(rest)

    monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
    monkeypatch.setattr(local_executor, "start_fork_server", lambda: happened.append("started"))
    monkeypatch.setattr(command.importlib, "import_module", lambda name: Module)
    with pytest.raises(SystemExit):
        command.main()
    assert happened == [*(["started"] if starts else []), arguments[1:]]


def test_the_collector_has_no_part_in_imports_and_in_the_end(monkeypatch):
    is_on, frozen = [], gc.get_freeze_count()

    class Module:
        @staticmethod
        def main(rest):
            is_on.append(gc.isenabled())
            gc.unfreeze()

    def imported(name):
        is_on.append(gc.isenabled())
        return Module

    monkeypatch.setattr(sys, "argv", ["autograder", "report", "lab6"])
    monkeypatch.setattr(command.importlib, "import_module", imported)
    with pytest.raises(SystemExit):
        command.main()
    try:
        assert is_on == [False, True]
        assert gc.get_freeze_count() > max(frozen, 10_000)
    finally:
        gc.unfreeze()


@pytest.mark.parametrize(
    ("options", "keeps"),
    [
        (["--TrustedExecute.seed=abc"], True),
        ([], False),
        (["--TrustedExecute.seed=abc", "--anew"], False),
        (["--TrustedExecute.seed=abc", "--TrustedExecute.minimum_level=NONE"], False),
    ],
)
def test_what_keras_said_is_kept_where_verdicts_are_and_the_seed_is_set(tmp_path, options, keeps):
    app = GradeApp()
    app.initialize(["lab6", f"--course-dir={tmp_path}", *options])
    assert (app._expected_before() is not None) == keeps
