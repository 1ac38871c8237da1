"""The explorer as a person drives it, in Chromium."""

from typing import Any

import numpy as np
import pytest

from autograder.explorer.scene import DIGIT_KERNEL, Scene, scene_for
from autograder.truth import keras_layers
from tests.explorer.page import open_explorer

pytestmark = pytest.mark.browser


def conv2d(
    x: Any,
    kernel: Any,
    bias: Any = None,
    strides: Any = 1,
    padding: str = "valid",
    activation: Any = None,
) -> Any:
    """Right but for the last column, and only with padding."""
    y = np.array(keras_layers.conv2d(x, kernel, bias, strides, padding, activation))
    if padding == "same":
        y[:, :, -1] += 1
    return y


def idea(**given: Any) -> Scene:
    return scene_for(None, **{"padding": "valid"} | given)


FOCUSED = """
    (document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent)
"""


def status(page: Any) -> str:
    return str(page.locator(".status").inner_text())


def output(page: Any) -> list[list[str]]:
    rows = page.locator(".output [role=row]").all()
    return [row.locator("span").all_inner_texts() for row in rows]


def drag(page: Any, label: str, value: int) -> None:
    page.get_by_label(label, exact=True).fill(str(value))


def test_pointing_at_an_output_cell_lights_its_window_and_shows_the_sum(page: Any) -> None:
    open_explorer(page, idea())
    page.locator(".output [role=gridcell]").nth(5).hover()
    assert page.locator(".in-window").all_inner_texts() == list("321130201")
    assert page.locator(".products small").all_inner_texts() == [
        *("3·0", "2·1", "1·2"),
        *("1·0", "3·1", "0·0"),
        *("2·1", "0·0", "1·0"),
    ]
    assert page.locator(".value").inner_text() == "= 9"
    assert output(page)[1][2] == "9"


def test_arrow_keys_move_the_window_and_it_is_said(page: Any) -> None:
    open_explorer(page, idea())
    page.locator(".output").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    current = page.locator(".output").get_attribute("aria-activedescendant")
    assert page.locator(f"#{current}").inner_text() == "9"
    assert page.locator(".told").inner_text().startswith("Output row 1, column 2: 9. Window: rows")
    assert page.locator(".output").evaluate("grid => getComputedStyle(grid).outlineWidth") == "3px"


def test_everything_is_reached_by_tab(page: Any) -> None:
    open_explorer(page, idea())
    reached = []
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(FOCUSED))
        if reached[-1].startswith("Output"):
            break
    assert reached[:3] == ["map: what", "map: rows", "map: columns"]
    assert "weight, row 2, column 2" in reached
    assert reached[-4:-1] == [f"weight, row 2, column {column}" for column in range(3)]


def test_an_edited_weight_changes_the_output(page: Any) -> None:
    open_explorer(page, idea())
    field = page.get_by_label("weight, row 0, column 0")
    field.fill("1/2")
    assert output(page)[0][0] == "5.5"
    field.fill("one")
    assert field.get_attribute("aria-invalid") == "true"
    problem = page.get_by_role("alert")
    assert problem.inner_text() == "“one” is not a number: 0 is used. Write -1, 0.5 or 1/9."
    assert output(page)[0][0] == "5"
    page.get_by_label("weight, row 2, column 2").fill("")
    assert problem.inner_text().startswith("2 weights are not numbers")
    page.get_by_label("weight, row 2, column 2").fill("0")
    field.fill("2")
    assert not problem.is_visible()
    field.press("ArrowUp")
    assert (field.input_value(), output(page)[0][0]) == ("3", "8")
    page.get_by_label("kernel: which").select_option("identity")
    assert output(page) == [["1", "3", "2"], ["0", "1", "3"], ["3", "2", "0"]]


def average_pool2d(x: Any, pool_size: Any, strides: Any, padding: str) -> Any:
    return keras_layers.average_pool2d(x, pool_size, strides, padding)


@pytest.mark.parametrize("width", [960, 480])
@pytest.mark.parametrize("function", [conv2d, average_pool2d])
def test_all_grids_of_a_row_begin_at_one_height(open_page: Any, width: int, function: Any) -> None:
    page = open_page(width=width)
    open_explorer(page, scene_for(function, padding="same", x=np.ones((2, 2))))
    page.locator(".yours .grid").wait_for()
    tops = page.locator(".figure").evaluate_all(
        "figures => figures.map(figure => figure.querySelector('.grid, .kernel, .products')"
        ".getBoundingClientRect().top - figure.getBoundingClientRect().top)"
    )
    assert len(tops) == 4
    assert len(set(tops)) == 1


def test_code_in_a_sentence_is_set_as_code(page: Any) -> None:
    def conv2d(x: Any, kernel: Any, **options: Any) -> None:
        pass

    open_explorer(page, scene_for(conv2d, padding="valid"))
    assert page.locator(".status code").inner_text() == "return"
    assert "`" not in status(page)


