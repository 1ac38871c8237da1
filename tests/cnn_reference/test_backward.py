import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import Sliding, slidings

from cnn_reference import (
    conv2d,
    conv2d_backward,
    dense,
    dense_backward,
    max_pool2d,
    max_pool2d_backward,
    relu,
    relu_backward,
    softmax_cross_entropy,
    train_step,
)
from cnn_reference.training import PARAMETER_SHAPES, initial_parameters, small_scores

FLOATS = slidings(dtypes=st.just("float64"), least_images=1)


def by_differences(function, at, dy, step=1e-4):
    """The gradient of sum(dy * function(at)), by central differences of the forward function."""
    gradient = np.empty(at.shape)
    for place in np.ndindex(at.shape):
        moved = [at.astype(float), at.astype(float)]
        moved[0][place] += step
        moved[1][place] -= step
        up, down = (float((dy * function(x)).sum()) for x in moved)
        gradient[place] = (up - down) / (2 * step)
    return gradient


def upstream(y, seed=0):
    return np.random.default_rng(seed).integers(-8, 8, y.shape) / 8


@settings(max_examples=25)
@given(FLOATS, st.integers(1, 3))
def test_conv2d_backward_is_what_central_differences_say(sliding: Sliding, filters):
    x, kernel, bias = sliding.x, sliding.kernel(filters), sliding.bias(filters)
    how = sliding.strides, sliding.padding
    dy = upstream(conv2d(x, kernel, bias, *how))
    dx, dkernel, dbias = conv2d_backward(dy, x, kernel, *how)
    near = {"rtol": 1e-6, "atol": 1e-6, "strict": True}
    if x.size < 200:
        wanted = by_differences(lambda at: conv2d(at, kernel, bias, *how), x, dy)
        np.testing.assert_allclose(dx, wanted, **near)
    if kernel.size < 200:
        wanted = by_differences(lambda at: conv2d(x, at, bias, *how), kernel, dy)
        np.testing.assert_allclose(dkernel, wanted, **near)
    np.testing.assert_allclose(dbias, dy.sum(axis=(0, 1, 2)), **near)


@settings(max_examples=25)
@given(FLOATS, st.integers(1, 3))
def test_conv2d_backward_equals_keras(sliding: Sliding, filters):
    import keras
    import tensorflow as tf

    x, kernel = np.ascontiguousarray(sliding.x), sliding.kernel(filters)
    padding = sliding.padding.lower()
    layer = keras.layers.Conv2D(filters, sliding.window, sliding.strides, padding, dtype="float64")
    layer.build(x.shape)
    layer.set_weights([kernel, np.zeros(filters)])
    given_x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(given_x)
        y = layer(given_x)
        dy = upstream(y)
        loss = tf.reduce_sum(y * dy)
    wanted = tape.gradient(loss, [given_x, layer.kernel.value, layer.bias.value])
    received = conv2d_backward(dy, x, kernel, sliding.strides, padding)
    for got, want in zip(received, wanted, strict=True):
        np.testing.assert_allclose(got, want.numpy(), rtol=1e-9, atol=1e-9, strict=True)


@settings(max_examples=25)
@given(FLOATS, st.integers(1, 3))
def test_max_pool2d_backward_equals_keras_at_ties_too(sliding: Sliding, spread):
    import keras
    import tensorflow as tf

    x = np.random.default_rng(sliding.seed).integers(-spread, spread, sliding.x.shape).astype(float)
    padding = sliding.padding.lower()
    layer = keras.layers.MaxPooling2D(sliding.window, sliding.strides, padding, dtype="float64")
    given_x = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(given_x)
        y = layer(given_x)
        dy = upstream(y)
        loss = tf.reduce_sum(y * dy)
    wanted = tape.gradient(loss, given_x).numpy()
    received = max_pool2d_backward(dy, x, sliding.window, sliding.strides, padding)
    np.testing.assert_array_equal(received, wanted, strict=True)


