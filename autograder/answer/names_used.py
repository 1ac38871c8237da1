"""What an answer uses: the names in its syntax tree, and what stands behind them.

Nothing is run: neither the answer nor code of an object that is met.
"""

import ast
import builtins
import functools
import inspect
import linecache
import re
import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import (
    BuiltinFunctionType,
    CodeType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    ModuleType,
)
from typing import Any

__all__ = ["NameUse", "uses_in_source", "uses_of"]

UNKNOWN = object()
MAGIC = re.compile(r"^([ \t]*)[%!].*", re.MULTILINE)
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef
NOT_RUN = frozenset({"annotation", "returns", "type_params"})
PARTS = (
    *("__defaults__", "__kwdefaults__", "__func__", "fget"),  # functions, methods, properties
    *("__wrapped__", "func", "args", "keywords"),  # made by functools
    *("pyfunc", "py_func"),  # np.vectorize, numba.jit
)
CONTAINERS = (list, tuple, set, frozenset, dict)
MOST_ELEMENTS = 64
CALLED_BY_PYTHON = ("__call__", "__getattr__", "__init__", "__new__")


@dataclass(frozen=True, eq=False)
class NameUse:
    """A name with its attributes, or a value, that an answer uses."""

    path: str = ""
    """``"scipy.signal"``; it begins with a dot, ``".T"``, where no module is known to."""
    value: Any = UNKNOWN
    line: str = ""
    """The line of code as written; empty where the source is not known."""
    where: str = ""
    """The function that the line stands in; empty outside of any."""

    def attribute(self, name: str) -> "NameUse":
        """Look an attribute up."""
        value = UNKNOWN if self.value is UNKNOWN else _look_up(self.value, name)
        return NameUse(_module_name(value) or f"{self.path}.{name}", value)

    @property
    def origins(self) -> tuple[str, ...]:
        """The full names of the value, as far as it has one, and of its classes."""
        if self.value is sys.modules:
            return ("sys.modules",)
        if type(self.value) is FunctionType and self.value.__code__.co_filename.startswith("<"):
            return ()  # typed in, so not of a library, whatever module it was typed in
        return tuple(map(_full_name, (self.value, *type.mro(_class(self.value)))))


@dataclass(frozen=True, eq=False)
class _Scope:
    """What names mean at a place in the code."""

    outer: Mapping[str, Any]
    lines: Sequence[str]
    local: Mapping[str, str]
    """By name: the path that is imported under it, or nothing."""
    where: str = ""

    def inside(self, node: ast.AST) -> "_Scope":
        where = getattr(node, "name", self.where)
        return replace(self, local={**self.local, **_bound(node)}, where=where)

    def use(self, node: ast.expr) -> NameUse:
        if isinstance(node, ast.Attribute):
            return self.use(node.value).attribute(node.attr)
        if not isinstance(node, ast.Name):
            return NameUse()
        if node.id in self.local:
            return NameUse(self.local[node.id])
        if node.id not in self.outer or node.id.startswith("__"):  # such as `__builtins__`
            return NameUse(node.id)
        return NameUse(_module_name(self.outer[node.id]), self.outer[node.id])


def uses_of(answer: Callable[..., Any]) -> Iterator[NameUse]:
    """Yield what a live answer uses, then what is used by what it uses.

    Examples
    --------
    >>> import math
    >>> [use.path for use in uses_of(lambda x: math.exp(x.T)) if use.path]
    ['math', 'math.exp', '.T']
    """
    return _follow([NameUse(value=answer)])


def uses_in_source(source: str, names: Mapping[str, Any]) -> Iterator[NameUse]:
    r"""Yield what a cell uses, itself or by the names of other cells; no Python, no uses.

    Examples
    --------
    >>> uses = uses_in_source("from scipy import fft\ny = fft.dct(3)", {})
    >>> [(use.path, use.line) for use in uses if use.path]
    [('scipy.fft', 'y = fft.dct(3)'), ('scipy.fft.dct', 'y = fft.dct(3)')]
    """
    tree = _parsed(source) or _parsed(MAGIC.sub(r"\1pass", source)) or ast.Module([], [])
    outer = {**vars(builtins), **names}
    return _follow(_uses(tree, _Scope(outer, source.split("\n"), _bound(tree))))


def _follow(first: Iterable[NameUse]) -> Iterator[NameUse]:
    """Go from function to function; each is looked at once."""
    waiting: list[NameUse] = []
    seen: dict[int, Any] = {id(UNKNOWN): UNKNOWN}
    attributes = set(CALLED_BY_PYTHON)
    with suppress(Exception):
        waiting.extend(first)
    while waiting:
        use = waiting.pop(0)
        yield use
        attributes.add(use.path.rpartition(".")[2])
        if id(use.value) not in seen:
            seen[id(use.value)] = use.value
            with suppress(Exception):  # a student's object may raise at any touch
                waiting.extend(_inside(use))
        if not waiting:
            classes = {id(kind): kind for kind in map(_class, seen.values())}.values()
            methods = [_look_up(kind, name) for kind in classes for name in attributes]
            waiting = [NameUse(value=method) for method in methods if id(method) not in seen]


def _inside(use: NameUse) -> Iterator[NameUse]:
    """Yield what runs, or may run, where a value is used."""
    value, kind = use.value, type(use.value)
    if kind is FunctionType:
        if not _is_students(value.__code__):
            return
        yield from _uses_of_function(value)
    parts = [] if issubclass(kind, ModuleType) else [_look_up(value, name) for name in PARTS]
    if kind in CONTAINERS:
        elements = list(value.values() if kind is dict else value)[:MOST_ELEMENTS]
        parts = [one for one in elements if callable(one) or type(one) is ModuleType]
    yield from (replace(use, path="", value=part) for part in parts if part is not UNKNOWN)


