"""The class: who hands in what, and the points that it should get.

The points were worked out by hand from the cases in `autograder.exercises`, so that the demo
tests the checker and not the other way round.
"""

from dataclasses import dataclass

from autograder.assignments import LAB6
from autograder.exercises import NOTEBOOKS as EXERCISES_OF

__all__ = [
    "AUTOMATIC",
    "CLASS",
    "EVERYTHING",
    "MAXIMUM",
    "NOTEBOOKS",
    "WRITTEN",
    "Points",
    "Student",
    "Submission",
]

Points = tuple[float, ...]
"""One number for each notebook of an assignment."""

NOTEBOOKS = LAB6.notebooks
MAXIMUM: Points = (40, 15, 30, 15)
AUTOMATIC: Points = (40, 15, 26, 15)
"""Without the two written answers, 2 points each, that a person reads."""

WRITTEN = ("why_pooling", "deeper_filters")
EVERYTHING = frozenset(WRITTEN) | {
    exercise.name for path in LAB6.paths for exercise in EXERCISES_OF[path]
}


@dataclass(frozen=True)
class Submission:
    """What is handed in at one time; the model solution, but for what is said here."""

    expected: Points
    answers: str = ""
    """The file of `demo/answers` whose cells replace the solution's."""
    untouched: frozenset[str] = frozenset()
    """The exercises left as they were released."""
    missing: frozenset[str] = frozenset()
    """The notebooks that are not handed in."""
    has_weights: bool = True


@dataclass(frozen=True)
class Student:
    """A made-up student; the last of the submissions counts."""

    name: str
    """Lower case; no two begin with the same letter, since groups are told apart by it."""
    story: str
    submissions: tuple[Submission, ...]


def _student(name: str, story: str, *submissions: Submission) -> Student:
    return Student(name, story, submissions)


CLASS = (
    _student("ada", "all right: nothing but loops", Submission(AUTOMATIC, "loops")),
    _student("bela", "all right: windows as a view, einsum", Submission(AUTOMATIC, "windows")),
    _student(
        "chloe",
        "all right: im2col, helpers in a cell of their own",
        Submission(AUTOMATIC, "im2col"),
    ),
    _student("dmitri", "all right: sums of shifted maps", Submission(AUTOMATIC, "slices")),
    _student(
        "emre",
        '"same": the extra zero goes first',
        # pad_same 3 of 7, strided_convolve2d 3.5 of 7, conv2d 9.5 of 12
        Submission((30, 15, 26, 15), "extra_zero_first"),
    ),
    _student(
        "farah",
        "ignores padding and the strides of convolution",
        # pad_same 0 of 7, output_size 1 of 4, strided_convolve2d 1 of 7, conv2d 8 of 12;
        # max_pool2d 8 of 10, average_pool2d 2.5 of 5
        Submission((20, 10.5, 26, 15), "valid_only", untouched=frozenset({"pad_same"})),
    ),
    _student(
        "goran",
        "pools zeros along; the network is Sequential",
        # max_pool2d 8 of 10, average_pool2d 2.5 of 5; build_cnn 7 of 8
        Submission((40, 10.5, 25, 15), "zeros_in_pooling"),
    ),
    _student(
        "hana",
        "no bias, cut to integers, no pooling strides, adam",
        # convolve2d and strided_convolve2d 6.5 of 7, conv2d 9.5 of 12; max_pool2d 5 of 10,
        # average_pool2d 1.5 of 5; compile_cnn and train_cnn 2 of 3; predict 0 of 9: no bias
        Submission((36.5, 6.5, 24, 6), "forgetful"),
    ),
    _student(
        "ilya",
        "hands in what was released",
        Submission((0, 0, 0, 0), untouched=EVERYTHING, has_weights=False),
    ),
    _student(
        "jonas",
        "cells and functions that stop with an error",
        # pad_same is never defined, strided_convolve2d 3.5 of 7, conv2d 0 of 12, so predict 0 of 9
        Submission((17.5, 15, 26, 6), "crash"),
    ),
    _student(
        "kim",
        "convolve2d never comes to an end",
        Submission((33, 15, 26, 15), "endless"),  # convolve2d 0 of 7
    ),
    _student(
        "lina",
        "all right, but no file of weights",
        Submission((40, 15, 20, 15), has_weights=False),  # trained_network 0 of 6
    ),
    _student(
        "mateo",
        "notebook 3 not handed in",
        Submission((40, 15, 0, 15), missing=frozenset({"3_mnist_cnn"})),
    ),
    _student(
        "nia",
        "hands in more and better a week later: that counts",
        # pad_same 3 of 7, output_size 2.5 of 4, strided_convolve2d 3.5 of 7, conv2d 9.5 of 12
        Submission(
            (28.5, 0, 0, 0),
            "half_the_kernel",
            missing=frozenset(NOTEBOOKS[1:]),
            has_weights=False,
        ),
        Submission(AUTOMATIC, "windows"),
    ),
)
