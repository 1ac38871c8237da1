import io

from rich.console import Console

from autograder.grading.sandbox.level import Level, Reached
from demo.report import compare, sandbox_line, score_table, verdict
from demo.students import AUTOMATIC, CLASS, Student, Submission

STUDENTS = (
    Student("ann", "all right", (Submission(AUTOMATIC),)),
    Student("bob", "hands in again", (Submission((1, 2, 3, 4)), Submission(AUTOMATIC))),
)
ROUNDS = ({"ann": AUTOMATIC, "bob": (1.0, 2.0, 3.0, 4.0)}, {"bob": AUTOMATIC})


def shown(*parts):
    console = Console(file=io.StringIO(), width=140)
    for part in parts:
        console.print(part)
    return console.file.getvalue()


def test_each_submission_has_a_row():
    rows = compare(STUDENTS, ROUNDS)
    assert [row.name for row in rows] == ["ann", "bob, before", "bob"]
    assert all(row.is_right for row in rows)
    assert "All 3 submissions" in shown(verdict(rows))


def test_a_score_that_is_off_is_marked():
    rounds = ({**ROUNDS[0], "ann": (39.5, 15.0, 26.0, 15.0)}, ROUNDS[1])
    rows = compare(STUDENTS, rounds)
    assert [row.name for row in rows if not row.is_right] == ["ann"]
    text = shown(score_table(rows), verdict(rows))
    assert "✗ ann, 1 conv: 39.5, not 40" in text
    assert "✗ ann, all: 95.5, not 96" in text
    assert "1 of 3 submissions have a wrong score: ann." in text


def test_scores_that_are_off_fit_into_80_columns():
    class_of_two = CLASS[:2]
    rows = compare(
        class_of_two, [{student.name: (0.25, 0.75, 0.25, 0.75) for student in class_of_two}]
    )
    console = Console(file=io.StringIO(), width=80)
    console.print(score_table(rows))
    lines = console.file.getvalue().splitlines()
    for row in rows:
        assert sum(row.name in line and line.count("✗ 0.") == 4 for line in lines) == 1


def test_points_that_only_move_between_notebooks_are_noticed():
    (row,) = compare(STUDENTS[:1], ({"ann": (39.0, 15.0, 27.0, 15.0)},))
    assert sum(row.scores) == sum(row.expected)
    assert not row.is_right


def test_the_caption_says_what_is_graded_by_hand():
    rows = compare(CLASS[:1], ({CLASS[0].name: AUTOMATIC},))
    text = " ".join(shown(score_table(rows)).split())
    assert "96 of 100 points" in text
    assert "why_pooling and deeper_filters" in text


def test_a_weaker_sandbox_is_said():
    said = shown(sandbox_line(Reached(Level.LIMITS, "bwrap is not installed.")))
    assert "only LIMITS" in said
    assert "bwrap is not installed." in said
