"""Somebody's Keras may be set otherwise; a right answer stays right, or is told why."""

import subprocess
import sys

import numpy as np
import pytest

from autograder.truth import keras_layers as truth

POOLING = """
import numpy as np
from autograder import check

def max_pool2d(x, pool_size=2, strides=None, padding="valid"):
    return x

print(check("max_pool2d", max_pool2d))
"""
COMPILING = """
from autograder import check

def compile_cnn(model):
    model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

print(check("compile_cnn", compile_cnn).points)
"""
MODEL = """
import keras
from autograder import check

def build_cnn():
    inputs = keras.Input((28, 28, 1))
    return keras.Model(inputs, keras.layers.Conv2D(32, 3)(inputs))

check("build_cnn", build_cnn)
"""
NO_EAGER = "import tensorflow as tf\ntf.compat.v1.disable_eager_execution()\n"
CHANNELS_FIRST = "import keras\nkeras.config.set_image_data_format('channels_first')\n"


def printed_by(source):
    run = subprocess.run(
        [sys.executable, "-c", source], capture_output=True, text=True, check=True, timeout=300
    )
    return run.stdout


@pytest.mark.slow
def test_without_eager_execution_it_is_told_what_to_do():
    said = printed_by(NO_EAGER + POOLING)
    assert "Nothing can be checked while TensorFlow's eager execution is switched off." in said
    assert "disable_eager_execution()" in said


@pytest.mark.parametrize(
    "setting", [CHANNELS_FIRST, "import keras\nkeras.config.set_floatx('float16')\n"]
)
@pytest.mark.slow
def test_a_right_answer_is_right_whatever_keras_is_set_to(setting):
    assert printed_by(setting + COMPILING).split()[-1] == "3.0"


@pytest.mark.slow
def test_channels_first_is_told():
    assert "set_image_data_format('channels_last')" in printed_by(CHANNELS_FIRST + MODEL)
    assert "channels_last" not in printed_by(MODEL)


def test_pooling_is_asked_in_float64_each_time():
    x = np.full((1, 4, 4, 1), 1 + 1e-9)
    for _ in range(3):
        assert (truth.max_pool2d(x) == x[:, ::2, ::2]).all()
        assert (truth.average_pool2d(x) == x[:, ::2, ::2]).all()


def test_the_network_is_exact_too():
    weights = [np.zeros((3, 3, 1, 32)), np.full(32, 1 + 1e-9), np.zeros((21632, 10)), np.zeros(10)]
    maps = truth.feature_maps(weights, np.zeros((1, 28, 28, 1)))
    assert (maps[0] == 1 + 1e-9).all()
