"""`max_backward.svg`: a maximum hands all of dy to its winner; of equals, to the first."""

import numpy as np

from cnn_reference.backward import max_pool2d_backward
from figures.grids import Grid, cells, digits, number_map
from figures.palette import INK, MUTED, OUTPUT, OUTPUT_TINT, SECOND, SECOND_TINT, WINDOW
from figures.svg import arrow, document, element, group, heading, rectangle, start_text

FEATURE_MAP = np.array([[1, 5, 0, -2], [3, 2, -1, -4]])
DY = np.array([[10, 100]])
TIED, TIED_DY = np.array([[1, 3], [3, 2]]), np.array([[10]])

WIDTH, CELL_SIDE = 760, 48
TOP, SECOND_TOP = 122, 292
MAP_X, DY_X, DX_X = 28, 300, 470
LOOKS = ((OUTPUT, OUTPUT_TINT, None), (SECOND, SECOND_TINT, "7 4"))

TITLE = "The winner of a window takes all of dy"
DESCRIPTION = (
    "Above, two windows of 2 by 2 side by side, 1, 5, 3, 2 and 0, −2, −1, −4. Their largest "
    "numbers, 5 and 0, are circled, and get the 10 and the 100 of dy; all others get 0. Below, a "
    "window with the numbers 1, 3, 3, 2: of the two threes the first, in the upper row, gets the "
    "10, the other one 0."
)


def max_backward() -> str:
    """Return the picture."""
    return document(
        WIDTH,
        SECOND_TOP + 2 * CELL_SIDE + 28,
        TITLE,
        DESCRIPTION,
        heading(TITLE, "If another number grew a little, the maximum would stay as it is."),
        _row(TOP, FEATURE_MAP, DY, "map, two windows"),
        _row(SECOND_TOP, TIED, TIED_DY, "a tie"),
        start_text(MAP_X + 116, SECOND_TOP + 44, "two threes: the first,", 14, fill=MUTED),
        start_text(MAP_X + 116, SECOND_TOP + 64, "row by row, takes it", 14, fill=MUTED),
    )


def _row(top: float, values: np.ndarray, dy: np.ndarray, name: str) -> str:
    gradient = max_pool2d_backward(
        dy[np.newaxis, :, :, np.newaxis], values[np.newaxis, :, :, np.newaxis]
    )[0, :, :, 0]
    grid, paid = Grid(MAP_X, top, CELL_SIDE), Grid(DX_X, top, CELL_SIDE)
    pays = Grid(DY_X, top + CELL_SIDE / 2, CELL_SIDE)
    frames = [
        _winner(grid, paid, index, values[:, 2 * index : 2 * index + 2])
        for index in range(dy.shape[1])
    ]
    end = DX_X - 14
    return group(
        start_text(MAP_X, top - 12, name, 14, font_weight="bold"),
        start_text(DY_X, pays.y - 12, "dy", 14, font_weight="bold"),
        start_text(DX_X, top - 12, "dx", 14, font_weight="bold"),
        cells(values.shape, grid),
        cells(gradient.shape, paid),
        *frames,
        digits(values, grid, 18),
        number_map(dy, pays, size=18),
        digits(gradient, paid, 18, font_weight="bold"),
        arrow(pays.x + dy.shape[1] * CELL_SIDE + 12, top + CELL_SIDE, end, top + CELL_SIDE, INK),
    )


def _winner(grid: Grid, paid: Grid, index: int, window: np.ndarray) -> str:
    colour, tint, dashes = LOOKS[index]
    row, column = (int(place) for place in np.unravel_index(window.argmax(), window.shape))
    side = 2 * CELL_SIDE - 6
    frames = [
        rectangle(
            one.x + 2 * index * CELL_SIDE + 3,
            one.y + 3,
            side,
            side,
            fill="none",
            stroke=colour,
            stroke_width=3.5,
            stroke_dasharray=dashes,
        )
        for one in (grid, paid)
    ]
    circles = []
    for one in (grid, paid):
        x, y = one.centre(row, 2 * index + column)
        circles.append(
            element("circle", cx=x, cy=y, r=18, fill=tint, stroke=WINDOW, stroke_width=2)
        )
    return "".join((*frames, *circles))
