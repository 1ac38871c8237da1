"""The code of a saved notebook, as Python's own statements."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

from autograder.answer.own_folder import found_beside, own_folder
from autograder.notebooks.statements import Statement

__all__ = ["Code", "read_code"]

RUNS_ITS_CELL = re.compile(r"\s*%%(?:time|capture|prun|debug)\b")
WRITES_ITS_CELL = re.compile(
    r"\s*%%(?:writefile|file)[ \t]+(-a[ \t]+)?(\S+)[ \t]*\n(.*)", re.DOTALL
)
RUNS_ITS_LINE = re.compile(r"^([ \t]*)%(?:time|prun)[ \t]+(?=[^-\s])", re.MULTILINE)
FILES_IN_FILES = 10


@dataclass
class Code:
    """The statements of a notebook and of the files that it runs, and the text that they are in."""

    statements: list[Statement] = field(default_factory=list)
    text: str = ""
    written: dict[str, str] = field(default_factory=dict)
    """The files that cells write, by name."""

    def add_cell(self, cell: str) -> None:
        """Add a cell of a notebook."""
        written = WRITES_ITS_CELL.fullmatch(cell)
        if written is None:
            self.add(_as_python(cell))
            return
        appends, name, content = written.groups()
        self.written[name] = (self.written.get(name, "") if appends else "") + content
        self.add(f"__import__('pathlib').Path({name!r}).write_text({self.written[name]!r})")

    def add(self, python: str, files: int = 0) -> None:
        """Add a piece of Python; a piece that is none defines nothing."""
        try:
            tree = ast.parse(python)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        ast.increment_lineno(tree, self.text.count("\n"))
        self.text += python if python.endswith("\n") else f"{python}\n"
        for node in tree.body:
            pieces = list(self._run_by(node)) if files < FILES_IN_FILES else []
            for piece in pieces:
                self.add(piece, files + 1)
            if not pieces:
                self.statements.append(Statement(node))

    def _run_by(self, node: ast.stmt) -> Iterator[str]:
        """Yield the code that a statement runs in the notebook's place: of a file, or of a text."""
        match node:
            case ast.Expr(
                ast.Call(
                    func=ast.Attribute(attr="run_line_magic"),
                    args=[ast.Constant(value="run"), ast.Constant(value=str(line))],
                )
            ):
                yield from self._of_file(line)
            case ast.Expr(ast.Call(func=ast.Name(id="exec"), args=[ast.Constant(value=str(text))])):
                yield text

    def _of_file(self, line: str) -> Iterator[str]:
        words = [word.strip("\"'") for word in line.split() if not word.startswith("-")]
        for name in (*words[:1], *(f"{word}.py" for word in words[:1])):
            path = found_beside(name)
            if name in self.written:
                yield self.written[name]
                return
            if path.suffix == ".ipynb" and path.is_file():
                yield from map(_as_python, _code_cells(path))
                return
            if path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace")
                return


def read_code(path: Path) -> Code:
    """Read the code cells of a notebook.

    Raises
    ------
    FileNotFoundError
        If there is no such notebook.
    ValueError
        If the file is no notebook.
    """
    code = Code()
    for cell in _code_cells(path):
        code.add_cell(cell)
    return code


def _code_cells(path: Path) -> list[str]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        return ["".join(cell.get("source") or ()) for cell in cells]
    except FileNotFoundError:
        raise FileNotFoundError(
            f"from_notebook: there is no notebook {path} in the folder {own_folder().name!r}."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"from_notebook: {path} is no Jupyter notebook.") from None


def _as_python(cell: str) -> str:
    r"""Write a cell without magics where they run its lines, and as calls where they don't.

    Examples
    --------
    >>> _as_python("%%time\ny = 3\n%time z = 4\n%matplotlib inline\n")
    "#%%time\ny = 3\nz = 4\nget_ipython().run_line_magic('matplotlib', 'inline')\n"
    """
    lines = cell.lstrip("\n").split("\n")
    opened = 0
    while opened < len(lines) and RUNS_ITS_CELL.match(lines[opened]):
        lines[opened] = f"#{lines[opened]}"
        opened += 1
    rest = "\n".join(lines[opened:])
    try:
        python = TransformerManager().transform_cell(RUNS_ITS_LINE.sub(r"\1", rest))
    except SyntaxError:
        return "("  # nor is it Python
    return "".join(f"{line}\n" for line in lines[:opened]) + python
