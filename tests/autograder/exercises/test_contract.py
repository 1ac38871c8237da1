"""The names, signatures and points that students, notebooks and graders rely on."""

import inspect

import pytest

import cnn_reference
from autograder import EXERCISES
from autograder.assignments import LAB6, LAB6_BACKPROPAGATION
from autograder.exercises import NOTEBOOKS
from cnn_reference import mnist_cnn

CONTRACT = {
    "lab6/1_convolution": {
        "apply_window": ("(window, kernel)", 3),
        "convolve2d": ("(feature_map, kernel)", 7),
        "pad_same": ("(feature_map, kernel_size, strides=1)", 7),
        "output_size": ('(input_size, kernel_size, stride=1, padding="valid")', 4),
        "strided_convolve2d": ('(feature_map, kernel, strides=1, padding="valid")', 7),
        "conv2d": (
            '(x, kernel, bias=None, strides=1, padding="valid", activation=None)',
            12,
        ),
    },
    "lab6/2_pooling": {
        "max_pool2d": ('(x, pool_size=2, strides=None, padding="valid")', 10),
        "average_pool2d": ('(x, pool_size=2, strides=None, padding="valid")', 5),
    },
    "lab6/3_mnist_cnn": {
        "count_parameters": ("(kernel_size, in_channels, filters, use_bias=True)", 3),
        "build_cnn": ("()", 8),
        "prepare_images": ("(images)", 3),
        "compile_cnn": ("(model)", 3),
        "train_cnn": ("(model, images, labels, epochs=5, batch_size=64)", 3),
        "trained_network": ("(path)", 6),
    },
    "lab6/4_from_scratch": {
        "relu": ("(x)", 1),
        "softmax": ("(x)", 3),
        "dense": ("(x, kernel, bias)", 2),
        "predict": ("(weights, images)", 9),
    },
    "lab6_backpropagation/1_backward": {
        "relu_backward": ("(dy, x)", 2),
        "dense_backward": ("(dy, x, kernel)", 4),
        "softmax_cross_entropy": ("(scores, labels)", 6),
        "conv2d_backward": ('(dy, x, kernel, strides=1, padding="valid")', 15),
        "max_pool2d_backward": ('(dy, x, pool_size=2, strides=None, padding="valid")', 9),
    },
    "lab6_backpropagation/2_training": {
        "train_step": ("(parameters, images, labels, learning_rate)", 8),
        "trained_by_hand": ("(path)", 6),
    },
}
FILES = {"trained_network", "trained_by_hand"}


def test_every_exercise_of_the_contract_is_there_with_its_signature_and_points():
    declared = {
        notebook: {exercise.name: (exercise.signature, exercise.points) for exercise in exercises}
        for notebook, exercises in NOTEBOOKS.items()
        if notebook in (*LAB6.paths, *LAB6_BACKPROPAGATION.paths)
    }
    assert declared == CONTRACT


@pytest.mark.parametrize("name", [name for name in EXERCISES if name not in FILES])
def test_the_reference_has_the_same_signature(name):
    function = getattr(cnn_reference, name, None) or getattr(mnist_cnn, name)
    parameters = [
        parameter.name
        if parameter.default is inspect.Parameter.empty
        else f"{parameter.name}={parameter.default!r}".replace("'", '"')
        for parameter in inspect.signature(function).parameters.values()
    ]
    assert f"({', '.join(parameters)})" == EXERCISES[name].signature


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_cases_are_named_apart_and_worth_something(exercise):
    names = [case.name for case in exercise.cases]
    assert len(set(names)) == len(names) >= 2
    assert all(case.points > 0 and case.calls and case.next_step for case in exercise.cases)
