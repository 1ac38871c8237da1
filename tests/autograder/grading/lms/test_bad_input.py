"""Downloads and rosters that are not as they should be: a clear line, and the rest goes on."""

import io
import os
import stat
import unicodedata
import zipfile
from pathlib import Path

import pytest

from autograder.grading.lms import archive
from autograder.grading.lms.archive import entries_of
from autograder.grading.lms.collecting.apply import apply_plan
from autograder.grading.lms.collecting.collect import collect, main
from autograder.grading.lms.ledger import read_ledger
from autograder.grading.lms.plan import BLOCKED, CHANGED, NEW, OLDER, SAME
from autograder.grading.lms.products.recognise import UnknownLmsError
from autograder.grading.lms.rosters import Roster, read_roster
from autograder.grading.lms.tables import TableError
from tests.autograder.grading.lms.courses import make_course
from tests.autograder.grading.lms.downloads import LAB, NOTEBOOKS, Zip

ADA = "lovelaceada_4711_9910{place}_{file}"
GOOD = [(ADA.format(place=place, file=file), b"good") for place, file in enumerate(LAB)]


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def a_zip(path, files):
    made = Zip()
    for name, content in files:
        made.add(name, content)
    return made.save(path)


def collected(course, *paths, roster=None, **options):
    plan = collect(course, paths, roster or Roster(), **options)
    apply_plan(plan, course.submitted, "lab6")
    return plan


def the_good_one_is_there(course, student="4711"):
    folder = course.submitted / student / "lab6"
    return {path.name for path in folder.iterdir() if path.is_file()} >= {*LAB}


@pytest.mark.parametrize(
    "name",
    [
        "../../outside_4712_99200_1_convolution.ipynb",
        "/etc/outside_4712_99200_1_convolution.ipynb",
        "..\\..\\outside_4712_99200_1_convolution.ipynb",
        "C:\\outside_4712_99200_1_convolution.ipynb",
    ],
)
def test_a_path_that_leaves_its_folder_is_named_and_left_out(course, tmp_path, name):
    before = _everything(tmp_path, course)
    plan = collected(course, a_zip(tmp_path / "d.zip", [*GOOD, (name, b"bad")]))
    assert any("would lie outside" in problem for problem in plan.problems)
    assert [one.student for one in plan.submissions] == ["4711"]
    assert the_good_one_is_there(course)
    assert _everything(tmp_path, course) - before == {tmp_path / "d.zip"}


def _everything(folder, course):
    return {path for path in folder.rglob("*") if course.submitted not in (path, *path.parents)}


def test_links_are_named_and_left_out(course, tmp_path):
    made = Zip()
    for name, content in GOOD:
        made.add(name, content)
    link = zipfile.ZipInfo("evil_4712_99200_1_convolution.ipynb")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    made.archive.writestr(link, "/etc/passwd")
    plan = collected(course, made.save(tmp_path / "d.zip"))
    assert any("is a link" in problem for problem in plan.problems)
    assert the_good_one_is_there(course)


def test_links_in_a_folder_are_not_followed(course, tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    for name, content in GOOD:
        (folder / name).write_bytes(content)
    (folder / "evil_4712_99200_1_convolution.ipynb").symlink_to("/etc/passwd")
    (folder / "away").symlink_to("/etc")
    os.mkfifo(folder / "pipe_4713_99300_1_convolution.ipynb")
    plan = collected(course, folder)
    assert sum("link" in problem for problem in plan.problems) == 2
    assert any("no plain file" in problem for problem in plan.problems)
    assert the_good_one_is_there(course)


def test_what_is_no_zip_says_so(course, tmp_path):
    path = tmp_path / "d.zip"
    path.write_bytes(b"<html>Please log in</html>")
    with pytest.raises(UnknownLmsError, match="is no zip file"):
        collect(course, [path], Roster())


def test_one_download_that_is_no_zip_stops_no_other(course, tmp_path):
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"no zip")
    plan = collected(course, bad, a_zip(tmp_path / "d.zip", GOOD))
    assert any(problem.startswith("bad.zip: is no zip file") for problem in plan.problems)
    assert the_good_one_is_there(course)


def test_a_truncated_zip_says_so(course, tmp_path):
    path = a_zip(tmp_path / "d.zip", GOOD)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnknownLmsError, match="is no zip file"):
        collect(course, [path], Roster())


