"""What a statement of a notebook does to names, as far as its text tells.

Nothing is run. Names of files are names, too, since a cell may write what another one reads:
``"file kernel.npy"``; and so is `SEARCHED`, where modules are searched.
"""

import ast
import builtins
import re
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

__all__ = ["SEARCHED", "Statement"]

SEARCHED = "sys.path"
FILE = re.compile(r"(?:[^\s/\\]+[/\\])*([^\s/\\]+\.[A-Za-z]\w{0,5})")
FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
IMPORTS = ast.Import | ast.ImportFrom
DEFINITIONS = FUNCTIONS | ast.ClassDef | IMPORTS
HIDDEN_DEFINERS = frozenset({"eval", "exec", "globals", "locals", "vars"})
BUILTINS = frozenset(vars(builtins))


@dataclass(frozen=True, eq=False)
class Statement:
    """One statement at the top level of a cell.

    Examples
    --------
    >>> loop = Statement(ast.parse("for k in range(3): table[k] = np.ones(k)").body[0])
    >>> sorted(loop.binds), sorted(loop.changes), sorted(loop.uses)
    (['k'], ['table'], ['np', 'range', 'table'])
    """

    node: ast.stmt

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names that it gives a value, or takes it from."""
        return frozenset(_bound(self.node))

    @cached_property
    def defines(self) -> frozenset[str]:
        """Those of them that stand for a function, a class or a module."""
        return frozenset(
            name
            for node in _run(self.node)
            if isinstance(node, DEFINITIONS)
            for name in _names_defined(node)
        )

    @cached_property
    def uses(self) -> frozenset[str]:
        """The global names that it reads, or a function in it.

        Examples
        --------
        >>> sorted(Statement(ast.parse("{k: [k for k in sizes]} | table").body[0]).uses)
        ['k', 'sizes', 'table']
        >>> sorted(Statement(ast.parse("[k for k in sizes], {k: 1 for k in table}").body[0]).uses)
        ['sizes', 'table']
        """
        files = (f"file {name}" for name in _files(ast.walk(self.node)))
        modules = [node for node in ast.walk(self.node) if isinstance(node, IMPORTS)]
        imported = (f"file {name}.py" for node in modules for name in _modules(node))
        searched = (SEARCHED,) if modules else ()
        from_outside = _globals_used(self.node) - set(_own(self.node))
        return frozenset((*from_outside, *files, *imported, *searched))

    @cached_property
    def changes(self) -> frozenset[str]:
        """What it may change that other statements bind, by an item, an attribute or a method."""
        # A function may be kept somewhere by what decorates it.
        return frozenset((*_changed(_run(self.node)), *_decorators(_run(self.node))))

    @cached_property
    def given_to(self) -> dict[str, frozenset[str]]:
        """Names that are handed to a function by themselves, by the name of the function."""
        given: dict[str, frozenset[str]] = {}
        for call in _calls_alone(_run(self.node)):
            names = frozenset(map(_root, call.args)) - {""}
            function = _root(call.func)  # or the module, or the object, that has it
            given[function] = given.get(function, frozenset()) | names
        return given

    @cached_property
    def calls(self) -> frozenset[str]:
        """What it calls while it runs, as a decorator, too."""
        return frozenset(_called(_run(self.node)))

    @cached_property
    def leans_on(self) -> frozenset[str]:
        """Names that it, or a function in it, calls or takes attributes of: no mere numbers."""
        nodes = list(ast.walk(self.node))
        of = (node.value for node in nodes if isinstance(node, ast.Attribute))
        return frozenset(_called(nodes)) | {one.id for one in of if isinstance(one, ast.Name)}

    @cached_property
    def writes_when_called(self) -> frozenset[str]:
        """The global names that its functions give a value or change."""
        return frozenset(
            name
            for function in ast.walk(self.node)
            if isinstance(function, FUNCTIONS)
            for name in _written_by(function)
        )

    @cached_property
    def calls_when_called(self) -> frozenset[str]:
        """What its functions call."""
        is_definition = isinstance(self.node, FUNCTIONS | ast.ClassDef)
        return frozenset(_called(ast.walk(self.node))) if is_definition else frozenset()

    @property
    def is_always_needed(self) -> bool:
        """Whether nobody can tell from here what it binds, or it is about all that follows."""
        imports = [node for node in _run(self.node) if isinstance(node, ast.ImportFrom)]
        return any(one.names[0].name == "*" or one.module == "__future__" for one in imports)

    @property
    def may_bind_anything(self) -> bool:
        """Whether it runs what is no text yet."""
        return not HIDDEN_DEFINERS.isdisjoint(self.calls)

    @property
    def hides_definitions(self) -> bool:
        """Whether calling it does."""
        return not HIDDEN_DEFINERS.isdisjoint(self.calls_when_called)


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the statement does: of a function, its decorators and defaults."""
    yield node
    for child in _parts_run(node):
        yield from _run(child)


