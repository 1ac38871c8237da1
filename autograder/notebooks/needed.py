"""Which statements of a notebook a name needs."""

import ast
import builtins
from collections.abc import Callable, Iterable, Sequence

from autograder.notebooks.statements import Statement

__all__ = ["needed_for"]

KNOWN = frozenset(vars(builtins))
SHOW = frozenset(
    ("IPython", "PIL", "autograder", "ipywidgets", "matplotlib", "plotly", "pprint", "seaborn")
)
"""Libraries whose functions show what they are given, and change nothing."""


def needed_for(name: str, statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements that `name` needs, in their order.

    Those that bind it or what it uses, and those that change what it uses; experiments, checks
    and plots are left out. Where a name is used that nothing seems to bind, statements that may
    bind anything are in.

    Parameters
    ----------
    name : str
        What is wanted.
    statements : sequence of Statement
        Of all cells.

    Examples
    --------
    >>> cells = "import os; n = {}; n[1] = 2; print(n); double = lambda x: n[x]; y = double(2)"
    >>> statements = [Statement(node) for node in ast.parse(cells).body]
    >>> [ast.unparse(one.node) for one in needed_for("double", statements)]
    ['n = {}', 'n[1] = 2', 'double = lambda x: n[x]']
    """
    search = _Search(statements)
    search.want(name)
    search.settle(search.binding)
    search.called_anyway = frozenset(search.seen)
    search.settle(search.changing)
    if search.is_something_missing():
        search.take(one for one in statements if search.may_bind_anything(one))
        search.settle(search.changing)
    return [one for one in statements if one in search.taken]


class _Search:
    """What is needed so far."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.taken = {one for one in statements if one.is_always_needed}
        self.seen: set[str] = set()
        self.called_anyway: frozenset[str] = frozenset()
        """What is needed itself: it does what it does when the answer is called."""
        self._defined = {name for one in statements for name in one.defines}
        self._imported = dict(_imports(statements))

    def want(self, name: str) -> None:
        self.seen.add(name)

    def take(self, statements: Iterable[Statement]) -> bool:
        new = set(statements) - self.taken
        self.taken |= new
        self.seen.update(*(one.uses for one in new))
        return bool(new)

    def settle(self, touched_by: Callable[[Statement], frozenset[str]]) -> None:
        """Take what touches anything that was seen, and see what that uses, until no more comes."""
        touched = {one: touched_by(one) for one in self.statements}
        while self.take(one for one in self.statements if touched[one] & self.seen):
            pass

    def binding(self, statement: Statement) -> frozenset[str]:
        return statement.binds

    def changing(self, statement: Statement) -> frozenset[str]:
        """Return the names that are not the same after a statement, or may not be."""
        changes = statement.changes | self._by_calls(statement)
        return statement.binds | self._handed_over(statement) | (changes - self._imported.keys())

    def _handed_over(self, statement: Statement) -> frozenset[str]:
        """Return values, not functions, that a function gets which may change them."""
        return frozenset(
            name
            for function, names in statement.given_to.items()
            if function in self._defined and self._imported.get(function) not in SHOW
            for name in names - self._defined
        )

    def _by_calls(self, statement: Statement) -> frozenset[str]:
        """Return what the functions change that a statement calls."""
        waiting = list(statement.calls - self.called_anyway)
        met = set(waiting)
        written: set[str] = set()
        while waiting:
            function = waiting.pop()
            for one in self.statements:
                if function in one.defines:
                    written |= one.writes_when_called
                    new = one.calls_when_called - met - self.called_anyway
                    met |= new
                    waiting += new
        return frozenset(written)

    def may_bind_anything(self, statement: Statement) -> bool:
        if statement.may_bind_anything:
            return True
        called = statement.calls - self.called_anyway
        return any(one.hides_definitions and called & one.defines for one in self.statements)

    def is_something_missing(self) -> bool:
        bound = {name for one in self.taken for name in one.binds}
        missing = self.seen - bound - KNOWN
        return any(name.isidentifier() for name in missing)


def _imports(statements: Iterable[Statement]) -> Iterable[tuple[str, str]]:
    """Yield names of modules and of what is imported from them, with the library."""
    for one in statements:
        for node in ast.walk(one.node):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    library = alias.name.partition(".")[0]
                    yield alias.asname or library, library
            elif isinstance(node, ast.ImportFrom):
                library = (node.module or "").partition(".")[0]
                yield from ((alias.asname or alias.name, library) for alias in node.names)
