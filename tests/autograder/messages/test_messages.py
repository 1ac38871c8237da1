"""What a verdict looks like: the wording is kept in golden files.

``python -m tests.autograder.messages.test_messages`` writes them anew; read the difference.
"""

from functools import partial
from html.parser import HTMLParser
from pathlib import Path

import keras
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from autograder import EXERCISES, Verdict, check
from autograder.messages.evidence import describe_call, evidence_of
from autograder.verdict import CaseResult
from autograder.vocabulary.exercise import Problem, call
from tests.meta.judge import answers_to
from tests.meta.right.conv2d import windows_by_slicing as conv2d
from tests.meta.right.max_pool2d import shortened_windows as max_pool2d
from tests.meta.wrong.conv2d import larger_half_at_the_top
from tests.meta.wrong.conv2d_backward import bias_mean, kernel_flipped_in_scatter
from tests.meta.wrong.convolve2d import kernel_turned_first
from tests.meta.wrong.max_pool2d import np_pad_with_zeros
from tests.meta.wrong.max_pool2d_backward import all_ties_in_loops
from tests.meta.wrong.softmax import divided_by_everything
from tests.meta.wrong.softmax_cross_entropy import gradient_not_divided
from tests.meta.wrong.train_step import each_updated_at_once

GOLDEN = Path(__file__).parent / "golden"


def rolled(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    y = conv2d(x, kernel, bias, strides, padding, activation)
    return np.roll(y, 1, axis=1) if padding.lower() == "same" else y


def hidden():
    """Make up what a grading run says of a call that is not shown."""
    exercise = EXERCISES["conv2d"]
    problem = Problem("The numbers are wrong. This was in a call that is not shown.")
    results = tuple(
        CaseResult(
            case.name, case.points, problem if "stride 1" in case.name else None, case.next_step
        )
        for case in exercise.cases
    )
    return Verdict(exercise, results, ("SAME-EXTRA-FIRST",))


COMMONEST = {
    "same_that_keeps_the_size": ("conv2d", "total_that_keeps_the_size_halved_down"),
    "same_halved_evenly": ("conv2d", "right_total_halved_down_on_both_sides"),
    "half_the_kernel": ("conv2d", "half_the_kernel_and_the_formula"),
    "letter_case": ("output_size", "compares_as_it_is"),
    "windows_must_fit": ("max_pool2d", "reshaped_into_blocks"),
    "a_picture_of_the_same_size": ("convolve2d", "picture_turned_and_padded"),
    "pool_count": ("max_pool2d", "rows_are_n_by_stride"),
    "softmax_over_the_batch": ("softmax", "global_maximum_and_axis_0"),
    "images_mixed": ("conv2d", "images_reshaped_to_the_front"),
    "bias_per_product": ("conv2d", "bias_added_to_every_product"),
}
"""The ten mistakes that people make most often, as they are rewritten in ``tests/meta/real``."""
MOST_WORDS = 80


def of_real(exercise, name):
    return check(exercise, answers_to("real", exercise)[name])


VERDICTS = {
    "right": lambda: check("max_pool2d", max_pool2d),
    "uses_a_library": lambda: check("relu", keras.ops.relu),
    "not_written": lambda: check(
        "conv2d", lambda *a, **k: (_ for _ in ()).throw(NotImplementedError)
    ),
    "wrong_values": lambda: check("conv2d", rolled),
    "extra_zero_first": lambda: check("conv2d", larger_half_at_the_top),
    "zeros_in_a_maximum": lambda: check("max_pool2d", np_pad_with_zeros),
    "kernel_flipped": lambda: check("convolve2d", kernel_turned_first),
    "wrong_shape": lambda: check("convolve2d", lambda feature_map, kernel: feature_map),
    "wrong_value": lambda: check("apply_window", lambda window, kernel: np.mean(window * kernel)),
    "wrong_type": lambda: check("output_size", lambda *a, **k: 3.0),
    "nothing_returned": lambda: check("relu", lambda x: None),
    "an_error": lambda: check("dense", lambda x, kernel, bias: x * kernel + bias),
    "no_map": lambda: check("softmax", divided_by_everything),
    "wrong_signature": lambda: check("softmax", lambda: None),
    "wrong_model": lambda: check("build_cnn", lambda: 3),
    "hidden": hidden,
    "dx_kernel_flipped": lambda: check("conv2d_backward", kernel_flipped_in_scatter),
    "dbias_mean": lambda: check("conv2d_backward", bias_mean),
    "all_ties": lambda: check("max_pool2d_backward", all_ties_in_loops),
    "dscores_not_averaged": lambda: check("softmax_cross_entropy", gradient_not_divided),
    "updated_too_early": lambda: check("train_step", each_updated_at_once),
} | {name: partial(of_real, *real) for name, real in COMMONEST.items()}
IN_HTML = ("extra_zero_first", "an_error")


def html_of(verdict):
    return verdict._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("name", VERDICTS)
def test_the_text_is_that_of_the_golden_file(name):
    assert str(VERDICTS[name]()) + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", IN_HTML)
def test_the_card_is_that_of_the_golden_file(name):
    expected = (GOLDEN / f"{name}.html").read_text(encoding="utf-8")
    assert html_of(VERDICTS[name]()) + "\n" == expected


@pytest.mark.parametrize("name", VERDICTS)
def test_a_message_is_short_and_ends_with_what_to_do(name):
    verdict = VERDICTS[name]()
    words = [word for word in str(verdict).split() if any(map(str.isalpha, word))]
    assert len(words) <= 160
    assert verdict.passed or "Next: " in str(verdict)


@pytest.mark.parametrize("name", COMMONEST)
def test_a_common_mistake_is_told_in_one_reason_and_one_step(name):
    verdict = VERDICTS[name]()
    known = {one.code: one for one in verdict.exercise.misconceptions}[verdict.misconceptions[0]]
    symptom = next(result.problem.symptom for result in verdict.results if result.problem)
    words = f"{symptom} {known.explanation} {known.next_step}".split()
    assert len(words) <= MOST_WORDS
    assert str(verdict).count("Why: ") == str(verdict).count("Next: ") == 1


@pytest.mark.parametrize("name", VERDICTS)
def test_no_line_of_the_tables_is_wider_than_a_terminal_shows(name):
    rows = [line for line in str(VERDICTS[name]()).splitlines() if "*" in line]
    assert max(map(len, rows), default=0) <= 102


class _Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.names = set()
        self.shown = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "svg" not in self.open:
            self.shown.append(data)


def parsed(page):
    parser = _Balanced()
    parser.feed(page)
    assert parser.open == []
    return parser


OF_TEXT = {"div", "b", "code", "table", "tr", "td", "style"}
OF_PICTURES = {"svg", "g", "path", "text", "role", "aria-label", "width", "height", "viewbox"} | {
    "x", "y", "d", "fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity",
    "stroke-dasharray", "text-anchor", "font-size",
}  # fmt: skip


@pytest.mark.parametrize("name", VERDICTS)
def test_html_is_well_formed_and_loads_nothing(name):
    page = html_of(VERDICTS[name]())
    assert parsed(page).names <= OF_TEXT | OF_PICTURES
    assert "http" not in page
    assert "url(" not in page


@pytest.mark.parametrize("name", VERDICTS)
def test_the_card_says_all_that_the_text_says_even_without_its_picture(name):
    verdict = VERDICTS[name]()
    shown = "".join("".join(parsed(html_of(verdict)).shown).split())
    lines = str(verdict).replace("`", "").replace("First wrong: ", "").splitlines()
    for line in lines:
        if "yours" not in line and "*" not in line:
            assert "".join(line.split()) in shown


def test_the_first_wrong_number_is_outlined_like_its_window_in_both_tables():
    page = html_of(VERDICTS["zeros_in_a_maximum"]())
    assert page.count("3px solid") == 2
    assert "3px solid" not in html_of(VERDICTS["no_map"]())


def test_what_a_student_writes_is_escaped():
    def attack(x):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(2)>")

    page = html_of(check("relu", attack))
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;img" in page


def test_a_hidden_call_shows_no_numbers():
    page = html_of(hidden())
    assert "<table" not in page
    assert "<svg" not in page
    assert "SAME-EXTRA-FIRST" in page


@pytest.mark.parametrize(("answer", "points"), [(max_pool2d, 10.0), (lambda x: x, 0.0)])
def test_nbgrader_reads_the_points_off_the_cell(answer, points):
    data = check("max_pool2d", answer)._repr_mimebundle_()
    cell = new_code_cell(outputs=[new_output("execute_result", data=data, execution_count=1)])
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "points": 10,
        "grade_id": "check-max_pool2d",
    }
    assert determine_grade(cell) == (points, 10.0)


