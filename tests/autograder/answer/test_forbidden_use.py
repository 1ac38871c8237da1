"""Answers that use a library or a way round the rules, and honest ones that do not."""

import functools
import importlib
import linecache
import sys
import textwrap
from types import ModuleType

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.answer.forbidden_use import (
    ForbiddenUse,
    forbidden_use_in_source,
    forbidden_use_of,
)
from cnn_reference import conv2d as reference
from tests.autograder.answers import NUMPY_ONLY


class Layer:
    __module__ = "keras.src.layers.layer"

    def __call__(self, x):
        return x


def correlate2d(x, kernel):
    return x


correlate2d.__module__ = "scipy.signal._tools"


@pytest.fixture(autouse=True)
def libraries(monkeypatch):
    fakes = {}
    for name in ("keras", "keras.layers", "keras.ops", "scipy", "scipy.signal", "torch"):
        fakes[name] = ModuleType(name)
        parent, _, own = name.rpartition(".")
        if parent:
            setattr(fakes[parent], own, fakes[name])
    fakes["keras.layers"].Conv2D = Layer
    fakes["keras.ops"].conv = correlate2d
    fakes["scipy.signal"].correlate2d = correlate2d
    fakes["torch"].conv = lambda x: x
    for name, fake in fakes.items():
        monkeypatch.setitem(sys.modules, name, fake)


def run(cell, namespace, filename):
    """Run a cell as Jupyter does: its source can be looked up."""
    lines = cell.splitlines(keepends=True)
    linecache.cache[filename] = (len(cell), None, lines, filename)
    exec(compile(cell, filename, "exec"), namespace)  # noqa: S102


def live(other_cells, cell):
    namespace = {"__name__": "__main__"}
    run(other_cells, namespace, "<cell 1>")
    run(cell, namespace, "<cell 2>")
    return forbidden_use_of(namespace["answer"])


def without_source(other_cells, cell):
    namespace = {"__name__": "__main__"}
    exec(other_cells, namespace)  # noqa: S102
    exec(cell, namespace)  # noqa: S102
    return forbidden_use_of(namespace["answer"])


def written(other_cells, cell):
    namespace = {"__name__": "__main__"}
    run(other_cells, namespace, "<cell 1>")
    return forbidden_use_in_source(cell, namespace)


def cases(text):
    """Read cases: ``# id``, the other cells, then from ``---`` on the answer's own cell."""
    parameters = []
    for block in textwrap.dedent(text).strip().split("\n# case "):
        name, _, body = block.removeprefix("# case ").partition("\n")
        other, _, cell = body.partition("---\n")
        parameters.append(pytest.param(other, cell, id=name.strip()))
    return parameters


