"""A library that is not there may be imported, and says so when an answer uses it."""

import copy
import importlib.util
import inspect
import itertools
import linecache
import sys
import textwrap

import numpy as np
import pytest

from autograder.answer import stand_ins
from autograder.answer.forbidden_use import forbidden_use_of
from autograder.answer.stand_ins import StandIn, install
from autograder.checking import check_answer
from autograder.exercises import EXERCISES

HIDDEN = "hidden_library"
NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def grading(monkeypatch):
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    install([HIDDEN])
    yield
    for name in [name for name, one in sys.modules.items() if type(one) is stand_ins._Module]:
        del sys.modules[name]


def run(cell, **names):
    """Run a cell as Jupyter does, and return its names."""
    cell = textwrap.dedent(cell)
    filename = f"<cell {next(NUMBERS)}>"
    linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
    names = {"__name__": "__main__", "np": np} | names
    exec(compile(cell, filename, "exec"), names)  # noqa: S102
    return names


IMPORTS = (
    "import surely_not_there as tf",
    "import surely_not_there",
    "import surely_not_there.keras.layers as layers",
    "import surely_not_there.keras.layers",
    "from surely_not_there import keras, ops as o",
    "from surely_not_there.keras import layers, models",
    "from surely_not_there.keras.layers import Conv2D, Dense as D",
    "from surely_not_there import *",
    "from google.colab import drive, files",
    "import google.colab",
    f"import {HIDDEN}",
    f"import {HIDDEN}.signal as s",
    "import importlib\nlibrary = importlib.import_module('surely_not_there')",
    "library = __import__('surely_not_there')",
    "try:\n    import surely_not_there\nfinally:\n    pass",
    "try:\n    import surely_not_there\nexcept (KeyError, ValueError):\n    pass",
    "try:\n    n = 1\nexcept ImportError:\n    pass\nelse:\n    import surely_not_there",
)


@pytest.mark.parametrize("line", IMPORTS)
def test_an_import_that_is_not_used_costs_nothing(line):
    names = run(f"{line}\n\ndef relu(x):\n    return np.maximum(x, 0)\n")
    assert check_answer(EXERCISES["relu"], names["relu"]).points == 1


SETUPS = r"""
tf.random.set_seed(42)
print(tf.__version__, tf)
gpus = tf.config.list_physical_devices("GPU")\nif gpus: tf.config.set_memory_growth(gpus[0], True)
print("GPUs:", len(tf.config.list_physical_devices("GPU")))
device = tf.device("cuda" if tf.cuda.is_available() else "cpu")
tf.set_option("display.max_rows", 5); tf.options.mode = None; tf.options["a"] = 3
df = tf.DataFrame({"a": [1]}); df["b"] = df["a"] * 2 + 1; mean = -df.mean() > 3
with tf.device("/CPU:0"): y = tf.ones((3, 3)) @ tf.ones(3)
class Net(tf.keras.Model): size = 3\nnet = Net(3, name="a")
class Layer(tf.keras.layers.Layer, metaclass=type, more=1): pass
Tensor = tf.Tensor | None
def seed(n): tf.manual_seed(n); return tf.ones(3) + 1\nkept = seed(3)
def typed(x: tf.Tensor, dtype=tf.float32) -> tf.Tensor: return x
again = copy.deepcopy(tf.ones(3)); signature = inspect.signature(tf.function)
summed = 1 + tf.ones(2) - np.ones(2) * tf.ones(2)
largest = np.exp(tf.ones(2)); total = np.sum(tf.ones(2))
"""


@pytest.mark.parametrize("line", SETUPS.strip().splitlines())
def test_setting_a_library_up_costs_nothing(line):
    setup = line.replace("\\n", "\n")
    cell = f"import surely_not_there as tf\n{setup}\ndef relu(x):\n    return np.maximum(x, 0)\n"
    names = run(cell, copy=copy, inspect=inspect)
    assert check_answer(EXERCISES["relu"], names["relu"]).points == 1


USES = """
return tf.nn.relu(x)
return tf.ops.maximum(x, 0).numpy()
return np.maximum(x, kept)
return x * kept
return kept + x
return np.asarray(kept)
return [v for v in kept]
return x if kept else -x
return float(kept) * x
return x[int(kept)]
with tf.device("cpu"): return x
for v in tf.tqdm(range(3)): x = x + v
return decorated(x)
return Net()(x)
return kept[0]
return len(kept)
"""


