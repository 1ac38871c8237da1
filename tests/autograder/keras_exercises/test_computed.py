"""A model is judged by what it computes, not by how it is written."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from autograder import check


def network(relu="relu", softmax="softmax", pools=None, first=None, ends=None, apart=False):
    inputs = keras.Input(shape=(28, 28, 1))
    pool = pools or [layers.MaxPooling2D(2), layers.MaxPooling2D(2)]
    x = inputs if first is None else first(inputs)
    for number, filters in enumerate((32, 64, 128)):
        if apart:
            x = layers.Conv2D(filters, 3)(x)
            x = layers.ReLU()(x) if number else layers.Activation(relu)(x)
        else:
            x = layers.Conv2D(filters, 3, activation=relu)(x)
        if number < 2:
            x = pool[number](x)
    x = layers.Flatten()(x)
    if apart:
        outputs = layers.Softmax()(layers.Dense(10)(x))
    else:
        outputs = layers.Dense(10, activation=softmax)(x)
    if ends:
        return keras.Model({"images": inputs}, {"digits": outputs})
    return keras.Model(inputs, outputs)


def shared_pool():
    pool = layers.MaxPooling2D(2)
    return [pool, pool]


RIGHT = {
    "tf.nn": lambda: network(tf.nn.relu, tf.nn.softmax),
    "layers as activations": lambda: network(layers.ReLU(), layers.Softmax()),
    "lambdas": lambda: network(
        lambda x: keras.ops.maximum(x, 0), lambda x: keras.ops.softmax(x, axis=-1)
    ),
    "keras.activations": lambda: network(keras.activations.relu, keras.activations.softmax),
    "layers of their own": lambda: network(apart=True),
    "one pooling layer, called twice": lambda: network(pools=shared_pool()),
    "dicts": lambda: network(ends=True),
}


@pytest.mark.parametrize("build", RIGHT.values(), ids=RIGHT)
def test_what_computes_the_same_earns_all_points(build):
    verdict = check("build_cnn", build)
    assert verdict.passed, str(verdict)
    assert verdict.misconceptions == ()


def relu(x):
    return keras.ops.leaky_relu(x, 0.1)


def softmax(x):
    return keras.ops.softmax(x, axis=0)


def lost(verdict):
    return {result.name for result in verdict.results if not result.passed}


def frozen():
    model = network()
    model.layers[1].trainable = False
    return model


WRONG = {
    "a leaky relu, called relu": (lambda: network(relu), {"three convolutional layers"}),
    "relu up to 6": (lambda: network(layers.ReLU(6.0)), {"three convolutional layers"}),
    "softmax over the batch": (lambda: network(softmax=softmax), {"the output layer"}),
    "frozen": (frozen, {"104,202 parameters"}),
    "Rescaling": (lambda: network(first=layers.Rescaling(1 / 255)), {"the layers, in order"}),
}


@pytest.mark.parametrize(("build", "cases"), WRONG.values(), ids=WRONG)
def test_what_computes_something_else_loses_its_case(build, cases):
    assert lost(check("build_cnn", build)) == cases


def test_a_network_that_rescales_is_told_so():
    verdict = check("build_cnn", lambda: network(first=layers.Rescaling(1 / 255)))
    assert verdict.misconceptions == ("MODEL-RESCALES",)


def test_a_model_without_layers_lacks_more_than_one():
    def nothing():
        inputs = keras.Input(shape=(28, 28, 1))
        return keras.Model(inputs, inputs)

    assert check("build_cnn", nothing).misconceptions == ()


def test_the_third_argument_of_compile_is_told_what_it_is():
    def compile_cnn(model):
        model.compile("rmsprop", "sparse_categorical_crossentropy", ["accuracy"])

    verdict = check("compile_cnn", compile_cnn)
    assert lost(verdict) == {"accuracy as metric"}
    assert "loss_weights" in str(verdict)
    assert 'Next: Name the argument: metrics=["accuracy"].' in str(verdict)


@pytest.mark.parametrize("axis", [1, 2])
def test_images_that_are_flipped_are_other_images(axis):
    def train_cnn(model, images, labels, epochs=5, batch_size=64):
        return model.fit(
            np.flip(images, axis), labels, epochs=epochs, batch_size=batch_size, verbose=0
        )

    assert "trains, and returns the History" in lost(check("train_cnn", train_cnn))
