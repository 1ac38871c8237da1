"""Read the cells of whatever was handed in as a notebook, however broken."""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.grading.sandbox.limits import MIB, SUBMISSION, in_words

__all__ = ["Cell", "NotANotebookError", "Notebook", "read_notebook"]

SMALL = MIB
"""Bytes up to which a file can't fill the memory."""
LONGEST_SOURCE = SUBMISSION.cell_source
NEWEST = (4, 5)
AROUND = "\x00\ufeff \t\r\n"
"""What editors and disks put around a file's text."""


class NotANotebookError(Exception):
    """Why a file is no notebook, as the end of a sentence that begins with its name."""


@dataclass(frozen=True)
class Cell:
    """A cell as it was handed in. Nothing of it is trusted."""

    kind: str
    source: str
    name: str = ""
    """Its id."""
    nbgrader: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def grade_id(self) -> str:
        """The name that nbgrader knows it by, or what stands in its place."""
        return _string(self.nbgrader.get("grade_id"))


@dataclass(frozen=True)
class Notebook:
    """The cells, and what had to be done to get them."""

    cells: list[Cell]
    remarks: list[str]
    has_too_much: bool = False
    """Whether only the cells that were handed out can be kept."""
    python: tuple[int, int] | None = None
    """The version of Python that it was last run by, as it says."""


def read_notebook(data: bytes) -> Notebook:
    """Return the cells of a notebook of any version.

    Raises
    ------
    NotANotebookError
        If it isn't one.
    """
    content = _parsed(data)
    if not isinstance(content, dict):
        raise NotANotebookError(f"is JSON, but not a notebook: it holds {_name_of(content)}")
    found = _raw_cells(content)
    remarks = [
        *_remarks_on_bytes(data),
        *_remarks_on_version(content),
        *_remarks_on_language(content),
    ]
    cells = list(map(_cell, found))
    said = list(map(_said, found))
    if any(len(source) > LONGEST_SOURCE for source in said):
        remarks.append(
            f"Cells of more than {LONGEST_SOURCE:,} characters were left out. Make them shorter, "
            "and hand it in again."
        )
    if any(_clean(source) != source for source in said if len(source) <= LONGEST_SOURCE):
        remarks.append(
            "Some cells held what is no text (null bytes, half characters, numbers). It was "
            "replaced: look for � and ? in them."
        )
    if len(cells) > SUBMISSION.cells:
        cells, count = [cell for cell in cells if cell.source.strip()], len(cells)
        remarks.append(
            f"It has {count:,} cells, and at most {SUBMISSION.cells:,} are graded; empty ones were "
            "left out."
        )
    size = sum(len(cell.source) for cell in cells)
    has_too_much = len(cells) > SUBMISSION.cells or size > SUBMISSION.source
    if has_too_much:
        remarks.append(
            "That is too much: only the cells that were handed out were kept. Remove the others, "
            "and hand it in again."
        )
    pasted = sum(map(_size_of_attachments, cells))
    if pasted > SUBMISSION.attachments:
        cells = [replace(cell, attachments={}) for cell in cells]
        remarks.append(
            f"The pictures that were pasted into its texts have {in_words(pasted)}, and at most "
            f"{in_words(SUBMISSION.attachments)} are kept: they were left out. Make them smaller, "
            "and hand it in again."
        )
    return Notebook(cells, remarks, has_too_much, _python_of(content))


def _parsed(data: bytes) -> Any:
    if not data.strip():
        raise NotANotebookError("is empty")
    if len(data) > SMALL:
        _refuse_too_many_parts(data)
    try:
        text = data.decode(json.detect_encoding(data), "replace").strip(AROUND)
        return json.loads(text, parse_int=_integer)
    except RecursionError:
        raise NotANotebookError("is nested too deeply to be read") from None
    except ValueError as error:
        reason = str(error).partition("\n")[0]
        raise NotANotebookError(f"is not a notebook: it is not JSON ({reason})") from None


