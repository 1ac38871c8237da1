"""Read a student's answers: files in `demo/answers`, divided into cells by ``# %% name``."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["FOLDER", "Cell", "read_answers"]

FOLDER = Path(__file__).parent / "answers"
MARK = re.compile(r"^# %% (\S+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """What a student wrote in one cell."""

    name: str
    """The exercise; a name that begins with ``helpers`` makes a new cell before the next one."""
    source: str

    @property
    def is_extra(self) -> bool:
        """Tell whether the student added this cell to the notebook."""
        return self.name.startswith("helpers")


@cache
def read_answers(name: str) -> tuple[Cell, ...]:
    """Return the cells of a file, in order; what stands before the first mark is left out."""
    _, *parts = MARK.split((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    return tuple(
        Cell(mark, source.strip()) for mark, source in zip(parts[::2], parts[1::2], strict=True)
    )
