"""What verdicts are kept by, and that they come back whole or not at all."""

import re
import shutil
from pathlib import Path

import pytest
from rich.console import Console

from autograder import exercises
from autograder.grading.batch import graded_before
from autograder.grading.batch.graded_before import GradedBefore, Key, key_of
from autograder.grading.batch.job import Job, JobResult
from autograder.grading.batch.progress import Summary

FILES = (("2_pooling.ipynb", b"{}"), ("helpers.py", b"x = 1"))
SETTINGS = {"TrustedExecute": {"memory": 2048}}


def key(files=FILES, settings=SETTINGS, notebook="2_pooling", student="ada", used=1):
    return key_of(
        Job(student, notebook, files, {"TrustedExecute": {"seconds": used}}), "lab6", settings
    )


def test_the_same_work_has_the_same_key_whoever_did_it_and_however_much_time_was_left():
    assert key() == key(student="bob", used=2)


@pytest.mark.parametrize(
    "changed",
    [
        {"files": (FILES[0], ("helpers.py", b"x = 2"))},
        {"files": (FILES[0], ("helper.py", b"x = 1"))},
        {"files": FILES[:1]},
        {"settings": {"TrustedExecute": {"memory": 4096}}},
        {"settings": {"TrustedExecute": {"memory": 2048, "seed": "a"}}},
        {"settings": {}},
        {"notebook": "1_convolution"},
    ],
)
def test_other_work_has_another_key(changed):
    assert key(**changed) != key()


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The autograder's files, copied: a function changes one, and says which notebooks it means."""
    place = tmp_path / "autograder"
    ours = Path(graded_before.autograder.__file__).parent
    shutil.copytree(ours, place, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(graded_before.autograder, "__file__", str(place / "__init__.py"))
    monkeypatch.setattr(exercises, "__file__", str(place / "exercises/__init__.py"))

    def keys():
        graded_before._code_of.cache_clear()
        graded_before._all_code.cache_clear()
        names = ("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch")
        return {name: key(notebook=name) for name in names}

    def changed_by(name):
        before = keys()
        with (place / name).open("a", encoding="utf-8") as file:
            file.write("\n# corrected")
        after = keys()
        return {notebook for notebook in before if before[notebook] != after[notebook]}

    yield changed_by
    graded_before._code_of.cache_clear()
    graded_before._all_code.cache_clear()


def test_a_corrected_exercise_costs_its_notebook_and_a_corrected_judge_all(copied):
    assert copied("exercises/pooling.py") == {"2_pooling"}
    assert copied("exercises/from_scratch.py") == {"3_mnist_cnn", "4_from_scratch"}
    everything = {"1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch"}
    assert copied("judge/comparison.py") == copied("exercises/__init__.py") == everything


def test_another_version_of_a_library_is_another_key(monkeypatch):
    before = key()
    monkeypatch.setattr(graded_before, "_installed", lambda: ("3.11", "numpy-9.dist-info"))
    assert key() != before


def test_what_is_kept_comes_back_and_the_oldest_go(tmp_path):
    kept = GradedBefore(tmp_path / "kept")
    assert kept.is_empty
    assert kept.find(Key("a", {})) is None
    for name in ("a", "b", "c"):
        kept.keep(Key(name, {}), f"{name} ü")
    assert not kept.is_empty
    assert kept.find(Key("a", {})) == "a ü"
    kept.prune(most=2)
    assert sum(kept.find(Key(name, {})) is not None for name in ("a", "b", "c")) == 2
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


A_FILE_READ = {"helpers.py"}


def with_helpers(content):
    return key(files=(FILES[0], ("helpers.py", content), ("notes.txt", content)))


def test_a_notebook_is_as_before_if_what_it_read_is(tmp_path):
    kept = GradedBefore(tmp_path)
    kept.keep(with_helpers(b"1"), "by helper 1", A_FILE_READ)
    notes_changed = key(files=(FILES[0], ("helpers.py", b"1"), ("notes.txt", b"2")))
    assert kept.find(notes_changed) == "by helper 1"
    assert kept.find(with_helpers(b"2")) is None


def test_what_is_read_may_depend_on_what_was_read(tmp_path):
    kept = GradedBefore(tmp_path)
    kept.keep(with_helpers(b"1"), "of helper 1", A_FILE_READ)
    kept.keep(with_helpers(b"2"), "of both", {"helpers.py", "notes.txt", "made by itself.txt"})
    assert kept.find(with_helpers(b"1")) == "of helper 1"
    assert kept.find(with_helpers(b"2")) == "of both"
    assert kept.find(key(files=(FILES[0], ("helpers.py", b"2"), ("notes.txt", b"1")))) is None


def test_one_whose_reading_is_not_known_depends_on_all(tmp_path):
    kept = GradedBefore(tmp_path)
    kept.keep(with_helpers(b"1"), "first")
    assert kept.find(with_helpers(b"1")) == "first"
    assert kept.find(with_helpers(b"2")) is None


def test_the_table_says_how_many_were_not_run():
    def table_of(*are_kept):
        summary = Summary()
        for is_kept in are_kept:
            summary.finished(JobResult("ada", "2_pooling", "{}", 0.0, is_kept=is_kept))
        console = Console(width=80)
        with console.capture() as shown:
            console.print(summary.table(stopped=False))
        return shown.get()

    assert re.search(r"Notebooks as before, not run\W+2\b", table_of(True, False, True))
    assert "as before" not in table_of(False)


@pytest.mark.parametrize("files", ["*.gz", "*.json"])
@pytest.mark.parametrize("spoilt", [b"", b"no gzip", b"half"])
def test_what_is_not_whole_is_not_used(tmp_path, spoilt, files):
    kept = GradedBefore(tmp_path)
    kept.keep(Key("a", {}), "content")
    path = next(tmp_path.glob(files))
    path.write_bytes(path.read_bytes()[:-9] if spoilt == b"half" else spoilt)
    assert kept.find(Key("a", {})) is None


def test_without_room_nothing_is_kept_and_nothing_raised(tmp_path):
    (tmp_path / "file").write_text("")
    GradedBefore(tmp_path / "file" / "kept").keep(Key("a", {}), "content")
