"""What is offered as the answer to an exercise, as plain data: all that a judge knows of it."""

from dataclasses import dataclass

from autograder.vocabulary.exercise import Problem
from autograder.vocabulary.outcome import Outcome

__all__ = ["LIBRARIES", "ForbiddenUse", "Offer"]

LIBRARIES = frozenset(
    {
        "PIL",
        "autograder",
        "bottleneck",
        "cnn_reference",
        "cupy",
        "cv2",
        "dask",
        "jax",
        "jaxlib",
        "keras",
        "mahotas",
        "mlx",
        "mxnet",
        "onnxruntime",
        "paddle",
        "scipy",
        "skimage",
        "sklearn",
        "tensorflow",
        "tf_keras",
        "theano",
        "torch",
        "torchvision",
        "xarray",
    }
)
"""What computes the NumPy exercises, or could."""


@dataclass(frozen=True)
class ForbiddenUse:
    """Something that an answer uses and may not."""

    what: str
    """``"scipy.signal"``, or a way round the rule, ``"eval"``."""
    line: str = ""
    """The line of code as written; empty where the source is not known."""
    where: str = ""
    """The function that the line stands in; empty outside of any."""

    @property
    def is_library(self) -> bool:
        """Whether it is one of `LIBRARIES`, or in one."""
        return self.what.partition(".")[0] in LIBRARIES


@dataclass(frozen=True)
class Offer:
    """An answer as it is handed to a judge, in this process or another one."""

    exercise: str
    """Its name."""
    type_name: str = "function"
    is_callable: bool = True
    forbidden: ForbiddenUse | None = None
    """Seen in its code, where the exercise is one for NumPy alone."""
    outcomes: tuple[Outcome, ...] | None = None
    """What came of `Exercise.calls`, in their order; None if no call was made."""
    problem: Problem | None = None
    """Why nothing is known of the answer: it never came, or could not be trusted."""
    helpers: tuple[str, ...] = ()
    """The names of the functions of its author that it calls."""
    near: str = ""
    """The name of a function that may be the answer, where what was handed out is unchanged."""
