"""Notebook `3_mnist_cnn`: 26 points here, and 4 for two written answers."""

from functools import partial

import numpy as np

from autograder.exercises.from_scratch import SHAPES
from autograder.judge.comparison import matches_and_leaves_arguments
from autograder.keras_exercises import judges
from autograder.keras_exercises.compiling import read_compiling
from autograder.keras_exercises.network import read_model
from autograder.keras_exercises.observing import (
    observe_compiling,
    observe_model,
    observe_training,
    observe_weights,
)
from autograder.keras_exercises.small import bars, black, initial_weights
from autograder.keras_exercises.training import read_training
from autograder.keras_exercises.weights import read_weights
from autograder.misconceptions import of_exercise
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.exercise import Case, Exercise, call

__all__ = ["EXERCISES", "NOTEBOOK"]

NOTEBOOK = "lab6/3_mnist_cnn"

count_parameters = Exercise(
    name="count_parameters",
    signature="(kernel_size, in_channels, filters, use_bias=True)",
    hidden_axes={"in_channels": "c", "filters": "f"},
    numpy_only=False,
    misconceptions=of_exercise("count_parameters"),
    result="integer",
    expected=keras_says("count_parameters"),
    cases=(
        Case(
            "square kernels",
            1.5,
            (call(3, 1, 32), call(3, 32, 64), call(5, in_channels=3, filters=7)),
            "Count one filter: a kernel for each input channel, one number more; then multiply.",
        ),
        Case(
            "kernels that are not square",
            0.75,
            (call((3, 5), 2, 4), call((1, 7), 6, 3)),
            "A pair has a height and a width: multiply the two.",
        ),
        Case(
            "no bias",
            0.75,
            (call(3, 4, 8, use_bias=False), call(2, 5, 6, False)),
            "Without a bias, the weights of the kernels are all there is.",
        ),
    ),
)

BUILD = call()

build_cnn = Exercise(
    name="build_cnn",
    signature="()",
    numpy_only=False,
    misconceptions=of_exercise("build_cnn"),
    observe=observe_model,
    read=read_model,
    seconds=60,
    cases=(
        Case(
            "a model by the functional API",
            1,
            (BUILD,),
            "Begin with keras.Input, call each layer on the one before, "
            "end with keras.Model(inputs=…, outputs=…).",
            judges.functional,
        ),
        Case(
            "input and output shape",
            1,
            (BUILD,),
            "keras.Input takes the shape without the batch: (28, 28, 1).",
            judges.model_shapes,
        ),
        Case(
            "the layers, in order",
            1,
            (BUILD,),
            "Two times convolution and pooling, one more convolution, then flatten and dense.",
            judges.layer_order,
        ),
        Case(
            "three convolutional layers",
            2.5,
            (BUILD,),
            "32, 64 and 128 filters; kernels of 3×3, stride 1, no padding, relu.",
            judges.convolutions,
        ),
        Case(
            "two pooling layers",
            1,
            (BUILD,),
            "MaxPooling2D with a pool size of 2, and the stride that follows from it.",
            judges.poolings,
        ),
        Case(
            "the output layer",
            1,
            (BUILD,),
            "Ten units, one for each digit, with softmax: the outputs are probabilities.",
            judges.output_layer,
        ),
        Case(
            "104,202 parameters",
            0.5,
            (BUILD,),
            "Compare model.summary() layer by layer with your count_parameters.",
            judges.parameters,
        ),
    ),
)


IMAGES = call(np.random.default_rng(1).integers(0, 256, (3, 28, 28)).astype(np.uint8))

prepare_images = Exercise(
    name="prepare_images",
    signature="(images)",
    hidden_axes={"images": ""},
    numpy_only=False,
    misconceptions=of_exercise("prepare_images"),
    expected=keras_says("prepare_images"),
    result_axes="NHWC",
    cases=(
        Case(
            "one channel at the end",
            0.75,
            (IMAGES,),
            "Add an axis of length 1: reshape, or index with np.newaxis.",
            judges.image_shape,
        ),
        Case(
            "float32",
            0.75,
            (IMAGES,),
            'Convert with .astype("float32").',
            judges.image_type,
        ),
        Case(
            "grey levels from 0 to 1, arguments left as they were",
            1.5,
            (IMAGES, call(np.full((1, 28, 28), 255)), call(np.full((2, 28, 28), 51))),
            "Divide by 255, the largest grey level, once.",
            matches_and_leaves_arguments,
        ),
    ),
)

COMPILE = call()

compile_cnn = Exercise(
    name="compile_cnn",
    signature="(model)",
    numpy_only=False,
    observe=observe_compiling,
    read=read_compiling,
    seconds=60,
    cases=(
        Case(
            "optimizer rmsprop",
            1,
            (COMPILE,),
            'Hand optimizer="rmsprop" to model.compile.',
            judges.rmsprop,
        ),
        Case(
            "sparse categorical cross-entropy",
            1,
            (COMPILE,),
            "The labels are integers and the outputs probabilities: choose the loss by name.",
            judges.cross_entropy,
        ),
        Case(
            "accuracy as metric",
            1,
            (COMPILE,),
            'Hand metrics=["accuracy"] to model.compile.',
            judges.accuracy_metric,
        ),
    ),
)

UNTRAINED = initial_weights()
AT_ONCE = call(model=UNTRAINED, **bars(), epochs=4, batch_size=6)
"""One step an epoch; still so if somebody mixes up the two numbers."""
TWO_EPOCHS = call(model=UNTRAINED, **black(65), epochs=2, batch_size=32)
BY_DEFAULT = call(model=UNTRAINED, **black(65))
"""Few images, so that somebody who mixes up the two numbers need not wait for long either."""

train_cnn = Exercise(
    name="train_cnn",
    signature="(model, images, labels, epochs=5, batch_size=64)",
    numpy_only=False,
    observe=observe_training,
    read=read_training,
    hidden_axes={"model": "", "images": "....", "labels": "."},
    seconds=90,
    cases=(
        Case(
            "trains, and returns the History",
            1,
            (AT_ONCE,),
            "Return what model.fit(images, labels, …) returns.",
            judges.learned,
            is_asked_twice=False,
        ),
        Case(
            "epochs and batch size as handed in",
            1,
            (TWO_EPOCHS,),
            "Hand epochs and batch_size on to model.fit.",
            judges.trained_for(epochs=2, steps=6),
            is_asked_twice=False,
        ),
        Case(
            "5 epochs and batches of 64 by default",
            1,
            (BY_DEFAULT,),
            "Leave the defaults in the signature: epochs=5, batch_size=64.",
            judges.trained_for(epochs=5, steps=10),
            is_asked_twice=False,
        ),
    ),
)


EVALUATE = call()

trained_network = Exercise(
    name="trained_network",
    signature="(path)",
    numpy_only=False,
    observe=observe_weights,
    read=partial(read_weights, SHAPES),
    is_function=False,
    seconds=120,
    cases=tuple(
        Case(
            f"at least {share * 100:g} % of the test images right",
            2,
            (EVALUATE,),
            "Train the network of build_cnn on all 60,000 prepared images for 5 epochs, "
            "then save its weights.",
            judges.at_least(share, judges.after_five_epochs),
        )
        for share in (0.90, 0.97, 0.985)
    ),
)

EXERCISES = (
    count_parameters,
    build_cnn,
    prepare_images,
    compile_cnn,
    train_cnn,
    trained_network,
)
