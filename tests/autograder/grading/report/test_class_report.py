import csv
import io
import re
from pathlib import Path

import pytest

from autograder.grading.lms.scores import CellScore, NotebookScore, Score
from autograder.grading.report.anonymous import anonymous_card, anonymous_code
from autograder.grading.report.command import main, report_on, write_report
from autograder.grading.report.equal import equal_mistakes
from autograder.grading.report.page import written_page
from autograder.grading.report.read import Case, Check, Graded, read_class, read_lab
from autograder.grading.report.shape import cases_of, distributions, look_at, mistakes_of
from autograder.grading.report.sheets import sheets
from tests.autograder.grading.report.classes import exercises_of_lab, make_graded_class

SIZE = 30


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return make_graded_class(tmp_path_factory.mktemp("class") / "course", SIZE)


def graded(student, cases=(), points=10.0, codes=(), stopped=(), measured=None, to_read=False):
    made = tuple(Case(f"case {number}", 1.0, *case) for number, case in enumerate(cases))
    check = Check(sum(case.passed for case in made), len(made), codes, made, measured)
    cells = (CellScore("check-relu", points, 20.0, True, to_read),)
    score = Score(student, (NotebookScore("1_relu", cells),))
    return Graded(student, score, {"relu": check}, stopped)


def test_every_exercise_of_the_lab_has_its_place():
    from nbgrader.coursedir import CourseDirectory

    from autograder.grading.course import Course

    lab = read_lab(Course(CourseDirectory(root=str(Path.cwd())), "lab6"))
    assert [(place.notebook, place.exercise) for place in lab] == [
        (notebook, name) for notebook, names in exercises_of_lab().items() for name in names
    ]
    assert all(place.heading and "points" not in place.heading for place in lab)


def test_the_whole_lab_is_expected_of_a_submission():
    from nbgrader.coursedir import CourseDirectory

    from autograder.grading.course import Course

    expected = Course(CourseDirectory(root=str(Path.cwd())), "lab6").expected_files()
    assert expected == (
        *(f"{name}.ipynb" for name in exercises_of_lab()),
        "mnist_cnn_weights.npz",
    )


def test_points_are_those_of_nbgrader(course):
    from autograder.grading.lms.scores import read_scores

    with course.gradebook() as gradebook:
        scores = read_scores(gradebook, "lab6")
        for submission in gradebook.find_assignment("lab6").submissions:
            score = scores[submission.student.id]
            penalty = submission.late_submission_penalty
            assert score.points == pytest.approx(max(0, submission.score - penalty))
            assert score.max_points == submission.max_score
            assert bool(score.to_read) == submission.needs_manual_grade
            for notebook in submission.notebooks:
                (mine,) = [one for one in score.notebooks if one.name == notebook.name]
                assert mine.points == pytest.approx(notebook.score)


def test_what_the_page_says_is_counted(course):
    report = report_on(course, roster=["s000", "zoe"])
    page = written_page(report)
    class_ = read_class(course)
    for mistake in report.mistakes:
        students = {
            one.student
            for one in class_
            for check in one.checks.values()
            if mistake.code in check.misconceptions
        }
        assert mistake.count == len(students)
        assert f"<b>{len(students)} of {SIZE}</b> make it" in page
    counts = [mistake.count for mistake in report.mistakes]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 5
    failed = sum(not case.passed for one in class_ for c in one.checks.values() for case in c.cases)
    assert sum(case.failed for case in report.cases) == failed
    assert "Nothing from 1: zoe." in page
    assert "and a bound is 98.5%" in page


def test_the_page_loads_nothing_and_runs_nothing(course):
    page = written_page(report_on(course))
    assert "<script" not in page
    assert not re.search(r"""(src|href)=["'](?!#|data:)""", page)
    assert "default-src 'none'" in page


def test_examples_name_nobody(course):
    report = report_on(course)
    assert all(mistake.code_of_example for mistake in report.mistakes)
    for mistake in report.mistakes:
        assert not re.search(r"s\d\d\d", mistake.code_of_example + mistake.card)
        assert "return abs(x)" in mistake.code_of_example


def test_tables_hold_what_the_page_shows(course, tmp_path):
    report = report_on(course, with_pairs=True)
    made = {name: list(csv.DictReader(io.StringIO(text))) for name, text in sheets(report).items()}
    assert set(made) == {
        "students.csv",
        "exercises.csv",
        "cases.csv",
        "mistakes.csv",
        "equal-mistakes.csv",
    }
    assert [row["student"] for row in made["students.csv"]] == [f"s{n:03}" for n in range(SIZE)]
    assert len(made["cases.csv"]) == len(report.cases)
    page = write_report(report, tmp_path / "report")
    assert {path.name for path in page.parent.iterdir()} == {*made, "index.html"}


def test_the_command_says_where_the_page_is(course, capsys, monkeypatch):
    monkeypatch.chdir(course.root)
    (course.root / "nbgrader_config.py").write_text("get_config().CourseDirectory.course_id = 'x'")
    assert main(["lab6"]) == 0
    assert capsys.readouterr().out.startswith(f"{course.root}/report/lab6/index.html: {SIZE} sub")
    assert main(["lab7"]) == 1
    assert "The gradebook has no assignment 'lab7'" in capsys.readouterr().err


