"""Read a CSV, whoever saved it: with a BOM, with semicolons, in an old code page."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Table", "TableError", "read_table", "written"]

LARGEST = 50 << 20
DELIMITERS = ",;\t"
csv.field_size_limit(1 << 20)


class TableError(Exception):
    """Why a file can't be read as a table."""


@dataclass(frozen=True)
class Table:
    """A header and rows of as many fields."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    problems: tuple[str, ...] = ()

    def column(self, *names: str) -> int | None:
        """Return the place of the first of these columns that there is; letter case is ignored."""
        lower = [title.strip().casefold() for title in self.header]
        for name in names:
            if name.casefold() in lower:
                return lower.index(name.casefold())
        return None


def read_table(path: Path) -> Table:
    """Read a CSV.

    Raises
    ------
    TableError
        If it is not there, or is none.
    """
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    except OSError as error:
        raise TableError(f"{path}: can't be read ({error.strerror}).") from None
    if content.startswith(b"PK"):
        raise TableError(f"{path}: is a spreadsheet or a zip. Save it as CSV.")
    return parse_table(_decoded(content), str(path))


def parse_table(text: str, name: str) -> Table:
    r"""Read the text of a CSV.

    Examples
    --------
    >>> table = parse_table('sep=;\nname;id\n"Doe; Jane";17\n', "x.csv")
    >>> table.header, table.rows
    (('name', 'id'), (('Doe; Jane', '17'),))
    """
    said = ""
    if text[:4].casefold() == "sep=":  # what Excel looks for
        first, _, text = text.partition("\n")
        said = first.strip()[4:5]
    delimiter = said or _delimiter(text)
    try:
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise TableError(f"{name}: is no CSV ({error}).") from None
    rows = [row for row in read if any(field.strip() for field in row)]
    if not rows or len(rows[0]) < 2:
        raise TableError(f"{name}: is no CSV with a header: its first line has no columns.")
    header, *body = rows
    kept, problems = [], []
    for number, row in enumerate(body, 2):
        if any(field.strip() for field in row[len(header) :]):
            problems.append(
                f"{name}, row {number}: has {len(row)} fields, and the header {len(header)}; "
                "it is left out. A field with a comma needs quotes around it."
            )
            continue
        filled = [*row, *[""] * (len(header) - len(row))][: len(header)]
        kept.append(tuple(field.strip() for field in filled))
    titles = tuple(title.strip() for title in header)
    return Table(titles, tuple(kept), delimiter, tuple(problems))


def written(rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    r"""Return rows as CSV, quoted where that is needed.

    Examples
    --------
    >>> written([["Doe, Jane", "9.5"]])
    '"Doe, Jane",9.5\r\n'
    """
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _delimiter(text: str) -> str:
    """Return what stands most often, outside of quotes, in the first line."""
    line, quoted = [], False
    for letter in text:
        if letter == '"':
            quoted = not quoted
        elif letter == "\n" and not quoted:
            break
        elif not quoted:
            line.append(letter)
    return max(DELIMITERS, key=line.count)
