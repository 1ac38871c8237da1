import re

import numpy as np
import pytest
from bs4 import BeautifulSoup

from autograder import check
from autograder.grading.pages.mathml import as_mathml
from autograder.grading.pages.safe_html import safe_html
from cnn_reference import convolve2d

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><use href='https://elsewhere/x.svg#a'></use><image href='https://elsewhere/'/></svg>",
    "<svg><foreignObject><iframe src='javascript:alert(1)'></iframe></foreignObject></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><rect fill='url(https://elsewhere/)' /></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 "
    "onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'><mi>x</mi></math>",
    "<a href='javascript:alert(1)'>x</a><a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data='https://elsewhere'></object>",
    "<style>@import 'https://elsewhere'; .full { display: none }</style>",
    "<link rel=stylesheet href='https://elsewhere'><base href='https://elsewhere/'>",
    "<meta http-equiv=refresh content='0;url=https://elsewhere'>",
    "<form action='https://elsewhere'><input name=password><button>Log in</button></form>",
    "<img src='https://elsewhere/x.png'><img src='//elsewhere/x.png'><img src='file:///x'>",
    "<img srcset='https://elsewhere/x.png 2x'><video src='https://elsewhere'></video>",
    "<p style='background:url(https://elsewhere/x.png)'>x</p>",
    r"<p style='background:\75rl(https://elsewhere/x.png)'>x</p>",
    "<p style='background:image-set(\"https://elsewhere/x.png\" 1x)'>x</p>",
    "<div style='position:fixed;inset:0;z-index:9'>100 of 100</div>",
    "<div style='margin-top:-900px'>100 of 100</div>",
    "<div class='scores' id='top'>100 of 100</div>",
]
FORBIDDEN = re.compile(
    r"<(script|style|iframe|object|link|base|meta|form|input|button|video|use|image|animate)\b"
    r"|<[^>]*\s(on\w+|srcset|srcdoc|data|action|id)\s*="
    r"|<[^>]*(class=\"[^\"]|elsewhere|javascript:|position:|margin-top:-|src=\"(?!data:image/))",
    flags=re.IGNORECASE,
)


@pytest.mark.parametrize("html", ATTACKS)
def test_nothing_runs_loads_or_imitates_the_page(html):
    assert not FORBIDDEN.search(safe_html(html))


def test_a_formula_can_smuggle_nothing_in():
    smuggled = safe_html(as_mathml(r"\text{<img src=x onerror=alert(1)>}\href{javascript:a}{x}"))
    assert not FORBIDDEN.search(smuggled)


def test_tags_left_open_are_closed():
    assert safe_html("<div><b>mine") == "<div><b>mine</b></div>"
    assert safe_html("</div></section></main>yours") == "yours"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("relu", lambda x: np.maximum(x, 0)),
        ("relu", lambda x: x),
        ("relu", lambda x: 1 / 0),
        ("convolve2d", lambda feature_map, kernel: feature_map[: -kernel.shape[0] + 1]),
        ("convolve2d", lambda feature_map, kernel: convolve2d(feature_map, kernel[::-1])),
        ("output_size", lambda input_size, kernel_size, stride=1, padding="valid": "3"),
    ],
)
def test_the_card_of_a_check_stays_as_it_is(name, answer):
    card = check(name, answer)._repr_mimebundle_()["text/html"]
    assert parts(safe_html(card)) == parts(card)


def parts(html):
    """The text, and each tag with the names of its attributes and of its style's properties."""
    soup = BeautifulSoup(html, "html.parser")
    tags = [
        (tag.name, sorted(tag.attrs), re.findall(r"([\w-]+)\s*:", tag.attrs.get("style", "")))
        for tag in soup.find_all(True)
        if tag.name != "tbody"  # a parser adds it
    ]
    return soup.get_text(), tags


DRAWING = (
    '<svg viewBox="0 0 9 9" width="9" height="9" role="img" aria-label="a map">'
    '<defs><linearGradient id="shade" gradientUnits="userSpaceOnUse">'
    '<stop offset="0" stop-color="red"></stop></linearGradient></defs>'
    '<g transform="scale(2)"><rect x="1" y="1" width="3" height="3" fill="url(#shade)"></rect>'
    '<path d="M0 0L9 9" stroke="#0072b2" stroke-width="2"></path>'
    '<text x="1" y="2" text-anchor="middle">7</text></g></svg>'
)
FOLDED = "<details><summary>Hint <code>1</code></summary><p>Add <b>up</b>.</p></details>"
TABLE = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"


@pytest.mark.parametrize("html", [DRAWING, FOLDED, TABLE])
def test_what_teaches_stays(html):
    assert safe_html(html) == html


def test_formulas_stay():
    formula = as_mathml(r"\begin{pmatrix}1&2\\3&4\end{pmatrix} = \tfrac14 \bigl(x\bigr)")
    assert re.findall(r"<(\w+)", safe_html(formula)) == re.findall(r"<(\w+)", formula)
    assert "minsize" in safe_html(formula)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<img src="data:image/png;base64,AA==">', "picture without a description"),
        ('<IMG title="a > b" width=3>', "picture without a description"),
        ('<p><img title="alt="></p>', "picture without a description"),
        ("<img alt='the \"map\"'>", 'the "map"'),
        ('<img title="a > b" alt="x">', "x"),
        ('<img alt="">', ""),  # is only for show
    ],
)
def test_a_picture_has_a_text(html, text):
    (image,) = BeautifulSoup(safe_html(html), "html.parser").select("img")
    assert image["alt"] == text


def test_only_pictures_get_one():
    for html in ("<pre>&lt;img&gt;</pre>", "<code>&lt;img title=&quot;&quot;&gt;</code>"):
        assert "alt" not in safe_html(html)
