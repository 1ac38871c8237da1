"""Notebook `2_training` of backpropagation: 14 points."""

from functools import partial

import numpy as np

from autograder.judge.comparison import matches_and_leaves_arguments, matches_parts
from autograder.keras_exercises import judges
from autograder.keras_exercises.observing import observe_weights
from autograder.keras_exercises.weights import read_weights
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import asks_keras, keras_says
from autograder.vocabulary.exercise import Case, Exercise, call
from autograder.vocabulary.inputs import Array
from autograder.vocabulary.parts import Part

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6_backpropagation/2_training"

SHAPES = ((3, 3, 1, 8), (8,), (3, 3, 8, 16), (16,), (400, 10), (10,))
AXES = ("HWCF", "", "HWCF", "", "", "")
PARAMETERS = tuple(Part(f"parameters[{place}]", axes=axes) for place, axes in enumerate(AXES))


def _parameters(seed: int, dtype: str = "float64") -> list[Array]:
    """Return parameters that keep the scale from layer to layer, so that every layer shows."""
    rng = np.random.default_rng(seed)
    return [
        rng.normal(0, np.sqrt(2 / np.prod(shape[:-1])) if len(shape) > 1 else 0.3, shape).astype(
            dtype
        )
        for shape in SHAPES
    ]


def _images(seed: int, number: int, dtype: str = "float64") -> Array:
    return np.random.default_rng(seed).random((number, 28, 28, 1)).astype(dtype)


ONE = call(_parameters(501), _images(502, 1), np.array([3]), 0.5)
SEVERAL = call(_parameters(503), _images(504, 3), np.array([7, 0, 7]), 0.75)
SMALLER = call(
    _parameters(505, "float32"),
    _images(506, 2, "float32"),
    np.array([9, 2], dtype=np.uint8),
    learning_rate=0.25,
)

train_step = Exercise(
    name="train_step",
    signature="(parameters, images, labels, learning_rate)",
    hidden_axes={"parameters": "", "images": "N...", "labels": "N"},
    misconceptions=of_exercise("train_step"),
    expected=keras_says("train_step", "keras_gradients"),
    parts=(Part("parameters", members=PARAMETERS), Part("loss", result="number")),
    seconds=240,  # a loop over every product takes long, and is right
    cases=(
        Case(
            "the loss before the step",
            1,
            (ONE,),
            "Run the network forward, layer by layer, and hand its scores to "
            "softmax_cross_entropy.",
            matches_parts("loss"),
            is_asked_twice=False,  # it takes seconds where loops are written out
        ),
        Case(
            "the dense layer",
            1.5,
            (ONE,),
            "dense_backward takes dscores, and the features as they went in; "
            "then parameter - learning_rate * gradient.",
            matches_parts("parameters[4]", "parameters[5]"),
            is_asked_twice=False,
        ),
        Case(
            "the second convolution",
            2,
            (ONE,),
            "Undo each layer in turn: reshape, pooling, relu, convolution; each with what "
            "went into it.",
            matches_parts("parameters[2]", "parameters[3]"),
            is_asked_twice=False,
        ),
        Case(
            "the first convolution",
            2,
            (ONE,),
            "Go on with the gradient that the second convolution hands back.",
            matches_parts("parameters[0]", "parameters[1]"),
            is_asked_twice=False,
        ),
        Case(
            "several images",
            1,
            (SEVERAL,),
            "The loss is a mean over the images, and softmax_cross_entropy has divided by their "
            "number already: nothing else does.",
            is_asked_twice=False,
        ),
        Case(
            "any kind of numbers, arguments as they were",
            0.5,
            (SMALLER,),
            "Make six new arrays: `-=` would change those that were handed in.",
            matches_and_leaves_arguments,
            is_asked_twice=False,
        ),
    ),
)

EVALUATE = call()

trained_by_hand = Exercise(
    name="trained_by_hand",
    signature="(path)",
    observe=observe_weights,
    read=partial(read_weights, SHAPES, reads=asks_keras("small_share_read", "keras_gradients")),
    is_function=False,
    seconds=120,
    cases=tuple(
        Case(
            f"at least {share * 100:g} % of the test images right",
            2,
            (EVALUATE,),
            "Train on with train_step, batch after batch of the training images, then save the "
            "six arrays.",
            judges.at_least(share),
        )
        for share in (0.70, 0.80, 0.90)
    ),
)

EXERCISES = (train_step, trained_by_hand)