def test_max_pool2d_backward_is_what_central_differences_say_where_no_two_are_equal():
    x = np.random.default_rng(1).permutation(2 * 5 * 6 * 2).reshape(2, 5, 6, 2).astype(float)
    dy = upstream(max_pool2d(x, 3, (1, 2), "same"))
    wanted = by_differences(lambda at: max_pool2d(at, 3, (1, 2), "same"), x, dy)
    np.testing.assert_allclose(max_pool2d_backward(dy, x, 3, (1, 2), "same"), wanted, atol=1e-6)


def test_of_nine_equal_pixels_the_first_of_each_window_takes_all():
    dx = max_pool2d_backward(np.ones((1, 3, 3, 1)), np.ones((1, 3, 3, 1)), 3, 1, "same")
    assert dx[0, :, :, 0].tolist() == [[4, 2, 0], [2, 1, 0], [0, 0, 0]]


def test_dense_and_relu_are_what_central_differences_say():
    random = np.random.default_rng(2)
    x, kernel, bias = (random.standard_normal(shape) for shape in ((3, 4), (4, 2), (2,)))
    dy = upstream(dense(x, kernel, bias))
    wanted = [
        by_differences(lambda at: dense(at, kernel, bias), x, dy),
        by_differences(lambda at: dense(x, at, bias), kernel, dy),
        by_differences(lambda at: dense(x, kernel, at), bias, dy),
    ]
    for got, want in zip(dense_backward(dy, x, kernel), wanted, strict=True):
        np.testing.assert_allclose(got, want, atol=1e-8, strict=True)
    dy = upstream(x)
    np.testing.assert_allclose(relu_backward(dy, x), by_differences(relu, x, dy), atol=1e-8)
    assert relu_backward([5.0], [0.0]).tolist() == [0]


def test_softmax_cross_entropy_is_what_central_differences_say_and_does_not_overflow():
    scores, labels = np.random.default_rng(3).standard_normal((4, 5)), np.array([0, 4, 2, 2])
    loss, dscores = softmax_cross_entropy(scores, labels)
    wanted = by_differences(
        lambda at: np.array(softmax_cross_entropy(at, labels)[0]), scores, np.array(1.0)
    )
    np.testing.assert_allclose(dscores, wanted, atol=1e-8)
    assert softmax_cross_entropy(scores + 1e4, labels)[0] == pytest.approx(loss)


def test_a_step_goes_down_each_parameter_s_slope_and_leaves_the_arguments_as_they_were():
    random = np.random.default_rng(4)
    images, labels = random.random((3, 28, 28, 1)), np.array([1, 7, 7])
    before = [parameter.astype(float) for parameter in initial_parameters(5)]
    kept = [parameter.copy() for parameter in before]
    after, loss = train_step(before, images, labels, learning_rate=0.5)
    assert [parameter.shape for parameter in after] == list(PARAMETER_SHAPES)
    assert loss == softmax_cross_entropy(small_scores(before, images), labels)[0]
    for number, (old, same, new) in enumerate(zip(before, kept, after, strict=True)):
        np.testing.assert_array_equal(old, same)
        place = tuple(random.integers(0, size) for size in old.shape)

        def loss_at(value, number=number, place=place):
            moved = [parameter.copy() for parameter in before]
            moved[number][place] = value
            return softmax_cross_entropy(small_scores(moved, images), labels)[0]

        slope = (loss_at(old[place] + 1e-6) - loss_at(old[place] - 1e-6)) / 2e-6
        assert (old - new)[place] == pytest.approx(0.5 * slope, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: relu_backward(np.ones(2), np.ones(3)), "relu_backward: expected the shape"),
        (
            lambda: conv2d_backward(
                np.ones((1, 3, 3, 1)), np.ones((1, 3, 3, 1)), np.ones((2, 2, 1, 1))
            ),
            "conv2d_backward: expected the shape",
        ),
        (
            lambda: max_pool2d_backward(np.ones((1, 3, 3, 1)), np.ones((1, 3, 3, 1))),
            "max_pool2d_backward: expected the shape",
        ),
    ],
)
def test_an_upstream_gradient_of_another_shape_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
