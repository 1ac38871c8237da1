"""The gradients that the explorer draws, against Keras's."""

from typing import Any

import numpy as np
import pytest

from autograder.truth import keras_gradients, keras_layers
from tests.explorer.page import gradients_module

pytestmark = pytest.mark.browser

WORK_OUT = """cases => cases.map(({ map, kernel, dy, sizes }) => {
    const geometry = picture.geometryOf(sizes);
    const state = { kind: kernel ? "convolution" : "max", map, kernel, dy, geometry };
    return {
        dx: gradients.inputGradient(state),
        dkernel: kernel && gradients.kernelGradient(state),
        dbias: gradients.biasGradient(state),
    };
})"""


def cases(padding: str, kind: str) -> list[dict[str, Any]]:
    """Draw maps of small integers, which tie, with windows that overlap or leave pixels out."""
    rng = np.random.default_rng(18)
    drawn = []
    for _ in range(60):
        size, window, strides = (rng.integers(1, most, 2) for most in (8, 5, 4))
        window = np.minimum(window, size) if padding == "valid" else window
        x = rng.integers(-2, 3, size).astype(float)
        kernel = rng.integers(-3, 4, window).astype(float) if kind == "convolution" else None
        step, pool = tuple(strides.tolist()), tuple(window.tolist())
        y = keras_layers.strided_convolve2d(x, np.ones(pool), step, padding)
        drawn.append(
            {
                "map": x.tolist(),
                "kernel": None if kernel is None else kernel.tolist(),
                "dy": rng.integers(-9, 10, y.shape).astype(float).tolist(),
                "sizes": {
                    "map": list(x.shape),
                    "window": list(pool),
                    "strides": list(step),
                    "padding": padding,
                },
            }
        )
    return drawn


@pytest.mark.parametrize("padding", ["valid", "same"])
@pytest.mark.parametrize("kind", ["convolution", "max"])
def test_the_gradients_are_those_of_keras(page: Any, padding: str, kind: str) -> None:
    gradients_module(page)
    asked = cases(padding, kind)
    for case, drawn in zip(asked, page.evaluate(WORK_OUT, asked), strict=True):
        dy, x = (np.array(case[name])[None, :, :, None] for name in ("dy", "map"))
        strides = tuple(case["sizes"]["strides"])
        if kind == "max":
            pool = tuple(case["sizes"]["window"])
            dx = keras_gradients.max_pool2d_backward(dy, x, pool, strides, padding)
        else:
            kernel = np.array(case["kernel"])[:, :, None, None]
            dx, dkernel, dbias = keras_gradients.conv2d_backward(dy, x, kernel, strides, padding)
            np.testing.assert_array_equal(drawn["dkernel"], dkernel[:, :, 0, 0], str(case))
            assert drawn["dbias"] == dbias[0]
        np.testing.assert_array_equal(drawn["dx"], dx[0, :, :, 0], str(case))
