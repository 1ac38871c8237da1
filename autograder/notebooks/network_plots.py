"""Look inside the trained network: its filters, its maps, its doubts and its mistakes.

Each picture has a title, named axes and words for those who can't see it, on a light card of its
own that is read on any page. All functions take the network as the eight arrays of
``model.get_weights()``, or as a Keras model that has them. matplotlib and Keras are imported when
something is drawn.
"""

import base64
import functools
import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any, ParamSpec

import numpy as np
import numpy.typing as npt

__all__ = [
    "Picture",
    "confusion",
    "show_confusion",
    "show_evolution",
    "show_filters",
    "show_mistakes",
    "show_pooling",
]

Array = npt.NDArray[Any]
P = ParamSpec("P")

LAYERS = (
    "convolution 1 + relu",
    "max pooling 1",
    "convolution 2 + relu",
    "max pooling 2",
    "convolution 3 + relu",
)
CARD, INK, BLUE, ORANGE = "#fbfbfc", "#1d2630", "#0067a3", "#b84e00"
ARRAYS = 8
ACROSS = 3
"""Mistakes beside each other."""
DOTS_PER_INCH = 144


class Picture:
    """A finished plot with words for it; a notebook shows it as the last value of a cell."""

    def __init__(self, figure: Any, words: str) -> None:
        from matplotlib import pyplot as plt

        self.words = words
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, facecolor=CARD)
        self.png = file.getvalue()
        self.width = int(figure.get_figwidth() * 96)
        plt.close(figure)

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png).decode()
        style = "max-width:100%;height:auto;border:1px solid #c9ced6;border-radius:8px"
        return (
            f'<img alt="{escape(self.words)}" width="{self.width}" style="{style}" '
            f'src="data:image/png;base64,{data}">'
        )


def _in_plain_style(show: Callable[P, Picture]) -> Callable[P, Picture]:
    """Draw in matplotlib's own style: a dark one would write white on the light card."""

    @functools.wraps(show)
    def shown(*args: P.args, **kwargs: P.kwargs) -> Picture:
        from matplotlib import pyplot as plt

        with plt.style.context("default"):
            return show(*args, **kwargs)

    return shown


@_in_plain_style
def show_filters(network: Any, filters: int = 32) -> Picture:
    """Draw the kernels of the first layer: what it looks for.

    Parameters
    ----------
    network : model or list of arrays
        The trained network.
    filters : int
        How many.
    """
    kernels = _weights(network)[0][:, :, 0, :filters]
    largest = float(np.abs(kernels).max()) or 1.0
    title = f"{kernels.shape[-1]} kernels of the first layer"
    figure, axes, tiles = _tiles(
        kernels.shape[-1], title, "blue, with a dash: negative    white: 0    red: positive"
    )
    for index, axis in enumerate(tiles):
        image = axis.imshow(kernels[:, :, index], cmap="RdBu_r", vmin=-largest, vmax=largest)
        axis.set_title(str(index), fontsize=8, pad=2)
        for row, column in np.argwhere(kernels[:, :, index] < 0).tolist():
            is_dark = -kernels[row, column, index] > largest / 2
            colour = CARD if is_dark else INK
            axis.text(column, row, "−", ha="center", va="center", fontsize=8, color=colour)
    bar = figure.colorbar(image, ax=axes, shrink=0.7)
    bar.set_label("weight")
    return Picture(
        figure,
        f"{title}, 3 by 3 weights each, from {kernels.min():.2f} to {kernels.max():.2f}. Where a "
        "kernel has positive weights on one side and negative ones on the other, it responds to an "
        "edge in that direction.",
    )


@_in_plain_style
def show_evolution(network: Any, image: Any, maps: int = 8) -> Picture:
    """Draw a digit's maps after every layer: the tube that shrinks and deepens.

    Parameters
    ----------
    network : model or list of arrays
        The trained network.
    image : array_like
        One digit, ``(28, 28)`` or ``(28, 28, 1)``, 0 to 255 or 0 to 1.
    maps : int
        How many maps of each layer to draw: those with the strongest response.
    """
    from matplotlib import pyplot as plt

    pixels = _image(image)
    layers, probabilities = _passage(network, pixels)
    figure, axes = plt.subplots(
        len(layers) + 1,
        maps,
        figsize=(1.05 * maps + 2.6, 1.12 * (len(layers) + 1)),
        layout="constrained",
        facecolor=CARD,
    )
    figure.suptitle("A digit on its way: smaller and smaller, deeper and deeper", color=INK)
    rows = [("input", pixels[:, :, np.newaxis]), *zip(LAYERS, layers, strict=True)]
    for line, (name, block) in zip(axes, rows, strict=True):
        strongest = np.sort(np.argsort(-block.sum(axis=(0, 1)), kind="stable")[:maps])
        for axis in line:
            axis.set_axis_off()
        for axis, channel in zip(line, strongest, strict=False):
            axis.imshow(block[:, :, channel], cmap="gray_r")
            axis.set_title(f"map {channel}" if name != "input" else "", fontsize=7, pad=2)
        shape = "×".join(map(str, block.shape))
        label = f"{name}\n{shape}"
        line[0].text(
            -0.15, 0.5, label, ha="right", va="center", transform=line[0].transAxes, fontsize=9
        )
    told = ", ".join(f"{name} {block.shape}" for name, block in rows)
    answer = int(probabilities.argmax())
    return Picture(
        figure,
        f"Feature maps of one digit after every layer, darkest where a map responds most: {told}. "
        f"The network takes it for a {answer}, with probability {probabilities[answer]:.0%}.",
    )


