"""`autograder grade --scheduler` on a real Dask cluster: same scores, whatever dies on the way."""

import os
import shutil
import signal
import subprocess

import pytest

from tests.course.commands import ENVIRONMENT, run
from tests.course.dask_cluster import MAY_START_PROCESSES, PRELOAD, certificates, cluster, until
from tests.course.gradebooks import GRADE, SEED, class_of, rows

pytestmark = pytest.mark.slow

IMPATIENT = ENVIRONMENT | {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "500ms"}
NOTEBOOKS = {
    "ada": {"3_mnist_cnn"},
    "hana": {"1_convolution", "2_pooling"},
    "mateo": {"1_convolution", "4_from_scratch"},
}
ONE_NOTEBOOK = ("--student=hana", "--notebook=2_pooling")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course with submissions, to be copied."""
    course = class_of(tmp_path_factory.mktemp("handed-in") / "course", "ada", "hana", "mateo")
    for student, notebooks in NOTEBOOKS.items():
        for path in (course / "submitted" / student / "lab6").glob("*.ipynb"):
            if path.stem not in notebooks:
                path.unlink()
    return course


@pytest.fixture(scope="module")
def expected(handed_in, tmp_path_factory):
    """What nbgrader gives."""
    course = shutil.copytree(handed_in, tmp_path_factory.mktemp("nbgrader") / "course")
    graded = run(course, "nbgrader", "autograde", "lab6", SEED)
    assert graded.returncode == 0, graded.stderr[-3000:]
    return rows(course)


@pytest.fixture
def course(handed_in, tmp_path):
    return shutil.copytree(handed_in, tmp_path / "course")


def begin(course, address, *options, environment=ENVIRONMENT):
    return subprocess.Popen(
        [*GRADE, "lab6", "--scheduler", address, *options],
        cwd=course,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def grade(course, address, *options, environment=ENVIRONMENT):
    grading = begin(course, address, *options, environment=environment)
    _, said = grading.communicate()
    return grading.returncode, said


@pytest.mark.exhaustive
def test_same_scores_and_a_worker_that_is_killed_is_replaced(course, expected, tmp_path):
    with cluster(tmp_path / "cluster") as running:
        before = running.workers(2)
        grading = begin(course, running.address, SEED)
        victim = next(iter(before))
        running.wait_until_busy(victim)
        os.kill(before[victim], signal.SIGKILL)
        _, said = grading.communicate()
        assert grading.returncode == 0, said[-3000:]
        after = running.workers(2)
        assert before[victim] not in after.values()
        assert len(after) == 2
    assert rows(course) == expected


@pytest.mark.exhaustive
def test_a_scheduler_goes_away_and_the_same_command_finishes_later(course, expected, tmp_path):
    with cluster(tmp_path / "cluster", workers=1) as running:
        running.workers(1)
        grading = begin(course, running.address, SEED)
        until(lambda: any(course.glob("autograded/*/lab6")))
        running.kill("scheduler")
        _, said = grading.communicate()
        assert grading.returncode == 1
        assert "went away. What is graded stays graded." in said
        assert "Traceback" not in said
        graded = [*course.glob("autograded/*/lab6")]
        assert graded

        running.kill("workers")
        running.start_scheduler()
        running.start_workers(*PRELOAD, number=1, **MAY_START_PROCESSES)
        running.workers(1)
        before = {path: path.stat().st_ino for path in graded}
        code, said = grade(course, running.address, SEED)
        assert code == 0, said[-3000:]
        assert {path: path.stat().st_ino for path in graded} == before
    assert rows(course) == expected


@pytest.mark.exhaustive
def test_tls_as_dask_is_configured_for_it(course, expected, tmp_path):
    variables, security = certificates(tmp_path)
    options = {"workers": 1, "variables": variables, "security": security}
    with cluster(tmp_path / "cluster", **options) as running:
        running.workers(1)
        code, said = grade(course, running.address)
        assert code == 1
        assert "does Dask's configuration name the certificates?" in said
        certified = ENVIRONMENT | variables
        code, said = grade(course, running.address, SEED, *ONE_NOTEBOOK, environment=certified)
        assert code == 0, said[-3000:]
    graded = {key: row for key, row in rows(course).items() if key[:2] == ("hana", "2_pooling")}
    assert graded == {key: expected[key] for key in graded}
    assert graded["hana", "2_pooling", "check-max_pool2d"][0] == 5


@pytest.mark.exhaustive
def test_a_worker_that_is_not_meant_for_it_gets_no_notebook(course, tmp_path):
    with cluster(tmp_path / "cluster", "--no-nanny", workers=1) as running:
        running.workers(1)
        code, said = grade(course, running.address)
    assert code == 1
    assert "was started without --preload autograder.grading.cluster" in said
    assert not (course / "autograded").exists()


@pytest.mark.exhaustive
def test_a_worker_that_may_start_no_processes_is_refused(course, tmp_path):
    with cluster(tmp_path / "cluster", workers=1, may_start_processes=False) as running:
        running.workers(1)
        code, said = grade(course, running.address)
        assert "This worker runs no notebooks" in running.log("workers")
    assert code == 1
    assert "DASK_DISTRIBUTED__WORKER__DAEMON=False" in said


def test_a_scheduler_without_workers_says_how_to_start_them(course, tmp_path):
    with cluster(tmp_path / "cluster", workers=0) as running:
        running.workers(0)
        code, said = grade(course, running.address)
    assert code == 1
    assert f"dask worker {running.address} --nthreads 1 --preload" in said


def test_no_scheduler_is_said_to_be_there(course):
    code, said = grade(course, "tcp://127.0.0.1:1", environment=IMPATIENT)
    assert code == 1
    assert "The scheduler at tcp://127.0.0.1:1 can't be reached" in said
    assert "Traceback" not in said


def test_without_dask_it_says_what_to_install(course, tmp_path):
    (tmp_path / "distributed.py").write_text("raise ImportError('not installed')")
    code, said = grade(course, "tcp://x:1", environment=ENVIRONMENT | {"PYTHONPATH": str(tmp_path)})
    assert code == 1
    assert "pip install 'cnn-lab[cluster]'" in said
