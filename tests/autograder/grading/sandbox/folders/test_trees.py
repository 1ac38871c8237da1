"""Folders that are deeper than Python can call itself, or than a path can be long."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.grading.sandbox.folders import private_folder
from autograder.grading.sandbox.folders.private_folder import LOCK, PREFIX, remove_forgotten
from autograder.grading.sandbox.folders.trees import remove_tree, walk


def nest(folder, depth, name="d"):
    """Make a chain of folders, with a file in each hundredth one and in the last."""
    folder.mkdir(parents=True, exist_ok=True)
    at = os.open(folder, os.O_RDONLY)
    for number in range(1, depth + 1):
        os.mkdir(name, dir_fd=at)
        at, above = os.open(name, os.O_RDONLY, dir_fd=at), at
        os.close(above)
        if number % 100 == 0 or number == depth:
            os.close(os.open("file", os.O_CREAT | os.O_WRONLY, dir_fd=at))
    os.close(at)
    return folder


@pytest.fixture
def place():
    folder = Path(tempfile.mkdtemp())
    yield folder
    assert remove_tree(folder)


@pytest.mark.parametrize("depth", [1, 1_400, 2_200])
def test_a_folder_as_deep_as_one_likes_is_removed(place, depth):
    assert remove_tree(nest(place / "top", depth))
    assert list(place.iterdir()) == []


def test_folders_with_much_in_them_and_names_of_all_kinds_are_removed(place):
    top = place / "top"
    for branch in ("a", "-rf", "two\nlines", ".", "b" * 250):
        nest(top / branch, 40)
        for number in range(5):
            nest(top / branch / str(number), 3, "same")
    (top / "link").symlink_to(place)
    os.mkfifo(top / "pipe")
    (place / "stays").write_text("")
    assert remove_tree(top)
    assert [path.name for path in place.iterdir()] == ["stays"]


def test_what_a_link_points_to_stays(place):
    kept = nest(place / "kept", 3)
    nest(place / "top", 2)
    (place / "top/d/link").symlink_to(kept)
    (place / "link").symlink_to(kept)
    assert remove_tree(place / "top")
    assert not remove_tree(place / "link")
    assert (kept / "d/d/d/file").exists()


def test_what_is_not_there_is_gone(place):
    assert remove_tree(place / "nothing")


@pytest.mark.skipif(os.geteuid() != 0, reason="changes its user")
def test_folders_without_rights_are_removed_by_their_owner(place):
    top = nest(place / "top", 5)
    place.chmod(0o777)
    for folder, _, _ in [*walk(str(place))]:
        os.chown(folder, 65534, 65534)
    for folder, _, _ in [*walk(str(top))][::-1]:
        Path(folder).chmod(0)
    os.seteuid(65534)
    try:
        assert remove_tree(top)
    finally:
        os.seteuid(0)


def test_walking_goes_as_deep_as_a_path_can_be_long(place):
    top = nest(place / "top", 2_200)
    assert sys.getrecursionlimit() < 1_400
    seen = [(folder, others) for folder, _, others in walk(str(top))]
    assert 1_400 < len(seen) < 2_200
    assert sum("file" in others for _, others in seen) == len(seen) // 100


def test_walking_is_in_order_and_leaves_out_what_it_is_told_to(place):
    for name in ("b/x", "a/y", "c"):
        nest(place / name, 1)
    (place / "link").symlink_to(place)
    seen = []
    for folder, folders, others in walk(os.fsencode(place)):
        folders.sort()
        folders[:] = [name for name in folders if name != b"y"]
        seen.append((os.path.relpath(folder, os.fsencode(place)), others))
    assert seen == [
        (b".", [b"link"]),
        (b"a", []),
        (b"b", []),
        (b"b/x", []),
        (b"b/x/d", [b"file"]),
        (b"c", []),
        (b"c/d", [b"file"]),
    ]


def test_what_a_killed_grader_left_is_removed_however_deep_it_is(place):
    left = nest(place / f"{PREFIX}left", 1_400)
    (left / LOCK).write_text("")
    remove_forgotten.__wrapped__(place)
    assert not left.exists()


def test_a_private_folder_is_removed_with_all_that_is_in_it(place, monkeypatch):
    monkeypatch.setattr(private_folder.tempfile, "tempdir", str(place))
    private = private_folder.PrivateFolder()
    nest(private.path / "home", 1_400)
    private.remove()
    private.remove()
    assert list(place.iterdir()) == []
