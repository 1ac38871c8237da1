"""What a verdict looks like: the wording is kept in golden files."""

from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from autograder import check
from cnn_reference import conv2d, max_pool2d

GOLDEN = Path(__file__).parent / "golden"


def extra_first(x, kernel, bias=None, strides=1, padding="valid", activation=None):
    if padding.lower() == "valid":
        return conv2d(x, kernel, bias, strides, padding, activation)
    shifted = np.pad(x, ((0, 0), (1, 0), (1, 0), (0, 0)))[:, :-1, :-1]
    return conv2d(shifted, kernel, bias, strides, padding, activation)


VERDICTS = {
    "right": lambda: check("max_pool2d", max_pool2d),
    "not_written": lambda: check(
        "conv2d", lambda *a, **k: (_ for _ in ()).throw(NotImplementedError)
    ),
    "wrong_values": lambda: check("conv2d", extra_first),
    "wrong_shape": lambda: check("convolve2d", lambda feature_map, kernel: feature_map),
    "wrong_value": lambda: check("apply_window", lambda window, kernel: np.mean(window * kernel)),
    "wrong_type": lambda: check("output_size", lambda *a, **k: 3.0),
    "nothing_returned": lambda: check("relu", lambda x: None),
    "an_error": lambda: check("dense", lambda x, kernel, bias: x * kernel + bias),
    "wrong_signature": lambda: check("softmax", lambda: None),
    "wrong_model": lambda: check("build_cnn", lambda: 3),
}


@pytest.mark.parametrize("name", VERDICTS)
def test_the_text_is_that_of_the_golden_file(name):
    assert str(VERDICTS[name]()) + "\n" == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", VERDICTS)
def test_a_message_is_short_and_ends_with_what_to_do(name):
    verdict = VERDICTS[name]()
    assert len(str(verdict).split()) <= 160
    assert verdict.passed or "Next: " in str(verdict)


class _Balanced(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.names = set()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", VERDICTS)
def test_html_is_well_formed_and_loads_nothing(name):
    page = VERDICTS[name]()._repr_mimebundle_()["text/html"]
    parser = _Balanced()
    parser.feed(page)
    assert parser.open == []
    assert parser.names <= {"div", "b", "code", "span", "table", "tr", "td", "style"}
    assert "http" not in page
    assert "url(" not in page


def test_what_a_student_writes_is_escaped():
    def attack(x):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(2)>")

    page = check("relu", attack)._repr_mimebundle_()["text/html"]
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page
    assert "&lt;img" in page


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
