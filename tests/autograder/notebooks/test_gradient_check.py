"""What differences can tell of a backward function, and what they can't."""

import numpy as np
import pytest

from autograder.notebooks import gradient_check
from autograder.truth import keras_gradients

RANDOM = np.random.default_rng(9)
IMAGES, KERNEL = RANDOM.normal(size=(2, 5, 4, 2)), RANDOM.normal(size=(3, 2, 2, 3))
RIGHT = {
    "relu_backward": (np.array([[-2.0, 0.5], [3, -0.5]]),),
    "dense_backward": (RANDOM.normal(size=(2, 3)), RANDOM.normal(size=(3, 4))),
    "softmax_cross_entropy": (RANDOM.normal(size=(3, 4)), [0, 3, 1]),
    "conv2d_backward": (IMAGES, KERNEL),
    "max_pool2d_backward": (IMAGES,),
}


@pytest.mark.parametrize("name", RIGHT)
def test_right_gradients_agree_with_differences(name):
    report = gradient_check(getattr(keras_gradients, name), *RIGHT[name])
    assert report.passed
    assert all(line[0] == "✓" for line in report.lines[1:])


@pytest.mark.parametrize("strides", [1, (2, 1), (1, 3)])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_strides_and_padding_are_handed_on(strides, padding):
    options = {"strides": strides, "padding": padding}
    assert gradient_check(keras_gradients.conv2d_backward, IMAGES, KERNEL, **options).passed
    pool = {"pool_size": (3, 2), **options}
    assert gradient_check(keras_gradients.max_pool2d_backward, IMAGES, **pool).passed


def checked(change):
    def conv2d_backward(dy, x, kernel, strides=1, padding="valid"):
        return change(*keras_gradients.conv2d_backward(dy, x, kernel, strides, padding))

    report = gradient_check(conv2d_backward, IMAGES, KERNEL)
    assert not report.passed
    return repr(report)


def test_a_wrong_number_is_told_with_its_place():
    def one_wrong(dx, dkernel, dbias):
        dkernel[1, 0, 1, 2] += 1
        return dx, dkernel, dbias

    told = checked(one_wrong)
    assert "✗ dkernel: 1 of 36 numbers differ; at [1, 0, 1, 2]" in told
    assert told.count("✓") == 2


def test_shapes_and_counts_are_told():
    told = checked(lambda dx, dkernel, dbias: (dx, dkernel, dbias.sum()))
    assert "✗ dbias: its shape is one number; expected (3,)" in told
    assert "expected dx, dkernel, dbias, a tuple; got 1" in checked(lambda dx, *_: dx)


def test_what_is_not_finite_differs():
    told = checked(lambda dx, dkernel, dbias: (dx, dkernel, dbias * np.nan))
    assert "✗ dbias: 3 of 3 numbers differ" in told


@pytest.mark.parametrize(("at_zero", "is_right"), [(0, True), (1, True), (0.5, True)])
def test_at_a_kink_nothing_is_compared_and_that_is_said(at_zero, is_right):
    """Whatever stands there: differences can't tell, and the check can."""

    def relu_backward(dy, x):
        return dy * np.where(x > 0, 1, np.where(x == 0, at_zero, 0))

    report = gradient_check(relu_backward, [[-1.0, 0.0, 2.0]])
    assert report.passed == is_right
    assert report.lines[-1].startswith("· dx: 1 number was not compared. At [0, 1] a step up has")


def test_ties_are_left_out_where_they_count():
    """A tie below the maximum is none, and a tied pixel may win elsewhere alone."""
    x = np.array([[1, 3, 0], [3, 2, 0], [0, 0, 4]]).reshape(1, 3, 3, 1)
    report = gradient_check(keras_gradients.max_pool2d_backward, x, strides=1)
    assert report.passed
    assert "✓ dx: 7 of 7" in repr(report)
    assert "2 numbers were not compared" in repr(report)


def test_arguments_stay_as_they_were():
    def dense_backward(dy, x, kernel):
        right = keras_gradients.dense_backward(dy, x, kernel)
        for array in (dy, x, kernel):
            array[:] = 0
        return right

    x, kernel = (array.copy() for array in RIGHT["dense_backward"])
    assert gradient_check(dense_backward, x, kernel).passed
    np.testing.assert_array_equal(x, RIGHT["dense_backward"][0])


def test_a_function_of_another_name_is_asked_for():
    with pytest.raises(ValueError, match='say which: gradient_check\\(f, x, like="relu_backward"'):
        gradient_check(lambda dy, x: dy, [1.0])
    assert gradient_check(lambda dy, x: dy * (x > 0), [1.0], like="relu_backward").passed


def test_what_a_function_raises_is_its_own():
    def relu_backward(dy, x):
        raise NotImplementedError

    with pytest.raises(NotImplementedError):
        gradient_check(relu_backward, [1.0])


def test_large_arrays_are_tried_in_part():
    report = gradient_check(keras_gradients.relu_backward, RANDOM.normal(size=(40, 50)))
    assert "✓ dx: 300 of 300" in repr(report)
