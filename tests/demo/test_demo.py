import csv
from dataclasses import replace

import pytest

import demo.__main__ as program
from demo.commands import CommandError, run_nbgrader
from demo.groups import BONUS, GROUPS, LAB
from demo.students import CLASS

STUDENTS = {student.name: student for student in CLASS}


def test_a_command_that_fails_shows_what_it_said_last(tmp_path):
    with pytest.raises(CommandError, match="nbgrader autograde nothing") as error:
        run_nbgrader(tmp_path, "autograde", "nothing")
    assert error.value.code != 0
    assert "No notebooks were matched" in str(error.value)


def test_a_failed_command_ends_the_demo_with_an_error(tmp_path, monkeypatch, capsys):
    def fail(*_):
        raise CommandError("nbgrader autograde lab6", 3, ("database is locked",))

    monkeypatch.setattr(program, "grade_class", fail)
    assert program.main(["--keep", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "exit code 3" in shown
    assert "database is locked" in shown


@pytest.mark.parametrize(("change", "status"), [(0.0, 0), (0.5, 1)])
def test_the_exit_status_tells_whether_a_score_is_off(
    tmp_path, monkeypatch, capsys, change, status
):
    scores = tuple(
        tuple(
            {s.name: s.submissions[n].expected for s in group.students if n < len(s.submissions)}
            for n in range(2)
        )
        for group in GROUPS
    )
    for group, rounds in zip(GROUPS, scores, strict=True):
        first, *others = rounds[0]["emre"]
        rounds[0]["emre"] = (first + change, *others)
        monkeypatch.setattr(program, "grade_class", lambda *_: scores)
        assert program.main(["--keep", str(tmp_path / group.assignment.name)]) == status
        assert ("emre." in capsys.readouterr().out) == bool(status)
        rounds[0]["emre"] = (first, *others)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("dear")
    with pytest.raises(SystemExit):
        program.main(["--keep", str(tmp_path)])
    assert "not an empty folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.exhaustive
@pytest.mark.slow
def test_nbgrader_gives_three_students_their_points_in_both_assignments(tmp_path, capfd):
    wrong = replace(STUDENTS["ilya"].submissions[0], expected=(0.0, 0.0, 0.0, 1.0))
    students = (
        STUDENTS["hana"],
        replace(STUDENTS["ilya"], submissions=(wrong,)),
        STUDENTS["nia"],
    )
    (bela,) = (student for student in BONUS.students if student.name == "bela")
    bela = replace(bela, name="hana")
    groups = [replace(LAB, students=students), replace(BONUS, students=(bela,))]
    status = program.main(["--keep", str(tmp_path)], groups)
    shown, errors = capfd.readouterr()
    assert status == 1
    assert "1 of 5 submissions have a wrong score: ilya." in shown
    assert "WARNING" not in shown + errors
    with (tmp_path / "grades.csv").open(newline="") as file:
        grades = {
            (row["assignment"], row["student_id"]): (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
        }
    lab, bonus = "lab6", "lab6_backpropagation"
    assert {place: score for place, (score, _) in grades.items()} == {
        (lab, "hana"): 73,
        (lab, "ilya"): 0,
        (lab, "nia"): 96,
        (bonus, "hana"): 50,
        (bonus, "ilya"): 0,
        (bonus, "nia"): 0,
    }
    assert {name: most for (name, _), (_, most) in grades.items()} == {lab: 100, bonus: 50}
    for name, pages in ((lab, ["hana"] * 4 + ["ilya"] * 4 + ["nia"] * 4), (bonus, ["hana"] * 2)):
        found = sorted(path.parts[-3] for path in tmp_path.glob(f"feedback/*/{name}/*.html"))
        assert found == pages
