"""The model that is lent for a training is like a new one, whatever was done to the last one."""

import keras
import numpy as np
import pytest

from autograder.exercises.mnist_cnn import AT_ONCE, BY_DEFAULT, TWO_EPOCHS
from autograder.keras_exercises import trainable
from autograder.keras_exercises.observing import observe_training
from autograder.keras_exercises.small import initial_weights
from autograder.keras_exercises.trainable import trainable_model


def trains(model, images, labels, epochs=5, batch_size=64):
    return model.fit(images, labels, epochs=epochs, batch_size=batch_size)


def compiles_first(model, images, labels, epochs=5, batch_size=64):
    model.compile("sgd", "sparse_categorical_crossentropy")
    return trains(model, images, labels, epochs, batch_size)


def compiles_with_the_same_optimizer(model, images, labels, epochs=5, batch_size=64):
    model.compile(model.optimizer, "mse")
    return trains(model, images, labels[:, None], epochs, batch_size)


def freezes(model, images, labels, epochs=5, batch_size=64):
    model.layers[-1].trainable = False
    return trains(model, images, labels, epochs, batch_size)


def another_rate(model, images, labels, epochs=5, batch_size=64):
    model.optimizer.learning_rate = 1.0
    return trains(model, images, labels, epochs, batch_size)


def spoils_the_optimizer(model, images, labels, epochs=5, batch_size=64):
    history = trains(model, images, labels, epochs, batch_size)
    model.optimizer._variables.pop()
    return history


def raises_in_between(model, images, labels, epochs=5, batch_size=64):
    trains(model, images, labels, epochs, batch_size)
    model.layers[-1].activation = keras.activations.linear
    raise ValueError("on its way")


OTHERS = [
    compiles_first,
    compiles_with_the_same_optimizer,
    freezes,
    another_rate,
    spoils_the_optimizer,
]


def weights_after(answer, call):
    return observe_training(answer, call)["weights"]


@pytest.fixture(scope="module")
def expected():
    return {id(call): weights_after(trains, call) for call in (AT_ONCE, TWO_EPOCHS, BY_DEFAULT)}


@pytest.mark.parametrize("before", [trains, *OTHERS], ids=lambda answer: answer.__name__)
def test_nothing_is_left_of_the_training_before(expected, before):
    weights_after(before, TWO_EPOCHS)
    for call in (AT_ONCE, BY_DEFAULT):
        for got, wanted in zip(weights_after(trains, call), expected[id(call)], strict=True):
            np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-6)


def test_nothing_is_left_of_one_that_raised(expected):
    with pytest.raises(ValueError, match="on its way"):
        observe_training(raises_in_between, AT_ONCE)
    for got, wanted in zip(weights_after(trains, AT_ONCE), expected[id(AT_ONCE)], strict=True):
        np.testing.assert_allclose(got, wanted, rtol=0, atol=1e-6)


def test_it_is_kept_only_if_it_is_as_it_was():
    with trainable_model(initial_weights()) as first:
        pass
    with trainable_model(initial_weights()) as second:
        second.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
    with trainable_model(initial_weights()) as third:
        pass
    assert first is second
    assert third is not second


def test_two_at_once_are_two_models():
    with trainable_model(initial_weights()) as one, trainable_model(initial_weights()) as other:
        assert one is not other


def test_all_trainings_trace_one_step(monkeypatch):
    traced, step = [], keras.Model.train_step
    monkeypatch.setattr(
        keras.Model, "train_step", lambda model, data: traced.append(model) or step(model, data)
    )
    monkeypatch.setattr(trainable, "_KEPT", [])
    for call in (AT_ONCE, TWO_EPOCHS, BY_DEFAULT):
        observe_training(trains, call)
    assert len(traced) == 1