def _parts_run(node: ast.AST) -> Iterable[ast.AST]:
    if isinstance(node, FUNCTIONS | ast.Lambda):
        defaults = (*node.args.defaults, *filter(None, node.args.kw_defaults))
        return (*getattr(node, "decorator_list", ()), *defaults)
    return ast.iter_child_nodes(node)


def _bound(node: ast.AST) -> Iterator[str]:
    parts: Iterable[ast.AST] = _parts_run(node)
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield node.name
        case ast.ClassDef():
            yield node.name
            parts = (*node.decorator_list, *node.bases)
        case ast.Import() | ast.ImportFrom():
            yield from _names_defined(node)
        case ast.Name(ctx=ast.Store()) | ast.Name(ctx=ast.Del()):
            # A name that is gone is gone for later cells; one that hid a built-in gives it free.
            if isinstance(node.ctx, ast.Store) or node.id in BUILTINS:
                yield node.id
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            inner = (one.target.id for one in ast.walk(node) if isinstance(one, ast.NamedExpr))
            yield from inner
            parts = ()
    for part in parts:
        yield from _bound(part)
    yield from (f"file {name}" for name in _files_written(node))
    if _dotted(node) == SEARCHED:
        yield SEARCHED


def _own(statement: ast.stmt) -> Iterator[str]:
    """Yield names that the statement itself gives a value before it uses them."""
    for node in _run(statement):
        match node:
            case ast.For() | ast.AsyncFor():
                yield from (name for name in _bound(node.target))
            case ast.withitem(optional_vars=ast.Name(id=name)):
                yield name


def _names_defined(node: ast.AST) -> Iterator[str]:
    if isinstance(node, IMPORTS):
        for alias in node.names:
            yield alias.asname or alias.name.partition(".")[0]
    elif isinstance(node, FUNCTIONS | ast.ClassDef):
        yield node.name


def _modules(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom):
        yield (node.module or "").partition(".")[0]
    else:
        yield from (alias.name.partition(".")[0] for alias in node.names)


def _files(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = FILE.fullmatch(node.value)
            if found:
                yield found[1]


def _files_written(node: ast.AST) -> Iterator[str]:
    """Yield files that may be written: those that a call names of which nothing is kept."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield from _files(ast.walk(node.value))
    if isinstance(node, ast.withitem):
        yield from _files(ast.walk(node.context_expr))


class _AsGenerators(ast.NodeTransformer):
    """Gives all comprehensions a scope of their own.

    From 3.12 on, their names stand among those of the scope around (PEP 709), but for generators'.
    """

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        return self.generic_visit(ast.GeneratorExp(node.elt, node.generators))

    def visit_SetComp(self, node: ast.SetComp) -> ast.AST:
        return self.generic_visit(ast.GeneratorExp(node.elt, node.generators))

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        pair = ast.Tuple([node.key, node.value], ast.Load())
        return self.generic_visit(ast.GeneratorExp(pair, node.generators))


def _globals_used(statement: ast.stmt) -> set[str]:
    try:
        scoped = _AsGenerators().visit(ast.parse(ast.unparse(statement)))
        return set(_globals_of(symtable.symtable(ast.unparse(scoped), "cell", "exec")))
    # `await` outside of a function, which a notebook takes; a sum of hundreds of terms
    except (SyntaxError, RecursionError):
        return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _globals_of(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        is_outside = table.get_type() == "module"
        # A global that is only added to is not called referenced.
        is_used = symbol.is_referenced() or (symbol.is_assigned() and not is_outside)
        if is_used and (is_outside or symbol.is_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _globals_of(inner)


def _changed(nodes: Iterable[ast.AST]) -> Iterator[str]:
    nodes = list(nodes)
    for node in nodes:
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield _root(node)
    for call in _calls_alone(nodes):
        if isinstance(call.func, ast.Attribute):
            yield _root(call.func)
        elif isinstance(call.func, ast.Name) and call.func.id in {"setattr", "delattr"}:
            yield from map(_root, call.args[:1])


def _calls_alone(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """Yield calls whose value nobody keeps: they are made for what they do."""
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield node.value


def _called(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        yield from _decorators((node,))


def _decorators(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        for one in getattr(node, "decorator_list", ()):
            yield _root(one.func if isinstance(one, ast.Call) else one)


def _written_by(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    nodes = list(ast.walk(function))
    declared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    yield from declared
    local = {arg.arg for node in nodes if isinstance(node, ast.arguments) for arg in _all(node)}
    local |= {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    yield from set(_changed(nodes)) - (local - declared)


def _all(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from filter(None, (arguments.vararg, arguments.kwarg))


def _root(node: ast.AST) -> str:
    """Return the name that attributes, items and methods begin with; a function's result has none.

    Examples
    --------
    >>> _root(ast.parse("table[0].sizes(3).x", mode="eval").body)
    'table'
    >>> _root(ast.parse("size(table).x", mode="eval").body)
    ''
    """
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Starred):
        if isinstance(node, ast.Call) and not isinstance(node.func, ast.Attribute):
            return ""
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""
