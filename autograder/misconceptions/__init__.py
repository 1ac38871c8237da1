"""The mistakes that the checks know by name."""

from autograder.misconceptions import convolution, network, pooling
from autograder.misconceptions.misconception import Misconception, Unpredictable

__all__ = ["ALL", "Misconception", "Unpredictable", "of_exercise"]

ALL = convolution.MISCONCEPTIONS + pooling.MISCONCEPTIONS + network.MISCONCEPTIONS


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
