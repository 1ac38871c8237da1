"""Names from elsewhere: whatever they are, they stay inside their folder."""

from pathlib import PurePosixPath, PureWindowsPath

from hypothesis import given
from hypothesis import strategies as st

from autograder.grading.lms import blackboard, brightspace, canvas, moodle, sakai
from autograder.grading.lms.archive import Entry
from autograder.grading.lms.names import lab_name, one_line, safe_path, student_folder
from autograder.grading.lms.tables import parse_table, written
from tests.autograder.grading.lms.downloads import LAB

ANY = st.text(max_size=80)
NASTY = st.one_of(
    ANY, st.lists(st.sampled_from(["..", "/", "\\", ".", " ", "a", "C:", "\0", "con"])).map("".join)
)


@given(NASTY)
def test_a_path_stays_inside_its_folder(name):
    path = safe_path(name)
    for kind in (PurePosixPath, PureWindowsPath):
        made = kind(path)
        assert not made.is_absolute()
        assert not made.anchor
        assert ".." not in made.parts
    assert path
    assert all(len(part.encode()) <= 255 for part in path.split("/"))
    assert path.isprintable()


@given(NASTY)
def test_a_path_that_is_safe_stays_as_it_is(name):
    path = safe_path(name)
    assert safe_path(path) == path


@given(NASTY)
def test_a_students_folder_is_one_harmless_word(identity):
    try:
        folder = student_folder(identity)
    except ValueError:
        return
    assert "/" not in folder
    assert "\\" not in folder
    assert folder[0] not in ".-+@=_"
    assert folder.isprintable()
    assert not set(folder) & set("*?[],;'\" \n\t")
    assert student_folder(folder) == folder


@given(st.sampled_from(LAB), st.integers(1, 999), st.booleans())
def test_a_file_of_the_lab_keeps_its_name(file, again, is_upper):
    stem, _, ending = file.rpartition(".")
    stem = stem.upper() if is_upper else stem
    for given_name in (
        f"{stem}.{ending}",
        f"{stem}-{again}.{ending}",
        f"{stem} ({again}).{ending}",
        f"{stem}-123e4567-e89b-12d3-a456-426614174000.{ending}",
        f"{stem}.{ending}.txt",
    ):
        assert lab_name(given_name, LAB) == file


@given(ANY)
def test_a_line_stays_a_line(text):
    assert one_line(text).isprintable()


@given(
    st.lists(ANY, min_size=1, max_size=6),
    st.sampled_from([canvas, moodle, blackboard, brightspace, sakai]),
)
def test_no_name_stops_a_reader(parts, lms):
    path = "/".join(parts)
    lms.matches(path)
    entry = Entry(path, 0, lambda: open("/dev/null", "rb"))  # noqa: PTH123, SIM115
    reading = lms.read([entry], [])
    assert len(reading.pieces) + len(reading.problems) <= 1


NAMES = st.text(
    st.characters(codec="utf-8", exclude_characters="_/\0", exclude_categories=["Cs"]), min_size=1
)


@given(NAMES, st.integers(1), st.integers(1), st.booleans(), st.sampled_from(LAB))
def test_canvas_names_are_read_back(name, user, attachment, is_late, file):
    late = "LATE_" if is_late else ""
    entry = Entry(f"{name}_{late}{user}_{attachment}_{file}", 0, None)
    (piece,) = canvas.read([entry], [str(user)]).pieces
    assert (piece.owner.lms_id, piece.name, piece.is_late) == (str(user), file, is_late)


@given(NAMES, st.integers(1), st.sampled_from(LAB), st.sampled_from(["/", "_/", "_"]))
def test_moodle_names_are_read_back(name, participant, file, between):
    entry = Entry(f"{name}_{participant}_assignsubmission_file{between}{file}", 0, None)
    (piece,) = moodle.read([entry], []).pieces
    assert (piece.owner.lms_id, piece.name) == (str(participant), file)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20).map(
    str.strip
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1), st.sampled_from(",;\t"))
def test_a_table_is_read_as_it_was_written(rows, delimiter):
    header = ["one", "two", "three"]
    table = parse_table(written([header, *rows], delimiter), "x.csv")
    assert [list(row) for row in table.rows] == [row for row in rows if any(row)]
