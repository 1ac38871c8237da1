"""Bring functions from one notebook into another, without running the rest of it."""

import ast
import hashlib
import json
import linecache
import symtable
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

__all__ = ["from_notebook", "training_is_due"]


def from_notebook(path: str | Path, name: str) -> Any:
    """Return the function `name` as a saved notebook defines it.

    Only what the function needs is run: the definition itself, the imports, helper functions,
    classes and constants that it uses, and what those use in turn. Experiments, checks and plots
    are left out.

    Parameters
    ----------
    path : str or Path
        The notebook, ``"1_convolution.ipynb"``. Save it first.
    name : str
        A function (or anything else) that the notebook defines at the top level of a cell.

    Raises
    ------
    FileNotFoundError
        If there is no such notebook.
    ValueError
        If the file is no notebook.
    NameError
        If the notebook does not define `name`.

    Examples
    --------
    >>> conv2d = from_notebook("1_convolution.ipynb", "conv2d")  # doctest: +SKIP
    """
    source = "".join(_cells_that_parse(Path(path)))
    statements = ast.parse(source).body
    if not any(name in _defined(statement) for statement in statements):
        raise NameError(
            f"from_notebook: {path} does not define {name}. Write it there, and save the notebook."
        )
    needed = _needed(name, statements)
    namespace: dict[str, Any] = {"__name__": Path(path).stem}
    module = ast.Module([s for s in statements if s in needed], type_ignores=[])
    filename = _remember(source, Path(path))
    exec(compile(module, filename, "exec"), namespace)  # noqa: S102 - the student's own code
    return namespace[name]


def training_is_due(weights: str | Path) -> bool:
    """Tell whether there is no file of weights yet; if there is one, say how to train again."""
    if not Path(weights).exists():
        return True
    print(f"{weights} is there: nothing is trained. To train again, delete that file.")
    return False


def _cells_that_parse(path: Path) -> Iterator[str]:
    transformer = TransformerManager()
    for source in _code_cells(path):
        try:
            cell = transformer.transform_cell(source)
            ast.parse(cell)
        except SyntaxError:
            continue  # a cell that does not run defines nothing
        yield cell


def _remember(source: str, path: Path) -> str:
    """Let tracebacks and `inspect` find the source; return the name of file to compile it with.

    Lines of the notebook's own file would be lines of JSON.
    """
    filename = f"<{path.name}, {hashlib.sha256(source.encode()).hexdigest()[:8]}>"
    lines = [f"{line}\n" for line in source.split("\n")]
    linecache.cache[filename] = (len(source), None, lines, filename)
    return filename


def _code_cells(path: Path) -> list[str]:
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        return ["".join(cell["source"]) for cell in cells]
    except FileNotFoundError:
        raise FileNotFoundError(
            f"from_notebook: there is no notebook {path} in the folder {Path.cwd().name!r}."
        ) from None
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"from_notebook: {path} is no Jupyter notebook.") from None


def _needed(name: str, statements: list[ast.stmt]) -> set[ast.stmt]:
    """Follow the names that are used, from statement to statement."""
    needed: set[ast.stmt] = {
        statement
        for statement in statements
        if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*"
    }
    names, seen = [name], {name}
    while names:
        wanted = names.pop()
        for statement in statements:
            if statement in needed or wanted not in _defined(statement):
                continue
            needed.add(statement)
            new = _used(statement) - seen
            seen |= new
            names += new
    return needed


def _defined(statement: ast.stmt) -> set[str]:
    """Return the names that a top-level statement binds."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Expr):
        return set()
    return {name for node in ast.walk(statement) for name in _bound(node)}


def _bound(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.alias):
        yield (node.asname or node.name).partition(".")[0]


def _used(statement: ast.stmt) -> set[str]:
    """Return the global names that a statement, or a function in it, reads."""
    return set(_globals_of(symtable.symtable(ast.unparse(statement), "cell", "exec")))


def _globals_of(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _globals_of(inner)
