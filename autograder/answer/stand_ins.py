"""What stands in, in a kernel that grades, for a library that is not there.

To import a library is no offence, and a notebook that imports one and never uses it is as good as
another. So the import of a library that is hidden, or not installed, gives a stand-in. It computes
nothing. A check's call that uses it stops with an error that names the library; elsewhere in the
notebook, what is asked of it comes to nothing. An import that expects to fail does fail.
"""

import ast
import functools
import importlib.util
import linecache
import sys
import sysconfig
import threading
from collections.abc import Iterable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NoReturn

__all__ = ["StandIn", "install"]

CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
IMPORTING = ("<frozen importlib", importlib.__file__)
PROBING = ("<frozen importlib.util>", importlib.util.__file__)
OURS = str(Path(__file__).parents[1])
LIBRARIES = tuple(sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))
OPERATORS = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow", "lshift"),
    *("rshift", "and", "xor", "or"),
)
ASKED = (
    *(f"__{name}__" for name in OPERATORS),
    *(f"__r{name}__" for name in OPERATORS),
    *("__neg__", "__pos__", "__abs__", "__invert__", "__lt__", "__le__", "__gt__", "__ge__"),
    *("__getitem__", "__setitem__", "__delitem__", "__enter__", "__array_ufunc__"),
    "__array_function__",
)
NEEDED = ("__iter__", "__int__", "__float__", "__complex__", "__index__", "__array__", "__await__")


def install(hidden: Iterable[str] = ()) -> None:
    """Let stand-ins be imported in this process.

    Parameters
    ----------
    hidden : iterable of str
        Libraries that are not to be found, though something of their name is.
    """
    sys.meta_path.insert(0, _Finder(frozenset(hidden)))
    sys.meta_path.append(_Finder(None))


class StandIn:
    """Stands for something of a library that is not there.

    Examples
    --------
    >>> StandIn("pandas.DataFrame")
    <pandas.DataFrame: pandas is not there when this is graded>
    >>> isinstance(3, StandIn("torch.Tensor"))
    False
    """

    def __init__(self, path: str) -> None:
        self.__module__, _, self.__name__ = path.rpartition(".")
        self.__qualname__ = self.__name__

    def __getattr__(self, name: str) -> "StandIn":
        _refuse_protocols(name)
        return StandIn(f"{_path(self)}.{name}")

    def __call__(self, *_: Any, **__: Any) -> "StandIn":
        """Stop a check; elsewhere, return what stands for the result."""
        return _asked(f"{_path(self)}(…)")

    def __bool__(self) -> bool:
        _asked(_path(self))
        return False

    def __len__(self) -> int:
        _asked(_path(self))
        return 0

    def __exit__(self, *_: object) -> None:
        """Leave what was never entered."""

    def __instancecheck__(self, _: object) -> bool:
        return False

    def __subclasscheck__(self, _: object) -> bool:
        return False

    def __mro_entries__(self, _: object) -> tuple[type]:
        path = _path(self)

        def init(self: object, *_: Any, **__: Any) -> None:  # noqa: ARG001
            _asked(path)

        return (type(self.__name__, (_Base,), {"__init__": init, "__module__": self.__module__}),)

    def __repr__(self) -> str:
        path = _path(self)
        return f"<{path}: {_library(path)} is not there when this is graded>"


class _Base:
    """What a class has in the place of one that is not there."""

    def __init_subclass__(cls, **_: Any) -> None:
        super().__init_subclass__()


def _asks(name: str) -> Any:
    def asks(self: StandIn, *_: Any, **__: Any) -> StandIn:
        return _asked(_path(self))

    asks.__name__ = name
    return asks


def _needs(name: str) -> Any:
    def needs(self: StandIn, *_: Any, **__: Any) -> NoReturn:
        raise _not_there(_path(self))

    needs.__name__ = name
    return needs


for _name in ASKED:
    setattr(StandIn, _name, _asks(_name))
for _name in NEEDED:
    setattr(StandIn, _name, _needs(_name))


class _Module(ModuleType):
    """Stands for a module that is not there."""

    def __getattr__(self, name: str) -> StandIn:
        _refuse_protocols(name)
        return StandIn(f"{self.__name__}.{name}")


