"""Files that attackers hand in beside their notebook."""

import gzip
import hashlib
import io
import json
import os
import pickle
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograder.assignments import LAB6
from autograder.exercises import NOTEBOOKS
from autograder.exercises.from_scratch import SHAPES

__all__ = [
    "BOMB",
    "CONFIGURATION",
    "NO_NUMBERS",
    "OTHER_SHAPES",
    "OWN_PACKAGE",
    "PICKLE",
    "SHADOWS",
    "WEIGHTS",
    "bomb",
    "no_numbers",
    "other_shapes",
    "pickled",
    "table_of",
]

CHECK = """
class Points(float):
    pass

def check(name, answer):
    return {"max_pool2d": 10.0, "average_pool2d": 5.0}.get(name, 0.0)

def load_mnist():
    return None

from contextlib import nullcontext as quiet_stderr
"""
STARTUP = """
import builtins
builtins.check = lambda name, answer: 5.0
"""
OWN_PACKAGE = {
    "autograder/__init__.py": CHECK,
    "autograder/pictures.py": "show_maps = None\n",
}
SHADOWS = OWN_PACKAGE | {
    "numpy.py": "raise SystemExit('hostile-mark')\n",
    "random.py": "raise SystemExit('hostile-mark')\n",
    "ipykernel.py": "raise SystemExit('hostile-mark')\n",
    "sitecustomize.py": STARTUP,
    "usercustomize.py": STARTUP,
    ".ipython/profile_default/startup/00-check.py": STARTUP,
    "ipython_config.py": "c.InteractiveShellApp.exec_lines = ['check = lambda *a: 5.0']\n",
    "ipython_kernel_config.py": "c.InteractiveShellApp.exec_lines = ['check = lambda *a: 5.0']\n",
    "hostile.pth": "import os; os.environ['HOSTILE'] = '1'\n",
}
CONFIGURATION = {
    "nbgrader_config.py": "1 / 0\n",
    "jupyter_config.py": "1 / 0\n",
    "conftest.py": "1 / 0\n",
    "pyvenv.cfg": "home = /nowhere\n",
    "gradebook.db": "no database",
    "2_pooling.html": "<script>hostile</script>",
    "source/lab6/2_pooling.ipynb": "{}",
    "feedback/2_pooling.html": "x",
}
WEIGHTS = LAB6.left_files[0]
Shapes = Iterable[tuple[int, ...]]


class _Command:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch /tmp/hostile-mark-pickle",)


def other_shapes(shapes: Shapes) -> bytes:
    """Return a weights file whose arrays are turned round."""
    return _weights(np.zeros(shape[::-1], np.float32) for shape in shapes)


def no_numbers(shapes: Shapes) -> bytes:
    """Return a weights file of NaN."""
    return _weights(np.full(shape, np.nan, np.float32) for shape in shapes)


def _weights(arrays: Iterable[np.ndarray]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, *arrays)
    return file.getvalue()


def pickled() -> bytes:
    """Return a pickle that runs a command where it is read."""
    return pickle.dumps(_Command())


def bomb() -> bytes:
    """Return a weights file that unpacks to 1 GiB."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("arr_0.npy", "w", force_zip64=True) as member,
    ):
        header = {"descr": "<f4", "fortran_order": False, "shape": (1 << 28,)}
        np.lib.format.write_array_header_1_0(member, header)
        for _ in range(64):
            member.write(bytes(16 << 20))
    return file.getvalue()


BOMB = {WEIGHTS: bomb}
PICKLE = {WEIGHTS: pickled}
OTHER_SHAPES = {WEIGHTS: lambda: other_shapes(SHAPES)}
NO_NUMBERS = {WEIGHTS: lambda: no_numbers(SHAPES)}


def table_of(notebook: str, assignment: str = LAB6.name) -> Callable[[], bytes]:
    """Return what writes the right answers to all visible calls of a notebook."""
    path = f"{assignment}/{notebook}"
    return lambda: gzip.compress(json.dumps(_table(path)).encode(), mtime=0)


def _table(path: str) -> dict[str, Any]:
    return {
        exercise.name: {
            _key(call): _described(exercise.expected(*call.arguments, **call.options))
            for call in exercise.calls
        }
        for exercise in NOTEBOOKS[path]
        if exercise.expected is not None
    }


def _key(call: Any) -> str:
    options = sorted([name, _fingerprint(value)] for name, value in call.options.items())
    asked = [_fingerprint(call.arguments), options]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _fingerprint(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_fingerprint(item) for item in value]
    if isinstance(value, np.ndarray):
        return [list(value.shape), str(value.dtype), np.round(value.astype(float), 4).tolist()]
    return getattr(value, "__name__", repr(value))


def _described(value: Any) -> dict[str, Any]:
    if isinstance(value, list | tuple):
        return {"kind": type(value).__name__, "parts": [_described(part) for part in value]}
    array = np.asarray(value)
    return {
        "value": array.tolist(),
        "shape": list(array.shape),
        "dtype": str(array.dtype),
        "array": isinstance(value, np.ndarray),
    }
