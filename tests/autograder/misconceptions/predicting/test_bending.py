"""What predictions are made of, by examples that can be worked out by hand."""

import numpy as np
import pytest

from autograder.misconceptions.predicting import bending, bending_pooling, bending_sizes
from autograder.misconceptions.predicting.border import Border
from autograder.truth.ask_keras import keras_says
from autograder.vocabulary.inputs import eighths, ramp
from autograder.vocabulary.misconception import UndeterminedError, UnpredictableError


def unchanged(given):
    return given.ask_keras()


def in_two_steps(given):
    return given.finished(given.sums())


def padded_first(given):
    return given.ask_keras(x=given.padded(), padding="valid")


@pytest.mark.parametrize("way", [unchanged, in_two_steps, padded_first])
def test_what_is_not_bent_is_right(way):
    predictions = bending.in_exercises(bending.EVERYWHERE, way)
    window, feature_map, kernel = eighths(1, 3, 2), eighths(2, 5, 4), eighths(3, 3, 2)
    for name, (prediction,) in predictions.items():
        x = window if name == "apply_window" else feature_map
        if name != "conv2d":
            np.testing.assert_allclose(prediction(x, kernel), keras_says(name)(x, kernel))
    arguments = eighths(4, 2, 5, 4, 2), eighths(5, 3, 2, 2, 3), eighths(6, 3)
    options = {"strides": (1, 2), "padding": "SAME", "activation": np.abs}
    (prediction,) = predictions["conv2d"]
    np.testing.assert_allclose(
        prediction(*arguments, **options), keras_says("conv2d")(*arguments, **options)
    )


def test_a_size_of_which_no_window_fits_has_no_prediction():
    assert bending.keras_size(5, 5) == 1
    assert bending.keras_size(5, 6, padding="same") == 5
    with pytest.raises(UnpredictableError):
        bending.keras_size(5, 6)


@pytest.mark.parametrize("exercise", ["convolve2d", "conv2d"])
def test_a_kernel_larger_than_the_map_has_no_prediction(exercise):
    (prediction,) = bending.in_exercises(exercise, unchanged)[exercise]
    more = (1, 1) if exercise == "conv2d" else ()
    x = ramp(1, 2, 4, 1) if exercise == "conv2d" else ramp(2, 4)
    with pytest.raises(UnpredictableError):
        prediction(x, ramp(3, 1, *more))


def test_one_channel_stays_one():
    (prediction,) = bending.in_exercises(
        "convolve2d", lambda given: np.repeat(given.ask_keras(), 2, axis=3)
    )["convolve2d"]
    with pytest.raises(UnpredictableError):
        prediction(ramp(3, 3), ramp(2, 2))


def test_cropping_takes_the_first_ones_and_never_makes_any():
    result = ramp(1, 3, 4, 1)
    assert bending.crop(result, 2, 3).ravel().tolist() == [1, 2, 3, 5, 6, 7]
    for rows, columns in ((4, 4), (3, 5), (-1, 4)):
        with pytest.raises(UndeterminedError):
            bending.crop(result, rows, columns)


def test_output_size_is_asked_with_its_defaults_and_knows_the_word():
    asked = []
    (prediction,) = bending_sizes.in_output_size(lambda given: asked.append(given) or 0)[
        "output_size"
    ]
    prediction(5, 3)
    prediction(5, kernel_size=3, stride=2, padding="SAME")
    assert [(one.n, one.k, one.s, one.padding) for one in asked] == [
        (5, 3, 1, "valid"),
        (5, 3, 2, "same"),
    ]
    assert [one.word for one in asked] == ["valid", "SAME"]


def without_bias(given):
    return given.ask_keras(bias=None)


def flipped(given):
    return given.ask_keras(kernel=given.kernel[::-1, ::-1])


def test_two_mistakes_are_made_at_once():
    one, other = bending.in_exercises("conv2d", flipped, without_bias)["conv2d"]
    x, kernel, bias = eighths(1, 2, 5, 4, 2), eighths(2, 3, 2, 2, 3), eighths(3, 3)
    both = keras_says("conv2d")(x, kernel[::-1, ::-1])
    for joined in (one.after(other), other.after(one)):
        np.testing.assert_allclose(joined(x, kernel, bias), both)


def test_what_one_mistake_can_t_do_with_the_result_of_the_other_is_an_error():
    one, other = bending.in_exercises(
        "conv2d",
        lambda given: given.ask_keras()[:, :, :, 5],
        lambda given: given.ask_keras().squeeze(),
    )["conv2d"]
    with pytest.raises(UnpredictableError):
        one.after(other)(ramp(1, 3, 3, 1), ramp(2, 2, 1, 1))


@pytest.mark.parametrize(
    ("border", "rows", "columns"),
    [
        (Border(), (1, 1), (1, 2)),
        (Border(shares=lambda total: (total, 0)), (2, 0), (3, 0)),
        (Border(total=lambda *_: 4), (2, 2), (2, 2)),
        (Border(is_swapped=True), (1, 2), (1, 1)),
    ],
)
def test_each_part_of_a_border_is_bent_on_its_own(border, rows, columns):
    assert border.widths((5, 5), (3, 4), (1, 1)) == (rows, columns)


@pytest.mark.parametrize("options", [{}, {"strides": 1}, {"padding": "Same", "pool_size": (3, 2)}])
def test_a_pooling_that_is_not_bent_is_right(options):
    x = eighths(7, 2, 5, 4, 2)
    for name, (prediction,) in bending_pooling.in_both(unchanged).items():
        np.testing.assert_allclose(prediction(x, **options), keras_says(name)(x, **options))


def test_a_pooling_knows_whether_strides_were_handed_in():
    given = []
    (prediction,) = bending_pooling.in_max(lambda asked: given.append(asked) or asked.x)[
        "max_pool2d"
    ]
    prediction(ramp(1, 4, 4, 1), 2)
    prediction(ramp(1, 4, 4, 1), 2, strides=2)
    assert [asked.strides for asked in given] == [(2, 2), (2, 2)]
    assert [asked.strides_given for asked in given] == [False, True]


def test_the_border_of_a_pooling_is_as_wide_as_same_needs_it():
    asked = []
    (prediction,) = bending_pooling.in_max(lambda given: asked.append(given) or given.x)[
        "max_pool2d"
    ]
    prediction(ramp(1, 3, 4, 1), 2, padding="same")
    (given,) = asked
    assert given.padded(-1)[0, :, :, 0].tolist() == [*ramp(3, 4).tolist(), [-1, -1, -1, -1]]
