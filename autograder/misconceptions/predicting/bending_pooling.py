"""What predictions of pooling are made of: Keras's pooling layers, arguments or result bent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.border import KERAS_BORDER, Border, Pair, pair
from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UnpredictableError

__all__ = [
    "OUTSIDE",
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

OUTSIDE = -1e9
"""Stands for what lies outside of a map: smaller than any number that is asked with."""


def _keras_layer(given: "Arguments") -> Array:
    """Ask Keras; of a border that is not Keras's own, without padding."""
    if given.is_same and (given.border is not KERAS_BORDER or given.fill is not None):
        fill = OUTSIDE if given.fill is None else given.fill
        given = replace(given, x=given.padded(fill), padding="valid")
        return _without_outside(given) if given.fill is None else _keras_layer(given)
    sizes = zip(given.pool_size, given.map_size, strict=True)
    if not given.is_same and any(pool > size for pool, size in sizes):
        raise UnpredictableError
    return given.keras(given.x, given.pool_size, given.strides, given.padding)


def _without_outside(given: "Arguments") -> Array:
    """Pool without padding, and let what is `OUTSIDE` take no part."""
    if given.keras is keras_max:
        y = _keras_layer(given)
        return np.where(y == OUTSIDE, -np.inf, y)
    real = given.x != OUTSIDE
    with np.errstate(invalid="ignore", divide="ignore"):
        sums = _keras_layer(replace(given, x=np.where(real, given.x, 0)))
        return np.asarray(sums / _keras_layer(replace(given, x=real.astype(float))))


@dataclass(frozen=True)
class Arguments:
    """The arguments of a pooling, read; `keras` is the layer that is meant."""

    keras: Callable[..., Array]
    x: Array
    pool_size: Pair
    strides: Pair
    padding: str
    strides_given: bool
    border: Border = KERAS_BORDER
    """How wide "same" makes the border."""
    fill: float | None = None
    """What stands there and takes part; None if nothing does."""
    layer: Callable[["Arguments"], Array] = field(default=_keras_layer, repr=False)

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
        changed = replace(self, keras=keras or self.keras, **changes)
        return changed.layer(changed)

    def ask_inside(self, **changes: Any) -> Array:
        """Return the result without padding, where what is `OUTSIDE` takes no part."""
        return _without_outside(replace(self, padding="valid", **changes))

    def padded(self, fill: float) -> Array:
        """Return x inside of a border of `fill`, as wide as "same" needs it."""
        if not self.is_same:
            return self.x
        border = replace(self.border, how={"constant_values": fill})
        return border.around(self.x.astype(float), self.pool_size, self.strides)


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
    def read(x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid") -> Arguments:
        return Arguments(
            keras,
            np.asarray(x),
            pair(pool_size),
            pair(pool_size if strides is None else strides),
            padding.lower(),
            strides is not None,
        )

    return Bent(read, bending, lambda result: result)
