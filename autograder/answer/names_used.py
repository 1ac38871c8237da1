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
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
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

__all__ = ["NameUse", "is_students", "uses_in_source", "uses_of"]

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
MOST_STEPS = 20_000
"""Uses and look-ups for one answer; those of honest ones take some hundred."""
MOST_CHARACTERS = 1_000_000
"""Of a source that is read; the lab's cells have some thousand."""
STDLIB = sysconfig.get_path("stdlib")
MADE_BY_A_CLASS_STATEMENT = 1 << 9
"""Py_TPFLAGS_HEAPTYPE: a class without it is of C code, and stays as it is."""
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

    @functools.cached_property
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
    found: dict[ast.expr, NameUse] = field(default_factory=dict)
    """What was found before: a chain of attributes is looked up link by link, each once."""

    def inside(self, node: ast.AST) -> "_Scope":
        where = getattr(node, "name", self.where)
        return replace(self, local={**self.local, **_bound(node)}, where=where)

    def use(self, node: ast.expr) -> NameUse:
        if node not in self.found:
            self.found[node] = self._use(node)
        return self.found[node]

    def _use(self, node: ast.expr) -> NameUse:
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
    """Go from function to function; each is looked at once, and no more than there are steps.

    What stands behind a name may be made anew whenever it is looked up, as the name of a built-in
    class is, so that the number of things has no bound of its own.
    """
    steps = iter(range(MOST_STEPS))
    waiting: deque[NameUse] = deque()
    seen: dict[int, Any] = {id(UNKNOWN): UNKNOWN}
    met = _Met()
    with suppress(Exception):
        waiting.extend(islice(first, MOST_STEPS))
    for _ in steps:
        if not waiting:
            pairs = zip(met.new_pairs(), steps, strict=False)
            methods = (_look_up(kind, name) for (kind, name), _ in pairs)
            waiting.extend(NameUse(value=method) for method in methods if id(method) not in seen)
            if not waiting:
                return
        use = waiting.popleft()
        yield use
        met.add_attribute(use.path.rpartition(".")[2])
        if id(use.value) not in seen:
            seen[id(use.value)] = use.value
            met.add_class(_class(use.value))
            with suppress(Exception):  # a student's object may raise at any touch
                waiting.extend(islice(_inside(use), MOST_STEPS))


class _Met:
    """The classes and attributes that were met: each of these may be a method of each of those."""

    def __init__(self) -> None:
        self._classes: dict[int, type] = {id(object): object}
        self._attributes = dict.fromkeys(CALLED_BY_PYTHON)
        self._pairs: deque[tuple[type, str]] = deque()
        self._wait_for((object, name) for name in self._attributes)

    def add_class(self, kind: type) -> None:
        if id(kind) not in self._classes:
            self._classes[id(kind)] = kind
            self._wait_for((kind, name) for name in self._attributes)

    def add_attribute(self, name: str) -> None:
        if name not in self._attributes:
            self._attributes[name] = None
            self._wait_for((kind, name) for kind in self._classes.values())

    def _wait_for(self, pairs: Iterable[tuple[type, str]]) -> None:
        self._pairs.extend(islice(pairs, max(0, MOST_STEPS - len(self._pairs))))

    def new_pairs(self) -> Iterator[tuple[type, str]]:
        while self._pairs:
            yield self._pairs.popleft()


def _inside(use: NameUse) -> Iterator[NameUse]:
    """Yield what runs, or may run, where a value is used."""
    value, kind = use.value, type(use.value)
    if kind is FunctionType:
        if not is_students(value.__code__):
            return
        yield from _uses_of_function(value)
    parts = [] if issubclass(kind, ModuleType) else [_look_up(value, name) for name in PARTS]
    if kind in CONTAINERS:
        elements = list(islice(value.values() if kind is dict else value, MOST_ELEMENTS))
        parts = [one for one in elements if callable(one) or type(one) is ModuleType]
    yield from (replace(use, path="", value=part) for part in parts if part is not UNKNOWN)


def _uses_of_function(function: FunctionType) -> Iterator[NameUse]:
    code = function.__code__
    outer = {**vars(builtins), **function.__globals__, **_closed_over(function)}
    source = _source(code)
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


def _closed_over(function: FunctionType) -> dict[str, Any]:
    """Return the variables of outer functions; those that hold nothing yet are left out."""
    found: dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with suppress(ValueError):
            found[name] = cell.cell_contents
    return found


def _source(code: CodeType) -> str:
    """Return the text that a function was compiled from; nothing where that may have no end."""
    filename = code.co_filename
    if filename not in linecache.cache:
        with suppress(OSError, ValueError):  # such as a name that no file can have
            path = Path(filename)
            if path.exists() and not (path.is_file() and path.stat().st_size <= MOST_CHARACTERS):
                return ""
    source = "".join(linecache.getlines(filename))
    return source if len(source) <= MOST_CHARACTERS else ""


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
    """Yield what a piece of code uses, ``keras`` before ``keras.ops``, however deep it nests."""
    waiting = [(node, scope, False)]
    while waiting:
        node, scope, has_been_entered = waiting.pop()
        if not has_been_entered:
            scope = scope.inside(node) if isinstance(node, Definition) else scope
            waiting.append((node, scope, True))
            children = [(child, scope, False) for child in ast.iter_child_nodes(node)]
            waiting += reversed(children)
            continue
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


def is_students(code: CodeType) -> bool:
    """Tell whether code is a notebook's own: of no library, and not of Python itself."""
    path = Path(code.co_filename)
    if code.co_filename.startswith("<frozen") or path.parent.name == "mnist_data":
        return False
    if not {"site-packages", "dist-packages"}.isdisjoint(path.parts):
        return False
    return not path.is_relative_to(STDLIB)


def _look_up(value: Any, name: str) -> Any:
    """Return an attribute without running anything, as a property would."""
    if type(value) is type and not value.__flags__ & MADE_BY_A_CLASS_STATEMENT:
        return _look_up_in_c(value, name)
    return _look_up_anew(value, name)


@functools.lru_cache(maxsize=16_384)
def _look_up_in_c(value: type, name: str) -> Any:
    return _look_up_anew(value, name)


def _look_up_anew(value: Any, name: str) -> Any:
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
