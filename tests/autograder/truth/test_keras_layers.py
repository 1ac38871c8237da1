"""What is right is the same on every machine, whatever its products, and Keras's settings."""

import os
import subprocess
import sys
from dataclasses import replace

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from autograder.checking import check_answer
from autograder.exercises import EXERCISES
from autograder.exercises.from_scratch import _images, _network
from autograder.truth import keras_layers
from autograder.vocabulary.inputs import eighths, geometries
from cnn_reference import predict
from tests.autograder.answers import NUMPY_ONLY, RIGHT

KEPT_BITS = np.uint32(0xFFFFE000)
"""Of a float32, those that TF32 keeps: 10 of the mantissa."""


def as_tf32(value):
    if getattr(value, "dtype", None) != tf.float32:
        return value
    bits = tf.bitcast(tf.convert_to_tensor(value), tf.uint32) + np.uint32(0x1000)
    return tf.bitcast(tf.bitwise.bitwise_and(bits, KEPT_BITS), tf.float32)


@pytest.fixture
def tf32(monkeypatch):
    """Round the factors of Keras's and TensorFlow's float32 products, as an Ampere GPU does."""
    backend = keras.src.backend

    def rounding(product):
        def rounded(first, second, *arguments, **options):
            return product(as_tf32(first), as_tf32(second), *arguments, **options)

        return rounded

    products = (backend.nn, "conv"), (backend.numpy, "matmul"), (backend.numpy, "dot")
    for module, name in (*products, (tf.nn, "conv2d"), (tf, "matmul")):
        monkeypatch.setattr(module, name, rounding(getattr(module, name)))
    not_traced = keras_layers._scores_of_batch.python_function
    monkeypatch.setattr(keras_layers, "_scores_of_batch", not_traced)


@pytest.fixture
def no_other_device():
    """Let everything fail that isn't put on the CPU."""
    softly = tf.config.get_soft_device_placement()
    tf.config.set_soft_device_placement(False)
    with tf.device("/GPU:0"):
        yield
    tf.config.set_soft_device_placement(softly)


@pytest.fixture(params=["channels_first", "float16", "mixed_float16"])
def set_otherwise(request):
    layout, kind = keras.config.image_data_format(), keras.config.floatx()
    policy = keras.config.dtype_policy()
    if request.param == "channels_first":
        keras.config.set_image_data_format(request.param)
    elif request.param == "float16":
        keras.config.set_floatx(request.param)
    else:
        keras.config.set_dtype_policy(request.param)
    yield
    keras.config.set_image_data_format(layout)
    keras.config.set_floatx(kind)
    keras.config.set_dtype_policy(policy)


def points(name):
    """Return the points of the right answer, Keras being asked anew."""
    exercise = EXERCISES[name]
    asked = replace(exercise, expected=exercise.expected.__wrapped__, numpy_only=False)
    return check_answer(asked, RIGHT[name], with_diagnosis=False).points


def test_rounded_products_are_told_from_exact_ones(tf32):
    weights, images = _network(1), _images(2, 2)
    exact = predict(weights, images)
    rounded = keras_layers.softmax(keras_layers.scores(weights, images, dtype="float32"))
    assert 1e-4 < np.abs(rounded - exact).max() < 0.1
    assert np.abs(keras_layers.predict(weights, images) - exact).max() < 1e-6


@pytest.mark.parametrize("name", [*NUMPY_ONLY, "prepare_images"])
def test_right_answers_keep_their_points_where_products_are_rounded(tf32, name):
    assert points(name) == EXERCISES[name].points


@pytest.mark.parametrize("name", [*NUMPY_ONLY, "prepare_images"])
def test_keras_is_asked_on_the_cpu(no_other_device, name):
    keras_layers.zeros.cache_clear()
    assert points(name) == EXERCISES[name].points


@pytest.mark.parametrize("name", [*NUMPY_ONLY, "prepare_images"])
def test_keras_is_asked_in_its_own_way(set_otherwise, name):
    keras_layers.zeros.cache_clear()
    assert points(name) == EXERCISES[name].points


def test_what_is_drawn_is_computed_on_the_cpu(no_other_device):
    maps = keras_layers.feature_maps(_network(1), _images(2, 1))
    assert [block.shape[-1] for block in maps] == [32, 32, 64, 64, 128]
    assert 0 < keras_layers.share_read(_network(1)) < 1


@pytest.mark.parametrize("name", ["build_cnn", "compile_cnn", "train_cnn"])
def test_answers_in_keras_are_met_on_the_cpu(name, no_other_device):
    assert check_answer(EXERCISES[name], RIGHT[name]).points == EXERCISES[name].points


ASKED = """
import os
from autograder.truth import keras_layers
print(keras_layers.IS_FIRST, told(keras_layers.tf), os.environ["TF_FORCE_GPU_ALLOW_GROWTH"])
"""
WATCHED = """
import tensorflow as tf
said = []
tf.config.set_visible_devices = lambda *arguments: said.append(arguments)
told = lambda _: said
"""
NOT_WATCHED = "told = lambda tf: tf.config.get_visible_devices('GPU')\n"


@pytest.mark.parametrize(
    ("before", "is_first"),
    [(NOT_WATCHED, True), pytest.param(WATCHED, False, marks=pytest.mark.exhaustive)],
)
@pytest.mark.slow
def test_a_check_takes_no_memory_of_a_gpu_and_leaves_it_to_training(before, is_first):
    """Nobody sees a GPU where only the check has imported TensorFlow; else it stays as it was."""
    environment = {name: value for name, value in os.environ.items() if "GROWTH" not in name}
    done = subprocess.run(
        [sys.executable, "-c", before + ASKED],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout == f"{is_first} [] true\n"


def run(layer, x, weights=()):
    return keras_layers.run_layer(layer, x, weights)


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize(
    ("size", "window", "strides"), geometries(30, strides=(1, 2, 3, 4), fits=True)
)
def test_operations_return_what_the_layers_return(size, window, strides, padding):
    x = eighths(1, 2, *size, 3)
    kernel, bias = eighths(2, *window, 3, 2), eighths(3, 2)
    exact = {"data_format": "channels_last", "dtype": "float64"}
    layer = layers.Conv2D(2, window, strides, padding, **exact)
    np.testing.assert_array_equal(
        keras_layers.conv2d(x, kernel, bias, strides, padding), run(layer, x, [kernel, bias])
    )
    line = layers.Conv1D(1, window[0], strides[0], padding)
    length = line(np.zeros((1, size[0], 1))).shape[1]
    assert keras_layers.output_size(size[0], window[0], strides[0], padding) == length
    for pool, kind in (
        (keras_layers.max_pool2d, layers.MaxPooling2D),
        (keras_layers.average_pool2d, layers.AveragePooling2D),
    ):
        layer = kind(window, strides, padding, **exact)
        np.testing.assert_array_equal(pool(x, window, strides, padding), run(layer, x))


@pytest.mark.parametrize("pool", [keras_layers.max_pool2d, keras_layers.average_pool2d])
def test_pooling_is_as_exact_at_the_second_call_as_at_the_first(pool):
    nearly_equal = np.array([1, 1 + 1e-9]).reshape(1, 1, 2, 1)
    pooled = [pool(nearly_equal, (1, 1)) for _ in range(3)]
    for one in pooled:
        assert one.dtype == np.float64
        np.testing.assert_array_equal(one, nearly_equal)
