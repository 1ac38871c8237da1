"""`stride_backward.svg`: with stride and "same", windows pay further apart, and the zeros too."""

import numpy as np

from cnn_reference import same_padding
from cnn_reference.backward import conv2d_backward
from figures.grids import Grid, number_map, written, zero_cell
from figures.palette import CARD, MUTED, OUTPUT, OUTPUT_TINT, WINDOW
from figures.svg import decimal, document, element, heading, line, middle, start_text, text

PIXELS, STRIDE = 6, 2
KERNEL = np.array([1, 2, 3])
DY = np.array([1, 10, 100])

WIDTH, TOP, CELL_SIDE = 760, 112, 56
START_X = 190
ROW = 40

TITLE = 'Going back through stride 2 and padding "same"'
DESCRIPTION = (
    "Six pixels in a row and a zero to their right. Three windows of three begin at the pixels 0, "
    "2 and 4, and pay their number of dy, 1, 10 and 100, times the kernel 1, 2, 3. Below, sums: "
    "1, 2, 13, 20, 130, 200, and 300 for the zero, which is crossed out."
)


def stride_backward() -> str:
    """Return the picture."""
    before, after = same_padding(PIXELS, len(KERNEL), STRIDE)
    gradient = conv2d_backward(
        DY.reshape(1, 1, -1, 1),
        np.ones((1, 1, PIXELS, 1)),
        KERNEL.reshape(1, -1, 1, 1),
        (1, STRIDE),
        "same",
    )[0].ravel()
    grid = Grid(START_X, TOP, CELL_SIDE)
    parts = [
        start_text(28, middle(TOP + CELL_SIDE / 2, 15), "pixels", 15, font_weight="bold"),
        number_map(np.arange(1, PIXELS + 1).reshape(1, -1), grid, size=17),
        *(zero_cell(grid, (0, PIXELS + index), 0, 17) for index in range(after)),
    ]
    lost = np.zeros(PIXELS + before + after)
    for index, pays in enumerate(DY.tolist()):
        y = TOP + CELL_SIDE + 26 + ROW * index
        left = index * STRIDE - before
        parts.append(_window(grid, left, y, pays))
        lost[left : left + len(KERNEL)] += pays * KERNEL
    sums_y = TOP + CELL_SIDE + 26 + ROW * len(DY) + 14
    sums = Grid(START_X, sums_y, CELL_SIDE)
    parts += [
        start_text(28, middle(sums_y + CELL_SIDE / 2, 15), "dx, the sums", 15, font_weight="bold"),
        number_map(
            gradient.reshape(1, -1), sums, size=17, fill=OUTPUT_TINT, stroke=OUTPUT, ink=OUTPUT
        ),
        *(_dropped(sums, PIXELS + index, lost[PIXELS + index]) for index in range(after)),
    ]
    return document(
        WIDTH,
        sums_y + CELL_SIDE + 28,
        TITLE,
        DESCRIPTION,
        heading(TITLE, "Each window pays dy times the kernel 1, 2, 3; what zeros get is dropped."),
        *parts,
    )


def _window(grid: Grid, left: int, y: float, pays: int) -> str:
    """Return a bracket over the window's pixels, with what each of them gets."""
    start, end = grid.x + left * grid.cell + 4, grid.x + (left + len(KERNEL)) * grid.cell - 4
    path = f"M{decimal(start)} {decimal(y)}v-8H{decimal(end)}v8"
    numbers = [
        text(grid.x + (left + index + 0.5) * grid.cell, y + 14, written(pays * weight), 15)
        for index, weight in enumerate(KERNEL.tolist())
    ]
    name = start_text(28, y + 8, f"{pays} · (1, 2, 3)", 14, fill=MUTED)
    bracket = element("path", d=path, fill="none", stroke=WINDOW, stroke_width=2.5)
    return bracket + "".join(numbers) + name


def _dropped(grid: Grid, column: int, value: float) -> str:
    x, y = grid.corner(0, column)
    number = zero_cell(grid, (0, column), value, 17)
    cross = line(x + 8, y + 8, x + grid.cell - 8, y + grid.cell - 8, stroke=WINDOW, stroke_width=3)
    told = start_text(
        x + grid.cell + 10,
        middle(y + grid.cell / 2, 14),
        "for the zero:",
        14,
        fill=MUTED,
        stroke=CARD,
        stroke_width=4,
        paint_order="stroke",
    )
    return number + cross + told + start_text(x + grid.cell + 10, y + 50, "dropped", 14, fill=MUTED)