CAUGHT = cases(
    """
    # case import in the answer
    ---
    def answer(x):
        import keras
        return x
    # case import of a submodule
    ---
    def answer(x):
        import scipy.signal as s
        return x
    # case from-import in the answer
    ---
    def answer(x):
        from scipy.signal import correlate2d
        return x
    # case import within try
    ---
    def answer(x):
        try:
            import jax
        except ImportError:
            pass
        return x
    # case the reference
    ---
    def answer(x):
        from cnn_reference import conv2d
        return conv2d(x)
    # case the expected values
    ---
    def answer(x):
        from autograder.truth.keras_layers import conv2d
        return conv2d(x)
    # case library imported in another cell
    import keras
    ---
    def answer(x):
        return keras.ops.conv(x, x)
    # case library imported in the same cell
    ---
    import keras
    def answer(x):
        return keras.ops.conv(x, x)
    # case alias of a submodule
    import keras
    K = keras.layers
    ---
    def answer(x):
        return K.Conv2D()(x)
    # case function imported in another cell
    from scipy.signal import correlate2d
    ---
    def answer(x):
        return correlate2d(x, x)
    # case function imported in the same cell under another name
    ---
    from scipy.signal import correlate2d as slide
    def answer(x):
        return slide(x, x)
    # case submodule imported in the same cell under another name
    ---
    import scipy.signal as s
    def answer(x):
        return s.correlate2d(x, x)
    # case layer made in another cell
    import keras
    layer = keras.layers.Conv2D()
    ---
    def answer(x):
        return layer(x)
    # case method of a layer
    import keras
    layer = keras.layers.Conv2D()
    ---
    def answer(x):
        return layer.call(x)
    # case subclass of a layer
    import keras
    class Mine(keras.layers.Conv2D):
        pass
    ---
    def answer(x):
        return Mine()(x)
    # case layer in an attribute
    import keras
    from types import SimpleNamespace
    tools = SimpleNamespace(layer=keras.layers.Conv2D())
    ---
    def answer(x):
        return tools.layer(x)
    # case layers in a dictionary
    import keras
    tools = {"slide": keras.layers.Conv2D()}
    ---
    def answer(x):
        return tools["slide"](x)
    # case the answer is a library's function
    import keras
    ---
    answer = keras.ops.conv
    # case the answer is a layer
    import keras
    ---
    answer = keras.layers.Conv2D()
    # case helper function
    import keras
    def helper(x):
        return keras.ops.conv(x, x)
    ---
    def answer(x):
        return helper(x)
    # case helper of a helper, in a circle
    import torch
    def first(x, n):
        return second(x, n - 1)
    def second(x, n):
        return first(x, n) if n else torch.conv(x)
    ---
    def answer(x):
        return first(x, 3)
    # case nested function
    import keras
    ---
    def answer(x):
        def inner():
            return [keras.ops.conv(v, v) for v in x]
        return inner()
    # case closure
    import keras
    def make(slide):
        def inner(x):
            return slide(x, x)
        return inner
    made = make(keras.ops.conv)
    ---
    def answer(x):
        return made(x)
    # case default value
    import keras
    def helper(x, slide=keras.ops.conv):
        return slide(x, x)
    ---
    def answer(x):
        return helper(x)
    # case decorator
    import keras
    def by_keras(function):
        def wrapper(x):
            return keras.ops.conv(x, x)
        return wrapper
    ---
    @by_keras
    def answer(x):
        return x
    # case partial
    import functools, keras
    helper = functools.partial(keras.ops.conv, 1)
    ---
    def answer(x):
        return helper(x)
    # case cached helper
    import functools, keras
    @functools.cache
    def helper(x):
        return keras.ops.conv(x, x)
    ---
    def answer(x):
        return helper(x)
    # case vectorized helper
    import keras, numpy as np
    helper = np.vectorize(lambda x: keras.ops.conv(x, x))
    ---
    def answer(x):
        return helper(x)
    # case lambda
    import keras
    ---
    answer = lambda x: keras.ops.conv(x, x)
    # case method of a student's class
    import keras
    class Net:
        def forward(self, x):
            return self.slide(x)
        def slide(self, x):
            return keras.ops.conv(x, x)
    ---
    def answer(x):
        net = Net()
        return net.forward(x)
    # case layer kept by a student's class
    import keras
    class Net:
        def __init__(self):
            self.layer = keras.layers.Conv2D()
        def __call__(self, x):
            return self.layer(x)
    net = Net()
    ---
    def answer(x):
        return net(x)
    # case property of a student's class
    import keras
    class Net:
        @property
        def slide(self):
            return keras.ops.conv
    net = Net()
    ---
    def answer(x):
        return net.slide(x, x)
    # case importlib
    ---
    def answer(x):
        import importlib
        return importlib.import_module("ke" + "ras").ops.conv(x)
    # case import_module imported in another cell
    from importlib import import_module
    ---
    def answer(x):
        return import_module("keras").ops.conv(x)
    # case dunder import
    ---
    def answer(x):
        return __import__("keras").ops.conv(x)
    # case sys.modules
    import sys
    ---
    def answer(x):
        return sys.modules["keras"].ops.conv(x)
    # case sys.modules within the answer
    ---
    def answer(x):
        import sys as s
        return s.modules["keras"].ops.conv(x)
    # case sys.modules by from-import
    ---
    def answer(x):
        from sys import modules
        return modules["keras"].ops.conv(x)
    # case sys.modules kept in a variable
    import sys
    loaded = sys.modules
    ---
    def answer(x):
        return loaded["keras"].ops.conv(x)
    # case eval
    ---
    def answer(x):
        return eval("keras.ops.conv")(x)
    # case eval under another name
    run = eval
    ---
    def answer(x):
        return run("keras.ops.conv")(x)
    # case exec
    ---
    def answer(x):
        exec("import keras")
        return x
    # case compile
    ---
    def answer(x):
        return compile("import keras", "", "exec")
    # case globals
    ---
    def answer(x):
        return globals()["ker" + "as"].ops.conv(x)
    # case vars
    import numpy as np
    ---
    def answer(x):
        return vars(np)["x"]
    # case getattr with a computed name
    import sys
    ---
    def answer(x, name="modules"):
        return getattr(sys, name)["keras"]
    # case getattr with a built name
    import sys
    ---
    def answer(x, end="ules"):
        return getattr(sys, "mod" + end)["keras"]
    # case getattr with a constant name
    import sys
    ---
    def answer(x):
        return getattr(sys, "modules")["keras"]
    # case dunder builtins
    ---
    def answer(x):
        return __builtins__["eval"]("1")
    # case dunder globals of a function
    def helper():
        pass
    ---
    def answer(x):
        return helper.__globals__["keras"]
    # case subclasses of object
    ---
    def answer(x):
        return ().__class__.__base__.__subclasses__()
    # case ctypes
    import ctypes
    ---
    def answer(x):
        return ctypes.CDLL("libm.so")
    # case subprocess
    ---
    def answer(x):
        import subprocess
        return subprocess.run(["python"])
    # case os.system
    import os
    ---
    def answer(x):
        return os.system("python")
    # case os.system by from-import
    from os import system
    ---
    def answer(x):
        return system("python")
    # case frames
    import sys
    ---
    def answer(x):
        return sys._getframe(1).f_locals["expected"]
    # case inspect
    import inspect
    ---
    def answer(x):
        return inspect.stack()
    # case gc
    import gc
    ---
    def answer(x):
        return gc.get_objects()
    # case the shell
    def get_ipython():
        pass
    ---
    def answer(x):
        return get_ipython().user_ns["keras"]
    """
)

