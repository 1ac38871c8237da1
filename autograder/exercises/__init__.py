"""The exercises of the lab, by name. Each is declared in one place: its notebook's module."""

from types import MappingProxyType

from autograder.exercises import convolution, from_scratch, mnist_cnn, pooling

__all__ = ["EXERCISES", "NOTEBOOKS"]

NOTEBOOKS = MappingProxyType(
    {
        "1_convolution": convolution.EXERCISES,
        "2_pooling": pooling.EXERCISES,
        "3_mnist_cnn": mnist_cnn.EXERCISES,
        "4_from_scratch": from_scratch.EXERCISES,
    }
)
"""The exercises of each notebook, in order."""

EXERCISES = MappingProxyType(
    {exercise.name: exercise for exercises in NOTEBOOKS.values() for exercise in exercises}
)
