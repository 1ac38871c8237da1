"""A cell that ends its kernel costs no other cell a point, and the same each time."""

import shutil
import time
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.execution import execute, one_kind
from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.execution.interview import Interview
from autograder.grading.execution.oracle_process import exercise_of_run
from autograder.grading.sandbox.level import Level, probe
from autograder.vocabulary.outcome import Outcome

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
)
RELU = "def relu(x):\n    return np.maximum(x, 0)"
SOFTMAX = (
    "def softmax(x):\n    e = np.exp(x - np.max(x, -1, keepdims=True))\n"
    "    return e / e.sum(-1, keepdims=True)"
)
DENSE = "def dense(x, kernel, bias):\n    return np.asarray(x) @ kernel + bias"


def check(name, points):
    marks = {"grade": True, "grade_id": f"check-{name}", "points": points, "solution": False}
    return new_code_cell(f"check({name!r}, {name})", metadata={"nbgrader": marks})


def run(*endings, **options):
    """Run three exercises with these cells before, between and after them."""
    setup = new_code_cell("import numpy as np\nfrom autograder import check")
    parts = [[setup, new_code_cell(RELU)], [check("relu", 1), new_code_cell(SOFTMAX)]]
    parts += [[check("softmax", 3), new_code_cell(DENSE)], [check("dense", 2)]]
    cells = [new_code_cell(source) for source in endings]
    merged = [cell for part, end in zip(parts, cells, strict=True) for cell in (*part, end)]
    notebook = new_notebook(cells=merged)
    resources = {"metadata": {"path": options.pop("folder")}}
    TrustedExecute(**options).preprocess(notebook, resources)
    return notebook


def points_of(notebook):
    return [
        float(cell.outputs[0].data["text/plain"])
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    ]


@pytest.mark.parametrize(
    ("cell", "is_repeatable"),
    [
        ("1 + 1", True),
        ("1 / 0", True),
        ("import os\nos._exit(0)", False),
        ("import time\ntime.sleep(60)", False),
        ("def relu(x):\n    while True:\n        pass", False),
    ],
    ids=["plain", "error", "ends its kernel", "cell too long", "answer too long"],
)
def test_what_met_no_limit_is_repeatable(tmp_path, monkeypatch, cell, is_repeatable):
    monkeypatch.setattr(execute, "exercise_of_run", in_a_second)
    setup = new_code_cell("import numpy as np\nfrom autograder import check")
    cells = [setup, new_code_cell(RELU), new_code_cell(cell), check("relu", 1)]
    run = TrustedExecute(cell_seconds=2)
    run.preprocess(new_notebook(cells=cells), {"metadata": {"path": str(tmp_path)}})
    assert run.is_repeatable is is_repeatable


class LongTurn:
    """A turn that comes after so many seconds of a clock that a test has in its hands."""

    def __init__(self, run, monkeypatch):
        self._run, self._late = run, 0.0
        clock = time.monotonic
        here = SimpleNamespace(monotonic=lambda: clock() + self._late)
        monkeypatch.setattr(one_kind, "time", here)

    def __enter__(self):
        self.kernel_was_there = self._run.km.has_kernel
        self._late = 1000.0

    def __exit__(self, *_):
        self.kernel_was_there &= self._run.km.has_kernel


def test_a_notebook_waits_for_its_turn_with_a_kernel_and_not_on_its_own_time(tmp_path, monkeypatch):
    setup = new_code_cell("import numpy as np\nfrom autograder import check")
    notebook = new_notebook(cells=[setup, new_code_cell(RELU), check("relu", 1)])
    run = TrustedExecute()
    turn = LongTurn(run, monkeypatch)
    monkeypatch.setattr(execute, "_SLOTS", [turn])
    run.preprocess(notebook, {"metadata": {"path": str(tmp_path)}})
    assert turn.kernel_was_there
    assert points_of(notebook) == [1]
    assert run.waited >= 1000
    assert run._end > time.monotonic() + 1000  # of its 900 seconds, and those it waited
    assert run.ran < 900


@pytest.mark.parametrize("warm", [True, False], ids=["warm", "cold"])
@pytest.mark.slow
def test_leaving_does_not_end_a_kernel_that_is_graded(tmp_path, warm):
    ends = "exit()", "quit()", "exit", "get_ipython().kernel.do_shutdown(restart=False)"
    notebook = run(*ends, folder=str(tmp_path), warm=warm, restarts=0)
    assert points_of(notebook) == [1, 3, 2]


def test_a_cell_that_kills_its_kernel_is_the_only_one_that_is_left_out(tmp_path):
    kill = "import os\nos.kill(os.getpid(), 9)"
    notebook = run("1 + 1", kill, "import os\nos._exit(0)", "exit()", folder=str(tmp_path))
    assert points_of(notebook) == [1, 3, 2]
    stopped = [
        cell.source
        for cell in notebook.cells
        if any(output.get("ename") == "Stopped" for output in cell.get("outputs", ()))
    ]
    assert stopped == [kill, "import os\nos._exit(0)"]
    nbformat.validate(notebook)


def test_what_others_kept_from_the_processor_is_asked_again_alone(tmp_path, monkeypatch):
    asked, locked = [], []
    ask, lock = Interview.ask, execute.alone_of_its_kind

    def is_late_at_first(self, exercise, is_over):
        offer = ask(self, exercise, is_over)
        asked.append(exercise.name)
        if asked.count("softmax") == 1 and exercise.name == "softmax":
            late = tuple(Outcome(timed_out=True) for _ in offer.outcomes)
            return replace(offer, outcomes=late)
        return offer

    def noting(kind, is_only_one=False):
        locked.append(is_only_one)
        return lock(kind, is_only_one=is_only_one)

    monkeypatch.setattr(Interview, "ask", is_late_at_first)
    monkeypatch.setattr(execute, "alone_of_its_kind", noting)
    monkeypatch.setattr(execute, "is_starved", lambda *_: False)
    nothing = "1 + 1", "1 + 1", "1 + 1", "1 + 1"
    assert points_of(run(*nothing, folder=str(tmp_path))) == [1, 0, 2]  # slow by itself
    assert locked == [False]
    del asked[:], locked[:]
    monkeypatch.setattr(execute, "is_starved", lambda *_: True)
    assert points_of(run(*nothing, folder=str(tmp_path))) == [1, 3, 2]
    assert asked == ["relu", "softmax", "dense", "softmax"]
    assert locked == [False, True]


def test_what_a_kernel_has_had_of_the_processors_is_known(tmp_path, monkeypatch):
    moments = []
    monkeypatch.setattr(
        execute, "is_starved", lambda begin, end: moments.append(end.kernel - begin.kernel)
    )
    monkeypatch.setattr(execute, "exercise_of_run", in_a_second)
    spin = "def relu(x):\n    while True:\n        pass"
    sleep = "import time\ndef softmax(x):\n    time.sleep(30)"
    assert points_of(run(spin, sleep, "1", "1", folder=str(tmp_path))) == [0, 0, 2]
    spun, slept = moments
    assert spun > 2 * slept


def in_a_second(name, seed):
    return replace(exercise_of_run(name, seed), seconds=2)