def _refuse_protocols(name: str) -> None:
    """Have nothing take a stand-in for what can be copied, iterated over, and so on."""
    if name.startswith("__") and name != "__version__":
        raise AttributeError(name)


def _path(stand_in: StandIn) -> str:
    return f"{stand_in.__module__}.{stand_in.__name__}"


def _library(path: str) -> str:
    return "google.colab" if path.startswith("google.colab") else path.partition(".")[0]


def _asked(path: str) -> StandIn:
    """Stop a call of a check, which runs in a thread of its own; let all else come to nothing."""
    if threading.current_thread() is threading.main_thread():
        return StandIn(path)
    raise _not_there(path)


def _not_there(path: str) -> ModuleNotFoundError:
    library = _library(path)
    return ModuleNotFoundError(
        f"{library} is not there when this is graded, and `{path}` was used. "
        f"Write it without {library}.",
        name=library,
    )


class _Finder(MetaPathFinder, Loader):
    """Finds what is not there. Without names: whatever nobody else found."""

    def __init__(self, names: frozenset[str] | None) -> None:
        self._names = names

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None = None,  # noqa: ARG002 - as importlib calls it
        target: ModuleType | None = None,  # noqa: ARG002
    ) -> ModuleSpec | None:
        """Say that a module is there if it is imported by who doesn't expect it to fail."""
        if not self._is_ours(fullname) or not _is_imported_in_good_faith(sys._getframe(1)):
            return None
        return ModuleSpec(fullname, self, is_package=True)

    def _is_ours(self, fullname: str) -> bool:
        before, _, _ = fullname.rpartition(".")
        parent = sys.modules.get(before)
        if isinstance(parent, _Module):
            return True
        if self._names is not None:
            return fullname in self._names
        # A real package has no more modules than it has; one of several makers may lack one.
        return not before or (parent is not None and getattr(parent, "__file__", None) is None)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the stand-in."""
        return _Module(spec.name, "Stands in for a module that is not there.")

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty."""


def _is_imported_in_good_faith(frame: FrameType | None) -> bool:
    """Tell whether a notebook imports, and would stop if it couldn't.

    Libraries that look for one another, `find_spec`, and ``try: import …`` with its ``except``
    want to know the truth.
    """
    is_importer = True
    while frame is not None:
        filename = frame.f_code.co_filename
        if filename in PROBING:
            return False
        if not filename.startswith(IMPORTING):
            if is_importer and not _is_students(filename):
                return False
            if _is_students(filename) and _expects_failure(filename, frame.f_lineno):
                return False
            is_importer = False
        frame = frame.f_back
    return not is_importer


def _is_students(filename: str) -> bool:
    return not (
        filename.startswith(("<frozen", OURS, *LIBRARIES))
        or "site-packages" in filename
        or "dist-packages" in filename
    )


def _expects_failure(filename: str, line: int) -> bool:
    source = "".join(linecache.getlines(filename))
    return any(first <= line <= last for first, last in _guarded_lines(source))


@functools.lru_cache(maxsize=64)
def _guarded_lines(source: str) -> tuple[tuple[int, int], ...]:
    r"""Return where an import that fails stops nothing: first and last lines.

    Examples
    --------
    >>> _guarded_lines("try:\n    import numba\nexcept ImportError:\n    numba = None")
    ((2, 2),)
    """
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    return tuple(
        (node.body[0].lineno, node.body[-1].end_lineno or node.body[-1].lineno)
        for node in nodes
        if isinstance(node, ast.Try | ast.TryStar | ast.With) and _catches(node)
    )


def _catches(node: ast.Try | ast.TryStar | ast.With) -> bool:
    if not isinstance(node, ast.With):
        return any(one.type is None or _names(one.type) & CAUGHT for one in node.handlers)
    calls = [one.context_expr for one in node.items if isinstance(one.context_expr, ast.Call)]
    suppressed = (one for call in calls if "suppress" in _names(call.func) for one in call.args)
    return any(_names(one) & CAUGHT for one in suppressed)


def _names(node: ast.AST) -> set[str]:
    return set(_all_names(node))


def _all_names(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr
