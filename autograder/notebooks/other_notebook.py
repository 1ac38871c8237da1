"""Bring functions from one notebook into another, without running the rest of it."""

import __future__

import ast
import asyncio
import builtins
import contextlib
import hashlib
import inspect
import io
import linecache
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from autograder.answer.own_folder import beside_notebook, found_beside
from autograder.notebooks.cells import read_code
from autograder.notebooks.needed import needed_for
from autograder.notebooks.statements import Statement

__all__ = ["from_notebook", "training_is_due"]

KNOWN = vars(builtins)


def from_notebook(path: str | Path, name: str) -> Any:
    """Return the function `name` as a saved notebook defines it.

    Only what the function needs is run: the definition itself, the imports, helper functions,
    classes and constants that it uses, what changes them, and what those use in turn.
    Experiments, checks and plots are left out.

    Parameters
    ----------
    path : str or Path
        The notebook, ``"1_convolution.ipynb"``. Save it first. It is looked for beside the
        notebook that asks for it.
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
    code = read_code(found_beside(path))
    needed = needed_for(name, code.statements)
    run = _Run(_remember(code.text, Path(path)), needed)
    with contextlib.redirect_stdout(io.StringIO()):
        for statement in needed:
            run.statement(statement)
    if name not in run.namespace:
        why = f" Its cell stopped with {run.failed[0]}." if run.failed else ""
        raise NameError(
            f"from_notebook: {path} does not define {name}.{why} "
            "Write it there, and save the notebook."
        )
    for failure in run.failed:
        print(f"from_notebook: {path} stopped with {failure}, and went on.")
    return run.namespace[name]


def training_is_due(weights: str | Path) -> bool:
    """Tell whether there is no file of weights yet; if there is one, say how to train again."""
    if not Path(beside_notebook(str(weights))).exists():
        return True
    print(f"{weights} is there: nothing is trained. To train again, delete that file.")
    return False


class _Run:
    """Statements that are run as the cells of a notebook are: what stops one stops no other."""

    def __init__(self, filename: str, statements: Iterable[Statement]) -> None:
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.failed: list[str] = []
        self._filename = filename
        self._flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        self._leaned_on = frozenset(name for one in statements for name in one.leans_on)
        self._defined: set[str] = set()

    def statement(self, statement: Statement) -> None:
        """Run one statement."""
        before = {name: self.namespace[name] for name in self._kept(statement)}
        try:
            module = ast.Module([statement.node], type_ignores=[])
            code = compile(module, self._filename, "exec", self._flags, dont_inherit=True)
            self._exec(code)
        except (Exception, SystemExit) as error:
            line = getattr(statement.node, "lineno", 1)
            text = linecache.getline(self._filename, line).strip()
            self.failed.append(f"{type(error).__name__}: {str(error)[:200]}, at `{text}`")
        self._flags |= _asked_of_compiler(statement.node)
        self._defined |= statement.defines
        self._give_back(statement, before)

    def _exec(self, code: CodeType) -> None:
        result = eval(code, self.namespace)  # noqa: S307 - the student's own code
        if inspect.iscoroutine(result):  # a cell may wait; the notebook's own loop is running
            with ThreadPoolExecutor(1) as thread:
                thread.submit(asyncio.run, result).result()

    def _kept(self, statement: Statement) -> frozenset[str]:
        return (statement.binds & self._defined & self.namespace.keys()) - statement.defines

    def _give_back(self, statement: Statement, before: dict[str, Any]) -> None:
        """Undo what hides a function or a module, where it is still called: `sum = 0`.

        In its own notebook, a function was checked before a later cell took its name.
        """
        for name in (statement.binds & self._leaned_on & self.namespace.keys()) - self._defined:
            if callable(KNOWN.get(name)) and _hides(self.namespace[name]):
                del self.namespace[name]
        for name, value in before.items():
            if _hides(self.namespace.get(name, value)):
                self.namespace[name] = value


def _asked_of_compiler(node: ast.stmt) -> int:
    """Return what a statement asks of the compiler for all that follow."""
    if isinstance(node, ast.ImportFrom) and node.module == "__future__":
        features = (getattr(__future__, alias.name, None) for alias in node.names)
        return sum({feature.compiler_flag for feature in features if feature is not None})
    return 0


def _hides(value: Any) -> bool:
    return value is not None and not callable(value) and not isinstance(value, ModuleType)


def _remember(source: str, path: Path) -> str:
    """Let tracebacks and `inspect` find the source; return the name of file to compile it with.

    Lines of the notebook's own file would be lines of JSON.
    """
    filename = f"<{path.name}, {hashlib.sha256(source.encode()).hexdigest()[:8]}>"
    lines = [f"{line}\n" for line in source.split("\n")]
    linecache.cache[filename] = (len(source), None, lines, filename)
    return filename
