"""A window is where Keras puts it: what is in it gives Keras's own number."""

import numpy as np
import pytest
from keras import layers

from autograder import EXERCISES
from autograder.messages.evidence import describe_call, evidence_of
from autograder.messages.windows import window_of, words_of
from autograder.truth.keras_layers import run_layer
from autograder.vocabulary.exercise import Exercise, Problem, call
from autograder.vocabulary.inputs import eighths, ramp
from autograder.vocabulary.sliding_window import SlidingWindow

X = eighths(1, 2, 6, 7, 2)
KERNEL = eighths(2, 3, 2, 2, 3)


def contents(window, outside):
    """Cut the window out of its map, with `outside` beyond the edge."""
    return np.array(
        [
            [
                window.map[row, column] if window.is_on_map(row, column) else outside
                for column in range(window.left, window.left + window.width)
            ]
            for row in range(window.top, window.top + window.height)
        ]
    )


def each_place(exercise, made):
    expected = exercise.expected(*made.arguments, **made.options)
    for index in np.ndindex(np.shape(expected)):
        yield window_of(exercise, made, index), np.asarray(expected)[index]


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("apply_window", call(ramp(3, 2), eighths(3, 3, 2))),
        ("convolve2d", call(ramp(5, 4), eighths(4, 3, 2))),
        ("strided_convolve2d", call(ramp(6, 6), eighths(5, 3, 3), 2, "same")),
        ("strided_convolve2d", call(ramp(7, 5), eighths(6, 4, 1), (2, 3), padding="Same")),
        ("strided_convolve2d", call(ramp(2, 3), eighths(7, 4, 5), 2, "same")),
        ("strided_convolve2d", call(ramp(7, 6), eighths(8, 2, 1), strides=4, padding="SAME")),
        ("conv2d", call(X[..., :1], KERNEL[:, :, :1], strides=(1, 2), padding="same")),
        ("conv2d", call(X[..., :1], KERNEL[:, :, :1])),
    ],
)
def test_kernel_and_window_give_the_number_of_a_convolution(name, made):
    for window, expected in each_place(EXERCISES[name], made):
        assert np.sum(contents(window, 0) * window.kernel) == expected


@pytest.mark.parametrize(
    "made",
    [
        call(X),
        call(X, 3),
        call(X, (3, 2), (1, 2)),
        call(X, padding="same"),
        call(X, (4, 3), strides=2, padding="Same"),
        call(X, pool_size=2, strides=4, padding="SAME"),
    ],
)
def test_the_window_holds_what_is_pooled(made):
    for window, expected in each_place(EXERCISES["max_pool2d"], made):
        assert contents(window, -np.inf).max() == expected
    for window, expected in each_place(EXERCISES["average_pool2d"], made):
        assert np.nanmean(contents(window, np.nan)) == pytest.approx(expected)


@pytest.mark.parametrize("made", [call(ramp(6, 6), 3, 2), call(ramp(3, 4), (2, 5), (1, 3))])
def test_the_window_of_a_padded_map_is_one_pixel_or_one_zero(made):
    for window, expected in each_place(EXERCISES["pad_same"], made):
        assert window.is_copied
        assert contents(window, 0).tolist() == [[expected]]


@pytest.mark.parametrize(
    ("name", "made", "index"),
    [
        ("dense", call(ramp(2, 3), ramp(3, 2), ramp(2)), (0, 0)),
        ("softmax", call(ramp(2, 3)), (0, 0)),
        ("output_size", call(5, 3), ()),
        ("conv2d", call(ramp(4, 4), ramp(2, 2)), (0, 0)),
        ("convolve2d", call([[1, 2], [3, 4]], np.eye(2)), (0, 0)),
        ("convolve2d", call(ramp(4, 4), np.eye(2)), (0, 0, 0)),
    ],
)
def test_without_a_map_there_is_no_window(name, made, index):
    assert window_of(EXERCISES[name], made, index) is None


def test_of_several_images_and_channels_the_one_is_named():
    window = window_of(EXERCISES["conv2d"], call(X, KERNEL), (1, 0, 0, 2))
    assert window.map_name == "x[1, :, :, 0]"
    assert window.kernel_name == "kernel[:, :, 0, 2]"
    pooled = window_of(EXERCISES["max_pool2d"], call(X), (1, 0, 0, 1))
    assert pooled.map_name == "x[1, :, :, 1]"
    assert np.array_equal(pooled.map, X[1, :, :, 1])


def test_the_padding_is_said_in_words():
    first = window_of(EXERCISES["pad_same"], call(ramp(3, 3), 3), (0, 0))
    assert words_of(first) == "padding, outside of feature_map"
    corner = window_of(
        EXERCISES["strided_convolve2d"], call(ramp(3, 3), np.eye(3), padding="same"), (0, 0)
    )
    assert words_of(corner) == (
        "rows -1 to 1, columns -1 to 1 of feature_map; 5 of these 9 cells lie outside"
    )


def keras_depthwise(x, kernel, strides=1):
    layer = layers.DepthwiseConv2D(kernel.shape[:2], strides, use_bias=False)
    return run_layer(layer, x, [kernel[..., None]])


def keras_transposed(x, kernel, strides=1):
    layer = layers.Conv2DTranspose(kernel.shape[2], kernel.shape[:2], strides, use_bias=False)
    return run_layer(layer, x, [kernel])


DEPTHWISE = Exercise(
    "depthwise_conv2d",
    "(x, kernel, strides=1)",
    (),
    keras_depthwise,
    window=SlidingWindow("x", "NHWC", kernel="kernel", kernel_axes="HWC", strides="strides"),
)
TRANSPOSED = Exercise("conv_transpose2d", "(x, kernel, strides)", (), keras_transposed)


def test_each_channel_has_a_window_and_a_kernel_of_its_own():
    made = call(X, KERNEL[..., 0], strides=2)
    for window, expected in each_place(DEPTHWISE, made):
        assert np.sum(contents(window, 0) * window.kernel) == expected
    window = window_of(DEPTHWISE, made, (1, 0, 0, 1))
    assert (window.map_name, window.kernel_name) == ("x[1, :, :, 1]", "kernel[:, :, 1]")
    assert "kernel: 3×2, 2 channels" in describe_call(DEPTHWISE, made)[1]


def test_a_result_of_images_is_shown_as_such_if_it_is_declared_so():
    expected = np.zeros((2, 3, 3, 1))
    problem = Problem("", call(np.zeros((2, 3, 3))), expected + 1, expected)
    assert evidence_of(EXERCISES["prepare_images"], problem).caption == (
        "image 0, row 0, column 0."
    )


def test_an_exercise_that_declares_no_window_has_none():
    made = call(eighths(3, 1, 3, 4, 2), eighths(4, 2, 2, 3, 2), 2)
    assert [window for window, _ in each_place(TRANSPOSED, made) if window] == []
    expected = TRANSPOSED.expected(*made.arguments)
    evidence = evidence_of(TRANSPOSED, Problem("", made, expected + 1, expected))
    assert evidence.caption == "row 0, column 0 of result[0, 0]."
    assert describe_call(TRANSPOSED, made)[1].startswith("x: shape (1, 3, 4, 2), numbers")


@pytest.mark.parametrize("padding", ["full", "causal", 1, None])
def test_there_is_no_window_where_it_is_not_known_how_the_map_is_padded(padding):
    made = call(ramp(4, 4), np.eye(2), padding=padding)
    assert window_of(EXERCISES["strided_convolve2d"], made, (0, 0)) is None
