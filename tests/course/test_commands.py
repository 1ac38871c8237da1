"""nbgrader's own commands and pages, with the project's configuration."""

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from cnn_reference import TRAINED_WEIGHTS
from tests.course.commands import ENVIRONMENT, run
from tests.course.released import released_course

pytestmark = [pytest.mark.course, pytest.mark.slow]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return released_course(tmp_path_factory.mktemp("course") / "cnn")


def test_validate_tells_a_solved_notebook_from_an_untouched_one(course):
    solved = run(course / "source/lab6", "nbgrader", "validate", "2_pooling.ipynb")
    assert "Success! Your notebook passes all the tests." in solved.stdout
    untouched = run(course / "release/lab6", "nbgrader", "validate", "2_pooling.ipynb")
    assert "VALIDATION FAILED ON 2 CELL(S)" in untouched.stdout


def hand_in(course, student, name_of_folder):
    folder = course / "submitted" / student / "lab6"
    shutil.copytree(course / name_of_folder / "lab6", folder)
    shutil.copy(Path(str(TRAINED_WEIGHTS)), folder / "mnist_cnn_weights.npz")
    return folder


def test_grading_feedback_and_export(course):
    """One student has everything right, the other one "same" padding wrong."""
    hand_in(course, "ada", "source")
    wrong = hand_in(course, "bob", "source") / "1_convolution.ipynb"
    notebook = nbformat.read(wrong, as_version=4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("return zeros // 2, zeros - zeros // 2", "return 1, 1")
    nbformat.write(notebook, wrong)

    for command in ("autograde", "generate_feedback"):
        done = run(course, "nbgrader", command, "lab6")
        assert done.returncode == 0, done.stderr
    assert run(course, "nbgrader", "export").returncode == 0

    header, *rows = (course / "grades.csv").read_text(encoding="utf-8").splitlines()
    columns = header.split(",")
    scores = {
        row.split(",")[columns.index("student_id")]: float(row.split(",")[columns.index("score")])
        for row in rows
    }
    assert scores["ada"] == 96  # the other four are for a person to give
    lost = {"pad_same": 7, "strided_convolve2d": 1.5 + 1.5 + 0.5, "conv2d": 1 + 1 + 0.5}
    assert scores["bob"] == 96 - sum(lost.values())

    page = (course / "feedback/bob/lab6/1_convolution.html").read_text(encoding="utf-8")
    assert "SAME-ALWAYS-ONE" in page
    assert "data:image/svg+xml;base64" in page


def fetch(url, token, **data):
    request = urllib.request.Request(  # noqa: S310 - our own server
        url,
        data=json.dumps(data).encode() if data else None,
        headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as response:  # noqa: S310
        return response.read().decode()


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port, process):
    """Return as soon as something listens, or the process has ended."""
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return


@pytest.fixture
def server(course, free_port, tmp_path):
    command = ["jupyter", "lab", "--no-browser", "--allow-root", f"--port={free_port}"]
    settings = ["--IdentityProvider.token=secret", "--ServerApp.port_retries=0"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([*command, *settings], cwd=course, env=ENVIRONMENT, stderr=log)
        try:
            wait_for(free_port, process)
            yield f"http://127.0.0.1:{free_port}"
        finally:
            process.terminate()
            process.wait()


def test_formgrader_knows_the_assignment(server):
    assert "nbgrader formgrade" in fetch(f"{server}/formgrader/manage_assignments", "secret")
    assignments = json.loads(fetch(f"{server}/formgrader/api/assignments", "secret"))
    lab6 = next(assignment for assignment in assignments if assignment["name"] == "lab6")
    assert lab6["max_score"] == 100


def points(course, student):
    with Gradebook(f"sqlite:///{course}/gradebook.db", "cnn_lab") as gradebook:
        found = gradebook.find_submission("lab6", student)
        return {
            grade.name: grade.auto_score
            for notebook in found.notebooks
            for grade in notebook.grades
            if grade.name.startswith("check-")
        }


@pytest.mark.exhaustive
def test_the_button_and_the_api_give_the_scores_of_the_command(course, server):
    for student in ("command", "api", "button"):
        notebook = hand_in(course, student, "source") / "2_pooling.ipynb"
        written = nbformat.read(notebook, as_version=4)
        for cell in written.cells:
            cell.source = cell.source.replace("np.nanmean", "np.nansum")
        nbformat.write(written, notebook)

    assert run(course, "nbgrader", "autograde", "lab6", "--student=command").returncode == 0
    api = (
        "from nbgrader.apps import NbGraderAPI; from traitlets.config import Config; "
        "from nbgrader.apps import NbGrader; app = NbGrader(); app.load_config_file(); "
        "print(NbGraderAPI(config=app.config).autograde('lab6', 'api')['success'])"
    )
    assert run(course, sys.executable, "-c", api).stdout.strip().endswith("True")
    pressed = fetch(f"{server}/formgrader/api/submission/lab6/button/autograde", "secret", go=True)
    assert json.loads(pressed)["success"], pressed

    assert points(course, "command")["check-conv2d"] == 12
    assert points(course, "command") == points(course, "api") == points(course, "button")
