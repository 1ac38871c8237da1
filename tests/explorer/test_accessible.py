"""axe-core on the explorer, and pictures of it for people."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.explorer.scene import DIGIT_KERNEL, scene_for
from autograder.truth import keras_layers
from tests.explorer.page import open_explorer

pytestmark = pytest.mark.browser


def conv2d(x: Any, kernel: Any, strides: Any = 1, padding: str = "valid") -> Any:
    y = np.array(keras_layers.conv2d(x, kernel, None, strides, padding))
    y[0, 1, 1:] = y[0, 1, 1:] - 2
    return y


SCENES = {
    "idea": scene_for(None, padding="valid"),
    "same": scene_for(None, padding="same", kernel=np.ones((3, 4)), strides=2),
    "unreached": scene_for(None, padding="valid", x=np.arange(36).reshape(6, 6), strides=2),
    "departs": scene_for(conv2d, padding="same"),
    "pooling": scene_for(None, "max_pool2d", padding="same", x=-1 - np.arange(25).reshape(5, 5)),
    "digit": scene_for(None, padding="valid", digit=3, kernel=DIGIT_KERNEL),
}


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("name", SCENES)
@pytest.mark.slow
def test_axe_finds_no_violation(
    page: Any,
    accessible: Callable[..., None],
    screenshot: Callable[..., None],
    name: str,
    theme: str,
) -> None:
    open_explorer(page, SCENES[name], theme)
    if name == "departs":
        page.locator(".yours .wrong").first.wait_for()
    page.locator(".output").focus()
    page.keyboard.press("ArrowRight")
    accessible(page)
    screenshot(page.locator(".cnn-explorer"), f"explorer-{name}-{theme}")
