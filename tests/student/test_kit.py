"""What a student gets, tested on the zip itself."""

import hashlib
import io
import json
import os
import re
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import autograder
from autograder.assignments import ASSIGNMENTS
from autograder.grading.kit import write_kit
from tests.course.test_release import SOLUTION, solution_lines

RELEASE = Path("release")
KIT = f"{ASSIGNMENTS[0].name}-kit"
START = Path("student/kit/start.py")
REQUIREMENTS = "no-such-package-for-the-lab==1\n"


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    return write_kit(RELEASE, tmp_path_factory.mktemp("kit"))


@pytest.fixture(scope="module")
def contents(kit):
    """Every file of the kit by its name, those in the wheel included."""
    found = {}
    with zipfile.ZipFile(kit) as opened:
        for name in opened.namelist():
            found[name.removeprefix(f"{KIT}/")] = opened.read(name)
    wheel = next(name for name in found if name.endswith(".whl"))
    with zipfile.ZipFile(io.BytesIO(found.pop(wheel))) as opened:
        found |= {f"wheel/{name}": opened.read(name) for name in opened.namelist()}
    return found


def test_what_is_in_it(contents):
    names = {name for name in contents if not name.startswith("wheel/")}
    notebooks = {f"{path}.ipynb" for one in ASSIGNMENTS for path in one.paths}
    figures = {path.relative_to(RELEASE).as_posix() for path in RELEASE.glob("*/figures/*")}
    assert len(notebooks) >= 4
    beside = {"README.txt", "assignments.json", "requirements.txt", "start.py"}
    assert names == beside | notebooks | figures
    digits = [name for name in contents if name.endswith(".npz")]
    assert digits == ["wheel/mnist_data/mnist.npz"]  # once, and no trained weights
    assert {"wheel/autograder/LICENSE", "wheel/mnist_data/LICENSE"} <= set(contents)


def test_no_solution_is_in_it(contents):
    lines = set(solution_lines())
    assert len(lines) > 60
    for name, content in contents.items():
        assert "cnn_reference/" not in name
        assert "grading" not in name
        if name.endswith(".ipynb"):
            cells = json.loads(content)["cells"]
            text = "\n".join("".join(cell["source"]) for cell in cells)
            assert not SOLUTION.search(text)
            assert "cnn_reference" not in text
            code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
            assert [line for line in lines if line in code] == [], name
        if name.endswith(".py"):
            assert not re.search(r"^\s*(import|from) cnn_reference", content.decode(), re.MULTILINE)


def test_building_again_gives_the_same_bytes(kit, tmp_path):
    again = write_kit(RELEASE, tmp_path)
    assert again.read_bytes() == kit.read_bytes()


def test_the_requirements_are_names_and_versions(contents):
    first, *pins = contents["requirements.txt"].decode().splitlines()
    assert first.startswith("# ")
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", pin) for pin in pins)
    names = {pin.split("==")[0] for pin in pins}
    assert {"jupyterlab", "keras", "matplotlib", "nbgrader", "numpy", "tensorflow"} <= names
    assert set(pins) <= set(Path("constraints.txt").read_text(encoding="utf-8").splitlines())


def test_a_place_that_has_keras_gets_nothing_else(contents):
    """Colab has its own notebook server, which JupyterLab's requirements would upset."""
    found = next(text for name, text in contents.items() if name.endswith("METADATA")).decode()
    needed = [line for line in found.splitlines() if line.startswith("Requires-Dist")]
    plain = {re.split(r"[ :<>=;]+", line)[1] for line in needed if "extra ==" not in line}
    assert {"keras", "matplotlib", "numpy", "tensorflow"} <= plain
    assert plain.isdisjoint({"jupyterlab", "nbgrader", "notebook"})
    assert not any("==" in line for line in needed if "extra ==" not in line)


def write_start(folder):
    """Write a kit of two assignments, without their notebooks."""
    shutil.copy(START, folder / "start.py")
    (folder / "assignments.json").write_text('{"a": "1_a.ipynb", "b": "1_b.ipynb"}')
    (folder / "requirements.txt").write_text(REQUIREMENTS, encoding="utf-8")


def make_installed(folder, python_does):
    """Let the environment be there already, with a Python that does something else."""
    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f"#!/bin/sh\n{python_does}\n", encoding="utf-8")
    python.chmod(0o755)
    installed = hashlib.sha256(REQUIREMENTS.encode()).hexdigest()
    (folder / ".venv" / "ready").write_text(installed, encoding="utf-8")
    for name in ("a", "b"):
        (folder / name).mkdir()


