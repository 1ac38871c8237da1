"""A function that is brought over finds what it found in its own notebook."""

import json
import textwrap

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.answer import own_folder
from autograder.notebooks.other_notebook import from_notebook

HELPERS = "SCALE = 5\ndef helper(x):\n    return x * SCALE\nprint('helpers')\n"
EXPERIMENTS = (
    "def experiment(function):\n    open('experiment', 'w').close()\n    return function(2)",
    "print(experiment(f))\nresult = experiment(f)\nassert experiment(f) is not None",
    "for k in range(2):\n    print(experiment(f))",
)

CASES = """
# case plain
def f(x):
    return x + 1
# case time magic over the cell
%%time
def f(x):
    return x + 1
# case two magics over the cell
%%capture out
%%time
import math
def f(x):
    return x + math.pi
# case prun over the cell, after an empty line

%%prun -q
def f(x):
    return x + 1
# case time magic in a line
%time table = {3: 4}
---
def f(x):
    return table[x]
# case other magics and commands in the cell
%precision 3
!true
def f(x):
    return x + 1
# case run a file
%run helpers.py
---
def f(x):
    return helper(x)
# case the file that is run defines it
def helper(x):
    return 0
---
%run -i "helpers.py"
---
f = helper
# case a file that a cell writes
%%writefile written.py
def add(x):
    return x + 40
---
%run written.py
---
def f(x):
    return add(x)
# case a file that two cells write, and one imports
%%writefile written_too.py
def add(x):
    return x + 40
---
%%writefile -a written_too.py

def more(x):
    return add(x) + 1
---
from written_too import more
def f(x):
    return more(x)
# case exec of a text
exec("def f(x):\\n    return x - 9")
# case exec of a text that is made
exec("\\n".join(["def helper(x):", "    return x - 9"]))
---
def f(x):
    return helper(x)
# case globals
for name, number in (("one", 1), ("two", 2)):
    globals()[name] = number
---
def f(x):
    return x + one + two
# case a function that sets globals by name
def make(name):
    globals()[name] = lambda x: x * 3
---
make("triple")
---
def f(x):
    return triple(x)
# case walrus
print(n := 6)
---
def f(x):
    return x * n
# case walrus in a comprehension and in a condition
doubles = [last := 2 * k for k in range(4)]
if (limit := 3) > 2:
    pass
---
def f(x):
    return x * last + limit
# case counter
calls = 0
def f(x):
    global calls
    calls += 1
    return calls > 0
# case counter that is only added to
calls = 3
def count():
    global calls
    calls += 1
def f(x):
    count()
    return x
# case attribute of a function
def f(x):
    return f.cache.setdefault(x, x + f.more)
f.cache = {}
setattr(f, "more", 8)
# case table filled in a loop
table = {}
for k in range(9):
    table[k] = k * k
---
def f(x):
    return table[x]
# case table filled by methods
table = []
table.append(1)
table.extend([2, 3])
table[1:] = [7, 8, 9]
del table[0]
---
def f(x):
    return table[-1] + len(table)
# case table filled by a function
table = {}
def fill():
    for k in range(9):
        table[k] = -k
fill()
---
def f(x):
    return table[x]
# case table handed to a function
table = []
def fill(things, n):
    things += range(n)
fill(table, 5)
---
def f(x):
    return table[x]
# case table handed to a library
import random, heapq
table = [5, 1, 4]
heapq.heapify(table)
def f(x):
    return table[0] + x
# case global set by a function
def init():
    global size
    size = 12
init()
---
def f(x):
    return x + size
# case a function that calls one that sets a global
def inner():
    global size
    size = 12
def init():
    inner()
init()
def f(x):
    return x + size
# case method set from outside
class Net:
    def __init__(self, n):
        self.n = n
def forward(self, x):
    return self.n + x
Net.forward = forward
---
def f(x):
    return Net(3).forward(x)
# case object that is trained
class Net:
    total = 0
    def fit(self, x):
        self.total += x
        return self
net = Net()
net.fit(4)
net.name = "a"
---
def f(x):
    return net.total + x
# case star import
from math import *
---
def f(x):
    return floor(x + pi)
# case import of what is not there
try:
    import surely_not_there as fast
except ImportError:
    fast = None
---
def f(x):
    return x if fast is None else fast.f(x)
# case import under a condition
if True:
    from math import floor as down
else:
    down = None
def f(x):
    return down(x + 0.5)
# case definition under a condition, in try and in with
import contextlib
with contextlib.suppress(ValueError):
    try:
        def helper(x):
            return 2 * x
    finally:
        n = 2
for _ in range(1):
    def f(x):
        return helper(x) + n
# case augmented global
n = 1
n += 4
n *= 2
---
def f(x):
    return x + n
# case deleted
import math
tmp = math.pi
n = tmp * 2
del tmp
---
def f(x):
    return x + n
# case decorator
import functools
def twice(function):
    @functools.wraps(function)
    def wrapper(x):
        return function(function(x))
    return wrapper
---
@twice
@functools.lru_cache
def f(x):
    return x + 1
# case registry by a decorator
LAYERS = {}
def layer(function):
    LAYERS[function.__name__] = function
    return function
---
@layer
def dense(x):
    return x * 7
---
def f(x):
    return LAYERS["dense"](x)
# case registry by a decorator with arguments
LAYERS = {}
def layer(name):
    def keep(function):
        LAYERS[name] = function
        return function
    return keep
@layer("d")
def dense(x):
    return x * 7
def f(x):
    return LAYERS["d"](x)
# case registry by a method
class Registry:
    def __init__(self):
        self.kept = {}
    def keep(self, function):
        self.kept[function.__name__] = function
        return function
registry = Registry()
---
@registry.keep
def dense(x):
    return x * 7
---
def f(x):
    return registry.kept["dense"](x)
# case partial, lambda, vectorize
import functools
import numpy as np
def power(x, n):
    return x ** n
cube = functools.partial(power, n=3)
half = lambda x: x / 2
both = np.vectorize(lambda x: cube(x) + half(x))
f = lambda x: float(both(x))
# case nested definitions and closures
def outer(n):
    m = 2 * n
    def middle(x):
        def inner():
            return x + m + OFFSET
        return inner()
    return middle
OFFSET = 100
f = outer(4)
# case tuple assignment, starred
a, (b, *c), d = 1, (2, 3, 4), 5
first, *rest = [6, 7]
def f(x):
    return a + b + c[-1] + d + first + rest[0]
# case match
kind = {"pad": (1, 2)}
match kind:
    case {"pad": (top, left), **others}:
        sizes = [top, left]
    case [*many]:
        pass
def f(x):
    return sizes[0] + top + len(others) + x
# case match in the function
def f(x):
    match x:
        case int(n) if n > 2:
            return n
    return 0
# case async
import asyncio
async def load():
    await asyncio.sleep(0)
    return 8
n = await load()
---
def f(x):
    return x + n
# case future import in the middle
n = 3
---
from __future__ import annotations
import dataclasses
@dataclasses.dataclass
class Pool:
    size: int = 2
    next: Pool | None = None
---
def f(x: Unknown) -> Pool:
    return Pool(n).size + x
# case main
if __name__ == "__main__":
    def helper(x):
        return x + 70
def f(x):
    return helper(x)
# case class hierarchy, property, class attribute
class Base:
    SIZES = [1, 2]
    @property
    def total(self):
        return sum(self.SIZES)
class Net(Base):
    SIZES = Base.SIZES + [3]
Net.SIZES.append(4)
def f(x):
    return Net().total + x
# case enumeration and named tuple
from collections import namedtuple
from enum import Enum
Pair = namedtuple("Pair", "down across")
class Mode(Enum):
    SAME = 1
def f(x):
    return Pair(x, 2).across + Mode.SAME.value
# case file that a cell writes and another reads
import numpy as np
np.save("kernel.npy", np.arange(5))
---
kernel = np.load("kernel.npy")
---
def f(x):
    return int(kernel[x])
# case file written in a with
with open("sizes.txt", "w") as file:
    file.write("3 4")
---
from pathlib import Path
sizes = Path("sizes.txt").read_text().split()
def f(x):
    return int(sizes[1]) + x
# case path of modules
import sys
sys.path.append("more")
---
import other_helpers
def f(x):
    return other_helpers.add(x)
# case defined twice
def helper(x):
    return 1
def f(x):
    return helper(x)
---
def helper(x):
    return 2
# case cells that stop do not count
def f(x):
    return x + n
---
n = 3
---
n = 1 / 0
---
this is no Python
---
return 3
# case generator and comprehension
squares = {k: v for k, v in ((i, i * i) for i in range(5))}
def f(x):
    return [squares[k] for k in range(x)]
# case type alias and default arguments
SIZE = 4
def f(x, size=SIZE, *, more=len("abc")):
    return x + size + more
SIZE = 5
# case helper that is changed by setattr later
class Config:
    pass
config = Config()
setattr(config, "size", 9)
config.kind = dict(a=1)
config.kind["b"] = 2
def f(x):
    return config.size + config.kind["b"] + x
# case imported name called in place
import numpy as np
np.set_printoptions(precision=3)
rng = np.random.default_rng(3)
kernel = rng.random((2, 2))
kernel[0, 0] = 2
np.copyto(kernel[1], 5)
def f(x):
    return float(kernel[0, 0] + kernel[1, 1])
# case while loop
n = 1
while n < 100:
    n *= 3
def f(x):
    return n
"""


