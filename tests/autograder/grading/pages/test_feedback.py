"""A course of one small notebook, taken through nbgrader's own commands."""

import re
import shutil
import subprocess
from html.parser import HTMLParser

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from tests.course.commands import run

pytestmark = [pytest.mark.course, pytest.mark.slow]

DRAWING = (
    '<svg viewBox="0 0 9 9" width="90"><circle cx="4" cy="4" r="3" fill="teal"></circle></svg>'
)
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)
TEXT = r"""# A lab

It takes $m = \lceil n / s \rceil$ windows, but $\frac{1}{ is none:

$$\begin{pmatrix}1&2\\3&4\end{pmatrix}$$

| input | output |
| --- | --- |
| 5×5 | 3×3 |

![a map](figures/map.svg) ![tracked](https://elsewhere.example/pixel.png)

<details><summary>Hint</summary>

Use `np.sum`, $k - 1$ times.
</details>

[The manual](https://elsewhere.example/manual)
"""
CARD = f"""
from IPython.display import HTML, display
display(HTML('<div style="color: teal">Card {DRAWING}</div>'))
"""
CHECK = """
from autograder import check
check("relu", relu)
"""
HOSTILE = """
from IPython.display import HTML, Javascript, SVG, display
display(HTML('<b>mine</b><script>alert(1)</script><img src=x onerror=alert(2)>'))
display(HTML('<link rel=stylesheet href="https://elsewhere.example/x.css"><details>open'))
display(Javascript('alert(3)'))
markdown = '![](https://elsewhere.example/a.png) <script>alert(4)</script>'
display({'text/markdown': markdown}, raw=True)
display({'image/png': 'PIXEL'}, raw=True, metadata={'image/png': {'width': '1 onload=alert(5)'}})
display({'text/latex': '$x^2$ <script>alert(6)</script>'}, raw=True)
print('<script>alert(7)</script>')
def relu(x):
    x[x < 0] = 0  # half of the points: the argument is changed
    return x
"""
WRITTEN = (
    "Pooling keeps $x_1$. <script>alert(8)</script>"
    "<style>main { display: none }</style> ![](attachment:none.png)"
)


def graded(name, **more):
    flags = {"grade": False, "locked": False, "solution": False, "task": False}
    return {"nbgrader": {"grade_id": name, "schema_version": 3, **flags, **more}}


