"""`cross.svg`: convolution, pooling and convolution again find a cross."""

import numpy as np

from cnn_reference import conv2d, max_pool2d, relu
from figures.grids import Grid, Numbers, cells, number_map, written
from figures.palette import (
    CELL,
    GREY_INK,
    GRID,
    MUTED,
    OUTPUT,
    OUTPUT_TINT,
    POOLED,
    POOLED_TINT,
    SECOND,
    SECOND_TINT,
    WINDOW,
)
from figures.svg import (
    arrow,
    document,
    group,
    heading,
    line,
    middle,
    rectangle,
    start_text,
    text,
)

SIDE = 8
FALLING = np.eye(3, dtype=int)
RISING = FALLING[:, ::-1]
STROKES = np.stack([FALLING, RISING], axis=-1)[:, :, np.newaxis, :]
STROKE_BIAS = -2
# One filter, one kernel for each of the two maps below it.
CROSS = np.stack([FALLING, RISING], axis=-1)[:, :, :, np.newaxis]
CROSS_BIAS = -5

WIDTH = 840
TOP = 168
LOOKS = ((OUTPUT, OUTPUT_TINT), (SECOND, SECOND_TINT))
NAMES = ("\\", "/")
IMAGE = Grid(28, TOP + 76, 15)
FILTER_X, MAP_X, POOLED_X, KERNEL_X, SCORE_X = 200, 302, 462, 592, 740
BAND = 164

TITLE = "Convolution and pooling together find a cross"
DESCRIPTION = (
    "An 8 by 8 image of an X goes through two filters: one answers 1 where it sees a stroke from "
    "top left to bottom right, the other where it sees a stroke from bottom left to top right. "
    "After 2 by 2 max pooling a filter of the second layer looks at both 3 by 3 maps at once and "
    "adds up to the score 6, which is a cross. Below, the scores of four other images: a moved "
    "cross is still found; a single stroke, a diamond and an upright plus are not."
)


def cross() -> str:
    """Return the picture."""
    image = _diagonal_cross(0, 0)
    strokes, pooled, score = _answers(image)
    caption = "First small strokes, then what they make up: each layer sees more of the image."
    examples_y = TOP + 2 * BAND + 36
    return document(
        WIDTH,
        examples_y + 150,
        TITLE,
        DESCRIPTION,
        heading(TITLE, caption),
        *_column_names(),
        _image(image, IMAGE),
        text(IMAGE.x + 4 * IMAGE.cell, IMAGE.y + 8 * IMAGE.cell + 20, "8 × 8 image", 13),
        *(_band(index, strokes[:, :, index], pooled[:, :, index]) for index in range(2)),
        _verdict(score),
        line(28, examples_y - 36, WIDTH - 28, examples_y - 36, stroke=GRID),
        *_examples(examples_y),
    )


def _answers(image: Numbers) -> tuple[Numbers, Numbers, float]:
    """Return the maps of the first layer, pooled, and the second layer's sum."""
    x = image[np.newaxis, :, :, np.newaxis]
    strokes = conv2d(x, STROKES, [STROKE_BIAS] * 2, activation=relu)
    pooled = max_pool2d(strokes)
    score = conv2d(pooled, CROSS)
    return strokes[0], pooled[0], float(score.item())


def _diagonal_cross(row: int, column: int) -> Numbers:
    image = np.zeros((SIDE, SIDE), dtype=int)
    image[row : row + 7, column : column + 7] = np.eye(7) + np.eye(7)[::-1] > 0
    return image


