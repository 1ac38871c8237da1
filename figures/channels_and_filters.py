"""`channels_and_filters.svg`: three channels and two filters make an output of depth two."""

import numpy as np

from cnn_reference import conv2d, convolve2d
from figures.grids import Grid, Numbers, number_map, written
from figures.palette import (
    CARD,
    INK,
    MUTED,
    OUTPUT,
    OUTPUT_TINT,
    SECOND,
    SECOND_TINT,
)
from figures.svg import (
    arrow,
    document,
    element,
    group,
    heading,
    line,
    middle,
    rectangle,
    start_text,
    text,
)

IMAGE = np.array(
    [
        [[1, 0, 2, 1, 0], [0, 1, 1, 2, 1], [2, 1, 0, 0, 1], [1, 2, 1, 1, 0]],
        [[0, 1, 1, 0, 2], [2, 0, 1, 1, 0], [1, 1, 2, 0, 1], [0, 2, 1, 1, 1]],
        [[1, 1, 0, 2, 0], [0, 2, 1, 0, 1], [1, 0, 1, 2, 2], [2, 1, 0, 1, 0]],
    ]
).transpose(1, 2, 0)
FILTERS = np.array(
    [
        [
            [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            [[0, 1, 0], [0, 1, 0], [0, 1, 0]],
            [[0, 0, 0], [1, 1, 1], [0, 0, 0]],
        ],
        [
            [[0, 0, 1], [0, 1, 0], [1, 0, 0]],
            [[1, 0, -1], [1, 0, -1], [1, 0, -1]],
            [[0, -1, 0], [0, 2, 0], [0, -1, 0]],
        ],
    ]
).transpose(2, 3, 1, 0)
BIAS = np.array([1, -1])
CHANNELS = ("red", "green", "blue")
LOOKS = ((OUTPUT, OUTPUT_TINT, None), (SECOND, SECOND_TINT, "7 4"))

WIDTH = 840
TOP = 132
BAND = 252
BAND_GAP = 26
CELL = 21
INPUT_X, KERNEL_X, RESULT_X, SUM_X, OUTPUT_X = 40, 256, 394, 556, 664
ROW = 76
BAND_TO_ROW = 50

TITLE = "Three channels, two filters: the output has depth two"
DESCRIPTION = (
    "An image of height 4, width 5 and 3 channels. Each of two filters has three 3 by 3 kernels, "
    "one for each channel. Each channel is convolved with its kernel; the three results and the "
    "filter's bias are added up to one 2 by 3 output map for each filter, so that the output "
    "has depth 2."
)


def channels_and_filters() -> str:
    """Return the picture."""
    output = conv2d(IMAGE[np.newaxis], FILTERS, BIAS)[0]
    height = TOP + 2 * BAND + BAND_GAP + 56
    caption = (
        "Each filter has one kernel for each channel; its three results are added, with one bias."
    )
    return document(
        WIDTH,
        height,
        TITLE,
        DESCRIPTION,
        heading(TITLE, caption),
        *_column_names(),
        _channels(),
        *(_filter(index, output[:, :, index]) for index in range(FILTERS.shape[3])),
        *_shapes(height - 22, output),
    )


def _column_names() -> list[str]:
    names = (
        (INPUT_X + 2.5 * CELL, "input"),
        (KERNEL_X + 1.5 * CELL, "kernels"),
        (RESULT_X + 1.5 * CELL, "results"),
        (SUM_X, "sum"),
        (OUTPUT_X + 60, "output"),
    )
    return [text(x, TOP - 28, name, 14, font_weight="bold") for x, name in names]


def _shapes(y: float, output: Numbers) -> list[str]:
    shapes = (
        (INPUT_X - 12, "(H, W, 3)", IMAGE.shape),
        (KERNEL_X - 26, "(kh, kw, 3, 2)", FILTERS.shape),
        (OUTPUT_X - 30, "(oh, ow, 2)", output.shape),
    )
    return [
        start_text(x, y, f"{letters} = {shape}", 14, font_weight="bold")
        for x, letters, shape in shapes
    ]


def _input_y(channel: int) -> float:
    return TOP + BAND - 29 + 120 * (channel - 1)


def _row_y(index: int, channel: int) -> float:
    """Return the height of the middle of a filter's row for one channel."""
    return TOP + index * (BAND + BAND_GAP) + BAND_TO_ROW + ROW * channel


def _channels() -> str:
    parts = []
    for channel, name in enumerate(CHANNELS):
        y = _input_y(channel)
        parts.append(number_map(IMAGE[:, :, channel], Grid(INPUT_X, y, CELL), size=13))
        parts.append(
            text(INPUT_X + 2.5 * CELL, y + 4 * CELL + 16, f"channel {channel} ({name})", 12)
        )
    return group(*parts)


def _filter(index: int, output: Numbers) -> str:
    """Return one filter: its kernels, what they give, their sum."""
    colour, tint, dashes = LOOKS[index]
    sum_y = _row_y(index, 1)
    parts = [
        rectangle(
            KERNEL_X - 34,
            _row_y(index, 0) - BAND_TO_ROW,
            WIDTH - 20 - (KERNEL_X - 34),
            BAND,
            rx=10,
            fill="none",
            stroke=colour,
            stroke_width=2,
            stroke_dasharray=dashes,
        ),
        text(
            KERNEL_X + 1.5 * CELL,
            middle(_row_y(index, 0) - BAND_TO_ROW, 14),
            f"filter {index}",
            14,
            fill=colour,
            font_weight="bold",
            stroke=CARD,
            stroke_width=10,
            paint_order="stroke",
        ),
    ]
    for channel in range(len(CHANNELS)):
        y = _row_y(index, channel)
        kernel = FILTERS[:, :, channel, index]
        result = convolve2d(IMAGE[:, :, channel], kernel)
        parts += [
            line(
                INPUT_X + 5 * CELL + 6,
                _input_y(channel) + 2 * CELL,
                KERNEL_X - 8,
                y,
                stroke=colour,
                stroke_dasharray=dashes,
            ),
            number_map(
                kernel,
                Grid(KERNEL_X, y - 1.5 * CELL, CELL),
                size=13,
                fill=tint,
                stroke=colour,
            ),
            arrow(KERNEL_X + 3 * CELL + 12, y, RESULT_X - 12, y, MUTED),
            number_map(result, Grid(RESULT_X, y - CELL, CELL), size=13),
            arrow(RESULT_X + 3 * CELL + 10, y, SUM_X - 20, sum_y + 10 * (channel - 1), MUTED),
        ]
    bias = float(BIAS[index])
    cell = 40
    parts += [
        element("circle", cx=SUM_X, cy=sum_y, r=18, fill=tint, stroke=colour, stroke_width=2),
        text(SUM_X, middle(sum_y, 20), "+", 20),
        text(SUM_X, sum_y + 68, f"bias {written(bias)}", 14, fill=INK),
        arrow(SUM_X, sum_y + 52, SUM_X, sum_y + 22, MUTED),
        arrow(SUM_X + 24, sum_y, OUTPUT_X - 12, sum_y, MUTED),
        number_map(output, Grid(OUTPUT_X, sum_y - cell, cell), size=17, fill=tint, stroke=colour),
        text(OUTPUT_X + 1.5 * cell, sum_y + cell + 20, f"output map {index}", 13),
    ]
    return group(*parts)