HONEST = cases(
    """
    # case comment
    ---
    def answer(x):
        # import keras; keras.ops.conv(x); eval("x")
        return x
    # case docstring
    import keras
    ---
    def answer(x):
        "Compute what keras.layers.Conv2D and scipy.signal compute, without eval()."
        return x
    # case strings
    ---
    def answer(x):
        name = "keras"
        return x if name == "import scipy" else sum(x)
    # case library in another cell, not used
    import keras, scipy.signal
    layer = keras.layers.Conv2D()
    ---
    def answer(x):
        return x
    # case library imported in the same cell, not used
    ---
    import keras
    def answer(x):
        return x
    # case parameter named like a global layer
    import keras
    layer = keras.layers.Conv2D()
    ---
    def answer(x, layer=None):
        return layer or [layer for v in x]
    # case variable named like a library
    ---
    def answer(x):
        torch = x + 1
        return torch * 2
    # case variable of an outer function named like a global layer
    import keras
    layer = keras.layers.Conv2D()
    ---
    def answer(x):
        layer = x + 1
        def inner():
            return layer * 2
        return inner()
    # case names of comprehensions, loops and arguments like a global layer
    import keras
    layer = keras.layers.Conv2D()
    ---
    def answer(x):
        sizes = [layer.size for layer in x if (y := layer)]
        for layer, (y, *z) in enumerate(x):
            sizes += dict(layer=layer).values()
        with open(x) as layer:
            pass
        return list(map(lambda layer: layer + 1, sizes))
    # case exception and import named like a global layer
    import keras
    layer = keras.layers.Conv2D()
    ---
    def answer(x):
        import numpy as layer
        try:
            return layer.sum(x)
        except ValueError as layer:
            raise layer
    # case number named like a library
    torch = 3
    ---
    def answer(x):
        return x * torch
    # case name that begins with a library's
    jax_free = 1
    def keras_like(x):
        return x
    ---
    def answer(x):
        return keras_like(x) * jax_free
    # case annotation
    import keras
    ---
    def answer(x: keras.layers.Conv2D) -> "keras.Tensor":
        return x
    # case attribute named like a library
    ---
    def answer(x):
        return x.keras + x.torch.compile
    # case method eval of a student's object
    class Net:
        def eval(self):
            return self
        def compile(self):
            return self.eval()
    net = Net()
    ---
    def answer(x):
        return net.compile()
    # case self.eval
    class Net:
        def eval(self, x):
            return x
        def __call__(self, x):
            return self.eval(x)
    ---
    answer = Net()
    # case method that the answer does not call
    import keras
    class Net:
        def forward(self, x):
            return x
        def compare_with_keras(self, x):
            return keras.ops.conv(x, x)
    ---
    def answer(x):
        return Net().forward(x)
    # case helper that the answer does not call
    import keras
    def compare(x):
        return keras.ops.conv(x, x) - answer(x)
    ---
    def answer(x):
        return x
    # case student's own function called compile
    def compile(x):
        return x
    ---
    def answer(x):
        return compile(x)
    # case re.compile
    import re
    ---
    def answer(x):
        return re.compile("same", re.IGNORECASE).match(x)
    # case helper functions and recursion between two of them
    def even(n):
        return n == 0 or odd(n - 1)
    def odd(n):
        return n != 0 and even(n - 1)
    ---
    def answer(x):
        return even(x)
    # case numpy
    import numpy as np
    from numpy.lib.stride_tricks import sliding_window_view
    from numpy.lib import stride_tricks
    ---
    def answer(x):
        windows = sliding_window_view(x, (3, 3))
        np.random.default_rng().normal(size=3)
        np.lib.stride_tricks.as_strided(x)
        np.fft.fft2(np.linalg.norm(x))
        stride_tricks.sliding_window_view(x, 3)
        return np.einsum("ij,ij", windows, np.tensordot(x, x, axes=3)).T
    # case numpy imported in the answer
    ---
    def answer(x):
        import numpy as np
        from numpy.lib.stride_tricks import as_strided
        return np.add.at(as_strided(x), 0, np.float32(1))
    # case standard library
    import collections, dataclasses, functools, itertools, math, operator, os, sys, time, typing
    ---
    def answer(x):
        pairs = itertools.product(range(math.ceil(sys.float_info.max)), repeat=2)
        os.path.join("a", "b"); time.sleep(0); sys.stdout.write(""); sys.maxsize
        return functools.reduce(operator.add, pairs)
    # case numpy function by name
    import numpy as np
    ---
    def answer(x, kind="max"):
        return getattr(np, "nan" + kind)(x) + getattr(np, kind)(x) + getattr(x, kind)()
    # case closure, partial, default and decorator without libraries
    import functools, numpy as np
    def twice(function):
        @functools.wraps(function)
        def wrapper(x):
            return function(function(x))
        return wrapper
    largest = functools.partial(np.max, axis=-1)
    ---
    @twice
    def answer(x, summary=largest, dtype=np.float32):
        return summary(x)
    # case cache and vectorize
    import functools, numpy as np
    @functools.lru_cache
    def size(n):
        return n
    half = np.vectorize(lambda x: x / 2)
    ---
    def answer(x):
        return half(x) + size(3)
    # case annotation in a class
    import keras
    class Net:
        layer: keras.layers.Conv2D
        def __call__(self, x):
            return x
    ---
    answer = Net()
    # case dataclass, named tuple and enumeration
    import collections, dataclasses, enum
    Pair = collections.namedtuple("Pair", "down across")
    @dataclasses.dataclass(frozen=True)
    class Pool:
        size: int = 2
    class Padding(enum.Enum):
        SAME = "same"
    ---
    def answer(x):
        return Pair(1, 2), Pool(3).size, Padding.SAME.value, Padding("same")
    # case digits of the lab
    from mnist_data import load_mnist
    ---
    def answer(x):
        return load_mnist()
    # case numba
    ---
    def answer(x):
        import numba
        return numba.jit(x)
    # case magic in the answer
    def get_ipython():
        pass
    ---
    def answer(x):
        get_ipython().run_line_magic("pwd", "")
        return x
    # case no answer yet
    ---
    def answer(x):
        raise NotImplementedError()
    # case wrong answer
    ---
    def answer(x):
        return undefined + tf_like.nn(x)
    """
)


