"""The animation that three pictures share: a kernel slides over a map, with its numbers."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cnn_reference import pad_same, same_padding, strided_convolve2d
from figures.animation import lasting, moment, steps_style
from figures.grids import Grid, Numbers, cells, number_map, padded_map, written
from figures.palette import INK, MUTED, OUTPUT, OUTPUT_TINT, WINDOW, WINDOW_TINT
from figures.svg import (
    arrow,
    document,
    element,
    group,
    heading,
    middle,
    rectangle,
    start_text,
    text,
)

FEATURE_MAP = np.array(
    [[1, 2, 0, 2, 3], [0, 1, 3, 2, 1], [2, 0, 1, 3, 0], [1, 3, 2, 0, 1], [0, 1, 1, 2, 2]]
)
KERNEL = np.array([[0, 1, 2], [0, 1, 0], [1, 0, 0]])

WIDTH = 780
MARGIN = 28
TOP = 118


@dataclass(frozen=True)
class SlidingWindow:
    """One picture: what is written on it, and the convolution that it shows."""

    title: str
    caption: str
    description: str
    stride: int = 1
    padding: str = "valid"
    cell: float = 48
    seconds: float = 1.4

    @property
    def zeros(self) -> tuple[int, int]:
        """How many rows of zeros stand before and after the map."""
        if self.padding == "valid":
            return 0, 0
        return same_padding(len(FEATURE_MAP), len(KERNEL), self.stride)

    @property
    def input(self) -> Numbers:
        """The map with its zeros."""
        if self.padding == "valid":
            return FEATURE_MAP
        return pad_same(FEATURE_MAP, len(KERNEL), self.stride)

    @property
    def output(self) -> Numbers:
        """What the convolution gives."""
        return strided_convolve2d(FEATURE_MAP, KERNEL, self.stride, self.padding)


def draw(picture: SlidingWindow) -> str:
    """Return the animated picture."""
    before, _ = picture.zeros
    feature_map, output, cell = picture.input, picture.output, picture.cell
    real = np.zeros(feature_map.shape, dtype=bool)
    end = before + len(FEATURE_MAP)
    real[before:end, before:end] = True

    tall = cell * len(feature_map)
    centre = TOP + tall / 2
    input_side, kernel_side, output_side = (cell * len(m) for m in (feature_map, KERNEL, output))
    gap = (WIDTH - 2 * MARGIN - input_side - kernel_side - output_side) / 2
    input_grid = Grid(MARGIN, TOP, cell)
    kernel_grid = Grid(MARGIN + input_side + gap, centre - kernel_side / 2, cell)
    output_grid = Grid(WIDTH - MARGIN - output_side, centre - output_side / 2, cell)
    star_x, equals_x = kernel_grid.x - gap / 2, output_grid.x - gap / 2
    sums_y = TOP + tall + (80 if picture.stride > 1 else 62)

    parts = [
        heading(picture.title, picture.caption),
        _name("input", FEATURE_MAP, input_grid, feature_map, border=before > 0),
        padded_map(feature_map, real, input_grid, 17, nudge=4),
        text(star_x, middle(centre, 26), "∗", 26, fill=MUTED),
        _name("kernel", KERNEL, kernel_grid, KERNEL),
        number_map(KERNEL, kernel_grid, size=17, fill=WINDOW_TINT, stroke=WINDOW, ink=WINDOW),
        text(equals_x, middle(centre, 26), "=", 26, fill=MUTED),
        _name("output", output, output_grid, output),
        cells(output.shape, output_grid, stroke=OUTPUT),
        _output(output, output_grid),
        _row_names(sums_y),
    ]
    if picture.stride > 1:
        parts.append(_strides(picture))
    steps = output.size
    for step, ((row, column), total) in enumerate(np.ndenumerate(output)):
        top, left = row * picture.stride, column * picture.stride
        window = feature_map[top : top + len(KERNEL), left : left + len(KERNEL)]
        output_cell = rectangle(
            *output_grid.corner(row, column),
            cell,
            cell,
            fill="none",
            stroke=OUTPUT,
            stroke_width=5,
        )
        parts.append(
            group(
                _lit_window(Grid(*input_grid.corner(top, left), cell)),
                output_cell,
                _sum(window, float(total), sums_y),
                **moment(step, steps),
            )
        )
    return document(
        WIDTH,
        sums_y + 28,
        picture.title,
        picture.description,
        *parts,
        style=steps_style(steps, picture.seconds),
    )


def _name(name: str, values: Numbers, grid: Grid, drawn: Numbers, border: bool = False) -> str:
    rows, columns = values.shape
    label = f"{name} {rows} × {columns}" + (" and its border of zeros" if border else "")
    x, y = grid.corner(0, drawn.shape[1] / 2)
    return text(x, y - 12, label, 14, font_weight="bold")


def _output(output: Numbers, grid: Grid) -> str:
    """Return the results, each of which appears at its step."""
    side, size = grid.cell - 3, 17
    parts = []
    for step, ((row, column), total) in enumerate(np.ndenumerate(output)):
        left, top = grid.corner(row, column)
        x, y = grid.centre(row, column)
        parts.append(
            group(
                rectangle(left + 1.5, top + 1.5, side, side, fill=OUTPUT_TINT),
                element("text", written(total), x=x, y=middle(y, size)),
                **lasting(step),
            )
        )
    return group(
        *parts,
        id="output",
        font_size=size,
        font_weight="bold",
        text_anchor="middle",
        fill=OUTPUT,
    )


def _lit_window(grid: Grid) -> str:
    """Return the window's outline, with each weight of the kernel in a corner."""
    side = grid.cell * len(KERNEL)
    weights = []
    for (row, column), weight in np.ndenumerate(KERNEL):
        right, bottom = grid.corner(row + 1, column + 1)
        weights.append(element("text", f"×{written(weight)}", x=right - 4, y=bottom - 5))
    outline = rectangle(
        grid.x, grid.y, side, side, fill=WINDOW, fill_opacity=0.16, stroke=WINDOW, stroke_width=4
    )
    return outline + group(
        *weights, font_size=12, font_weight="bold", text_anchor="end", fill=WINDOW
    )


