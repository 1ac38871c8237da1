"""Names that a notebook takes do not cost the answers that call them."""

import time
from types import FunctionType

import IPython
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.answer.call_answer import ask
from autograder.answer.taken_names import lend_check, say_hidden
from autograder.checking import check, check_answer
from autograder.exercises import EXERCISES
from autograder.vocabulary.exercise import call

RELU = """
def relu(x):
    return np.reshape([max(v, 0) for v in np.ravel(x)], np.shape(x)) + sum(range(1)) * len([1])
"""


@pytest.fixture(autouse=True)
def nothing_was_said():
    say_hidden.cache_clear()


@pytest.fixture
def shell(monkeypatch):
    shell = InteractiveShell()
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    lend_check(check)
    shell.user_ns["check"] = check
    yield shell
    shell.history_manager.end_session()


def defined(source=RELU, **taken):
    names = {"np": np}
    exec(source, names)  # noqa: S102
    names.update(taken)
    return names["relu"], names


@pytest.mark.parametrize(
    "taken",
    [{}, {"sum": 3}, {"max": np.float64(3)}, {"range": [1], "len": "x"}, {"np": np.ones(3)}],
)
def test_a_name_that_is_taken_later_costs_nothing(taken, capsys):
    relu, names = defined(**taken)
    assert check_answer(EXERCISES["relu"], relu).points == 1
    assert {name: names[name] for name in taken} == taken
    said = capsys.readouterr().out
    assert all(f"`{name}`" in said for name in taken)
    assert said.count("another name") == bool(taken)


def test_numpys_max_in_the_place_of_pythons_is_named():
    source = (
        "from numpy import *\n"
        "def pad_same(feature_map, kernel_size, strides=1):\n"
        "    pairs = (v if isinstance(v, tuple) else (v, v) for v in (kernel_size, strides))\n"
        "    around = []\n"
        "    for n, k, s in zip(feature_map.shape, *pairs):\n"
        "        zeros = max((-(-n // s) - 1) * s + k - n, 0)\n"
        "        around.append((zeros // 2, zeros - zeros // 2))\n"
        "    return pad(feature_map, around)\n"
        "max = __import__('numpy').max"  # as NumPy 2 does
    )
    names = {}
    exec(source, names)  # noqa: S102
    exercise = EXERCISES["pad_same"]
    verdict = check_answer(exercise, names["pad_same"])
    assert 0 < verdict.points < exercise.points
    assert "`max` is NumPy's here" in str(verdict)
    names["max"] = max
    assert check_answer(exercise, names["pad_same"]).points == exercise.points


@pytest.mark.parametrize("numpys", [False, True])
def test_so_it_is_where_the_numbers_are_wrong_and_nothing_stops(numpys):
    source = (
        "from numpy import reshape, ravel, shape\n"
        "def relu(x):\n    return reshape([max(float(v), 0) for v in ravel(x)], shape(x))"
    )
    relu, names = defined(source)
    if numpys:
        names["max"] = np.max
    verdict = check_answer(EXERCISES["relu"], relu)
    assert verdict.points == (0 if numpys else 1)
    assert ("`max` is NumPy's here" in str(verdict)) is numpys


def test_who_means_numpys_is_told_nothing(capsys):
    source = (
        "from numpy import *\n"
        "def softmax(x):\n"
        "    e = exp(x - max(x, -1, keepdims=True))\n"
        "    return e / sum(e, -1, keepdims=True)\n"
        "relu = None\nmax, sum = __import__('numpy').max, __import__('numpy').sum"
    )
    _, names = defined(source)
    verdict = check_answer(EXERCISES["softmax"], names["softmax"])
    assert verdict.points == EXERCISES["softmax"].points
    assert "NumPy's" not in str(verdict)


def test_a_call_has_its_time_however_often_it_is_asked():
    asked = []

    def relu(x):
        asked.append(x)
        time.sleep(0.2)
        raise ValueError("slowly")

    names = dict.fromkeys(("sum", "len"), 3) | {"max": np.max, "min": np.min}
    taken = FunctionType(relu.__code__, names | relu.__globals__, closure=relu.__closure__)
    outcome = ask(EXERCISES["relu"], taken, call(1.0), seconds=0.3)
    assert outcome.error == "ValueError: slowly"
    assert len(asked) <= 2


def test_a_number_that_is_called_like_a_function_stays_one(capsys):
    relu, _ = defined("def relu(x):\n    return np.where(x > 0, x, 0) * max / 255", max=255)
    assert check_answer(EXERCISES["relu"], relu).points == 1
    assert capsys.readouterr().out == ""


def test_an_answer_that_stops_anyway_is_told_its_own_error():
    relu, names = defined("def relu(x):\n    return x.no_such_thing", sum=3)
    assert "no_such_thing" in str(check_answer(EXERCISES["relu"], relu))
    assert names["sum"] == 3


@pytest.mark.parametrize("taken", ["check = 3", "check = np.ones(3)", "def check(x): return x"])
def test_check_is_the_labs_in_the_cells_that_check(shell, taken, capsys):
    shell.run_cell("import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)")
    shell.run_cell(f"{taken}\nmine = check")
    verdict = shell.run_cell('check("relu", relu)').result
    assert verdict.points == 1
    assert "`check` is a name of yours here." in capsys.readouterr().out
    assert shell.run_cell("check is mine").result is True
    assert shell.run_cell('# once more\ncheck("relu", relu)').result.points == 1


def test_in_other_cells_a_name_is_whoevers_it_is(shell, capsys):
    shell.run_cell("check = len")
    assert shell.run_cell("check('abc')").result == 3
    assert "name of yours" not in capsys.readouterr().out
