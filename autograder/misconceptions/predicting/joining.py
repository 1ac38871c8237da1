"""Predictions that can be joined: two mistakes at once, each bending what the other one asks.

A mistake in an exercise with arrays is a change of what Keras is asked, or of what it returned. Its
bending takes the arguments, read, and asks by ``given.ask_keras(…)``. Let it ask another bending
instead of Keras, and both mistakes are made.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from autograder.vocabulary.misconception import UndeterminedError, UnpredictableError

__all__ = ["Bent", "Given"]


class Given(Protocol):
    """The arguments of an exercise, read, and whom to ask with them."""

    @property
    def layer(self) -> Callable[[Any], Any]:
        """Takes arguments like these; Keras, unless mistakes are joined."""


G = TypeVar("G", bound=Any)


@dataclass(frozen=True)
class Bent(Generic[G]):
    """A prediction: arguments are read, bent and asked with, and the result is written.

    Examples
    --------
    >>> @dataclass(frozen=True)
    ... class Number:
    ...     value: int
    ...     layer: Callable[["Number"], int] = lambda given: given.value
    >>> def bent(bending):
    ...     return Bent(Number, bending, lambda result: result)
    >>> doubled = bent(lambda given: 2 * given.layer(given))
    >>> negated = bent(lambda given: given.layer(replace(given, value=-given.value)))
    >>> doubled(3), negated(3), doubled.after(negated)(3)
    (6, -3, -6)
    """

    read: Callable[..., G]
    bending: Callable[[G], Any]
    write: Callable[[Any], Any]
    """Makes of the bending's result what the exercise returns."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Return what somebody with this mistake returns."""
        return self.write(self.bending(self.read(*arguments, **options)))

    def after(self, other: "Bent[G]") -> "Bent[G]":
        """Return the prediction for who makes this mistake and the other one, too."""

        def both(given: G) -> Any:
            def asked(changed: G) -> Any:
                return other.bending(replace(changed, layer=given.layer))

            try:
                return self.bending(replace(given, layer=asked))
            except (UndeterminedError, UnpredictableError):
                raise
            except Exception as error:  # the one can't do anything with what the other returned
                raise UnpredictableError from error

        return Bent(self.read, both, self.write)
