"""The Python that a notebook was written with, and the one that grades it."""

import sys

__all__ = ["graded_by", "is_newer", "why_unread"]

HERE = sys.version_info[:2]


def is_newer(python: tuple[int, int], here: tuple[int, int] = HERE) -> bool:
    """Tell whether a notebook may hold what the Python that grades can't read.

    Examples
    --------
    >>> is_newer((3, 13), here=(3, 11)), is_newer((3, 9), here=(3, 11))
    (True, False)
    """
    return python > here


def graded_by(python: tuple[int, int], here: tuple[int, int] = HERE) -> str:
    """Name both versions.

    Examples
    --------
    >>> graded_by((3, 13), here=(3, 11))
    'It was last run by Python 3.13; it is graded by Python 3.11, which reads no newer syntax.'
    """
    theirs, ours = (".".join(map(str, version)) for version in (python, here))
    return (
        f"It was last run by Python {theirs}; it is graded by Python {ours}, which reads no newer "
        "syntax."
    )


def why_unread(python: object, here: tuple[int, int] = HERE) -> str:
    """Return what a verdict says if an answer isn't there, or nothing.

    Parameters
    ----------
    python
        What the intake kept of the notebook's version, if it is newer.
    here
        The version that grades.

    Examples
    --------
    >>> why_unread([3, 13], here=(3, 11))[:40], why_unread(None)
    ('It was last run by Python 3.13; it is gr', '')
    """
    if not isinstance(python, list | tuple) or len(python) != 2:
        return ""
    return graded_by((int(python[0]), int(python[1])), here)
