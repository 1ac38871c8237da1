"""Another installed package brings a lab. It is made up in a folder that Python looks into."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAB = """
from autograder.vocabulary.assignment import Assignment, Lab
from made_up import exercises

LAB = Lab((Assignment({name!r}, "Lab 0: Shifts", ("1_shifts",)),), (exercises,))
"""
EXERCISES = """
import numpy as np

from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.misconception import Misconception

NOTEBOOK = "lab0/1_shifts"
BACK = Misconception(
    "SHIFTED-BACK", "the other way", "You shift back.", "Add.", {"shift": (lambda x: x - 1,)}
)
shift = Exercise(
    name="shift",
    signature="(x)",
    expected=lambda x: x + 1,
    forbidden=("numpy.add",),
    misconceptions=(BACK,),
    cases=(Case("by one", 3, (call(np.arange(3.0)),), "Add 1."),),
)
EXERCISES = (shift,)
"""


@pytest.fixture
def package(tmp_path):
    """A package as it lies where it was installed, with what tells Python of it."""
    (tmp_path / "made_up").mkdir()
    (tmp_path / "made_up" / "__init__.py").write_text(LAB.format(name="lab0"), encoding="utf-8")
    (tmp_path / "made_up" / "exercises.py").write_text(EXERCISES, encoding="utf-8")
    told = tmp_path / "made_up_lab-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up-lab\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[autograder.labs]\nshifts = made_up:LAB\n")
    (told / "RECORD").write_text(
        "made_up/__init__.py,,\nmade_up_lab-1.0.dist-info/entry_points.txt,,\n"
    )
    return tmp_path


def python(folder, program):
    """Run a program where the package is installed; return what it prints."""
    (folder / "program.py").write_text(program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "program.py"],
        env={"PYTHONPATH": f"{folder}:{ROOT}", "TF_CPP_MIN_LOG_LEVEL": "3"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr.strip().rpartition("\n")[2]


def test_its_exercises_are_checked_and_its_mistakes_explained(package):
    said = python(
        package,
        "from autograder import check, explain\n"
        "print(check('shift', lambda x: x + 1).points)\n"
        "print(check('shift', lambda x: x - 1).misconceptions)\n"
        "print(explain('SHIFTED-BACK'))",
    )
    assert said.startswith("3.0\n('SHIFTED-BACK',)\nSHIFTED-BACK: the other way\nYou shift back.")
    assert "It is looked for in shift." in said


@pytest.mark.parametrize("first", ["made_up", "made_up.exercises", "autograder", "autograder.labs"])
def test_whichever_module_is_imported_first(package, first):
    """It imports the autograder, which imports it: neither may meet the other half made."""
    program = f"import {first}\nfrom autograder import EXERCISES\nprint(EXERCISES['shift'].points)"
    assert python(package, program) == "3\n"


def test_importing_the_autograder_imports_no_lab(package):
    program = "import autograder, sys\nprint('made_up' in sys.modules)"
    assert python(package, program) == "False\n"


def test_an_answer_may_not_ask_the_lab_itself(package):
    said = python(
        package,
        "import made_up.exercises, numpy as np\n"
        "from autograder import check\n"
        "print(check('shift', lambda x: made_up.exercises.shift.expected(x)))",
    )
    assert "It uses `made_up" in said
    assert "is to be computed with NumPy alone" in said


def test_an_answer_may_not_use_what_the_exercise_forbids(package):
    said = python(
        package,
        "import numpy as np\nfrom autograder import check\n"
        "print(check('shift', lambda x: np.add(x, 1)))\n"
        "print(check('shift', lambda x: np.asarray(x) + 1).points)",
    )
    assert "It uses `numpy.add`, which computes what you are asked to write." in said
    assert said.endswith("3.0\n")


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (
            "made_up/exercises.py",
            "1 / 0",
            "The package made-up-lab brings the lab 'shifts', made_up:LAB, which can't be "
            "imported: ZeroDivisionError: division by zero. Mend it, or: pip uninstall made-up-lab",
        ),
        ("made_up/__init__.py", "LAB = 3", "made_up:LAB is 'int': expected a Lab"),
        ("made_up/__init__.py", LAB.format(name="lab6"), "Two assignments are called 'lab6'."),
        ("made_up/__init__.py", LAB.format(name="lab1"), "which no assignment has"),
        (
            "made_up/exercises.py",
            EXERCISES.replace('name="shift"', 'name="relu"').replace('{"shift"', '{"relu"'),
            "Two exercises are called 'relu'.",
        ),
    ],
)
def test_what_is_wrong_with_it_is_told(package, file, content, told):
    (package / file).write_text(content, encoding="utf-8")
    said = python(package, "from autograder import check; check('relu', abs)")
    assert told in said


def test_a_sandbox_sees_it_wherever_it_lies(package):
    program = (
        "from autograder.grading.sandbox.description import python_sandbox\n"
        "print(*(path.name for path in python_sandbox().packages))"
    )
    assert python(package, program).split() == [
        "autograder",
        "mnist_data",
        "made_up",
        "made_up_lab-1.0.dist-info",
    ]
