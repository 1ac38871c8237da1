"""The notebooks in Colab, with its libraries, and with the oldest libraries that are allowed."""

import os
import shutil
import subprocess
import sys
import tomllib
from importlib import util
from pathlib import Path

import nbformat
import pytest

from autograder.assignments import ASSIGNMENTS
from autograder.exercises import NOTEBOOKS
from autograder.grading.kit import write_kit
from demo.classroom import TRAINED
from tests.student.colab import WIDGETS, run_in_colab, write_stand_in

VIEW = "application/vnd.jupyter.widget-view+json"
WHEEL = "cnn_lab_student-1.0-py3-none-any.whl"
SET_UP = {
    str(path): next(c.source for c in nbformat.read(path, as_version=4).cells if c.id == "colab")
    for path in (*Path("source").glob("*/*.ipynb"), *Path("examples").glob("*/source/*/*.ipynb"))
}


@pytest.fixture
def colab(tmp_path, monkeypatch):
    """Be where Colab's cells run, the lab not installed; return what pip is asked for."""
    asked = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(write_stand_in(tmp_path / "stand_in"))
    for name in ("google", "google.colab", "google.colab.files", "google.colab.output"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    monkeypatch.setattr(subprocess, "run", lambda command, check: asked.append(command))
    return asked


def choose(monkeypatch, folder, **files):
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content)
    monkeypatch.setenv("CHOSEN", os.pathsep.join(str(folder / name) for name in files))


@pytest.mark.parametrize("notebook", sorted(SET_UP))
def test_what_is_chosen_is_installed_and_a_second_try_is_like_the_first(
    notebook, colab, tmp_path, monkeypatch
):
    """Colab calls a file `… (1).whl` if one of its name is there, and pip takes no such name."""
    for content in ("half of it", "all of it"):
        choose(monkeypatch, tmp_path / "downloads", **{WHEEL: content, "1_a.ipynb": content})
        exec(SET_UP[notebook], {})  # noqa: S102 - the lab's own cell
        assert colab.pop() == [sys.executable, "-m", "pip", "install", "--quiet", WHEEL]
        assert Path(WHEEL).read_text() == Path("1_a.ipynb").read_text() == content


@pytest.mark.parametrize("notebook", sorted(SET_UP))
def test_without_the_wheel_it_is_said_where_it_is(notebook, colab, tmp_path, monkeypatch):
    choose(monkeypatch, tmp_path / "downloads", **{"lab6-kit.zip": "the kit"})
    with pytest.raises(FileNotFoundError, match=r"Choose the .*\.whl file.*the kit"):
        exec(SET_UP[notebook], {})  # noqa: S102
    assert colab == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kit")
    shutil.unpack_archive(write_kit(Path("release"), folder), folder)
    return next(folder.glob("*/*.whl"))


def oldest():
    """Return the least that the students' package asks for."""
    project = tomllib.loads(Path("student/pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [needed.replace(">=", "==") for needed in project["dependencies"]]


COLAB = """
    anywidget==0.9.18 ipykernel==6.17.1 ipython==7.34.0 ipywidgets==7.7.1 jupyter-client==7.4.9
    keras==3.10.0 matplotlib==3.10.0 numpy==2.0.2 pyzmq==26.2.1 setuptools==75.2.0
    tensorflow==2.19.0 tornado==6.5.1 traitlets==5.7.1
"""
"""What Colab had from August 2025 to February 2026."""
PLACES = {
    "Colab": ("python3.12", COLAB.split()),
    "oldest": ("python3.11", [*oldest(), "ipykernel"]),
}


def runs(name):
    return shutil.which(name) and subprocess.run([name, "-V"], check=False).returncode == 0


@pytest.fixture(scope="module", params=PLACES)
def python(request, tmp_path_factory):
    name, packages = PLACES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    if not runs(name) and sys.version_info >= (3, 13):
        pytest.skip(f"These TensorFlows have no release for Python 3.13, and {name} is not here.")
    base = name if runs(name) else sys.executable
    subprocess.run([base, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


@pytest.fixture(scope="module")
def executed(python, wheel, tmp_path_factory):
    """The solved notebooks, each in a runtime of its own, to which its author uploads the rest."""
    folder = tmp_path_factory.mktemp("runtimes")
    done = {}
    for assignment in ASSIGNMENTS:
        weights = folder / assignment.name / assignment.left_files[0]
        weights.parent.mkdir()
        shutil.copy(TRAINED[assignment.name], weights)
        notebooks = [Path("source").resolve() / f"{path}.ipynb" for path in assignment.paths]
        for path, notebook in zip(assignment.paths, notebooks, strict=True):
            chosen = [wheel, weights, *(one for one in notebooks if one != notebook)]
            done[path] = run_in_colab(python, notebook, folder / notebook.stem, chosen)
    return done


def outputs(notebooks):
    for path, notebook in notebooks.items():
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                yield path, cell, output


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.notebooks
def test_all_cells_of_all_notebooks_run_and_show_what_they_show_here(executed):
    shown = list(outputs(executed))
    said = [(path, cell.id, one) for path, cell, one in shown if one.get("name") == "stderr"]
    assert [one for one in shown if one[2].output_type == "error"] == []
    assert [one for one in said if one[1] != "colab"] == []  # where pip may say something
    points = dict.fromkeys(NOTEBOOKS, 0)
    for path, cell, output in shown:
        if "explore" in cell.id or "see-edges" in cell.id:
            assert output.data.keys() == {"text/plain", "text/html", VIEW}, cell.id
            assert output.metadata[VIEW]["colab"]["custom_widget_manager"]["url"] == WIDGETS
        elif "Figure(" in output.get("data", {}).get("text/plain", ""):
            assert output.data["image/png"]
        elif cell.id.startswith("check-") and "data" in output:
            points[path] += float(output.data["text/plain"])
    assert points == {
        path: sum(exercise.points for exercise in exercises)
        for path, exercises in NOTEBOOKS.items()
    }
    assert sum("image/png" in output.get("data", {}) for _, _, output in shown) >= 10
