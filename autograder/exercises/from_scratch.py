"""Notebook `4_from_scratch`: 15 points."""

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import eighths, ramp

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6/4_from_scratch"

relu = Exercise(
    name="relu",
    signature="(x)",
    hidden_axes={"x": ""},
    misconceptions=of_exercise("relu"),
    expected=keras_says("relu"),
    cases=(
        Case(
            "elementwise, any shape",
            0.5,
            (call(eighths(1, 4, 3)), call(eighths(2, 2, 3, 2, 2)), call(np.array([-3.0, 0, 2.5]))),
            "Negative numbers become 0, all others stay.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.5,
            (call(np.array([[-2, 3], [0, -7]])),),
            "Return a new array.",
            matches_and_leaves_arguments,
        ),
    ),
)

softmax = Exercise(
    name="softmax",
    signature="(x)",
    hidden_axes={"x": ""},
    misconceptions=of_exercise("softmax"),
    expected=keras_says("softmax"),
    cases=(
        Case(
            "one row of scores",
            1,
            (call(ramp(1, 4)), call(eighths(11, 1, 10))),
            "exp of each score, divided by the sum of all of them.",
        ),
        Case(
            "several rows, each on its own",
            1,
            (call(eighths(12, 3, 5)), call(eighths(13, 2, 3, 4))),
            "Take the maximum and the sum over the last axis, and keep it: keepdims=True.",
        ),
        Case(
            "large scores do not overflow",
            0.75,
            (
                call(np.array([[1000.0, 1001.0, 998.0], [-1000.0, -999.0, -1003.0]])),
                call(np.array([[0.5, 1000.0, -1000.0]])),
            ),
            "Subtract the largest score of the row first: the quotient stays the same.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.25,
            (call(np.array([[3, 1, 2]])),),
            "Return a new array of floats.",
            matches_and_leaves_arguments,
        ),
    ),
)

dense = Exercise(
    name="dense",
    signature="(x, kernel, bias)",
    hidden_axes={"x": "NK", "kernel": "KU", "bias": "U"},
    misconceptions=of_exercise("dense"),
    expected=keras_says("dense"),
    cases=(
        Case(
            "one row of features",
            1,
            (
                call(ramp(1, 3), eighths(21, 3, 2), eighths(22, 2)),
                call(eighths(23, 1, 4), eighths(24, 4, 4), eighths(25, 4)),
            ),
            "A matrix product, (N, features) with (features, units), then the bias.",
        ),
        Case(
            "several rows",
            0.75,
            (call(eighths(26, 3, 4), eighths(27, 4, 3), eighths(28, 3)),),
            "Every row gets the same bias: one number for each unit.",
        ),
        Case(
            "any kind of numbers, arguments unchanged",
            0.25,
            (call(np.arange(6).reshape(2, 3), eighths(29, 3, 2), eighths(30, 2)),),
            "Return a new array.",
            matches_and_leaves_arguments,
        ),
    ),
)

SHAPES = (
    (3, 3, 1, 32),
    (32,),
    (3, 3, 32, 64),
    (64,),
    (3, 3, 64, 128),
    (128,),
    (1152, 10),
    (10,),
)


def _network(seed: int) -> list[np.ndarray]:
    """Return weights that keep the scale from layer to layer, so that every layer shows."""
    rng = np.random.default_rng(seed)
    return [
        rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])), shape).astype(np.float32)
        if len(shape) > 1
        else rng.normal(0, 0.3, shape).astype(np.float32)
        for shape in SHAPES
    ]


def _images(seed: int, number: int) -> np.ndarray:
    return np.random.default_rng(seed).random((number, 28, 28, 1), dtype=np.float32)


ONE_IMAGE = call(_network(31), _images(32, 1))

predict = Exercise(
    name="predict",
    signature="(weights, images)",
    hidden_axes={"weights": "", "images": "N..."},
    misconceptions=of_exercise("predict"),
    expected=keras_says("predict"),
    seconds=90,
    tolerance=1e-4,
    cases=(
        Case(
            "one image",
            5,
            (ONE_IMAGE,),
            "Follow one image through the layers and compare each shape with model.summary().",
        ),
        Case(
            "several images, other weights",
            3.5,
            (call(_network(33), _images(34, 2)),),
            "Use the weights that are handed in, and flatten each image on its own.",
            is_asked_twice=False,  # it takes seconds
        ),
        Case(
            "arguments left as they were",
            0.5,
            (ONE_IMAGE,),
            "Return a new array.",
            matches_and_leaves_arguments,
            is_asked_twice=False,
        ),
    ),
)

EXERCISES = (relu, softmax, dense, predict)
