"""What predictions of pooling are made of: Keras's pooling layers, arguments or result bent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.misconceptions.bending import Pair, borders, pair, right_zeros
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UnpredictableError

__all__ = [
    "Arguments",
    "Bending",
    "in_average",
    "in_both",
    "in_max",
    "keras_average",
    "keras_max",
]

keras_max = keras_says("max_pool2d")
keras_average = keras_says("average_pool2d")


@dataclass(frozen=True)
class Arguments:
    """The arguments of a pooling, read; `keras` is the layer that is meant."""

    keras: Callable[..., Array]
    x: Array
    pool_size: Pair
    strides: Pair
    padding: str
    strides_given: bool

    @property
    def is_same(self) -> bool:
        """Tell whether padding is "same"."""
        return self.padding == "same"

    @property
    def map_size(self) -> Pair:
        """Rows and columns of a map."""
        return self.x.shape[1], self.x.shape[2]

    def ask_keras(self, keras: Callable[..., Array] | None = None, **changes: Any) -> Array:
        """Return Keras's result, of another layer or with other arguments."""
        arguments = {
            name: changes.get(name, getattr(self, name))
            for name in ("x", "pool_size", "strides", "padding")
        }
        sizes = zip(arguments["pool_size"], arguments["x"].shape[1:3], strict=True)
        if arguments["padding"] == "valid" and any(pool > size for pool, size in sizes):
            raise UnpredictableError
        return (keras or self.keras)(**arguments)

    def padded(self, fill: float) -> Array:
        """Return x inside of a border of `fill`, as wide as "same" needs it."""
        if not self.is_same:
            return self.x
        rows, columns = borders(self.map_size, self.pool_size, self.strides, right_zeros)
        around = ((0, 0), rows, columns, (0, 0))
        return np.pad(self.x.astype(float), around, constant_values=fill)


Bending = Callable[[Arguments], Array]
"""One way of making a mistake: from the arguments, what is returned."""


def in_max(*ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `max_pool2d`."""
    return {"max_pool2d": tuple(_prediction(keras_max, bending) for bending in ways)}


def in_average(*ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `average_pool2d`."""
    return {"average_pool2d": tuple(_prediction(keras_average, bending) for bending in ways)}


def in_both(*ways: Bending) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for both."""
    return in_max(*ways) | in_average(*ways)


def _prediction(keras: Callable[..., Array], bending: Bending) -> Prediction:
    def predict(x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid") -> Array:
        given = Arguments(
            keras,
            np.asarray(x),
            pair(pool_size),
            pair(pool_size if strides is None else strides),
            padding.lower(),
            strides is not None,
        )
        return bending(given)

    return predict
