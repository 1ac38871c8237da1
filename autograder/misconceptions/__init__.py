"""The mistakes that the checks know by name."""

from autograder.misconceptions import convolution, network, pooling
from autograder.vocabulary.misconception import Misconception, UnpredictableError

__all__ = ["ALL", "USES_A_LIBRARY", "Misconception", "UnpredictableError", "of_exercise"]

USES_A_LIBRARY = Misconception(
    "USES-A-LIBRARY",
    "a library computes the answer",
    "Your answer hands the work to Keras, SciPy or the like, or uses Python in a way that could "
    "hide it. These exercises are about writing the computation itself.",
    "Write it with NumPy and plain Python: `import numpy as np` is all that you need.",
)
"""Seen in the code of an answer, not in its results."""

ALL = (
    *convolution.MISCONCEPTIONS,
    *pooling.MISCONCEPTIONS,
    *network.MISCONCEPTIONS,
    USES_A_LIBRARY,
)


def of_exercise(name: str) -> tuple[Misconception, ...]:
    """Return those that can be made in this exercise.

    Examples
    --------
    >>> [misconception.code for misconception in of_exercise("relu")]
    ['RELU-ABSOLUTE', 'RELU-LEAKY']
    """
    return tuple(
        misconception
        for misconception in ALL
        if name in misconception.predictions or name in misconception.signs
    )
