"""At home, an answer hears which of its libraries are not there when it is graded."""

import sys

import numpy as np
import pytest

from autograder import check
from autograder.answer.libraries_graded import not_there_when_graded


@pytest.fixture(autouse=True)
def a_library(tmp_path, monkeypatch):
    for place, name in (("site-packages", "a_library"), ("mine", "my_helpers")):
        (tmp_path / place).mkdir()
        (tmp_path / place / f"{name}.py").write_text("def njit(f):\n    return f\n")
        monkeypatch.syspath_prepend(tmp_path / place)
    yield
    for name in ("a_library", "my_helpers"):
        sys.modules.pop(name, None)


def answer(cell):
    names = {"np": np, "__name__": "__main__"}
    exec(compile(cell, "<cell>", "exec"), names)  # noqa: S102
    return names["relu"]


@pytest.mark.parametrize(
    "cell",
    [
        "import a_library\ndef relu(x):\n    return a_library.njit(x)",
        "from a_library import njit as fast\ndef relu(x):\n    return fast(x)",
        "import a_library as a\ndef helper(x):\n    return a.njit(x)\n"
        "def relu(x):\n    return helper(x)",
    ],
)
def test_what_is_used_is_told(cell):
    said = not_there_when_graded(answer(cell))
    assert said.startswith("`a_library` is not there when this is graded.")


@pytest.mark.parametrize(
    "cell",
    [
        "import a_library\ndef relu(x):\n    return np.maximum(x, 0)",
        "import a_library\ny = a_library.njit(3)\ndef relu(x):\n    return np.maximum(x, 0)",
        "import my_helpers\ndef relu(x):\n    return my_helpers.njit(x)",
        "import math, json\ndef relu(x):\n    return json.loads(str(math.pi))",
        "def relu(x):\n    return a_library_that_nobody_has.f(x)",
        "class N:\n    def run(self, x):\n        return x\ndef relu(x):\n    return N().run(x)",
    ],
)
def test_what_is_not_used_or_is_there_is_not_told(cell):
    assert not_there_when_graded(answer(cell)) == ""


def test_the_check_at_home_says_it(capsys):
    cell = "import a_library\ndef relu(x):\n    return np.maximum(a_library.njit(x), 0)"
    assert check("relu", answer(cell)).points == 1
    assert "`a_library` is not there when this is graded." in capsys.readouterr().out
