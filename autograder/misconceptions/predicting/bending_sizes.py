"""What predictions of the length of an output are made of: Keras's, asked with other arguments."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.misconceptions.predicting.border import keras_size
from autograder.misconceptions.predicting.joining import Bent
from autograder.vocabulary.misconception import Prediction

__all__ = ["Sizes", "in_output_size"]


def _keras(given: "Sizes") -> int:
    return keras_size(given.n, given.k, given.s, given.padding)


@dataclass(frozen=True)
class Sizes:
    """The arguments of `output_size`, read."""

    n: int
    k: int
    s: int
    word: str
    """The padding as it is handed in, in any letter case."""
    layer: Callable[["Sizes"], Any] = field(default=_keras, repr=False)

    @property
    def padding(self) -> str:
        """The padding in small letters."""
        return self.word.lower()

    @property
    def is_same(self) -> bool:
        """Tell whether padding is "same"."""
        return self.padding == "same"

    def ask_keras(self, **changes: Any) -> Any:
        """Return Keras's length, with some of the arguments changed."""
        changed = replace(self, **changes)
        return changed.layer(changed)


def _read(input_size: int, kernel_size: int, stride: int = 1, padding: str = "valid") -> Sizes:
    return Sizes(input_size, kernel_size, stride, padding)


def in_output_size(*ways: Callable[[Sizes], Any]) -> dict[str, tuple[Prediction, ...]]:
    """Return predictions for `output_size`.

    Examples
    --------
    >>> one_less, = in_output_size(lambda given: given.ask_keras() - 1)["output_size"]
    >>> one_less(5, 3), one_less(5, 3, padding="SAME")
    (2, 4)
    """
    return {"output_size": tuple(Bent(_read, way, lambda size: size) for way in ways)}