def _others() -> list[tuple[str, Numbers]]:
    quarter = np.eye(SIDE // 2, dtype=int)
    diamond = np.block([[quarter[::-1], quarter], [quarter, quarter[::-1]]])
    plus = np.zeros((SIDE, SIDE), dtype=int)
    plus[3, :7] = plus[:7, 3] = 1
    return [
        ("a cross, moved by one pixel", _diagonal_cross(1, 1)),
        ("one stroke only", np.eye(SIDE, dtype=int)),
        ("both, in other places", diamond),
        ("no such stroke", plus),
    ]


def _column_names() -> list[str]:
    names = (
        (FILTER_X + 30, "filters 3 × 3", ""),
        (MAP_X + 57, "convolution + relu", f"sum of 3 pixels − {-STROKE_BIAS}"),
        (POOLED_X + 39, "max pooling", "2 × 2"),
        (KERNEL_X + 33, "second layer", "one filter, 2 kernels"),
        (SCORE_X + 28, "sum", ""),
    )
    return [
        text(x, TOP - 62, first, 14, font_weight="bold") + text(x, TOP - 44, second, 12)
        for x, first, second in names
    ]


def _image(image: Numbers, grid: Grid) -> str:
    dark = [
        rectangle(*grid.corner(row, column), grid.cell, grid.cell, fill=GREY_INK)
        for row, column in np.argwhere(image).tolist()
    ]
    return cells(image.shape, grid) + group(*dark)


def _band(index: int, strokes: Numbers, pooled: Numbers) -> str:
    """Return one stroke's way through the network."""
    colour, tint = LOOKS[index]
    centre = TOP + BAND * index + 54
    pixels_y = IMAGE.y + 4 * IMAGE.cell
    large, small = 19, 26
    kernel_grid = Grid(FILTER_X, centre - 30, 20)
    second_grid = Grid(KERNEL_X, centre - 33, 22)
    return group(
        arrow(IMAGE.x + 8 * IMAGE.cell + 10, pixels_y, FILTER_X - 10, centre, MUTED),
        number_map(STROKES[:, :, 0, index], kernel_grid, size=13, fill=tint, stroke=colour),
        text(
            FILTER_X + 30,
            centre + 52,
            f"responds to {NAMES[index]}",
            13,
            fill=colour,
            font_weight="bold",
        ),
        arrow(FILTER_X + 68, centre, MAP_X - 8, centre, MUTED),
        _lit_map(strokes, Grid(MAP_X, centre - 3 * large, large), colour, 12),
        arrow(MAP_X + 6 * large + 8, centre, POOLED_X - 8, centre, MUTED),
        _lit_map(pooled, Grid(POOLED_X, centre - 1.5 * small, small), colour, 15),
        text(POOLED_X + 3 * small + 25, middle(centre, 20), "∗", 20, fill=MUTED),
        number_map(CROSS[:, :, index, 0], second_grid, size=13, fill=POOLED_TINT, stroke=POOLED),
        arrow(KERNEL_X + 74, centre, SCORE_X - 8, _score_y() + 14 * (2 * index - 1), MUTED),
    )


def _score_y() -> float:
    return TOP + 54 + BAND / 2


def _lit_map(values: Numbers, grid: Grid, colour: str, size: float) -> str:
    """Return a map of zeros and ones in which the ones are filled."""
    lit = [
        rectangle(*grid.corner(row, column), grid.cell, grid.cell, fill=colour)
        + _number(values[row, column], grid, row, column, size)
        for row, column in np.argwhere(values > 0).tolist()
    ]
    return number_map(values, grid, size=size, stroke=colour, ink=MUTED) + group(*lit)


def _number(value: float, grid: Grid, row: int, column: int, size: float) -> str:
    x, y = grid.centre(row, column)
    return text(x, middle(y, size), written(value), size, fill=CELL, font_weight="bold")


def _verdict(score: float) -> str:
    y = _score_y()
    return group(
        rectangle(SCORE_X, y - 28, 56, 56, rx=8, fill=POOLED_TINT, stroke=POOLED, stroke_width=3),
        text(SCORE_X + 28, middle(y, 26), written(score), 26, id="score", font_weight="bold"),
        text(SCORE_X + 28, y + 50, _word(score), 14, fill=POOLED, font_weight="bold"),
    )


def _word(score: float) -> str:
    return "cross" if score + CROSS_BIAS > 0 else "no cross"


def _examples(y: float) -> list[str]:
    """Return other images with the scores that the same network gives them."""
    parts = [
        start_text(
            28,
            y - 12,
            f"The same network on other images (a sum above {-CROSS_BIAS} is a cross):",
            14,
            font_weight="bold",
        )
    ]
    for index, (name, image) in enumerate(_others()):
        x = 28 + 200 * index
        _, _, score = _answers(image)
        found = score + CROSS_BIAS > 0
        parts.append(
            group(
                _image(image, Grid(x, y + 8, 10)),
                text(x + 112, y + 44, written(score), 22, font_weight="bold"),
                text(
                    x + 116,
                    y + 68,
                    _word(score),
                    13,
                    fill=POOLED if found else WINDOW,
                    font_weight="bold",
                ),
                start_text(x, y + 110, name, 13),
            )
        )
    return parts
