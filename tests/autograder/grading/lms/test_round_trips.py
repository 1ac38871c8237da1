"""From a download of each LMS to the grades that it imports: every point where it belongs to."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from autograder.grading.lms.apply import apply_plan
from autograder.grading.lms.collect import collect
from autograder.grading.lms.export_plugins import CanvasExport, CsvExport, MoodleExport
from autograder.grading.lms.give_back import canvas_names, moodle_names, read_feedback, zipped
from autograder.grading.lms.ledger import read_ledger
from autograder.grading.lms.plan import NEW, SAME
from autograder.grading.lms.rosters import Roster, read_roster
from autograder.grading.lms.scores import read_scores
from tests.autograder.grading.lms import downloads as lms
from tests.autograder.grading.lms.courses import give_points, make_course
from tests.autograder.grading.lms.downloads import CLASS, HANDED_IN, LAB
from tests.autograder.grading.lms.importers import (
    canvas_comments,
    canvas_grades,
    moodle_feedback,
    moodle_grades,
)

BERLIN = ZoneInfo("Europe/Berlin")
ASSIGNMENTS = {"31336": "Lab 5", "31337": "Lab 6: Convolutional neural networks", "31999": "Lab 60"}
GROUPS = {
    f"Team {number}_2": list(CLASS[20 + 2 * number : 22 + 2 * number]) for number in range(10)
}


def points_of(student) -> float:
    return 100 - 1.25 * student.number


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def collected(course, path, roster=None, **options):
    plan = collect(course, [path], roster or Roster(), zone=BERLIN, **options)
    apply_plan(plan, course.submitted, "lab6")
    return plan


def check_submitted(course, folder_of, students=HANDED_IN):
    """Every file is whose it is, the last attempt's, by its name in the lab."""
    for student in students:
        folder = course.submitted / folder_of(student) / "lab6"
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
        found.pop("timestamp.txt", None)
        assert found == {file: student.content(file) for file in student.files}
    people = {path.name for path in course.submitted.iterdir()} - {".lms"}
    assert people == {folder_of(student) for student in students}


@pytest.mark.parametrize(
    ("make", "folder_of", "times"),
    [
        (lms.canvas, lambda student: student.lms_id, None),
        (lambda path: lms.canvas(path, decomposed=True), lambda student: student.lms_id, None),
        (lms.moodle, lambda student: student.participant, None),
        (lambda path: lms.moodle(path, ending="_"), lambda student: student.participant, None),
        (lambda path: lms.moodle(path, folders=False), lambda student: student.participant, None),
        (lambda path: lms.moodle(path, blind=True), lambda student: student.participant, None),
        (lms.blackboard, lambda student: student.login, BERLIN),
        (lms.brightspace, lambda student: student.lms_id, BERLIN),
        (lms.sakai, lambda student: student.login, UTC),
        (lambda path: lms.sakai(path, folders=False), lambda student: student.login, None),
    ],
)
def test_a_download_is_recognised_and_sorted(course, tmp_path, make, folder_of, times):
    plan = collected(course, make(tmp_path / "download.zip"))
    assert plan.problems == ()
    assert {one.state for one in plan.submissions} == {NEW}
    check_submitted(course, folder_of)
    for student in HANDED_IN:
        stamp = course.submitted / folder_of(student) / "lab6" / "timestamp.txt"
        if times is None:
            assert not stamp.exists()
            continue
        time = student.time(student.attempts - 1).replace(tzinfo=times).astimezone(UTC)
        if make is lms.brightspace:
            time = time.replace(second=0)
        assert stamp.read_text() == f"{time:%Y-%m-%d %H:%M:%S} UTC"


def test_what_a_table_shows_is_known(course, tmp_path):
    plan = collect(course, [lms.canvas(tmp_path / "download.zip")], Roster())
    by_id = {one.owner.lms_id: one for one in plan.submissions}
    late = {student.lms_id for student in HANDED_IN if student.is_late}
    assert {lms_id for lms_id, one in by_id.items() if one.is_late} == late
    for student in HANDED_IN:
        assert by_id[student.lms_id].missing == tuple(set(LAB) - set(student.files))


