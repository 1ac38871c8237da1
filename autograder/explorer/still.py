"""The picture that stands where no widget can: a map, a window on it, and what comes out."""

from html import escape
from typing import Any

import numpy as np

from autograder.exercises import EXERCISES
from autograder.explorer.answering import call_of
from autograder.explorer.scene import Scene
from autograder.messages.diagram import draw
from autograder.messages.evidence import number
from autograder.messages.windows import Window, window_of

__all__ = ["CARD", "COLUMNS", "still", "table"]

CARD = (
    "border:1px solid rgba(128,128,128,.6);border-radius:8px;padding:8px 14px;margin:4px 0;"
    "font-family:system-ui,sans-serif;font-size:14px;line-height:1.5;max-width:60em"
)
COLUMNS = "display:flex;flex-wrap:wrap;align-items:flex-start;gap:4px 28px"
TABLE = "border-collapse:collapse;font-size:12px;color:inherit;margin:0"
CELL = "height:22px;padding:0 6px;text-align:right;border:1px solid rgba(128,128,128,.5)"
FIRST = "height:22px;padding:0 6px;text-align:right;border:3px solid"
SHOWN = 8

HOW = {
    "convolution": "Each number under the window is multiplied by the weight of the kernel there; "
    "the sum of the products is one number of the output.",
    "max": "The largest number in the window is one number of the output.",
    "average": "The mean of the numbers in the window is one number of the output.",
}


def still(scene: Scene, asks_keras: bool) -> str:
    """Return the picture as HTML with inline styles: no script, nothing loaded.

    Parameters
    ----------
    scene : Scene
        What to show.
    asks_keras : bool
        Whether to ask Keras what comes out, which takes seconds if nobody has asked it yet.
        If not, the window lies on the map's first corner.

    Examples
    --------
    >>> "<svg" in still(Scene(kernel=(("1", "0"), ("0", "1"))), asks_keras=False)
    True
    """
    window, output = _worked_out(scene) if asks_keras else (_first_window(scene), None)
    picture = "" if window is None else draw(window)
    result = "" if output is None else table("output", output, marks_first=True)
    lines = [f"<b>{escape(scene.title)}.</b> {HOW[scene.kind]}"]
    lines += map(escape, scene.remarks)
    lines.append("In JupyterLab this picture moves: run the cell.")
    words = "".join(f"<div>{line}</div>" for line in lines)
    return f'<div style="{CARD}">{words}<div style="{COLUMNS}">{picture}{result}</div></div>'


def _worked_out(scene: Scene) -> tuple[Window | None, Any]:
    """Return the window of the first number, and all numbers, as Keras has them."""
    exercise = EXERCISES[scene.exercise]
    call = call_of(exercise, _request(scene))
    first = (0,) * np.ndim(call.arguments[0])
    if exercise.expected is None:
        return None, None
    try:
        output = np.asarray(exercise.expected(*call.arguments, **call.options))
        rows = output[0, :, :, 0] if output.ndim == 4 else output
        return window_of(exercise, call, first), rows
    except Exception:  # no window fits, or there is no Keras: the map is shown all the same
        return _first_window(scene), None


def _first_window(scene: Scene) -> Window:
    request = _request(scene)
    return Window("map", np.asarray(request["x"]), 0, 0, *scene.window, kernel=request["kernel"])


def _request(scene: Scene) -> dict[str, Any]:
    return {
        "x": scene.pixels(),
        "kernel": scene.weights(),
        "window": scene.window,
        "strides": scene.strides,
        "padding": scene.padding,
    }


def table(name: str, values: Any, marks_first: bool = False) -> str:
    """Return a map's first corner as a table, with its name and size above it."""
    first = FIRST if marks_first else CELL
    rows = "".join(
        "<tr style='background:none'>"
        + "".join(
            f'<td style="{CELL if row or column else first}">{number(value)}</td>'
            for column, value in enumerate(line[:SHOWN])
        )
        + "</tr>"
        for row, line in enumerate(values[:SHOWN].tolist())
    )
    height, width = values.shape
    part = ", its first corner" if max(height, width) > SHOWN else ""
    title = f"<div>{name}, {height}×{width}{part}</div>"
    return f'<div>{title}<table style="{TABLE}">{rows}</table></div>'
