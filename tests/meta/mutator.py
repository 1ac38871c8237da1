"""Small changes to right answers: each makes one mutant, as a slip of the hand would.

`standalone` cuts an answer out of its module, with the helpers and imports that it needs.
`mutate` walks the syntax tree of such a source and yields a changed copy for each place and
each change that fits there, always in the same order.
"""

import ast
import inspect
import itertools
import linecache
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

__all__ = ["Mutant", "load", "mutants_of", "mutate", "spread", "standalone"]

OPERATORS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.FloorDiv,),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Div: (ast.FloorDiv, ast.Mult),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}

PAIRS = (
    ("h", "w"),
    ("kh", "kw"),
    ("ph", "pw"),
    ("sh", "sw"),
    ("oh", "ow"),
    ("zh", "zw"),
    ("out_h", "out_w"),
    ("H", "W"),
    ("height", "width"),
    ("kernel_height", "kernel_width"),
    ("output_height", "output_width"),
    ("rows", "columns"),
    ("rows", "cols"),
    ("row", "column"),
    ("row", "col"),
    ("i", "j"),
    ("a", "b"),
    ("r", "c"),
    ("r", "q"),
    ("down", "across"),
    ("top", "left"),
    ("bottom", "right"),
    ("before", "after"),
    ("stride_down", "stride_across"),
    ("zeros", "ones"),
    ("max", "min"),
    ("maximum", "minimum"),
    ("argmax", "argmin"),
    ("nanmax", "nanmin"),
    ("sum", "mean"),
    ("nansum", "nanmean"),
    ("zeros_like", "ones_like"),
    ("floor", "ceil"),
    ("row_starts", "col_starts"),
)
"""Names that are easily taken for one another."""

OTHERS: dict[str, tuple[str, ...]] = {
    name: tuple(pair[1 - pair.index(name)] for pair in PAIRS if name in pair)
    for name in dict.fromkeys(itertools.chain.from_iterable(PAIRS))
}
FUNCTIONS = ("zeros", "ones", "max", "min", "maximum", "minimum", "sum", "mean", "floor", "ceil")
"""These are exchanged wherever they stand; the other names only if the source has both."""


@dataclass(frozen=True)
class Mutant:
    """A right answer with one change."""

    exercise: str
    style: str
    description: str
    """Line and change: ``"line 12: + becomes -"``."""
    source: str
    """A module of its own; the answer is its last function."""


@dataclass(frozen=True)
class _Change:
    description: str
    apply: Callable[[ast.AST], None]
    """Changes the node, which is one of a copy."""