def notebook(answer, written):
    cells = [
        new_markdown_cell(TEXT),
        new_code_cell(answer, metadata=graded("relu", solution=True)),
        new_code_cell(CARD),
        new_code_cell(CHECK, metadata=graded("check-relu", grade=True, locked=True, points=1)),
        new_code_cell("1 / 0"),
        new_markdown_cell(written, metadata=graded("why", grade=True, solution=True, points=3)),
    ]
    cells[4].outputs = [new_output("stream", text="left from before")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = tmp_path_factory.mktemp("feedback") / "course"
    source = course / "source" / "lab"
    (source / "figures").mkdir(parents=True)
    shutil.copy("nbgrader_config.py", course)
    (source / "figures" / "map.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8"
    )
    nbformat.write(notebook("def relu(x):\n    return 0", "Write here."), source / "small.ipynb")
    nbgrader(course, "generate_assignment", "lab")
    handed_in = course / "submitted" / "ada" / "lab"
    shutil.copytree(course / "release" / "lab", handed_in)
    hostile = HOSTILE.replace("PIXEL", PIXEL)
    nbformat.write(notebook(hostile, WRITTEN), handed_in / "small.ipynb")
    (handed_in / "weights.npz").write_bytes(b"0" * 1000)
    nbgrader(course, "autograde", "lab")
    nbgrader(course, "generate_feedback", "lab")  # what a person gives comes later
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("why", "small", "lab", "ada")
        grade.manual_score = 1.5
        comment = gradebook.find_comment("why", "small", "lab", "ada")
        comment.manual_comment = "The **place** is lost, see $n - 1$."
        gradebook.db.commit()
    nbgrader(course, "generate_feedback", "lab")
    return course


def nbgrader(course, *arguments):
    done = run(course, "nbgrader", *arguments)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def file(course):
    return course / "feedback" / "ada" / "lab" / "small.html"


@pytest.fixture(scope="module")
def page(file):
    return file.read_text(encoding="utf-8")


class Loads(HTMLParser):
    """Collects what a browser would fetch or run."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        fetched = [values.get(name) for name in ("src", "srcset", "data", "xlink:href", "action")]
        if tag not in {"a", "math"}:
            fetched.append(values.get("href"))
        self.found += [url for url in fetched if url and not url.startswith("data:image/")]
        self.found += [name for name in values if name.startswith("on")]
        self.found += [tag] if tag in {"script", "iframe", "object", "embed", "link"} else []


def test_the_page_is_one_file_that_loads_and_runs_nothing(course, page):
    assert Loads(page).found == []
    assert not re.search(r"url\(|@import", page)
    assert "default-src 'none'" in page
    assert "MathJax" not in page
    assert [path.name for path in (course / "feedback/ada/lab").glob("*.html")] == ["small.html"]


def test_formulas_are_mathml_and_what_is_none_stays(page):
    assert page.count("<math") == 6  # two of them the student's, one in the comment
    assert "<mtable>" in page
    assert r"$\frac{1}{ is none" in page


def test_the_page_is_as_its_template_has_it(page):
    """nbconvert would write it again as it has read it, with what it takes for ends."""
    assert '<tr><th>exercise<th>kind<th class="number">score<th>comment</tr>' in page
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in page


def test_hints_tables_and_pictures_are_shown(page):
    hint = BeautifulSoup(page, "html.parser").find("details")
    assert hint.summary.get_text() == "Hint"
    assert hint.code.get_text() == "np.sum"
    assert re.search(r"<td>5×5</td>\s*<td>3×3</td>", page)
    (drawn,) = BeautifulSoup(page, "html.parser").select('img[alt="a map"]')
    assert drawn["src"].startswith("data:image/svg+xml;base64,")
    assert '<a href="https://elsewhere.example/manual"' in page


def test_beside_the_page_lies_nothing_that_is_in_it_or_was_handed_in(course):
    folder = course / "feedback" / "ada" / "lab"
    assert (course / "autograded/ada/lab/weights.npz").exists()
    assert (course / "autograded/ada/lab/figures/map.svg").exists()
    assert sorted(path.name for path in folder.rglob("*")) == ["small.html"]


@pytest.mark.exhaustive
def test_a_page_is_written_again_if_what_it_shows_has_changed_and_only_then(course, file):
    before = file.stat()
    nbgrader(course, "generate_feedback", "lab")
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        comment = gradebook.find_comment("why", "small", "lab", "ada")
        kept, comment.manual_comment = comment.manual_comment, "Another word."
        gradebook.db.commit()
        nbgrader(course, "generate_feedback", "lab")
        assert "Another word." in file.read_text(encoding="utf-8")
        comment.manual_comment = kept
        gradebook.db.commit()
    nbgrader(course, "generate_feedback", "lab")
    assert "Another word." not in file.read_text(encoding="utf-8")


def test_a_card_is_shown_with_its_drawing(page):
    drawing = BeautifulSoup(page, "html.parser").find("svg")
    assert drawing.parent.get_text() == "Card "
    assert drawing.circle["fill"] == "teal"


def test_what_the_student_printed_is_shown_harmless(page):
    assert "<b>mine</b>" in page
    assert "&lt;script&gt;alert(7)&lt;/script&gt;" in page
    assert f"data:image/png;base64,{PIXEL}" in page
    assert "ZeroDivisionError" in page
    outputs = page[page.index("<b>mine</b>") :]
    assert set(re.findall(r"alert\(\d\)", outputs)) == {"alert(7)"}


def test_scores_and_comments_are_on_the_page(page):
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "relu Check ◐ 0.5 of 1" in text
    assert "why Written answer ◐ 1.5 of 3 Comment" in text
    assert "Score 2 of 4" in text
    assert "The <strong>place</strong> is lost" in page
    assert 'href="#why"' in page
    assert 'id="comment-why"' in page


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs a browser")
def test_a_browser_shows_the_page_and_asks_for_nothing(file, tmp_path):
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
    log = [f"--log-net-log={tmp_path}/net.json", "--enable-logging=stderr", "--dump-dom"]
    done = subprocess.run(
        ["chromium", *options, *log, file.as_uri()], capture_output=True, text=True, check=True
    )
    assert "mine" in done.stdout
    requests = (tmp_path / "net.json").read_text(encoding="utf-8", errors="replace")
    assert "elsewhere.example" not in requests
