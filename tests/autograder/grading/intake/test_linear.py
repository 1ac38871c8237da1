"""What students write takes time that grows with its length, and not faster.

Each is tried with an input for which a pattern that goes back and forth takes hours.
"""

import resource
import subprocess
import sys

import pytest

SECONDS_OF_PROCESSOR = 60
"""Far more than it takes: imports take two or three, and what is tried hardly any."""
TRIED = {
    "blank lines in an own part of a check": """
from autograder.grading.intake.repair import DEFINES
assert not DEFINES.search(199_000 * "\\n" + "x")
assert not DEFINES.search(199_000 * " " + "x")
assert not DEFINES.search(199_000 * "a" + "!")
assert DEFINES.search(100_000 * "\\n" + "  x  = 3")
""",
    "marks of copies in a name": """
from autograder.grading.intake.handed_in.names import candidates
for mark in ("copy-1", "copy--", "(1)", " - Copy", "_final", "v2-3"):
    assert candidates("2_pooling", ["2_pooling" + 70 * mark + "!.ipynb"])[1:] == []
    assert candidates("2_pooling", ["2_pooling" + 70 * mark + ".ipynb"])
""",
    "names in an archive": """
import tempfile, zipfile
from pathlib import Path
from autograder.grading.intake.handed_in.archives import unpack
from autograder.grading.intake.handed_in.files import list_files
from autograder.grading.intake.handed_in.names import candidates
with tempfile.TemporaryDirectory() as place:
    folder, into = Path(place, "submission"), Path(place, "into")
    folder.mkdir(), into.mkdir()
    with zipfile.ZipFile(folder / "lab6.zip", "w") as archive:
        for name in ("2_pooling" + 10_000 * "copy-1" + "!", 60_000 * "-", 30_000 * "a/", "b"):
            archive.writestr(name + ".ipynb", "{}")
    found = list_files(folder)
    assert unpack(found, into) == []
    assert len(found.others) == 3, found.others
    assert candidates("2_pooling", found.files) == []
    assert "lab6.zip:b.ipynb" in found.files
""",
    "a text that Blackboard keeps": """
from autograder.grading.lms.products.blackboard import read_slip
read_slip("Name:" + 500_000 * " " + "x")
read_slip("Name: (" + 500_000 * " " + "x")
read_slip("Name: A (a)\\nOriginal filename: x" + 500_000 * "\\n" + "y")
read_slip("Name: A (a)\\n" + 30_000 * "Original filename: x\\n")
""",
}


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_PROCESSOR, SECONDS_OF_PROCESSOR))


@pytest.mark.parametrize("what", TRIED)
def test_it_comes_to_an_end(what):
    subprocess.run([sys.executable, "-c", TRIED[what]], check=True, preexec_fn=limit)
