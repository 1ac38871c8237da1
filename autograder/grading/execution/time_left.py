"""How long a notebook may run, when others of its submission have run already."""

from typing import Any
from weakref import WeakKeyDictionary

from nbconvert.exporters.exporter import ResourcesDict

__all__ = ["seconds_left", "used_by"]

LEAST_SECONDS = 60


def seconds_left(of_notebook: int, of_submission: int, used: float) -> int:
    """Return the seconds that a notebook has.

    Parameters
    ----------
    of_notebook, of_submission
        For all of its cells together, and for all notebooks of a submission together.
    used
        By those that have run. What they used up is missing, but a minute is left to each.

    Examples
    --------
    >>> [seconds_left(900, 1200, used) for used in (0, 800, 5000)]
    [900, 400, 60]
    """
    return min(of_notebook, max(int(of_submission - used), LEAST_SECONDS))


def used_by(converter: Any, resources: ResourcesDict) -> list[float]:
    """Return the seconds of each notebook of a submission that a converter has run, to add to."""
    student = resources.get("nbgrader", {}).get("student", "")
    return _USED.setdefault(converter, {}).setdefault(student, [])


_USED: "WeakKeyDictionary[Any, dict[str, list[float]]]" = WeakKeyDictionary()