@pytest.mark.parametrize("line", USES.strip().splitlines())
def test_an_answer_that_uses_it_is_told_which_library_is_not_there(line):
    cell = f"""
        import surely_not_there as tf
        kept = tf.constant(3)

        class Net(tf.keras.Model):
            pass

        @tf.function
        def decorated(x):
            return x

        def relu(x):
            {line}
            return x
        """
    verdict = check_answer(EXERCISES["relu"], run(cell)["relu"])
    assert verdict.points == 0
    assert "surely_not_there is not there when this is graded" in str(verdict)
    assert "Write it without surely_not_there." in str(verdict)


def test_an_answer_that_it_decorates_is_told_too():
    cell = "from surely_not_there import njit\n@njit(cache=True)\ndef relu(x):\n    return x\n"
    verdict = check_answer(EXERCISES["relu"], run(cell)["relu"])
    assert verdict.points == 0
    assert "surely_not_there is not there when this is graded" in str(verdict)


def test_nothing_is_an_instance_of_what_is_not_there():
    cell = """
        import surely_not_there as torch

        def relu(x):
            if isinstance(x, (torch.Tensor, torch.nn.Parameter)):
                x = x.numpy()
            return np.maximum(x, 0)
        """
    assert check_answer(EXERCISES["relu"], run(cell)["relu"]).points == 1
    assert not issubclass(int, StandIn("torch.Tensor"))


GUARDED = """
# case except ImportError
try:
    import LIBRARY as fast
except ImportError:
    fast = None
# case except ModuleNotFoundError, from
try:
    from LIBRARY import njit as fast
except (ValueError, ModuleNotFoundError) as error:
    fast = None
# case bare except
try:
    n = 1
    import LIBRARY.parts as fast
except:
    fast = None
# case except Exception, in a function
def load():
    try:
        import importlib
        return importlib.import_module("LIBRARY")
    except Exception:
        return None
fast = load()
# case caught by who calls
def load(name):
    return __import__(name)
try:
    fast = load("LIBRARY")
except builtins.ImportError:
    fast = None
# case suppress
import contextlib
fast = None
with contextlib.suppress(ImportError):
    import LIBRARY as fast
# case exec
try:
    exec("import LIBRARY as fast")
except ImportError:
    fast = None
"""


@pytest.mark.parametrize("library", ["surely_not_there", HIDDEN])
@pytest.mark.parametrize(
    "cell", [part.partition("\n")[2] for part in GUARDED.strip().split("# case ")[1:]]
)
def test_who_expects_an_import_to_fail_goes_the_other_way(cell, library):
    assert run(cell.replace("LIBRARY", library), builtins=sys.modules["builtins"])["fast"] is None


def test_who_asks_whether_a_library_is_there_hears_the_truth():
    cell = """
        import importlib.util
        found = importlib.util.find_spec("surely_not_there")
        """
    assert run(cell)["found"] is None


def test_libraries_hear_the_truth_from_one_another(tmp_path, monkeypatch):
    library = tmp_path / "site-packages" / "a_library.py"
    library.parent.mkdir()
    library.write_text("import surely_not_there\n")
    monkeypatch.syspath_prepend(library.parent)
    with pytest.raises(ModuleNotFoundError):
        run("import a_library")


@pytest.mark.parametrize("name", ["numpy.no_such_part", "json.no_such_part", "autograder.secret"])
def test_a_part_that_a_library_does_not_have_is_not_there(name):
    with pytest.raises(ModuleNotFoundError):
        run(f"import {name}")


def test_a_library_that_is_there_is_taken():
    names = run("import json, numpy.fft as fft\nimport sqlite3")
    assert not isinstance(names["json"], stand_ins._Module)
    assert not isinstance(names["sqlite3"], stand_ins._Module)


def test_what_may_not_be_used_is_told_in_the_same_words_as_at_home(monkeypatch):
    for name in ("scipy", "scipy.signal"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    install(["scipy"])
    names = run(
        "from scipy.signal import correlate2d\nimport scipy.signal as s\n"
        "def one(x):\n    return correlate2d(x)\n"
        "def two(x):\n    return s.fftconvolve(x)\n"
    )
    assert forbidden_use_of(names["one"]).what == "scipy.signal.correlate2d"
    assert forbidden_use_of(names["two"]).what == "scipy.signal"


def test_a_stand_in_computes_nothing():
    module = importlib.util.module_from_spec(sys.meta_path[-1].find_spec("surely_not_there"))
    own = {name for name in vars(module) if not name.startswith("__")}
    assert own == set()
    with pytest.raises(ModuleNotFoundError):
        np.asarray(module.ones(3))
