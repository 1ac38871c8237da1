import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from cnn_reference import dense, relu, softmax
from cnn_reference.classifier import relu_in_place

FLOATS = arrays(
    "float32",
    array_shapes(max_dims=4, min_side=2, max_side=4),
    elements=st.floats(-80, 80, width=32),
)


@settings(max_examples=25)
@given(FLOATS)
def test_activations_equal_keras(x):
    import keras

    for ours, theirs in [(relu, keras.ops.relu), (softmax, keras.ops.softmax)]:
        expected = keras.ops.convert_to_numpy(theirs(x))
        np.testing.assert_allclose(ours(x), expected, rtol=1e-5, atol=1e-6, strict=True)


@settings(max_examples=15)
@given(st.integers(0, 3), st.integers(1, 5), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_dense_equals_keras(images, features, units, seed):
    import keras

    random = np.random.default_rng(seed)
    x, kernel, bias = (
        random.standard_normal(shape).astype("float32")
        for shape in [(images, features), (features, units), (units,)]
    )
    layer = keras.layers.Dense(units)
    layer.build(x.shape)
    layer.set_weights([kernel, bias])
    expected = keras.ops.convert_to_numpy(layer(x))
    np.testing.assert_allclose(dense(x, kernel, bias), expected, rtol=1e-5, atol=1e-5, strict=True)


def test_softmax_of_large_numbers_does_not_overflow():
    assert softmax([[1e4, 1e4, -1e4]]).tolist() == [[0.5, 0.5, 0]]


def test_softmax_is_taken_over_the_last_axis():
    np.testing.assert_allclose(softmax(np.arange(24).reshape(2, 3, 4)).sum(axis=-1), 1)


@pytest.mark.parametrize("function", [relu, softmax, lambda x: dense(x, np.eye(2), [1, 2])])
def test_integers_give_real_numbers_and_stay(function):
    x = np.array([[-1, 2], [3, -4]])
    assert function(x).dtype == "float64"
    assert x.tolist() == [[-1, 2], [3, -4]]


def test_relu_in_place_is_relu_and_relu_leaves_its_argument_alone():
    x = np.array([[-1.0, 2.0], [3.0, np.nan]])
    result = relu(x)
    assert x[0, 0] == -1
    np.testing.assert_array_equal(relu_in_place(x), result)
    np.testing.assert_array_equal(x, [[0, 2], [3, np.nan]])


@pytest.mark.parametrize("function", [relu, softmax])
def test_float32_stays_float32_and_untouched(function):
    x = np.array([[-1, 2]], "float32")
    y = function(x)
    assert y.dtype == "float32"
    y[...] = 9
    assert x.tolist() == [[-1, 2]]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([1], [[1]], [1]), ValueError, r"dense: x .*\(N, features\).*\(1,\)"),
        (([[1]], [1], [1]), ValueError, r"dense: kernel .*\(features, units\).*\(1,\)"),
        (([[1]], [[1]], 1), ValueError, r"dense: bias .*\(units\).*\(\)"),
        (([[1, 2]], [[1]], [1]), ValueError, r"dense: expected .*\(1, 2\), \(1, 1\), \(1,\)"),
        (([[1]], [[1]], [1, 2]), ValueError, r"dense: expected .*\(1, 1\), \(2,\)"),
        (([["1"]], [[1]], [1]), TypeError, r"dense: x .*real numbers.*<U1"),
    ],
)
def test_wrong_arguments(arguments, error, message):
    with pytest.raises(error, match=message):
        dense(*arguments)


def test_relu_keeps_what_is_positive():
    assert relu([[-2, -0.5, 0], [0.5, 2, 3]]).tolist() == [[0, 0, 0], [0.5, 2, 3]]
