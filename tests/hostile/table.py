"""The table of all attacks in `docs/attacks.md`: ``python -m tests.hostile.table`` makes it anew.

It grades the corpus twice, here and with stock nbgrader, which takes some twenty minutes.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.attack import Attack
from tests.hostile.batch import OPTIONS, Result, course_of, grade
from tests.hostile.corpus import ATTACKS

__all__ = ["DOCUMENT", "Row", "lines", "main", "read_rows"]

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "attacks.md"
BEGIN, END = "<!-- table: python -m tests.hostile.table -->", "<!-- end of the table -->"
HEAD = (
    "| attack | family | what it tries | points here | with stock nbgrader |",
    "| --- | --- | --- | --- | --- |",
)
ROW = re.compile(r"^\| `(.+?)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """What the table says of one attack."""

    name: str
    family: str
    story: str
    here: str
    stock: str

    def __str__(self) -> str:
        return f"| `{self.name}` | {self.family} | {self.story} | {self.here} | {self.stock} |"


def lines(
    here: Mapping[str, Result],
    stock: Mapping[str, Result] | None = None,
    attacks: Iterable[Attack] = ATTACKS,
) -> Iterable[str]:
    """Return the lines of the table."""
    yield from HEAD
    for attack in attacks:
        name = attack.name
        yield str(
            Row(
                name,
                attack.family,
                attack.story,
                _outcome(here.get(name)),
                _outcome((stock or {}).get(name)),
            )
        )


def _outcome(result: Result | None) -> str:
    if result is None:
        return "not run"
    if not result.handed_back:
        return "not graded"
    return f"{result.points:g}"


def read_rows(text: str) -> list[Row]:
    """Return the rows of a table that was written."""
    return [Row(*found.groups()) for found in ROW.finditer(text)]


def grade_in_stock() -> Mapping[str, Result]:
    """Grade those attackers with stock nbgrader that do the machine no harm."""
    harmless = [attack for attack in ATTACKS if attack.harmless_in_stock]
    with course_of(stock=True) as course:
        return grade(harmless, course, goes_on=True).results


def main() -> None:
    """Grade all, and write the table."""
    with course_of() as course:
        here = grade(ATTACKS, course, *OPTIONS).results
    table = "\n".join(lines(here, grade_in_stock()))
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
