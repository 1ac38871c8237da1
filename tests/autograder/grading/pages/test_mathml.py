from pathlib import Path

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.grading.pages.mathml import LONGEST, as_mathml


class Collector(IPythonRenderer):
    """Keeps the formulas that nbconvert finds."""

    def __init__(self):
        super().__init__(escape=False)
        self.formulas = []

    def inline_math(self, body):
        self.formulas.append(body)
        return ""

    block_math = inline_math


def formulas_of_the_lab():
    collector = Collector()
    for path in sorted(Path("source").glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                MarkdownWithMath(renderer=collector).render(cell.source)
    return list(dict.fromkeys(collector.formulas))


def test_every_formula_of_the_lab_becomes_mathml():
    formulas = formulas_of_the_lab()
    assert len(formulas) > 50
    assert [tex for tex in formulas if not as_mathml(tex).startswith("<math")] == []


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{",
        r"\begin{pmatrix}1",
        "a^",
        r"\nosuchcommand x",
        "{" * 2000 + "}" * 2000,
        "a+" * LONGEST,
        "<b>_",
    ],
)
def test_what_is_no_formula_stays_as_it_was_written(tex):
    shown = as_mathml(tex)
    assert shown.startswith("<code>")
    assert "<b>" not in shown
