"""nbgrader's own `zip_collect`, with the pattern and the endings of our configuration."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.grading.lms.collecting.zip_collect import PATTERN
from tests.autograder.grading.lms import downloads as lms
from tests.autograder.grading.lms.downloads import CLASS, LAB, NOTEBOOKS, WEIGHTS, release

CONFIG = """
from autograder.grading.lms.collecting.zip_collect import configure_zip_collect
configure_zip_collect(get_config())
"""


@pytest.mark.parametrize(
    ("path", "student", "file"),
    [
        ("/x/doejane_4711_99120_1_convolution.ipynb", "4711", "1_convolution"),
        ("/x/doejane_LATE_4711_99120_1_convolution-2.ipynb", "4711", "1_convolution"),
        ("/x/LATE_anon_12345_99120_1_convolution.ipynb", "anon_12345", "1_convolution"),
        ("/x/Jane Doe_17_assignsubmission_file/2_pooling.ipynb", "17", "2_pooling"),
        ("/x/Jane Doe_17_assignsubmission_file_/2_pooling.ipynb", "17", "2_pooling"),
        ("/x/Jane Doe_17_assignsubmission_file_2_pooling.ipynb", "17", "2_pooling"),
        ("/x/Participant_17_assignsubmission_file/2_pooling.ipynb", "17", "2_pooling"),
        (f"/x/李小龙_4711_99120_{WEIGHTS}", "4711", "mnist_cnn_weights"),
    ],
)
def test_the_pattern_says_whose_it_is(path, student, file):
    found = re.match(PATTERN, path)
    assert (found["student_id"], found["file_id"]) == (student, file)


@pytest.mark.course
@pytest.mark.parametrize(("make", "id_of"), [(lms.canvas, "lms_id"), (lms.moodle, "participant")])
@pytest.mark.slow
def test_nbgrader_collects_notebooks_and_weights(tmp_path, make, id_of):
    release(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    archive = tmp_path / "downloaded" / "lab6" / "archive"
    archive.mkdir(parents=True)
    make(archive / "download.zip", CLASS[22:26])
    done = subprocess.run(
        [Path(sys.executable).parent / "nbgrader", "zip_collect", "lab6"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for student in CLASS[22:26]:
        folder = tmp_path / "submitted" / getattr(student, id_of) / "lab6"
        assert {path.name for path in folder.iterdir()} == {*LAB}
        content = (folder / NOTEBOOKS[0]).read_bytes()
        assert content == student.content(NOTEBOOKS[0])
