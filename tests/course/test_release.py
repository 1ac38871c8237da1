"""What students are handed: made from the source, and no solution in it."""

import re
import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.assignments import ASSIGNMENTS
from autograder.exercises import EXERCISES
from tests.course.commands import BIN, new_course, run

pytestmark = pytest.mark.course

SOLUTION = re.compile(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", flags=re.DOTALL)


def files_of(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory):
    course = new_course(tmp_path_factory.mktemp("course") / "cnn")
    for assignment in ASSIGNMENTS:
        done = run(course, "nbgrader", "generate_assignment", assignment.name)
        assert done.returncode == 0, done.stderr
    return course / "release"


def test_the_committed_release_equals_a_rebuild(rebuilt):
    assert files_of(Path("release")) == files_of(rebuilt)


def solution_lines():
    for path in Path("source").glob("*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            for solution in SOLUTION.findall(cell.source):
                yield from (
                    line.strip() for line in solution.splitlines() if len(line.strip()) > 24
                )


def test_no_line_of_a_solution_is_handed_out(rebuilt):
    lines = set(solution_lines())
    assert len(lines) > 60
    handed_out = "\n".join(
        cell.source
        for path in rebuilt.glob("*/*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    )
    assert [line for line in lines if line in handed_out] == []
    assert "SOLUTION" not in handed_out
    assert "cnn_reference" not in handed_out


@pytest.fixture(scope="module")
def student_wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    done = run(Path(), str(BIN / "python"), "-m", "pip", "wheel", *options, "./student")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_students_package_holds_no_solution(student_wheel):
    with zipfile.ZipFile(student_wheel) as wheel:
        names = wheel.namelist()
        code = "\n".join(wheel.read(name).decode() for name in names if name.endswith(".py"))
    folders = {name.split("/")[0] for name in names if ".dist-info" not in name}
    assert folders == {"autograder", "mnist_data"}
    assert {"autograder/checking.py", "autograder/exercises/convolution.py"} < set(names)
    assert not any("grading" in name or "cnn_reference" in name for name in names)
    assert "import cnn_reference" not in code
    assert "from cnn_reference" not in code
    arrays = {name for name in names if name.endswith((".npz", ".npy", ".h5", ".keras"))}
    assert arrays == {"mnist_data/mnist.npz"}  # no trained weights


@pytest.mark.slow
def test_the_release_runs_with_the_students_package_alone(student_wheel, tmp_path):
    """A new environment that sees this one's libraries, but not this repository."""
    python = tmp_path / "venv" / "bin" / "python"
    assert run(tmp_path, str(BIN / "python"), "-m", "venv", "--without-pip", "venv").returncode == 0
    site = next((tmp_path / "venv" / "lib").glob("python*/site-packages"))
    libraries = next(BIN.parent.glob("lib/python*/site-packages"))
    (site / "libraries.pth").write_text(f"{libraries}\n", encoding="utf-8")
    with zipfile.ZipFile(student_wheel) as wheel:
        wheel.extractall(site)
    (tmp_path / "run.py").write_text(RUN_RELEASE, encoding="utf-8")
    release = Path("release").resolve()
    done = run(tmp_path, str(python), "run.py", str(release))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["0.0"] * len(EXERCISES)


RUN_RELEASE = """
import importlib.util, pathlib, shutil, sys
import nbformat
from nbclient import NotebookClient
from autograder.exercises import NOTEBOOKS

assert importlib.util.find_spec("cnn_reference") is None
shutil.copytree(sys.argv[1], "release")
for name in NOTEBOOKS:
    path = pathlib.Path("release", f"{name}.ipynb")
    notebook = nbformat.read(path, 4)
    where = {"metadata": {"path": str(path.parent)}}
    client = NotebookClient(notebook, timeout=300, resources=where)
    client.execute()
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "execute_result" and cell.id.startswith("check-"):
                print(output.data["text/plain"])
"""
