"""The picture of a window: well formed, readable on any theme, and of the right cells."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from autograder.messages.diagram import draw
from autograder.messages.windows import Window
from autograder.vocabulary.inputs import ramp

WINDOW = Window("x", ramp(4, 4), 0, 0, 2, 2)


def svg_of(window):
    return ET.fromstring(draw(window)).find("svg")  # noqa: S314 - our own


def texts(svg):
    return [text.text for text in svg.iter("text")]


def cells(svg, **attributes):
    """Return the corners of the boxes on the paths with these attributes."""
    paths = [
        path.get("d")
        for path in svg.iter("path")
        if all(path.get(name.replace("_", "-")) == value for name, value in attributes.items())
    ]
    return re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", "".join(paths))


def test_every_pixel_is_written():
    written = texts(svg_of(WINDOW))
    assert written[0] == "x"
    assert set(map(str, range(1, 17))) <= set(written)


def test_the_window_is_outlined_where_it_lies():
    svg = svg_of(replace(WINDOW, top=1, left=2, height=3, width=2))
    [(x, y, width, height)] = cells(svg, stroke_width="2.5")
    inside = cells(svg, fill_opacity=".12")
    assert len(inside) == 6
    assert (x, y) == inside[0][:2]
    assert (int(width), int(height)) == (2 * int(inside[0][2]), 3 * int(inside[0][3]))


@pytest.mark.parametrize(("padding", "zeros"), [("0", 5), ("", 0)])
def test_beyond_the_edge_cells_are_dashed_and_hold_only_zeros_that_count(padding, zeros):
    svg = svg_of(replace(WINDOW, top=-1, left=-1, height=3, width=3, padding=padding))
    assert len(cells(svg, stroke_dasharray="3 2")) == 5
    groups = [group for group in svg.iter("g") if group.get("opacity") and len(group) == 5]
    outside = [text.text for group in groups for text in group if group.get("font-size") is None]
    assert outside == ["0"] * zeros


@pytest.mark.parametrize(("size", "is_drawn"), [(5, True), (6, False)])
def test_a_kernel_is_drawn_if_it_is_small(size, is_drawn):
    window = Window("x", ramp(8, 8), 0, 0, size, size, "kernel[:, :, 0, 1]", ramp(size, size) / 2)
    assert ("kernel[:, :, 0, 1]" in texts(svg_of(window))) == is_drawn


def test_of_a_large_map_only_a_part_is_drawn_with_the_window_in_it():
    svg = svg_of(Window("x", ramp(40, 30), 37, 20, 3, 3))
    assert len(cells(svg, stroke_opacity=".35")) == 64
    assert len(cells(svg, fill_opacity=".12")) == 9
    assert {"39", "20"} <= set(texts(svg))


def test_a_large_window_has_no_picture():
    assert draw(Window("x", ramp(20, 20), 0, 0, 9, 2)) == ""


def test_it_is_said_in_words():
    svg = svg_of(replace(WINDOW, kernel=np.eye(2)))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == (
        "x, 4×4; the window is outlined: rows 0 to 1, columns 0 to 1 of x; beside it the kernel"
    )


def test_it_takes_its_colours_from_the_theme_and_loads_nothing():
    picture = draw(replace(WINDOW, top=-1, kernel=np.eye(2), padding="0"))
    colours = {
        value
        for element in ET.fromstring(picture).iter()  # noqa: S314 - our own
        for name, value in element.items()
        if name in {"fill", "stroke"}
    }
    assert colours == {"none", "currentColor"}
    assert "http" not in picture
    assert "url(" not in picture


def test_it_shrinks_on_a_narrow_page():
    svg = svg_of(WINDOW)
    assert svg.get("viewBox") == f"0 0 {svg.get('width')} {svg.get('height')}"
    assert "max-width:100%" in svg.get("style")


def test_where_a_page_takes_the_drawing_out_its_numbers_are_not_seen():
    block = ET.fromstring(draw(WINDOW))  # noqa: S314 - our own
    assert "visibility:hidden;font-size:0" in block.get("style")
    assert "visibility:visible" in block.find("svg").get("style")


def test_names_are_escaped():
    assert "<b>" not in draw(replace(WINDOW, map_name="<b>"))
