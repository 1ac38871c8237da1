"""Names that a notebook takes for its own values, and that an answer or a check needs.

`check = …`, `sum = 0`, `np = 3` in a later cell hide what an answer called when it was written.
Since NumPy 2, `from numpy import *` does so, too: `max(n, 0)` is NumPy's then, which takes 0 for an
axis. An answer that meets that is wrong where it stands, and is told why.
"""

import builtins
import contextlib
import functools
import re
import sys
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

__all__ = ["Hidden", "hidden_from", "lend_check", "numpys_from", "put_back", "say_hidden"]
__all__ += ["say_numpys"]

CHECKS = re.compile(r'^check\("\w+", \w+\)\s*\Z', re.MULTILINE)
FUNCTIONS = tuple(
    name for name, value in vars(builtins).items() if callable(value) and name[0].islower()
)
TAKE_AN_AXIS = ("max", "min")
Hidden = list[tuple[dict[str, Any], str, Any]]
"""Namespaces, names, and what they hold."""


def hidden_from(answer: Any) -> Hidden:
    """Find the names under which an answer would find a mere value in place of a function.

    Examples
    --------
    >>> names = {"sum": 3, "max": max, "x": 4}
    >>> answer = eval("lambda x: sum(x)", names)
    >>> [name for _, name, _ in hidden_from(answer)]
    ['sum']
    """
    return [taken for taken in _taken(answer) if _is_mere_value(taken[2])]


def numpys_from(answer: Any) -> Hidden:
    """Find the names under which an answer would find NumPy's function in place of Python's.

    Those whose second number is an axis, and to Python another one to choose from.

    Examples
    --------
    >>> answer = eval("lambda x: max(x, 0)", {"max": np.max, "sum": sum})
    >>> [name for _, name, _ in numpys_from(answer)]
    ['max']
    """
    return [
        (space, name, value)
        for space, name, value in _taken(answer)
        if name in TAKE_AN_AXIS and value is getattr(np, name, None)
    ]


def _taken(answer: Any) -> Hidden:
    main: dict[str, Any] = vars(sys.modules["__main__"])
    own = answer.__globals__ if type(answer) is FunctionType else main
    spaces = [own] if own is main else [own, main]
    return [
        (space, name, space[name])
        for space in spaces
        for name in (*FUNCTIONS, "np")
        if name in space and space[name] is not vars(builtins).get(name)
    ]


def _is_mere_value(value: Any) -> bool:
    return not (value is None or callable(value) or issubclass(type(value), ModuleType))


@contextlib.contextmanager
def put_back(hidden: Hidden) -> Iterator[None]:
    """Let Python's own functions, and NumPy, be found for a while."""
    for space, name, _ in hidden:
        if name == "np":
            space[name] = np
        else:
            del space[name]
    try:
        yield
    finally:
        for space, name, value in hidden:
            space[name] = value


@functools.cache
def say_hidden(names: tuple[str, ...]) -> None:
    """Tell once what was taken for the check's sake."""
    listed = " and ".join(f"`{name}`" for name in names)
    print(
        f"{listed}: variables of yours hide what Python and NumPy call so. The check did without "
        "them; give them another name."
    )


def say_numpys(name: str) -> str:
    """Say why an answer stops, or returns other numbers than with Python's own function.

    Examples
    --------
    >>> print(say_numpys("max"))
    `max` is NumPy's here, by `from numpy import *`, and takes a second number for an axis. With \
Python's own, this call comes to something else: write `import numpy as np` instead.
    """
    return (
        f"`{name}` is NumPy's here, by `from numpy import *`, and takes a second number for an "
        "axis. With Python's own, this call comes to something else: write `import numpy as np` "
        "instead."
    )


def lend_check(check: Callable[..., Any]) -> Callable[[], None]:
    """Let `check` be the lab's in the cells that check, whatever a notebook calls so.

    Parameters
    ----------
    check : function
        The lab's own.

    Returns
    -------
    take_check : function
        Makes `check` the lab's until the cell that calls it has run; for kernels that had
        imported the lab before there was a shell.
    """

    def take_check() -> None:
        shell = _shell()
        theirs = shell.user_ns.get("check", check)
        if theirs is check:
            return

        def give_back(*_: Any) -> None:
            shell.user_ns["check"] = theirs
            shell.events.unregister("post_run_cell", give_back)

        shell.user_ns["check"] = check
        shell.events.register("post_run_cell", give_back)
        print("`check` is a name of yours here. In this cell it is the lab's; rename yours.")

    def before(info: Any) -> None:
        if CHECKS.search(str(info.raw_cell)):
            take_check()

    shell = _shell()
    if shell is not None:
        shell.events.register("pre_run_cell", before)
    return take_check


def _shell() -> Any:
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