def test_equal_mistakes_are_off_unless_asked_for(course):
    assert "Equal mistakes" not in written_page(report_on(course))
    assert "Equal mistakes" in written_page(report_on(course, with_pairs=True))


def test_a_case_that_says_who_can_do_the_rest_discriminates():
    class_ = []
    for number in range(20):
        good = number >= 10
        checks = {
            "a": Check(float(good), 1, (), (Case("tells", 1, good),)),
            "b": Check(float(number % 2), 1, (), (Case("chance", 1, bool(number % 2)),)),
            "c": Check(5.0 * good, 5, (), (Case("rest", 5, good),)),
            "d": Check(1, 1, (), (Case("all right", 1, True),)),
        }
        class_.append(Graded(f"s{number}", Score(f"s{number}"), checks))
    numbers = {one.name: one for one in cases_of(class_)}
    assert numbers["tells"].discrimination == pytest.approx(1, abs=0.05)
    assert numbers["tells"].weakness == ""
    assert numbers["chance"].weakness.startswith("those who pass it")
    assert numbers["all right"].weakness == "nobody fails it"
    assert {one.weakness for one in cases_of(class_[:5])} == {""}


def test_who_is_looked_at_and_why():
    class_ = [
        graded("fine", points=20),
        graded("weak", points=9),
        graded("stopped", points=20, stopped=("The kernel came to its end in this cell.",)),
        graded("to read", points=20, to_read=True),
        Graded("ungraded", Score("ungraded")),
    ]
    found = {one.student: one.reasons for one in look_at(class_, 0.5)}
    assert set(found) == {"weak", "stopped", "ungraded"}
    assert found["weak"] == ("9 of 20 points",)
    assert found["ungraded"] == ("is not graded",)


def test_what_is_not_graded_or_not_read_is_in_no_mean():
    class_ = [graded("a", points=20), graded("b", points=0, to_read=True), Graded("c", Score("c"))]
    whole, _, (exercise,) = distributions(class_, ())
    assert whole.points == (20, 0)
    assert exercise.points == (20,)


def test_mistakes_are_counted_by_student():
    class_ = [graded("a", codes=("X",)), graded("b", codes=("X",)), graded("c", codes=("Y",))]
    assert [(one.code, len(one.students)) for one in mistakes_of(class_)] == [("X", 2), ("Y", 1)]


# Equal mistakes, rarely made.


def many(number=20):
    """A class in which everybody is wrong in a way of their own."""
    return [
        Graded(
            f"s{n:02}",
            Score(f"s{n:02}"),
            {
                name: Check(0, 1, (), (Case("case", 1, False, f"{name}{n}"),))
                for name in ("conv2d", "pad_same", "softmax")
            },
        )
        for n in range(number)
    ]


def sharing(class_, students, mark="same", exercises=("conv2d", "pad_same"), codes=()):
    made = []
    for one in class_:
        checks = dict(one.checks)
        if one.student in students:
            for name in exercises:
                checks[name] = Check(0, 1, codes, (Case("case", 1, False, mark),))
        made.append(Graded(one.student, one.score, checks))
    return made


def test_nobody_is_named_where_everybody_errs_alone():
    assert equal_mistakes(many()) == ()


def test_two_who_share_what_nobody_else_returns_are_named():
    (pair,) = equal_mistakes(sharing(many(), ["s01", "s07"]))
    assert (pair.first, pair.second) == ("s01", "s07")
    assert {one.exercise for one in pair.shared} == {"conv2d", "pad_same"}


def test_one_shared_mistake_is_no_reason():
    assert equal_mistakes(sharing(many(), ["s01", "s07"], exercises=("conv2d",))) == ()


def test_a_mistake_that_has_a_name_is_no_reason():
    assert equal_mistakes(sharing(many(), ["s01", "s07"], codes=("SAME-IGNORED",))) == ()


def test_what_many_return_is_no_reason():
    assert equal_mistakes(sharing(many(), [f"s{n:02}" for n in range(9)])) == ()


def test_what_others_elsewhere_return_counts_less():
    class_ = sharing(many(), ["s01", "s07"])
    corpus = {f"{name}/case/same": 30 for name in ("conv2d", "pad_same")}
    assert equal_mistakes(class_, corpus) == ()


def test_right_answers_are_no_reason():
    class_ = [graded(f"s{n}", [(True,), (True,)]) for n in range(20)]
    assert equal_mistakes(class_) == ()


# Examples.


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("def relu(x):\n    # Ada\n    return x", "def relu(x):\n    return x"),
        ('def relu(x):\n    """Ada."""', "def relu(x):\n    pass"),
        ("name = 'Ada'\ndef relu(x): return x", "def relu(x):\n    return x"),
        ("def relu(x:", ""),
        ("x = 1", ""),
        ("def relu(x):\n    return [" + "0," * 9000 + "]", ""),
        ("def relu(x):\n    return " + "(" * 5000, ""),
        ("\0", ""),
    ],
)
def test_an_answer_is_shown_without_what_names_somebody(source, shown):
    assert anonymous_code(source, "relu") == shown


def test_a_card_is_shown_without_what_the_answer_printed():
    card = (
        '<div><div>It is wrong.</div><div style="opacity:.8">It printed:</div>'
        '<div style="x">Ada</div></div>'
    )
    assert "Ada" not in anonymous_card(card)
    assert "It is wrong." in anonymous_card(card)
