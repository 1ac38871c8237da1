"""The plots of the notebooks. matplotlib is imported when something is drawn."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.answer.own_folder import beside_notebook

__all__ = ["plot_history", "plot_losses", "save_history", "save_losses"]
__all__ += ["show_digits", "show_maps"]

Array = npt.NDArray[Any]

BLUE, ORANGE = "#0072b2", "#d55e00"


def save_history(history: Any, path: str | Path) -> None:
    """Keep Keras's record of a training, so that its curves can be drawn another day."""
    curves = {name: [float(value) for value in values] for name, values in history.history.items()}
    Path(beside_notebook(str(path))).write_text(json.dumps(curves), encoding="utf-8")


def plot_history(path: str | Path) -> None:
    """Draw loss and accuracy over the epochs, as `save_history` kept them."""
    from matplotlib import pyplot as plt

    try:
        curves = json.loads(Path(beside_notebook(str(path))).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        print("There is no record of a training to draw.")
        return
    _, axes = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    for axis, name, colour in zip(axes, ("loss", "accuracy"), (BLUE, ORANGE), strict=True):
        values = curves[name]
        axis.plot(range(1, len(values) + 1), values, marker="o", color=colour)
        axis.set(title=f"Training {name}", xlabel="epoch", ylabel=name)
        axis.set_xticks(range(1, len(values) + 1))
        axis.grid(alpha=0.3)
    plt.show()


def save_losses(losses: Sequence[float], path: str | Path) -> None:
    """Keep the loss of every step of a training, so that it can be drawn another day."""
    kept = json.dumps({"loss": [float(loss) for loss in losses]})
    Path(beside_notebook(str(path))).write_text(kept, encoding="utf-8")


def plot_losses(path: str | Path, window: int = 20) -> None:
    """Draw the loss of every step, as `save_losses` kept it, and the mean of the last `window`."""
    from matplotlib import pyplot as plt

    try:
        kept = json.loads(Path(beside_notebook(str(path))).read_text(encoding="utf-8"))
        losses = np.asarray(kept["loss"], dtype=float)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        print("There is no record of a training to draw.")
        return
    steps = np.arange(1, len(losses) + 1)
    _, axis = plt.subplots(figsize=(9, 3), layout="constrained")
    axis.plot(steps, losses, color=BLUE, alpha=0.35, linewidth=1, label="one batch")
    if len(losses) >= window:
        means = np.convolve(losses, np.ones(window) / window, mode="valid")
        axis.plot(steps[window - 1 :], means, color=ORANGE, label=f"mean of the last {window}")
    axis.set(title="Training loss", xlabel="step", ylabel="loss")
    axis.set_ylim(bottom=0)
    axis.grid(alpha=0.3)
    axis.legend()
    plt.show()


def show_digits(images: Array, titles: Sequence[str], columns: int = 8, heading: str = "") -> None:
    """Draw images ``(N, 28, 28)`` or ``(N, 28, 28, 1)``, a title above each."""
    from matplotlib import pyplot as plt

    if not len(images):
        print("There are no images to show.")
        return
    rows = -(-len(images) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.15 * columns, 1.45 * rows), squeeze=False, layout="constrained"
    )
    for axis in axes.ravel():
        axis.set_axis_off()
    for axis, image, title in zip(axes.ravel(), images, titles, strict=False):
        axis.imshow(np.reshape(image, (28, 28)), cmap="gray_r")
        axis.set_title(title, fontsize=9)
    figure.suptitle(heading)
    plt.show()


def show_maps(maps: Array, columns: int = 8, heading: str = "") -> None:
    """Draw the channels of one feature map ``(H, W, C)``, each scaled on its own."""
    from matplotlib import pyplot as plt

    channels = maps.shape[-1]
    rows = -(-channels // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.15 * columns, 1.2 * rows), squeeze=False, layout="constrained"
    )
    for axis in axes.ravel():
        axis.set_axis_off()
    for channel, axis in zip(range(channels), axes.ravel(), strict=False):
        axis.imshow(maps[:, :, channel], cmap="gray_r")
    figure.suptitle(heading)
    plt.show()
