"""Rooms and modules are of a size that a newcomer can look over."""

import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = (
    *("autograder", "bench", "cnn_reference", "demo"),
    *("examples", "figures", "mnist_data", "tools"),
)
LINES = 400
MODULES = 13
"""About a dozen, `__init__.py` not counted."""
ONE_PICTURE_EACH = {"figures"}
"""A folder whose modules are alike: each draws one picture."""


def modules():
    listed = subprocess.run(
        ["git", "ls-files", "--", *(f"{folder}/*.py" for folder in CODE)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is no git repository")
    return [ROOT / name for name in listed.stdout.split("\n") if name]


def test_no_module_is_too_long_to_read():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LINES} == {}


def test_no_folder_has_too_many_modules():
    found = [path for path in modules() if path.name not in {"__init__.py", "__main__.py"}]
    folders = Counter(str(path.parent.relative_to(ROOT)) for path in found)
    crowded = {folder: number for folder, number in folders.items() if number > MODULES}
    assert {folder: crowded[folder] for folder in crowded if folder not in ONE_PICTURE_EACH} == {}


def test_each_room_says_what_it_is():
    for path in modules():
        if path.name == "__init__.py" and path.is_relative_to(ROOT / "autograder"):
            assert path.read_text(encoding="utf-8").startswith('"""'), path