def start(folder, *arguments, before=""):
    """Run start.py as a student does; `before` runs first, in the same process."""
    write_start(folder)
    code = (
        f"import runpy, sys; sys.argv = {['start.py', *arguments]}; {before}\n"
        "runpy.run_path('start.py', run_name='__main__')"
    )
    nowhere = {"PIP_INDEX_URL": "https://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": ""}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wrong_python_is_told(tmp_path):
    done = start(tmp_path, before="sys.version_info = (3, 9, 2)")
    assert done.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert "this is 3.9" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_port_in_use_is_told(tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        done = start(tmp_path, "--port", str(listener.getsockname()[1]))
    assert done.returncode == 1
    assert "Choose another one, or leave --port out" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_readme_names_the_wheel_and_the_lab(contents, kit):
    text = contents["README.txt"].decode()
    with zipfile.ZipFile(kit) as opened:
        (wheel,) = (name for name in opened.namelist() if name.endswith(".whl"))
    assert f"%pip install {Path(wheel).name}" in text
    assert Path(wheel).name.startswith(f"cnn_lab_student-{autograder.__version__}-py3")
    assert text.startswith(ASSIGNMENTS[0].title)
    assert "$" not in text


@pytest.mark.parametrize(
    ("arguments", "opened"), [((), "a/1_a.ipynb"), (("a",), "a/1_a.ipynb"), (("b",), "b/1_b.ipynb")]
)
def test_the_first_assignment_opens_or_the_one_that_is_named(tmp_path, arguments, opened):
    """Its Python says what it opens, and where."""
    make_installed(tmp_path, 'echo "$(basename "$PWD")/$3"')
    done = start(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == opened


def test_jupyterlab_says_its_address_and_nothing_else(tmp_path):
    """With the libraries that are here, in place of an environment of the kit's own."""
    settings = f"JUPYTER_CONFIG_PATH='{tmp_path}/.venv/etc/jupyter'"
    make_installed(tmp_path, f"{settings} exec '{sys.executable}' \"$@\"")
    write_start(tmp_path)
    command = [sys.executable, "start.py", "--no-browser"]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        said = []
        for line in process.stderr:
            said.append(line.strip())
            if said[-1].startswith("http://127.0.0.1:"):
                break
        os.killpg(process.pid, signal.SIGTERM)
    notice, *rest = filter(None, said)
    assert notice.startswith("[C ")
    assert [line for line in rest if not re.match(r"To access|file:|Or copy|http:", line)] == []


def test_an_assignment_that_is_not_there_is_told(tmp_path):
    done = start(tmp_path, "c")
    assert done.returncode == 2
    assert "choose from" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.slow
@pytest.mark.exhaustive
def test_no_network_at_the_first_start_is_told_and_the_next_start_tries_again(tmp_path):
    for _ in range(2):
        done = start(tmp_path)
        assert done.returncode == 1
        assert "The first start needs a network" in done.stderr
    assert not (tmp_path / ".venv" / "ready").exists()


def test_start_is_read_by_old_pythons_and_shown_by_old_terminals():
    source = START.read_bytes()
    assert source.isascii()
    compile(source, "start.py", "exec", dont_inherit=True)
    assert not re.search(rb":=|\bmatch\b|removeprefix|: *\w+ *\| *\w+", source)


@pytest.mark.slow
@pytest.mark.exhaustive
def test_unpacked_installed_and_the_first_check_is_green(kit, tmp_path):
    """On an empty folder, from the kit alone; once it is installed, without a network."""
    with zipfile.ZipFile(kit) as opened:
        opened.extractall(tmp_path)
    folder = tmp_path / KIT
    environment = {name: os.environ[name] for name in os.environ if name != "PYTHONPATH"}

    def run(*command, **added):
        return subprocess.run(
            command,
            cwd=folder / "lab6",
            env=environment | added,
            capture_output=True,
            text=True,
            check=False,
        )

    done = run(sys.executable, "../start.py", "--install-only")
    assert done.returncode == 0, done.stderr

    nowhere = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    done = run(sys.executable, "../start.py", "--install-only", **nowhere)
    assert done.returncode == 0, done.stderr
    assert "Installing" not in done.stdout

    done = run("../.venv/bin/python", "-c", FIRST_CHECK, **nowhere)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["3.0"]


FIRST_CHECK = """
import importlib.util
import nbformat
from nbclient import NotebookClient

assert importlib.util.find_spec("cnn_reference") is None
notebook = nbformat.read("1_convolution.ipynb", as_version=4)
wanted = {"setup", "apply_window", "check-apply_window"}
notebook.cells = [cell for cell in notebook.cells if cell.id in wanted]
for cell in notebook.cells:
    answer = "return (window * kernel).sum()"
    cell.source = cell.source.replace("raise NotImplementedError()", answer)
NotebookClient(notebook).execute()
print(notebook.cells[-1].outputs[0].data["text/plain"])
"""


def test_what_was_unpacked_is_dated_today_and_what_was_written_keeps_its_date(tmp_path):
    date_anew = runpy.run_path(str(START))["date_anew"]
    zipped, written = tmp_path / "zipped.ipynb", tmp_path / "figures" / "written.ipynb"
    written.parent.mkdir()
    for path, seconds in ((zipped, 1580601600), (written, 1700000000)):
        path.touch()
        os.utime(path, (seconds, seconds))
    date_anew(tmp_path)
    assert zipped.stat().st_mtime > 1700000000
    assert written.stat().st_mtime == 1700000000
