"""The gradients that are asked for are those of Keras's own layers, loss and optimizer."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from autograder.exercises.training_step import ONE, SEVERAL
from autograder.truth import keras_gradients


def by_tape(layer, x, dy):
    given = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(given)
        y = layer(given)
    weights = [weight.value for weight in layer.weights]
    return [part.numpy() for part in tape.gradient(y, [given, *weights], dy)]


def numbers(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [1, 2, (3, 2)])
def test_those_of_a_convolution_are_its_layers(strides, padding):
    layer = layers.Conv2D(3, (3, 2), strides, padding, dtype="float64")
    x = numbers(1, 2, 7, 6, 2)
    dy = numbers(2, *layer(x).shape)
    received = keras_gradients.conv2d_backward(dy, x, layer.get_weights()[0], strides, padding)
    for got, wanted in zip(received, by_tape(layer, x, dy), strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-12, strict=True)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("strides", [None, 1, (2, 3)])
def test_those_of_a_pooling_are_its_layers_at_ties_too(strides, padding):
    layer = layers.MaxPooling2D((2, 3), strides, padding, dtype="float64")
    x = np.random.default_rng(3).integers(-1, 2, (2, 6, 7, 2)).astype(float)
    dy = numbers(4, *layer(x).shape)
    received = keras_gradients.max_pool2d_backward(dy, x, (2, 3), strides, padding)
    np.testing.assert_allclose(received, by_tape(layer, x, dy)[0], atol=1e-12, strict=True)


def test_those_of_dense_and_relu_are_their_layers():
    layer = layers.Dense(3, dtype="float64")
    x = numbers(5, 4, 2)
    layer.build(x.shape)
    dy = numbers(6, 4, 3)
    received = keras_gradients.dense_backward(dy, x, layer.get_weights()[0])
    for got, wanted in zip(received, by_tape(layer, x, dy), strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-12, strict=True)
    relu = layers.ReLU(dtype="float64")
    dx = keras_gradients.relu_backward(dy, np.round(numbers(7, 4, 3)))
    np.testing.assert_array_equal(dx, by_tape(relu, np.round(numbers(7, 4, 3)), dy)[0])


def test_the_loss_is_keras_own():
    scores, labels = 3 * numbers(8, 5, 4), np.array([0, 3, 1, 1, 2])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    got, dscores = keras_gradients.softmax_cross_entropy(scores, labels)
    given = tf.constant(scores)
    with tf.GradientTape() as tape:
        tape.watch(given)
        wanted = loss(labels, given)
    assert got == pytest.approx(float(wanted), rel=1e-12)
    np.testing.assert_allclose(dscores, tape.gradient(wanted, given).numpy(), atol=1e-12)


@pytest.mark.parametrize("call", [ONE, SEVERAL], ids=["one image", "several"])
def test_a_step_is_that_of_keras_optimizer(call):
    parameters, images, labels, rate = call.arguments
    inputs = keras.Input((28, 28, 1), dtype="float64")
    x = inputs
    for filters in (8, 16):
        x = layers.Conv2D(filters, 3, activation="relu", dtype="float64")(x)
        x = layers.MaxPooling2D(2, dtype="float64")(x)
    x = layers.Dense(10, dtype="float64")(layers.Flatten(dtype="float64")(x))
    model = keras.Model(inputs, x)
    model.set_weights(parameters)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True, dtype="float64")
    model.compile(keras.optimizers.SGD(rate), loss)
    wanted = model.train_on_batch(images, labels)
    after, got = keras_gradients.train_step(parameters, images, labels, rate)
    assert got == pytest.approx(float(wanted), rel=1e-6)
    for one, other in zip(after, model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6, strict=True)


def test_a_gradient_that_goes_back_as_it_should_is_the_right_one():
    parameters, images, labels, _ = SEVERAL.arguments
    kernels = (parameters[0], parameters[2], parameters[4])
    loss, right = keras_gradients.mistaken_gradients(parameters, images, labels)
    same, gradients = keras_gradients.mistaken_gradients(parameters, images, labels, kernels)
    assert same == pytest.approx(loss, rel=1e-12)
    for got, wanted in zip(gradients, right, strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-12)
