"""What `softmax_cross_entropy` takes and returns, and ways to change it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.misconceptions.predicting.joining import Bent
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.misconception import Prediction, UnpredictableError

__all__ = ["Answer", "Rows", "Way", "in_loss", "of_both", "of_dscores", "of_loss", "softmax_rows"]

keras_loss = keras_says("softmax_cross_entropy", "keras_gradients")
keras_softmax = keras_says("softmax")

Answer = tuple[Any, Any]
"""loss and dscores."""


def softmax_rows(scores: Array) -> Array:
    """Ask Keras, which warns of rows of one score."""
    if scores.shape[-1] == 1:
        return np.ones(scores.shape)
    return np.array(keras_softmax(scores.astype(float)))


@dataclass(frozen=True)
class Rows:
    """The arguments of `softmax_cross_entropy`."""

    scores: Array
    labels: Array
    layer: Callable[["Rows"], Answer] = field(
        default=lambda given: keras_loss(given.scores, given.labels), repr=False
    )

    @property
    def number(self) -> int:
        """How many rows."""
        return len(self.scores)

    @property
    def picked(self) -> Array:
        """1 at the label, 0 elsewhere."""
        return np.eye(self.scores.shape[1])[self.labels]

    def ask_keras(self, **changes: Any) -> Answer:
        """Return loss and gradient, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)

    def probabilities(self) -> Array:
        """Return the softmax of each row."""
        return softmax_rows(self.scores)


Way = Callable[[Rows], Answer]


def _read(scores: Any, labels: Any) -> Rows:
    given = Rows(np.asarray(scores), np.asarray(labels))
    if given.labels.max() >= given.scores.shape[1]:
        raise UnpredictableError
    return given


def in_loss(*ways: Way) -> dict[str, tuple[Prediction, ...]]:
    """Return the ways as what a misconception predicts."""
    return {"softmax_cross_entropy": tuple(Bent(_read, way, lambda answer: answer) for way in ways)}


def of_loss(change: Callable[[Rows, Any], Any]) -> Way:
    """Change the right loss alone."""

    def way(given: Rows) -> Answer:
        loss, dscores = given.ask_keras()
        return change(given, loss), dscores

    return way


def of_dscores(change: Callable[[Rows, Array], Any]) -> Way:
    """Change the right dscores alone."""

    def way(given: Rows) -> Answer:
        loss, dscores = given.ask_keras()
        return loss, change(given, dscores)

    return way


def of_both(loss_to: Callable[[Rows, Any], Any], dscores_to: Callable[[Rows, Any], Any]) -> Way:
    """Change the right loss and the right dscores."""

    def way(given: Rows) -> Answer:
        loss, dscores = given.ask_keras()
        return loss_to(given, loss), dscores_to(given, dscores)

    return way
