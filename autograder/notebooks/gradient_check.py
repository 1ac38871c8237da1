"""Compare a backward function with differences of the forward one: what anybody can do by hand.

It proves less than the check does: differences say nothing where a function has a kink.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["GradientReport", "gradient_check"]

Array = npt.NDArray[Any]
Loss = Callable[[Sequence[Array]], float]

LAYERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "relu_backward": ("relu", ("dx",)),
    "dense_backward": ("dense", ("dx", "dkernel", "dbias")),
    "conv2d_backward": ("conv2d", ("dx", "dkernel", "dbias")),
    "max_pool2d_backward": ("max_pool2d", ("dx",)),
    "softmax_cross_entropy": ("", ("dscores",)),
}
"""By exercise: the layer it goes back through, and what it returns."""
RULES = {
    "relu_backward": "relu's is 0 where x is 0",
    "max_pool2d_backward": "the first of equal maxima, row by row, takes it all",
}
STEP = 1e-6
TOLERANCE = 1e-5
"""Of a difference, relative to the largest number; rounding leaves some 1e-9."""
KINK = TOLERANCE
"""Two slopes that are farther apart than this have a kink between them: a smooth loss's are not."""
MOST = 300
"""Numbers of one array that are tried."""


@dataclass(frozen=True)
class GradientReport:
    """What came of a gradient check; a notebook shows its lines."""

    lines: tuple[str, ...]
    passed: bool
    """Whether all that could be compared agrees."""

    def __repr__(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class _Slopes:
    """The slopes of the loss by some numbers of one array."""

    places: list[tuple[int, ...]]
    up: Array
    """A step up, less where it stood, by the length of the step."""
    down: Array

    @property
    def central(self) -> Array:
        return (self.up + self.down) / 2

    @property
    def is_kink(self) -> npt.NDArray[np.bool_]:
        kinks: npt.NDArray[np.bool_] = np.abs(self.up - self.down) > KINK * _scale(self.central)
        return kinks


def gradient_check(
    function: Callable[..., Any],
    *arguments: Any,
    like: str | None = None,
    seed: int = 0,
    **options: Any,
) -> GradientReport:
    """Compare the gradients that a function returns with central differences.

    The loss is the sum of ``dy * layer(x, …)``, with a random `dy`; each number of each argument is
    moved a little up and a little down, and the loss is looked at. The layer is Keras's own.

    Parameters
    ----------
    function : function
        Your `relu_backward`, `dense_backward`, `conv2d_backward`, `max_pool2d_backward` or
        `softmax_cross_entropy`, whose loss is its own.
    *arguments : array_like
        What the function takes after `dy`: ``x``, or ``x, kernel``; or ``scores, labels``.
    like : str, optional
        Which exercise the function answers, if its name does not tell.
    seed : int
        For another `dy`.
    **options
        ``strides``, ``padding``, ``pool_size``, as the function takes them.

    Returns
    -------
    GradientReport

    Raises
    ------
    ValueError
        If it is not known which exercise the function answers. What the function itself raises is
        raised as it is.

    Examples
    --------
    >>> def softmax_cross_entropy(scores, labels):
    ...     loss = np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[[0], labels])
    ...     return loss, np.exp(scores) / np.exp(scores).sum()
    >>> gradient_check(softmax_cross_entropy, [[0.0, 1.0]], [1])
    softmax_cross_entropy of (1, 2), (1,), against central differences:
    ✗ dscores: 1 of 2 numbers differ; at [0, 1] yours is 0.731, by differences -0.269
    """
    name = str(like or getattr(function, "__name__", ""))
    if name not in LAYERS:
        raise ValueError(
            f"gradient_check knows {', '.join(LAYERS)}, and not {name!r}. If your function answers "
            'one of these, say which: gradient_check(f, x, like="relu_backward").'
        )
    layer, names = LAYERS[name]
    if layer:
        arrays, loss, received = _by_layer(function, layer, arguments, options, names, seed)
    else:
        arrays, loss, received = _by_own_loss(function, arguments)
    told = [_written(np.shape(one)) for one in arguments]
    told += [f"{key}={value!r}" for key, value in options.items()]
    lines = [f"{name} of {', '.join(told)}, against central differences:"]
    if len(received) != len(names):
        lines.append(f"✗ expected {', '.join(names)}, a tuple; got {len(received)} result(s)")
        return GradientReport(tuple(lines), passed=False)
    for index, (called, gradient) in enumerate(zip(names, received, strict=True)):
        lines += _compared(called, gradient, loss, arrays, index, RULES.get(name, ""))
    return GradientReport(tuple(lines), all(line[0] != "✗" for line in lines))


def _by_layer(
    function: Callable[..., Any],
    layer: str,
    arguments: Sequence[Any],
    options: Mapping[str, Any],
    names: Sequence[str],
    seed: int,
) -> tuple[list[Array], Loss, tuple[Any, ...]]:
    from autograder.truth import keras_layers

    forward = getattr(keras_layers, layer)
    arrays = [np.array(one, dtype=float) for one in arguments]
    if "dbias" in names:
        arrays.append(np.zeros(arrays[1].shape[-1]))
    dy = np.random.default_rng(seed).normal(size=forward(*arrays, **options).shape)

    def loss(moved: Sequence[Array]) -> float:
        return float(np.sum(dy * forward(*moved, **options)))

    given = [array.copy() for array in arrays[: len(arguments)]]
    received = function(dy.copy(), *given, **options)
    return arrays, loss, received if isinstance(received, tuple) else (received,)


def _by_own_loss(
    function: Callable[..., Any], arguments: Sequence[Any]
) -> tuple[list[Array], Loss, tuple[Any, ...]]:
    scores, labels = np.array(arguments[0], dtype=float), np.asarray(arguments[1])

    def loss(moved: Sequence[Array]) -> float:
        return float(function(moved[0].copy(), labels)[0])

    received = function(scores.copy(), labels)
    return [scores], loss, received[1:] if isinstance(received, tuple) else ()


def _compared(
    called: str, gradient: Any, loss: Loss, arrays: Sequence[Array], index: int, rule: str
) -> Iterator[str]:
    """Yield what is to be said of one gradient."""
    expected = arrays[index].shape
    if np.shape(gradient) != expected:
        yield (
            f"✗ {called}: its shape is {_written(np.shape(gradient))}; expected "
            f"{_written(expected)}, that of what it belongs to"
        )
        return
    slopes = _slopes(loss, arrays, index)
    yours = np.array([np.asarray(gradient, dtype=float)[place] for place in slopes.places])
    compared = ~slopes.is_kink
    differs = compared & ~(
        np.abs(yours - slopes.central) <= TOLERANCE * _scale(slopes.central[compared])
    )
    count = int(compared.sum())
    if differs.any():
        first = int(np.argmax(differs))
        yield (
            f"✗ {called}: {differs.sum()} of {count} numbers differ; at "
            f"{list(slopes.places[first])} yours is {yours[first]:.3g}, by differences "
            f"{slopes.central[first]:.3g}"
        )
    elif count:
        most = np.abs(yours - slopes.central)[compared].max()
        yield f"✓ {called}: {count} of {count} numbers agree; the largest difference is {most:.0e}"
    if slopes.is_kink.any():
        first = int(np.argmax(slopes.is_kink))
        up, down = slopes.up[first], slopes.down[first]
        kinks = int(slopes.is_kink.sum())
        were = "number was" if kinks == 1 else "numbers were"
        yield (
            f"· {called}: {kinks} {were} not compared. At "
            f"{list(slopes.places[first])} a step up has the slope {up:.3g}, a step down "
            f"{down:.3g}: that is a kink, and their mean is no gradient."
            + (f" What is right there is a rule: {rule}." if rule else "")
        )


def _slopes(loss: Loss, arrays: Sequence[Array], index: int) -> _Slopes:
    here = loss(arrays)
    size = arrays[index].size
    chosen = np.unique(np.linspace(0, size - 1, min(size, MOST)).round().astype(int))
    places = [
        tuple(int(axis) for axis in np.unravel_index(place, arrays[index].shape))
        for place in chosen.tolist()
    ]
    up = [(_moved(loss, arrays, index, place, STEP) - here) / STEP for place in places]
    down = [(here - _moved(loss, arrays, index, place, -STEP)) / STEP for place in places]
    return _Slopes(places, np.array(up), np.array(down))


def _moved(
    loss: Loss, arrays: Sequence[Array], index: int, place: tuple[int, ...], step: float
) -> float:
    moved = [array.copy() for array in arrays]
    moved[index][place] += step
    return loss(moved)


def _scale(numbers: Array) -> float:
    return max(1.0, float(np.abs(numbers).max(initial=0)))


def _written(shape: tuple[int, ...]) -> str:
    return str(shape) if shape else "one number"
