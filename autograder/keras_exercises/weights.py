"""Read the weights that a student trained, and see how many digits they read right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.keras_exercises.plain import LONGEST_NAME, arrays_of
from autograder.truth.ask_keras import asks_keras
from autograder.vocabulary.exercise import Call

__all__ = ["Trained", "read_weights"]

LONGEST_REASON = 3 * LONGEST_NAME
MOST_SHOWN = 10
LAB_NETWORK = asks_keras("share_read")


@dataclass(frozen=True)
class Trained:
    """A network as its file shows it."""

    share: float
    """Of the 10,000 test images, those that it reads right."""
    bias: float
    """The mean over the layers of the mean size of their biases. They begin at 0."""


def read_weights(
    shapes: Sequence[tuple[int, ...]],
    call: Call,  # noqa: ARG001 - as all readers
    data: Any,
    reads: Callable[..., float] = LAB_NETWORK,
) -> Trained | str:
    """Return how well the network reads the 10,000 test images, or why there is none.

    Parameters
    ----------
    shapes : sequence of tuples
        Those of the network's arrays.
    call : Call
        Not looked at.
    data : list of arrays
        Or, as text, why there are none.
    reads : function
        From the arrays: the share of the 10,000 test images that a network with them reads right.

    Examples
    --------
    >>> read_weights([(2, 2)], Call(), [])
    'The weights file holds other arrays than the network has: none.'
    """
    if type(data) is str:
        return "".join(filter(str.isprintable, data[:LONGEST_REASON]))
    weights = arrays_of(_in_order(data, shapes), shapes)
    if weights is None:
        return f"The weights file holds other arrays than the network has: {_shapes(data)}."
    with np.errstate(over="ignore"):
        weights = [weight.astype(np.float32) for weight in weights]
    if not all(np.isfinite(weight).all() for weight in weights):
        return "The weights file holds NaN or infinity: the training went wrong."
    share = reads(weights)
    biases = [float(np.abs(weight).mean()) for weight in weights if weight.ndim == 1]
    return Trained(share, sum(biases) / max(1, len(biases)))


def _in_order(data: Any, shapes: Sequence[tuple[int, ...]]) -> Any:
    """Put arrays in Keras's order if their shapes alone tell which is which.

    Examples
    --------
    >>> kernel, bias = np.zeros((2, 3)), np.zeros(3)
    >>> [array.shape for array in _in_order([bias, kernel], [(2, 3), (3,)])]
    [(2, 3), (3,)]
    """
    is_list = type(data) in (tuple, list) and all(type(item) is np.ndarray for item in data)
    if not is_list or len(data) != len(shapes) or len({*shapes}) != len(shapes):
        return data
    by_shape = {array.shape: array for array in data}
    return [by_shape[shape] for shape in shapes] if by_shape.keys() == {*shapes} else data


def _shapes(data: Any) -> str:
    arrays = data[:MOST_SHOWN] if type(data) in (tuple, list) else []
    shown = ", ".join(str(array.shape) for array in arrays if type(array) is np.ndarray)
    return shown or "none"
