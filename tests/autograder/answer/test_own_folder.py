"""Files are found beside the notebook, wherever its cells went."""

import json
import os
import sys
from types import SimpleNamespace

import IPython
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot

from autograder.answer import own_folder as module
from autograder.answer.own_folder import beside_notebook, found_beside, own_folder
from autograder.keras_exercises.observing import observe_weights
from autograder.notebooks import from_notebook, plot_history, save_history, training_is_due
from autograder.vocabulary.exercise import call

WEIGHTS = "mnist_cnn_weights.npz"


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The notebook's folder, left for another one."""
    home, away = tmp_path / "lab6", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    monkeypatch.setattr(module, "AT_IMPORT", home)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    monkeypatch.chdir(away)
    return home


def test_where_the_check_was_imported_is_home_if_nothing_else_is_known(home):
    assert own_folder() == home


def test_jupyter_tells_the_notebook(home, tmp_path, monkeypatch):
    told = tmp_path / "told"
    told.mkdir()
    monkeypatch.setenv("JPY_SESSION_NAME", str(told / "1_convolution.ipynb"))
    assert own_folder() == home  # there is no such notebook
    (told / "1_convolution.ipynb").touch()
    assert own_folder() == told


@pytest.mark.parametrize("session", ["", "3f1a-no-path", "\0", "x" * 5000 + ".ipynb"])
def test_a_session_without_a_path_tells_nothing(home, monkeypatch, session):
    if "\0" in session:
        monkeypatch.setattr(module.os, "environ", {"JPY_SESSION_NAME": session + ".ipynb"})
    else:
        monkeypatch.setenv("JPY_SESSION_NAME", session)
    assert own_folder() == home


def test_vs_code_tells_the_notebook(home, tmp_path, monkeypatch):
    told = tmp_path / "told"
    told.mkdir()
    (told / "a.ipynb").touch()
    main = sys.modules["__main__"]
    monkeypatch.setattr(main, "__vsc_ipynb_file__", str(told / "a.ipynb"), raising=False)
    assert own_folder() == told
    monkeypatch.setattr(main, "__vsc_ipynb_file__", 3)
    assert own_folder() == home


def test_where_the_kernel_was_started_is_home(home, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "AT_IMPORT", tmp_path)
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(starting_dir=str(home)))
    assert own_folder() == home
    for told in (3, str(tmp_path / "gone")):
        shell = SimpleNamespace(starting_dir=told)
        monkeypatch.setattr(IPython, "get_ipython", lambda shell=shell: shell)
        assert own_folder() == tmp_path


@pytest.mark.parametrize("cell", ["%cd ..", "!mkdir -p lab6\n%cd lab6", "import os\nos.chdir('/')"])
def test_a_shell_that_went_away(home, monkeypatch, cell, capsys):
    monkeypatch.setattr(module, "AT_IMPORT", home.parent)
    monkeypatch.chdir(home)
    (home / "1_convolution.ipynb").write_text(
        json.dumps({"cells": [{"cell_type": "code", "source": "def conv2d(x):\n    return x"}]})
    )
    np.savez(home / WEIGHTS, np.ones(3))
    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    shell.run_cell(cell).raise_error()
    assert os.getcwd() != str(home)  # noqa: PTH109
    assert from_notebook("1_convolution.ipynb", "conv2d")(3) == 3
    assert [list(one) for one in observe_weights(WEIGHTS, call())] == [[1, 1, 1]]
    assert beside_notebook(WEIGHTS) == str(home / WEIGHTS)
    assert not training_is_due(WEIGHTS)
    shell.history_manager.end_session()
    capsys.readouterr()


@pytest.mark.parametrize(
    "path",
    [
        f"/content/drive/MyDrive/{WEIGHTS}",
        f"C:\\Users\\me\\lab6\\{WEIGHTS}",
        f"weights/{WEIGHTS}",
        WEIGHTS,
    ],
)
def test_a_path_that_leads_nowhere_is_taken_by_its_name(home, path):
    assert observe_weights(path, call()).startswith(f"There is no weights file {path}. Train")
    np.savez(home / WEIGHTS, np.ones(3))
    assert len(observe_weights(path, call())) == 1


def test_the_own_folder_comes_before_where_we_are(home):
    for place in (home, home.parent / "away"):
        (place / WEIGHTS).write_text(place.name)
    assert found_beside(WEIGHTS).read_text() == "lab6"
    assert found_beside(home.parent / "away" / WEIGHTS).read_text() == "away"


def test_a_file_where_we_are_is_found_if_there_is_none_at_home(home):
    (home.parent / "away" / WEIGHTS).touch()
    assert beside_notebook(WEIGHTS) == WEIGHTS


def test_a_file_is_made_at_home(home, monkeypatch):
    assert beside_notebook(WEIGHTS) == str(home / WEIGHTS)
    assert training_is_due(WEIGHTS)
    save_history(SimpleNamespace(history={"loss": [1], "accuracy": [0]}), "history.json")
    assert (home / "history.json").exists()
    monkeypatch.setattr("matplotlib.pyplot.show", lambda: pyplot.close("all"))
    plot_history("history.json")
    monkeypatch.chdir(home)
    assert beside_notebook(WEIGHTS) == WEIGHTS


@pytest.mark.parametrize("path", ["", ".", "a\0b", "x" * 5000, "/", 3, None])
def test_what_is_no_path_of_a_file(home, path):
    assert isinstance(observe_weights(path, call()), str)
