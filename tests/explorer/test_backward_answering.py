from typing import Any

import numpy as np
import pytest

from autograder.explorer.backward_answering import answer_backward
from autograder.truth import keras_gradients

REQUEST = {
    "id": 7,
    "x": [[1, 2, 0], [0, 1, 3], [2, 0, 1]],
    "kernel": [[1, 0], [0, -1]],
    "dy": [[1, 2, 0], [0, -1, 3], [2, 0, 1]],
    "window": [2, 2],
    "strides": [1, 1],
    "padding": "same",
}


@pytest.mark.parametrize("name", ["conv2d_backward", "max_pool2d_backward"])
def test_a_right_function_is_right(name: str) -> None:
    reply = answer_backward(name, getattr(keras_gradients, name), REQUEST)
    assert (reply["right"], reply["id"]) == (True, 7)
    assert reply["words"] == "The same as the gradients of Keras's layer."
    assert np.shape(reply["parts"]["dx"]["received"]) == (3, 3)
    assert not np.any(reply["parts"]["dx"]["wrong"])


def changed(change: Any) -> Any:
    def conv2d_backward(
        dy: Any, x: Any, kernel: Any, strides: Any = 1, padding: str = "valid"
    ) -> Any:
        gradients = keras_gradients.conv2d_backward(dy, x, kernel, strides, padding)
        return change(*gradients)

    return answer_backward("conv2d_backward", conv2d_backward, REQUEST)


def test_each_gradient_has_marks_of_its_own() -> None:
    reply = changed(lambda dx, dkernel, dbias: (dx, np.add(dkernel, [[[[0]], [[1]]]]), dbias))
    assert not reply["right"]
    assert "`dkernel`" in reply["words"]
    assert not np.any(reply["parts"]["dx"]["wrong"])
    assert reply["parts"]["dkernel"]["wrong"] == [[False, True], [False, True]]
    assert reply["parts"]["dbias"] == {"received": [["8"]], "wrong": [[False]]}


def test_a_gradient_of_a_wrong_shape_is_shown_without_marks() -> None:
    reply = changed(lambda dx, dkernel, dbias: (dx[:, 1:], dkernel, np.ones((3, 2, 1))))
    assert np.shape(reply["parts"]["dx"]["received"]) == (2, 3)
    assert reply["parts"]["dx"]["wrong"] is None
    assert "dbias" not in reply["parts"]


@pytest.mark.parametrize(
    "change",
    [
        lambda dx, dkernel, dbias: dx,
        lambda dx, dkernel, dbias: (dx, dkernel),
        lambda dx, dkernel, dbias: None,
        lambda dx, dkernel, dbias: ("dx", [1], {}),
        lambda dx, dkernel, dbias: (dx.astype(complex), dkernel > 0, dbias * np.nan),
        lambda dx, dkernel, dbias: 1 / 0,
    ],
)
def test_whatever_comes_is_told_in_words(change: Any) -> None:
    reply = changed(change)
    assert not reply["right"]
    assert reply["words"]


def test_one_who_changes_dy_is_told() -> None:
    def max_pool2d_backward(
        dy: Any, x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid"
    ) -> Any:
        right = keras_gradients.max_pool2d_backward(dy, x, pool_size, strides, padding)
        dy[:] = 0
        return right

    reply = answer_backward("max_pool2d_backward", max_pool2d_backward, REQUEST)
    assert reply["more"] == ["But it changed its argument dy: work on a copy."]
    assert not reply["right"]


@pytest.mark.parametrize("size", [(1, 4), (4, 1), (1, 1)])
def test_maps_of_one_row_or_column_keep_their_shape(size: tuple[int, int]) -> None:
    request = REQUEST | {"x": np.ones(size), "dy": np.ones(size)}
    reply = answer_backward("conv2d_backward", keras_gradients.conv2d_backward, request)
    assert np.shape(reply["parts"]["dx"]["received"]) == size
    assert reply["right"]
