"""Notebook `1_backward` of backpropagation: 12 of its 36 points, for what has no windows."""

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments, matches_parts
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import eighths, large, ramp, transposed
from autograder.vocabulary.parts import Part

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6_backpropagation/1_backward"
GRADIENTS = "keras_gradients"
ANY_KIND = "any kind of numbers, arguments unchanged"

relu_backward = Exercise(
    name="relu_backward",
    signature="(dy, x)",
    hidden_axes={"dy": "a", "x": "a"},
    misconceptions=of_exercise("relu_backward"),
    expected=keras_says("relu_backward", GRADIENTS),
    cases=(
        Case(
            "dy passes where x is positive",
            1,
            (
                call(ramp(3, 4), eighths(201, 3, 4)),
                call(eighths(202, 2, 3, 2, 2), eighths(203, 2, 3, 2, 2)),
            ),
            "Where x is positive, relu hands its input on, and so dx is dy; elsewhere it is 0.",
        ),
        Case(
            "0 where x is 0",
            0.5,
            (
                call(ramp(2, 3), np.array([[0.0, 2, -1], [3, 0, 0]])),
                call(eighths(204, 4), np.array([1.5, 0, -0.0, 2])),
            ),
            "relu does not grow at 0 yet: compare with `>`.",
        ),
        Case(
            ANY_KIND,
            0.5,
            (
                call(np.array([[7, -3], [5, 2]]), np.array([[-2, 3], [0, 4]])),
                call(eighths(205, 2, 3), np.array([[1, -2, 0], [0, 3, -1]])),
                call(transposed(large(206, 2, 3)).astype(np.float32), eighths(207, 2, 3)),
            ),
            "Return a new array of real numbers.",
            matches_and_leaves_arguments,
        ),
    ),
)

THREE = (Part("dx"), Part("dkernel"), Part("dbias"))

dense_backward = Exercise(
    name="dense_backward",
    signature="(dy, x, kernel)",
    hidden_axes={"dy": "NU", "x": "NK", "kernel": "KU"},
    misconceptions=of_exercise("dense_backward"),
    expected=keras_says("dense_backward", GRADIENTS),
    parts=THREE,
    cases=(
        Case(
            "dbias",
            0.5,
            (
                call(ramp(1, 2), eighths(211, 1, 3), eighths(212, 3, 2)),
                call(ramp(3, 2), eighths(213, 3, 4), eighths(214, 4, 2)),
            ),
            "Each bias is added to every row: its gradient is the sum over the rows of dy.",
            matches_parts("dbias"),
        ),
        Case(
            "dkernel",
            1.25,
            (
                call(ramp(1, 3), ramp(1, 2), eighths(215, 2, 3)),
                call(eighths(216, 3, 2), eighths(217, 3, 4), eighths(218, 4, 2)),
                call(eighths(219, 3, 3), eighths(220, 3, 3), eighths(221, 3, 3)),
            ),
            "kernel[i, j] multiplies x[n, i] in output j: add x[n, i] * dy[n, j] over n.",
            matches_parts("dkernel"),
        ),
        Case(
            "dx",
            1.25,
            (
                call(ramp(1, 3), eighths(222, 1, 2), eighths(223, 2, 3)),
                call(eighths(224, 3, 2), eighths(225, 3, 4), eighths(226, 4, 2)),
                call(eighths(227, 3, 3), eighths(228, 3, 3), eighths(229, 3, 3)),
            ),
            "x[n, i] enters every output j by kernel[i, j]: add dy[n, j] * kernel[i, j] over j.",
            matches_parts("dx"),
        ),
        Case(
            "any kind of numbers, one unit, arguments unchanged",
            1,
            (
                call(eighths(230, 2, 2), np.arange(6).reshape(2, 3), np.arange(6).reshape(3, 2)),
                call(np.array([[3], [-2]]), np.arange(6).reshape(2, 3), eighths(231, 3, 1)),
                call(
                    transposed(large(232, 4, 2)).astype(np.float32),
                    eighths(233, 4, 3),
                    eighths(234, 3, 2),
                ),
            ),
            "Return three new arrays, each with the shape of what it belongs to.",
            matches_and_leaves_arguments,
        ),
    ),
)

softmax_cross_entropy = Exercise(
    name="softmax_cross_entropy",
    signature="(scores, labels)",
    hidden_axes={"scores": "NK", "labels": "N"},
    misconceptions=of_exercise("softmax_cross_entropy"),
    expected=keras_says("softmax_cross_entropy", GRADIENTS),
    parts=(Part("loss", result="number"), Part("dscores")),
    cases=(
        Case(
            "the loss of one row of scores",
            1,
            (
                call(ramp(1, 4), np.array([2])),
                call(eighths(241, 1, 5), np.array([0])),
                call(eighths(242, 1, 3), np.array([2])),
            ),
            "The loss is -log of the probability that softmax gives to the label.",
            matches_parts("loss"),
        ),
        Case(
            "dscores of one row of scores",
            1.5,
            (
                call(ramp(1, 4), np.array([1])),
                call(eighths(243, 1, 5), np.array([3])),
                call(eighths(244, 1, 3), np.array([0])),
            ),
            "What is left of the two gradients together is short: the probabilities, "
            "less 1 at the label.",
            matches_parts("dscores"),
        ),
        Case(
            "several rows: the loss is their mean",
            1,
            (
                call(eighths(245, 3, 4), np.array([1, 3, 0])),
                call(eighths(246, 5, 3), np.array([2, 2, 0, 1, 2])),
            ),
            "Take the mean of the rows' losses, each with its own label.",
            matches_parts("loss"),
        ),
        Case(
            "several rows: dscores is the gradient of that mean",
            1,
            (
                call(eighths(247, 3, 4), np.array([1, 3, 0])),
                call(eighths(248, 5, 3), np.array([2, 2, 0, 1, 2])),
                call(eighths(249, 3, 3), np.array([2, 0, 0])),
            ),
            "Each row has its share of the mean: divide by the number of rows, once.",
            matches_parts("dscores"),
        ),
        Case(
            "large scores do not overflow",
            1,
            (
                call(
                    np.array([[1000.0, 1001.0, 998.0], [-1000.0, -999.0, -1003.0]]),
                    np.array([0, 2]),
                ),
                call(np.array([[0.5, 1000.0, -1000.0]]), np.array([2])),
                call(np.array([[-900.0, 900.0], [1000.0, -500.0]]), np.array([0, 0])),
            ),
            "Subtract the largest score of the row first, and take no log of a probability: "
            "the log of a quotient is a difference.",
        ),
        Case(
            ANY_KIND,
            0.5,
            (
                call(np.array([[3, 1, 2], [0, 4, 1]]), np.array([0, 2])),
                call(eighths(250, 4, 3).astype(np.float32), np.array([0, 2, 1, 1], dtype=np.uint8)),
                call(transposed(large(251, 3, 4)), np.array([3, 0, 1])),
            ),
            "Return a number and a new array of floats.",
            matches_and_leaves_arguments,
        ),
    ),
)

EXERCISES = (relu_backward, dense_backward, softmax_cross_entropy)
