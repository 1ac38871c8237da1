"""The numbers that the explorer draws, against Keras's."""

import itertools
from typing import Any

import numpy as np
import pytest

from autograder.truth import keras_layers
from tests.explorer.page import picture_module

pytestmark = pytest.mark.browser

SIZES = [*itertools.product(range(1, 8), range(1, 6), range(1, 5))]


@pytest.fixture
def picture(page: Any) -> Any:
    picture_module(page)

    def call(name: str, *arguments: Any) -> Any:
        return page.evaluate(
            "([name, given]) => window.picture[name](...given)", [name, list(arguments)]
        )

    return call


def test_zeros_stand_where_keras_puts_them(page: Any, picture: Any) -> None:
    drawn = page.evaluate(
        "sizes => sizes.map(size => picture.zeros(...size, 'same'))", [list(s) for s in SIZES]
    )
    for size, (before, _) in zip(SIZES, drawn, strict=True):
        assert before == keras_layers.zeros(*size)[0], size
    assert picture("zeros", 7, 3, 2, "valid") == [0, 0]


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_output_is_that_of_keras(picture: Any, padding: str) -> None:
    rng = np.random.default_rng(6)
    for _ in range(40):
        map_size, window = rng.integers(1, 8, 2), rng.integers(1, 6, 2)
        strides = rng.integers(1, 5, 2)
        if padding == "valid":
            window = np.minimum(window, map_size)
        x = rng.integers(-9, 9, map_size).astype(float)
        kernel = rng.integers(-3, 4, window).astype(float)
        sizes = {"map": map_size, "window": window, "strides": strides}
        shape = {name: value.tolist() for name, value in sizes.items()} | {"padding": padding}
        geometry = picture("geometryOf", shape)
        image, step, pool = x[None, :, :, None], tuple(strides.tolist()), tuple(window.tolist())
        expected = {
            "convolution": keras_layers.strided_convolve2d(x, kernel, step, padding),
            "max": keras_layers.max_pool2d(image, pool, step, padding)[0, :, :, 0],
            "average": keras_layers.average_pool2d(image, pool, step, padding)[0, :, :, 0],
        }
        for kind, wanted in expected.items():
            weights = kernel.tolist() if kind == "convolution" else None
            drawn = np.array(picture("outputOf", kind, x.tolist(), weights, geometry))
            assert drawn.shape == wanted.shape, shape
            np.testing.assert_allclose(drawn, wanted, atol=1e-9, err_msg=str(shape))


def test_no_window_fits_where_the_kernel_is_larger(picture: Any) -> None:
    shape = {"map": [5, 2], "window": [3, 3], "strides": [1, 1], "padding": "valid"}
    geometry = picture("geometryOf", shape)
    assert (geometry["rows"], geometry["columns"]) == (0, 0)
    assert picture("reachedOf", geometry) == [[False] * 5, [False] * 2]


@pytest.mark.parametrize(
    ("size", "window", "stride", "reached"),
    [(6, 3, 2, "111110"), (7, 2, 4, "1100110"), (5, 3, 1, "11111"), (6, 1, 3, "100100")],
)
def test_pixels_that_no_window_reaches_are_known(
    picture: Any, size: int, window: int, stride: int, reached: str
) -> None:
    shape = {"map": [size, size], "window": [window] * 2, "strides": [stride] * 2}
    geometry = picture("geometryOf", shape | {"padding": "valid"})
    assert picture("reachedOf", geometry)[0] == [letter == "1" for letter in reached]


def test_keys_and_steps_move_the_window(picture: Any) -> None:
    geometry = {"rows": 2, "columns": 3}
    assert picture("moved", [0, 0], "ArrowRight", geometry) == [0, 1]
    assert picture("moved", [0, 0], "ArrowUp", geometry) == [0, 0]
    assert picture("moved", [1, 1], "Home", geometry) == [1, 0]
    assert picture("moved", [0, 1], "PageDown", geometry) == [1, 1]
    assert picture("moved", [0, 0], "Tab", geometry) is None
    assert picture("stepped", [0, 2], 1, geometry) == [1, 0]
    assert picture("stepped", [0, 0], -1, geometry) == [1, 2]


@pytest.mark.parametrize(
    ("text", "weight"),
    [("-1", -1), ("−1", -1), ("0,5", 0.5), (" 1/4 ", 0.25), ("", None), ("1/0", None), ("x", None)],
)
def test_weights_are_read_as_people_type_them(picture: Any, text: str, weight: Any) -> None:
    assert picture("weightOf", text) == weight


@pytest.mark.parametrize(
    ("value", "text"),
    [(3, "3"), (-0.004, "0"), (2 / 3, "0.67"), (-12.345, "−12.3"), (1234.5, "1235")],
)
def test_numbers_are_short(picture: Any, value: float, text: str) -> None:
    assert picture("written", value) == text


def test_what_is_seen_is_said(picture: Any) -> None:
    window = {"top": -1, "left": 0, "height": 2, "width": 1}
    cells = picture("cellsOf", [[3]], [[2], [-1]], window)
    assert picture("sentenceOf", "convolution", [0, 0], window, cells, -3) == (
        "Output row 0, column 0: −3. Window: rows −1 to 0, column 0, 1 of its cells padded zeros. "
        "−3 is the sum of 0·2, 3·(−1)."
    )
