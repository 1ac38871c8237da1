"""The small network, compiled, for one training after another: traced once.

Tracing a step of training takes Keras several times as long as all that is trained here.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.keras_exercises.small import Array, initial_weights, small_model

__all__ = ["trainable_model"]


@dataclass(frozen=True)
class _Compiled:
    """A compiled model, and what it was like before any step."""

    model: Any
    optimizer: Any
    config: dict[str, Any]
    state: list[Array]
    """Of the optimizer."""

    def reset(self, weights: Sequence[Array]) -> None:
        self.model.set_weights(weights)
        for variable, value in zip(self.optimizer.variables, self.state, strict=True):
            variable.assign(value)

    def is_as_compiled(self) -> bool:
        """Tell of one that was reset whether nobody has compiled it otherwise, or frozen a part."""
        return (
            self.model.optimizer is self.optimizer
            and self.model.get_compile_config() == self.config
            and all(layer.trainable for layer in self.model.layers)
        )


_KEPT: list[_Compiled] = []


@contextlib.contextmanager
def trainable_model(weights: Sequence[Array]) -> Iterator[Any]:
    """Lend the small network with these weights, compiled as the lab compiles its own.

    It is kept for the next time if the training comes to its end, and lent again if that has left
    it as it was compiled.
    """
    compiled = _kept() or _newly_compiled()
    compiled.reset(weights)
    yield compiled.model
    _KEPT.append(compiled)


def _kept() -> _Compiled | None:
    """Return the one that was lent before, as new; None if there is none, or it can't be had so."""
    if not _KEPT:
        return None
    compiled = _KEPT.pop()
    try:
        compiled.reset(initial_weights())
        return compiled if compiled.is_as_compiled() else None
    except Exception:  # whatever was done to it was right to do, and is no fault of the next answer
        return None


def _newly_compiled() -> _Compiled:
    model = small_model(initial_weights())
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    # Whatever is made by the first step has Keras trace that step twice: make it before.
    model.compute_metrics(None, np.zeros(1, dtype=int), np.full((1, 10), 0.1))
    model.reset_metrics()
    optimizer = model.optimizer
    optimizer.build(model.trainable_variables)
    state = [variable.numpy() for variable in optimizer.variables]
    return _Compiled(model, optimizer, model.get_compile_config(), state)
