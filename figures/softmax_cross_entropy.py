"""`softmax_cross_entropy.svg`: the probabilities, less 1 at the label, are the gradient."""

import numpy as np

from cnn_reference import softmax
from cnn_reference.backward import softmax_cross_entropy as with_gradient
from figures.grids import written
from figures.palette import GRID, INK, MUTED, OUTPUT, OUTPUT_TINT, WINDOW, WINDOW_TINT
from figures.svg import arrow, document, group, heading, line, rectangle, start_text, text

SCORES = np.array([[0.0, 1.0, 3.0, 0.5, 2.0]])
LABEL = 4

WIDTH, HEIGHT = 760, 372
BASE, UNIT, BAR, STEP = 224, 110, 38, 58
LEFT, RIGHT = 44, 430

TITLE = "The gradient of the scores: probabilities, less 1 at the label"
DESCRIPTION = (
    "Left, five bars: the probabilities of five classes, the label's is the last. Right, the same "
    "bars, but the label's has become its probability minus 1 and points down, outlined with "
    "dashes. Bars that point up belong to scores that ought to fall, the one that points down to "
    "a score that ought to grow; together they are 0."
)


def softmax_cross_entropy() -> str:
    """Return the picture."""
    probabilities = softmax(SCORES)[0]
    _, gradient = with_gradient(SCORES, [LABEL])
    return document(
        WIDTH,
        HEIGHT,
        TITLE,
        DESCRIPTION,
        heading(TITLE, f"Five classes; the image belongs to class {LABEL}."),
        start_text(LEFT, 98, "probabilities", 14, font_weight="bold"),
        _bars(LEFT, probabilities),
        arrow(LEFT + 5 * STEP + 22, BASE - 50, RIGHT - 22, BASE - 50, INK),
        start_text(RIGHT, 98, "gradient of the scores", 14, font_weight="bold"),
        _bars(RIGHT, gradient[0]),
        start_text(
            28,
            HEIGHT - 20,
            "Up: this score ought to fall. Down: it ought to grow. The five add up to 0.",
            14,
            fill=MUTED,
        ),
    )


def _bars(left: float, values: np.ndarray) -> str:
    parts = [line(left - 10, BASE, left + 5 * STEP - 10, BASE, stroke=GRID)]
    for index, value in enumerate(values.tolist()):
        x, height = left + STEP * index, UNIT * abs(value)
        is_down = value < 0
        parts.append(
            rectangle(
                x,
                BASE if is_down else BASE - height,
                BAR,
                height,
                fill=WINDOW_TINT if is_down else OUTPUT_TINT,
                stroke=WINDOW if is_down else OUTPUT,
                stroke_width=2,
                stroke_dasharray="6 4" if is_down else None,
            )
        )
        y = BASE + height + 18 if is_down else BASE - height - 8
        parts.append(text(x + BAR / 2, y, written(round(value, 2)), 13, font_weight="bold"))
        name = f"class {index}"
        parts.append(text(x + BAR / 2, BASE - 8 if is_down else BASE + 18, name, 12, fill=MUTED))
    return group(*parts)