SUM_CENTRES = (118, 308, 498)
RESULT_X = 610


def _row_names(y: float) -> str:
    names = ("top row of the window", "middle row", "bottom row")
    return group(
        *(text(x, y - 24, name, 12, fill=MUTED) for x, name in zip(SUM_CENTRES, names, strict=True))
    )


def _sum(window: Numbers, total: float, y: float) -> str:
    """Return the window's nine products and their sum."""
    rows = [
        " + ".join(
            f"{written(pixel)}·{written(weight)}"
            for pixel, weight in zip(pixels, weights, strict=True)
        )
        for pixels, weights in zip(window, KERNEL, strict=True)
    ]
    return group(
        *(element("text", row, x=x, y=y) for x, row in zip(SUM_CENTRES, rows, strict=True)),
        *(element("text", "+", x=(a + b) / 2, y=y) for a, b in pairwise(SUM_CENTRES)),
        start_text(RESULT_X, y, f"= {written(total)}", 20, fill=OUTPUT, font_weight="bold"),
        font_size=17,
        text_anchor="middle",
        fill=INK,
    )


def _strides(picture: SlidingWindow) -> str:
    """Return the two distances from one window to the next."""
    cell, jump = picture.cell, picture.cell * picture.stride
    label = f"stride {picture.stride}"
    below = TOP + cell * len(FEATURE_MAP) + 14
    right = MARGIN + cell * len(FEATURE_MAP) + 14
    return group(
        arrow(MARGIN, below, MARGIN + jump, below, WINDOW),
        start_text(MARGIN + jump + 8, middle(below, 13), f"{label} across", 13, fill=WINDOW),
        arrow(right, TOP, right, TOP + jump, WINDOW),
        start_text(right + 8, middle(TOP + jump / 2, 13), f"{label} down", 13, fill=WINDOW),
    )
