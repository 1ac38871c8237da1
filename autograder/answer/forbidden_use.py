"""What the answer to a NumPy exercise may use: NumPy and plain Python, nothing that computes it.

An honest answer must never be accused, so what can't be told is let pass.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from autograder.answer.names_used import NameUse, uses_in_source, uses_of
from autograder.labs import lab_packages
from autograder.vocabulary.offer import LIBRARIES, ForbiddenUse

__all__ = [
    "LIBRARIES",
    "ForbiddenUse",
    "first_forbidden",
    "forbidden_use_in_source",
    "forbidden_use_of",
]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


STAND_INS = "autograder.answer.stand_ins."
HIDING_MODULES = _names("ctypes gc importlib inspect pkgutil runpy subprocess")
HIDING_PATHS = _names(
    "builtins builtins.__import__ builtins.compile builtins.eval builtins.exec builtins.globals "
    "builtins.vars getattr(os) getattr(sys) nt.system os.popen os.system posix.system "
    "sys._current_frames sys.modules"
)
HIDING_ATTRIBUTES = _names(
    "__builtins__ __closure__ __code__ __globals__ __import__ __loader__ __spec__ __subclasses__ "
    "_getframe cell_contents f_back f_builtins f_globals f_locals gi_frame import_module tb_frame "
    "user_global_ns user_ns"
)


def forbidden_use_of(answer: Callable[..., Any], also: Iterable[str] = ()) -> ForbiddenUse | None:
    """Return what a live answer uses, itself or in its helpers, and may not; None if nothing.

    Parameters
    ----------
    answer : function
        The answer.
    also : iterable of str
        What this exercise forbids besides, `Exercise.forbidden`.

    Examples
    --------
    >>> import math
    >>> print(forbidden_use_of(lambda x: math.exp(x)))
    None
    >>> forbidden_use_of(lambda x: eval("x")).what
    'eval'
    >>> import numpy as np
    >>> forbidden_use_of(lambda x: np.linalg.inv(x), ["numpy.linalg"]).what
    'numpy.linalg'
    """
    return first_forbidden(uses_of(answer), also)


def forbidden_use_in_source(
    source: str, names: Mapping[str, Any] | None = None
) -> ForbiddenUse | None:
    r"""Return what the cell of an answer uses and may not; None if nothing.

    An import at the top level of the cell counts if the cell uses what it imports. Text that is
    no Python uses nothing.

    Parameters
    ----------
    source : str
        The cell with the answer, not a whole notebook: lecture cells may use Keras.
    names : mapping, optional
        What the names that other cells define hold, as far as that is known.

    Examples
    --------
    >>> cell = "from scipy import signal\nconv = lambda x: signal.convolve(x, x)"
    >>> forbidden_use_in_source(cell).line
    'conv = lambda x: signal.convolve(x, x)'
    """
    return first_forbidden(uses_in_source(source, names or {}))


def first_forbidden(uses: Iterable[NameUse], also: Iterable[str] = ()) -> ForbiddenUse | None:
    """Return the first of these uses that is forbidden."""
    modules = tuple(also)
    found = (
        ForbiddenUse(what, use.line, use.where)
        for use in uses
        for what in (
            _forbidden_path(use.path),
            *map(_forbidden_kind, use.origins),
            *(_part_of(modules, path) for path in (use.path, *use.origins)),
        )
        if what
    )
    return next(found, None)


def _part_of(modules: tuple[str, ...], path: str) -> str:
    return next((one for one in modules if path == one or path.startswith(f"{one}.")), "")


def _forbidden_path(path: str) -> str:
    """Return the name of what is used if it may not be, else nothing."""
    attribute = path.rpartition(".")[2]
    return attribute if attribute in HIDING_ATTRIBUTES else _forbidden_origin(path)


def _forbidden_kind(origin: str) -> str:
    """Take what stands in for a library for that library, and for no part of the check."""
    return "" if origin.startswith(STAND_INS) else _forbidden_origin(origin)


def _forbidden_origin(path: str) -> str:
    if _library(path) in LIBRARIES or _library(path) in lab_packages():
        return _public(path)
    if _library(path) in HIDING_MODULES or path in HIDING_PATHS:
        return path.removeprefix("builtins.")
    return ""


def _library(path: str) -> str:
    return path.partition(".")[0]


def _public(path: str) -> str:
    """Leave out a library's internals: ``scipy.signal._tools`` is ``scipy.signal``.

    Examples
    --------
    >>> _public("keras.src.ops.nn")
    'keras'
    """
    return re.split(r"\.(?:_|src\b|python\b)", path, maxsplit=1)[0]
