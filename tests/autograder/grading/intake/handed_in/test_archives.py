"""Archives that are honest, and archives that are not."""

import io
import tarfile
import zipfile

import pytest

from autograder.grading.intake.handed_in import archives
from autograder.grading.intake.handed_in.archives import unpack
from autograder.grading.intake.handed_in.files import list_files


def zipped(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.fixture
def opened(tmp_path):
    def open_(**files):
        handed_in, into = tmp_path / "in", tmp_path / "out"
        for folder in (handed_in, into):
            folder.mkdir()
        for name, data in files.items():
            (handed_in / name).write_bytes(data)
        found = list_files(handed_in)
        remarks = unpack(found, into)
        return {name: found.read(name, 1 << 20) for name in found.unpacked}, remarks

    return open_


def test_what_is_in_a_zip_is_found(opened):
    inside, remarks = opened(**{"lab6.zip": zipped(**{"lab6/a.ipynb": "{}", "b.txt": "hello"})})
    assert inside == {"lab6.zip:lab6/a.ipynb": b"{}", "lab6.zip:b.txt": b"hello"}
    assert remarks == []


def test_an_archive_in_an_archive_is_opened_and_one_in_that_is_not(opened):
    third = zipped(**{"deep.txt": "3"})
    second = zipped(**{"c.zip": third, "two.txt": "2"})
    inside, _ = opened(**{"a.zip": zipped(**{"b.zip": second})})
    assert set(inside) == {"a.zip:b.zip", "a.zip:b.zip:c.zip", "a.zip:b.zip:two.txt"}


def test_names_in_it_lead_nowhere_else(opened):
    names = ("../../evil", "/etc/passwd", "C:\\windows\\x", "a/../../b", "__MACOSX/._a")
    inside, _ = opened(**{"a.zip": zipped(**dict.fromkeys(names, "x"))})
    assert set(inside) == {"a.zip:evil", "a.zip:etc/passwd", "a.zip:C_/windows/x", "a.zip:a/b"}


def test_links_in_it_are_left_out(opened):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            member = tarfile.TarInfo(f"link{kind.decode()}")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    zip_content = io.BytesIO()
    with zipfile.ZipFile(zip_content, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    inside, _ = opened(**{"a.tar.gz": content.getvalue(), "b.zip": zip_content.getvalue()})
    assert inside == {}


def test_a_bomb_ends_at_the_limit(opened, monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    inside, remarks = opened(**{"a.zip": zipped(small="x", bomb=bytes(100_000), later="y")})
    assert set(inside) == {"a.zip:small"}
    assert "the rest was left out" in remarks[0]


def test_so_does_a_tar_with_too_many_files(opened, monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 10)
    inside, remarks = opened(**{"a.zip": zipped(**{str(number): "" for number in range(20)})})
    assert len(inside) == 10
    assert "more than 10 files" in remarks[0]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"Rar!", zipped(a="b" * 100)[:-30]],
    ids=["empty", "a beginning", "another kind", "cut off"],
)
@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
def test_what_is_broken_is_said_so(opened, name, data):
    inside, remarks = opened(**{name: data})
    assert inside == {}
    assert remarks == [f"`{name}` is no archive that can be read. Pack it again."]


def test_arrays_of_numpy_are_no_archive(opened):
    inside, remarks = opened(**{"weights.zip": zipped(**{"arr_0.npy": "", "arr_1.npy": ""})})
    assert (inside, remarks) == ({}, [])


def test_other_kinds_are_named(opened):
    _, remarks = opened(**{"lab6.rar": b"Rar!"})
    assert remarks == ["`lab6.rar` can't be opened here. Hand in a .zip, or the files themselves."]
