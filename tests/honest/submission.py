"""What a student has at home: four finished notebooks, the weights file, and what else lies there.

A tool or a habit changes it; then it is handed in, and what delivers it changes the folder.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cnn_reference import TRAINED_WEIGHTS
from demo.cells import read_answers

__all__ = ["NOTEBOOKS", "WEIGHTS", "WRITTEN", "Submission", "code", "released", "right", "text"]

REPOSITORY = Path(__file__).resolve().parents[2]
NOTEBOOKS = ("1_convolution", "2_pooling", "3_mnist_cnn", "4_from_scratch")
WEIGHTS = "mnist_cnn_weights.npz"
WRITTEN = {
    "why_pooling": "Pooling keeps the strongest answer of a neighbourhood.\n\nIt learns nothing.",
    "deeper_filters": "They see parts of digits, put together from edges.",
}
SOLUTION = re.compile(r"^ *### (BEGIN|END) SOLUTION\n?", re.MULTILINE)


@dataclass
class Submission:
    """All files, by their names in the student's folder."""

    notebooks: dict[str, dict[str, Any]]
    """Their JSON, by name without ending."""
    files: dict[str, bytes] = field(default_factory=dict)
    encode: Callable[[dict[str, Any]], bytes] = lambda notebook: json.dumps(notebook).encode()

    def cells(self, name: str | None = None) -> Iterator[dict[str, Any]]:
        """Yield the cells of one notebook, or of all."""
        for notebook in (name,) if name else self.notebooks:
            yield from self.notebooks[notebook]["cells"]

    def code(self, name: str | None = None) -> Iterator[dict[str, Any]]:
        """Yield the code cells."""
        yield from (cell for cell in self.cells(name) if cell["cell_type"] == "code")

    def notebook_with(self, cell_id: str) -> dict[str, Any]:
        """Return the notebook that a cell is in."""
        return next(
            notebook
            for notebook in self.notebooks.values()
            if any(cell["id"] == cell_id for cell in notebook["cells"])
        )

    def cell(self, cell_id: str) -> dict[str, Any]:
        """Return the cell that was released under this id."""
        return next(cell for cell in self.notebook_with(cell_id)["cells"] if cell["id"] == cell_id)

    def answers(self) -> Iterator[dict[str, Any]]:
        """Yield the cells in which students write code."""
        yield from (cell for cell in self.code() if _marks(cell).get("solution"))

    def write(self, cell_id: str, source: str) -> None:
        """Put a text into a cell."""
        self.cell(cell_id)["source"] = source

    def insert(self, beside: str, *cells: dict[str, Any], after: bool = True) -> None:
        """Put cells of the student's own next to one that was released."""
        there = self.notebook_with(beside)["cells"]
        place = [cell["id"] for cell in there].index(beside) + after
        there[place:place] = cells

    def remove(self, *cell_ids: str) -> None:
        """Delete cells."""
        for notebook in self.notebooks.values():
            notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in cell_ids]

    def append_code(self, name: str, source: str) -> None:
        """Put a cell of the student's own at the end of a notebook."""
        self.notebooks[name]["cells"].append(code(source, f"end-of-{name}"))

    def save(self, folder: Path) -> None:
        """Write everything as the tool saves it."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, notebook in self.notebooks.items():
            (folder / f"{name}.ipynb").write_bytes(self.encode(notebook))
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)


def code(source: str, cell_id: str = "own-code", **metadata: Any) -> dict[str, Any]:
    """Make a code cell of a student's own."""
    made: dict[str, Any] = {"cell_type": "code", "id": cell_id, "metadata": metadata}
    return made | {"source": source, "outputs": [], "execution_count": None}


def text(source: str, cell_id: str = "own-text", kind: str = "markdown") -> dict[str, Any]:
    """Make a text cell of a student's own."""
    return {"cell_type": kind, "id": cell_id, "metadata": {}, "source": source}


def right(style: str = "") -> Submission:
    """Return a submission that is right in everything.

    Parameters
    ----------
    style
        A file of `demo/answers` whose cells stand in the place of the solution's.
    """
    return copy.deepcopy(_right(style))


@cache
def _right(style: str) -> Submission:
    made = _released()
    answers = solutions() | WRITTEN
    for cell in made.cells():
        cell["source"] = answers.get(cell["id"], "".join(cell["source"]))
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 7, "outputs": [STREAM]}
    last = ""
    for written in reversed(read_answers(style) if style else ()):
        if written.is_extra:
            made.insert(last, code(written.source, written.name), after=False)
        else:
            made.write(written.name, written.source)
        last = written.name
    return made


def _released() -> Submission:
    notebooks = {
        name: json.loads((REPOSITORY / f"release/lab6/{name}.ipynb").read_text("utf-8"))
        for name in NOTEBOOKS
    }
    return Submission(notebooks, {WEIGHTS: TRAINED_WEIGHTS.read_bytes()})


@cache
def solutions() -> Mapping[str, str]:
    """Return the right answer's code to each exercise, as the instructor wrote it."""
    return {
        cell["id"]: SOLUTION.sub("", "".join(cell["source"])).rstrip()
        for name in NOTEBOOKS
        for cell in json.loads((REPOSITORY / f"source/lab6/{name}.ipynb").read_text("utf-8"))[
            "cells"
        ]
        if cell["cell_type"] == "code" and _marks(cell).get("solution")
    }


def released(name: str) -> str:
    """Return the text of an answer's cell as it was handed out."""
    made = _released()
    return "".join(made.cell(name)["source"])


def _marks(cell: dict[str, Any]) -> dict[str, Any]:
    marks: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return marks


STREAM = {"output_type": "stream", "name": "stdout", "text": ["It ran.\n"]}
