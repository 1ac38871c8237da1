"""Say at home which libraries an answer uses that are not there when it is graded."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from typing import Any

from autograder.answer.names_used import NameUse, uses_of

__all__ = ["not_there_when_graded"]

THERE = frozenset(
    (
        *("IPython", "PIL", "anywidget", "autograder", "h5py", "ipywidgets", "keras", "matplotlib"),
        *("mnist_data", "numpy", "tensorflow"),
    )
)
"""Beside the standard library; those that may not be used are told in other words."""


def not_there_when_graded(answer: Callable[..., Any]) -> str:
    """Return one line on the libraries that an answer uses and a grader lacks; nothing if none.

    Only what is installed here is told: what isn't, stops the answer here, too.

    Examples
    --------
    >>> not_there_when_graded(lambda x: sum(x))
    ''
    """
    used = dict.fromkeys(name for use in uses_of(answer) for name in _libraries(use))
    missing = [name for name in used if _is_missing(name)]
    if not missing:
        return ""
    names = " and ".join(f"`{name}`" for name in missing)
    verb = "is" if len(missing) == 1 else "are"
    return (
        f"{names} {verb} not there when this is graded. Write the answer without, or keep the "
        "`import` in a `try:` whose `except ImportError:` does without."
    )


def _libraries(use: NameUse) -> Iterator[str]:
    for path in (use.path, *use.origins):
        library = path.partition(".")[0]
        if library.isidentifier():
            yield library


def _is_missing(library: str) -> bool:
    if library in THERE or library in sys.stdlib_module_names or library == "__main__":
        return False
    try:
        spec = importlib.util.find_spec(library)
    except (ImportError, ValueError):
        return False
    origin = spec.origin if spec is not None else None
    return origin is not None and ("site-packages" in origin or "dist-packages" in origin)