def _refuse_too_many_parts(data: bytes) -> None:
    """Count before parsing: what takes three bytes in a file takes a hundred in memory."""
    bare = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    quotes = bare.count(b'"')
    if quotes <= 4 * SUBMISSION.parts:
        bare = b"".join(bare.split(b'"')[::2])  # what is outside of strings
    parts = max(quotes // 4, sum(bare.count(sign) for sign in (b"[", b"{", b",")))
    if parts > SUBMISSION.parts:
        raise NotANotebookError(f"has {parts:,} parts, and at most {SUBMISSION.parts:,} are read")


def _integer(digits: str) -> int:
    return int(digits) if len(digits) < 300 else 0


def _raw_cells(content: dict[str, Any]) -> list[dict[str, Any]]:
    cells = content.get("cells")
    if cells is None:  # up to version 3
        sheets = content.get("worksheets")
        if not isinstance(sheets, list):
            raise NotANotebookError("is JSON, but not a notebook: it has no cells")
        inside = (sheet.get("cells") for sheet in sheets if isinstance(sheet, dict))
        cells = [*itertools.chain.from_iterable(some for some in inside if isinstance(some, list))]
    if not isinstance(cells, list):
        raise NotANotebookError(f"is JSON, but not a notebook: its cells are {_name_of(cells)}")
    return [cell for cell in cells if isinstance(cell, dict)]


def _cell(raw: dict[str, Any]) -> Cell:
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    nbgrader = metadata.get("nbgrader")
    tags = metadata.get("tags")
    kind = _string(raw.get("cell_type"))
    kind = kind if kind in ("code", "markdown", "raw") else "markdown"
    return Cell(
        kind=kind,
        source=_clean(_said(raw)),
        name=_string(raw.get("id")),
        nbgrader=nbgrader if isinstance(nbgrader, dict) else {},
        tags=tuple(filter(None, map(_string, tags))) if isinstance(tags, list) else (),
        attachments=_attachments(raw.get("attachments")) if kind == "markdown" else {},
    )


def _said(raw: dict[str, Any]) -> str:
    """Return a cell's text, or something that `_clean` changes."""
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = _joined(source)
    if source is None:
        return ""
    if not isinstance(source, str):
        return "\x00"
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if raw.get("cell_type") == "heading":
        return f"# {source}"
    return source


def _joined(lines: list[str]) -> str:
    r"""Join lines, also those that a tool wrote without their ends, as VS Code does.

    nbformat would make one line of all.

    Examples
    --------
    >>> _joined(["a\n", "b"]), _joined(["a", "b"])
    ('a\nb', 'a\nb')
    """
    *first, last = lines or [""]
    ended = (line if line.endswith(("\n", "\r")) else f"{line}\n" for line in first)
    return f"{''.join(ended)}{last}"


def _clean(source: str) -> str:
    if len(source) > LONGEST_SOURCE:
        return f"# There were {len(source):,} characters here, too many to be graded."
    return source.encode("utf-8", "replace").decode().replace("\x00", "\ufffd")


def _attachments(raw: Any) -> dict[str, dict[str, str]]:
    if not isinstance(raw, dict):
        return {}
    return {
        _clean(name): {_clean(kind): _clean_data(data) for kind, data in bundle.items()}
        for name, bundle in raw.items()
        if isinstance(bundle, dict) and all(isinstance(data, str) for data in bundle.values())
    }


def _size_of_attachments(cell: Cell) -> int:
    return sum(
        len(name.encode()) + len(kind.encode()) + len(data)
        for name, bundle in cell.attachments.items()
        for kind, data in bundle.items()
    )


def _clean_data(data: str) -> str:
    return data.encode("ascii", "replace").decode()


def _remarks_on_bytes(data: bytes) -> Iterator[str]:
    if json.detect_encoding(data).startswith("utf-8"):
        try:
            data.decode()
        except UnicodeDecodeError:
            yield "It was saved in an encoding that is not UTF-8: some letters in it are now �."


def _python_of(content: dict[str, Any]) -> tuple[int, int] | None:
    metadata = content.get("metadata")
    language = metadata.get("language_info") if isinstance(metadata, dict) else None
    version = language.get("version") if isinstance(language, dict) else None
    found = re.match(r"(\d{1,2})\.(\d{1,3})\b", version) if isinstance(version, str) else None
    return (int(found[1]), int(found[2])) if found else None


def _remarks_on_version(content: dict[str, Any]) -> Iterator[str]:
    major, minor = (content.get(name, 0) for name in ("nbformat", "nbformat_minor"))
    if not all(isinstance(number, int) for number in (major, minor)):
        yield "It doesn't say which version of the notebook format it is in; it was read as 4.5."
    elif major > NEWEST[0] or (major == NEWEST[0] and minor > NEWEST[1]):
        yield (
            f"It is in version {major}.{minor} of the notebook format, newer than 4.5, the newest "
            "that is known here; it was read as 4.5."
        )
    elif major < NEWEST[0]:
        yield f"It is in the old version {major} of the notebook format; it was read as 4.5."


def _remarks_on_language(content: dict[str, Any]) -> Iterator[str]:
    metadata = content.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    if not isinstance(kernel, dict):
        return
    language = _string(kernel.get("language")) or "python"
    if language.lower() != "python":
        name = "".join(filter(str.isalnum, language))[:20]
        yield f"Its kernel was {name}; it was run by Python, as it was handed out."


def _string(value: Any) -> str:
    return _clean(value) if isinstance(value, str) else ""


def _name_of(value: Any) -> str:
    names: dict[Callable[..., Any] | type, str] = {list: "a list", dict: "an object", str: "a text"}
    return names.get(type(value), "nothing" if value is None else "a number")