@pytest.mark.parametrize("found", [live, written])
@pytest.mark.parametrize(("other_cells", "cell"), CAUGHT)
def test_a_forbidden_use_is_caught(found, other_cells, cell):
    assert found(other_cells, cell) is not None


@pytest.mark.parametrize("found", [live, written, without_source])
@pytest.mark.parametrize(("other_cells", "cell"), HONEST)
def test_honest_answer_passes(found, other_cells, cell):
    assert found(other_cells, cell) is None


@pytest.mark.parametrize(
    ("cell", "what", "line", "where"),
    [
        (
            "def answer(x):\n    from scipy.signal import correlate2d\n    return x",
            "scipy.signal",
            "from scipy.signal import correlate2d",
            "answer",
        ),
        (
            "def answer(x):\n    y = x + keras.ops.conv(x)  # so\n    return y",
            "keras",
            "y = x + keras.ops.conv(x)  # so",
            "answer",
        ),
        (
            "def answer(x):\n    def inner():\n        return eval('x')\n    return inner()",
            "eval",
            "return eval('x')",
            "inner",
        ),
        (
            "import sys\nanswer = lambda x: sys.modules[x]",
            "sys.modules",
            "answer = lambda x: sys.modules[x]",
            "",
        ),
        ("from keras.layers import *", "keras.layers", "from keras.layers import *", ""),
    ],
)
def test_a_reach_says_what_and_where(cell, what, line, where):
    assert forbidden_use_in_source(cell) == ForbiddenUse(what, line, where)