def test_the_last_attempt_counts(course, tmp_path):
    plan = collect(course, [lms.blackboard(tmp_path / "download.zip")], Roster())
    attempts = {one.owner.lms_id: one.attempts for one in plan.submissions}
    assert attempts == {student.login: student.attempts for student in HANDED_IN}


@pytest.mark.parametrize("make", [lms.canvas, lms.moodle, lms.blackboard, lms.sakai])
def test_a_dry_run_writes_nothing_and_a_second_run_changes_nothing(course, tmp_path, make):
    path = make(tmp_path / "download.zip")
    before = _tree(tmp_path)
    collect(course, [path], Roster(), zone=BERLIN)
    assert _tree(tmp_path) == before
    collected(course, path)
    after = _tree(tmp_path)
    plan = collected(course, path)
    assert {one.state for one in plan.submissions} == {SAME}
    assert _tree(tmp_path) == after


def _tree(folder):
    return {
        path.relative_to(folder): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("delimiter", "bom"), [(",", True), (";", True), (",", False), ("\t", False)]
)
def test_points_arrive_in_canvas(course, tmp_path, delimiter, bom):
    gradebook = lms.canvas_gradebook(tmp_path / "gradebook.csv", delimiter=delimiter, bom=bom)
    roster = read_roster(gradebook)
    plan = collected(course, lms.canvas(tmp_path / "download.zip"), roster)
    assert plan.unmatched == ()
    assert {person.lms_id for person in plan.absent} == {
        student.lms_id for student in CLASS if not student.files
    }
    check_submitted(course, lambda student: student.login)
    ungraded = ("u030", "u031")
    give_points(course, {one.login: points_of(one) for one in HANDED_IN}, ungraded)
    out = tmp_path / "grades.csv"
    plugin = CanvasExport(roster=str(gradebook), to=str(out), submitted=str(course.submitted))
    with course.gradebook() as opened:
        file = plugin.file(opened, "lab6")
    students = {student.lms_id: student.sortable for student in CLASS}
    grades = canvas_grades(out.read_text(encoding="utf-8"), students, ASSIGNMENTS)
    assert {key: float(grade) for key, grade in grades.items()} == {
        (student.lms_id, "31337"): points_of(student)
        for student in HANDED_IN
        if student.login not in ungraded
    }
    left_out = "\n".join(file.left_out)
    assert "u030: is not graded." in left_out
    assert "u010, u011, u012: handed in nothing." in left_out


@pytest.mark.parametrize(("delimiter", "bom"), [(",", True), (";", False)])
def test_points_arrive_in_moodle(course, tmp_path, delimiter, bom):
    sheet = lms.moodle_worksheet(tmp_path / "sheet.csv", delimiter=delimiter, bom=bom)
    roster = read_roster(sheet)
    collected(course, lms.moodle(tmp_path / "download.zip"), roster)
    check_submitted(course, lambda student: student.login)
    stamp = course.submitted / "u018" / "lab6" / "timestamp.txt"
    time = CLASS[18].time(1).replace(tzinfo=BERLIN).astimezone(UTC)
    assert stamp.read_text() == f"{time:%Y-%m-%d %H:%M:%S} UTC"
    give_points(course, {student.login: points_of(student) for student in HANDED_IN})
    out = tmp_path / "grades.csv"
    plugin = MoodleExport(roster=str(sheet), to=str(out), submitted=str(course.submitted))
    with course.gradebook() as opened:
        file = plugin.file(opened, "lab6")
    everybody = {student.participant for student in CLASS}
    grades, comments = moodle_grades(out.read_text(encoding="utf-8"), everybody, 100)
    fixed = CLASS[21]
    assert grades == {
        student.participant: points_of(student) for student in HANDED_IN if student is not fixed
    }
    assert comments == {}
    assert f"{fixed.login}: Moodle says the grade can't be changed." in file.left_out


