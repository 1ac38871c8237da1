"""What is known of a copy that somebody else has used."""

import os

import pytest

from autograder.grading.sandbox.folders.submission_copy import files_used


@pytest.fixture
def copies(tmp_path):
    source, copy = tmp_path / "source", tmp_path / "copy"
    for folder in (source, copy):
        folder.mkdir()
        (folder / "a.txt").write_text("a")
        os.utime(folder / "a.txt", (1, 1))
    return source, copy


def test_what_nobody_read_is_not_used(copies):
    assert files_used(*copies) == set()


def test_what_was_written_or_removed_is_used(copies):
    source, copy = copies
    (source / "b.txt").write_text("b")
    (copy / "a.txt").write_text("other")
    assert files_used(source, copy) == {"a.txt", "b.txt"}


def test_of_a_copy_that_is_gone_nothing_is_known(copies):
    source, copy = copies
    assert files_used(source, copy / "no such folder") is None


def test_where_no_times_are_noted_nothing_is_known(copies, monkeypatch):
    monkeypatch.setattr(os, "statvfs", lambda _: type("State", (), {"f_flag": os.ST_NOATIME})())
    assert files_used(*copies) is None