def cases():
    for block in CASES.strip().split("\n# case "):
        name, _, body = block.removeprefix("# case ").partition("\n")
        yield pytest.param(body.split("---\n"), id=name.strip())


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(own_folder, "AT_IMPORT", tmp_path)
    (tmp_path / "helpers.py").write_text(HELPERS)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other_helpers.py").write_text("def add(x):\n    return x + 11\n")
    return tmp_path


@pytest.fixture
def shell(folder):
    shell = InteractiveShell()
    yield shell
    shell.history_manager.end_session()


def write(folder, cells):
    content = [{"cell_type": "code", "source": cell} for cell in cells]
    (folder / "1_convolution.ipynb").write_text(json.dumps({"cells": content}))


@pytest.mark.parametrize("cells", list(cases()))
def test_as_in_a_kernel_that_ran_all_cells(cells, folder, shell, capsys):
    cells = [*cells, *EXPERIMENTS]
    for cell in cells:
        shell.run_cell(cell)
    at_home = shell.user_ns["f"](3)
    assert (folder / "experiment").exists()
    for made in ("experiment", "kernel.npy", "sizes.txt", "written.py", "written_too.py"):
        (folder / made).unlink(missing_ok=True)
    write(folder, cells)
    f = from_notebook("1_convolution.ipynb", "f")
    assert f(3) == at_home
    assert not (folder / "experiment").exists()
    capsys.readouterr()