def test_points_of_blind_participants_arrive_in_moodle(course, tmp_path):
    sheet = lms.moodle_worksheet(tmp_path / "sheet.csv", blind=True)
    collected(course, lms.moodle(tmp_path / "download.zip", blind=True), read_roster(sheet))
    check_submitted(course, lambda student: student.participant)
    give_points(course, {student.participant: points_of(student) for student in HANDED_IN})
    out = tmp_path / "grades.csv"
    plugin = MoodleExport(roster=str(sheet), to=str(out), submitted=str(course.submitted))
    with course.gradebook() as opened:
        plugin.file(opened, "lab6")
    everybody = {student.participant for student in CLASS}
    grades, _ = moodle_grades(out.read_text(encoding="utf-8"), everybody, 100)
    assert grades["900"] == points_of(CLASS[0])


def test_points_of_a_group_arrive_at_every_member_in_moodle(course, tmp_path):
    sheet = lms.moodle_worksheet(tmp_path / "sheet.csv", groups=GROUPS)
    plan = collected(
        course, lms.moodle_groups(tmp_path / "download.zip", GROUPS), read_roster(sheet)
    )
    assert {one.student for one in plan.submissions} == {f"Team_{number}_2" for number in range(10)}
    give_points(course, {f"Team_{number}_2": 50 + number for number in range(10)})
    out = tmp_path / "grades.csv"
    plugin = MoodleExport(roster=str(sheet), to=str(out), submitted=str(course.submitted))
    with course.gradebook() as opened:
        plugin.file(opened, "lab6")
    everybody = {student.participant for student in CLASS}
    grades, _ = moodle_grades(out.read_text(encoding="utf-8"), everybody, 100)
    assert grades == {
        member.participant: 50.0 + number
        for number, members in enumerate(GROUPS.values())
        for member in members
        if member.number != 21
    }


def test_points_of_a_group_arrive_at_the_member_whom_canvas_names(course, tmp_path):
    gradebook = lms.canvas_gradebook(tmp_path / "gradebook.csv")
    plan = collected(
        course, lms.canvas_groups(tmp_path / "download.zip", GROUPS), read_roster(gradebook)
    )
    assert plan.unmatched == ()
    give_points(course, {members[0].login: points_of(members[0]) for members in GROUPS.values()})
    out = tmp_path / "grades.csv"
    plugin = CanvasExport(roster=str(gradebook), to=str(out), submitted=str(course.submitted))
    with course.gradebook() as opened:
        plugin.file(opened, "lab6")
    students = {student.lms_id: student.sortable for student in CLASS}
    grades = canvas_grades(out.read_text(encoding="utf-8"), students, ASSIGNMENTS)
    assert {user for user, _ in grades} == {members[0].lms_id for members in GROUPS.values()}


def test_anonymous_submissions_are_graded_and_said_to_be_nobodys(course, tmp_path):
    gradebook = lms.canvas_gradebook(tmp_path / "gradebook.csv")
    path, by_id = lms.canvas_anonymous(tmp_path / "download.zip")
    collected(course, path, read_roster(gradebook))
    names = {student: anonymous for anonymous, student in by_id.items()}
    check_submitted(course, lambda student: names[student])
    give_points(course, {anonymous: points_of(student) for anonymous, student in by_id.items()})
    plugin = CanvasExport(
        roster=str(gradebook), to=str(tmp_path / "g.csv"), submitted=str(course.submitted)
    )
    with course.gradebook() as opened:
        file = plugin.file(opened, "lab6")
    assert file.written == {}
    named = [line for line in file.left_out if "handed in anonymously" in line]
    assert len(named) == len(HANDED_IN)