@_in_plain_style
def show_pooling(network: Any, image: Any, maps: int = 6) -> Picture:
    """Draw what the first pooling layer keeps of the first layer's maps.

    Parameters
    ----------
    network, image, maps
        As for `show_evolution`.
    """
    from matplotlib import pyplot as plt

    (before, after, *_), _ = _passage(network, _image(image))
    strongest = np.sort(np.argsort(-before.sum(axis=(0, 1)), kind="stable")[:maps])
    figure, axes = plt.subplots(
        2,
        len(strongest),
        figsize=(1.5 * len(strongest) + 0.6, 3.7),
        layout="constrained",
        facecolor=CARD,
    )
    figure.suptitle("Max pooling: a quarter of the numbers, the strongest ones", color=INK)
    names = (f"before, {_size(before)}", f"after, {_size(after)}")
    for line, block, name in zip(axes, (before, after), names, strict=True):
        for axis, channel in zip(line, strongest, strict=True):
            top = float(before[:, :, channel].max()) or 1.0
            axis.imshow(block[:, :, channel], cmap="gray_r", vmin=0, vmax=top)
            axis.set(xticks=[], yticks=[], title=f"map {channel}" if block is before else "")
        line[0].set_ylabel(name)
    kept = after.sum() / (before.sum() or 1.0)
    return Picture(
        figure,
        f"{len(strongest)} maps of the first layer before pooling, {_size(before)}, and after it, "
        f"{_size(after)}. A quarter of the numbers is kept, and {kept:.0%} of their sum; the shape "
        "of each response is still to be seen.",
    )


