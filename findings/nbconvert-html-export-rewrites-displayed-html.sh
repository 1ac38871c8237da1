#!/usr/bin/env bash
# nbconvert 7.17.1: HTMLExporter parses the finished page with Python's html.parser, by BeautifulSoup, to
# give pictures a text, and writes all of it again. That parser isn't a browser's, so HTML that a cell
# displayed and that is valid comes out as other HTML: a link to "page?chapter=1&section=2" leads to
# "page?chapter=1§ion=2", and where the end of a paragraph is left out, as HTML allows, each page has
# an empty paragraph more. Nothing warns. Markdown links are escaped before, and stay.
#
# Guess before: it parses the page (read in its source), but what is valid HTML means the same to a
# browser before and after.
# Seen, with html5lib reading as browsers do: href page?chapter=1§ion=2 of page?chapter=1&section=2, and
# three paragraphs of two, one of them empty. The same in Python 3.11.7, 3.12.1 and 3.13.0; their
# html.parser decides. With the & written as &amp;, and with each </p> written, nothing changes.
# Where it is documented: nowhere that we found.
#
# Run: bash findings/nbconvert-html-export-rewrites-displayed-html.sh
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check \
    nbconvert==7.17.1 nbformat==5.10.4 beautifulsoup4==4.15.0 html5lib==1.1 ipython==9.4.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import html5lib
from nbconvert.exporters import HTMLExporter
from nbformat import v4


def in_a_browser(html):
    """Return a link's target, and the texts of paragraphs, of what has the id "shown"."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    (shown,) = [element for element in page.iter() if element.get("id") == "shown"]
    links = [link.get("href") for link in shown.iter("a")]
    return links, ["".join(paragraph.itertext()).strip() for paragraph in shown.iter("p")]


def exported(cell):
    page, _ = HTMLExporter(template_name="lab").from_notebook_node(v4.new_notebook(cells=[cell]))
    return page


def before_and_after(html):
    html = f'<div id="shown">{html}</div>'
    output = v4.new_output("display_data", data={"text/html": html})
    found = in_a_browser(html), in_a_browser(exported(v4.new_code_cell("", outputs=[output])))
    print(*found)
    return found


link, other = "page?chapter=1&section=2", "page?chapter=1\N{SECTION SIGN}ion=2"
before, after = before_and_after(f'<a href="{link}">next</a>')
assert (before, after) == (([link], []), ([other], []))
before, after = before_and_after("<p>one<p>two")
assert (before, after) == (([], ["one", "two"]), ([], ["one", "two", ""]))

before, after = before_and_after(f'<a href="{link.replace("&", "&amp;")}">next</a>')
assert before == after == ([link], [])
before, after = before_and_after("<p>one</p><p>two</p>")
assert before == after == ([], ["one", "two"])
assert f'href="{link.replace("&", "&amp;")}"' in exported(v4.new_markdown_cell(f"[next]({link})"))
PYTHON
