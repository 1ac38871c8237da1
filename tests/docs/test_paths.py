"""What the pages name is there: paths, what to look for in them, and links."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    *(f"docs/{page.name}" for page in sorted((ROOT / "docs").glob("*.md"))),
)
NAMED = re.compile(r"`([^`\s]+?)(?:::(\w+))?`")
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
MADE = ("autograded", "dist", "exchange", "feedback", "submitted", ".venv")
"""Folders that commands make, or that hold what commands made."""


NOT_HERE = re.compile("depthwise|ConvolutionalNetworks")
"""Files that the page on adding an exercise has its reader write, and one of another course."""

HIDDEN = {"__pycache__", *MADE}


def entries(folder):
    """Yield files and folders of the repository, as paths from its top."""
    for path in folder.iterdir():
        if path.name not in HIDDEN and (not path.name.startswith(".") or path.is_file()):
            yield path.relative_to(ROOT).as_posix()
            if path.is_dir():
                yield from entries(path)


ENTRIES = set(entries(ROOT)) | {".ci", ".ci/run"}
TOP = {path.split("/")[0] for path in ENTRIES}
FILE_TYPES = {".ipynb", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yaml"}


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def paths_in(text):
    """Yield each path, and what to look for in the file."""
    for path, name in NAMED.findall(text):
        first = path.split("/")[0]
        is_whole = "/" in path and first in TOP
        is_a_path = is_whole or (Path(path).suffix in FILE_TYPES and first not in {*MADE, "."})
        stands_for_others = re.search(r"[A-Z]{2,}(?!\w*\.(?:md|txt))|[*{<]", path)
        if is_a_path and not stands_for_others and not NOT_HERE.search(path):
            yield path.rstrip("/"), name


def files_called(path):
    """Return the entries that a path means: it may leave out what leads to it."""
    return [entry for entry in ENTRIES if entry == path or entry.endswith(f"/{path}")]


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_is_there(page):
    missing = []
    for path, name in paths_in(text_of(page)):
        found = files_called(path)
        if not found:
            missing.append(path)
        elif name and not re.search(
            rf"^(?:(?:async )?def|class) {name}\b|^{name}\b", text_of(found[0]), re.MULTILINE
        ):
            missing.append(f"{path}::{name}")
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    own = [link for link in LINK.findall(text_of(page)) if "://" not in link]
    places = [(ROOT / page).parent.joinpath(link).resolve() for link in own]
    assert [str(place) for place in places if not place.exists()] == []


def test_the_tour_names_what_it_promises():
    assert len(list(paths_in(text_of("docs/architecture.md")))) > 50
    assert len([name for _, name in paths_in(text_of("docs/architecture.md")) if name]) > 40
    assert len(list(paths_in(text_of("CONTRIBUTING.md")))) > 25


def test_the_tree_of_the_readme_is_the_tree_that_is_there():
    tree = text_of("README.md").split("## Where things are\n\n```\n")[1].split("```")[0]
    above, found = [], []
    for line in tree.splitlines():
        entry = re.match(r"( *)(\S+?/?) {2,}\S", line)
        if entry is None or len(entry[1]) % 4 or len(entry[1]) > 8:
            continue
        depth = len(entry[1]) // 4
        above[depth:] = [entry[2].rstrip("/")]
        found.append(Path(*above))
    assert len(found) > 25
    assert [str(path) for path in found if path.as_posix() not in ENTRIES] == []
    rooms = {path.parent.relative_to(ROOT) for path in ROOT.glob("autograder/*/__init__.py")}
    assert rooms <= set(found)


def test_the_ten_changes_are_found_in_three_files_or_fewer():
    table = text_of("CONTRIBUTING.md").split("| --- | --- | --- |\n")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    assert len(rows) == 10
    for change, opened, _ in rows:
        named = {path for path, _ in paths_in(opened)} | set(LINK.findall(opened))
        assert 1 <= len(named) <= 3, change
