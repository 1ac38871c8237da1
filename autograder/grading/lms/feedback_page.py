"""One page for a student: the feedback on all notebooks of an assignment, in a file of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from autograder.grading.lms.scores import points_text

__all__ = ["NotebookPage", "joined"]

MAIN = re.compile(r"<main>(.*)</main>", re.S)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
LANGUAGE = re.compile(r'<html lang="([^"]*)"')
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
NAMES = re.compile(
    r"""(?P<before>\s(?:id|href)=)(?P<quote>["']?)(?P<hash>\#?)(?P<name>[^"'\s>]+)"""
)
REFERENCES = re.compile(r"url\(\s*#")


@dataclass(frozen=True)
class NotebookPage:
    """The feedback on one notebook."""

    name: str
    html: str
    """The whole page that nbgrader wrote."""
    points: float | None = None
    max_points: float = 0.0


def joined(title: str, whose: str, pages: Sequence[NotebookPage], points: str = "") -> str:
    """Return one page of several, with links to each.

    Parameters
    ----------
    title, whose
        The assignment, and the student.
    pages
        In their order.
    points
        What the submission got, in words.

    Examples
    --------
    >>> page = NotebookPage("1_relu", "<main><h1 id='x'>1_relu</h1></main>", 3, 4)
    >>> "<h1 id='n1-x'>" in joined("lab6", "ada", [page])
    True
    """
    first = pages[0].html if pages else ""
    style = STYLE.search(first)
    language = LANGUAGE.search(first)
    links = "".join(_link(number, page) for number, page in enumerate(pages, 1))
    body = "".join(
        f'<section id="n{number}">{_of_notebook(page.html, f"n{number}-")}</section>'
        for number, page in enumerate(pages, 1)
    )
    total = f"<p>{escape(points)}</p>" if points else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{language[1] if language else "en"}">\n<head>\n'
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} · {escape(whose)}</title>\n"
        f"<style>{style[1] if style else ''}</style>\n</head>\n"
        f'<body id="top"><main>\n<h1>{escape(title)}</h1>\n<p class="whose">{escape(whose)}</p>\n'
        f"{total}<nav><ul>{links}</ul></nav>\n{body}\n</main></body>\n</html>\n"
    )


def _link(number: int, page: NotebookPage) -> str:
    score = ""
    if page.points is not None:
        score = f": {points_text(page.points)} of {points_text(page.max_points)} points"
    return f'<li><a href="#n{number}">{escape(page.name)}</a>{score}</li>'


def _of_notebook(html: str, prefix: str) -> str:
    """Return what is in a page's ``<main>``, with names that no other notebook has."""
    found = MAIN.search(html)
    parser = _Renaming(prefix)
    parser.feed(found[1] if found else html)
    parser.close()
    return "".join(parser.written)


class _Renaming(HTMLParser):
    """Writes what it reads, with a prefix before each name in a tag; text stays as it is."""

    def __init__(self, prefix: str) -> None:
        super().__init__(convert_charrefs=False)
        self._prefix = prefix
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        raw = self.get_starttag_text() or ""
        raw = NAMES.sub(self._renamed, raw)
        self.written.append(REFERENCES.sub(f"url(#{self._prefix}", raw))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")

    def _renamed(self, found: re.Match[str]) -> str:
        is_name = found["before"].strip() == "id="
        if not is_name and not found["hash"]:  # a link that leaves the page
            return found[0]
        if found["name"] == "top":
            return found[0] if not is_name else ""
        return f"{found['before']}{found['quote']}{found['hash']}{self._prefix}{found['name']}"