def brought(folder, *cells, name="f"):
    write(folder, [textwrap.dedent(cell) for cell in cells])
    return from_notebook("1_convolution.ipynb", name)


@pytest.mark.parametrize("later", ["np = 3", "sum = 4", "max = 'a'", "for range in (1, 2): pass"])
def test_a_name_that_is_taken_later_is_left_as_it_was_checked(folder, later):
    f = brought(
        folder,
        "import numpy as np",
        "def f(x):\n    return sum(range(x)) + max(np.zeros(2), default=0)",
        later,
    )
    assert f(3) == 3


def test_an_answer_whose_name_is_given_to_its_result_is_brought_all_the_same(folder):
    assert brought(folder, "def f(x):\n    return x", "f = f(3) + 1")(5) == 5


def test_a_number_that_is_called_like_a_function_of_python_stays_one(folder):
    assert brought(folder, "max = 255", "def f(x):\n    return x / max")(255) == 1


def test_what_stops_is_told_and_stops_nothing_else(folder, capsys):
    f = brought(folder, "scale = missing", "def f(x):\n    return x if x else scale")
    assert f(3) == 3
    said = capsys.readouterr().out
    assert "NameError: name 'missing' is not defined, at `scale = missing`" in said


def test_a_definition_that_stops_says_why(folder):
    with pytest.raises(NameError, match=r"not define f\. Its cell stopped with KeyError: 'a'"):
        brought(folder, "f = {}['a']")


def test_plots_and_training_stay_out(folder):
    f = brought(
        folder,
        "import numpy as np\nfrom autograder import check, explore",
        "kernel = np.ones(3)\ndef f(x):\n    return x * kernel",
        "check('conv2d', f)\nexplore(f)\nprint(kernel)\nraise SystemExit",
        "import matplotlib.pyplot as plt\nplt.plot(kernel)\nplt.savefig('a.png')\nplt.show()",
        "model = train(f, kernel)\nmodel.fit(kernel)\nmodel.save('a.keras')",
    )
    assert np.array_equal(f(2), [2, 2, 2])
    assert sorted(path.name for path in folder.iterdir()) == [
        "1_convolution.ipynb",
        "helpers.py",
        "more",
    ]
