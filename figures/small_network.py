"""`small_network.svg`: the network that is trained by hand, forward and back."""

import numpy as np

from cnn_reference.training import PARAMETER_SHAPES
from figures.palette import (
    CELL,
    GRID,
    INK,
    MUTED,
    OUTPUT,
    OUTPUT_TINT,
    POOLED,
    POOLED_TINT,
    SECOND,
    SECOND_TINT,
    WINDOW,
)
from figures.svg import arrow, document, group, heading, middle, rectangle, start_text, text

WIDTH, TOP, ROW = 800, 140, 42
BOX_X, BOX_WIDTH, BOX_HEIGHT = 150, 250, 32
SHAPE_X, GRADIENT_X = 416, 590

LAYERS = (
    ("images", "28 × 28 × 1", (), None),
    ("convolution, 8 filters", "26 × 26 × 8", (0, 1), "conv2d_backward"),
    ("relu", "26 × 26 × 8", (), "relu_backward"),
    ("max pooling", "13 × 13 × 8", (), "max_pool2d_backward"),
    ("convolution, 16 filters", "11 × 11 × 16", (2, 3), "conv2d_backward"),
    ("relu", "11 × 11 × 16", (), "relu_backward"),
    ("max pooling", "5 × 5 × 16", (), "max_pool2d_backward"),
    ("flatten, dense", "10 scores", (4, 5), "dense_backward"),
    ("softmax, cross-entropy", "the loss", (), "softmax_cross_entropy"),
)
LOOKS = {
    "conv": (OUTPUT, OUTPUT_TINT, None),
    "max": (POOLED, POOLED_TINT, "7 4"),
    "flat": (SECOND, SECOND_TINT, None),
}

TITLE = "The small network: down to the loss, and up again"
DESCRIPTION = (
    "Nine boxes from top to bottom: images, convolution with 8 filters, relu, max pooling, "
    "convolution with 16 filters, relu, max pooling, flatten and dense, softmax and cross-entropy. "
    "Beside each stand the shape of its output and the function that goes back through it. An "
    "arrow on the left points down, forward, one on the right points up, back."
)


def small_network() -> str:
    """Return the picture."""
    bottom = TOP + ROW * (len(LAYERS) - 1) + BOX_HEIGHT
    total = sum(int(np.prod(shape)) for shape in PARAMETER_SHAPES)
    caption = f"Six arrays of parameters, {total:,} numbers; each gets its gradient on the way up."
    return document(
        WIDTH,
        bottom + 30,
        TITLE,
        DESCRIPTION,
        heading(TITLE, caption),
        start_text(SHAPE_X, TOP - 18, "output", 13, fill=MUTED),
        start_text(GRADIENT_X, TOP - 18, "the way back through it", 13, fill=MUTED),
        text(80, TOP - 18, "forward", 14, fill=INK, font_weight="bold"),
        arrow(80, TOP, 80, bottom, OUTPUT),
        text(762, TOP - 18, "back", 14, fill=INK, font_weight="bold"),
        arrow(770, bottom, 770, TOP, WINDOW),
        *(_layer(index) for index in range(len(LAYERS))),
    )


def _layer(index: int) -> str:
    name, shape, parameters, back = LAYERS[index]
    y = TOP + ROW * index
    looks = next((look for begin, look in LOOKS.items() if name.startswith(begin)), None)
    colour, tint, dashes = looks or (GRID, CELL, None)
    count = sum(int(np.prod(PARAMETER_SHAPES[one])) for one in parameters)
    label = f"{name}: {count:,}" if count else name
    return group(
        rectangle(
            BOX_X,
            y,
            BOX_WIDTH,
            BOX_HEIGHT,
            rx=6,
            fill=tint,
            stroke=colour,
            stroke_width=2,
            stroke_dasharray=dashes,
        ),
        text(BOX_X + BOX_WIDTH / 2, middle(y + BOX_HEIGHT / 2, 14), label, 14),
        start_text(SHAPE_X, middle(y + BOX_HEIGHT / 2, 14), shape, 14),
        start_text(GRADIENT_X, middle(y + BOX_HEIGHT / 2, 13), back, 13, fill=MUTED)
        if back
        else "",
    )
