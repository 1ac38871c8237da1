"""The page is followed to the letter, in a copy of the package."""

import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding-an-exercise.md").read_text()
DECLARATION, ENTRY, ANSWER, WRONG = (
    textwrap.dedent(block) for block in re.findall(r" *```python\n(.*?)```", PAGE, re.DOTALL)
)

SESSION = """
import numpy as np
from autograder import check, explain
from autograder.checking import check_answer
from autograder.exercises import EXERCISES, NOTEBOOKS
from autograder.judge.hidden_calls import with_hidden_calls

{answer}

{wrong}

exercise = EXERCISES["depthwise_conv2d"]
assert NOTEBOOKS["lab6/5_depthwise"] == (exercise,)
assert check("depthwise_conv2d", depthwise_conv2d).points == exercise.points == 4
fresh = with_hidden_calls(exercise, "a secret")
assert check_answer(fresh, depthwise_conv2d).passed
verdict = check("depthwise_conv2d", added_up)
assert verdict.misconceptions == (added_up.code,)
print(verdict)
assert explain(added_up.code).misconception.next_step in str(verdict)
assert explain(added_up.code).exercises == ("depthwise_conv2d",)
"""


@pytest.fixture
def copy(tmp_path):
    for package in ("autograder", "mnist_data"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "*.npz"),
        )
    mistakes = tmp_path / "tests" / "meta" / "mistakes.py"
    mistakes.parent.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "meta" / "mistakes.py", mistakes)
    return tmp_path


def test_the_page_s_file_and_cells_make_an_exercise(copy):
    (copy / "autograder" / "exercises" / "depthwise.py").write_text(DECLARATION)
    table = copy / "autograder" / "assignments.py"
    begun, entry_and_rest = table.read_text().split("LAB6 = ")
    _, rest = entry_and_rest.split("\n)\n", 1)
    declared = f"{begun}{ENTRY}{rest}"
    table.write_text(declared)
    (copy / "session.py").write_text(SESSION.format(answer=ANSWER, wrong=WRONG))
    run = subprocess.run(
        [sys.executable, "session.py"], cwd=copy, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "DEPTHWISE-CHANNELS-ADDED" in run.stdout
    assert "those of conv2d" in run.stdout