def test_colours_and_other_control_characters_are_not_passed_on():
    def colourful(x):
        print("\x1b[31mred\x1b[0m\x08\x08\rover")
        return x

    assert str(check("relu", colourful)).endswith("It printed:\n  redover")


@pytest.mark.parametrize(
    ("name", "made", "described"),
    [
        ("conv2d", call(np.ones((2, 4, 5, 3)), np.zeros((1, 1, 3, 2))), "2 images of 4×5 pixels"),
        ("conv2d", call(np.ones((2, 4, 5, 3)), np.zeros((1, 1, 3, 2))), "1×1, 3 channels, 2 filte"),
        ("convolve2d", call(np.arange(30).reshape(5, 6), np.eye(2)), "numbered 0…29, int64"),
        ("relu", call(np.array([[0.5]])), "x: shape (1, 1), 0.5"),
        ("relu", call(np.arange(30.0) ** 2), "numbers from 0 to 841"),
    ],
)
def test_arrays_are_described_in_words(name, made, described):
    assert described in describe_call(EXERCISES[name], made)[1]


def test_a_large_result_is_shown_around_its_first_wrong_number():
    expected = np.zeros((20, 30))
    received = expected.copy()
    received[15, 21] = 1
    made = call(np.zeros((20, 30)))
    evidence = evidence_of(EXERCISES["relu"], Problem("", made, expected, received))
    assert evidence.table.received.shape == (8, 8)
    assert evidence.table.received[evidence.table.first] == 1
    assert evidence.caption == "row 15, column 21."


def test_nan_is_shown_as_such():
    verdict = check("relu", lambda x: x * np.nan)
    assert "nan*" in str(verdict)


if __name__ == "__main__":
    for name, verdict in VERDICTS.items():
        (GOLDEN / f"{name}.txt").write_text(f"{verdict()}\n", encoding="utf-8")
    for name in IN_HTML:
        (GOLDEN / f"{name}.html").write_text(html_of(VERDICTS[name]()) + "\n", encoding="utf-8")
