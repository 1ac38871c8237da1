import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import Sliding, numbers, slidings

from cnn_reference import average_pool2d, max_pool2d, naive

POOLS = [
    ("max_pool2d", max_pool2d, "MaxPooling2D"),
    ("average_pool2d", average_pool2d, "AveragePooling2D"),
]
each_pool = pytest.mark.parametrize(("name", "pool", "layer"), POOLS)


@each_pool
@given(sliding=slidings())
def test_it_equals_its_definition(name, pool, layer, sliding: Sliding):
    expected = getattr(naive, name)(
        sliding.x, sliding.window, sliding.strides, sliding.padding.lower()
    )
    actual = pool(sliding.x, sliding.window, sliding.strides, sliding.padding)
    assert actual.shape == expected.shape
    np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-5)


@each_pool
@settings(max_examples=25)
@given(sliding=slidings(dtypes=st.just("float32"), least_images=1), default=st.booleans())
def test_it_equals_keras(name, pool, layer, sliding: Sliding, default):
    import keras

    padding = sliding.padding.lower()
    arguments = {"pool_size": sliding.window, "padding": padding}
    if not default:
        arguments["strides"] = sliding.strides
    expected = getattr(keras.layers, layer)(**arguments)(np.ascontiguousarray(sliding.x))
    np.testing.assert_allclose(
        pool(sliding.x, **arguments),
        keras.ops.convert_to_numpy(expected),
        rtol=1e-5,
        atol=1e-5,
        strict=True,
    )


@pytest.mark.parametrize(
    ("x", "strides", "padding", "expected"),
    [
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], (1, 1), "valid", [[5, 6], [8, 9]]),
        ([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], (2, 2), "valid", [[6, 8]]),
        ([[1, 2, 3], [4, 5, 6], [7, 8, 9]], (1, 1), "same", [[5, 6, 6], [8, 9, 9], [8, 9, 9]]),
    ],
)
def test_the_three_examples_of_the_lecture(x, strides, padding, expected):
    y = max_pool2d(np.array(x)[None, :, :, None], (2, 2), strides, padding)
    assert y[0, :, :, 0].tolist() == expected


@each_pool
def test_the_border_never_counts(name, pool, layer):
    assert (pool(np.full((1, 3, 3, 1), -5), 2, padding="same") == -5).all()


@each_pool
def test_strides_are_the_pool_size_unless_given(name, pool, layer):
    x = numbers(np.random.default_rng(0), (2, 7, 9, 3), "float64")
    np.testing.assert_array_equal(pool(x, (2, 3)), pool(x, (2, 3), (2, 3)))
    assert pool(x).shape == (2, 3, 4, 3)


@each_pool
@pytest.mark.parametrize(
    ("given_dtype", "result"),
    [("float32", "float32"), ("float64", "float64"), ("uint8", "float64"), ("bool", "float64")],
)
def test_dtypes(name, pool, layer, given_dtype, result):
    assert pool(np.ones((1, 3, 3, 1), given_dtype), padding="same").dtype == result


@each_pool
@pytest.mark.parametrize("pool_size", [1, 2])
def test_the_argument_stays_as_it_was(name, pool, layer, pool_size):
    x = numbers(np.random.default_rng(0), (2, 4, 4, 2), "float32")
    before = x.copy()
    pool(x, pool_size)[...] = 7
    np.testing.assert_array_equal(x, before)


X = np.ones((1, 4, 4, 2))


@each_pool
@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((X[0],), ValueError, r"x .*\(N, H, W, C\).*\(4, 4, 2\)"),
        ((X, 0), ValueError, r"pool_size .*least 1, got 0"),
        ((X, (2, 2, 2)), ValueError, r"pool_size .*\(2, 2, 2\)"),
        ((X, 2.0), TypeError, r"pool_size .*pair.*2\.0"),
        ((X, 2, "2"), TypeError, r"strides .*pair.*'2'"),
        ((X, 2, 2, "full"), ValueError, r"padding .*\"valid\" or \"same\".*'full'"),
        ((X, 5), ValueError, r"a window of 5 .*into 4"),
        ((X * 1j,), TypeError, r"x .*real numbers.*complex128"),
    ],
)
def test_wrong_arguments(*, name, pool, layer, arguments, error, message):
    with pytest.raises(error, match=f"^{name}: {message}") as caught:
        pool(*arguments)
    assert "\n" not in str(caught.value)
