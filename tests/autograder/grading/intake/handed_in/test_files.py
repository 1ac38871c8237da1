"""Folders that the grader may not read, as by the rights with which somebody copied them."""

import os

import pytest

from autograder.grading.intake.handed_in.files import list_files


@pytest.fixture
def closed(monkeypatch):
    """Close folders to whoever runs the tests: to root no mode does."""
    folders = set()
    scandir = os.scandir

    def scan(path):
        if path in folders:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", scan)
    return folders


def test_a_folder_that_cannot_be_read_is_named(tmp_path, closed):
    (tmp_path / "photos").mkdir()
    (tmp_path / "1_convolution.ipynb").write_text("{}")
    closed.add(tmp_path / "photos")
    found = list_files(tmp_path)
    assert [*found.files] == ["1_convolution.ipynb"]
    assert found.others == {"photos": "a folder that can't be read (Permission denied)"}
    assert not found.problem


def test_a_submission_that_cannot_be_read_is_not_an_empty_one(tmp_path, closed):
    closed.add(tmp_path)
    found = list_files(tmp_path)
    assert not found.is_folder
    assert found.problem == "The submission can't be read (Permission denied)."