def _uses_of_function(function: FunctionType) -> Iterator[NameUse]:
    code = function.__code__
    closed_over = inspect.getclosurevars(function).nonlocals
    outer = {**vars(builtins), **function.__globals__, **closed_over}
    source = "".join(linecache.getlines(code.co_filename))
    nodes = _functions(source).get((code.co_name, code.co_firstlineno), [])
    node = next((node for node in nodes if len(nodes) == 1 or _holds(node, code)), None)
    if node is not None:
        yield from _uses(node, _Scope(outer, source.split("\n"), {}))
        return
    for name in _names(code):
        value = function.__globals__.get(name)
        # The name may be that of an attribute, and any variable may happen to be called alike.
        if type(value) in {ModuleType, FunctionType, BuiltinFunctionType, type}:
            yield NameUse(_module_name(value), value, where=code.co_name)


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


@functools.lru_cache(maxsize=32)
def _functions(source: str) -> dict[tuple[str, int], list[Definition]]:
    """Return the functions by name and first line; lambdas may share them, inner ones first."""
    found: dict[tuple[str, int], list[Definition]] = {}
    for node in ast.walk(_parsed(source) or ast.Module([], [])):
        if isinstance(node, Definition):
            first = [*getattr(node, "decorator_list", ()), node][0]
            key = getattr(node, "name", "<lambda>"), first.lineno
            found.setdefault(key, []).insert(0, node)
    return found


def _holds(node: Definition, code: CodeType) -> bool:
    """Tell whether all of the code stands between the node's first and last character."""
    return all(
        (node.lineno, node.col_offset) <= (line, column)
        and (end_line, end_column) <= (node.end_lineno or 0, node.end_col_offset or 0)
        for line, end_line, column, end_column in code.co_positions()
        if line and end_line and column and end_column  # what Python adds has no place
    )


def _parsed(source: str) -> ast.Module | None:
    """Return the tree without annotations: an answer does not compute with them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python gave them when the code was run
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        for name in NOT_RUN.intersection(node._fields):
            setattr(node, name, None)
    return tree


def _uses(node: ast.AST, scope: _Scope) -> Iterator[NameUse]:
    """Yield what a piece of code uses, ``keras`` before ``keras.ops``."""
    if isinstance(node, Definition):
        scope = scope.inside(node)
    for child in ast.iter_child_nodes(node):
        yield from _uses(child, scope)
    for use in _mentioned(node, scope):
        line = scope.lines[getattr(node, "lineno", 1) - 1].strip()
        yield replace(use, line=line, where=scope.where)


def _mentioned(node: ast.AST, scope: _Scope) -> Iterator[NameUse]:
    match node:
        case ast.Name(ctx=ast.Load()) | ast.Attribute():
            yield scope.use(node)
        case ast.Import() if scope.where:
            yield from (NameUse(alias.name) for alias in node.names)
        case ast.ImportFrom(level=0) if scope.where or node.names[0].name == "*":
            yield from map(NameUse, (str(node.module), *_imported(node).values()))
        case ast.Call(func=ast.Name(id="getattr"), args=[of, ast.Constant(value=name), *_]):
            yield scope.use(of).attribute(str(name))
        case ast.Call(func=ast.Name(id="getattr"), args=[of, _, *_]):
            yield NameUse(f"getattr({scope.use(of).path})")


def _bound(scope: ast.AST) -> dict[str, str]:
    """Return the names that a function, a class or a cell gives a meaning of its own."""
    bound: dict[str, str] = {}
    elsewhere: set[str] = set()
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Import() | ast.ImportFrom():
                bound |= _imported(node)
            case ast.Global() | ast.Nonlocal():
                elsewhere.update(node.names)
            case (
                ast.Name(id=name, ctx=ast.Store() | ast.Del())
                | ast.arg(arg=name)
                | ast.FunctionDef(name=name)
                | ast.ClassDef(name=name)
                | ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
            ):
                bound[name] = ""
        if not isinstance(node, Definition):
            waiting += ast.iter_child_nodes(node)
    return {name: path for name, path in bound.items() if name not in elsewhere}


def _imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
    renamed = {alias.asname: alias.name for alias in node.names if alias.asname}
    packages = [alias.name.partition(".")[0] for alias in node.names if not alias.asname]
    return renamed | dict(zip(packages, packages, strict=True))


def _is_students(code: CodeType) -> bool:
    path = Path(code.co_filename)
    if code.co_filename.startswith("<frozen") or path.parent.name == "mnist_data":
        return False
    if not {"site-packages", "dist-packages"}.isdisjoint(path.parts):
        return False
    return not path.is_relative_to(sysconfig.get_path("stdlib"))


def _look_up(value: Any, name: str) -> Any:
    """Return an attribute without running anything, as a property would."""
    found = UNKNOWN
    with suppress(Exception):  # a hostile metaclass is met all the same
        found = inspect.getattr_static(value, name, UNKNOWN)
        if type(found) in {GetSetDescriptorType, MemberDescriptorType}:  # of built-in types
            found = found.__get__(value, type(value))
    return found


def _class(value: Any) -> type:
    return value if issubclass(type(value), type) else type(value)


def _full_name(value: Any) -> str:
    module, name = _look_up(value, "__module__"), _look_up(value, "__name__")
    return f"{module}.{name}" if type(module) is type(name) is str else _module_name(value)


def _module_name(value: Any) -> str:
    name = _look_up(value, "__name__") if issubclass(type(value), ModuleType) else ""
    return name if type(name) is str else ""
