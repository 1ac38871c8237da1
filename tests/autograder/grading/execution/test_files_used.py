"""What a kernel has read of its submission: only that can have changed its verdicts."""

import shutil

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.execution.execute import TrustedExecute
from autograder.grading.sandbox.level import Level, probe

pytestmark = pytest.mark.skipif(
    shutil.which("bwrap") is None or probe().level < Level.FULL, reason="needs the sandbox"
)

WAYS = {
    "nothing": ("1 + 1", set()),
    "only whether it is there": ("from pathlib import Path; Path('a.txt').exists()", set()),
    "the names": ("import os; os.listdir('.')", set()),
    "open": ("open('a.txt').read()", {"a.txt"}),
    "by a name that is put together": ("open(''.join(['data', '/', 'b.', 'txt'])).read()", {"b"}),
    "all, by a pattern": (
        "from pathlib import Path\n[p.read_bytes() for p in Path('data').glob('*')]",
        {"b"},
    ),
    "import": ("import helpers", {"helpers.py"}),
    "run": ("%run helpers.py", {"helpers.py"}),
    "a library that maps it": (
        "import numpy as np\nnp.load('numbers.npy', mmap_mode='r')[0]",
        {"numbers.npy"},
    ),
    "another program": ("!cat a.txt", {"a.txt"}),
    "written over": ("open('a.txt', 'w').close()", {"a.txt"}),
    "removed": ("import os; os.remove('a.txt')", {"a.txt"}),
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("a.txt", "data/b.txt", "other.ipynb"):
        (tmp_path / name).write_text("something")
    (tmp_path / "helpers.py").write_text("x = 1")
    np.save(tmp_path / "numbers.npy", np.arange(9))
    return tmp_path


def read_by(cells, folder, **options):
    execute = TrustedExecute(**options)
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    execute.preprocess(notebook, {"metadata": {"path": str(folder)}})
    return execute.files_used


@pytest.mark.parametrize("way", WAYS)
def test_what_was_read_is_known(folder, way):
    source, names = WAYS[way]
    expected = {"data/b.txt" if name == "b" else name for name in names}
    assert read_by([source], folder) == expected


@pytest.mark.slow
def test_in_a_kernel_that_starts_anew_too(folder):
    assert read_by(["open('a.txt').read()"], folder, warm=False) == {"a.txt"}


def test_of_a_kernel_that_is_gone_nothing_is_known(folder):
    assert read_by(["import os\nos._exit(0)"], folder, restarts=0) is None
