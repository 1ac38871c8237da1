"""The numbers of `limits` fit together: what the intake lets through, every later step takes."""

from pathlib import Path

import pytest

from autograder.grading.batch.job import read_folder
from autograder.grading.execution.outputs import MOST_BYTES, MOST_OUTPUTS
from autograder.grading.sandbox.folders.submission_copy import Copied, copy_submission
from autograder.grading.sandbox.level import SandboxError
from autograder.grading.sandbox.limits import GIB, MIB, SUBMISSION, SubmissionLimits, in_words

NOTEBOOKS = len(list(Path("source/lab6").glob("*.ipynb")))
ESCAPED = 6
"""Bytes of JSON that a character has at most: a control character is written ``\\u0007``."""
OVERHEAD = 10_000
"""Bytes of JSON of a cell or an output, beside what it says."""
FEW = SubmissionLimits(whole=2 * MIB, whole_files=3)


def test_what_the_intake_lets_through_is_run_whatever_it_is():
    of_cells = ESCAPED * SUBMISSION.source + OVERHEAD * SUBMISSION.cells
    displayed = ESCAPED * MOST_BYTES + OVERHEAD * MOST_OUTPUTS
    notebooks = NOTEBOOKS * (of_cells + SUBMISSION.attachments + displayed)
    assert notebooks + SUBMISSION.beside <= SUBMISSION.whole
    assert SUBMISSION.files + SUBMISSION.folders + NOTEBOOKS < SUBMISSION.whole_files


def test_a_file_that_is_read_as_a_notebook_may_have_all_that_a_notebook_may():
    assert SUBMISSION.source + SUBMISSION.attachments < SUBMISSION.notebook
    assert SUBMISSION.cell_source < SUBMISSION.source


@pytest.fixture
def submission(tmp_path):
    folder = tmp_path / "lab6"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "a").write_bytes(bytes(MIB))
    return folder


def test_what_is_copied_is_told(submission, tmp_path):
    copied = copy_submission(submission, tmp_path / "copy", FEW)
    assert copied == Copied(files=2, size=MIB)
    assert (tmp_path / "copy" / "data" / "a").stat().st_size == MIB


@pytest.mark.parametrize("names", [["b", "c"], ["b/c/d"]])
def test_too_many_files_and_folders_are_not_run(submission, tmp_path, names):
    for name in names:
        (submission / name).parent.mkdir(parents=True, exist_ok=True)
        (submission / name).touch()
    with pytest.raises(SandboxError, match="at most 3 files and folders and 2 MiB are"):
        copy_submission(submission, tmp_path / "copy", FEW)


def test_too_many_bytes_are_not_run(submission, tmp_path):
    assert len(read_folder(submission, FEW)) == 1
    (submission / "b").write_bytes(bytes(MIB + 1))
    with pytest.raises(SandboxError, match="at most 3 files and folders and 2 MiB are"):
        copy_submission(submission, tmp_path / "copy", FEW)
    with pytest.raises(ValueError, match="at most 3 files and 2 MiB are"):
        read_folder(submission, FEW)


def test_too_many_files_do_not_travel(submission):
    for name in "bcd":
        (submission / name).touch()
    with pytest.raises(ValueError, match="at most 3 files and 2 MiB are"):
        read_folder(submission, FEW)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 KiB"),
        (1023, "1 KiB"),
        (MIB, "1 MiB"),
        (1023 * MIB, "1023 MiB"),
        (GIB, "1 GiB"),
        (10_000 * GIB, "10000 GiB"),
    ],
)
def test_sizes_are_written_as_people_read_them(size, words):
    assert in_words(size) == words