def test_a_broken_file_costs_itself_only(course, tmp_path):
    content = bytearray(a_zip(tmp_path / "d.zip", GOOD).read_bytes())
    at = content.index(b"2_pooling.ipynb") + len("2_pooling.ipynb")
    content[at : at + 4] = b"\xff\xff\xff\xff"
    (tmp_path / "d.zip").write_bytes(content)
    (one,) = collected(course, tmp_path / "d.zip").submissions
    assert one.missing == ("2_pooling.ipynb",)
    assert any("is broken" in remark for remark in one.remarks)
    assert len(one.files) == len(LAB) - 1


def test_a_bomb_is_not_unpacked(course, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_FILE", 1000)
    bomb = [("bomb_4712_99200_1_convolution.ipynb", b"0" * 5000)]
    plan = collected(course, a_zip(tmp_path / "d.zip", [*GOOD, *bomb]))
    assert any("at most" in problem for problem in plan.problems)
    assert the_good_one_is_there(course)


def test_a_bomb_that_lies_about_its_size_is_stopped(tmp_path):
    path = a_zip(tmp_path / "d.zip", [("a.ipynb", b"0" * 5000)])
    (entry,) = entries_of(path).entries
    with pytest.raises(archive.UnreadableFileError, match="more than"):
        entry.read(1000)


def test_a_zip_in_a_zip_in_a_zip_is_a_file(course, tmp_path):
    inmost = _zipped([("1_convolution.ipynb", b"deep")])
    outer = _zipped([("deeper.zip", inmost), ("2_pooling.ipynb", b"here")])
    (one,) = collected(
        course, a_zip(tmp_path / "d.zip", [("ada_4711_99100_lab6.zip", outer)])
    ).submissions
    assert {file.path for file in one.files} == {"2_pooling.ipynb", "deeper.zip"}


def test_a_students_zip_of_a_mac_is_unpacked(course, tmp_path):
    inside = [(f"lab6/{name}", b"x" + name.encode()) for name in LAB]
    inside += [(f"__MACOSX/lab6/._{name}", b"junk") for name in LAB]
    inside += [("lab6/.DS_Store", b"junk"), ("lab6/.ipynb_checkpoints/2_pooling.ipynb", b"old")]
    files = [("ada_4711_99100_lab6.zip", _zipped(inside))]
    (one,) = collected(course, a_zip(tmp_path / "d.zip", files)).submissions
    assert {file.path for file in one.files} == {*LAB}
    assert one.remarks == ()


def test_a_students_zip_that_is_none_is_kept_as_a_file(course, tmp_path):
    files = [*GOOD, ("lovelaceada_4711_99190_more.zip", b"Rar!")]
    (one,) = collected(course, a_zip(tmp_path / "d.zip", files)).submissions
    assert any("more.zip is no zip file" in remark for remark in one.remarks)
    assert (course.submitted / "4711" / "lab6" / "more.zip").read_bytes() == b"Rar!"


def _zipped(files) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in files:
            made.writestr(name, text)
    return content.getvalue()


def test_two_files_of_one_name_are_both_kept_and_the_last_counts(course, tmp_path):
    files = [*GOOD, ("lovelaceada_4711_99190_1_convolution-1.ipynb", b"better")]
    (one,) = collected(course, a_zip(tmp_path / "d.zip", files)).submissions
    folder = course.submitted / "4711" / "lab6"
    assert (folder / "1_convolution.ipynb").read_bytes() == b"better"
    assert (folder / "earlier" / "1_convolution.ipynb").read_bytes() == b"good"
    assert "more than one 1_convolution.ipynb: the last counts" in one.remarks


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_in_a_zip(course, tmp_path):
    files = [*GOOD, (GOOD[0][0], b"other")]
    collected(course, a_zip(tmp_path / "d.zip", files))
    kept = {path.read_bytes() for path in (course.submitted / "4711").rglob("1_convolution.ipynb")}
    assert kept == {b"good", b"other"}


def test_a_students_timestamp_is_not_ours(course, tmp_path):
    files = [*GOOD, ("lovelaceada_4711_99190_timestamp.txt", b"1999-01-01 00:00:00 UTC")]
    collected(course, a_zip(tmp_path / "d.zip", files))
    folder = course.submitted / "4711" / "lab6"
    assert not (folder / "timestamp.txt").exists()
    assert (folder / "handed-in-timestamp.txt").exists()


def test_a_file_and_a_folder_of_one_name_are_both_kept(course, tmp_path):
    inside = [("notes", "1"), ("notes/a", "2"), ("notes/a/b", "3"), ("timestamp.txt/c", "4")]
    files = [*GOOD, ("lovelaceada_4711_99190_all.zip", _zipped(inside))]
    (one,) = collected(course, a_zip(tmp_path / "d.zip", files)).submissions
    folder = course.submitted / "4711" / "lab6"
    kept = {path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert {text for _, text in inside} <= kept
    assert (folder / "notes").read_text() == "1"
    assert (folder / "handed-in-notes" / "a").read_text() == "2"
    assert "notes is a file and a folder: the folder is called handed-in-notes" in one.remarks
    assert collected(course, tmp_path / "d.zip").submissions[0].state == SAME


def test_the_download_of_another_assignment_is_noticed(course, tmp_path):
    files = [(f"ada_471{number}_9910{number}_essay.pdf", b"x") for number in range(3)]
    plan = collect(course, [a_zip(tmp_path / "d.zip", files)], Roster())
    assert any("another assignment" in problem for problem in plan.problems)


def test_names_that_are_no_lmss_are_refused(course, tmp_path):
    path = a_zip(tmp_path / "d.zip", [("homework.ipynb", b"x"), ("notes.txt", b"x")])
    with pytest.raises(UnknownLmsError, match="not named as an LMS names"):
        collect(course, [path], Roster())


def test_an_id_that_no_roster_has_is_named_and_not_taken(course, tmp_path):
    roster = _roster(tmp_path, "lms_id,student\n4711,ada\n")
    files = [*GOOD, ("doe_4712_99200_1_convolution.ipynb", b"x")]
    plan = collected(course, a_zip(tmp_path / "d.zip", files), roster=roster)
    assert plan.unmatched == ("doe (4712) is not in the roster, and is not taken.",)
    assert the_good_one_is_there(course, "ada")
    assert not (course.submitted / "4712").exists()
    plan = collected(course, tmp_path / "d.zip", roster=roster, keeps_unmatched=True)
    assert (course.submitted / "4712" / "lab6").is_dir()


def test_two_that_would_be_one_student_are_both_left_out(course, tmp_path):
    roster = _roster(tmp_path, "lms_id,student\n4711,4712\n")
    files = [*GOOD, ("doe_4712_99200_1_convolution.ipynb", b"x")]
    plan = collected(course, a_zip(tmp_path / "d.zip", files), roster=roster, keeps_unmatched=True)
    assert plan.submissions == ()
    assert any("would both be the student '4712'" in problem for problem in plan.problems)


def test_nothing_is_lost_when_a_newer_attempt_comes(course, tmp_path):
    collected(course, a_zip(tmp_path / "d.zip", GOOD))
    newer = [(name, b"better") for name, _ in GOOD]
    path = a_zip(tmp_path / "d2.zip", newer)
    (one,) = collect(course, [path], Roster()).submissions
    assert one.state == CHANGED
    place = course.submitted / "4711" / "lab6" / NOTEBOOKS[0]
    assert place.read_bytes() == b"good"
    collected(course, path)
    assert place.read_bytes() == b"better"
    kept = course.submitted / ".lms" / "replaced" / "4711" / "lab6-1" / NOTEBOOKS[0]
    assert kept.read_bytes() == b"good"
    (one,) = collect(course, [path], Roster()).submissions
    assert one.state == SAME


def test_an_older_download_takes_the_place_of_nothing(course, tmp_path):
    def download(day, content):
        base = f"Lab 6_ada_attempt_2026-11-{day}-18-00-00"
        return a_zip(tmp_path / f"{day}.zip", [(f"{base}_{name}", content) for name in LAB])

    collected(course, download(28, b"new"))
    (one,) = collected(course, download(27, b"old")).submissions
    assert one.state == OLDER
    assert (course.submitted / "ada" / "lab6" / NOTEBOOKS[0]).read_bytes() == b"new"


@pytest.mark.parametrize("inside", ["4711", "4711/lab6"])
def test_a_link_in_submitted_is_left_alone(course, tmp_path, inside):
    away = tmp_path / "away"
    away.mkdir()
    place = course.submitted / inside
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(away)
    (one,) = collected(course, a_zip(tmp_path / "d.zip", GOOD)).submissions
    assert one.state == BLOCKED
    assert list(away.iterdir()) == []


def test_names_in_any_encoding_become_one(course, tmp_path):
    made = Zip()
    for number, form in enumerate(("NFC", "NFD")):
        name = unicodedata.normalize(form, "Zoë Müller_17_assignsubmission_file")
        made.add(f"{name}/{NOTEBOOKS[number]}", b"x", utf8_flag=number == 0)
    (one,) = collected(course, made.save(tmp_path / "d.zip")).submissions
    assert {file.path for file in one.files} == {*NOTEBOOKS[:2]}
    assert one.owner.name == "Zoë Müller"


def test_a_name_in_an_old_code_page_is_matched_by_its_number(course, tmp_path):
    folder = tmp_path / "unpacked"
    folder.mkdir()
    name = "Müller_17_assignsubmission_file".encode("latin-1")
    inside = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    inside.mkdir()
    for file in LAB:
        (inside / file).write_bytes(b"x")
    (one,) = collected(course, folder).submissions
    assert (one.student, one.missing) == ("17", ())
    read_ledger(course.submitted, "lab6")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no CSV"),
        (b"PK\x03\x04", "is a spreadsheet or a zip"),
        (b"a;b\n1;2\n", "is no roster"),
        (b"just a line\n", "is no CSV"),
    ],
)
def test_a_roster_that_is_none_says_so(tmp_path, content, said):
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    with pytest.raises(TableError, match=said):
        read_roster(path)