def test_a_single_tick_is_somebody_s_own(page: Any) -> None:
    def conv2d(x: Any, kernel: Any, **options: Any) -> None:
        raise ValueError("3` is a length")

    open_explorer(page, scene_for(conv2d, padding="valid"))
    page.get_by_text("It stopped with ValueError: 3` is a length").wait_for()


def test_uneven_zeros_are_drawn_where_keras_puts_them(page: Any) -> None:
    open_explorer(page, idea(kernel=np.ones((2, 4)), padding="same"))
    zeros = page.locator("[role=table] [role=row]").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => +cell.classList.contains('zero')))"
    )
    assert zeros == [[1, 0, 0, 0, 0, 0, 1, 1]] * 5 + [[1] * 8]
    assert page.get_by_text("↑0 ↓1 ←1 →2").is_visible()


def test_pixels_that_no_window_reaches_are_hatched(page: Any) -> None:
    open_explorer(page, idea())
    drag(page, "map: rows", 6)
    drag(page, "strides: down", 2)
    assert page.locator(".unreached").count() == 5 + 1  # a row of the map, and the legend
    hatched = page.locator(".grid .unreached").first
    assert "gradient" in hatched.evaluate("cell => getComputedStyle(cell).backgroundImage")


def test_a_kernel_that_fits_nowhere_is_told(page: Any) -> None:
    open_explorer(page, idea())
    drag(page, "map: rows", 2)
    assert status(page) == "No window fits: the kernel is larger than the map."
    drag(page, "map: rows", 3)
    assert status(page) == ""


def test_play_goes_through_all_windows_and_stops(page: Any) -> None:
    page.clock.install()
    open_explorer(page, idea())
    page.get_by_role("button", name="Play").click()
    assert page.locator(".ahead").count() == 8
    page.clock.run_for(2 * 900)
    assert page.locator(".ahead").count() == 6
    assert page.locator(".current").inner_text() == "11"
    page.clock.run_for(7 * 900)
    assert page.get_by_role("button", name="Play").is_visible()
    page.get_by_role("button", name="Back").click()
    assert page.locator(".told").inner_text().startswith("Output row 2, column 1: 10.")


def test_where_a_function_departs_is_marked(page: Any) -> None:
    open_explorer(page, scene_for(conv2d, padding="valid"))
    page.get_by_text("✓ The same as Keras's layer.").wait_for()
    assert page.locator(".wrong").count() == 0
    page.get_by_label("padding: kind").select_option("same")
    page.get_by_text("The shape (1, 5, 5, 1) is right, but 5 of its 25 numbers are").wait_for()
    assert page.locator(".yours .wrong").count() == 5
    assert (
        page.locator(".yours .wrong").first.evaluate(
            "cell => getComputedStyle(cell, '::before').content"
        )
        == '"✗"'
    )
    page.locator(".yours [role=cell]").nth(4).hover()
    assert page.locator(".told").inner_text().endswith("Your conv2d says 6.")


def test_many_changes_end_in_the_answer_to_the_last(page: Any) -> None:
    open_explorer(page, scene_for(conv2d, padding="valid"))
    for rows in (6, 7, 8, 9):
        drag(page, "map: rows", rows)
    page.locator(".yours .grid [role=row]").nth(6).wait_for()
    assert page.locator(".yours [role=row]").count() == 7
    assert status(page) == "✓ The same as Keras's layer."


def test_pooling_marks_the_largest_and_counts_no_padding(page: Any) -> None:
    pixels = -1 - np.arange(9).reshape(3, 3)
    open_explorer(page, scene_for(None, "max_pool2d", padding="same", x=pixels))
    page.locator(".output [role=gridcell]").nth(3).hover()
    assert page.locator(".products").inner_text().split() == ["−9", "–", "–", "–"]
    assert page.locator(".grid .largest").inner_text() == "−9"
    assert page.locator(".value").inner_text() == "= −9"


def test_a_digit_is_filtered(page: Any) -> None:
    open_explorer(page, scene_for(None, padding="valid", digit=7, kernel=DIGIT_KERNEL))
    assert page.get_by_label("kernel: which").input_value() == "horizontal edges"
    assert page.locator(".scale").inner_text().split() != []
    pixels = "canvas => [...canvas.getContext('2d').getImageData(0, 0, 26, 26).data].join()"
    before = page.locator(".output canvas").evaluate(pixels)
    page.get_by_label("kernel: which").select_option("blur")
    assert page.locator(".output canvas").evaluate(pixels) != before
    page.get_by_label("map: what").select_option("digit 1")
    assert page.locator(".output span").count() == 26 * 26


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_the_page_is_taken(page: Any, theme: str) -> None:
    open_explorer(page, idea(), theme)
    colours = page.locator(".cnn-explorer").evaluate(
        "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).color]"
    )
    light = ["rgb(255, 255, 255)", "rgb(29, 38, 48)"]
    assert colours == (light if theme == "light" else ["rgb(17, 17, 17)", "rgb(238, 241, 244)"])