def mutants_of(exercise: str, answer: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield the mutants of one right answer, its helpers' included."""
    source = standalone(answer)
    for description, mutated in mutate(source):
        yield Mutant(exercise, answer.__name__, description, mutated)


def spread(mutants: Iterator[Mutant], number: int) -> list[Mutant]:
    """Choose up to `number` of them, evenly from first to last.

    Examples
    --------
    >>> spread(iter(range(10)), 4)
    [0, 2, 5, 7]
    """
    everything = list(mutants)
    number = min(number, len(everything))
    return [everything[index * len(everything) // number] for index in range(number)]


def standalone(answer: Callable[..., Any]) -> str:
    """Return the answer's source after the imports, constants and helpers that it uses."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(answer) or answer))
    defined: dict[str, ast.stmt] = {}
    for statement in tree.body:
        for name in _defined_names(statement):
            defined[name] = statement
    needed: set[str] = set()
    waiting = [answer.__name__]
    while waiting:
        name = waiting.pop()
        if name in needed or name not in defined:
            continue
        needed.add(name)
        waiting += [node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)]
    kept = [s for s in tree.body if any(defined[name] is s for name in needed)]
    kept.sort(key=lambda statement: statement is defined[answer.__name__])
    return ast.unparse(ast.Module(body=kept, type_ignores=[])) + "\n"


def _defined_names(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return [statement.name]
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).partition(".")[0] for alias in statement.names]
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return [
        node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)
    ]


def load(mutant: Mutant) -> Callable[..., Any]:
    """Run the mutant's module and return its answer; `inspect.getsource` finds its source."""
    filename = f"<mutant of {mutant.exercise}.{mutant.style}, {mutant.description}>"
    linecache.cache[filename] = (
        len(mutant.source),
        None,
        mutant.source.splitlines(keepends=True),
        filename,
    )
    namespace: dict[str, Any] = {"__name__": "mutant"}
    exec(compile(mutant.source, filename, "exec"), namespace)  # noqa: S102 - our own sources
    answer: Callable[..., Any] = namespace[mutant.style]
    return answer


def mutate(source: str) -> Iterator[tuple[str, str]]:
    """Yield a description and the changed source for each change, in the order of the tree.

    Examples
    --------
    >>> [description for description, _ in mutate("def f(x):\\n    return x + 2\\n")][1:]
    ['line 2: + becomes -', 'line 2: 2 becomes 3', 'line 2: 2 becomes 1']
    """
    tree = ast.parse(source)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    places = [
        (index, node) for index, node in enumerate(ast.walk(tree)) if not _is_left_alone(node)
    ]
    places.sort(key=lambda place: (getattr(place[1], "lineno", 0), place[0]))
    seen = {ast.unparse(tree)}
    for index, node in places:
        for change in _changes(node, names):
            copied = deepcopy(tree)
            place = next(itertools.islice(ast.walk(copied), index, None))
            change.apply(place)
            mutated = ast.unparse(ast.fix_missing_locations(copied))
            if mutated not in seen:
                seen.add(mutated)
                yield f"line {getattr(node, 'lineno', 0)}: {change.description}", mutated + "\n"


def _is_left_alone(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom | ast.Module)


def _changes(node: ast.AST, names: set[str]) -> Iterator[_Change]:
    if isinstance(node, ast.BinOp | ast.AugAssign | ast.BoolOp):
        yield from _of_operator(node)
    elif isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield from _of_sign(node)
    elif isinstance(node, ast.Name | ast.Attribute):
        yield from _of_name(node, names)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.Tuple):
        yield from _of_tuple(node)
    elif isinstance(node, ast.If | ast.IfExp):
        yield _Change(f"not ({ast.unparse(node.test)})", _negate)
    yield from _without_a_statement(node)


def _sign(operator: ast.AST) -> str:
    """Return an operator as it is written.

    Examples
    --------
    >>> _sign(ast.FloorDiv()), _sign(ast.LtE()), _sign(ast.Or())
    ('//', '<=', 'or')
    """
    a, b = ast.Name("a"), ast.Name("b")
    written: ast.expr
    if isinstance(operator, ast.operator):
        written = ast.BinOp(a, operator, b)
    elif isinstance(operator, ast.cmpop):
        written = ast.Compare(a, [operator], [b])
    else:
        written = ast.BoolOp(operator, [a, b])  # type: ignore[arg-type]
    return ast.unparse(written)[2:-2]


def _of_operator(node: ast.BinOp | ast.AugAssign | ast.BoolOp) -> Iterator[_Change]:
    for other in OPERATORS.get(type(node.op), ()):
        yield _Change(f"{_sign(node.op)} becomes {_sign(other())}", _setting("op", other()))


def _of_comparison(node: ast.Compare) -> Iterator[_Change]:
    for index, operator in enumerate(node.ops):
        for other in OPERATORS.get(type(operator), ()):
            yield _Change(
                f"{_sign(operator)} becomes {_sign(other())}",
                _setting_item("ops", index, other()),
            )


def _of_constant(node: ast.Constant) -> Iterator[_Change]:
    value = node.value
    if isinstance(value, bool):
        yield _Change(f"{value} becomes {not value}", _setting("value", not value))
    elif isinstance(value, int | float):
        for other in (value + 1, value - 1):
            yield _Change(f"{value} becomes {other}", _setting("value", other))


def _of_sign(node: ast.UnaryOp) -> Iterator[_Change]:
    sign = "not" if isinstance(node.op, ast.Not) else "-"

    def drop(place: Any) -> None:
        place.op = ast.UAdd() if sign == "-" else ast.Not()
        if sign == "not":
            place.operand = ast.UnaryOp(ast.Not(), place.operand)

    yield _Change(f"{sign} is dropped before {ast.unparse(node.operand)}", drop)


def _of_name(node: ast.Name | ast.Attribute, names: set[str]) -> Iterator[_Change]:
    field = "id" if isinstance(node, ast.Name) else "attr"
    name = getattr(node, field)
    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
        return
    for other in OTHERS.get(name, ()):
        if other in names or (name in FUNCTIONS and other in FUNCTIONS):
            yield _Change(f"{name} becomes {other}", _setting(field, other))


def _of_call(node: ast.Call) -> Iterator[_Change]:
    for index in range(len(node.args) - 1):
        first, second = node.args[index : index + 2]
        if isinstance(first, ast.Starred) or isinstance(second, ast.Starred):
            continue
        one, other = ast.unparse(first), ast.unparse(second)
        yield _Change(
            f"argument {one} becomes its neighbour {other}",
            _setting_item("args", index, deepcopy(second)),
        )
        yield _Change(
            f"argument {other} becomes its neighbour {one}",
            _setting_item("args", index + 1, deepcopy(first)),
        )
    for index, keyword in enumerate(node.keywords):
        yield _Change(f"{ast.unparse(keyword)} is left out", _dropping("keywords", index))


def _of_tuple(node: ast.Tuple) -> Iterator[_Change]:
    for index in range(len(node.elts) - 1):
        first, second = (ast.unparse(element) for element in node.elts[index : index + 2])

        def swap(place: Any, index: int = index) -> None:
            place.elts[index : index + 2] = reversed(place.elts[index : index + 2])

        if first != second:
            yield _Change(f"{first} and {second} are swapped", swap)


def _without_a_statement(node: ast.AST) -> Iterator[_Change]:
    if isinstance(node, ast.Module):
        return
    for field in ("body", "orelse"):
        statements = getattr(node, field, None)
        if not isinstance(statements, list):
            continue
        for index, statement in enumerate(statements):
            if isinstance(statement, ast.Pass | ast.FunctionDef | ast.Import | ast.ImportFrom):
                continue
            line = ast.unparse(statement).partition("\n")[0]
            yield _Change(f"without {line}", _setting_item(field, index, ast.Pass()))


def _negate(place: Any) -> None:
    place.test = ast.UnaryOp(ast.Not(), place.test)


def _setting(field: str, value: Any) -> Callable[[Any], None]:
    return lambda place: setattr(place, field, value)


def _setting_item(field: str, index: int, value: Any) -> Callable[[Any], None]:
    return lambda place: getattr(place, field).__setitem__(index, value)


def _dropping(field: str, index: int) -> Callable[[Any], None]:
    return lambda place: getattr(place, field).pop(index)
