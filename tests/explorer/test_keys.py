"""Keys that are pressed in the explorer stay in it; the browser's and JupyterLab's pass."""

import string
from typing import Any

import pytest

from autograder.explorer.backward_scene import backward_scene_for
from autograder.explorer.scene import scene_for
from tests.explorer.page import open_explorer

pytestmark = pytest.mark.browser

PLAIN = [*string.ascii_letters, *string.digits, *string.punctuation]
PLAIN += ["Enter", "Escape", "Backspace", "Delete", " ", "Shift+Enter", "Shift+Tab", "Tab"]
PLAIN += ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]
COMMANDS = ["Control+s", "Control+Enter", "Alt+ArrowLeft", "Meta+z", "Control+Home"]
PLACES = [
    ".output",
    "button >> nth=1",
    "[data-control=map]",
    "[data-control=strides-0]",
    "[data-weight='0,0']",
    "input[type=checkbox]",
]


@pytest.fixture
def explorer(page: Any) -> Any:
    """An explorer on a page that writes down the keys that come out of it."""
    open_explorer(page, scene_for(None, padding="valid"))
    page.evaluate(
        """() => {
            window.heard = [];
            document.addEventListener("keydown", (event) => window.heard.push(event.key));
        }"""
    )
    return page


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.slow
def test_no_plain_key_leaves_the_explorer(explorer: Any, place: str) -> None:
    part = explorer.locator(".cnn-explorer").locator(place)
    for key in PLAIN:
        part.focus()
        explorer.keyboard.press(key)
    assert explorer.evaluate("window.heard") == []


@pytest.mark.parametrize("key", COMMANDS)
def test_a_command_passes_and_moves_nothing(explorer: Any, key: str) -> None:
    output = explorer.locator(".output")
    output.focus()
    explorer.keyboard.press("ArrowRight")
    before = output.get_attribute("aria-activedescendant")
    explorer.keyboard.press(key)
    assert explorer.evaluate("window.heard.at(-1)") == key.rsplit("+", maxsplit=1)[-1]
    assert output.get_attribute("aria-activedescendant") == before


def test_tab_still_goes_on_to_the_next_part(explorer: Any) -> None:
    explorer.locator("[data-weight='0,0']").focus()
    explorer.keyboard.press("Tab")
    assert explorer.evaluate("document.activeElement.dataset.weight") == "0,1"


@pytest.mark.parametrize(
    ("scene", "grid"),
    [
        (scene_for(None, padding="valid"), ".output"),
        (backward_scene_for(None, padding="valid"), "[data-part=dx]"),
    ],
    ids=["explore", "explore_backward"],
)
def test_a_pointer_at_rest_undoes_no_key(page: Any, scene: Any, grid: str) -> None:
    """What a key changes may move the page under a pointer: the browser tells that as an "over"."""
    open_explorer(page, scene)
    part = page.locator(grid)
    part.locator("[data-place='0,0']").hover()
    part.focus()
    page.keyboard.press("ArrowRight")
    moved = part.get_attribute("aria-activedescendant")
    part.locator("[data-place='0,0']").dispatch_event("pointerover", {"bubbles": True})
    assert part.get_attribute("aria-activedescendant") == moved
    part.locator("[data-place='1,1']").hover()
    assert part.get_attribute("aria-activedescendant") != moved