@pytest.mark.parametrize("source", ["", "def answer(:", "import keras", "%time\nx = 1", "\0"])
def test_source_that_uses_nothing(source):
    assert forbidden_use_in_source(source) is None


def test_magics_do_not_hide_a_forbidden_use():
    cell = "%%time\n!pip list\ndef answer(x):\n    %pwd\n    return eval(x)"
    assert forbidden_use_in_source(cell) == ForbiddenUse("eval", "return eval(x)", "answer")


def test_names_of_the_cell_itself_come_before_those_of_other_cells():
    cell = "layer = 3\ndef answer(x):\n    return x * layer"
    assert forbidden_use_in_source(cell, {"layer": Layer()}) is None


class Hostile:
    @property
    def __class__(self):
        raise RuntimeError

    def __getattribute__(self, name):
        raise RuntimeError(name)

    def __call__(self, x):
        return x


@pytest.mark.parametrize("make", [Hostile, lambda: Hostile, lambda: None, lambda: np, lambda: 3])
def test_nothing_that_is_handed_over_makes_it_raise(make):
    assert forbidden_use_of(make()) is None
    assert forbidden_use_in_source("def answer():\n    return it.x", {"it": make()}) is None


class HostileKind(type):
    def __getattribute__(cls, name):
        raise RuntimeError(name)

    def __hash__(cls):
        raise RuntimeError

    def __eq__(cls, other):
        raise RuntimeError


class Lying:
    __module__ = Hostile()
    __name__ = Hostile()
    __wrapped__ = property(lambda self: sys.exit())
    func = args = Hostile()

    def __getattr__(self, name):
        sys.exit()

    __class__ = property(lambda self: type(np))


class LyingModule(ModuleType):
    __dict__ = property(lambda self: sys.exit())

    def __getattribute__(self, name):
        sys.exit()


@pytest.mark.parametrize(
    "make",
    [
        lambda: HostileKind("Net", (), {"__call__": Hostile()}),
        lambda: HostileKind("Net", (), {"__call__": Hostile()})(),  # noqa: PLW0108
        Lying,
        lambda: Lying,
        lambda: LyingModule("liar"),
        lambda: {"a": Hostile(), "b": Lying()},
    ],
)
def test_what_raises_or_lies_comes_to_an_end(make):
    hostile = make()
    assert forbidden_use_of(hostile) is None
    assert forbidden_use_of(lambda x: hostile.x) is None
    assert forbidden_use_of(lambda x: (hostile.x, eval(x))).what == "eval"  # noqa: S307


def test_something_hostile_does_not_hide_what_follows():
    hostile = Hostile()

    def answer(x):
        return hostile.x, eval("x")  # noqa: S307

    assert forbidden_use_of(answer).what == "eval"


