"""The small network, compiled, for one training after another: traced once.

Tracing a step of training takes Keras several times as long as all that is trained here.
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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
        """Tell whether nobody has compiled it otherwise, or frozen something."""
        self.reset(self.model.get_weights())
        return (
            self.model.optimizer is self.optimizer
            and self.model.get_compile_config() == self.config
            and all(layer.trainable for layer in self.model.layers)
        )


_KEPT: list[_Compiled] = []


@contextlib.contextmanager
def trainable_model(weights: Sequence[Array]) -> Iterator[Any]:
    """Lend the small network with these weights, compiled as the lab compiles its own.

    It is kept for the next time if the training comes to its end and has left it as it was
    compiled.
    """
    compiled = _KEPT.pop() if _KEPT else _newly_compiled()
    compiled.reset(weights)
    yield compiled.model
    if compiled.is_as_compiled():
        _KEPT.append(compiled)


def _newly_compiled() -> _Compiled:
    model = small_model(initial_weights())
    model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    optimizer = model.optimizer
    optimizer.build(model.trainable_variables)
    state = [variable.numpy() for variable in optimizer.variables]
    return _Compiled(model, optimizer, model.get_compile_config(), state)