def test_a_roster_that_is_not_there_says_so(tmp_path):
    with pytest.raises(TableError, match="can't be read"):
        read_roster(tmp_path / "no.csv")


def _roster(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return read_roster(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_roster_of_any_program_is_read(tmp_path, encoding, ends):
    text = 'lms_id;student;name\n17;"müller";"Müller; Zoë"\n18;doe;"Doe, Jane"\n'
    roster = _roster(tmp_path, text.replace("\n", ends), encoding)
    assert [(person.student, person.name) for person in roster.people] == [
        ("müller", "Müller; Zoë"),
        ("doe", "Doe, Jane"),
    ]


def test_a_row_with_a_comma_that_is_not_quoted_is_named(tmp_path):
    roster = _roster(tmp_path, "lms_id,name,student\n17,Doe, Jane,jdoe\n18,Roe,roe\n")
    assert [person.student for person in roster.people] == ["roe"]
    assert "has 4 fields, and the header 3" in roster.problems[0]


def test_a_roster_with_one_id_twice_says_so(tmp_path):
    roster = _roster(tmp_path, "lms_id,student\n17,a\n17,b\n18,c\n19,c\n20,d\n")
    assert [person.student for person in roster.people] == ["d"]
    assert any("the id 17 is there 2 times" in problem for problem in roster.problems)
    assert any("more than one row has the course's id 'c'" in line for line in roster.problems)


def test_the_command_writes_nothing_without_yes(course, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(course.root)
    path = a_zip(tmp_path / "d.zip", GOOD)
    assert main(["lab6", str(path), f"--course-dir={course.root}"]) == 0
    said = capsys.readouterr().out
    assert "Nothing is written yet. `--yes` writes these 1." in said
    assert "Canvas: 1 submissions: 1 new." in said
    assert not course.submitted.exists()
    assert main(["lab6", str(path), "--yes", f"--course-dir={course.root}"]) == 0
    assert "Written: 1 of 1 submissions." in capsys.readouterr().out
    assert the_good_one_is_there(course)


def test_the_command_says_what_is_wrong_in_a_line(course, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(course.root)
    assert main(["lab6", str(tmp_path / "no.zip")]) == 1
    assert capsys.readouterr().err == "no.zip: is not there.\n"


def test_students_write_nothing_into_the_terminal(course, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(course.root)
    files = [("evil\x1b[31m[red]_17_assignsubmission_file/\x1b]0;title\x07.ipynb", b"x")]
    path = a_zip(tmp_path / "d.zip", files)
    main(["lab6", str(path), "--yes"])
    said = capsys.readouterr()
    assert "\x1b]" not in said.out + said.err
    assert "\x07" not in said.out + said.err
    (plan,) = collect(course, [path], Roster()).submissions
    assert plan.state == SAME
    assert NEW not in plan.state
