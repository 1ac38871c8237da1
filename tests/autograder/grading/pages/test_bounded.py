"""Whatever a student wrote, a page is made in bounded time, and what is too much is said."""

import threading

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.grading.pages.bounded import (
    DEEPEST,
    LONGEST_HTML,
    LONGEST_TEXT,
    MOST_FORMATTING,
    PageBudget,
    is_too_tangled,
)
from autograder.grading.pages.feedback import OfflineFeedbackExporter
from autograder.grading.pages.safe_html import LONGEST_STYLE, TOO_TANGLED, safe_html

SCORES = {"score": 0, "max_score": 1, "late_penalty": 0}
RESOURCES = {"nbgrader": {"notebook": "1", "assignment": "lab", "student": "ada", **SCORES}}


def endless(_source):
    while True:
        pass


def deep(source):
    return deep(source)


def test_a_converter_that_does_not_end_is_stopped_and_the_text_is_shown():
    budget = PageBudget(seconds=0.1)
    assert budget.convert(endless, "1 < 2") == "<pre>1 &lt; 2</pre>"
    assert budget.left <= 0
    assert budget.convert(str.upper, "next") == "<pre>next</pre>"


def test_one_piece_does_not_use_up_the_page(monkeypatch):
    monkeypatch.setattr("autograder.grading.pages.bounded.SECONDS_OF_A_PIECE", 0.05)
    budget = PageBudget()
    assert budget.convert(endless, "slow") == "<pre>slow</pre>"
    assert budget.convert(str.upper, "quick") == "QUICK"


def test_a_converter_that_recurses_too_deeply_shows_the_text():
    assert PageBudget().convert(deep, "text") == "<pre>text</pre>"


def test_an_error_of_a_converter_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        PageBudget().convert(lambda _: 1 / 0, "text")


def test_beside_the_main_thread_nothing_is_stopped_and_nothing_fails():
    said = []
    thread = threading.Thread(target=lambda: said.append(PageBudget().convert(str.upper, "a")))
    thread.start()
    thread.join()
    assert said == ["A"]


def test_a_long_text_is_cut_and_says_so():
    shown = PageBudget().convert(str.upper, "a" * (LONGEST_TEXT + 5))
    assert shown.endswith("… (5 more characters are not shown)</pre>")


@pytest.mark.parametrize(
    ("html", "is_shown"),
    [
        ("<div>" * DEEPEST, True),
        ("<div>" * (DEEPEST + 1), False),
        ("<div></div>" * 10_000, True),
        ("<p>a<br><li>b<td>c" * 2_000, True),
        ("<b>" * (MOST_FORMATTING + 1), False),
        ("a" * (LONGEST_HTML + 1), False),
        ("</div>" * 10_000 + "<i>" * MOST_FORMATTING, True),
    ],
)
def test_what_is_too_long_or_too_deep_is_replaced(html, is_shown):
    assert is_too_tangled(html) is not is_shown
    assert (safe_html(html) != TOO_TANGLED) is is_shown


def test_a_style_is_shown_only_if_it_is_short():
    rule = "color:red;"
    longest = rule * (LONGEST_STYLE // len(rule))
    assert safe_html(f'<p style="{longest}">a</p>') != "<p>a</p>"
    assert safe_html(f'<p style="{longest}{rule}">a</p>') == "<p>a</p>"


@pytest.mark.parametrize(
    "style",
    [
        "margin" * 300,
        "margin:" * 250,
        "margin-" * 250 + ":-",
        "margin:-" * 240,
        "url(" + " " * 1_900,
        "url " * 450,
    ],
)
def test_styles_that_were_slow_are_cleaned(style):
    assert safe_html(f'<p style="{style}">a</p>').startswith("<p")


def test_a_negative_margin_is_seen_wherever_it_stands():
    for style in ("margin:0 -9px", "MARGIN-TOP : - 9px", "color:red;margin-left:-.5em"):
        assert "margin" not in safe_html(f'<p style="{style}">a</p>').lower()
    assert "margin" in safe_html('<p style="margin:9px;letter-spacing:-1px">a</p>')


SLOW = {
    "dots": new_code_cell("a." * 40_000),
    "escapes": new_code_cell(outputs=[new_output("stream", text="\x1b[31ma" * 40_000)]),
    "begins": new_markdown_cell(r"\begin{a}" * 10_000),
    "formulas": new_markdown_cell(r"$\text{a}^{b}$ " * 6_000),
    "lists": new_markdown_cell("\n".join(f"{'  ' * depth}- a" for depth in range(220))),
    "elements": new_code_cell(
        outputs=[new_output("display_data", data={"text/html": "<div>" * 100_000})]
    ),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_page_of_what_takes_converters_long_is_made(kind):
    notebook = new_notebook(cells=[SLOW[kind], new_markdown_cell("**the end**")])
    exporter = OfflineFeedbackExporter()
    page, _ = exporter.from_notebook_node(nbformat.from_dict(notebook), dict(RESOURCES))
    assert "the end" in page
