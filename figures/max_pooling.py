"""`max_pooling.svg`: of each 2×2 block the largest number stays."""

import numpy as np

from cnn_reference import max_pool2d
from figures.grids import Grid, cells, digits, written
from figures.palette import (
    INK,
    MUTED,
    OUTPUT,
    OUTPUT_TINT,
    POOLED,
    POOLED_TINT,
    SECOND,
    SECOND_TINT,
    WINDOW,
    WINDOW_TINT,
)
from figures.svg import arrow, document, element, heading, rectangle, start_text, text

FEATURE_MAP = np.array([[1, 3, 2, 0], [6, 2, 4, 1], [0, 1, 5, 7], [3, 2, 8, 4]])
POOL = 2
BLOCKS = (
    ("A", OUTPUT, OUTPUT_TINT, None),
    ("B", WINDOW, WINDOW_TINT, "9 5"),
    ("C", POOLED, POOLED_TINT, "2 4"),
    ("D", SECOND, SECOND_TINT, "12 4 2 4"),
)

WIDTH = 780
TOP = 118
INPUT = Grid(28, TOP, 56)
RESULT = Grid(WIDTH - 28 - 2 * 56, TOP + 56, 56)
SUMS_X = 312

TITLE = "Max pooling 2 × 2: the largest number of each block stays"
DESCRIPTION = (
    "A 4 by 4 map is divided into four 2 by 2 blocks, A to D, each with its own colour and "
    "outline. In each block the largest number is circled; the four of them make the 2 by 2 "
    "output."
)


def max_pooling() -> str:
    """Return the picture."""
    output = max_pool2d(FEATURE_MAP[np.newaxis, :, :, np.newaxis], POOL)[0, :, :, 0]
    frames, sums = [], []
    for index, ((row, column), largest) in enumerate(np.ndenumerate(output)):
        letter, colour, tint, dashes = BLOCKS[index]
        top, left = row * POOL, column * POOL
        block = FEATURE_MAP[top : top + POOL, left : left + POOL]
        frames.append(_frame(Grid(*INPUT.corner(top, left), INPUT.cell), POOL, index))
        inner_row, inner_column = np.unravel_index(block.argmax(), block.shape)
        centre_x, centre_y = INPUT.centre(top + int(inner_row), left + int(inner_column))
        frames.append(
            element(
                "circle", cx=centre_x, cy=centre_y, r=18, fill=tint, stroke=colour, stroke_width=2
            )
        )
        frames.append(_frame(Grid(*RESULT.corner(row, column), RESULT.cell), 1, index))
        numbers = ", ".join(written(value) for value in block.ravel())
        y = TOP + 34 + 56 * index
        sums.append(
            rectangle(
                SUMS_X,
                y - 19,
                26,
                26,
                fill=tint,
                stroke=colour,
                stroke_width=2.5,
                stroke_dasharray=dashes,
            )
            + text(SUMS_X + 13, y, letter, 15, font_weight="bold", fill=colour)
            + start_text(SUMS_X + 38, y, f"max({numbers}) = ", 16)
            + start_text(
                SUMS_X + 164, y, written(float(largest)), 17, font_weight="bold", fill=colour
            )
        )
    middle_y = TOP + 2 * INPUT.cell
    return document(
        WIDTH,
        TOP + 4 * INPUT.cell + 60,
        TITLE,
        DESCRIPTION,
        heading(TITLE, "Nothing is learned here: pooling has no weights."),
        _name("input 4 × 4", INPUT, 4),
        cells(FEATURE_MAP.shape, INPUT),
        _name("output 2 × 2", RESULT, 2),
        cells(output.shape, RESULT),
        *frames,
        digits(FEATURE_MAP, INPUT, 19),
        digits(output, RESULT, 19, font_weight="bold"),
        *sums,
        arrow(264, middle_y, 300, middle_y, INK),
        arrow(SUMS_X + 200, middle_y, RESULT.x - 16, middle_y, INK),
        start_text(
            28,
            TOP + 4 * INPUT.cell + 34,
            "The blocks do not overlap: the stride is the pool size, 2. "
            "Height and width are halved, the number of maps stays.",
            14,
            fill=MUTED,
        ),
    )


def _name(name: str, grid: Grid, columns: int) -> str:
    x, y = grid.corner(0, columns / 2)
    return text(x, y - 12, name, 14, font_weight="bold")


def _frame(grid: Grid, side: int, index: int) -> str:
    _, colour, tint, dashes = BLOCKS[index]
    size = grid.cell * side
    return rectangle(
        grid.x + 2,
        grid.y + 2,
        size - 4,
        size - 4,
        fill=tint,
        fill_opacity=0.55,
        stroke=colour,
        stroke_width=3.5,
        stroke_dasharray=dashes,
    )