@_in_plain_style
def show_mistakes(network: Any, images: Any, labels: Any, most: int = 12) -> Picture:
    """Draw digits that the network gets wrong, from the surest, with its probabilities.

    Parameters
    ----------
    network : model or list of arrays
        The trained network.
    images : array_like
        ``(N, 28, 28)`` or ``(N, 28, 28, 1)``, 0 to 255 or 0 to 1.
    labels : array_like
        ``(N,)``
    most : int
        How many to draw.
    """
    from matplotlib import pyplot as plt

    probabilities, labels = _probabilities(network, images), np.asarray(labels)
    answers = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(answers != labels)
    surest = wrong[np.argsort(-probabilities[wrong, answers[wrong]], kind="stable")]
    places = np.linspace(0, max(len(surest) - 1, 0), min(most, len(surest)))
    shown = surest[places.round().astype(int)]
    rows = max(-(-len(shown) // ACROSS), 1)
    figure, axes = plt.subplots(
        rows,
        2 * ACROSS,
        figsize=(10, 2.3 * rows + 0.8),
        width_ratios=(1, 1.15) * ACROSS,
        layout="constrained",
        squeeze=False,
        facecolor=CARD,
    )
    title = f"{len(wrong)} of {len(labels)} digits are read wrong"
    figure.suptitle(f"{title}; here {len(shown)}, from the surest to the most doubtful", color=INK)
    figure.supxlabel("probability of each digit; hatched: the digit that it is", fontsize=11)
    for axis in axes.ravel():
        axis.set_axis_off()
    pairs = axes.reshape(-1, 2)
    for (left, right), index in zip(pairs, shown.tolist(), strict=False):
        left.imshow(np.reshape(images[index], (28, 28)), cmap="gray_r")
        left.set_title(f"{labels[index]}, read as {answers[index]}", fontsize=12)
        _bars(right, probabilities[index], int(labels[index]))
    told = "; ".join(
        f"a {labels[i]} read as {answers[i]} with {probabilities[i, answers[i]]:.0%}, "
        f"as itself with {probabilities[i, labels[i]]:.0%}"
        for i in shown.tolist()
    )
    return Picture(figure, f"{title}. Beside each digit, the ten probabilities. {told}.")


def _bars(axis: Any, probabilities: Array, label: int) -> None:
    axis.set_axis_on()
    colours = [ORANGE if digit == label else BLUE for digit in range(10)]
    hatches = ["////" if digit == label else "" for digit in range(10)]
    axis.barh(range(10), probabilities, color=colours, hatch=hatches, edgecolor=CARD)
    axis.set(xlim=(0, 1), ylim=(9.6, -0.6), xticks=[0, 0.5, 1], yticks=range(10))
    axis.set_xticklabels(["0", "½", "1"])
    axis.tick_params(labelsize=9, length=2)
    axis.get_yticklabels()[label].set_weight("bold")


def confusion(labels: Any, answers: Any, classes: int = 10) -> Array:
    """Count how often each class is read as each.

    Parameters
    ----------
    labels, answers : array_like
        ``(N,)``, what the digits are and what they are taken for.
    classes : int
        K.

    Returns
    -------
    array
        ``(K, K)``; a row for what it is, a column for what it is taken for.

    Examples
    --------
    >>> confusion([0, 1, 1], [0, 1, 0], classes=2)
    array([[1, 0],
           [1, 1]])
    """
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (np.asarray(labels), np.asarray(answers)), 1)
    return counts


@_in_plain_style
def show_confusion(network: Any, images: Any, labels: Any) -> Picture:
    """Draw how often each digit is read as each.

    Parameters
    ----------
    network, images, labels
        As for `show_mistakes`.
    """
    from matplotlib import pyplot as plt

    counts = confusion(labels, _probabilities(network, images).argmax(axis=1))
    right, total = int(np.trace(counts)), int(counts.sum())
    mistakes = counts - np.diag(np.diag(counts))
    figure, axis = plt.subplots(figsize=(6, 5.4), layout="constrained", facecolor=CARD)
    shown = axis.imshow(mistakes, cmap="Oranges", vmin=0, vmax=max(int(mistakes.max()), 1))
    figure.colorbar(shown, ax=axis, shrink=0.8, label="mistakes")
    for (row, column), count in np.ndenumerate(counts):
        is_dark = mistakes[row, column] > 0.6 * mistakes.max()
        weight = "bold" if row == column else "normal"
        written = str(count) if count else "·"
        colour = CARD if is_dark and row != column else INK
        axis.text(
            column, row, written, ha="center", va="center", fontsize=8, color=colour, weight=weight
        )
    axis.set(
        title=f"{right} of {total} digits read right",
        xlabel="taken for",
        ylabel="is",
        xticks=range(10),
        yticks=range(10),
    )
    order = np.argsort(-mistakes, axis=None, kind="stable")[:3]
    pairs = [np.unravel_index(place, mistakes.shape) for place in order.tolist()]
    worst = ", ".join(f"{i} as {j} {mistakes[i, j]} times" for i, j in pairs if mistakes[i, j])
    return Picture(
        figure,
        f"Confusion matrix, a row for what a digit is, a column for what it is taken for. {right} "
        f"of {total} are on the diagonal, read right. Most often confused: {worst or 'nothing'}.",
    )


def _tiles(count: int, title: str, note: str) -> tuple[Any, Any, Any]:
    from matplotlib import pyplot as plt

    columns = min(count, 8)
    rows = -(-count // columns)
    figure, axes = plt.subplots(
        rows,
        columns,
        figsize=(0.85 * columns + 1.4, 0.95 * rows + 0.9),
        squeeze=False,
        layout="constrained",
        facecolor=CARD,
    )
    figure.suptitle(title, color=INK)
    figure.supxlabel(note, fontsize=9)
    for axis in axes.ravel():
        axis.set_axis_off()
    return figure, axes, axes.ravel()[:count]


def _weights(network: Any) -> Sequence[Array]:
    given = network.get_weights() if hasattr(network, "get_weights") else network
    weights = [np.asarray(weight, dtype=np.float32) for weight in given]
    shapes = [weight.ndim for weight in weights]
    if shapes != [4, 1, 4, 1, 4, 1, 2, 1]:
        raise ValueError(
            f"Expected the lab's network: {ARRAYS} arrays, kernel and bias of three convolutions "
            f"and of a dense layer. Received {len(weights)} arrays with {shapes} axes. "
            "Hand over build_cnn() after its training, or the arrays of its weights file."
        )
    return weights


def _image(image: Any) -> Array:
    pixels = np.asarray(image, dtype=np.float32)
    if pixels.size != 28 * 28:
        raise ValueError(
            f"Expected one digit, (28, 28). Received an array of shape {pixels.shape}."
        )
    return _scaled(pixels.reshape(28, 28))


def _scaled(images: Array) -> Array:
    return images / 255 if images.max(initial=0) > 1 else images


def _passage(network: Any, pixels: Array) -> tuple[list[Array], Array]:
    from autograder.truth import keras_layers

    weights = _weights(network)
    maps = [block[0] for block in keras_layers.feature_maps(weights, pixels[None, :, :, None])]
    return maps, _probabilities(weights, pixels[np.newaxis])[0]


def _probabilities(network: Any, images: Any) -> Array:
    from autograder.truth import keras_layers

    prepared = _scaled(np.asarray(images, dtype=np.float32)).reshape(-1, 28, 28, 1)
    return keras_layers.predict(_weights(network), prepared)


def _size(block: Array) -> str:
    return "×".join(map(str, block.shape[:2]))
