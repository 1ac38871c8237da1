"""`padding_uneven.svg`: where the number of zeros is odd, the extra one goes to the right."""

import numpy as np

from cnn_reference import output_size, same_padding
from figures.grids import Grid, number_map, zero_cell
from figures.palette import CARD, MUTED, WINDOW
from figures.svg import decimal, document, element, group, heading, middle, start_text, text

WIDTH = 680
CELL = 46
# The real pixels of both rows stand below each other: room for one zero to their left.
PIXELS_X = 28 + CELL
TEXT_X = PIXELS_X + 8 * CELL - 10
BRACKET_STEP = 26

TITLE = 'Uneven padding "same": the extra zero goes after the map'
DESCRIPTION = (
    "Two rows of pixels with the windows that lie over them as brackets. Above: 5 pixels, "
    "kernel 4, stride 1; five windows need three zeros, one at the left and two at the right. "
    "Below: 6 pixels, kernel 3, stride 2; three windows need one zero, which stands at the right."
)


def padding_uneven() -> str:
    """Return the picture."""
    first, first_end = _row(104, pixels=5, kernel=4, stride=1)
    second, second_end = _row(first_end + 44, pixels=6, kernel=3, stride=2)
    caption = "One axis of the map is enough to see it: each bracket is a window."
    return document(
        WIDTH, second_end + 4, TITLE, DESCRIPTION, heading(TITLE, caption), first, second
    )


def _row(top: float, pixels: int, kernel: int, stride: int) -> tuple[str, float]:
    """Return one row with its windows and its sum, and the height at which it ends."""
    before, after = same_padding(pixels, kernel, stride)
    windows = output_size(pixels, kernel, stride, "same")
    start = PIXELS_X - before * CELL
    grid = Grid(start, top, CELL)
    zeros = [zero_cell(grid, (0, column), 0, 17) for column in range(before)]
    zeros += [zero_cell(grid, (0, before + pixels + column), 0, 17) for column in range(after)]
    values = np.arange(1, pixels + 1).reshape(1, pixels)
    brackets = [
        _bracket(
            start + window * stride * CELL,
            top + CELL + 12 + window * BRACKET_STEP,
            kernel,
            f"window {window + 1}",
        )
        for window in range(windows)
    ]
    span = (windows - 1) * stride + kernel
    lines = [
        f"{windows} windows reach over",
        f"({windows} − 1)·{stride} + {kernel} = {span} cells",
        f"{span} − {pixels} = {span - pixels} {_zeros(span - pixels)}:",
        f"{before} left, {after} right",
    ]
    explanation = [
        start_text(
            TEXT_X, top + 40 + 24 * index, content, 15, font_weight="bold" if index == 3 else None
        )
        for index, content in enumerate(lines)
    ]
    name = f"{pixels} pixels, kernel {kernel}, stride {stride}"
    part = group(
        start_text(PIXELS_X, top - 10, name, 14, font_weight="bold"),
        *zeros,
        number_map(values, Grid(PIXELS_X, top, CELL), size=17),
        *brackets,
        *explanation,
    )
    return part, top + CELL + 12 + windows * BRACKET_STEP + 10


def _zeros(count: int) -> str:
    return "zero" if count == 1 else "zeros"


def _bracket(x: float, y: float, kernel: int, name: str) -> str:
    left, right = x + 4, x + kernel * CELL - 4
    path = f"M{decimal(left)} {decimal(y)}v8H{decimal(right)}v-8"
    centre = (left + right) / 2
    return element("path", d=path, fill="none", stroke=WINDOW, stroke_width=2.5) + text(
        centre,
        middle(y + 8, 12),
        name,
        12,
        fill=MUTED,
        stroke=CARD,
        stroke_width=10,
        paint_order="stroke",
    )