def test_a_plain_file_has_every_student_and_quotes(course, tmp_path):
    roster = lms.write_csv(
        tmp_path / "roster.csv",
        [["lms_id", "student", "name"], *([one.lms_id, one.login, one.sortable] for one in CLASS)],
    )
    collected(course, lms.canvas(tmp_path / "download.zip"), read_roster(roster))
    give_points(course, {student.login: points_of(student) for student in HANDED_IN})
    out = tmp_path / "grades.csv"
    plugin = CsvExport(roster=str(roster), to=str(out), submitted=str(course.submitted))
    with course.gradebook() as opened:
        plugin.file(opened, "lab6")
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[1] == 'u000,4700,"O’Neill-Müller, Zoë",100,100,0,'
    assert len(lines) == 1 + len(HANDED_IN)


def write_feedback(course, students) -> None:
    for student in students:
        folder = course.feedback / student / "lab6"
        folder.mkdir(parents=True)
        for name in ("1_convolution", "2_pooling"):
            html = f'<html lang="en"><style></style><main><h1 id="a">{student}</h1></main></html>'
            (folder / f"{name}.html").write_text(html)


@pytest.mark.parametrize("is_anonymous", [False, True])
def test_feedback_arrives_in_canvas(course, tmp_path, is_anonymous):
    if is_anonymous:
        path, by_id = lms.canvas_anonymous(tmp_path / "download.zip")
    else:
        path = lms.canvas(tmp_path / "download.zip")
        by_id = {student.lms_id: student for student in HANDED_IN}
    collected(course, path)
    give_points(course, {folder: points_of(student) for folder, student in by_id.items()})
    write_feedback(course, by_id)
    with course.gradebook() as gradebook:
        feedback = read_feedback(course, read_scores(gradebook, "lab6"))
    content = zipped(feedback, read_ledger(course.submitted, "lab6"), canvas_names)
    attachments = {
        student.lms_id: {
            str(lms.canvas_attachment(student, place)) for place in range(len(student.files))
        }
        for student in HANDED_IN
    }
    anonymous = {key.removeprefix("anon_"): student.lms_id for key, student in by_id.items()}
    comments = canvas_comments(content, attachments, anonymous)
    assert set(comments) == {student.lms_id for student in HANDED_IN}
    for folder, student in by_id.items():
        (page,) = comments[student.lms_id]
        assert f">{folder}<" in page.decode()


@pytest.mark.parametrize("options", [{}, {"ending": "_"}, {"folders": False}, {"blind": True}])
def test_feedback_arrives_in_moodle(course, tmp_path, options):
    collected(course, lms.moodle(tmp_path / "download.zip", **options))
    by_id = {student.participant: student for student in HANDED_IN}
    give_points(course, {folder: points_of(student) for folder, student in by_id.items()})
    write_feedback(course, by_id)
    with course.gradebook() as gradebook:
        feedback = read_feedback(course, read_scores(gradebook, "lab6"))
    content = zipped(feedback, read_ledger(course.submitted, "lab6"), moodle_names)
    received = moodle_feedback(content, set(by_id))
    assert {key: set(files) for key, files in received.items()} == {
        key: {"feedback.html"} for key in by_id
    }
    assert all(f">{key}<" in files["feedback.html"].decode() for key, files in received.items())


def test_feedback_for_a_group_arrives_at_every_member_in_moodle(course, tmp_path):
    sheet = lms.moodle_worksheet(tmp_path / "sheet.csv", groups=GROUPS)
    collected(course, lms.moodle_groups(tmp_path / "download.zip", GROUPS), read_roster(sheet))
    teams = {f"Team_{number}_2": 50.0 for number in range(10)}
    give_points(course, teams)
    write_feedback(course, teams)
    with course.gradebook() as gradebook:
        feedback = read_feedback(course, read_scores(gradebook, "lab6"))
    content = zipped(feedback, read_ledger(course.submitted, "lab6"), moodle_names)
    received = moodle_feedback(content, {student.participant for student in CLASS})
    assert set(received) == {member.participant for group in GROUPS.values() for member in group}
