import time
from typing import Any

import numpy as np
import pytest

from autograder.explorer.answering import answer
from autograder.truth import keras_layers

REQUEST = {
    "id": 7,
    "x": [[1, 2, 0], [0, 1, 3], [2, 0, 1]],
    "kernel": [[1, 0], [0, -1]],
    "window": [2, 2],
    "strides": [1, 1],
    "padding": "same",
}


@pytest.mark.parametrize(
    "name", ["conv2d", "strided_convolve2d", "convolve2d", "max_pool2d", "average_pool2d"]
)
def test_a_right_function_is_right(name: str) -> None:
    reply = answer(name, getattr(keras_layers, name), REQUEST)
    assert reply["right"]
    assert reply["id"] == 7
    size = 2 if name == "convolve2d" else 3
    assert np.shape(reply["received"]) == (size, size)


def test_wrong_numbers_are_marked() -> None:
    def off(x: Any, kernel: Any, bias: Any = None, strides: Any = 1, padding: str = "") -> Any:
        y = np.array(keras_layers.conv2d(x, kernel, None, strides, padding))
        y[0, 2, 1, 0] += 1
        return y

    reply = answer("conv2d", off, REQUEST)
    assert not reply["right"]
    assert reply["words"] == "The shape (1, 3, 3, 1) is right, but 1 of its 9 numbers is wrong."
    assert np.argwhere(reply["wrong"]).tolist() == [[2, 1]]


def test_a_known_mistake_gets_its_name() -> None:
    def zero_padded(x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "") -> Any:
        return keras_layers.max_pool2d(np.pad(x, ((0, 0), (0, 1), (0, 1), (0, 0))), 2, 1)

    negative = REQUEST | {"x": [[-1, -2, -3], [-4, -5, -6], [-7, -8, -9]]}
    reply = answer("max_pool2d", zero_padded, negative)
    assert any("explain(" in line for line in reply["more"])


def test_a_wrong_shape_is_told_and_shown() -> None:
    reply = answer(
        "max_pool2d", lambda x, pool_size, strides, padding: x, REQUEST | {"padding": "valid"}
    )
    assert reply["words"] == "The shape is wrong: expected (1, 2, 2, 1), got (1, 3, 3, 1)."
    assert np.shape(reply["received"]) == (3, 3)
    assert reply["wrong"] is None


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        (None, "It returned nothing."),
        ("a map", "The type is wrong: expected a NumPy array, got a str."),
        (np.full((1, 3, 3, 1), np.nan), "The result holds NaN or infinity."),
        (
            np.zeros((1, 3, 3, 1), complex),
            "The array holds complex128 elements: expected real numbers.",
        ),
        (np.zeros((1, 0, 3, 1)), "The shape is wrong: expected (1, 3, 3, 1), got (1, 0, 3, 1)."),
    ],
)
def test_whatever_is_returned_has_words(returned: Any, words: str) -> None:
    reply = answer("conv2d", lambda *given, **options: returned, REQUEST)
    assert (reply["right"], reply["words"]) == (False, words)


def test_an_exception_is_told_with_its_text() -> None:
    def stops(*given: Any, **options: Any) -> Any:
        raise IndexError("no such row")

    assert answer("conv2d", stops, REQUEST)["words"] == "It stopped with IndexError: no such row"


def test_an_endless_function_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*given: Any, **options: Any) -> Any:
        while True:
            time.sleep(0.001)

    monkeypatch.setattr("autograder.explorer.answering.SECONDS", 0.2)
    words = answer("conv2d", endless, REQUEST)["words"]
    assert words == "It did not come to an end within 0.2 seconds."


def test_a_changed_argument_is_told() -> None:
    def spoils(x: Any, *given: Any, **options: Any) -> Any:
        y = keras_layers.conv2d(x, *given, **options)
        x[:] = 0
        return y

    reply = answer("conv2d", spoils, REQUEST)
    assert not reply["right"]
    assert reply["more"] == ["But it changed its argument x: work on a copy."]
