"""The explorer of gradients as a person drives it, in Chromium."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder import explore_backward
from autograder.explorer.backward_scene import BackwardScene, backward_scene_for
from autograder.explorer.backward_still import backward_still
from autograder.truth import keras_gradients
from tests.explorer.page import open_explorer
from tests.explorer.test_keys import COMMANDS, PLAIN

browser = pytest.mark.browser


def conv2d_backward(dy: Any, x: Any, kernel: Any, strides: Any = 1, padding: str = "valid") -> Any:
    """Right but for the last column of dx, and only with padding."""
    dx, dkernel, dbias = keras_gradients.conv2d_backward(dy, x, kernel, strides, padding)
    if padding == "same":
        dx[:, :, -1] += 1
    return dx, dkernel, dbias


def max_pool2d_backward(
    dy: Any, x: Any, pool_size: Any = 2, strides: Any = None, padding: str = "valid"
) -> Any:
    return keras_gradients.max_pool2d_backward(dy, x, pool_size, strides, padding)


def idea(like: str = "conv2d_backward", **given: Any) -> BackwardScene:
    return backward_scene_for(None, like, **{"padding": "valid"} | given)


def part(page: Any, name: str) -> Any:
    return page.locator(f"[data-part={name}]")


def numbers(page: Any, name: str) -> list[list[str]]:
    rows = part(page, name).locator("[role=row]").all()
    return [row.locator("span").all_inner_texts() for row in rows]


def point_at(page: Any, name: str, row: int, column: int) -> None:
    part(page, name).locator(f"[data-place='{row},{column}']").hover()


def terms(page: Any) -> list[str]:
    return list(page.locator(".products small").all_inner_texts())


@browser
def test_a_pixel_shows_every_window_that_pays_it_and_the_sum(page: Any) -> None:
    open_explorer(page, idea(x=np.arange(1, 10).reshape(3, 3), kernel=[[1, 2], [3, 4]]))
    page.get_by_label("dy: what").select_option("1, 2, 3, …")
    point_at(page, "dx", 1, 1)
    assert terms(page) == ["1·4", "2·3", "3·2", "4·1"]
    assert page.locator(".value").inner_text() == "= 20"
    assert page.locator("[role=table] .window").count() == 4
    assert part(page, "dy").locator(".in-window").count() == 4
    point_at(page, "dx", 0, 0)
    assert terms(page) == ["1·1"]
    assert page.locator("[role=table] .window").count() == 1


@browser
def test_a_weight_shows_every_pixel_that_it_met(page: Any) -> None:
    open_explorer(page, idea(x=np.arange(1, 10).reshape(3, 3), kernel=[[1, 2], [3, 4]]))
    page.get_by_label("dy: what").select_option("1, 2, 3, …")
    point_at(page, "dkernel", 1, 0)
    assert terms(page) == ["1·4", "2·5", "3·7", "4·8"]
    assert page.locator(".value").inner_text() == "= 67"
    lit = page.locator("[role=table] .in-window")
    assert lit.all_inner_texts() == ["4", "5", "7", "8"]
    assert lit.evaluate_all("cells => cells.map(cell => cell.dataset.times)") == [
        *("×1", "×2", "×3", "×4")
    ]
    point_at(page, "dbias", 0, 0)
    assert page.locator(".value").inner_text() == "= 10"


@browser
def test_at_a_tie_it_is_told_who_takes_it(page: Any) -> None:
    open_explorer(page, idea("max_pool2d_backward"))
    page.get_by_label("dy: what").select_option("all ones")
    point_at(page, "dx", 0, 1)
    assert terms(page) == ["dy 1: a tie, and this is first"]
    point_at(page, "dx", 1, 0)
    assert terms(page) == ["dy 1: a tie, the first is 0,1"]
    assert page.locator(".value").inner_text() == "= 0"
    assert page.locator("[role=table] .largest").inner_text() == "3"
    assert "as large, and it comes first" in page.locator(".told").inner_text()
    assert numbers(page, "dx")[0] == ["0", "1", "1", "0"]


@browser
def test_a_single_1_is_moved_through_dy(page: Any) -> None:
    open_explorer(page, idea(x=np.ones((3, 3)), kernel=[[1, 2], [3, 4]]))
    page.get_by_label("dy: what").select_option("a single 1")
    assert numbers(page, "dx") == [["1", "2", "0"], ["3", "4", "0"], ["0", "0", "0"]]
    point_at(page, "dy", 1, 1)
    assert numbers(page, "dx") == [["0", "0", "0"], ["0", "1", "2"], ["0", "3", "4"]]
    part(page, "dy").focus()
    page.keyboard.press("ArrowUp")
    assert numbers(page, "dy") == [["0", "1"], ["0", "0"]]
    assert numbers(page, "dx") == [["0", "1", "2"], ["0", "3", "4"], ["0", "0", "0"]]
    assert page.locator(".told").inner_text().startswith("dy at row 0, column 1: 1.")


@browser
def test_a_pixel_that_no_window_reaches_is_hatched_and_gets_nothing(page: Any) -> None:
    open_explorer(page, idea(x=np.ones((3, 6)), kernel=np.ones((3, 3)), strides=2))
    point_at(page, "dx", 0, 5)
    assert page.locator(".products").count() == 0
    assert "no window reaches this pixel" in page.locator(".sum").inner_text()
    assert page.locator("[role=table] .unreached").count() == 3


@browser
def test_arrow_keys_and_steps_go_through_a_gradient(page: Any) -> None:
    open_explorer(page, idea())
    part(page, "dkernel").focus()
    page.keyboard.press("ArrowRight")
    current = part(page, "dkernel").get_attribute("aria-activedescendant")
    assert page.locator(f"#{current}").get_attribute("data-place") == "0,1"
    assert page.locator(".told").inner_text().startswith("dkernel at row 0, column 1:")
    page.get_by_role("button", name="Step").click()
    assert page.locator(".place").inner_text() == "dkernel, row 1, column 0"
    page.get_by_role("button", name="Back").click()
    assert page.locator(".place").inner_text() == "dkernel, row 0, column 1"


@browser
def test_where_a_function_departs_is_marked(page: Any) -> None:
    open_explorer(page, backward_scene_for(conv2d_backward, padding="valid"))
    page.get_by_text("✓ The same as the gradients of Keras's layer.").wait_for()
    assert page.locator(".grid .wrong").count() == 0
    page.get_by_label("padding: kind").select_option("same")
    page.locator(".yours .wrong").first.wait_for()
    assert page.locator(".yours .wrong").count() == 4
    mark = "cell => getComputedStyle(cell, '::before').content"
    assert page.locator(".yours .wrong").first.evaluate(mark) == '"✗"'
    page.locator(".yours .wrong").first.hover()
    assert "Your conv2d_backward says" in page.locator(".told").inner_text()


@browser
def test_an_edited_weight_changes_what_is_paid(page: Any) -> None:
    open_explorer(page, backward_scene_for(conv2d_backward, padding="valid"))
    point_at(page, "dx", 0, 0)
    page.get_by_label("weight, row 0, column 0").fill("10")
    assert page.locator(".products small").first.inner_text().endswith("·10")
    page.get_by_text("✓ The same as the gradients of Keras's layer.").wait_for()


@browser
def test_a_window_that_fits_nowhere_is_told(page: Any) -> None:
    open_explorer(page, idea(x=np.ones((2, 2))))
    page.get_by_label("kernel: rows", exact=True).fill("3")
    assert page.locator(".status").inner_text() == "No window fits: it is larger than the map."
    page.get_by_label("kernel: rows", exact=True).fill("2")
    assert page.locator(".status").inner_text() == ""
    assert part(page, "dx").is_visible()


@browser
@pytest.mark.parametrize("place", ["dx", "dkernel", "dy"])
@pytest.mark.slow
def test_no_plain_key_leaves_it_and_commands_pass(page: Any, place: str) -> None:
    open_explorer(page, idea())
    page.evaluate(
        """() => {
            window.heard = [];
            document.addEventListener("keydown", (event) => window.heard.push(event.key));
        }"""
    )
    for key in PLAIN:
        part(page, place).focus()
        page.keyboard.press(key)
    assert page.evaluate("window.heard") == []
    for key in COMMANDS:
        part(page, place).focus()
        page.keyboard.press(key)
        assert page.evaluate("window.heard.at(-1)") == key.rsplit("+", maxsplit=1)[-1]


SCENES = {
    "convolution": backward_scene_for(conv2d_backward, padding="same"),
    "pooling": backward_scene_for(max_pool2d_backward, padding="same", strides=1),
    "unreached": idea(x=np.ones((6, 6)), strides=2, kernel=np.ones((3, 3))),
}


@browser
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
    if SCENES[name].function:
        page.locator(".yours .grid").first.wait_for()
    part(page, "dy").focus()
    page.keyboard.press("ArrowRight")
    accessible(page)
    screenshot(page.locator(".cnn-explorer"), f"backward-{name}-{theme}")


@browser
def test_on_a_narrow_page_nothing_sticks_out(open_page: Callable[..., Any]) -> None:
    page = open_page(width=400)
    open_explorer(page, SCENES["convolution"])
    page.locator(".yours .grid").first.wait_for()
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("asks_keras", [False, True])
@pytest.mark.parametrize("name", SCENES)
def test_a_still_picture_stands_where_no_widget_runs(name: str, asks_keras: bool) -> None:
    picture = backward_still(SCENES[name], asks_keras)
    assert "<script" not in picture
    assert picture.count("<table") >= (3 if asks_keras else 1)
    assert ("dx, " in picture) == asks_keras


def test_a_still_picture_shows_columns_as_columns() -> None:
    picture = backward_still(
        backward_scene_for(None, padding="valid", x=[[1], [2], [3]], kernel=[[1], [2]]), True
    )
    assert "dx, 3×1" in picture
    assert "dkernel, 2×1" in picture


@pytest.mark.parametrize(
    ("given", "remark"),
    [
        ({"function": 3}, "takes a function, and was given int"),
        ({"function": abs}, "knows conv2d_backward and max_pool2d_backward"),
        ({"x": "no map"}, "x is to be a map"),
        ({"x": np.ones((9, 9))}, "at most 8×8"),
        ({"kernel": [[np.nan]]}, "kernel is to be a map"),
        ({"strides": 9}, "strides is to be an integer from 1 to 4"),
        ({"like": "max_pool2d_backward", "pool_size": (0, 2)}, "pool_size is to be an integer"),
        ({"padding": "full"}, 'padding is to be "valid" or "same"'),
    ],
)
def test_whatever_it_is_given_it_says_what_it_can_t_do(given: Any, remark: str) -> None:
    given = dict(given)
    explorer = explore_backward(given.pop("function", None), **given)
    assert remark in repr(explorer)
    assert "<table" in explorer._repr_mimebundle_()[0]["text/html"]
