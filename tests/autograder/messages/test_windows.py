"""A window is where Keras puts it: what is in it gives Keras's own number."""

import numpy as np
import pytest

from autograder import EXERCISES
from autograder.messages.windows import window_of, words_of
from autograder.vocabulary.exercise import call
from autograder.vocabulary.inputs import eighths, ramp

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
