"""`conv_backward.svg`: each number of dy pays its window; where windows overlap, they add up."""

import numpy as np

from cnn_reference.backward import conv2d_backward
from figures.grids import Grid, cells, digits, number_map, written
from figures.palette import INK, MUTED, OUTPUT, OUTPUT_TINT, POOLED, SECOND, WINDOW, WINDOW_TINT
from figures.svg import document, heading, middle, rectangle, start_text, text

FEATURE_MAP = np.arange(1, 10).reshape(3, 3)
KERNEL = np.array([[1, 2], [3, 4]])
DY = np.array([[1, 0], [0, 10]])

WIDTH, TOP, CELL_SIDE = 800, 122, 52
KERNEL_GRID = Grid(28, TOP + CELL_SIDE / 2, CELL_SIDE)
DY_GRID = Grid(190, TOP + CELL_SIDE / 2, CELL_SIDE)
PAID_X = (352, 352)
DX_GRID = Grid(WIDTH - 28 - 3 * CELL_SIDE, TOP, CELL_SIDE)
PAID_SIDE = 34

TITLE = "Each number of dy pays the window that it came from"
DESCRIPTION = (
    "A 2 by 2 kernel of 1, 2, 3, 4 and a 2 by 2 dy with 1 at the top left, 10 at the bottom right "
    "and zeros elsewhere. The 1 pays 1, 2, 3, 4 to the window at the top left of the 3 by 3 map, "
    "the 10 pays 10, 20, 30, 40 to the window at the bottom right. In the middle pixel the two "
    "windows overlap: 4 and 10 add up to 14."
)


def conv_backward() -> str:
    """Return the picture."""
    gradient = conv2d_backward(
        DY[np.newaxis, :, :, np.newaxis],
        FEATURE_MAP[np.newaxis, :, :, np.newaxis],
        KERNEL[:, :, np.newaxis, np.newaxis],
    )[0][0, :, :, 0]
    payments = [
        _payment(Grid(352, TOP - 6, PAID_SIDE), (0, 0), OUTPUT, None),
        _payment(Grid(352, TOP + 122, PAID_SIDE), (1, 1), SECOND, "7 4"),
    ]
    size = 2 * CELL_SIDE
    frames = [
        rectangle(
            *DX_GRID.corner(row, row),
            size,
            size,
            fill="none",
            stroke=colour,
            stroke_width=4,
            stroke_dasharray=dashes,
        )
        for row, colour, dashes in ((0, OUTPUT, None), (1, SECOND, "7 4"))
    ]
    return document(
        WIDTH,
        TOP + 252,
        TITLE,
        DESCRIPTION,
        heading(TITLE, "A pixel under several windows is paid by each: add up, do not overwrite."),
        _name("kernel 2 × 2", KERNEL_GRID, 2),
        number_map(KERNEL, KERNEL_GRID, size=18, fill=WINDOW_TINT, stroke=WINDOW, ink=WINDOW),
        text(161, middle(TOP + 1.5 * CELL_SIDE, 22), "·", 22, fill=MUTED),
        _name("dy 2 × 2", DY_GRID, 2),
        number_map(DY, DY_GRID, size=18, fill=OUTPUT_TINT, stroke=OUTPUT, ink=OUTPUT),
        *payments,
        text(588, middle(TOP + 1.5 * CELL_SIDE, 26), "=", 26, fill=MUTED),
        _name("dx 3 × 3", DX_GRID, 3),
        cells(gradient.shape, DX_GRID),
        *frames,
        digits(gradient, DX_GRID, 18, font_weight="bold"),
        start_text(
            DX_GRID.x - 4, TOP + 3 * CELL_SIDE + 26, "middle: 1·4 + 10·1 = 14", 14, fill=POOLED
        ),
    )


def _payment(grid: Grid, place: tuple[int, int], colour: str, dashes: str | None) -> str:
    """Return what one number of dy adds to the map."""
    row, column = place
    paid = np.zeros(FEATURE_MAP.shape, dtype=int)
    paid[row : row + 2, column : column + 2] = DY[place] * KERNEL
    side = 2 * grid.cell
    label = f"{written(float(DY[place]))} · kernel"
    return (
        number_map(paid, grid, size=13)
        + rectangle(
            *grid.corner(row, column),
            side,
            side,
            fill="none",
            stroke=colour,
            stroke_width=3.5,
            stroke_dasharray=dashes,
        )
        + start_text(grid.x + 3 * grid.cell + 12, middle(grid.y + 1.5 * grid.cell, 14), label, 14)
    )


def _name(name: str, grid: Grid, columns: int) -> str:
    x, y = grid.corner(0, columns / 2)
    return text(x, y - 12, name, 14, font_weight="bold", fill=INK)