def test_the_reference_itself_is_forbidden():
    assert forbidden_use_of(reference).what == "cnn_reference.convolution.conv2d"
    assert forbidden_use_of(functools.partial(reference)).what == "cnn_reference.convolution.conv2d"


@pytest.mark.parametrize("name", NUMPY_ONLY)
def test_answers_as_students_write_them_pass(name):
    module = importlib.import_module(f"tests.meta.right.{name}")
    answers = [a for a in vars(module).values() if getattr(a, "__module__", "") == module.__name__]
    assert answers
    assert {a.__name__: use for a in answers if (use := forbidden_use_of(a))} == {}


@pytest.mark.parametrize("filename", ["<string>", "1_convolution.ipynb"])
def test_without_source_the_names_of_modules_and_functions_are_looked_up(
    tmp_path, monkeypatch, filename
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "1_convolution.ipynb").write_text('{"cells": [\n]\n}\n')
    namespace = {"keras": sys.modules["keras"]}
    cell = "def answer(x):\n    return [keras.ops.conv(v, v) for v in x]"
    exec(compile(cell, filename, "exec"), namespace)  # noqa: S102
    assert forbidden_use_of(namespace["answer"]) == ForbiddenUse("keras", "", "answer")


def test_without_source_an_attribute_is_not_taken_for_a_variable_called_alike():
    namespace = {"layer": Layer()}
    exec("def answer(x):\n    return x.layer", namespace)  # noqa: S102
    assert forbidden_use_of(namespace["answer"]) is None


def test_lambdas_on_one_line_are_told_apart():
    cell = "first, second = lambda x: abs(x) if x else 1, lambda x: x if eval(x) else 0"
    namespace = {}
    run(cell, namespace, "<lambdas>")
    assert forbidden_use_of(namespace["first"]) is None
    assert forbidden_use_of(namespace["second"]) == ForbiddenUse("eval", cell, "")


def test_a_lambda_within_another_is_not_taken_for_it():
    namespace = {}
    run("outer = lambda: (eval, lambda: None)", namespace, "<nested>")
    assert forbidden_use_of(namespace["outer"]()[1]) is None
    assert forbidden_use_of(namespace["outer"]).what == "eval"


def test_the_line_is_found_though_the_function_is_decorated_and_indented():
    cell = """
        import functools

        if True:
            @functools.cache
            def answer(x):
                return eval(x)
    """
    namespace = {}
    run(textwrap.dedent(cell), namespace, "<decorated>")
    assert forbidden_use_of(namespace["answer"]) == ForbiddenUse("eval", "return eval(x)", "answer")


@pytest.fixture
def shell():
    shell = InteractiveShell()
    yield shell
    shell.history_manager.end_session()


def test_cells_of_a_notebook(shell):
    def run(cell):
        shell.run_cell(cell, store_history=False).raise_error()

    run("import numpy as np\nimport keras\nfrom scipy.signal import correlate2d as slide")
    run("layer = keras.layers.Conv2D()")
    run("def helper(x):\n    # by layer\n    return slide(x, x)")
    run("def honest(x, layer=2):\n    '''As keras does.'''\n    return np.max(x) * layer")
    run("def by_helper(x):\n    return helper(x)")
    run("def by_layer(x):\n    %pwd\n    return layer(\n        x\n    )")
    cells = shell.user_ns
    assert forbidden_use_of(cells["honest"]) is None
    assert forbidden_use_of(cells["by_helper"]) == ForbiddenUse(
        "scipy.signal", "return slide(x, x)", "helper"
    )
    assert forbidden_use_of(cells["by_layer"]).line == "return layer("


@pytest.mark.parametrize(
    ("cell", "line"),
    [
        ("from PIL import Image\nf = lambda x: Image.fromarray(x).reduce(2)", "Image.fromarray"),
        ("import dask.array as da\nf = lambda x: da.coarsen(max, x, {0: 2, 1: 2})", "da.coarsen"),
    ],
)
def test_what_comes_with_the_labs_own_libraries_is_no_numpy(cell, line):
    assert line in forbidden_use_in_source(cell).line
    assert forbidden_use_in_source(cell.partition("\n")[0] + "\nf = lambda x: x") is None
