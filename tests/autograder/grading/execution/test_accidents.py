"""What happens to honest students, and costs them nothing: same points, or one clear line."""

import pytest

from tests.autograder.grading.execution.test_kernels_that_end import (
    points_of,
    pytestmark,  # noqa: F401 - needs the sandbox
    run,
)

ACCIDENTS = {
    "environment emptied": "import os\nos.environ.clear()",
    "a variable of the environment replaced": "import os\nos.environ = {}",
    "limits lowered": (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (600, 600))"
    ),
    "recursion allowed": "import sys\nsys.setrecursionlimit(100_000)",
    "locale and time zone changed": (
        "import locale, os, time\nlocale.setlocale(locale.LC_ALL, 'C')\n"
        "os.environ['TZ'] = 'Pacific/Kiritimati'\ntime.tzset()"
    ),
    "standard output replaced": "import io, sys\nsys.stdout = sys.stderr = io.StringIO()",
    "standard output closed": "import sys\nsys.stdout.close()",
    "threads left": (
        "import threading, time\n"
        "for _ in range(20):\n    threading.Thread(target=time.sleep, args=(600,)).start()"
    ),
    "a child left": "import os, time\nif os.fork() == 0:\n    time.sleep(600)\n    os._exit(0)",
    "a program left": "import subprocess\nleft = subprocess.Popen(['sleep', '600'])",
    "tracing on": "import sys\nsys.settrace(lambda *_: None)\nsys.setprofile(lambda *_: None)",
    "warnings are errors": "import warnings\nwarnings.simplefilter('error')",
    "numbers' errors are raised": "np.seterr(all='raise')",
    "numbers printed in another way": "np.set_printoptions(precision=1, threshold=3)",
    "random numbers fixed": "import random\nrandom.seed(0)\nnp.random.seed(0)",
    "garbage kept": "import gc\ngc.disable()",
    "an alarm handled": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)",
    "interrupts ignored": "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)",
    "folder changed and removed": (
        "import os, tempfile\nplace = tempfile.mkdtemp()\nos.chdir(place)\nos.rmdir(place)"
    ),
    "much printed": "for _ in range(200):\n    print(100_000 * 'x')",
    "disk filled": (
        "try:\n    with open('filler', 'wb') as file:\n"
        "        while True:\n            file.write(bytes(1 << 20))\n"
        "except OSError as error:\n    print(error)"
    ),
    "files left open": "opened = [open('/dev/null') for _ in range(100)]",
    "a widget shown": "import ipywidgets\nipywidgets.IntSlider()",
    "plots left open": (
        "import matplotlib.pyplot as plt\nfor _ in range(25):\n    plt.figure()\nplt.show()"
    ),
    "a magic that times": "%timeit -n 1 -r 1 np.zeros(3)",
    "names of modules taken": "os = sys = time = socket = json = 3",
    "an input asked for": "input('Your name? ')",
    "a log set up": "import logging\nlogging.basicConfig(level=logging.DEBUG, force=True)",
    "an event loop run": "import asyncio\nawait asyncio.sleep(0)",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", ACCIDENTS)
def test_it_costs_nothing(tmp_path, what):
    accident = ACCIDENTS[what]
    notebook = run(accident, "1 + 1", accident, "2 + 2", folder=str(tmp_path))
    assert points_of(notebook) == [1, 3, 2]


@pytest.mark.slow
def test_pip_does_not_wait_for_a_network(tmp_path):
    """It tries each name five times more, for seven seconds, unless it is told not to."""
    pip = "!pip install no-such-package-here"
    notebook = run(pip, "1 + 1", "2 + 2", "3 + 3", folder=str(tmp_path))
    said = "".join(
        out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", ())
    )
    assert "No matching distribution found" in said
    assert "Retrying" not in said
