"""A network is rebuilt by Keras's layers, but no layer twice: what one leaves is never freed."""

import copy

import keras
import pytest

from autograder.keras_exercises.network import read_model
from autograder.keras_exercises.observing import observe_model
from autograder.vocabulary.exercise import call
from tests.autograder.answers import RIGHT


@pytest.fixture
def sent():
    return observe_model(RIGHT["build_cnn"], call())


@pytest.fixture
def built(monkeypatch):
    """Return the layers that Keras has built since."""
    layers = []
    for kind in (keras.layers.Conv2D, keras.layers.Dense):
        build = kind.build

        def noted(layer, shape, build=build):
            layers.append(layer)
            build(layer, shape)

        monkeypatch.setattr(kind, "build", noted)
    return layers


def test_equal_networks_are_built_once(sent, built):
    first = read_model(call(), sent)
    built.clear()
    assert read_model(call(), copy.deepcopy(sent)) == first
    assert built == []


@pytest.mark.parametrize("value", [1, 1.0])
def test_what_is_equal_to_a_setting_but_of_another_type_is_still_unknown(sent, value):
    assert read_model(call(), sent).parameters == 104_202
    first = next(layer for layer in sent["layers"] if layer["kind"] == "Conv2D")
    assert first["settings"]["use_bias"] is True
    first["settings"]["use_bias"] = value
    assert read_model(call(), sent).parameters is None
