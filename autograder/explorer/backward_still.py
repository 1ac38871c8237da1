"""The picture that stands where no widget can: a map, a dy of ones, and what goes back."""

from html import escape
from typing import Any

import numpy as np

from autograder.exercises import EXERCISES
from autograder.explorer.backward_answering import backward_call, names_of, rows_of
from autograder.explorer.backward_scene import BackwardScene
from autograder.explorer.still import CARD, COLUMNS, table

__all__ = ["backward_still"]

HOW = {
    "convolution": "Each number of dy pays the pixels of its window: its number times the weight "
    "on the pixel. A pixel under several windows is paid by each.",
    "max": "Each number of dy goes to the largest number of its window; of several equal ones, to "
    "the first. All others get nothing.",
}


def backward_still(scene: BackwardScene, asks_keras: bool) -> str:
    """Return the picture as HTML with inline styles: no script, nothing loaded.

    Parameters
    ----------
    scene : BackwardScene
        What to show.
    asks_keras : bool
        Whether to ask Keras what goes back, which takes seconds if nobody has asked it yet. If
        not, only what is known is drawn.

    Examples
    --------
    >>> "<table" in backward_still(BackwardScene(kernel=(("1", "0"),), window=(1, 2)), False)
    True
    """
    known = [("x", scene.pixels()), ("kernel", scene.weights())]
    found = _worked_out(scene) if asks_keras else []
    tables = "".join(table(name, rows) for name, rows in [*known, *found] if rows is not None)
    lines = [f"<b>{escape(scene.title)}.</b> {HOW[scene.kind]}"]
    lines += map(escape, scene.remarks)
    lines.append("In JupyterLab this picture moves: run the cell.")
    words = "".join(f"<div>{line}</div>" for line in lines)
    return f'<div style="{CARD}">{words}<div style="{COLUMNS}">{tables}</div></div>'


def _worked_out(scene: BackwardScene) -> list[tuple[str, Any]]:
    """Return a dy of ones and the gradients that Keras works out of it, by name."""
    exercise = EXERCISES[scene.exercise]
    try:
        dy = _ones(scene)
        request = _request(scene) | {"dy": dy[0, :, :, 0]}
        call = backward_call(scene.exercise, request)
        expected: Any = exercise.expected
        worked = expected(*call.arguments, **call.options)
    except Exception:  # no window fits, or there is no Keras: what is known is shown all the same
        return []
    gradients = worked if exercise.parts else (worked,)
    named = zip(names_of(exercise), gradients, strict=True)
    return [("dy", dy[0, :, :, 0]), *((name, rows_of(name, one)) for name, one in named)]


def _ones(scene: BackwardScene) -> Any:
    from autograder.truth import keras_layers

    x = scene.pixels()[None, :, :, None]
    if scene.kind == "convolution":
        kernel = np.asarray(scene.weights())[:, :, None, None]
        return np.ones_like(keras_layers.conv2d(x, kernel, None, scene.strides, scene.padding))
    return np.ones_like(keras_layers.max_pool2d(x, scene.window, scene.strides, scene.padding))


def _request(scene: BackwardScene) -> dict[str, Any]:
    return {
        "x": scene.pixels(),
        "kernel": scene.weights(),
        "window": scene.window,
        "strides": scene.strides,
        "padding": scene.padding,
    }
