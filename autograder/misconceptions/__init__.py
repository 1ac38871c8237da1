"""The mistakes that the checks know by name, each beside its predictions: what it leads to.

A module is a topic. A new mistake goes into the module of its topic and that module's list; a new
topic goes into the list below. What all predictions are made of stands in `predicting`.
"""

from collections.abc import Iterable
from dataclasses import replace

from autograder.judge.offers import USES_A_LIBRARY
from autograder.misconceptions import (
    backward,
    bias_and_activation,
    channels,
    keras_model,
    kernel,
    network,
    padding,
    pictures,
    pooling,
    pooling_padding,
    pooling_windows,
    sizes,
    softmax,
    strides,
)
from autograder.vocabulary.misconception import Misconception

__all__ = ["ALL", "USES_A_LIBRARY", "of_exercise"]


def _told_apart(every: Iterable[Misconception]) -> tuple[Misconception, ...]:
    """Have each later text of a code say in which exercise it is told."""
    told: set[str] = set()
    apart = []
    for one in every:
        made_in = next(iter((*one.predictions, *one.signs)), "")
        apart.append(replace(one, told_in=made_in) if one.code in told else one)
        told.add(one.code)
    return tuple(apart)


_EVERY = (
    *kernel.MISCONCEPTIONS,
    *sizes.MISCONCEPTIONS,
    *strides.MISCONCEPTIONS,
    *padding.MISCONCEPTIONS,
    *channels.MISCONCEPTIONS,
    *bias_and_activation.MISCONCEPTIONS,
    *softmax.MISCONCEPTIONS,
    *pictures.MISCONCEPTIONS,
    *pooling.MISCONCEPTIONS,
    *pooling_windows.MISCONCEPTIONS,
    *pooling_padding.MISCONCEPTIONS,
    *network.MISCONCEPTIONS,
    *keras_model.MISCONCEPTIONS,
    *backward.MISCONCEPTIONS,
    USES_A_LIBRARY,
)
ALL = _told_apart(_EVERY)


def of_exercise(name: str) -> tuple[Misconception, ...]:
    """Return those that can be made in this exercise.

    Examples
    --------
    >>> [misconception.code for misconception in of_exercise("relu")]
    ['RELU-ABSOLUTE', 'RELU-LEAKY', 'RELU-CUT-ABOVE', 'RELU-STEP']
    """
    return tuple(
        misconception
        for misconception in ALL
        if name in misconception.predictions or name in misconception.signs
    )
