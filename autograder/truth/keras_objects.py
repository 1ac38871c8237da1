"""What Keras's own losses, metrics and layers do that somebody chose by their names."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.truth import CPU
from autograder.truth.quiet import quiet_stderr

with quiet_stderr():
    import keras

__all__ = ["built", "loss", "metric"]

Array = npt.NDArray[Any]
Shape = tuple[int | None, ...]


def loss(name: str, settings: dict[str, Any], labels: Array, outputs: Array) -> float | None:
    """Return the mean loss; None if it can't take such labels and outputs."""
    try:
        with keras.device(CPU):
            made = getattr(keras.losses, name)(**settings)
            return float(np.mean(np.asarray(made(labels, outputs))))
    except Exception:  # whatever Keras raises
        return None


def metric(name: str, settings: dict[str, Any], labels: Array, outputs: Array) -> float | None:
    """Return what a metric measures; None if it can't take such labels and outputs."""
    try:
        with keras.device(CPU):
            made = getattr(keras.metrics, name)(**settings)
            made.update_state(labels, outputs)
            return float(made.result())
    except Exception:  # whatever Keras raises
        return None


def built(
    kind: str, settings: tuple[tuple[str, Any], ...], shape: Shape, most_numbers: int
) -> tuple[Shape, int] | None:
    """Build a layer: the shape of its output, and how many parameters it has.

    None if there is no such layer for this shape, or more than `most_numbers` come out for one
    image.
    """
    try:
        with keras.device(CPU):
            made = getattr(keras.layers, kind)(**dict(settings))
            result = tuple(made.compute_output_shape(shape))
            if math.prod(size or 1 for size in result[1:]) > most_numbers:
                return None
            made.build(shape)
    except Exception:  # whatever Keras raises
        return None
    return result, int(made.count_params())
