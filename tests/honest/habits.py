"""What people write beside their answers, and what they end a notebook with."""

from tests.honest.submission import code
from tests.honest.variant import works

HABIT = "habit"


def above(made, source, *names):
    """Put code above some answers, in their cells."""
    for cell in made.answers():
        if not names or cell["id"] in names:
            cell["source"] = f"{source}\n{cell['source']}"


def own_cells(made, source, place="setup"):
    """Put a cell of one's own below the setup of each notebook."""
    for name, notebook in made.notebooks.items():
        at = [cell["id"] for cell in notebook["cells"]].index(place) + 1
        notebook["cells"].insert(at, code(source, f"own-{name}"))


def at_the_end(made, source):
    for name in made.notebooks:
        made.append_code(name, source)


def guarded(made, guard):
    """Put lines at the beginning of the body of `relu` and `convolve2d`."""
    for name in ("relu", "convolve2d"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        argument = "x" if name == "relu" else "feature_map"
        cell["source"] = f"{head}{end}{guard.format(x=argument)}{body}"


# The end of a kernel


def ending(name, reason, source, place="end", **options):
    @works("kernel", reason, name=name, **options)
    def change(made):
        if place == "end":
            at_the_end(made, source)
        else:
            own_cells(made, source)


ending("exit_at_the_end", "exit() frees the memory", "exit()")
ending("quit_at_the_end", "quit() frees the memory", "quit()")
ending("bare_exit", "IPython's exit without parentheses", "exit")
ending("exit_at_the_beginning", "left from trying to restart", "exit()", place="setup")
ending("quit_keeping_the_kernel", "IPython's quit(keep_kernel=True)", "quit(keep_kernel=True)")
ending("sys_exit", "a script's last line", "import sys\nsys.exit(0)")
ending("system_exit", "to stop 'Run all' here", "raise SystemExit")
ending("stop_run_all", "to stop 'Run all' here", "raise KeyboardInterrupt")
ending(
    "shutdown_by_kernel",
    "a recipe to shut the kernel down",
    "get_ipython().kernel.do_shutdown(restart=False)",
)
ending(
    "restart_by_kernel",
    "a recipe to restart the kernel",
    "import IPython\nIPython.Application.instance().kernel.do_shutdown(True)",
)
ending("killed_at_the_end", "a recipe for Colab", "import os\nos.kill(os.getpid(), 9)")
ending("os_exit_at_the_end", "a recipe for Colab", "import os\nos._exit(0)")
ending("killed_at_the_beginning", "a recipe for Colab", "import os\nos._exit(0)", place="setup")


@works("kernel", "exit() between the exercises")
def exit_between(made):
    made.insert("check-pad_same", code("exit()", "own-exit"))
    made.insert("check-max_pool2d", code("quit()", "own-quit"))
    made.insert("check-build_cnn", code("exit()", "own-exit"))
    made.insert("check-softmax", code("exit", "own-exit"))


@works("kernel", "exit() at the end of each answer's cell")
def exit_in_answers(made):
    for name in ("convolve2d", "max_pool2d", "softmax"):
        made.cell(name)["source"] += "\n\nif False:\n    exit()"


@works("kernel", "a thread that goes on printing")
def thread_that_prints(made):
    source = (
        "import threading, time\n"
        "def clock():\n    for _ in range(50):\n        print('tick'); time.sleep(0.1)\n"
        "threading.Thread(target=clock, daemon=True).start()"
    )
    own_cells(made, source)


@works("kernel", "a task of asyncio that goes on")
def task_that_goes_on(made):
    source = (
        "import asyncio\nasync def tick():\n    while True:\n        await asyncio.sleep(0.05)\n"
        "task = asyncio.create_task(tick())\nawait asyncio.sleep(0)"
    )
    own_cells(made, source)


# Folders


def elsewhere(name, reason, source, **options):
    @works("folder", reason, name=name, **options)
    def change(made):
        own_cells(made, source)


elsewhere("cd_up", "%cd to the folder above", "%cd ..")
elsewhere("cd_into_a_new_folder", "files in a folder", "!mkdir -p lab6\n%cd lab6")
elsewhere("chdir", "os.chdir to a folder that is here", "import os\nos.chdir('/tmp')")
elsewhere(
    "makedirs_and_chdir",
    "a folder for results",
    "import os\nos.makedirs('out', exist_ok=True)\nos.chdir('out')",
)
elsewhere(
    "cd_of_colab",
    "the folder in Google Drive, where there is one",
    "import os\nif os.path.isdir('/content'):\n    os.chdir('/content')\nelse:\n    os.chdir('..')",
)


@works("folder", "Colab: the path in Google Drive, the file handed in beside the notebooks")
def path_in_google_drive(made):
    drive = "/content/drive/MyDrive/mnist_cnn_weights.npz"
    made.cell("trained_network")["source"] = f'trained_network = "{drive}"'


@works("folder", "the path of one's own computer")
def path_of_windows(made):
    path = r"C:\Users\me\lab6\mnist_cnn_weights.npz"
    made.cell("trained_network")["source"] = f'trained_network = r"{path}"'


@works("folder", "a path from pathlib")
def path_from_pathlib(made):
    made.cell("trained_network")["source"] = (
        'from pathlib import Path\ntrained_network = Path("mnist_cnn_weights.npz")'
    )


# Magics, commands


def magic(name, reason, source, *names, **options):
    @works("magic", reason, name=name, **options)
    def change(made):
        above(made, source, *names)


magic("timed_cells", "%%time over answers", "%%time")
magic("captured_cells", "%%capture over answers", "%%capture")
magic("captured_by_name", "%%capture with a name", "%%capture out")
magic("timed_and_commented", "%%time below a comment", "# my answer\n\n%matplotlib inline")
magic("line_magics", "line magics in answers", "%config InlineBackend.figure_format = 'retina'")


@works("magic", "%%time with a line of its own, blank lines before")
def blank_lines_before_a_magic(made):
    above(made, "\n\n%%time", "conv2d", "max_pool2d", "predict")


def command(name, reason, source, **options):
    @works("magic", reason, name=name, **options)
    def change(made):
        own_cells(made, source)


command("pip_install", "pip in a cell", "!pip install numpy")
command("pip_magic", "%pip in a cell", "%pip install -q numpy")
command("autoreload", "autoreload", "%load_ext autoreload\n%autoreload 2")
command("matplotlib_inline", "%matplotlib", "%matplotlib inline")
command("bash_cell", "a cell of bash", "%%bash\nls")
command("help_cell", "help by ?", "np.pad?")
command("last_results", "IPython's _ and In", "1 + 1\n_, In[0]")
command("precision", "%precision rounds what is shown", "%precision 0")
command("print_options", "NumPy's print options", "np.set_printoptions(precision=0, suppress=True)")
command("seeded", "a seed", "import random\nrandom.seed(0)\nnp.random.seed(0)")
command(
    "strict_floats", "NumPy raises on division by zero", "np.seterr(divide='raise', over='raise')"
)
command("warnings_off", "warnings off", "import warnings\nwarnings.filterwarnings('ignore')")
command("logging_on", "logging on", "import logging\nlogging.basicConfig(level=logging.INFO)")
command("cleared", "output cleared", "from IPython.display import clear_output\nclear_output()")
command(
    "displayed",
    "things displayed",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))",
)
command("stderr", "something on stderr", "import sys\nprint('hello', file=sys.stderr)")
command("figure", "a figure", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
command("drive", "Colab's drive", "from google.colab import drive\ndrive.mount('/content/drive')")
command("big_data", "a large array, kept", "large = np.zeros((3000, 3000))")


@works("magic", "a module written from a cell, and imported")
def writefile(made):
    made.insert(
        "setup",
        code("%%writefile my_helpers.py\ndef ceiling(a, b):\n    return -(-a // b)\n", "own-file"),
        code("from my_helpers import ceiling", "own-import"),
    )
    made.cell("output_size")["source"] += "\n\nassert ceiling(5, 2) == 3"


@works("magic", "helpers in a module that is handed in, too")
def helper_module(made):
    made.files["my_helpers.py"] = b"def larger(a, b):\n    return a if a > b else b\n"
    above(made, "from my_helpers import larger", "conv2d", "max_pool2d", "relu")


@works("magic", "helpers run from a file")
def run_helpers(made):
    made.files["my_helpers.py"] = b"def my_zeros(shape):\n    return np.zeros(shape)\n"
    made.insert("setup", code("%run -i my_helpers.py", "own-run"))
    made.cell("conv2d")["source"] += "\n\nmy_zeros((2, 2))"


# Imports that are not used


for library in (
    "tensorflow as tf",
    "pandas as pd",
    "seaborn as sns",
    "torch",
    "scipy.signal",
    "matplotlib.pyplot as plt",
    "tqdm",
    "cv2",
    "keras",
):

    @works(
        "import",
        "an import that is not used, in an answer's cell",
        name=f"import_{library.split()[0].replace('.', '_')}",
    )
    def imported(made, library=library):
        guarded = f"try:\n    import {library}\nexcept ImportError:\n    pass"
        is_here = library.split()[0] in ("tensorflow", "matplotlib.pyplot", "keras")
        above(made, f"import {library}" if is_here else guarded, "convolve2d", "max_pool2d", "relu")


@works("import", "tensorflow and keras beside the setup, as every notebook of the course begins")
def imports_of_the_course(made):
    own_cells(made, "import tensorflow as tf\nfrom tensorflow import keras")


# Python that people write


@works("python", "guards with the type's name")
def guard_with_type_name(made):
    guarded(
        made,
        "    if not isinstance({x}, np.ndarray):\n"
        '        raise TypeError(f"expected an array, got {{type({x}).__name__}}")\n',
    )


@works("python", "guards with qualified names")
def guard_with_qualname(made):
    guarded(
        made,
        "    if {x} is None:\n"
        "        raise TypeError(type({x}).__qualname__ + str(type({x}).__module__))\n",
    )


@works("python", "asserts on dimensions")
def guard_with_assert(made):
    guarded(made, "    assert np.ndim({x}) >= 0, type({x}).__name__\n")


@works("python", "a decorator that prints the function's name")
def decorator_that_names(made):
    decorator = (
        "import functools\n\n\ndef logged(f):\n    @functools.wraps(f)\n"
        "    def inner(*args, **kwargs):\n        name = f.__name__\n"
        "        return f(*args, **kwargs)\n    return inner\n\n\n"
    )
    for name in ("relu", "convolve2d", "conv2d", "max_pool2d"):
        cell = made.cell(name)
        cell["source"] = decorator + cell["source"].replace(f"def {name}(", f"@logged\ndef {name}(")


@works("python", "a decorator that measures time")
def decorator_that_times(made):
    decorator = (
        "import time\n\n\ndef timed(f):\n    def inner(*args, **kwargs):\n"
        "        start = time.perf_counter()\n        out = f(*args, **kwargs)\n"
        "        inner.seconds = time.perf_counter() - start\n        return out\n"
        "    return inner\n\n\n"
    )
    for name in ("softmax", "pad_same", "conv2d", "max_pool2d"):
        cell = made.cell(name)
        cell["source"] = decorator + cell["source"].replace(f"def {name}(", f"@timed\ndef {name}(")


@works("python", "calls counted by a global")
def global_counter(made):
    for name in ("conv2d", "max_pool2d", "relu"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        count = "    global calls\n    calls += 1\n"
        cell["source"] = f"calls = 0\n\n\n{head}{end}{count}{body}"


@works("python", "calls counted by an attribute")
def attribute_counter(made):
    for name in ("conv2d", "max_pool2d", "relu"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        cell["source"] = f"{head}{end}    {name}.calls += 1\n{body}\n\n\n{name}.calls = 0"


@works("python", "a cache as an attribute")
def attribute_cache(made):
    for name in ("conv2d", "max_pool2d"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        keep = f"    {name}.cache['last'] = x\n"
        cell["source"] = f"{head}{end}{keep}{body}\n\n\n{name}.cache = {{}}"


@works("python", "a table filled in a loop")
def table_filled(made):
    for name in ("conv2d", "max_pool2d"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        table = "squares = {}\nfor k in range(4):\n    squares[k] = k * k\n\n\n"
        cell["source"] = f"{table}{head}{end}    squares[2]\n{body}"


@works("python", "a helper class, a method added later")
def helper_class(made):
    helper = (
        "class Helper:\n    def __init__(self, value):\n        self.value = value\n\n"
        "    def __repr__(self):\n        return f'{type(self).__name__}({self.value})'\n\n\n"
        "def doubled(self):\n    return 2 * self.value\n\n\nHelper.doubled = doubled\n\n\n"
    )
    for name in ("conv2d", "max_pool2d", "relu"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        cell["source"] = f"{helper}{head}{end}    Helper(2).doubled(), repr(Helper(1))\n{body}"


@works("python", "a name bound by a walrus")
def walrus(made):
    for name in ("conv2d", "max_pool2d"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        bound = "if (small := 3) > 2:\n    pass\n\n\n"
        cell["source"] = f"{bound}{head}{end}    small + 1\n{body}"


@works("python", "a helper made by exec")
def made_by_exec(made):
    for name in ("conv2d", "max_pool2d"):
        cell = made.cell(name)
        head, end, body = cell["source"].rpartition('"""\n')
        bound = "exec('def half(a):\\n    return a / 2')\n\n\n"
        cell["source"] = f"{bound}{head}{end}    half(1)\n{body}"


@works("python", "type hints and typing")
def type_hints(made):
    above(made, "from __future__ import annotations", "conv2d", "max_pool2d")
    cell = made.cell("relu")
    cell["source"] = cell["source"].replace("(x)", "(x: 'np.ndarray') -> 'np.ndarray'", 1)


@works("python", "a star import, and Python's own functions after it: NumPy 2 has its own max")
def star_import(made):
    imports = "from numpy import *\nfrom math import *\nfrom builtins import *"
    above(made, imports, "apply_window", "pad_same", "softmax")


@works("python", "prints in answers, for debugging")
def prints_in_answers(made):
    guarded(made, "    print('shape', np.shape({x}), flush=True)\n")


@works("python", "a default that is kept between calls")
def kept_default(made):
    guarded(made, "    seen = getattr(np, '__version__', [])\n")


@works("python", "functions in one class, bound to the exercises' names")
def functions_in_a_class(made):
    cell = made.cell("relu")
    cell["source"] = (
        "class Layers:\n    @staticmethod\n    def relu(x):\n"
        "        return np.where(x > 0, x, 0)\n\n\nrelu = Layers.relu"
    )


@works("python", "a lambda")
def lambdas(made):
    made.write("relu", "relu = lambda x: np.where(np.asarray(x) > 0, x, 0)")
    made.write("dense", "dense = lambda x, kernel, bias: x @ kernel + bias")


@works("python", "match, and exceptions in groups")
def match_statement(made):
    guarded(
        made,
        "    match np.ndim({x}):\n        case 0:\n            pass\n"
        "        case _:\n            pass\n",
    )


@works("python", "a dataclass and an enum")
def dataclass_and_enum(made):
    above(
        made,
        "from dataclasses import dataclass\nfrom enum import Enum\n\n\n@dataclass\nclass Window:\n"
        "    height: int = 3\n\n\nclass Mode(Enum):\n    SAME = 'same'\n\n\n"
        "Window(), Mode.SAME\n\n",
        "conv2d",
        "max_pool2d",
        "softmax",
    )


# Names that people take


@works("name", "the result in a variable that is called check")
def check_taken(made):
    made.insert(
        "check-strided_convolve2d",
        code("check = strided_convolve2d(np.ones((4, 4)), np.ones((2, 2)))\ncheck", "own-check"),
    )


for taken in ("sum", "max", "range", "len", "input"):

    @works("name", "a variable with the name of a built-in function", name=f"taken_{taken}")
    def builtin_taken(made, taken=taken):
        own_cells(made, f"{taken}_of = [1, 2]\n{taken} = 3\ndel {taken}")


for taken in ("sum", "max", "min", "range", "len", "zip", "enumerate"):

    @works("name", "a variable with the name of a built-in function, kept", name=f"kept_{taken}")
    def builtin_kept(made, taken=taken):
        for check in ("check-pad_same", "check-max_pool2d", "check-softmax"):
            made.insert(check, code(f"{taken} = 3\n{taken} + 1", f"own-{taken}"))


@works("name", "np as a variable")
def np_kept(made):
    made.insert("check-pad_same", code("np = 4", "own-np"))


@works("name", "a variable called check that is used again after a check")
def check_used_again(made):
    made.insert("check-apply_window", code("check = [1, 2]", "own-check"))
    made.insert("check-pad_same", code("check.append(3)\nassert sum(check) == 6", "own-check-2"))


@works("name", "np imported once more, by another name as well")
def numpy_again(made):
    own_cells(made, "import numpy\nimport numpy as np\nfrom numpy import array, zeros")


@works("name", "x, y, kernel, model as variables of one's own")
def usual_names(made):
    own_cells(made, "x = y = kernel = weights = images = model = history = file = None")
