"""What a cell shows of an explorer: a widget where a person can move it, else a picture."""

import os
import sys
from collections.abc import Callable
from html import escape
from typing import Any, Protocol

from autograder.answer.remote_check import FD_VARIABLE
from autograder.explorer.still import still

__all__ = ["Explorer", "Shown"]

STANDS_STILL = "Here it stands still, and the checks work all the same: what moves it failed"
"""The kit brings what moves it; another place may lack it, or have it otherwise."""


class Shown(Protocol):
    """What is shown: a `Scene`, or a `BackwardScene`."""

    @property
    def title(self) -> str:
        """What it is, in a few words."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What could not be done as it was asked for."""

    def as_data(self) -> dict[str, Any]:
        """Return what the page is told."""


class Explorer:
    """An explorer that is not on a page yet; a notebook shows it as the last value of a cell.

    Parameters
    ----------
    scene : Scene or BackwardScene
        What to show.
    still : function
        Draws the picture that stands where no widget can: ``still(scene, asks_keras)``.
    widget : str
        The class of `autograder.explorer.widget` that shows it.
    """

    def __init__(
        self,
        scene: Shown,
        still: Callable[[Any, bool], str] = still,
        widget: str = "ExplorerWidget",
    ) -> None:
        self.scene = scene
        self._still = still
        self._widget = widget

    def __repr__(self) -> str:
        words = " ".join(self.scene.remarks)
        where = "Run this in JupyterLab to see it move."
        return " ".join(filter(None, (f"The explorer: {self.scene.title}.", where, words)))

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": repr(self)}
        is_person = _is_somebody_there()
        asks_keras = not _is_graded() and (not is_person or "keras" in sys.modules)
        bundle["text/html"] = self._still(self.scene, asks_keras)
        if not is_person:
            return bundle, {}
        try:
            shown, metadata = _widget_bundle(self.scene, self._widget)
        except Exception as error:  # no anywidget, or one that fails where it is
            why = escape(f"{STANDS_STILL} ({type(error).__name__}: {error}).")
            return bundle | {"text/html": f"{bundle['text/html']}<p>{why}</p>"}, {}
        return bundle | shown, metadata


def _widget_bundle(scene: Shown, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what shows a widget, and what is told about it: Colab shows none without that."""
    from autograder.explorer import widget

    shown: Any = getattr(widget, name)(scene)._repr_mimebundle_()
    bundle, metadata = shown if isinstance(shown, tuple) else (shown, {})
    return {kind: data for kind, data in bundle.items() if kind != "text/plain"}, dict(metadata)


def _is_graded() -> bool:
    return FD_VARIABLE in os.environ


def _is_somebody_there() -> bool:
    """Tell whether a front end runs this: only those of people let a cell ask for input."""
    if _is_graded() or "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    return bool(getattr(kernel, "_allow_stdin", False))
